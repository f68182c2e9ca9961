/* SPDX-License-Identifier: GPL-2.0 */
/*
 * interrupt.h - what mingw-w64's parallel.h lacks; for drivers that are compiled with Windows' headers.
 */
#ifndef _NTDDK_
#include <ntddk.h>
#endif
#include <ddk/parallel.h>

typedef struct _PARALLEL_INTERRUPT_INFORMATION {
	PKINTERRUPT InterruptObject;
	PPARALLEL_TRY_ALLOCATE_ROUTINE TryAllocatePortAtInterruptLevel;
	PPARALLEL_FREE_ROUTINE FreePortFromInterruptLevel;
	PVOID Context;
} PARALLEL_INTERRUPT_INFORMATION, *PPARALLEL_INTERRUPT_INFORMATION;
