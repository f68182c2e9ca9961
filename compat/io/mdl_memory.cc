// SPDX-License-Identifier: GPL-2.0
/// mdl_memory.cc - the memory that memory descriptor lists describe: locked, mapped, described in part.

#include <utility>

#include "base/check.hh"
#include "base/irql.h"
#include "base/raise.h"
#include "io/mdl.hh"

using io::KeptMemory;
using io::Mdl;
using io::mdl_ok;
using io::MdlMistake;
using io::MdlsGuard;
using io::not_a_list;
using Lock = Mdl::Lock;

namespace {

constexpr MdlMistake locked_already = "is locked already";
constexpr MdlMistake not_locked = "is not locked";

/// Whether the flags of the list, which are the driver's, have one of these.
bool has(const MDL &mdl, SHORT flags) { return mdl.MdlFlags & flags; }

/// The list whose pages are not locked.
MdlMistake find_free(PMDL object, Mdl *&list) REQUIRES(MdlsGuard::lock)
{
	list = Mdl::find_locked(object);
	if (!list)
		return not_a_list;
	return list->lock != Lock::none ? locked_already : nullptr;
}

MdlMistake build(PMDL object)
{
	const MdlsGuard guard;
	Mdl *list = nullptr;

	const MdlMistake mistake = find_free(object, list);
	if (!mistake)
		list->set_mapped(MDL_SOURCE_IS_NONPAGED_POOL);
	return mistake;
}

MdlMistake begin_lock(PMDL object)
{
	const MdlsGuard guard;
	Mdl *list = nullptr;

	if (const MdlMistake mistake = find_free(object, list))
		return mistake;
	if (has(*object, MDL_SOURCE_IS_NONPAGED_POOL))
		return "describes nonpaged pool, which is not locked";
	list->lock = Lock::begins;
	return nullptr;
}

/// The list has the memory from here on, unless `locked` is false, or a driver has freed the list
/// meanwhile.
void end_lock(PMDL object, KeptMemory &memory, bool locked, bool write)
{
	const MdlsGuard guard;
	Mdl *list = Mdl::find_locked(object);

	if (!list || list->lock != Lock::begins)
		return;
	list->lock = locked ? Lock::driver : Lock::none;
	if (!locked)
		return;
	list->memory = std::move(memory);
	object->MdlFlags |= MDL_PAGES_LOCKED;
	if (write)
		object->MdlFlags |= MDL_WRITE_OPERATION;
}

/// The exception to be raised, or STATUS_SUCCESS, also after a mistake that is logged.
NTSTATUS lock(PMDL object, KPROCESSOR_MODE mode, bool write, Caller caller)
{
	KeptMemory memory;

	if (!irql_ok(DISPATCH_LEVEL, caller) || !mdl_ok(begin_lock(object), object, caller))
		return STATUS_SUCCESS;
	void *const address = MmGetMdlVirtualAddress(object);
	// A program's pages may have to be brought in first.
	if (!nt_is_address(address) && !irql_ok(APC_LEVEL, caller)) {
		end_lock(object, memory, false, write);
		return STATUS_SUCCESS;
	}
	const NTSTATUS status = memory.take(address, object->ByteCount, mode, write);
	end_lock(object, memory, NT_SUCCESS(status), write);
	return status;
}

/// The end of that and of a mapping. `memory` gets what kept the memory in place.
MdlMistake unlock(PMDL object, KeptMemory &memory)
{
	constexpr SHORT flags = MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA | MDL_WRITE_OPERATION;
	const MdlsGuard guard;
	Mdl *list = Mdl::find_locked(object);

	if (!list)
		return not_a_list;
	if (list->lock != Lock::driver && list->lock != Lock::request)
		return not_locked;
	list->lock = Lock::none;
	memory = std::move(list->memory);
	object->MdlFlags &= ~flags;
	return nullptr;
}

/// `address` is set to where the memory is mapped.
MdlMistake map(PMDL object, void *&address)
{
	const MdlsGuard guard;
	Mdl *list = Mdl::find_locked(object);

	if (!list)
		return not_a_list;
	if (!has(*object, MDL_SOURCE_IS_NONPAGED_POOL | MDL_MAPPED_TO_SYSTEM_VA)) {
		if (list->lock != Lock::driver && list->lock != Lock::request)
			return not_locked;
		// The buffer of a request stays where it is.
		object->MappedSystemVa = list->lock == Lock::driver ?
						 list->memory.address() :
						 MmGetMdlVirtualAddress(object);
		object->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
	}
	address = object->MappedSystemVa;
	return nullptr;
}

PVOID map(PMDL object, KPROCESSOR_MODE mode, Caller caller)
{
	void *address = nullptr;

	if (!irql_ok(DISPATCH_LEVEL, caller))
		return nullptr;
	if (mode == KernelMode) {
		mdl_ok(map(object, address), object, caller);
		return address;
	}
	caller.complain("%p cannot be mapped for a program", object);
	nt_raise(STATUS_INSUFFICIENT_RESOURCES, caller.address());
	return nullptr;
}

MdlMistake unmap(PMDL object, const void *base)
{
	const MdlsGuard guard;

	if (!Mdl::find_locked(object))
		return not_a_list;
	if (!has(*object, MDL_MAPPED_TO_SYSTEM_VA) || object->MappedSystemVa != base)
		return "is not mapped there";
	object->MdlFlags &= ~MDL_MAPPED_TO_SYSTEM_VA;
	return nullptr;
}

/// `part` gets its memory from `source`, without keeping it.
MdlMistake build_partial(PMDL source, PMDL part, PVOID start, ULONG length)
{
	constexpr ULONG_PTR in_page = PAGE_SIZE - 1;
	const MdlsGuard guard;
	const Mdl *whole = Mdl::find_locked(source);
	const Mdl *list = Mdl::find_locked(part);
	const auto at = reinterpret_cast<ULONG_PTR>(start);

	if (!whole || !list)
		return not_a_list;
	if (list->lock != Lock::none)
		return locked_already;
	const bool mapped = has(*source, MDL_SOURCE_IS_NONPAGED_POOL | MDL_MAPPED_TO_SYSTEM_VA);
	if (!mapped && whole->lock != Lock::driver)
		return not_locked;
	const ULONG_PTR offset = at - reinterpret_cast<ULONG_PTR>(MmGetMdlVirtualAddress(source));
	if (offset >= source->ByteCount || length > source->ByteCount - offset)
		return "does not describe all of that part";
	part->StartVa = reinterpret_cast<void *>(at & ~in_page);
	part->ByteOffset = static_cast<ULONG>(at & in_page);
	part->ByteCount = length ? length : source->ByteCount - static_cast<ULONG>(offset);
	part->MappedSystemVa =
		static_cast<char *>(mapped ? source->MappedSystemVa : whole->memory.address()) +
		offset;
	part->MdlFlags = static_cast<SHORT>(MDL_PARTIAL | MDL_MAPPED_TO_SYSTEM_VA |
					    (source->MdlFlags & MDL_WRITE_OPERATION));
	return nullptr;
}

}

VOID NTAPI IoBuildPartialMdl(PMDL source, PMDL target, PVOID address, ULONG length)
{
	if (irql_ok(DISPATCH_LEVEL))
		mdl_ok(build_partial(source, target, address, length), source);
}

VOID NTAPI MmBuildMdlForNonPagedPool(PMDL object)
{
	if (irql_ok(DISPATCH_LEVEL))
		mdl_ok(build(object), object);
}

VOID NTAPI MmProbeAndLockPages(PMDL object, KPROCESSOR_MODE mode, LOCK_OPERATION operation)
{
	const NTSTATUS status = lock(object, mode, operation != IoReadAccess, Caller());

	// Here, where nothing that would have to be given back is held.
	if (!NT_SUCCESS(status))
		nt_raise(status, Caller().address());
}

VOID NTAPI MmUnlockPages(PMDL object)
{
	KeptMemory memory;

	if (irql_ok(DISPATCH_LEVEL))
		mdl_ok(unlock(object, memory), object);
}

PVOID NTAPI MmMapLockedPages(PMDL object, KPROCESSOR_MODE mode)
{
	return map(object, mode, Caller());
}

PVOID NTAPI MmMapLockedPagesSpecifyCache(PMDL object, KPROCESSOR_MODE mode, MEMORY_CACHING_TYPE,
					 PVOID, ULONG, MM_PAGE_PRIORITY)
{
	return map(object, mode, Caller());
}

VOID NTAPI MmUnmapLockedPages(PVOID base, PMDL object)
{
	if (irql_ok(DISPATCH_LEVEL))
		mdl_ok(unmap(object, base), object);
}
