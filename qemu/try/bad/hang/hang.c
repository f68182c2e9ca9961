/* SPDX-License-Identifier: GPL-2.0 */
/* A driver that keeps a CPU, with a lock held, for ever: for the test of `make try`. */
#include <ntddk.h>

static KSPIN_LOCK Lock;

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath)
{
    volatile BOOLEAN never = FALSE;
    KIRQL irql;

    KeInitializeSpinLock(&Lock);
    DbgPrint("hang: waits for what never happens\n");
    KeAcquireSpinLock(&Lock, &irql);
    while (!never)
        ;
    KeReleaseSpinLock(&Lock, irql);
    return STATUS_SUCCESS;
}
