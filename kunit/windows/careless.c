// SPDX-License-Identifier: GPL-2.0
/*
 * careless.c - a driver that leaves everything running: when it is unloaded, when its
 * DriverEntry fails, or when it has a bug check.
 */

#include <linux/module.h>
#include <linux/moduleparam.h>

#include <ntddk.h>
#include <parallel.h>

#include "kit/driver_entry.c"

#ifndef NAME
#define NAME L"careless"
#endif

static bool leaves;
module_param(leaves, bool, 0444);
MODULE_PARM_DESC(leaves, "Leaves two timers and a thread behind");

static bool fails;
module_param(fails, bool, 0444);
MODULE_PARM_DESC(fails, "DriverEntry fails and leaves all behind");

static unsigned int bug_check;
module_param(bug_check, uint, 0444);
MODULE_PARM_DESC(bug_check, "Leaves all behind and has a bug check in a thread (1), in AddDevice (2), in a thread that has IRP_MN_START_DEVICE (3), in its interrupt routine (4), at the end of a DPC (5), by an exception in a thread (6), or, without leaving anything, in a routine of IoQueryDeviceDescription (7), or by ending a thread in a completion routine (8)");

static unsigned int repeats;
module_param(repeats, uint, 0444);
MODULE_PARM_DESC(repeats, "Leaves a DPC that queues itself and a timer that its DPC sets again, in a device that it deletes (1) or not (2)");

static bool attaches;
module_param(attaches, bool, 0444);
MODULE_PARM_DESC(attaches, "Attaches its device to \\Device\\Toy0");

static unsigned int slow_unload;
module_param(slow_unload, uint, 0444);
MODULE_PARM_DESC(slow_unload, "Milliseconds from the beginning of DriverUnload to the end of the link");

static unsigned int calls;
module_param(calls, uint, 0444);
MODULE_PARM_DESC(calls, "Calls of its routines");

static unsigned int last_words;
module_param(last_words, uint, 0444);
MODULE_PARM_DESC(last_words, "Calls of its bug check callback at HIGH_LEVEL, or in an interrupt");

static unsigned int dumps;
module_param(dumps, uint, 0444);
MODULE_PARM_DESC(dumps, "The same of its callback for a dump's data, after the other one");

/**
 * struct careless - what the driver's routines work on: the device's extension
 * @calls: calls of these routines
 * @file: the port's file
 * @port: the port's device
 * @information: what the port says of itself
 * @service: its interrupt routine
 * @item: work that is queued
 * @dpc: queues itself
 * @timer: is set again by its DPC
 * @timer_dpc: that DPC
 */
struct careless {
	unsigned int calls;
	PFILE_OBJECT file;
	PDEVICE_OBJECT port;
	PARALLEL_PORT_INFORMATION information;
	PARALLEL_INTERRUPT_SERVICE_ROUTINE service;
	PIO_WORKITEM item;
	KDPC dpc;
	KTIMER timer;
	KDPC timer_dpc;
};

/* These are not in the extension, so that only the end of the driver ends them. */
static KTIMER timer, timer_without_dpc;
static KEVENT leaving;
static KDPC dpc;
static KBUGCHECK_CALLBACK_RECORD record, other;
static KBUGCHECK_REASON_CALLBACK_RECORD for_dump, for_pages;
static bool talking;		/* its first routine is under way */
static bool unloading;
static PDEVICE_OBJECT below;

static UNICODE_STRING device_name = RTL_CONSTANT_STRING(L"\\Device\\" NAME);
static UNICODE_STRING toy_name = RTL_CONSTANT_STRING(L"\\Device\\Toy0");
static UNICODE_STRING link_name = RTL_CONSTANT_STRING(L"\\DosDevices\\" NAME);

static void touch(struct careless *careless)
{
	careless->calls++;
	calls++;
}

static NTSTATUS complete_request(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

static NTSTATUS NTAPI dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	if (unloading && IoGetCurrentIrpStackLocation(irp)->MajorFunction == IRP_MJ_CREATE)
		pr_err("careless: opened while it is being unloaded\n");
	touch(device->DeviceExtension);
	return complete_request(irp, STATUS_SUCCESS);
}

static BOOLEAN NTAPI interrupt(PKINTERRUPT unused, PVOID context)
{
	touch(context);
	/* Every call does this, not only the first. */
	if (bug_check == 4)
		KeBugCheckEx(0xe2, 4, 0, 0, 0);
	return FALSE;
}

static VOID NTAPI count(PKDPC unused, PVOID context, PVOID argument1, PVOID argument2)
{
	touch(context);
}

/* This is a tail call where the compiler makes those. */
static VOID NTAPI die_at_the_end(PKDPC unused, PVOID context, PVOID argument1, PVOID argument2)
{
	touch(context);
	KeBugCheckEx(0xe2, 5, 0, 0, 0);
}

static VOID NTAPI second(PDEVICE_OBJECT device, PVOID context)
{
	touch(device->DeviceExtension);
}

static void delay(LONGLONG milliseconds)
{
	LARGE_INTEGER time = { .QuadPart = -10000 * milliseconds };

	KeDelayExecutionThread(KernelMode, FALSE, &time);
}

/* These two still run when DriverEntry is over. */
static VOID NTAPI work(PDEVICE_OBJECT device, PVOID context)
{
	struct careless *careless = context;

	delay(100);
	touch(careless);
	IoFreeWorkItem(careless->item);
}

static VOID NTAPI linger(PVOID context)
{
	delay(200);
	touch(context);
}

/* Ends only after DriverUnload. */
static VOID NTAPI outlive(PVOID context)
{
	KeWaitForSingleObject(&leaving, Executive, KernelMode, FALSE, NULL);
	delay(1000);
}

static VOID NTAPI die(PVOID context)
{
	if (bug_check == 6)
		ExRaiseStatus(STATUS_ACCESS_VIOLATION);
	KeBugCheckEx(0xe2, 1, 2, 3, 4);
	/* This would be noticed. */
	touch(context);
}

static NTSTATUS NTAPI die_in_query(PVOID context, PUNICODE_STRING path, INTERFACE_TYPE bus,
				   ULONG bus_number, PKEY_VALUE_FULL_INFORMATION *of_bus,
				   CONFIGURATION_TYPE controller, ULONG number,
				   PKEY_VALUE_FULL_INFORMATION *information,
				   CONFIGURATION_TYPE peripheral, ULONG peripheral_number,
				   PKEY_VALUE_FULL_INFORMATION *of_peripheral)
{
	KeBugCheckEx(0xe2, 7, 0, 0, 0);
	return STATUS_SUCCESS;
}

static VOID NTAPI query(PVOID context)
{
	CONFIGURATION_TYPE parallel = ParallelController;

	IoQueryDeviceDescription(NULL, NULL, &parallel, NULL, NULL, NULL, die_in_query, context);
}

static NTSTATUS NTAPI end_thread(PDEVICE_OBJECT unused, PIRP irp, PVOID context)
{
	PsTerminateSystemThread(STATUS_SUCCESS);
	/* This would be noticed. */
	touch(context);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* The device completes it at once, in here. */
static VOID NTAPI send(PVOID context)
{
	PDEVICE_OBJECT device = context;
	PIRP irp = IoAllocateIrp(device->StackSize, FALSE);

	if (!irp)
		return;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, end_thread, device->DeviceExtension, TRUE, TRUE, TRUE);
	IoCallDriver(device, irp);
	/* So would this. */
	touch(device->DeviceExtension);
}

static NTSTATUS start(PKSTART_ROUTINE routine, PVOID context)
{
	HANDLE handle;
	NTSTATUS status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
					       routine, context);

	if (NT_SUCCESS(status))
		ZwClose(handle);
	return status;
}

static NTSTATUS NTAPI granted(PDEVICE_OBJECT unused, PIRP irp, PVOID context)
{
	struct careless *careless = context;

	touch(careless);
	careless->information.FreePort(careless->information.Context);
	ObDereferenceObject(careless->file);
	IoFreeIrp(irp);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS ask_port(struct careless *careless, ULONG code, PVOID input, ULONG input_length,
			 PVOID output, ULONG output_length)
{
	IO_STATUS_BLOCK result;
	PIRP irp = IoBuildDeviceIoControlRequest(code, careless->port, input, input_length, output,
						 output_length, TRUE, NULL, &result);

	return irp ? IoCallDriver(careless->port, irp) : STATUS_INSUFFICIENT_RESOURCES;
}

/* Takes the port and connects to its interrupts, and leaves a request that waits for the port. */
static NTSTATUS use_port(struct careless *careless)
{
	PARALLEL_INTERRUPT_INFORMATION unused;
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\ParallelPort0");
	NTSTATUS status;
	PIRP irp;

	status = IoGetDeviceObjectPointer(&name, FILE_READ_ATTRIBUTES, &careless->file,
					  &careless->port);
	if (!NT_SUCCESS(status))
		return status;
	status = ask_port(careless, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, NULL, 0,
			  &careless->information, sizeof(careless->information));
	if (!NT_SUCCESS(status))
		return status;
	careless->service.InterruptServiceRoutine = interrupt;
	careless->service.InterruptServiceContext = careless;
	status = ask_port(careless, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &careless->service,
			  sizeof(careless->service), &unused, sizeof(unused));
	if (!NT_SUCCESS(status))
		return status;
	if (!careless->information.TryAllocatePort(careless->information.Context))
		return STATUS_DEVICE_BUSY;
	irp = IoAllocateIrp(careless->port->StackSize, FALSE);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_INTERNAL_DEVICE_CONTROL;
	IoGetNextIrpStackLocation(irp)->Parameters.DeviceIoControl.IoControlCode =
		IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE;
	IoSetCompletionRoutine(irp, granted, careless, TRUE, TRUE, TRUE);
	return IoCallDriver(careless->port, irp);
}

/* The emulated port raises its line at each such write. */
static void interrupt_again(struct careless *careless)
{
	unsigned int n;

	for (n = 0; n < 10; n++) {
		WRITE_PORT_UCHAR(careless->information.Controller + 2, 0x1c);
		delay(10);
	}
}

static NTSTATUS leave_all(PDEVICE_OBJECT device)
{
	LARGE_INTEGER soon = { .QuadPart = -10000 };
	struct careless *careless = device->DeviceExtension;
	NTSTATUS status = use_port(careless);

	if (!NT_SUCCESS(status))
		return status;
	KeSetTimerEx(&timer, soon, 1, &dpc);
	status = IoInitializeTimer(device, second, NULL);
	if (!NT_SUCCESS(status))
		return status;
	IoStartTimer(device);
	if (bug_check == 4)
		interrupt_again(careless);
	/* What is running already goes on after a bug check, and would count as a call. */
	if (bug_check)
		return STATUS_SUCCESS;
	careless->item = IoAllocateWorkItem(device);
	if (!careless->item)
		return STATUS_INSUFFICIENT_RESOURCES;
	IoQueueWorkItem(careless->item, work, DelayedWorkQueue, careless);
	return start(linger, careless);
}

static NTSTATUS leave_some(PDEVICE_OBJECT device)
{
	LARGE_INTEGER hour = { .QuadPart = -36000000000LL };

	KeSetTimerEx(&timer, hour, 1, &dpc);
	KeSetTimer(&timer_without_dpc, hour, NULL);
	return start(outlive, NULL);
}

/* Both run most of the time. */
static VOID NTAPI queue_again(PKDPC self, PVOID context, PVOID argument1, PVOID argument2)
{
	KeStallExecutionProcessor(200);
	touch(context);
	KeInsertQueueDpc(self, NULL, NULL);
}

static VOID NTAPI set_again(PKDPC self, PVOID context, PVOID argument1, PVOID argument2)
{
	LARGE_INTEGER soon = { .QuadPart = -10000 };
	struct careless *careless = context;

	KeStallExecutionProcessor(200);
	touch(careless);
	KeSetTimer(&careless->timer, soon, self);
}

static void leave_repeating(struct careless *careless)
{
	LARGE_INTEGER soon = { .QuadPart = -10000 };

	KeInitializeDpc(&careless->dpc, queue_again, careless);
	KeInitializeDpc(&careless->timer_dpc, set_again, careless);
	KeInitializeTimer(&careless->timer);
	KeInsertQueueDpc(&careless->dpc, NULL, NULL);
	KeSetTimer(&careless->timer, soon, &careless->timer_dpc);
}

static NTSTATUS NTAPI add_device(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical)
{
	KeBugCheck(0xe2);
	return STATUS_UNSUCCESSFUL;
}

static NTSTATUS NTAPI attach(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical)
{
	PDEVICE_OBJECT device;
	NTSTATUS status = IoCreateDevice(driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);

	if (NT_SUCCESS(status) && !IoAttachDeviceToDeviceStack(device, physical))
		status = STATUS_UNSUCCESSFUL;
	return status;
}

static NTSTATUS NTAPI start_later(PDEVICE_OBJECT device, PIRP irp)
{
	IoMarkIrpPending(irp);
	start(die, device->DriverObject);
	return STATUS_PENDING;
}

static VOID NTAPI unload(PDRIVER_OBJECT driver)
{
	unloading = true;
	if (slow_unload)
		delay(slow_unload);
	IoDeleteSymbolicLink(&link_name);
	if (below)
		IoDetachDevice(below);
	if (repeats != 2)
		IoDeleteDevice(driver->DeviceObject);
	KeSetEvent(&leaving, 0, FALSE);
}

/* It is called before or after the other one, and not in the middle of it. */
static VOID NTAPI say_more(PVOID buffer, ULONG length)
{
	if (talking)
		last_words += 100;
}

static VOID NTAPI say_last_words(PVOID buffer, ULONG length)
{
	if (buffer == &last_words && length == sizeof(last_words))
		last_words += KeGetCurrentIrql() > DISPATCH_LEVEL;
	if (bug_check == 4) {
		talking = true;
		KeBugCheck(0xe2);
		talking = false;
	}
	/* It is not called for that once more. */
	KeInitializeCallbackRecord(&record);
	KeRegisterBugCheckCallback(&record, say_last_words, &last_words, sizeof(last_words),
				   (PUCHAR)"careless");
}

static VOID NTAPI give_dump(KBUGCHECK_CALLBACK_REASON reason,
			    PKBUGCHECK_REASON_CALLBACK_RECORD which, PVOID data, ULONG length)
{
	PKBUGCHECK_SECONDARY_DUMP_DATA room = data;

	if (which != &for_dump || reason != KbCallbackSecondaryDumpData ||
	    length != sizeof(*room) || room->InBufferLength < sizeof(dumps)) {
		dumps += 100;
		return;
	}
	memcpy(room->InBuffer, &dumps, sizeof(dumps));
	room->OutBufferLength = sizeof(dumps);
	dumps += KeGetCurrentIrql() > DISPATCH_LEVEL;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	PDEVICE_OBJECT device;
	NTSTATUS status;

	status = IoCreateDevice(driver, sizeof(struct careless), &device_name, FILE_DEVICE_UNKNOWN,
				0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&link_name, &device_name);
	if (!NT_SUCCESS(status))
		return status;
	KeInitializeTimer(&timer);
	KeInitializeTimer(&timer_without_dpc);
	KeInitializeEvent(&leaving, NotificationEvent, FALSE);
	KeInitializeDpc(&dpc, bug_check == 5 ? die_at_the_end : count, device->DeviceExtension);
	driver->MajorFunction[IRP_MJ_CREATE] = dispatch;
	driver->MajorFunction[IRP_MJ_CLOSE] = dispatch;
	driver->MajorFunction[IRP_MJ_READ] = dispatch;
	driver->DriverUnload = unload;
	if (bug_check) {
		KeInitializeCallbackRecord(&other);
		KeRegisterBugCheckCallback(&other, say_more, NULL, 0, (PUCHAR)"careless");
		KeInitializeCallbackRecord(&record);
		KeRegisterBugCheckCallback(&record, say_last_words, &last_words,
					   sizeof(last_words), (PUCHAR)"careless");
		KeInitializeCallbackRecord(&for_dump);
		KeRegisterBugCheckReasonCallback(&for_dump, give_dump, KbCallbackSecondaryDumpData,
						 (PUCHAR)"careless");
		/* There are none of these. */
		KeInitializeCallbackRecord(&for_pages);
		KeRegisterBugCheckReasonCallback(&for_pages, give_dump, KbCallbackDumpIo,
						 (PUCHAR)"careless");
	}
	if (bug_check == 2)
		driver->DriverExtension->AddDevice = add_device;
	if (bug_check == 3) {
		driver->DriverExtension->AddDevice = attach;
		driver->MajorFunction[IRP_MJ_PNP] = start_later;
	}
	if (leaves)
		status = leave_some(device);
	else if (bug_check == 7)
		status = start(query, NULL);
	else if (bug_check == 8)
		status = start(send, device);
	else if (fails || bug_check)
		status = leave_all(device);
	if (repeats)
		leave_repeating(device->DeviceExtension);
	if (attaches)
		status = IoAttachDevice(device, &toy_name, &below);
	if (NT_SUCCESS(status) && (bug_check == 1 || bug_check == 6))
		status = start(die, device->DeviceExtension);
	/* This status shows that DriverEntry came to its end. */
	return fails && NT_SUCCESS(status) ? STATUS_UNSUCCESSFUL : status;
}

MODULE_DESCRIPTION("A driver that does not clean up, for the tests of ntparport");
MODULE_LICENSE("GPL");
