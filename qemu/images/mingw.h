/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mingw.h - what mingw-w64's headers lack, or have otherwise than those of Windows.
 */
#ifdef __cplusplus
/* Its compiler's header has these, too, which clang takes in C only. */
#define __INTRINSIC_DEFINED_InterlockedBitTestAndSet
#define __INTRINSIC_DEFINED_InterlockedBitTestAndReset
extern "C" {
#endif
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

/* The library of Windows says that these are the places of the imports themselves. */
#ifdef __i386__
#define PLACE_OF(name)		_imp__##name
#else
#define PLACE_OF(name)		__imp_##name
#endif
#define IoFileObjectType	PLACE_OF(IoFileObjectType)
extern POBJECT_TYPE *IoFileObjectType;
#define PsThreadType		PLACE_OF(PsThreadType)
extern POBJECT_TYPE *PsThreadType;
#define NtBuildNumber		PLACE_OF(NtBuildNumber)
extern PULONG NtBuildNumber;
#define KdDebuggerEnabled	PLACE_OF(KdDebuggerEnabled)
extern PBOOLEAN KdDebuggerEnabled;
#define KdDebuggerNotPresent	PLACE_OF(KdDebuggerNotPresent)
extern PBOOLEAN KdDebuggerNotPresent;
#ifdef __cplusplus
}
#endif
