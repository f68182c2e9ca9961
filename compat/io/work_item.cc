// SPDX-License-Identifier: GPL-2.0
/// work_item.cc - work items: a worker thread calls a driver's routine.

#include <utility>

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "io/check.hh"
#include "io/driver.h"
#include "io/held.hh"
#include "io/work.h"

using io::Held;
using io::HeldDriver;
using rt::Unique;
using Item = _IO_WORKITEM;
using ItemsGuard = SpinGuard<NT_WORK_ITEMS_LOCK>;

static unsigned int count;

/// Opaque to drivers. What is not constant belongs to whoever has set `queued`, then to run().
struct _IO_WORKITEM {
	rt::Link link{};  // first: in the list
	const Ref<nt_driver> owner;
	const PVOID object;	   // a device, or the driver object of the owner
	const PIO_WORKITEM place;  // the driver's memory that stands for it, or nullptr
	Work work;
	PIO_WORKITEM_ROUTINE routine = nullptr;
	PVOID context = nullptr;
	// While it is queued or its routine runs: the device; the owner, which frees it when it is
	// unloaded; and the routine's driver if that is another.
	Held hold;
	HeldDriver owner_hold;
	HeldDriver routines_driver;
	bool queued GUARDED_BY(ItemsGuard::lock) = false;

	_IO_WORKITEM(Ref<nt_driver> allocator, PVOID its_object, PIO_WORKITEM in, bool may_sleep)
		: owner(std::move(allocator)),
		  object(its_object),
		  place(in),
		  work(run, this, may_sleep)
	{
		__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
	}
	~_IO_WORKITEM() { __atomic_fetch_sub(&count, 1, __ATOMIC_RELAXED); }
	_IO_WORKITEM(const _IO_WORKITEM &) = delete;
	_IO_WORKITEM &operator=(const _IO_WORKITEM &) = delete;

	/// What drivers know it by.
	PIO_WORKITEM name() { return place ? place : this; }
	/// Keeps its object in use, and the driver of this routine. False: the object is gone.
	bool begin(const void *code);

	void set_queued(bool now)
	{
		ItemsGuard guard;

		queued = now;
	}

	static void run(void *work_item);
};

static constinit rt::List<Item> items GUARDED_BY(ItemsGuard::lock);

/// The item may be queued again, or freed, as soon as its routine is called.
void Item::run(void *work_item)
{
	auto *item = static_cast<Item *>(work_item);
	const Held hold = std::move(item->hold);
	const HeldDriver owner_hold = std::move(item->owner_hold);
	const HeldDriver routines_driver = std::move(item->routines_driver);
	PIO_WORKITEM_ROUTINE routine = item->routine;
	auto *device = static_cast<PDEVICE_OBJECT>(item->object);
	PVOID context = item->context;

	item->set_queued(false);
	call(routine, device, context);
}

static bool is_driver_object(const nt_driver *driver, const void *object)
{
	return driver && nt_driver_object(const_cast<nt_driver *>(driver)) == object;
}

bool Item::begin(const void *code)
{
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(code));

	if (!is_driver_object(owner.get(), object)) {
		hold = Held(static_cast<PDEVICE_OBJECT>(object));
		if (!hold)
			return false;
	}
	if (owner)
		owner_hold = HeldDriver(owner.get(), true);
	if (driver && driver.get() != owner.get())
		routines_driver = HeldDriver(driver.get(), true);
	return true;
}

/// A new item that is in the list, or nullptr.
static Item *create(const void *code, PVOID object, PIO_WORKITEM place)
{
	const bool may_sleep = nt_may_sleep();
	auto owner = Ref<nt_driver>::taken(nt_driver_get(code));

	if (!owner && !nt_driver_known(static_cast<PDRIVER_OBJECT>(object)))
		owner = Ref<nt_driver>::of(nt_device_driver(static_cast<PDEVICE_OBJECT>(object)));
	Unique<Item> item{ new (rt::kernel, may_sleep)
				   Item(std::move(owner), object, place, may_sleep) };
	if (!item || !item->work)
		return nullptr;
	const ItemsGuard guard;
	items.push_front(*item);
	return item.release();
}

static Item *find_locked(const _IO_WORKITEM *name) REQUIRES(ItemsGuard::lock)
{
	for (Item &known : items)
		if (known.name() == name)
			return &known;
	return nullptr;
}

PIO_WORKITEM NTAPI IoAllocateWorkItem(PDEVICE_OBJECT device)
{
	if (!irql_ok(DISPATCH_LEVEL) || !io::device_ok(device))
		return nullptr;
	return create(Caller().code(), device, nullptr);
}

/// What is wrong with an item that should exist and not be queued, or nullptr.
static const char *wrong_locked(const Item *item, const char *if_queued) REQUIRES(ItemsGuard::lock)
{
	if (!item)
		return "is not a work item, or was freed";
	return item->queued ? if_queued : nullptr;
}

VOID NTAPI IoQueueWorkItem(PIO_WORKITEM name, PIO_WORKITEM_ROUTINE routine, WORK_QUEUE_TYPE,
			   PVOID context)
{
	const char *wrong;
	Item *item;

	if (!irql_ok(DISPATCH_LEVEL) || !ok(is_routine(routine), "the routine"))
		return;
	{
		ItemsGuard guard;

		item = find_locked(name);
		wrong = wrong_locked(item, "is queued already");
		if (!wrong)
			item->queued = true;
	}
	if (wrong) {
		Caller().complain("work item %p %s", name, wrong);
		return;
	}
	if (!item->begin(code_of(routine))) {
		Caller().complain("the device of work item %p is gone", name);
		item->set_queued(false);
		return;
	}
	item->routine = routine;
	item->context = context;
	item->work.queue();
}

/// Frees an item, which must not be queued; `in_place`: one in the driver's memory.
static void free_item(PIO_WORKITEM name, bool in_place, Caller caller = Caller())
{
	const char *wrong;
	Unique<Item> freed;

	if (!irql_ok(DISPATCH_LEVEL, caller))
		return;
	{
		ItemsGuard guard;
		Item *item = find_locked(name);

		wrong = wrong_locked(item, "is queued");
		if (!wrong && (item->place != nullptr) != in_place)
			wrong = in_place ?
					"is of IoAllocateWorkItem, whose items IoFreeWorkItem frees" :
					"is of IoInitializeWorkItem, whose items IoUninitializeWorkItem ends";
		if (!wrong) {
			rt::List<Item>::remove(*item);
			freed = Unique<Item>(item);
		}
	}
	if (wrong)
		caller.complain("work item %p %s", name, wrong);
}

VOID NTAPI IoFreeWorkItem(PIO_WORKITEM name) { free_item(name, false); }
VOID NTAPI IoUninitializeWorkItem(PIO_WORKITEM name) { free_item(name, true); }

/// None of it is used: an item is known by where it is.
constexpr ULONG size_of_place = 4 * sizeof(PVOID);

ULONG NTAPI IoSizeofWorkItem() { return size_of_place; }

/// False: there is such an item, and it is queued. One that is not is forgotten, as its memory may
/// have been something else meanwhile.
static bool forget_old(const _IO_WORKITEM *place)
{
	Unique<Item> old;
	ItemsGuard guard;
	Item *item = find_locked(place);

	if (!item)
		return true;
	if (item->queued || !item->place)
		return false;
	rt::List<Item>::remove(*item);
	old = Unique<Item>(item);
	return true;
}

VOID NTAPI IoInitializeWorkItem(PVOID object, PIO_WORKITEM place)
{
	const Caller caller;
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(caller.code()));

	if (!irql_ok(DISPATCH_LEVEL) || !ok(nt_is_memory(place, size_of_place), "the work item"))
		return;
	if (!is_driver_object(driver.get(), object) &&
	    !nt_device_known(static_cast<PDEVICE_OBJECT>(object)))
		caller.complain("%p is neither a device nor the caller's driver object", object);
	else if (!forget_old(place))
		caller.complain("work item %p is queued", place);
	else if (!create(caller.code(), object, place))
		caller.complain("there is no memory for work item %p", place);
}

static Unique<Item> take_of(const nt_driver *driver)
{
	ItemsGuard guard;

	return Unique(items.pop_if([=](Item &item) { return item.owner.get() == driver; }));
}

/// None of them is queued any longer, because a queued item holds the driver.
void nt_work_items_gone(nt_driver *driver)
{
	while (const Unique<Item> left = take_of(driver))
		nt_warn("%s: a work item was never freed by %s: freed\n", nt_driver_name(driver),
			left->place ? "IoUninitializeWorkItem" : "IoFreeWorkItem");
}

unsigned int nt_work_item_count() { return __atomic_load_n(&count, __ATOMIC_RELAXED); }
