// SPDX-License-Identifier: GPL-2.0
/// mdl.cc - memory descriptor lists. They pin no pages, and map none.

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "io/driver.h"
#include "io/mdl.hh"

using rt::Unique;
using MdlsGuard = SpinGuard<NT_MDLS_LOCK>;

static unsigned int count_of_mdls;

unsigned int nt_mdl_count() { return __atomic_load_n(&count_of_mdls, __ATOMIC_RELAXED); }

namespace {

struct Mdl {
	rt::Link link{};	   // first: in the list of all
	const void *const caller;  // the code that allocated it
	MDL mdl{};		   // what drivers see

	Mdl(const void *code, void *address, ULONG length) : caller(code)
	{
		constexpr ULONG_PTR in_page = PAGE_SIZE - 1;
		const auto at = reinterpret_cast<ULONG_PTR>(address);

		mdl.Size = sizeof(mdl);
		mdl.StartVa = reinterpret_cast<void *>(at & ~in_page);
		mdl.ByteOffset = static_cast<ULONG>(at & in_page);
		mdl.ByteCount = length;
		__atomic_fetch_add(&count_of_mdls, 1, __ATOMIC_RELAXED);
	}
	~Mdl() { __atomic_fetch_sub(&count_of_mdls, 1, __ATOMIC_RELAXED); }
	Mdl(const Mdl &) = delete;
	Mdl &operator=(const Mdl &) = delete;
};

constinit rt::List<Mdl> mdls;

Mdl *find_locked(PMDL object)
{
	for (Mdl &known : mdls)
		if (&known.mdl == object)
			return &known;
	return nullptr;
}

bool is_mdl(PMDL object)
{
	MdlsGuard guard;

	return find_locked(object);
}

/// Hands the list over to the caller. None: there is no such list.
Unique<Mdl> take(PMDL object)
{
	MdlsGuard guard;
	Mdl *found = find_locked(object);

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

/// Describes memory that is mapped.
void describe(PMDL mdl)
{
	mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
	mdl->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
}

/// Adds the list to the request's. False: drivers cannot use it, because they have freed one of the
/// lists before it. Lock held.
[[nodiscard]] bool hang_on_locked(PIRP irp, bool secondary, PMDL mdl)
{
	PMDL *link = &irp->MdlAddress;

	while (secondary && find_locked(*link))
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
		nt_warn("%pS: IoAllocateMdl: request %p has a memory descriptor list that is not one, or is already free\n",
			caller, irp);
	return &mdl->mdl;
}

}

PMDL NTAPI IoAllocateMdl(PVOID address, ULONG length, BOOLEAN secondary, BOOLEAN, PIRP irp)
{
	if (!irql_ok(DISPATCH_LEVEL) || (irp && !ok(is_memory(irp), "the request")))
		return nullptr;
	return allocate(Caller().code(), address, length, secondary, irp);
}

VOID NTAPI IoFreeMdl(PMDL object)
{
	if (irql_ok(DISPATCH_LEVEL) && !take(object))
		Caller().complain("%p is not a memory descriptor list, or is already free", object);
}

VOID NTAPI MmBuildMdlForNonPagedPool(PMDL mdl)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return;
	if (is_mdl(mdl))
		describe(mdl);
	else
		Caller().complain("%p is not a memory descriptor list, or is already free", mdl);
}

bool io::add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length)
{
	PMDL mdl = allocate(caller, buffer, length, false, irp);

	if (!mdl)
		return false;
	describe(mdl);
	mdl->MdlFlags |= MDL_PAGES_LOCKED;
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

	// The driver of the ports leaves none.
	if (!module)
		return;
	while (take_of(module))
		number++;
	if (number)
		nt_warn("%s: %u memory descriptor list%s never freed by IoFreeMdl: freed\n",
			nt_driver_name(driver), number, number == 1 ? " was" : "s were");
}
