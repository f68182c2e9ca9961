// SPDX-License-Identifier: GPL-2.0
/* dozing.c - a Windows driver that waits for the port in AddDevice. */

#include <ntddk.h>
#include <parallel.h>

#include "ask.h"

DRIVER_INITIALIZE DriverEntry;

static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Physical)
{
	PARALLEL_PORT_INFORMATION information;
	NTSTATUS status;

	status = Ask(Physical, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &information, 0,
		     sizeof(information));
	if (!NT_SUCCESS(status))
		return status;
	status = Ask(Physical, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, 0, 0);
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
