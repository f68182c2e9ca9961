// SPDX-License-Identifier: GPL-2.0
/* toy.c - a Windows driver for the cases. */

#include <linux/list.h>
#include <linux/module.h>

#include "toy.h"

struct toy toy;

/* These are deleted when the case ends. */
static PDEVICE_OBJECT devices[16];

UNICODE_STRING text(const WCHAR *literal)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, literal);
	return string;
}

NTSTATUS toy_complete(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

NTSTATUS toy_succeed(PDEVICE_OBJECT device, PIRP irp)
{
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

NTSTATUS toy_pend(PDEVICE_OBJECT device, PIRP irp)
{
	IoMarkIrpPending(irp);
	toy.request = irp;
	return STATUS_PENDING;
}

static VOID NTAPI queue_again(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct restless *restless = context;

	/* So it runs most of the time. */
	KeStallExecutionProcessor(200);
	atomic_inc(restless->calls);
	KeInsertQueueDpc(dpc, NULL, NULL);
}

static VOID NTAPI set_again(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct restless *restless = context;

	KeStallExecutionProcessor(200);
	atomic_inc(restless->calls);
	KeSetTimer(&restless->timer, MILLISECONDS(1), dpc);
}

PDEVICE_OBJECT toy_restless_device(struct kunit *test, atomic_t *calls)
{
	struct restless *restless;
	PDEVICE_OBJECT device;
	int before = atomic_read(calls);

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, sizeof(*restless), NULL, FILE_DEVICE_UNKNOWN,
				       0, FALSE, &device));
	restless = device->DeviceExtension;
	restless->calls = calls;
	KeInitializeDpc(&restless->dpc, queue_again, restless);
	KeInitializeTimer(&restless->timer);
	KeInitializeDpc(&restless->timer_dpc, set_again, restless);
	KeInsertQueueDpc(&restless->dpc, NULL, NULL);
	KeSetTimer(&restless->timer, MILLISECONDS(1), &restless->timer_dpc);
	ASSERT_SEEN(test, atomic_read(calls) >= before + 10);
	return device;
}

void toy_expect_rest(struct kunit *test, const struct log *log, unsigned int more, atomic_t *calls)
{
	int before = atomic_read(calls);
	/* Either the timer was set, or it had expired and its DPC was queued. */
	unsigned int set = log_lines(log, "left 1 timer set, one with routine set_again");

	KUNIT_EXPECT_EQ(test, set + log_lines(log, "left 2 DPCs in the queue"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(log, "in the queue, the last"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(log, ""), 1 + set + more);
	schedule_timeout_uninterruptible(msecs_to_jiffies(20));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, atomic_read(calls), before);
}

static NTSTATUS NTAPI dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;

	toy.majors[major]++;
	switch (major) {
	case IRP_MJ_CREATE:
	case IRP_MJ_CLEANUP:
	case IRP_MJ_CLOSE:
		return toy_complete(irp, STATUS_SUCCESS, 0);
	}
	toy.requests++;
	return toy.on_request ? toy.on_request(device, irp) : toy_succeed(device, irp);
}

static VOID NTAPI unload(PDRIVER_OBJECT driver)
{
	toy.unloads++;
	if (toy.on_unload)
		toy.on_unload(driver);
}

static NTSTATUS NTAPI entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	unsigned int n;

	toy.driver = driver;
	toy.path = *path;
	driver->DriverUnload = unload;
	for (n = 0; n <= IRP_MJ_MAXIMUM_FUNCTION; n++)
		driver->MajorFunction[n] = dispatch;
	if (toy.on_entry)
		toy.on_entry(driver);
	return toy.entry_status;
}

int toy_load(void)
{
	return ntparport_driver_load(THIS_MODULE, entry, "toy", NULL, 0, NULL, 0);
}

void toy_unload(void)
{
	ntparport_driver_unload(THIS_MODULE, entry);
	toy.driver = NULL;
}

int toy_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	memset(devices, 0, sizeof(devices));
	ntparport_io_counts(&toy.before);
	log_mark(&toy.log);
	return toy_load();
}

void toy_exit(struct kunit *test)
{
	unsigned int n;

	for (n = ARRAY_SIZE(devices); n--;)
		if (devices[n])
			toy_delete(devices[n]);
	if (toy.driver)
		toy_unload();
	KUNIT_EXPECT_TRUE(test, nothing_is_left(&toy.before));
}

void toy_forget(PDEVICE_OBJECT device)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(devices); n++)
		if (devices[n] == device)
			devices[n] = NULL;
}

void toy_delete(PDEVICE_OBJECT device)
{
	unsigned int n;

	toy_forget(device);
	for (n = 0; n < ARRAY_SIZE(devices); n++)
		if (devices[n] && devices[n]->AttachedDevice == device)
			IoDetachDevice(devices[n]);
	IoDeleteDevice(device);
}

PDEVICE_OBJECT toy_device(struct kunit *test, const WCHAR *name)
{
	UNICODE_STRING string = text(name);
	PDEVICE_OBJECT device = NULL;
	unsigned int n;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, 16, name ? &string : NULL,
				       FILE_DEVICE_UNKNOWN, 0, FALSE, &device));
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	for (n = 0; n < ARRAY_SIZE(devices) && devices[n]; n++)
		;
	KUNIT_ASSERT_LT(test, n, (unsigned int)ARRAY_SIZE(devices));
	devices[n] = device;
	return device;
}

void toy_stack(struct kunit *test, PDEVICE_OBJECT *stack, unsigned int number)
{
	unsigned int n;

	for (n = 0; n < number; n++) {
		stack[n] = toy_device(test, NULL);
		if (n)
			KUNIT_ASSERT_PTR_EQ(test, stack[n - 1],
					    IoAttachDeviceToDeviceStack(stack[n], stack[0]));
	}
}

PDEVICE_OBJECT toy_open(struct kunit *test, const WCHAR *name, PFILE_OBJECT *file)
{
	UNICODE_STRING string = text(name);
	PDEVICE_OBJECT device = NULL;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&string, FILE_READ_DATA, file, &device));
	return device;
}

NTSTATUS toy_open_status(const WCHAR *name)
{
	UNICODE_STRING string = text(name);
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;
	NTSTATUS status;

	status = IoGetDeviceObjectPointer(&string, FILE_READ_DATA, &file, &device);
	if (NT_SUCCESS(status))
		ObDereferenceObject(file);
	return status;
}
