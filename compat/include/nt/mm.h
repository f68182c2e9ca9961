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
 * Differs: an address of a program's is not one of a driver's, and not valid.
 */
#define MmIsAddressValid ntparport_MmIsAddressValid
BOOLEAN NTAPI MmIsAddressValid(PVOID VirtualAddress);

/*
 * The address in the machine's memory of what is at an address of the kernel; 0: nothing is there.
 * Any IRQL. Linux: virt_to_phys(), vmalloc_to_page(). ("MmGetPhysicalAddress".)
 */
#define MmGetPhysicalAddress ntparport_MmGetPhysicalAddress
PHYSICAL_ADDRESS NTAPI MmGetPhysicalAddress(PVOID BaseAddress);

/*
 * Allocates memory for the driver that calls, which begins at a page and is one piece in the
 * machine's memory, at addresses up to the highest; or also from the lowest on and not across a
 * multiple of the boundary, a power of two (0: none). NULL: there is none. What a driver has not
 * freed by the time it is unloaded is freed then, as pool is. IRQL: DISPATCH_LEVEL. Linux:
 * alloc_pages_exact(), with GFP_DMA32 or GFP_DMA if the others lie too high.
 * ("MmAllocateContiguousMemory", "MmAllocateContiguousMemorySpecifyCache".)
 *
 * Differs: it is cached, whatever CacheType says: no device reads or writes it here.
 */
#define MmAllocateContiguousMemory ntparport_MmAllocateContiguousMemory
PVOID NTAPI MmAllocateContiguousMemory(SIZE_T NumberOfBytes,
				       PHYSICAL_ADDRESS HighestAcceptableAddress);
#define MmAllocateContiguousMemorySpecifyCache ntparport_MmAllocateContiguousMemorySpecifyCache
PVOID NTAPI MmAllocateContiguousMemorySpecifyCache(SIZE_T NumberOfBytes,
						   PHYSICAL_ADDRESS LowestAcceptableAddress,
						   PHYSICAL_ADDRESS HighestAcceptableAddress,
						   PHYSICAL_ADDRESS BoundaryAddressMultiple,
						   MEMORY_CACHING_TYPE CacheType);
/*
 * Frees it; the second, if it is of that many bytes. Anything else is left alone and logged. IRQL:
 * DISPATCH_LEVEL. Linux: free_pages_exact(). ("MmFreeContiguousMemory",
 * "MmFreeContiguousMemorySpecifyCache".)
 */
#define MmFreeContiguousMemory ntparport_MmFreeContiguousMemory
VOID NTAPI MmFreeContiguousMemory(PVOID BaseAddress);
#define MmFreeContiguousMemorySpecifyCache ntparport_MmFreeContiguousMemorySpecifyCache
VOID NTAPI MmFreeContiguousMemorySpecifyCache(PVOID BaseAddress, SIZE_T NumberOfBytes,
					      MEMORY_CACHING_TYPE CacheType);

/*
 * Allocates memory that no cache keeps, from the beginning of a page on, or returns NULL; and frees
 * that many bytes of that. Leaks and mistakes are as for pool. IRQL: APC_LEVEL. Linux: kvmalloc(),
 * kvfree(). ("MmAllocateNonCachedMemory", "MmFreeNonCachedMemory".)
 *
 * Differs: it is cached, as no device reads or writes it here.
 */
#define MmAllocateNonCachedMemory ntparport_MmAllocateNonCachedMemory
PVOID NTAPI MmAllocateNonCachedMemory(SIZE_T NumberOfBytes);
#define MmFreeNonCachedMemory ntparport_MmFreeNonCachedMemory
VOID NTAPI MmFreeNonCachedMemory(PVOID BaseAddress, SIZE_T NumberOfBytes);

#define MM_LOWEST_USER_ADDRESS	((PVOID)0x10000)

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
