/* SPDX-License-Identifier: GPL-2.0 */
/*
 * try.h - exceptions. Included by wdm.h.
 */
#ifndef COMPAT_NT_TRY_H
#define COMPAT_NT_TRY_H

#ifdef COMPAT_DRIVER_MSC_H
#define _INC_EXCPT
#endif

#include "../ntdef.h"
#include "../ntstatus.h"
#include "ex.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a filter says. */
#define EXCEPTION_EXECUTE_HANDLER	1
#define EXCEPTION_CONTINUE_SEARCH	0
#define EXCEPTION_CONTINUE_EXECUTION	(-1)

/* ExceptionFlags */
#define EXCEPTION_NONCONTINUABLE	0x1

#define EXCEPTION_MAXIMUM_PARAMETERS	15

typedef struct _EXCEPTION_RECORD {
	NTSTATUS ExceptionCode;
	ULONG ExceptionFlags;
	struct _EXCEPTION_RECORD *ExceptionRecord;
	PVOID ExceptionAddress;
	ULONG NumberParameters;
	ULONG_PTR ExceptionInformation[EXCEPTION_MAXIMUM_PARAMETERS];
} EXCEPTION_RECORD, *PEXCEPTION_RECORD;

/* The registers of a processor, which nothing here fills in. */
typedef struct _CONTEXT CONTEXT, *PCONTEXT;

typedef struct _EXCEPTION_POINTERS {
	PEXCEPTION_RECORD ExceptionRecord;
	PCONTEXT ContextRecord;		/* NULL */
} EXCEPTION_POINTERS, *PEXCEPTION_POINTERS;

/*
 * Raises an exception with this code, which cannot be continued. The filters of the __try
 * blocks that the calling thread or routine is in are asked, from the inside out; then the
 * blocks of __finally are run as far as the __except that takes it, and its block. IRQL,
 * spin locks and regions stay what they are. IRQL: DISPATCH_LEVEL. Linux: none; a list of
 * the __try blocks of each call of a driver, and a jump of our own.
 *
 * Differs: what counts are the blocks within the routine of the driver that was called last,
 * and in what it calls itself: an exception does not leave a dispatch routine for the driver
 * that called IoCallDriver(). If none takes it, the driver gets a bug check
 * (KMODE_EXCEPTION_NOT_HANDLED). A filter that says EXCEPTION_CONTINUE_EXECUTION raises
 * STATUS_NONCONTINUABLE_EXCEPTION, as on Windows; and if one says so again, the driver gets
 * the bug check.
 */
#define ExRaiseStatus ntparport_ExRaiseStatus
VOID NTAPI ExRaiseStatus(NTSTATUS Status);

/*
 * ExRaiseStatus() of STATUS_ACCESS_VIOLATION, and of STATUS_DATATYPE_MISALIGNMENT. IRQL:
 * DISPATCH_LEVEL. Linux: the same.
 */
#define ExRaiseAccessViolation ntparport_ExRaiseAccessViolation
VOID NTAPI ExRaiseAccessViolation(VOID);
#define ExRaiseDatatypeMisalignment ntparport_ExRaiseDatatypeMisalignment
VOID NTAPI ExRaiseDatatypeMisalignment(VOID);

/*
 * ExAllocatePoolWithTag(), and ExAllocatePool(), that raise STATUS_INSUFFICIENT_RESOURCES instead
 * of returning NULL, unless the type has POOL_QUOTA_FAIL_INSTEAD_OF_RAISE added. There are no
 * quotas here. IRQL: DISPATCH_LEVEL, for paged pool APC_LEVEL.
 */
FORCEINLINE PVOID ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	const ULONG Type = (ULONG)PoolType & ~(ULONG)POOL_QUOTA_FAIL_INSTEAD_OF_RAISE;
	PVOID Memory = ExAllocatePoolWithTag((POOL_TYPE)Type, NumberOfBytes, Tag);

	if (!Memory && Type == (ULONG)PoolType)
		ExRaiseStatus(STATUS_INSUFFICIENT_RESOURCES);
	return Memory;
}

FORCEINLINE PVOID ExAllocatePoolWithQuota(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	/* 'None', as ExAllocatePool() has it. */
	return ExAllocatePoolWithQuotaTag(PoolType, NumberOfBytes, 0x656e6f4e);
}

/*
 * Raises STATUS_DATATYPE_MISALIGNMENT if the address is not a multiple of Alignment (1, 2, 4,
 * 8 or 16), and STATUS_ACCESS_VIOLATION if not all of it is a program's memory. No bytes
 * are always right. IRQL: APC_LEVEL. Linux: access_ok().
 *
 * Differs: what a driver gets from a program is at an address of the kernel
 * (METHOD_NEITHER: a copy, or mapped pages), and this is right as long as the request is
 * not complete.
 */
#define ProbeForRead ntparport_ProbeForRead
VOID NTAPI ProbeForRead(const volatile VOID *Address, SIZE_T Length, ULONG Alignment);

/*
 * The same; and the calling program must be able to write to all of it. IRQL: APC_LEVEL.
 * Linux: fault_in_safe_writeable().
 *
 * Differs: as for ProbeForRead().
 */
#define ProbeForWrite ntparport_ProbeForWrite
VOID NTAPI ProbeForWrite(volatile VOID *Address, SIZE_T Length, ULONG Alignment);

#ifdef __cplusplus
}
#endif

#ifdef COMPAT_DRIVER_MSC_H
#include <nt_try.h>
#endif

#endif
