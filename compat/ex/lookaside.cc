// SPDX-License-Identifier: GPL-2.0
/// lookaside.cc - lookaside lists: blocks that are kept for whoever allocates next.

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/verify.h"
#include "ex/pool.h"
#include "ex/slist.h"

namespace {

constexpr USHORT first_depth = 4;

/// Whose routines there are, if any.
enum class Kind { plain, told_the_list };

/// What all kinds of lists have in common.
class Lookaside {
public:
	/// One that is initialised; if not, or not at this IRQL, the log says so.
	template <typename List>
	static Lookaside *of(List *list, Caller caller)
	{
		auto *self = any(list);

		if (!ok(is_memory(self), "the list", caller))
			return nullptr;
		if (self->l_.Future[0] != initialised) {
			complain_of_mistake("the lookaside list is not initialised, or was deleted",
					    caller);
			return nullptr;
		}
		return irql_ok(self->max_irql(), caller) ? self : nullptr;
	}
	/// Any memory, or none.
	template <typename List>
	static Lookaside *any(List *list)
	{
		static_assert(sizeof(list->L) >= sizeof(Lookaside));
		return reinterpret_cast<Lookaside *>(&list->L);
	}

	void initialise(Kind kind, POOL_TYPE type, SIZE_T size, ULONG tag);
	void set_routines(PALLOCATE_FUNCTION allocate, PFREE_FUNCTION freer)
	{
		l_.Allocate = allocate;
		l_.Free = freer;
	}
	void set_routines(PALLOCATE_FUNCTION_EX allocate, PFREE_FUNCTION_EX freer)
	{
		l_.AllocateEx = allocate;
		l_.FreeEx = freer;
	}
	void *allocate(Caller caller);
	void free(void *block, Caller caller);
	/// Frees what is in it.
	void flush(Caller caller);
	void forget() { l_.Future[0] = 0; }

private:
	enum : ULONG { initialised = 0x4b4f4f4c };  // 'LOOK'

	KIRQL max_irql() const { return l_.Type == PagedPool ? APC_LEVEL : DISPATCH_LEVEL; }
	bool tells_the_list() const { return l_.Future[1]; }
	PLOOKASIDE_LIST_EX list() { return reinterpret_cast<PLOOKASIDE_LIST_EX>(&l_); }
	USHORT depth() const { return __atomic_load_n(&l_.Depth, __ATOMIC_RELAXED); }
	void *allocate_outside(Caller caller);
	void free_outside(void *block, Caller caller);
	bool may_take(void *block, Caller caller) const;
	/// Whether it may be a block that is kept.
	bool is_block(const SLIST_ENTRY *block) const
	{
		return l_.Allocate ? is_memory(block) : nt_pool_has(block, 0);
	}
	static void count(ULONG &number) { __atomic_fetch_add(&number, 1, __ATOMIC_RELAXED); }

	GENERAL_LOOKASIDE_POOL l_;
};

static_assert(sizeof(GENERAL_LOOKASIDE) >= sizeof(GENERAL_LOOKASIDE_POOL));

void Lookaside::initialise(Kind kind, POOL_TYPE type, SIZE_T size, ULONG tag)
{
	__builtin_memset(&l_, 0, sizeof(l_));
	nt_slist_init(&l_.ListHead);
	l_.Depth = first_depth;
	l_.MaximumDepth = EX_MAXIMUM_LOOKASIDE_DEPTH_BASE;
	l_.Type = type;
	l_.Tag = tag;
	l_.Size = static_cast<ULONG>(rt::max<SIZE_T>(size, sizeof(SLIST_ENTRY)));
	l_.ListEntry = { &l_.ListEntry, &l_.ListEntry };
	l_.Future[1] = kind == Kind::told_the_list;
	l_.Future[0] = initialised;
}

void *Lookaside::allocate_outside(Caller caller)
{
	if (!l_.Allocate)
		return nt_pool_alloc(caller.code(), l_.Size, 1, l_.Tag, false);
	if (tells_the_list())
		return call_or<PVOID>(nullptr, l_.AllocateEx, l_.Type, l_.Size, l_.Tag, list());
	return call_or<PVOID>(nullptr, l_.Allocate, l_.Type, l_.Size, l_.Tag);
}

void Lookaside::free_outside(void *block, Caller caller)
{
	if (!l_.Free)
		nt_pool_free(caller.code(), caller.called(), block);
	else if (tells_the_list())
		call(l_.FreeEx, block, list());
	else
		call(l_.Free, block);
}

void *Lookaside::allocate(Caller caller)
{
	PSLIST_ENTRY kept;

	count(l_.TotalAllocates);
	if (!nt_slist_pop(&l_.ListHead, &kept)) {
		complain_of_mistake("the list is damaged: a block was used after it was freed",
				    caller);
		return nullptr;
	}
	if (kept)
		return kept;
	count(l_.AllocateMisses);
	// Two at once may add one, which is as good.
	if (depth() < l_.MaximumDepth)
		__atomic_store_n(&l_.Depth, static_cast<USHORT>(depth() + 1), __ATOMIC_RELAXED);
	return allocate_outside(caller);
}

bool Lookaside::may_take(void *block, Caller caller) const
{
	if (!ok(nt_is_memory(block, l_.Size), "the block", caller))
		return false;
	if (!l_.Allocate && !nt_pool_has(block, 0)) {
		caller.complain("%p is not a block of the pool, or no longer one: not freed",
				block);
		return false;
	}
	// The whole list is looked at only if it may take long.
	if (nt_slist_has(&l_.ListHead, static_cast<PSLIST_ENTRY>(block),
			 nt_verify() ? l_.MaximumDepth : 1)) {
		caller.complain("block %p is free already", block);
		return false;
	}
	return true;
}

void Lookaside::free(void *block, Caller caller)
{
	if (!may_take(block, caller))
		return;
	count(l_.TotalFrees);
	if (nt_slist_depth(&l_.ListHead) < depth()) {
		nt_slist_push(&l_.ListHead, static_cast<PSLIST_ENTRY>(block));
		return;
	}
	count(l_.FreeMisses);
	free_outside(block, caller);
}

void Lookaside::flush(Caller caller)
{
	USHORT left;
	PSLIST_ENTRY block = nt_slist_take_all(&l_.ListHead, &left);

	// A block that was freed twice makes a circle: it is followed no further than there were
	// blocks, nor into one that is no longer there.
	for (PSLIST_ENTRY next; block && left--; block = next) {
		if (!is_block(block)) {
			complain_of_mistake(
				"the list is damaged: a block was freed twice, or used after it was freed",
				caller);
			return;
		}
		next = block->Next;
		free_outside(block, caller);
	}
}

template <typename List, typename Allocate, typename Free>
bool arguments_ok(List *list, Allocate allocate, Free freer, KIRQL max_irql, Caller caller)
{
	return irql_ok(max_irql, caller) && ok(is_memory(list), "the list", caller) &&
	       (!allocate || ok(is_routine(allocate), "the routine that allocates", caller)) &&
	       (!freer || ok(is_routine(freer), "the routine that frees", caller));
}

template <typename List>
void initialise(List *list, PALLOCATE_FUNCTION allocate, PFREE_FUNCTION freer, POOL_TYPE type,
		SIZE_T size, ULONG tag, Caller caller = Caller())
{
	const KIRQL max_irql = type == PagedPool ? APC_LEVEL : DISPATCH_LEVEL;

	if (!arguments_ok(list, allocate, freer, max_irql, caller))
		return;
	Lookaside *lookaside = Lookaside::any(list);
	lookaside->initialise(Kind::plain, type, size, tag);
	lookaside->set_routines(allocate, freer);
}

template <typename List>
void *allocate(List *list, Caller caller = Caller())
{
	Lookaside *lookaside = Lookaside::of(list, caller);

	return lookaside ? lookaside->allocate(caller) : nullptr;
}

template <typename List>
void free_to(List *list, void *block, Caller caller = Caller())
{
	if (Lookaside *lookaside = Lookaside::of(list, caller))
		lookaside->free(block, caller);
}

template <typename List>
void flush(List *list, bool forget, Caller caller = Caller())
{
	Lookaside *lookaside = Lookaside::of(list, caller);

	if (!lookaside)
		return;
	lookaside->flush(caller);
	if (forget)
		lookaside->forget();
}

}

VOID NTAPI ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST list, PALLOCATE_FUNCTION routine,
					   PFREE_FUNCTION freer, ULONG, SIZE_T size, ULONG tag,
					   USHORT)
{
	initialise(list, routine, freer, NonPagedPool, size, tag);
}

VOID NTAPI ExInitializePagedLookasideList(PPAGED_LOOKASIDE_LIST list, PALLOCATE_FUNCTION routine,
					  PFREE_FUNCTION freer, ULONG, SIZE_T size, ULONG tag,
					  USHORT)
{
	initialise(list, routine, freer, PagedPool, size, tag);
}

PVOID NTAPI ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST list)
{
	return allocate(list);
}

PVOID NTAPI ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST list) { return allocate(list); }

VOID NTAPI ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST list, PVOID block)
{
	free_to(list, block);
}

VOID NTAPI ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST list, PVOID block)
{
	free_to(list, block);
}

VOID NTAPI ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST list) { flush(list, true); }
VOID NTAPI ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST list) { flush(list, true); }

NTSTATUS NTAPI ExInitializeLookasideListEx(PLOOKASIDE_LIST_EX list, PALLOCATE_FUNCTION_EX routine,
					   PFREE_FUNCTION_EX freer, POOL_TYPE type, ULONG flags,
					   SIZE_T size, ULONG tag, USHORT)
{
	constexpr ULONG known = EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL |
				EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE;
	const KIRQL max_irql = type == PagedPool ? APC_LEVEL : DISPATCH_LEVEL;

	if (!arguments_ok(list, routine, freer, max_irql, Caller()))
		return STATUS_INVALID_PARAMETER;
	if (type != PagedPool && type != NonPagedPool && type != NonPagedPoolNx)
		return STATUS_INVALID_PARAMETER_4;
	// Not both.
	if (flags & ~known || flags == known)
		return STATUS_INVALID_PARAMETER_5;
	if (size < LOOKASIDE_MINIMUM_BLOCK_SIZE || size > MAXULONG)
		return STATUS_INVALID_PARAMETER_6;
	Lookaside *lookaside = Lookaside::any(list);
	lookaside->initialise(Kind::told_the_list, type, size, tag);
	lookaside->set_routines(routine, freer);
	return STATUS_SUCCESS;
}

PVOID NTAPI ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX list) { return allocate(list); }
VOID NTAPI ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX list, PVOID block) { free_to(list, block); }
VOID NTAPI ExFlushLookasideListEx(PLOOKASIDE_LIST_EX list) { flush(list, false); }
VOID NTAPI ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX list) { flush(list, true); }
