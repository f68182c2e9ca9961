// SPDX-License-Identifier: GPL-2.0
/// zone.cc - zones: blocks of one size in memory of the driver's.

#include "ex/interlocked.hh"

namespace {

constexpr ULONG unit = 8;

/// The blocks of a segment, one after the other.
struct Chain {
	PSINGLE_LIST_ENTRY first;
	PSINGLE_LIST_ENTRY last;
};

/// Whether at least one block fits after the segment's header.
bool fits(ULONG block, const void *segment, ULONG size)
{
	return reinterpret_cast<ULONG_PTR>(segment) % unit == 0 && block && block % unit == 0 &&
	       size > sizeof(ZONE_SEGMENT_HEADER) && block <= size - sizeof(ZONE_SEGMENT_HEADER);
}

Chain chain_of(ULONG block, PVOID segment, ULONG size)
{
	char *const start = static_cast<char *>(segment) + sizeof(ZONE_SEGMENT_HEADER);
	const ULONG number = (size - static_cast<ULONG>(sizeof(ZONE_SEGMENT_HEADER))) / block;
	auto entry = [=](ULONG n) {
		return reinterpret_cast<PSINGLE_LIST_ENTRY>(start + static_cast<size_t>(n) * block);
	};

	for (ULONG n = 0; n + 1 < number; n++)
		entry(n)->Next = entry(n + 1);
	return { entry(0), entry(number - 1) };
}

/// The zone's header is the driver's.
bool zone_ok(PZONE_HEADER zone, Caller caller) { return ok(is_memory(zone), "the zone", caller); }

bool segment_ok(PVOID segment, ULONG size, Caller caller)
{
	return ok(nt_is_memory(segment, size), "the segment", caller);
}

/// Nobody else changes the zone meanwhile.
void add(PZONE_HEADER zone, PVOID segment, ULONG size, const Chain &chain)
{
	auto *header = static_cast<PZONE_SEGMENT_HEADER>(segment);

	header->Reserved = nullptr;
	chain.last->Next = zone->FreeList.Next;
	zone->FreeList.Next = chain.first;
	PushEntryList(&zone->SegmentList, &header->SegmentList);
	zone->TotalSegmentSize += size;
}

}

NTSTATUS NTAPI ExInitializeZone(PZONE_HEADER zone, ULONG block, PVOID segment, ULONG size)
{
	const Caller caller;

	nt_poll();
	if (!zone_ok(zone, caller) || !segment_ok(segment, size, caller) ||
	    !fits(block, segment, size))
		return STATUS_INVALID_PARAMETER;
	*zone = { {}, {}, block, 0 };
	add(zone, segment, size, chain_of(block, segment, size));
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ExExtendZone(PZONE_HEADER zone, PVOID segment, ULONG size)
{
	const Caller caller;

	nt_poll();
	if (!zone_ok(zone, caller) || !segment_ok(segment, size, caller) ||
	    !fits(zone->BlockSize, segment, size))
		return STATUS_INVALID_PARAMETER;
	add(zone, segment, size, chain_of(zone->BlockSize, segment, size));
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ExInterlockedExtendZone(PZONE_HEADER zone, PVOID segment, ULONG size,
				       PKSPIN_LOCK lock)
{
	const Caller caller;

	if (!ex::lock_ok(lock, caller))
		return STATUS_UNSUCCESSFUL;
	if (!zone_ok(zone, caller) || !segment_ok(segment, size, caller))
		return STATUS_INVALID_PARAMETER;
	const ULONG block = __atomic_load_n(&zone->BlockSize, __ATOMIC_RELAXED);
	if (!fits(block, segment, size))
		return STATUS_INVALID_PARAMETER;
	// All but the last step is done before, because interrupts are off then.
	const Chain chain = chain_of(block, segment, size);
	const ex::Guard guard(lock, caller);
	add(zone, segment, size, chain);
	return STATUS_SUCCESS;
}
