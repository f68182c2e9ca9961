// SPDX-License-Identifier: GPL-2.0
/* exporter.c - a driver that exports a routine to others. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;

static LONG Given;

__declspec(dllexport) NTSTATUS NTAPI DllInitialize(PUNICODE_STRING RegistryPath)
{
	Given = RegistryPath->Length ? 1000 : 0;
	return STATUS_SUCCESS;
}

__declspec(dllexport) NTSTATUS NTAPI DllUnload(VOID)
{
	DbgPrint("exporter: unloaded\n");
	return STATUS_SUCCESS;
}

/* Two of its arguments are on the stack. */
__declspec(dllexport) LONG NTAPI Sum(LONG A, LONG B, LONG C, LONG D, LONG E, LONG (*More)(LONG))
{
	return Given + A + B + C + D + More(E);
}

/* Windows never calls it, if others have it loaded. */
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	(VOID)DriverObject;
	(VOID)RegistryPath;
	return STATUS_SUCCESS;
}
