// SPDX-License-Identifier: GPL-2.0
/// pool.cc - memory for drivers: the kinds of pool.

#include "glue/memory.h"
#include "base/check.hh"
#include "ex/block.hh"
#include "ex/pool.h"

using ex::any_tag;

namespace {

/// Frees a block for a driver.
void free_block(const void *memory, ULONG tag, Caller caller = Caller())
{
	if (irql_ok(DISPATCH_LEVEL, caller))
		ex::free_block(memory, { tag, NT_POOL_BLOCK, 0 }, caller.code(), caller.called());
}

/// What distinguishes kinds of pool.
struct Kind {
	KIRQL max_irql;
	bool cache_aligned;
};

/// False if there is no such kind.
bool find_kind(POOL_TYPE type, Kind &kind)
{
	switch (type) {
	case PagedPool:
	case PagedPoolSession:
		kind = { APC_LEVEL, false };
		return true;
	case PagedPoolCacheAligned:
	case PagedPoolCacheAlignedSession:
		kind = { APC_LEVEL, true };
		return true;
	case NonPagedPool:
	case NonPagedPoolMustSucceed:
	case NonPagedPoolNx:
	case NonPagedPoolSession:
	case NonPagedPoolMustSucceedSession:
	case NonPagedPoolSessionNx:
		kind = { DISPATCH_LEVEL, false };
		return true;
	case NonPagedPoolCacheAligned:
	case NonPagedPoolNxCacheAligned:
	case NonPagedPoolCacheAlignedMustS:
	case NonPagedPoolCacheAlignedSession:
	case NonPagedPoolCacheAlignedMustSSession:
		kind = { DISPATCH_LEVEL, true };
		return true;
	case DontUseThisType:
	case DontUseThisTypeSession:
	case MaxPoolType:
		break;
	}
	return false;
}

void *allocate(const Kind &kind, size_t size, ULONG tag, bool clear, Caller caller)
{
	if (!irql_ok(kind.max_irql, caller))
		return nullptr;
	const size_t alignment = kind.cache_aligned ? nt_cache_line() : 1;
	return nt_pool_alloc(caller.code(), size, alignment, tag, clear);
}

void *allocate(POOL_TYPE type, size_t size, ULONG tag, Caller caller = Caller())
{
	Kind kind{};

	if (find_kind(type, kind))
		return allocate(kind, size, tag, false, caller);
	caller.complain("there is no pool of type %d", static_cast<int>(type));
	return nullptr;
}

constexpr ULONG tag_none = 0x656e6f4e;	// 'None'

constexpr bool is_one_bit(ULONG bits) { return bits && !(bits & (bits - 1)); }

}

PVOID NTAPI ExAllocatePoolWithTag(POOL_TYPE type, SIZE_T bytes, ULONG tag)
{
	return allocate(type, bytes, tag);
}

PVOID NTAPI ExAllocatePool(POOL_TYPE type, SIZE_T bytes) { return allocate(type, bytes, tag_none); }

PVOID NTAPI ExAllocatePool2(POOL_FLAGS flags, SIZE_T bytes, ULONG tag)
{
	constexpr ULONG kinds = POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE | POOL_FLAG_PAGED;
	constexpr ULONG known = kinds | POOL_FLAG_UNINITIALIZED | POOL_FLAG_CACHE_ALIGNED;
	// Unknown flags in the lower half are an error, unlike those in the upper half.
	const auto needed = static_cast<ULONG>(flags);
	const Caller caller;

	if (needed & ~known || !is_one_bit(needed & kinds) || !bytes || !tag) {
		caller.complain("flags 0x%llx, %zu bytes, tag 0x%x: not allowed", flags, bytes,
				tag);
		return nullptr;
	}
	const Kind kind = {
		static_cast<KIRQL>(needed & POOL_FLAG_PAGED ? APC_LEVEL : DISPATCH_LEVEL),
		(needed & POOL_FLAG_CACHE_ALIGNED) != 0,
	};
	return allocate(kind, bytes, tag, !(needed & POOL_FLAG_UNINITIALIZED), caller);
}

VOID NTAPI ExFreePool(PVOID memory) { free_block(memory, any_tag); }
VOID NTAPI ExFreePoolWithTag(PVOID memory, ULONG tag) { free_block(memory, tag); }
