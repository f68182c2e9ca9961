/* SPDX-License-Identifier: GPL-2.0 */
/* gate.c - a driver of three folders: lets bytes pass or not, and tells the event log. */
#include <ntddk.h>
#include "..\inc\gate.h"
#include "gatemsg.h"

DRIVER_INITIALIZE DriverEntry;

static VOID Tell(PDEVICE_OBJECT DeviceObject, NTSTATUS Code, PCWSTR Who)
{
	USHORT size = (USHORT)((wcslen(Who) + 1) * sizeof(WCHAR));
	PIO_ERROR_LOG_PACKET packet =
		IoAllocateErrorLogEntry(DeviceObject, (UCHAR)(sizeof(IO_ERROR_LOG_PACKET) + size));

	if (!packet)
		return;
	RtlZeroMemory(packet, sizeof(*packet));
	packet->ErrorCode = Code;
	packet->NumberOfStrings = 1;
	packet->StringOffset = sizeof(IO_ERROR_LOG_PACKET);
	RtlCopyMemory((PUCHAR)packet + packet->StringOffset, Who, size);
	IoWriteErrorLogEntry(packet);
}

static NTSTATUS GateDispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PGATE gate = DeviceObject->DeviceExtension;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	NTSTATUS status = STATUS_SUCCESS;
	ULONG information = 0;

	switch (stack->MajorFunction) {
	case IRP_MJ_WRITE:
		information = stack->Parameters.Write.Length;
		if (!GateMayPass(gate, GateSum(Irp->AssociatedIrp.SystemBuffer, information))) {
			Tell(DeviceObject, GATE_STAYS_CLOSED, L"a program");
			status = STATUS_ACCESS_DENIED;
			information = 0;
		}
		break;
	case IRP_MJ_READ:
		if (stack->Parameters.Read.Length < sizeof(GATE)) {
			status = STATUS_BUFFER_TOO_SMALL;
			break;
		}
		*(PGATE)Irp->AssociatedIrp.SystemBuffer = *gate;
		information = sizeof(GATE);
		break;
	}
	Irp->IoStatus.Status = status;
	Irp->IoStatus.Information = information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return status;
}

static VOID GateUnload(PDRIVER_OBJECT DriverObject)
{
	UNICODE_STRING link;

	RtlInitUnicodeString(&link, L"\\DosDevices\\Gate");
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name, link;
	PDEVICE_OBJECT device;
	NTSTATUS status;

	RtlInitUnicodeString(&name, L"\\Device\\Gate");
	RtlInitUnicodeString(&link, L"\\DosDevices\\Gate");
	status = IoCreateDevice(DriverObject, sizeof(GATE), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	device->Flags |= DO_BUFFERED_IO;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = GateDispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = GateDispatch;
	DriverObject->MajorFunction[IRP_MJ_READ] = GateDispatch;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = GateDispatch;
	DriverObject->DriverUnload = GateUnload;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status))
		IoDeleteDevice(device);
	return status;
}
