/* SPDX-License-Identifier: GPL-2.0 */
/*
 * alone.c - an exclusive device whose CLOSE takes its time: it waits for a timer, as if for a
 * motor to stop.
 */
#include <ntddk.h>

typedef struct {
	KTIMER Timer;
	KDPC Dpc;
	PIRP Closing;
	ULONG Opens, Closes;
} ALONE, *PALONE;

DRIVER_INITIALIZE DriverEntry;

#define SLOW_CLOSE (-20 * 10000)	/* 20 ms */

static NTSTATUS Finish(PIRP Irp, NTSTATUS Status, ULONG Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static VOID Stopped(PKDPC Dpc, PVOID Context, PVOID A, PVOID B)
{
	PALONE a = Context;
	PIRP irp = a->Closing;

	a->Closing = NULL;
	a->Closes++;
	Finish(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS Create(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	((PALONE)DeviceObject->DeviceExtension)->Opens++;
	return Finish(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS Close(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PALONE a = DeviceObject->DeviceExtension;
	LARGE_INTEGER time;

	time.QuadPart = SLOW_CLOSE;
	IoMarkIrpPending(Irp);
	a->Closing = Irp;
	KeSetTimer(&a->Timer, time, &a->Dpc);
	return STATUS_PENDING;
}

static NTSTATUS Read(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PALONE a = DeviceObject->DeviceExtension;
	PULONG out = Irp->AssociatedIrp.SystemBuffer;

	if (IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length < 2 * sizeof(ULONG))
		return Finish(Irp, STATUS_BUFFER_TOO_SMALL, 0);
	*out++ = a->Opens;
	*out++ = a->Closes;
	return Finish(Irp, STATUS_SUCCESS, 2 * sizeof(ULONG));
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	PALONE a = DriverObject->DeviceObject->DeviceExtension;
	UNICODE_STRING link;

	KeCancelTimer(&a->Timer);
	RtlInitUnicodeString(&link, L"\\DosDevices\\Alone");
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name, link;
	PDEVICE_OBJECT device;
	NTSTATUS status;
	PALONE a;

	RtlInitUnicodeString(&name, L"\\Device\\Alone");
	RtlInitUnicodeString(&link, L"\\DosDevices\\Alone");
	status = IoCreateDevice(DriverObject, sizeof(ALONE), &name, FILE_DEVICE_UNKNOWN, 0, TRUE,
				&device);
	if (!NT_SUCCESS(status))
		return status;
	device->Flags |= DO_BUFFERED_IO;
	a = device->DeviceExtension;
	KeInitializeTimer(&a->Timer);
	KeInitializeDpc(&a->Dpc, Stopped, a);
	DriverObject->MajorFunction[IRP_MJ_CREATE] = Create;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = Close;
	DriverObject->MajorFunction[IRP_MJ_READ] = Read;
	DriverObject->DriverUnload = Unload;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status))
		IoDeleteDevice(device);
	return status;
}
