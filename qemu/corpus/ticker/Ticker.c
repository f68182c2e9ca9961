/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ticker.c - tells when the port interrupts. It connects through parport.sys, takes every interrupt
 * for its own and looks at the performance counter there.
 */
#include <ntddk.h>
#include <parallel.h>

#define CONTROL 2
#define TICKER_NAME(n) L"\\Device\\ParallelPort" L#n
#define TICKER_PORT_NAME(n) TICKER_NAME(n)

typedef struct {
	PFILE_OBJECT File;
	PDEVICE_OBJECT Port;
	PARALLEL_PORT_INFORMATION Info;
	PARALLEL_INTERRUPT_SERVICE_ROUTINE Service;
	KDPC Dpc;
	KEVENT Came;
	LARGE_INTEGER First, Last;
	ULONG Interrupts;
} TICKER, *PTICKER;

typedef struct {
	ULONG Interrupts;
	ULONG Later;		/* the counter went on between the first and the last */
} TICKER_STATE;

DRIVER_INITIALIZE DriverEntry;

BOOLEAN TickerIsr(PKINTERRUPT Interrupt, PVOID Context)
{
	PTICKER t = (PTICKER)Context;
	LARGE_INTEGER frequency;

	t->Last = KeQueryPerformanceCounter(&frequency);
	if (t->Interrupts++ == 0)
		t->First = t->Last;
	KeInsertQueueDpc(&t->Dpc, NULL, NULL);
	return TRUE;
}

VOID TickerDpc(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)
{
	KeSetEvent(&((PTICKER)Context)->Came, IO_NO_INCREMENT, FALSE);
}

static NTSTATUS Ask(PTICKER t, ULONG Code, PVOID In, ULONG InLength, PVOID Out, ULONG OutLength)
{
	KEVENT event;
	IO_STATUS_BLOCK ios;
	NTSTATUS status;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(Code, t->Port, In, InLength, Out, OutLength, TRUE, &event, &ios);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(t->Port, irp);
	if (status == STATUS_PENDING) {
		KeWaitForSingleObject(&event, Suspended, KernelMode, FALSE, NULL);
		status = ios.Status;
	}
	return status;
}

/* Makes the port interrupt, as the device on its cable would. */
static NTSTATUS Provoke(PTICKER t)
{
	PUCHAR control = t->Info.Controller + CONTROL;

	if (!t->Info.TryAllocatePort(t->Info.Context))
		return STATUS_DEVICE_BUSY;
	KeClearEvent(&t->Came);
	WRITE_PORT_UCHAR(control, 0x1c);
	WRITE_PORT_UCHAR(control, 0x1d);
	WRITE_PORT_UCHAR(control, 0x1c);
	KeWaitForSingleObject(&t->Came, Executive, KernelMode, FALSE, NULL);
	READ_PORT_UCHAR(t->Info.Controller + 1);
	WRITE_PORT_UCHAR(control, 0x0c);
	t->Info.FreePort(t->Info.Context);
	return STATUS_SUCCESS;
}

NTSTATUS TickerDispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PTICKER t = (PTICKER)DeviceObject->DeviceExtension;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	TICKER_STATE *state = Irp->AssociatedIrp.SystemBuffer;
	NTSTATUS status = STATUS_SUCCESS;
	ULONG info = 0;

	if (stack->MajorFunction == IRP_MJ_WRITE) {
		status = Provoke(t);
		info = NT_SUCCESS(status) ? stack->Parameters.Write.Length : 0;
	} else if (stack->MajorFunction == IRP_MJ_READ) {
		if (stack->Parameters.Read.Length >= sizeof(*state)) {
			state->Interrupts = t->Interrupts;
			state->Later = t->Last.QuadPart > t->First.QuadPart;
			info = sizeof(*state);
		} else
			status = STATUS_BUFFER_TOO_SMALL;
	}
	Irp->IoStatus.Status = status;
	Irp->IoStatus.Information = info;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return status;
}

VOID TickerUnload(PDRIVER_OBJECT DriverObject)
{
	PTICKER t = (PTICKER)DriverObject->DeviceObject->DeviceExtension;
	UNICODE_STRING link;

	Ask(t, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &t->Service, sizeof(t->Service), NULL, 0);
	KeRemoveQueueDpc(&t->Dpc);
	ObDereferenceObject(t->File);
	RtlInitUnicodeString(&link, L"\\DosDevices\\Ticker");
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	PARALLEL_INTERRUPT_INFORMATION interrupt;
	UNICODE_STRING name, link, port;
	PDEVICE_OBJECT device;
	NTSTATUS status;
	PTICKER t;

	RtlInitUnicodeString(&name, L"\\Device\\Ticker");
	RtlInitUnicodeString(&link, L"\\DosDevices\\Ticker");
	RtlInitUnicodeString(&port, TICKER_PORT_NAME(TICKER_PORT));
	status = IoCreateDevice(DriverObject, sizeof(TICKER), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	device->Flags |= DO_BUFFERED_IO;
	t = (PTICKER)device->DeviceExtension;
	KeInitializeDpc(&t->Dpc, TickerDpc, t);
	KeInitializeEvent(&t->Came, SynchronizationEvent, FALSE);
	status = IoGetDeviceObjectPointer(&port, FILE_READ_ATTRIBUTES, &t->File, &t->Port);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
	t->Service.InterruptServiceRoutine = TickerIsr;
	t->Service.InterruptServiceContext = t;
	status = Ask(t, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, NULL, 0, &t->Info, sizeof(t->Info));
	if (NT_SUCCESS(status))
		status = Ask(t, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &t->Service, sizeof(t->Service),
			     &interrupt, sizeof(interrupt));
	if (!NT_SUCCESS(status)) {
		ObDereferenceObject(t->File);
		IoDeleteDevice(device);
		return status;
	}
	DriverObject->MajorFunction[IRP_MJ_CREATE] = TickerDispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = TickerDispatch;
	DriverObject->MajorFunction[IRP_MJ_READ] = TickerDispatch;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = TickerDispatch;
	DriverObject->DriverUnload = TickerUnload;
	return IoCreateSymbolicLink(&link, &name);
}
