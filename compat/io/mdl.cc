// SPDX-License-Identifier: GPL-2.0
/// mdl.cc - memory descriptor lists: allocated, freed, those of requests, and those that are left.

#include <utility>

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "io/check.hh"
#include "io/driver.h"
#include "io/mdl.hh"

using io::Mdl;
using io::MdlsGuard;
using rt::Unique;
using Lock = Mdl::Lock;

static unsigned int count_of_mdls;

unsigned int nt_mdl_count() { return __atomic_load_n(&count_of_mdls, __ATOMIC_RELAXED); }

static constinit rt::List<Mdl> mdls GUARDED_BY(MdlsGuard::lock);

Mdl::Mdl(const void *code, void *address, ULONG length) : caller(code)
{
	constexpr ULONG_PTR in_page = PAGE_SIZE - 1;
	const auto at = reinterpret_cast<ULONG_PTR>(address);

	mdl.Size = sizeof(mdl);
	mdl.StartVa = reinterpret_cast<void *>(at & ~in_page);
	mdl.ByteOffset = static_cast<ULONG>(at & in_page);
	mdl.ByteCount = length;
	__atomic_fetch_add(&count_of_mdls, 1, __ATOMIC_RELAXED);
}

Mdl::~Mdl() { __atomic_fetch_sub(&count_of_mdls, 1, __ATOMIC_RELAXED); }

void Mdl::set_mapped(SHORT flags)
{
	mdl.MappedSystemVa = MmGetMdlVirtualAddress(&mdl);
	mdl.MdlFlags = static_cast<SHORT>(mdl.MdlFlags | flags);
}

Mdl *Mdl::find_locked(PMDL object)
{
	for (Mdl &known : mdls)
		if (&known.mdl == object)
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

/// Hands the list over to the caller. None: there is no such list.
Unique<Mdl> take(PMDL object)
{
	MdlsGuard guard;
	Mdl *found = Mdl::find_locked(object);

	if (found)
		rt::List<Mdl>::remove(*found);
	return Unique<Mdl>(found);
}

Unique<Mdl> take_of(const module *module)
{
	MdlsGuard guard;

	return Unique(mdls.pop_if(
		[=](const Mdl &mdl) { return glue_module_contains(module, mdl.caller); }));
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
	Mdl *mdl = new (rt::kernel, may_sleep) Mdl(caller, address, length);
	bool whole = true;

	if (!mdl)
		return nullptr;
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
		irp->MdlAddress = first ? first->mdl.Next : nullptr;
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
		number++;
		locked += list->lock == Lock::driver;
	}
	if (locked)
		nt_warn("%s: the pages of %u memory descriptor list%s never unlocked by MmUnlockPages: unlocked\n",
			nt_driver_name(driver), locked, locked == 1 ? " were" : "s were");
	if (number)
		nt_warn("%s: %u memory descriptor list%s never freed by IoFreeMdl: freed\n",
			nt_driver_name(driver), number, number == 1 ? " was" : "s were");
}
