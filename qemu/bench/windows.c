// SPDX-License-Identifier: GPL-2.0
/*
 * windows.c - what the Windows kernel costs: requests, memory, events, a device node; and
 * Linux's counterparts.
 */

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "bench.h"
#include "kit/driver_entry.h"

#define STACK 3
#define BLOCK 100
#define TAG 0x68636e42	/* 'Bnch' */

static PDEVICE_OBJECT stack[STACK];
static PIRP irp;
static unsigned int completed;

/* A driver with a stack of its own devices: those above pass requests on. */

static NTSTATUS NTAPI succeed(PDEVICE_OBJECT device, PIRP request)
{
	request->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(request, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI pass(PDEVICE_OBJECT device, PIRP request)
{
	if (device == stack[0])
		return succeed(device, request);
	IoCopyCurrentIrpStackLocationToNext(request);
	return IoCallDriver(*(PDEVICE_OBJECT *)device->DeviceExtension, request);
}

static NTSTATUS NTAPI keep(PDEVICE_OBJECT device, PIRP request, PVOID context)
{
	completed++;
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static VOID NTAPI unload(PDRIVER_OBJECT driver)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\benchnode");
	unsigned int n;

	IoDeleteSymbolicLink(&link);
	for (n = STACK; n--;) {
		if (n)
			IoDetachDevice(stack[n - 1]);
		IoDeleteDevice(stack[n]);
	}
}

static NTSTATUS NTAPI entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\BenchNode");
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\benchnode");
	NTSTATUS status;
	unsigned int n;

	driver->DriverUnload = unload;
	driver->MajorFunction[IRP_MJ_CREATE] = succeed;
	driver->MajorFunction[IRP_MJ_CLOSE] = succeed;
	driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = succeed;
	driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = pass;
	for (n = 0; n < STACK; n++) {
		status = IoCreateDevice(driver, sizeof(PDEVICE_OBJECT), n ? NULL : &name,
					FILE_DEVICE_UNKNOWN, 0, FALSE, &stack[n]);
		if (!NT_SUCCESS(status))
			return status;
		if (n)
			*(PDEVICE_OBJECT *)stack[n]->DeviceExtension =
				IoAttachDeviceToDeviceStack(stack[n], stack[n - 1]);
		stack[n]->Flags &= ~DO_DEVICE_INITIALIZING;
	}
	return IoCreateSymbolicLink(&link, &name);
}

static int load(void)
{
	return ntparport_driver_load(THIS_MODULE, entry, "bench", NULL, 0, NULL, 0);
}

/* A request from its sender to the driver that completes it, and back. */

static int irp_begin(void)
{
	int err = load();

	if (err)
		return err;
	irp = IoAllocateIrp(STACK, FALSE);
	if (!irp) {
		ntparport_driver_unload(THIS_MODULE, entry);
		return -ENOMEM;
	}
	return 0;
}

static int irp_end(void)
{
	IoFreeIrp(irp);
	ntparport_driver_unload(THIS_MODULE, entry);
	return 0;
}

static unsigned int send(PDEVICE_OBJECT top)
{
	const unsigned int before = completed;
	u64 start;

	IoReuseIrp(irp, STATUS_NOT_SUPPORTED);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_FLUSH_BUFFERS;
	IoSetCompletionRoutine(irp, keep, NULL, TRUE, TRUE, TRUE);
	start = rdtsc();
	IoCallDriver(top, irp);
	start = rdtsc() - start;
	return completed == before + 1 ? start : 0;
}

static unsigned int irp_1_cost(unsigned int round)
{
	return send(stack[0]);
}

static unsigned int irp_3_cost(unsigned int round)
{
	return send(stack[STACK - 1]);
}

/* A block of memory. */

static int nothing(void)
{
	return 0;
}

static unsigned int pool_cost(unsigned int round)
{
	u64 start = rdtsc();
	void *block = ExAllocatePoolWithTag(NonPagedPool, BLOCK, TAG);

	if (!block)
		return 0;
	ExFreePool(block);
	return rdtsc() - start;
}

static unsigned int kmalloc_cost(unsigned int round)
{
	u64 start = rdtsc();
	void *block = kmalloc(BLOCK, GFP_KERNEL);

	/* Otherwise the compiler leaves both calls out. */
	barrier_data(block);
	if (!block)
		return 0;
	kfree(block);
	return rdtsc() - start;
}

/* From the thread that says that something has happened to the thread that waits for it. */

static struct task_struct *thread;
static KEVENT event;
static DECLARE_COMPLETION(happened);
static DECLARE_COMPLETION(woken);
static bool by_event;
static bool waits;
static bool ends;
static u64 at;

static int wait(void *unused)
{
	while (!READ_ONCE(ends)) {
		WRITE_ONCE(waits, true);
		if (by_event)
			KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
		else
			wait_for_completion(&happened);
		at = rdtsc();
		complete(&woken);
	}
	return 0;
}

static int waiter_begin(void)
{
	waits = false;
	ends = false;
	reinit_completion(&woken);
	thread = kthread_run(wait, NULL, "bench");
	return PTR_ERR_OR_ZERO(thread);
}

static int event_begin(void)
{
	by_event = true;
	KeInitializeEvent(&event, SynchronizationEvent, FALSE);
	return waiter_begin();
}

static int completion_begin(void)
{
	by_event = false;
	return waiter_begin();
}

static void say(void)
{
	if (by_event)
		KeSetEvent(&event, IO_NO_INCREMENT, FALSE);
	else
		complete(&happened);
}

static unsigned int waiter_cost(unsigned int round)
{
	unsigned int patience = 1000;
	u64 start;

	while (!(READ_ONCE(waits) && READ_ONCE(thread->__state) != TASK_RUNNING) && --patience)
		usleep_range(100, 200);
	WRITE_ONCE(waits, false);
	start = rdtsc();
	say();
	wait_for_completion(&woken);
	return patience ? at - start : 0;
}

static int waiter_end(void)
{
	get_task_struct(thread);
	WRITE_ONCE(ends, true);
	say();
	kthread_stop(thread);
	put_task_struct(thread);
	return 0;
}

/* A device node, next to one of Linux's, for a program (user.c). */

static long native_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	u64 value;

	if (copy_from_user(&value, (void __user *)argument, sizeof(value)))
		return -EFAULT;
	value++;
	return copy_to_user((void __user *)argument, &value, sizeof(value)) ? -EFAULT : 0;
}

static const struct file_operations native_operations = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = native_ioctl,
};

static struct miscdevice native = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "benchnative",
	.fops = &native_operations,
};

static int node_begin(void)
{
	int err = load();

	if (err)
		return err;
	err = misc_register(&native);
	if (err)
		ntparport_driver_unload(THIS_MODULE, entry);
	return err;
}

static int node_end(void)
{
	misc_deregister(&native);
	ntparport_driver_unload(THIS_MODULE, entry);
	return 0;
}

const struct measurement windows[] = {
	{ "irp_1", irp_begin, irp_1_cost, irp_end },
	{ "irp_3", irp_begin, irp_3_cost, irp_end },
	{ "pool", nothing, pool_cost },
	{ "kmalloc", nothing, kmalloc_cost },
	{ "event", event_begin, waiter_cost, waiter_end },
	{ "completion", completion_begin, waiter_cost, waiter_end },
	{ "node", node_begin, NULL, node_end },
	{ }
};
