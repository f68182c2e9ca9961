/* SPDX-License-Identifier: GPL-2.0 */
/* A driver that crashes the kernel: for the test of `make try`. */
#include <ntddk.h>

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath)
{
    volatile ULONG *nothing = NULL;

    DbgPrint("oops: this is the last that is heard of it\n");
    *nothing = 1;
    return STATUS_SUCCESS;
}
