// SPDX-License-Identifier: GPL-2.0
/* gate_tail.c - the routines of gate_tail.h; built with sibling calls. */

#include "gate_tail.h"

VOID NTAPI tail_call_driver(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct tail *tail = context;

	IoCallDriver(tail->device, tail->irp);
}

VOID NTAPI tail_lower(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	KeLowerIrql(HIGH_LEVEL);
}

VOID NTAPI tail_print(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	DbgPrint("ntparport: said at the end\n");
}

void (*tail_link_first)(void);

NTSTATUS NTAPI tail_link(PDEVICE_OBJECT device, PIRP irp)
{
	static UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\DosDevices\\Tail");
	static UNICODE_STRING target = RTL_CONSTANT_STRING(L"\\Device\\Nowhere");

	if (tail_link_first)
		tail_link_first();
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return IoCreateSymbolicLink(&name, &target);
}

PDEVICE_OBJECT tail_device;

VOID NTAPI tail_unload(PDRIVER_OBJECT driver)
{
	IoDeleteDevice(tail_device);
}
