// SPDX-License-Identifier: GPL-2.0
/* importer.c - a driver that imports a routine from exporter.sys, and gives it one of its own. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
__declspec(dllimport) LONG NTAPI Sum(LONG A, LONG B, LONG C, LONG D, LONG E, LONG (*More)(LONG));

static LONG Hundred(LONG Value)
{
	return 100 * Value;
}

static VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	(VOID)DriverObject;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	(VOID)RegistryPath;
	DriverObject->DriverUnload = Unload;
	DbgPrint("importer: sum %d\n", Sum(1, 2, 3, 4, 5, Hundred));
	return STATUS_SUCCESS;
}
