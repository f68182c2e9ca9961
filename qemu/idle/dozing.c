// SPDX-License-Identifier: GPL-2.0
/* dozing.c - a Windows driver that waits for the port in AddDevice. */

#include <ntddk.h>
#include <parallel.h>

DRIVER_INITIALIZE DriverEntry;

static NTSTATUS Ask(PDEVICE_OBJECT Device, ULONG Code, PVOID Buffer, ULONG OutputLength)
{
	IO_STATUS_BLOCK result;
	NTSTATUS status;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(Code, Device, NULL, 0, Buffer, OutputLength, TRUE,
					    &event, &result);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(Device, irp);
	if (status == STATUS_PENDING) {
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
		status = result.Status;
	}
	return status;
}

static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Physical)
{
	PARALLEL_PORT_INFORMATION information;
	NTSTATUS status;

	status = Ask(Physical, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &information,
		     sizeof(information));
	if (!NT_SUCCESS(status))
		return status;
	status = Ask(Physical, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, 0);
	if (!NT_SUCCESS(status))
		return status;
	information.FreePort(information.Context);
	DbgPrint("doze: had a port\n");
	return STATUS_SUCCESS;
}

static VOID NTAPI Unload(PDRIVER_OBJECT Driver)
{
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	Driver->DriverExtension->AddDevice = AddDevice;
	Driver->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
