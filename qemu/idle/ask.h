/* SPDX-License-Identifier: GPL-2.0 */
/* ask.h - sends a request to a port, and waits for its end. */
#ifndef IDLE_ASK_H
#define IDLE_ASK_H

#include <ntddk.h>

static NTSTATUS Ask(PDEVICE_OBJECT Device, ULONG Code, PVOID Buffer, ULONG InputLength,
		    ULONG OutputLength)
{
	IO_STATUS_BLOCK result;
	NTSTATUS status;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(Code, Device, Buffer, InputLength, Buffer,
					    OutputLength, TRUE, &event, &result);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(Device, irp);
	if (status != STATUS_PENDING)
		return status;
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return result.Status;
}

#endif
