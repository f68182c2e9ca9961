// SPDX-License-Identifier: GPL-2.0
/*
 * forbidden.c - a driver whose thread does what no driver may. It becomes a module only where that is
 * allowed, and then this is its bug check.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;

static VOID NTAPI Run(PVOID Context)
{
	(VOID)Context;
	__asm__ volatile("movl $0x10, %%ecx; rdmsr" : : : "eax", "ecx", "edx");
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	(VOID)DriverObject;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	HANDLE thread;
	NTSTATUS status;

	(VOID)RegistryPath;
	DriverObject->DriverUnload = Unload;
	status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, Run, NULL);
	if (NT_SUCCESS(status))
		ZwClose(thread);
	return status;
}
