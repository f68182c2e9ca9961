// SPDX-License-Identifier: GPL-2.0
// driver.cpp - a WDM driver of Windows 2000 on each parallel port: one dispatch routine for most
// requests, and __try/__finally around what has to be given back.
extern "C" {
#include <wdm.h>
#include <parallel.h>
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath);
}

class Skeleton {
public:
	PDEVICE_OBJECT Fdo, Pdo, Lower;
	UNICODE_STRING Interface;
	IO_REMOVE_LOCK Lock;
	PARALLEL_PNP_INFORMATION Pnp;
	BOOLEAN Started;
	ULONG Opens;

	static Skeleton *Of(PDEVICE_OBJECT Device) { return (Skeleton *)Device->DeviceExtension; }
	NTSTATUS Start(PIRP Irp);
	NTSTATUS Ask(ULONG Code, PVOID Out, ULONG Length);
};

static UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\Skeleton0");
static LONG Devices;

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information = 0)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static NTSTATUS OnDone(PDEVICE_OBJECT Device, PIRP Irp, PVOID Event)
{
	KeSetEvent((PKEVENT)Event, IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS ForwardAndWait(Skeleton *s, PIRP Irp)
{
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	IoCopyCurrentIrpStackLocationToNext(Irp);
	IoSetCompletionRoutine(Irp, OnDone, &event, TRUE, TRUE, TRUE);
	if (IoCallDriver(s->Lower, Irp) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return Irp->IoStatus.Status;
}

NTSTATUS Skeleton::Ask(ULONG Code, PVOID Out, ULONG Length)
{
	IO_STATUS_BLOCK ios;
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	PIRP irp = IoBuildDeviceIoControlRequest(Code, Lower, NULL, 0, Out, Length, TRUE, &event, &ios);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (IoCallDriver(Lower, irp) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return ios.Status;
}

NTSTATUS Skeleton::Start(PIRP Irp)
{
	NTSTATUS status = ForwardAndWait(this, Irp);
	PVOID scratch = NULL;

	__try {
		if (!NT_SUCCESS(status))
			__leave;
		scratch = ExAllocatePoolWithTag(PagedPool, 64, 'lkS ');
		if (!scratch) {
			status = STATUS_INSUFFICIENT_RESOURCES;
			__leave;
		}
		status = Ask(IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &Pnp, sizeof(Pnp));
		if (!NT_SUCCESS(status))
			__leave;
		Started = TRUE;
	} __finally {
		if (scratch)
			ExFreePool(scratch);
	}
	return status;
}

static NTSTATUS DispatchAny(PDEVICE_OBJECT Device, PIRP Irp)
{
	Skeleton *s = Skeleton::Of(Device);
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	NTSTATUS status = IoAcquireRemoveLock(&s->Lock, Irp);

	if (!NT_SUCCESS(status))
		return Complete(Irp, status);
	__try {
		switch (stack->MajorFunction) {
		case IRP_MJ_CREATE:
			s->Opens++;
		case IRP_MJ_CLEANUP:
		case IRP_MJ_CLOSE:
			return Complete(Irp, STATUS_SUCCESS);
		case IRP_MJ_READ:
			if (!s->Started)
				return Complete(Irp, STATUS_DEVICE_NOT_READY);
			if (stack->Parameters.Read.Length < sizeof(ULONG) * 2)
				return Complete(Irp, STATUS_BUFFER_TOO_SMALL);
			((PULONG)Irp->AssociatedIrp.SystemBuffer)[0] = s->Opens;
			((PULONG)Irp->AssociatedIrp.SystemBuffer)[1] = s->Pnp.HardwareCapabilities;
			return Complete(Irp, STATUS_SUCCESS, sizeof(ULONG) * 2);
		}
		IoSkipCurrentIrpStackLocation(Irp);
		return IoCallDriver(s->Lower, Irp);
	} __finally {
		IoReleaseRemoveLock(&s->Lock, Irp);
	}
}

static NTSTATUS DispatchPower(PDEVICE_OBJECT Device, PIRP Irp)
{
	PoStartNextPowerIrp(Irp);
	IoSkipCurrentIrpStackLocation(Irp);
	return PoCallDriver(Skeleton::Of(Device)->Lower, Irp);
}

static NTSTATUS DispatchPnp(PDEVICE_OBJECT Device, PIRP Irp)
{
	Skeleton *s = Skeleton::Of(Device);
	NTSTATUS status = IoAcquireRemoveLock(&s->Lock, Irp);

	if (!NT_SUCCESS(status))
		return Complete(Irp, status);
	switch (IoGetCurrentIrpStackLocation(Irp)->MinorFunction) {
	case IRP_MN_START_DEVICE:
		status = Complete(Irp, s->Start(Irp));
		break;
	case IRP_MN_REMOVE_DEVICE:
		s->Started = FALSE;
		IoReleaseRemoveLockAndWait(&s->Lock, Irp);
		Irp->IoStatus.Status = STATUS_SUCCESS;
		IoSkipCurrentIrpStackLocation(Irp);
		status = IoCallDriver(s->Lower, Irp);
		IoDetachDevice(s->Lower);
		if (InterlockedDecrement(&Devices) == 0)
			IoDeleteSymbolicLink(&Link);
		IoDeleteDevice(Device);
		return status;
	case IRP_MN_QUERY_REMOVE_DEVICE:
	case IRP_MN_CANCEL_REMOVE_DEVICE:
	case IRP_MN_SURPRISE_REMOVAL:
		Irp->IoStatus.Status = STATUS_SUCCESS;
	default:
		IoSkipCurrentIrpStackLocation(Irp);
		status = IoCallDriver(s->Lower, Irp);
	}
	IoReleaseRemoveLock(&s->Lock, Irp);
	return status;
}

static NTSTATUS AddDevice(PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT Pdo)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\Skeleton0");
	NTSTATUS status = STATUS_SUCCESS;
	PDEVICE_OBJECT fdo = NULL;

	// Only the first port gets a device.
	if (Devices)
		return STATUS_SUCCESS;
	__try {
		status = IoCreateDevice(DriverObject, sizeof(Skeleton), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &fdo);
		if (!NT_SUCCESS(status))
			__leave;
		Skeleton *s = Skeleton::Of(fdo);
		s->Fdo = fdo;
		s->Pdo = Pdo;
		IoInitializeRemoveLock(&s->Lock, 'lkS ', 0, 0);
		status = IoCreateSymbolicLink(&Link, &name);
		if (!NT_SUCCESS(status))
			__leave;
		s->Lower = IoAttachDeviceToDeviceStack(fdo, Pdo);
		if (!s->Lower) {
			IoDeleteSymbolicLink(&Link);
			status = STATUS_NO_SUCH_DEVICE;
			__leave;
		}
		InterlockedIncrement(&Devices);
		fdo->Flags |= DO_BUFFERED_IO | DO_POWER_PAGABLE;
		fdo->Flags &= ~DO_DEVICE_INITIALIZING;
	} __finally {
		if (!NT_SUCCESS(status) && fdo)
			IoDeleteDevice(fdo);
	}
	return status;
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	DbgPrint("skeleton: unloaded\n");
}

extern "C" NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	for (int i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		DriverObject->MajorFunction[i] = DispatchAny;
	DriverObject->MajorFunction[IRP_MJ_POWER] = DispatchPower;
	DriverObject->MajorFunction[IRP_MJ_PNP] = DispatchPnp;
	DriverObject->DriverExtension->AddDevice = AddDevice;
	DriverObject->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
