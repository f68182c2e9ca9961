// SPDX-License-Identifier: GPL-2.0
/// mdl.cc - memory descriptor lists: allocated, freed, those of requests, and those that are left.

#include <utility>

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "base/check.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "ex/pool.h"
#include "io/check.hh"
#include "io/driver.h"
#include "io/mdl.hh"

using io::KeptMemory;
using io::Mdl;
using io::MdlsGuard;
using rt::Unique;
using Lock = Mdl::Lock;

static unsigned int count_of_mdls;

/// Of what MmCreateMdl() allocates.
static constexpr ULONG mdl_tag = 0x206c644d;  // "Mdl "

unsigned int nt_mdl_count() { return __atomic_load_n(&count_of_mdls, __ATOMIC_RELAXED); }

static constinit rt::List<Mdl> mdls GUARDED_BY(MdlsGuard::lock);
/// How many of them are in memory of drivers; also read without the lock, in one step.
static constinit unsigned int of_drivers GUARDED_BY(MdlsGuard::lock);

Mdl::Mdl(const void *code, PMDL own) : caller(code), object(own ? own : &mdl)
{
	__atomic_fetch_add(&count_of_mdls, 1, __ATOMIC_RELAXED);
}

Mdl::~Mdl() { __atomic_fetch_sub(&count_of_mdls, 1, __ATOMIC_RELAXED); }

void Mdl::set_mapped(SHORT flags)
{
	object->MappedSystemVa = MmGetMdlVirtualAddress(object);
	object->MdlFlags = static_cast<SHORT>(object->MdlFlags | flags);
}

Mdl *Mdl::find_locked(PMDL wanted)
{
	for (Mdl &known : mdls)
		if (known.object == wanted)
			return &known;
	return nullptr;
}

bool io::mdl_ok(MdlMistake mistake, PMDL object, Caller caller)
{
	if (mistake)
		caller.complain("%p %s", object, mistake);
	return !mistake;
}

namespace {

/// What the list says at first.
void describe(PMDL mdl, void *address, SIZE_T length)
{
	constexpr ULONG_PTR in_page = PAGE_SIZE - 1;
	const auto at = reinterpret_cast<ULONG_PTR>(address);

	*mdl = {};
	mdl->Size = sizeof(*mdl);
	mdl->StartVa = reinterpret_cast<void *>(at & ~in_page);
	mdl->ByteOffset = static_cast<ULONG>(at & in_page);
	mdl->ByteCount = static_cast<ULONG>(length);
}

void count_of_drivers_locked(bool more) REQUIRES(MdlsGuard::lock)
{
	__atomic_store_n(&of_drivers, more ? of_drivers + 1 : of_drivers - 1, __ATOMIC_RELAXED);
}

/// Hands the list over to the caller. None: there is no such list.
Unique<Mdl> take(PMDL object)
{
	MdlsGuard guard;
	Mdl *found = Mdl::find_locked(object);

	if (!found)
		return {};
	rt::List<Mdl>::remove(*found);
	if (found->is_of_driver())
		count_of_drivers_locked(false);
	return Unique<Mdl>(found);
}

Unique<Mdl> take_of(const module *module)
{
	MdlsGuard guard;
	Mdl *found = mdls.pop_if(
		[=](const Mdl &mdl) { return glue_module_contains(module, mdl.caller); });

	if (found && found->is_of_driver())
		count_of_drivers_locked(false);
	return Unique<Mdl>(found);
}

/// Adds the list to the request's. False: drivers cannot use it, because they have freed one of the
/// lists before it, or made a circle of them.
[[nodiscard]] bool hang_on_locked(PIRP irp, bool secondary, PMDL mdl) REQUIRES(MdlsGuard::lock)
{
	PMDL *link = &irp->MdlAddress;

	for (unsigned int n = nt_mdl_count(); n && secondary && Mdl::find_locked(*link); n--)
		link = &(*link)->Next;
	const bool whole = !secondary || !*link;
	*link = mdl;
	return whole;
}

/// nullptr: there is no memory, or nothing to describe.
PMDL allocate(const void *caller, void *address, ULONG length, bool secondary, PIRP irp)
{
	if (!length)
		return nullptr;
	const bool may_sleep = nt_may_sleep();
	Mdl *mdl = new (rt::kernel, may_sleep) Mdl(caller, nullptr);
	bool whole = true;

	if (!mdl)
		return nullptr;
	describe(&mdl->mdl, address, length);
	{
		MdlsGuard guard;

		mdls.push_back(*mdl);
		if (irp)
			whole = hang_on_locked(irp, secondary, &mdl->mdl);
	}
	if (!whole)
		nt_warn("%pS: IoAllocateMdl: request %p has a memory descriptor list that is not one, is already free, or follows itself\n",
			caller, irp);
	return &mdl->mdl;
}

/// Makes a list of a driver's memory known. False: there is no memory for that.
bool note(const void *caller, PMDL object)
{
	const bool may_sleep = nt_may_sleep();
	Mdl *mdl = new (rt::kernel, may_sleep) Mdl(caller, object);

	if (!mdl)
		return false;
	MdlsGuard guard;
	mdls.push_back(*mdl);
	count_of_drivers_locked(true);
	return true;
}

/// Begins a list of IoAllocateMdl() anew, whose memory stays the list's. False: it is not one.
/// `memory` and `lock` get what it had.
bool begin_anew(PMDL object, void *address, SIZE_T length, KeptMemory &memory, Lock &lock)
{
	const MdlsGuard guard;
	Mdl *list = Mdl::find_locked(object);

	if (!list || list->is_of_driver())
		return false;
	lock = std::exchange(list->lock, Lock::none);
	memory = std::move(list->memory);
	describe(object, address, length);
	return true;
}

void initialise(PMDL object, void *address, SIZE_T length, Caller caller)
{
	KeptMemory memory;
	Lock lock = Lock::none;

	if (!ok(is_memory(object), "the list", caller))
		return;
	const bool is_known = begin_anew(object, address, length, memory, lock);
	// What was there may have been a list of another driver's.
	const Unique<Mdl> old = is_known ? Unique<Mdl>() : take(object);
	if (lock == Lock::driver || (old && old->lock == Lock::driver))
		caller.complain("the pages of %p are still locked: unlocked", object);
	if (is_known)
		return;
	describe(object, address, length);
	if (!note(caller.code(), object))
		caller.complain("there is no memory to keep track of %p: it is not a list", object);
}

/// The memory of a driver's lists is about to be freed.
void memory_gone(const void *start, size_t size)
{
	const auto begin = reinterpret_cast<ULONG_PTR>(start);

	if (!__atomic_load_n(&of_drivers, __ATOMIC_RELAXED)) [[likely]]
		return;
	for (;;) {
		PMDL gone = nullptr;
		{
			const MdlsGuard guard;

			for (const Mdl &known : mdls)
				if (known.is_of_driver() &&
				    reinterpret_cast<ULONG_PTR>(known.object) - begin < size)
					gone = known.object;
		}
		if (!gone)
			return;
		if (const Unique<Mdl> list = take(gone); list && list->lock == Lock::driver)
			nt_warn("%pS: the memory of the list %p was freed, whose pages are still locked: unlocked\n",
				list->caller, gone);
	}
}

}

void nt_mdls_init() { nt_lists_memory_gone = memory_gone; }

SIZE_T NTAPI MmSizeOfMdl(PVOID base, SIZE_T length)
{
	constexpr ULONG_PTR in_page = PAGE_SIZE - 1;
	const SIZE_T offset = reinterpret_cast<ULONG_PTR>(base) & in_page;
	const SIZE_T pages = length / PAGE_SIZE +
			     (offset + length % PAGE_SIZE + in_page) / PAGE_SIZE;

	return sizeof(MDL) + pages * sizeof(PFN_NUMBER);
}

VOID NTAPI MmInitializeMdl(PMDL object, PVOID base, SIZE_T length)
{
	if (irql_ok(DISPATCH_LEVEL))
		initialise(object, base, length, Caller());
}

PMDL NTAPI MmCreateMdl(PMDL object, PVOID base, SIZE_T length)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL))
		return nullptr;
	if (!object)
		object = static_cast<PMDL>(
			nt_pool_alloc(caller.code(), MmSizeOfMdl(base, length), 0, mdl_tag, false));
	if (object)
		initialise(object, base, length, caller);
	return object;
}

PMDL NTAPI IoAllocateMdl(PVOID address, ULONG length, BOOLEAN secondary, BOOLEAN, PIRP irp)
{
	if (!irql_ok(DISPATCH_LEVEL) || (irp && !io::any_irp_ok(irp)))
		return nullptr;
	return allocate(Caller().code(), address, length, secondary, irp);
}

VOID NTAPI IoFreeMdl(PMDL object)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return;
	const Unique<Mdl> list = take(object);
	if (!list)
		io::mdl_ok(io::not_a_list, object);
	else if (list->is_of_driver())
		Caller().complain("%p is in memory of the driver's, which is not freed", object);
	else if (list->lock == Lock::driver)
		Caller().complain("the pages of %p are still locked: unlocked", object);
}

bool io::add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length)
{
	PMDL mdl = allocate(caller, buffer, length, false, irp);

	if (!mdl)
		return false;
	const MdlsGuard guard;
	if (Mdl *list = Mdl::find_locked(mdl)) {
		list->set_mapped(MDL_MAPPED_TO_SYSTEM_VA | MDL_PAGES_LOCKED);
		list->lock = Lock::request;
	}
	return true;
}

void io::free_mdls(const Request &request)
{
	PIRP irp = request.irp;

	while (irp->MdlAddress) {
		const Unique<Mdl> first = take(irp->MdlAddress);

		if (!first)
			nt_warn("%pS: IofCompleteRequest: request %p has a memory descriptor list that is not one, or is already free\n",
				request.completer, irp);
		irp->MdlAddress = first ? first->object->Next : nullptr;
	}
}

void nt_mdls_gone(nt_driver *driver)
{
	const module *module = nt_driver_module(driver);
	unsigned int number = 0;
	unsigned int locked = 0;

	// The driver of the ports leaves none.
	if (!module)
		return;
	while (const Unique<Mdl> list = take_of(module)) {
		number += !list->is_of_driver();
		locked += list->lock == Lock::driver;
	}
	if (locked)
		nt_warn("%s: the pages of %u memory descriptor list%s never unlocked by MmUnlockPages: unlocked\n",
			nt_driver_name(driver), locked, locked == 1 ? " were" : "s were");
	if (number)
		nt_warn("%s: %u memory descriptor list%s never freed by IoFreeMdl: freed\n",
			nt_driver_name(driver), number, number == 1 ? " was" : "s were");
}
