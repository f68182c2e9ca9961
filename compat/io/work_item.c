// SPDX-License-Identifier: GPL-2.0
/* work_item.c - work items: a driver's routine in a thread of the system. */

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/work.h"

struct _IO_WORKITEM {
	struct list_head link;
	struct work_struct work;
	struct nt_driver *owner;
	PDEVICE_OBJECT device;
	PIO_WORKITEM_ROUTINE routine;
	PVOID context;
	unsigned long hold;	/* while it is queued or its routine runs */
	bool queued;
};

struct workqueue_struct *nt_workqueue;

static LIST_HEAD(items);
static DEFINE_SPINLOCK(items_lock);
atomic_t nt_work_item_count;

static bool is_item_locked(PIO_WORKITEM wanted)
{
	PIO_WORKITEM item;

	list_for_each_entry(item, &items, link)
		if (item == wanted)
			return true;
	return false;
}

/* The item may be queued again, or freed, as soon as its routine is called. */
static void run(struct work_struct *work)
{
	PIO_WORKITEM item = container_of(work, struct _IO_WORKITEM, work);
	PIO_WORKITEM_ROUTINE routine = item->routine;
	PDEVICE_OBJECT device = item->device;
	PVOID context = item->context;
	unsigned long hold = item->hold;

	spin_lock_bh(&items_lock);
	item->queued = false;
	spin_unlock_bh(&items_lock);
	nt_call(routine, device, context);
	nt_device_release(hold);
}

PIO_WORKITEM NTAPI IoAllocateWorkItem(PDEVICE_OBJECT device)
{
	PIO_WORKITEM item;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(device))
		return NULL;
	item = kzalloc(sizeof(*item), nt_gfp());
	if (!item)
		return NULL;
	INIT_WORK(&item->work, run);
	item->device = device;
	item->owner = nt_device(device)->driver;
	ObReferenceObject(&item->owner->object);
	atomic_inc(&nt_work_item_count);
	spin_lock_bh(&items_lock);
	list_add(&item->link, &items);
	spin_unlock_bh(&items_lock);
	return item;
}
EXPORT_SYMBOL_GPL(IoAllocateWorkItem);

VOID NTAPI IoQueueWorkItem(PIO_WORKITEM item, PIO_WORKITEM_ROUTINE routine, WORK_QUEUE_TYPE type,
			   PVOID context)
{
	const char *wrong = NULL;
	unsigned long hold;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_ok(nt_is_memory(routine, 1), "the routine"))
		return;
	spin_lock_bh(&items_lock);
	if (!is_item_locked(item))
		wrong = "is none, or was freed";
	else if (item->queued)
		wrong = "is queued already";
	else	/* From here on it is this call's, then run()'s. */
		item->queued = true;
	spin_unlock_bh(&items_lock);
	if (wrong) {
		nt_complain("work item %p %s", item, wrong);
		return;
	}
	hold = nt_device_hold(item->device);
	if (!hold) {
		nt_complain("the device of work item %p is gone", item);
		spin_lock_bh(&items_lock);
		item->queued = false;
		spin_unlock_bh(&items_lock);
		return;
	}
	item->hold = hold;
	item->routine = routine;
	item->context = context;
	queue_work(nt_workqueue, &item->work);
}
EXPORT_SYMBOL_GPL(IoQueueWorkItem);

static void free_item(PIO_WORKITEM item)
{
	atomic_dec(&nt_work_item_count);
	ObDereferenceObject(&item->owner->object);
	kfree(item);
}

VOID NTAPI IoFreeWorkItem(PIO_WORKITEM item)
{
	const char *wrong = NULL;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	spin_lock_bh(&items_lock);
	if (!is_item_locked(item))
		wrong = "is none, or was freed";
	else if (item->queued)
		wrong = "is queued";
	else
		list_del(&item->link);
	spin_unlock_bh(&items_lock);
	if (wrong)
		nt_complain("work item %p %s", item, wrong);
	else
		free_item(item);
}
EXPORT_SYMBOL_GPL(IoFreeWorkItem);

/* None is queued any more: those hold the driver. */
void nt_work_items_gone(struct nt_driver *driver)
{
	PIO_WORKITEM item, next;
	LIST_HEAD(left);

	spin_lock_bh(&items_lock);
	list_for_each_entry_safe(item, next, &items, link)
		if (item->owner == driver)
			list_move(&item->link, &left);
	spin_unlock_bh(&items_lock);
	list_for_each_entry_safe(item, next, &left, link) {
		pr_warn("%s: a work item was never freed by IoFreeWorkItem: freed\n",
			driver->name);
		free_item(item);
	}
}

int nt_work_init(void)
{
	nt_workqueue = alloc_workqueue("ntparport", WQ_UNBOUND, 0);
	return nt_workqueue ? 0 : -ENOMEM;
}

void nt_work_exit(void)
{
	destroy_workqueue(nt_workqueue);
}
