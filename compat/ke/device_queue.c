// SPDX-License-Identifier: GPL-2.0
/* device_queue.c - device queues. */

#include <linux/export.h>
#include <linux/list.h>
#include <linux/spinlock.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"
#include "base/list.h"
#include "ke/device_queue.h"

/* Device queues: one lock for all, held for a few instructions. */

static DEFINE_SPINLOCK(queues_lock);

/* What Windows has in Type. */
#define QUEUE_TYPE 20

VOID NTAPI KeInitializeDeviceQueue(PKDEVICE_QUEUE queue)
{
	if (!nt_ok(nt_is_memory(queue, sizeof(*queue)), "the queue"))
		return;
	memset(queue, 0, sizeof(*queue));
	queue->Type = QUEUE_TYPE;
	queue->Size = sizeof(*queue);
	INIT_LIST_HEAD(nt_list(&queue->DeviceListHead));
}
EXPORT_SYMBOL_GPL(KeInitializeDeviceQueue);

static PKDEVICE_QUEUE_ENTRY entry_of(struct list_head *list)
{
	return container_of((LIST_ENTRY *)list, KDEVICE_QUEUE_ENTRY, DeviceListEntry);
}

static bool is_queue(const KDEVICE_QUEUE *queue)
{
	return nt_is_memory(queue, sizeof(*queue)) && queue->Type == QUEUE_TYPE;
}

/* Its memory may hold anything: the queue knows whether it is in it. */
static bool has_locked(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	struct list_head *other;

	list_for_each(other, nt_list(&queue->DeviceListHead))
		if (entry_of(other) == entry)
			return true;
	return false;
}

bool nt_device_queue_has(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	bool found;

	spin_lock_bh(&queues_lock);
	found = has_locked(queue, entry);
	spin_unlock_bh(&queues_lock);
	return found;
}

/* The macros in the log name the routine they are used in, so they are checked there. */

#define QUEUE_OK(queue)								\
({										\
	bool __is = is_queue(queue);						\
										\
	if (!__is)								\
		nt_complain("the queue is not initialised");			\
	__is;									\
})

#define INSERT_OK(queue, entry)							\
({										\
	bool __fits = nt_irql_ok(DISPATCH_LEVEL) && QUEUE_OK(queue) &&		\
		nt_ok(nt_is_memory(entry, sizeof(*(entry))), "the entry");		\
										\
	if (__fits && (entry)->Inserted && nt_device_queue_has(queue, entry)) {			\
		nt_complain("the entry is in the queue already");		\
		__fits = false;							\
	}									\
	__fits;									\
})

#define REMOVE_OK(queue)							\
({										\
	bool __can = nt_irql_ok(DISPATCH_LEVEL) && QUEUE_OK(queue);		\
										\
	if (__can && !READ_ONCE((queue)->Busy)) {				\
		nt_complain("the queue is not busy: nothing is to be removed");	\
		__can = false;							\
	}									\
	__can;									\
})

BOOLEAN nt_device_queue_insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key)
{
	struct list_head *head = nt_list(&queue->DeviceListHead), *before = head;

	spin_lock_bh(&queues_lock);
	entry->Inserted = queue->Busy;
	queue->Busy = TRUE;
	if (entry->Inserted) {
		if (key) {
			entry->SortKey = *key;
			list_for_each(before, head)
				if (entry_of(before)->SortKey > *key)
					break;
		}
		list_add_tail(nt_list(&entry->DeviceListEntry), before);
	}
	spin_unlock_bh(&queues_lock);
	return entry->Inserted;
}

BOOLEAN NTAPI KeInsertDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	return INSERT_OK(queue, entry) && nt_device_queue_insert(queue, entry, NULL);
}
EXPORT_SYMBOL_GPL(KeInsertDeviceQueue);

BOOLEAN NTAPI KeInsertByKeyDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, ULONG key)
{
	return INSERT_OK(queue, entry) && nt_device_queue_insert(queue, entry, &key);
}
EXPORT_SYMBOL_GPL(KeInsertByKeyDeviceQueue);

PKDEVICE_QUEUE_ENTRY nt_device_queue_take(PKDEVICE_QUEUE queue, ULONG key)
{
	struct list_head *head = nt_list(&queue->DeviceListHead), *found;
	PKDEVICE_QUEUE_ENTRY entry = NULL;

	spin_lock_bh(&queues_lock);
	if (list_empty(head)) {
		queue->Busy = FALSE;
	} else {
		list_for_each(found, head)
			if (entry_of(found)->SortKey >= key)
				break;
		entry = entry_of(found == head ? head->next : found);
		list_del(nt_list(&entry->DeviceListEntry));
		entry->Inserted = FALSE;
	}
	spin_unlock_bh(&queues_lock);
	return entry;
}

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveDeviceQueue(PKDEVICE_QUEUE queue)
{
	return REMOVE_OK(queue) ? nt_device_queue_take(queue, 0) : NULL;
}
EXPORT_SYMBOL_GPL(KeRemoveDeviceQueue);

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE queue, ULONG key)
{
	return REMOVE_OK(queue) ? nt_device_queue_take(queue, key) : NULL;
}
EXPORT_SYMBOL_GPL(KeRemoveByKeyDeviceQueue);

bool nt_device_queue_remove(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	bool there;

	spin_lock_bh(&queues_lock);
	there = has_locked(queue, entry);
	if (there) {
		list_del(nt_list(&entry->DeviceListEntry));
		entry->Inserted = FALSE;
	}
	spin_unlock_bh(&queues_lock);
	return there;
}

BOOLEAN NTAPI KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !QUEUE_OK(queue) ||
	    !nt_ok(nt_is_memory(entry, sizeof(*entry)), "the entry"))
		return FALSE;
	if (!READ_ONCE(entry->Inserted))
		return FALSE;
	if (nt_device_queue_remove(queue, entry))
		return TRUE;
	nt_complain("the entry is not in the queue, or not initialised");
	return FALSE;
}
EXPORT_SYMBOL_GPL(KeRemoveEntryDeviceQueue);
