// SPDX-License-Identifier: GPL-2.0
/// memory.cc - memory that is neither pool nor a buffer: in one piece, or for devices.

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "base/irql.h"
#include "base/poll.h"
#include "ex/pool.h"

namespace {

/// Where it has to be in the machine's memory.
struct Place {
	ULONGLONG lowest;
	ULONGLONG highest;
	ULONGLONG boundary;  // a power of two, or 0

	bool has(const void *memory, size_t size) const
	{
		ULONGLONG first = 0;

		if (!nt_physical(memory, &first) || first < lowest)
			return false;
		const ULONGLONG last = first + size - 1;
		return last <= highest && (!boundary || !((first ^ last) & ~(boundary - 1)));
	}
};

ULONGLONG number(PHYSICAL_ADDRESS address) { return static_cast<ULONGLONG>(address.QuadPart); }

PVOID allocate(size_t size, const Place &place, Caller caller)
{
	// The lowest memory is scarce.
	constexpr nt_where order[] = { NT_ANYWHERE, NT_BELOW_4_GIB, NT_LOWEST };

	if (!irql_ok(DISPATCH_LEVEL, caller) || !size)
		return nullptr;
	for (const nt_where where : order) {
		void *memory = nt_contiguous_alloc(size, where, nt_may_sleep());

		if (memory && place.has(memory, size))
			return nt_block_make(caller.code(), NT_CONTIGUOUS_BLOCK, memory, size);
		nt_contiguous_free(memory, size);
	}
	return nullptr;
}

bool type_ok(MEMORY_CACHING_TYPE type, Caller caller)
{
	const bool is = type >= MmNonCached && type < MmMaximumCacheType;

	if (!is)
		caller.complain("there is no type of caching %d", static_cast<int>(type));
	return is;
}

void free_contiguous(PVOID memory, size_t size, Caller caller = Caller())
{
	if (irql_ok(DISPATCH_LEVEL, caller))
		nt_block_free(caller.code(), caller.called(), NT_CONTIGUOUS_BLOCK, memory, size);
}

}

PHYSICAL_ADDRESS NTAPI MmGetPhysicalAddress(PVOID address)
{
	PHYSICAL_ADDRESS result{};
	ULONGLONG physical = 0;

	nt_poll();
	if (ok(nt_physical(address, &physical), "the memory"))
		result.QuadPart = static_cast<LONGLONG>(physical);
	return result;
}

PVOID NTAPI MmAllocateContiguousMemory(SIZE_T bytes, PHYSICAL_ADDRESS highest)
{
	return allocate(bytes, { 0, number(highest), 0 }, Caller());
}

PVOID NTAPI MmAllocateContiguousMemorySpecifyCache(SIZE_T bytes, PHYSICAL_ADDRESS lowest,
						   PHYSICAL_ADDRESS highest,
						   PHYSICAL_ADDRESS boundary,
						   MEMORY_CACHING_TYPE type)
{
	const Place place = { number(lowest), number(highest), number(boundary) };
	const Caller caller;

	if (!type_ok(type, caller))
		return nullptr;
	if (place.boundary & (place.boundary - 1)) {
		caller.complain("the boundary 0x%llx is not a power of two", place.boundary);
		return nullptr;
	}
	return allocate(bytes, place, caller);
}

VOID NTAPI MmFreeContiguousMemory(PVOID memory) { free_contiguous(memory, 0); }

VOID NTAPI MmFreeContiguousMemorySpecifyCache(PVOID memory, SIZE_T bytes, MEMORY_CACHING_TYPE type)
{
	if (type_ok(type, Caller()))
		free_contiguous(memory, bytes);
}

PVOID NTAPI MmAllocateNonCachedMemory(SIZE_T bytes)
{
	const Caller caller;

	if (!irql_ok(APC_LEVEL, caller) || !bytes)
		return nullptr;
	void *memory = nt_memory_alloc(rt::max<size_t>(bytes, PAGE_SIZE), PAGE_SIZE, false, true);
	return nt_block_make(caller.code(), NT_NONCACHED_BLOCK, memory, bytes);
}

VOID NTAPI MmFreeNonCachedMemory(PVOID memory, SIZE_T bytes)
{
	const Caller caller;

	if (irql_ok(APC_LEVEL, caller))
		nt_block_free(caller.code(), caller.called(), NT_NONCACHED_BLOCK, memory, bytes);
}
