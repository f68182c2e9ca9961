/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm.h - memory that is neither pool nor a buffer. Included by wdm.h.
 */
#ifndef COMPAT_NT_MM_H
#define COMPAT_NT_MM_H

#include "../ntdef.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _MEMORY_CACHING_TYPE_ORIG {
	MmFrameBufferCached = 2,
} MEMORY_CACHING_TYPE_ORIG;

typedef enum _MEMORY_CACHING_TYPE {
	MmNonCached = FALSE,
	MmCached = TRUE,
	MmWriteCombined = MmFrameBufferCached,
	MmHardwareCoherentCached,
	MmNonCachedUnordered,
	MmUSWCCached,
	MmMaximumCacheType,
	MmNotMapped = -1,
} MEMORY_CACHING_TYPE;

/*
 * The memory of a device, mapped. At or below DISPATCH_LEVEL. Linux: none.
 *
 * Differs: a parallel port has none, so there is nothing that a driver may map:
 * always NULL, as if there were no room for the mapping, and a line in the log.
 */
#define MmMapIoSpace ntparport_MmMapIoSpace
PVOID NTAPI MmMapIoSpace(PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes,
			 MEMORY_CACHING_TYPE CacheType);

/*
 * Ends that mapping. At or below DISPATCH_LEVEL. Linux: none.
 *
 * Differs: there is none to end, which is logged.
 */
#define MmUnmapIoSpace ntparport_MmUnmapIoSpace
VOID NTAPI MmUnmapIoSpace(PVOID BaseAddress, SIZE_T NumberOfBytes);

/*
 * Whether there is memory at the address now, so that reading it does no harm. Another thread, or
 * an interrupt, may free it a moment later. Any IRQL. Linux: copy_from_kernel_nofault().
 *
 * Differs: an address of a program's is none of a driver's, and not valid.
 */
#define MmIsAddressValid ntparport_MmIsAddressValid
BOOLEAN NTAPI MmIsAddressValid(PVOID VirtualAddress);

/*
 * The address of what has this name, as a driver that calls it has it, or NULL: there is
 * none of that name. At PASSIVE_LEVEL. Linux: a table of all that drivers can call.
 *
 * Differs: what is inline here is not in the table, though Windows may export it.
 */
#define MmGetSystemRoutineAddress ntparport_MmGetSystemRoutineAddress
PVOID NTAPI MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName);

#ifdef __cplusplus
}
#endif

#endif
