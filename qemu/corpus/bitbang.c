/* SPDX-License-Identifier: GPL-2.0 */
/* bitbang.c - clocks bytes out of the data register, bit by bit, in a thread that polls. */
#include <ntddk.h>
#include <parallel.h>

#define BIT_CLOCK 0x01
#define BIT_DATA 0x02

typedef struct {
	PFILE_OBJECT File;
	PDEVICE_OBJECT Port;
	PARALLEL_PORT_INFORMATION Info;
	PVOID Thread;
	LIST_ENTRY Queue;
	KSPIN_LOCK Lock;
	KSEMAPHORE Work;
	BOOLEAN Stop;
	ULONG Bits, Polls;
} BANG, *PBANG;

DRIVER_INITIALIZE DriverEntry;

static NTSTATUS GetInfo(PBANG b)
{
	IO_STATUS_BLOCK ios;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, b->Port, NULL, 0, &b->Info,
					    sizeof(b->Info), TRUE, &event, &ios);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (IoCallDriver(b->Port, irp) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return ios.Status;
}

static VOID ClockByte(PBANG b, UCHAR Byte)
{
	int bit;

	for (bit = 7; bit >= 0; bit--) {
		UCHAR data = (Byte >> bit) & 1 ? BIT_DATA : 0;

		WRITE_PORT_UCHAR(b->Info.Controller, data);
		KeStallExecutionProcessor(2);
		WRITE_PORT_UCHAR(b->Info.Controller, data | BIT_CLOCK);
		KeStallExecutionProcessor(2);
		/* What was written can be read back: the line is where it should be. */
		do
			b->Polls++;
		while ((READ_PORT_UCHAR(b->Info.Controller) & (BIT_CLOCK | BIT_DATA)) != (data | BIT_CLOCK));
		b->Bits++;
	}
	WRITE_PORT_UCHAR(b->Info.Controller, 0);
}

static VOID Serve(PBANG b, PIRP Irp)
{
	ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length, n;

	while (!b->Info.TryAllocatePort(b->Info.Context)) {
		LARGE_INTEGER nap;

		nap.QuadPart = -10000;
		KeDelayExecutionThread(KernelMode, FALSE, &nap);
	}
	for (n = 0; n < length; n++)
		ClockByte(b, ((PUCHAR)Irp->AssociatedIrp.SystemBuffer)[n]);
	b->Info.FreePort(b->Info.Context);
	Irp->IoStatus.Status = STATUS_SUCCESS;
	Irp->IoStatus.Information = length;
	IoCompleteRequest(Irp, IO_PARALLEL_INCREMENT);
}

static VOID Poller(PVOID Context)
{
	PBANG b = Context;

	KeSetPriorityThread(KeGetCurrentThread(), LOW_REALTIME_PRIORITY);
	for (;;) {
		PLIST_ENTRY entry;

		KeWaitForSingleObject(&b->Work, Executive, KernelMode, FALSE, NULL);
		if (b->Stop)
			PsTerminateSystemThread(STATUS_SUCCESS);
		entry = ExInterlockedRemoveHeadList(&b->Queue, &b->Lock);
		if (entry)
			Serve(b, CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry));
	}
}

static NTSTATUS Dispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PBANG b = DeviceObject->DeviceExtension;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	NTSTATUS status = STATUS_SUCCESS;

	Irp->IoStatus.Information = 0;
	if (stack->MajorFunction == IRP_MJ_WRITE) {
		IoMarkIrpPending(Irp);
		ExInterlockedInsertTailList(&b->Queue, &Irp->Tail.Overlay.ListEntry, &b->Lock);
		KeReleaseSemaphore(&b->Work, 0, 1, FALSE);
		return STATUS_PENDING;
	}
	if (stack->MajorFunction == IRP_MJ_READ) {
		if (stack->Parameters.Read.Length < 2 * sizeof(ULONG)) {
			status = STATUS_BUFFER_TOO_SMALL;
		} else {
			((PULONG)Irp->AssociatedIrp.SystemBuffer)[0] = b->Bits;
			((PULONG)Irp->AssociatedIrp.SystemBuffer)[1] = b->Polls;
			Irp->IoStatus.Information = 2 * sizeof(ULONG);
		}
	}
	Irp->IoStatus.Status = status;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return status;
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	PBANG b = DriverObject->DeviceObject->DeviceExtension;
	UNICODE_STRING link;

	b->Stop = TRUE;
	KeReleaseSemaphore(&b->Work, 0, 1, FALSE);
	KeWaitForSingleObject(b->Thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(b->Thread);
	ObDereferenceObject(b->File);
	RtlInitUnicodeString(&link, L"\\DosDevices\\BitBang");
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name, link, port;
	PDEVICE_OBJECT device;
	NTSTATUS status;
	HANDLE thread;
	PBANG b;

	RtlInitUnicodeString(&name, L"\\Device\\BitBang");
	RtlInitUnicodeString(&link, L"\\DosDevices\\BitBang");
	status = IoCreateDevice(DriverObject, sizeof(BANG), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	device->Flags |= DO_BUFFERED_IO;
	b = device->DeviceExtension;
	InitializeListHead(&b->Queue);
	KeInitializeSpinLock(&b->Lock);
	KeInitializeSemaphore(&b->Work, 0, MAXLONG);
	RtlInitUnicodeString(&port, L"\\Device\\ParallelPort0");
	status = IoGetDeviceObjectPointer(&port, FILE_WRITE_DATA, &b->File, &b->Port);
	if (!NT_SUCCESS(status))
		goto DeleteDevice;
	status = GetInfo(b);
	if (!NT_SUCCESS(status))
		goto CloseFile;
	status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, Poller, b);
	if (!NT_SUCCESS(status))
		goto CloseFile;
	ObReferenceObjectByHandle(thread, THREAD_ALL_ACCESS, NULL, KernelMode, &b->Thread, NULL);
	ZwClose(thread);
	DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = Dispatch;
	DriverObject->DriverUnload = Unload;
	return IoCreateSymbolicLink(&link, &name);

CloseFile:
	ObDereferenceObject(b->File);
DeleteDevice:
	IoDeleteDevice(device);
	return status;
}
