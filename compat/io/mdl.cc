// SPDX-License-Identifier: GPL-2.0
/// mdl.cc - memory descriptor lists. Pages of programs are pinned, and mapped, while they are
/// locked; memory of the kernel stays where it is anyhow.

#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/raise.h"
#include "base/user_pages.hh"
#include "ex/pool.h"
#include "ex/probe.h"
#include "io/check.hh"
#include "io/driver.h"
#include "io/mdl.hh"

using rt::Unique;
using MdlsGuard = SpinGuard<NT_MDLS_LOCK>;

static unsigned int count_of_mdls;

/// Of what MmCreateMdl() allocates.
static constexpr ULONG mdl_tag = 0x206c644d;  // "Mdl "

unsigned int nt_mdl_count() { return __atomic_load_n(&count_of_mdls, __ATOMIC_RELAXED); }

namespace {

/// What keeps memory in place for a list, and where the kernel has it; or nothing.
class Hold {
public:
	constexpr Hold() = default;
	/// At or below DISPATCH_LEVEL.
	~Hold()
	{
		if (kept_)
			nt_lent_memory_give_up(kept_);
	}
	Hold(const Hold &) = delete;
	Hold &operator=(const Hold &) = delete;
	Hold(Hold &&) = delete;
	/// Takes the other's, for its own.
	Hold &operator=(Hold &&other) noexcept
	{
		pages_ = std::move(other.pages_);
		std::swap(kept_, other.kept_);
		std::swap(address_, other.address_);
		return *this;
	}

	/// STATUS_ACCESS_VIOLATION: there is no such memory; STATUS_INSUFFICIENT_RESOURCES. A
	/// program's: at or below APC_LEVEL.
	NTSTATUS take(void *address, ULONG length, KPROCESSOR_MODE mode, bool write);
	void *address() const { return address_; }

private:
	NTSTATUS take_of_program(void *address, ULONG length, bool write);
	NTSTATUS take_of_kernel(void *address, ULONG length, KPROCESSOR_MODE mode);

	UserPages pages_{};	// a program's, at its own address
	void *kept_ = nullptr;	// a program's, at an address of the kernel
	void *address_ = nullptr;
};

NTSTATUS Hold::take_of_program(void *address, ULONG length, bool write)
{
	const auto number = reinterpret_cast<ULONG_PTR>(address);
	const int err = pages_.map(number, length, write);

	if (err)
		return err == -NT_EFAULT ? STATUS_ACCESS_VIOLATION : STATUS_INSUFFICIENT_RESOURCES;
	address_ = pages_.get();
	return STATUS_SUCCESS;
}

NTSTATUS Hold::take_of_kernel(void *address, ULONG length, KPROCESSOR_MODE mode)
{
	const NTSTATUS status = nt_lent_memory_keep(address, length, &kept_);

	address_ = address;
	if (status == STATUS_ACCESS_VIOLATION && mode == KernelMode &&
	    nt_is_memory(address, length))
		return STATUS_SUCCESS;
	return status;
}

NTSTATUS Hold::take(void *address, ULONG length, KPROCESSOR_MODE mode, bool write)
{
	return nt_is_address(address) ? take_of_kernel(address, length, mode) :
					take_of_program(address, length, write);
}

/// Whose business it is to unlock the pages.
enum class Lock {
	none,
	begins,	 // MmProbeAndLockPages() has begun
	driver,
	request,  // with which the list is freed
};

struct Mdl {
	rt::Link link{};	   // first: in the list of all
	const void *const caller;  // the code that allocated it
	Lock lock = Lock::none;
	Hold hold{};
	const PMDL object;  // what drivers see: the one below, or memory of the driver's
	MDL mdl{};

	Mdl(const void *code, PMDL own) : caller(code), object(own ? own : &mdl)
	{
		__atomic_fetch_add(&count_of_mdls, 1, __ATOMIC_RELAXED);
	}
	bool is_of_driver() const { return object != &mdl; }
	~Mdl() { __atomic_fetch_sub(&count_of_mdls, 1, __ATOMIC_RELAXED); }
	Mdl(const Mdl &) = delete;
	Mdl &operator=(const Mdl &) = delete;
};

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

constinit rt::List<Mdl> mdls GUARDED_BY(MdlsGuard::lock);
/// How many of them are in memory of drivers; also read without the lock, in one step.
constinit unsigned int of_drivers GUARDED_BY(MdlsGuard::lock);

Mdl *find_locked(PMDL object) REQUIRES(MdlsGuard::lock)
{
	for (Mdl &known : mdls)
		if (known.object == object)
			return &known;
	return nullptr;
}

void count_of_drivers_locked(bool more) REQUIRES(MdlsGuard::lock)
{
	__atomic_store_n(&of_drivers, more ? of_drivers + 1 : of_drivers - 1, __ATOMIC_RELAXED);
}

/// Hands the list over to the caller. None: there is no such list.
Unique<Mdl> take(PMDL object)
{
	MdlsGuard guard;
	Mdl *found = find_locked(object);

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

/// What is wrong with a list; nullptr: nothing. It is logged without the lock.
using Mistake = const char *;

constexpr Mistake not_a_list = "is not a memory descriptor list, or is already free";
constexpr Mistake locked_already = "is locked already";
constexpr Mistake not_locked = "is not locked";

/// Whether there is none; if not, it is logged.
bool ok(Mistake mistake, PMDL object, Caller caller = Caller()) EXCLUDES(MdlsGuard::lock)
{
	if (mistake)
		caller.complain("%p %s", object, mistake);
	return !mistake;
}

/// Memory that is mapped at its own address.
void set_mapped(PMDL mdl, SHORT flags)
{
	mdl->MappedSystemVa = MmGetMdlVirtualAddress(mdl);
	mdl->MdlFlags = static_cast<SHORT>(mdl->MdlFlags | flags);
}

/// Whether the flags of the list, which are the driver's, have one of these.
bool has(const MDL &mdl, SHORT flags) { return mdl.MdlFlags & flags; }

Mistake build(PMDL object)
{
	const MdlsGuard guard;
	const Mdl *list = find_locked(object);

	if (!list)
		return not_a_list;
	if (list->lock != Lock::none)
		return locked_already;
	set_mapped(object, MDL_SOURCE_IS_NONPAGED_POOL);
	return nullptr;
}

Mistake begin_lock(PMDL object)
{
	const MdlsGuard guard;
	Mdl *list = find_locked(object);

	if (!list)
		return not_a_list;
	if (list->lock != Lock::none)
		return locked_already;
	if (has(*object, MDL_SOURCE_IS_NONPAGED_POOL))
		return "describes nonpaged pool, which is not locked";
	list->lock = Lock::begins;
	return nullptr;
}

/// The list has the hold from here on, unless `locked` is false, or a driver has freed the list
/// meanwhile.
void end_lock(PMDL object, Hold &hold, bool locked, bool write)
{
	const MdlsGuard guard;
	Mdl *list = find_locked(object);

	if (!list || list->lock != Lock::begins)
		return;
	list->lock = locked ? Lock::driver : Lock::none;
	if (!locked)
		return;
	list->hold = std::move(hold);
	object->MdlFlags |= MDL_PAGES_LOCKED;
	if (write)
		object->MdlFlags |= MDL_WRITE_OPERATION;
}

/// The exception to be raised, or STATUS_SUCCESS, also after a mistake that is logged.
NTSTATUS lock(PMDL object, KPROCESSOR_MODE mode, bool write, Caller caller)
{
	Hold hold;

	if (!irql_ok(DISPATCH_LEVEL, caller) || !ok(begin_lock(object), object, caller))
		return STATUS_SUCCESS;
	void *const address = MmGetMdlVirtualAddress(object);
	// A program's pages may have to be brought in first.
	if (!nt_is_address(address) && !irql_ok(APC_LEVEL, caller)) {
		end_lock(object, hold, false, write);
		return STATUS_SUCCESS;
	}
	const NTSTATUS status = hold.take(address, object->ByteCount, mode, write);
	end_lock(object, hold, NT_SUCCESS(status), write);
	return status;
}

/// The end of that and of a mapping. `hold` gets what kept the memory in place.
Mistake unlock(PMDL object, Hold &hold)
{
	constexpr SHORT flags = MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA | MDL_WRITE_OPERATION;
	const MdlsGuard guard;
	Mdl *list = find_locked(object);

	if (!list)
		return not_a_list;
	if (list->lock != Lock::driver && list->lock != Lock::request)
		return not_locked;
	list->lock = Lock::none;
	hold = std::move(list->hold);
	object->MdlFlags &= ~flags;
	return nullptr;
}

/// `address` is set to where the memory is mapped.
Mistake map(PMDL object, void *&address)
{
	const MdlsGuard guard;
	Mdl *list = find_locked(object);

	if (!list)
		return not_a_list;
	if (!has(*object, MDL_SOURCE_IS_NONPAGED_POOL | MDL_MAPPED_TO_SYSTEM_VA)) {
		if (list->lock != Lock::driver && list->lock != Lock::request)
			return not_locked;
		// The buffer of a request stays where it is.
		object->MappedSystemVa = list->lock == Lock::driver ?
						 list->hold.address() :
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
		ok(map(object, address), object, caller);
		return address;
	}
	caller.complain("%p cannot be mapped for a program", object);
	nt_raise(STATUS_INSUFFICIENT_RESOURCES, caller.address());
	return nullptr;
}

Mistake unmap(PMDL object, const void *base)
{
	const MdlsGuard guard;

	if (!find_locked(object))
		return not_a_list;
	if (!has(*object, MDL_MAPPED_TO_SYSTEM_VA) || object->MappedSystemVa != base)
		return "is not mapped there";
	object->MdlFlags &= ~MDL_MAPPED_TO_SYSTEM_VA;
	return nullptr;
}

/// `part` gets its memory from `source`, without keeping it.
Mistake build_partial(PMDL source, PMDL part, PVOID start, ULONG length)
{
	constexpr ULONG_PTR in_page = PAGE_SIZE - 1;
	const MdlsGuard guard;
	const Mdl *whole = find_locked(source);
	const Mdl *list = find_locked(part);
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
		static_cast<char *>(mapped ? source->MappedSystemVa : whole->hold.address()) +
		offset;
	part->MdlFlags = static_cast<SHORT>(MDL_PARTIAL | MDL_MAPPED_TO_SYSTEM_VA |
					    (source->MdlFlags & MDL_WRITE_OPERATION));
	return nullptr;
}

/// Adds the list to the request's. False: drivers cannot use it, because they have freed one of the
/// lists before it, or made a circle of them.
[[nodiscard]] bool hang_on_locked(PIRP irp, bool secondary, PMDL mdl) REQUIRES(MdlsGuard::lock)
{
	PMDL *link = &irp->MdlAddress;

	for (unsigned int n = nt_mdl_count(); n && secondary && find_locked(*link); n--)
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

void initialise(PMDL object, void *address, SIZE_T length, Caller caller)
{
	if (!ok(is_memory(object), "the list", caller))
		return;
	// What was there may have been a list of another driver's.
	if (const Unique<Mdl> old = take(object); old && old->lock == Lock::driver)
		caller.complain("the pages of %p are still locked: unlocked", object);
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
		ok(not_a_list, object);
	else if (list->is_of_driver())
		Caller().complain("%p is in memory of the driver's, which is not freed", object);
	else if (list->lock == Lock::driver)
		Caller().complain("the pages of %p are still locked: unlocked", object);
}

VOID NTAPI IoBuildPartialMdl(PMDL source, PMDL target, PVOID address, ULONG length)
{
	if (irql_ok(DISPATCH_LEVEL))
		ok(build_partial(source, target, address, length), source);
}

VOID NTAPI MmBuildMdlForNonPagedPool(PMDL object)
{
	if (irql_ok(DISPATCH_LEVEL))
		ok(build(object), object);
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
	Hold hold;

	if (irql_ok(DISPATCH_LEVEL))
		ok(unlock(object, hold), object);
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
		ok(unmap(object, base), object);
}

bool io::add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length)
{
	PMDL mdl = allocate(caller, buffer, length, false, irp);

	if (!mdl)
		return false;
	set_mapped(mdl, MDL_MAPPED_TO_SYSTEM_VA | MDL_PAGES_LOCKED);
	const MdlsGuard guard;
	if (Mdl *list = find_locked(mdl))
		list->lock = Lock::request;
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
