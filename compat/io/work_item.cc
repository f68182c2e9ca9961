// SPDX-License-Identifier: GPL-2.0
/// work_item.cc - work items: a worker thread calls a driver's routine.

#include <utility>

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
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
	DEVICE_OBJECT *const device;
	Work work;
	PIO_WORKITEM_ROUTINE routine = nullptr;
	PVOID context = nullptr;
	// While it is queued or its routine runs: the device, and the routine's driver if that is another.
	Held hold;
	HeldDriver routines_driver;
	bool queued = false;  // guarded by the lock

	_IO_WORKITEM(Ref<nt_driver> allocator, PDEVICE_OBJECT object, bool may_sleep)
		: owner(std::move(allocator)), device(object), work(run, this, may_sleep)
	{
		__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
	}
	~_IO_WORKITEM() { __atomic_fetch_sub(&count, 1, __ATOMIC_RELAXED); }
	_IO_WORKITEM(const _IO_WORKITEM &) = delete;
	_IO_WORKITEM &operator=(const _IO_WORKITEM &) = delete;

	void set_queued(bool now)
	{
		ItemsGuard guard;

		queued = now;
	}

	static void run(void *work_item);
};

static constinit rt::List<Item> items;

/// The item may be queued again, or freed, as soon as its routine is called.
void Item::run(void *work_item)
{
	auto *item = static_cast<Item *>(work_item);
	const Held hold = std::move(item->hold);
	const HeldDriver routines_driver = std::move(item->routines_driver);
	PIO_WORKITEM_ROUTINE routine = item->routine;
	PDEVICE_OBJECT device = item->device;
	PVOID context = item->context;

	item->set_queued(false);
	call(routine, device, context);
}

PIO_WORKITEM NTAPI IoAllocateWorkItem(PDEVICE_OBJECT device)
{
	if (!irql_ok(DISPATCH_LEVEL) || !io::device_ok(device))
		return nullptr;
	const bool may_sleep = nt_may_sleep();
	auto owner = Ref<nt_driver>::taken(nt_driver_get(Caller().code()));
	if (!owner)
		owner = Ref<nt_driver>::of(nt_device_driver(device));
	Unique<Item> item{ new (rt::kernel, may_sleep) Item(std::move(owner), device, may_sleep) };
	if (!item || !item->work)
		return nullptr;
	ItemsGuard guard;
	items.push_front(*item);
	return item.release();
}

/// What is wrong with an item that should exist and not be queued, or nullptr. Lock held.
static const char *wrong_locked(const Item *item, const char *if_queued)
{
	for (const Item &known : items)
		if (&known == item)
			return known.queued ? if_queued : nullptr;
	return "is none, or was freed";
}

VOID NTAPI IoQueueWorkItem(PIO_WORKITEM item, PIO_WORKITEM_ROUTINE routine, WORK_QUEUE_TYPE,
			   PVOID context)
{
	const char *wrong;

	if (!irql_ok(DISPATCH_LEVEL) || !ok(is_routine(routine), "the routine"))
		return;
	{
		ItemsGuard guard;

		wrong = wrong_locked(item, "is queued already");
		if (!wrong)
			item->queued = true;
	}
	if (wrong) {
		Caller().complain("work item %p %s", item, wrong);
		return;
	}
	item->hold = Held(item->device);
	if (!item->hold) {
		Caller().complain("the device of work item %p is gone", item);
		item->set_queued(false);
		return;
	}
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(code_of(routine)));
	if (driver && driver.get() != nt_device_driver(item->device))
		item->routines_driver = HeldDriver(driver.get(), true);
	item->routine = routine;
	item->context = context;
	item->work.queue();
}

VOID NTAPI IoFreeWorkItem(PIO_WORKITEM item)
{
	const char *wrong;

	if (!irql_ok(DISPATCH_LEVEL))
		return;
	{
		ItemsGuard guard;

		wrong = wrong_locked(item, "is queued");
		if (!wrong)
			rt::List<Item>::remove(*item);
	}
	if (wrong)
		Caller().complain("work item %p %s", item, wrong);
	else
		delete item;
}

static Unique<Item> take_of(const nt_driver *driver)
{
	ItemsGuard guard;

	return Unique(items.pop_if([=](Item &item) { return item.owner.get() == driver; }));
}

/// None of them is queued any more, because a queued item holds the driver.
void nt_work_items_gone(nt_driver *driver)
{
	while (const Unique<Item> left = take_of(driver))
		nt_warn("%s: a work item was never freed by IoFreeWorkItem: freed\n",
			nt_driver_name(driver));
}

unsigned int nt_work_item_count() { return __atomic_load_n(&count, __ATOMIC_RELAXED); }
