/* SPDX-License-Identifier: GPL-2.0 */
/*
 * bitmap.h - the run-time library: maps of bits in the driver's memory. Included by wdm.h.
 *
 * Any IRQL. The caller locks a map. A bit is clear or set; a run is as many bits of one kind
 * as there are side by side. (Microsoft's pages: "RtlInitializeBitMap" and those of the others.)
 *
 * A map that is not memory, and bits beyond its end, are logged; nothing is changed then, and
 * nothing is found.
 */
#ifndef COMPAT_NT_BITMAP_H
#define COMPAT_NT_BITMAP_H

#include "../ntdef.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bit n is bit n % 32 of Buffer[n / 32]. */
typedef struct _RTL_BITMAP {
	ULONG SizeOfBitMap;
	PULONG Buffer;
} RTL_BITMAP, *PRTL_BITMAP;

typedef struct _RTL_BITMAP_RUN {
	ULONG StartingIndex;
	ULONG NumberOfBits;
} RTL_BITMAP_RUN, *PRTL_BITMAP_RUN;

/* Describes a map of SizeOfBitMap bits, which it leaves as they are. Linux: own code. */
#define RtlInitializeBitMap ntparport_RtlInitializeBitMap
VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap);

/* Clear or set one bit, a run of bits, or all, up to the end of the last ULONG. Linux: own code. */
#define RtlClearBit ntparport_RtlClearBit
VOID NTAPI RtlClearBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber);
#define RtlSetBit ntparport_RtlSetBit
VOID NTAPI RtlSetBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber);
#define RtlClearBits ntparport_RtlClearBits
VOID NTAPI RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear);
#define RtlSetBits ntparport_RtlSetBits
VOID NTAPI RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet);
#define RtlClearAllBits ntparport_RtlClearAllBits
VOID NTAPI RtlClearAllBits(PRTL_BITMAP BitMapHeader);
#define RtlSetAllBits ntparport_RtlSetAllBits
VOID NTAPI RtlSetAllBits(PRTL_BITMAP BitMapHeader);

/* Whether a bit is set. Linux: own code. */
#define RtlTestBit ntparport_RtlTestBit
BOOLEAN NTAPI RtlTestBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber);
/* The bit, 0 or 1, which has to be one of the map's. */
#define RtlCheckBit(BMH, BP)	((((BMH)->Buffer[(BP) / 32]) >> ((BP) % 32)) & 0x1)

/*
 * Whether the bits of a run are all clear, or all set. FALSE: they are not, they are not all in the
 * map, or Length is 0. Linux: own code.
 */
#define RtlAreBitsClear ntparport_RtlAreBitsClear
BOOLEAN NTAPI RtlAreBitsClear(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length);
#define RtlAreBitsSet ntparport_RtlAreBitsSet
BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length);

/* How many bits of the map are clear, or set. Linux: own code. */
#define RtlNumberOfClearBits ntparport_RtlNumberOfClearBits
ULONG NTAPI RtlNumberOfClearBits(PRTL_BITMAP BitMapHeader);
#define RtlNumberOfSetBits ntparport_RtlNumberOfSetBits
ULONG NTAPI RtlNumberOfSetBits(PRTL_BITMAP BitMapHeader);

/*
 * Where NumberToFind bits are clear, or set: the first such place from HintIndex on, or else from
 * the beginning; a hint beyond the end is 0. The other two change these bits. 0xFFFFFFFF: there is
 * none, or NumberToFind is 0. Linux: own code.
 */
#define RtlFindClearBits ntparport_RtlFindClearBits
ULONG NTAPI RtlFindClearBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
#define RtlFindSetBits ntparport_RtlFindSetBits
ULONG NTAPI RtlFindSetBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex);
#define RtlFindClearBitsAndSet ntparport_RtlFindClearBitsAndSet
ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind,
				   ULONG HintIndex);
#define RtlFindSetBitsAndClear ntparport_RtlFindSetBitsAndClear
ULONG NTAPI RtlFindSetBitsAndClear(PRTL_BITMAP BitMapHeader, ULONG NumberToFind,
				   ULONG HintIndex);

/*
 * The length of a run of clear bits, and where it begins: the longest one; the first one; the
 * next one at or after FromIndex, or what of it lies there; the last one before or at
 * FromIndex, up to that bit. 0: there is none. Linux: own code.
 */
#define RtlFindLongestRunClear ntparport_RtlFindLongestRunClear
ULONG NTAPI RtlFindLongestRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex);
#define RtlFindFirstRunClear ntparport_RtlFindFirstRunClear
ULONG NTAPI RtlFindFirstRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex);
#define RtlFindNextForwardRunClear ntparport_RtlFindNextForwardRunClear
ULONG NTAPI RtlFindNextForwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex,
				       PULONG StartingRunIndex);
#define RtlFindLastBackwardRunClear ntparport_RtlFindLastBackwardRunClear
ULONG NTAPI RtlFindLastBackwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex,
					PULONG StartingRunIndex);

/*
 * Up to SizeOfRunArray runs of clear bits, and how many there are: the longest ones, longest first,
 * or the first ones in their order. Linux: own code.
 */
#define RtlFindClearRuns ntparport_RtlFindClearRuns
ULONG NTAPI RtlFindClearRuns(PRTL_BITMAP BitMapHeader, PRTL_BITMAP_RUN RunArray,
			     ULONG SizeOfRunArray, BOOLEAN LocateLongestRuns);

/* The number of the highest, or lowest, bit that is set in Set; -1: none is. Linux: own code. */
#define RtlFindMostSignificantBit ntparport_RtlFindMostSignificantBit
CCHAR NTAPI RtlFindMostSignificantBit(ULONGLONG Set);
#define RtlFindLeastSignificantBit ntparport_RtlFindLeastSignificantBit
CCHAR NTAPI RtlFindLeastSignificantBit(ULONGLONG Set);

#ifdef __cplusplus
}
#endif

#endif
