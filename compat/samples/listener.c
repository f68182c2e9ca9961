// SPDX-License-Identifier: GPL-2.0
/*
 * listener.c - counts the interrupts of a port and claims none of them.
 *
 * It sees every interrupt that the port delivers, whoever it is for (I1). The
 * count is the answer to IOCTL_SAMPLE_QUERY_COUNTERS on \DosDevices\ntlistener<Port>.
 *
 * Value of the Parameters key: Port (default 0).
 */

#include "port.h"

typedef struct {
	UNICODE_STRING Link;
	WCHAR LinkBuffer[40];
	PFILE_OBJECT PortFile;
	PDEVICE_OBJECT Port;
	PARALLEL_INTERRUPT_SERVICE_ROUTINE Service;
	volatile ULONG Interrupts;	/* written under the port's interrupt lock */
} LISTENER, *PLISTENER;

DRIVER_INITIALIZE DriverEntry;

static BOOLEAN NTAPI ListenerInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	PLISTENER l = Context;

	l->Interrupts++;
	return FALSE;
}

static NTSTATUS NTAPI ListenerControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PLISTENER l = DeviceObject->DeviceExtension;
	ULONG interrupts = l->Interrupts;

	return PortQueryCounters(Irp, &interrupts, 1);
}

static NTSTATUS NTAPI ListenerOpenClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	return PortComplete(Irp, STATUS_SUCCESS, 0);
}

static VOID NTAPI ListenerUnload(PDRIVER_OBJECT DriverObject)
{
	PLISTENER l = DriverObject->DeviceObject->DeviceExtension;

	IoDeleteSymbolicLink(&l->Link);
	PortDisconnect(l->Port, &l->Service);
	ObDereferenceObject(l->PortFile);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	ULONG port = PortParameter(RegistryPath, L"Port", 0);
	PARALLEL_INTERRUPT_INFORMATION interrupt;
	PDEVICE_OBJECT device;
	UNICODE_STRING name;
	WCHAR buffer[40];
	NTSTATUS status;
	PLISTENER l;

	name.Buffer = buffer;
	name.MaximumLength = sizeof(buffer);
	PortName(&name, L"\\Device\\NtListener", port);
	status = IoCreateDevice(DriverObject, sizeof(LISTENER), &name, FILE_DEVICE_UNKNOWN, 0,
				FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	l = device->DeviceExtension;

	status = PortOpen(port, &l->PortFile, &l->Port);
	if (!NT_SUCCESS(status))
		goto DeleteDevice;
	l->Service.InterruptServiceRoutine = ListenerInterrupt;
	l->Service.InterruptServiceContext = l;
	status = PortConnect(l->Port, &l->Service, &interrupt);
	if (!NT_SUCCESS(status))
		goto ClosePort;

	l->Link.Buffer = l->LinkBuffer;
	l->Link.MaximumLength = sizeof(l->LinkBuffer);
	PortName(&l->Link, L"\\DosDevices\\ntlistener", port);
	status = IoCreateSymbolicLink(&l->Link, &name);
	if (!NT_SUCCESS(status))
		goto Disconnect;

	DriverObject->MajorFunction[IRP_MJ_CREATE] = ListenerOpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = ListenerOpenClose;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = ListenerControl;
	DriverObject->DriverUnload = ListenerUnload;
	return STATUS_SUCCESS;

Disconnect:
	PortDisconnect(l->Port, &l->Service);
ClosePort:
	ObDereferenceObject(l->PortFile);
DeleteDevice:
	IoDeleteDevice(device);
	return status;
}
