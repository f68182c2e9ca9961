// SPDX-License-Identifier: GPL-2.0
/// device_queue.cc - device queues: one lock for all, held for a few instructions.

#include "base/check.hh"
#include "base/guard.hh"
#include "base/list.hh"
#include "ke/device_queue.h"

using QueuesGuard = SpinGuard<NT_DEVICE_QUEUES_LOCK>;
using Entry = KDEVICE_QUEUE_ENTRY;
using Entries = EntryList<Entry, offsetof(Entry, DeviceListEntry)>;

namespace {

/// The value of Type on Windows.
constexpr SHORT queue_type = 20;

Entries &entries_of(PKDEVICE_QUEUE queue) { return Entries::of(queue->DeviceListHead); }

bool queue_ok(const KDEVICE_QUEUE *queue, Caller caller)
{
	const bool is = is_memory(queue) && queue->Type == queue_type;

	if (!is) [[unlikely]]
		caller.complain("the queue is not initialised");
	return is;
}

/// Whether the entry may be inserted.
bool insert_ok(PKDEVICE_QUEUE queue, Entry *entry, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller) || !queue_ok(queue, caller) ||
	    !ok(is_memory(entry), "the entry", caller))
		return false;
	if (!entry->Inserted || !nt_device_queue_has(queue, entry))
		return true;
	caller.complain("the entry is already in a queue");
	return false;
}

/// Whether the next entry may be removed.
bool remove_ok(const KDEVICE_QUEUE *queue, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller) || !queue_ok(queue, caller))
		return false;
	if (__atomic_load_n(&queue->Busy, __ATOMIC_RELAXED))
		return true;
	caller.complain("the queue is not busy: there is nothing to remove");
	return false;
}

/// The first entry whose key is above this, or nullptr.
Entry *first_above(Entries &entries, ULONG key) REQUIRES(QueuesGuard::lock)
{
	for (Entry &entry : entries)
		if (entry.SortKey > key)
			return &entry;
	return nullptr;
}

/// The first entry from this key on, or else the first of all; the queue is not empty.
Entry *first_from(Entries &entries, ULONG key) REQUIRES(QueuesGuard::lock)
{
	for (Entry &entry : entries)
		if (entry.SortKey >= key)
			return &entry;
	return entries.first();
}

/// Whether the entry is in a queue, as far as it and its neighbours know.
bool is_linked(const Entry &entry) REQUIRES(QueuesGuard::lock)
{
	const LIST_ENTRY &link = entry.DeviceListEntry;

	return entry.Inserted && link.Flink != &link && nt_is_list(&link);
}

void take_out(Entry &entry) REQUIRES(QueuesGuard::lock)
{
	Entries::remove(entry);
	entry.Inserted = FALSE;
}

}

VOID NTAPI KeInitializeDeviceQueue(PKDEVICE_QUEUE queue)
{
	if (!ok(is_memory(queue), "the queue"))
		return;
	*queue = {};
	queue->Type = queue_type;
	queue->Size = sizeof(*queue);
	entries_of(queue).initialise();
}

bool nt_device_queue_has(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	const QueuesGuard guard;

	// An entry of another queue, inserted here, would lead from that one into this one: whoever
	// searched that one would never come to its end. Which queue that is, only the entry can
	// tell. This one is searched, because a driver may have overwritten what the entry says.
	return entries_of(queue).contains(entry) || is_linked(*entry);
}

BOOLEAN nt_device_queue_insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key)
{
	Entries &entries = entries_of(queue);
	const QueuesGuard guard;

	entry->Inserted = queue->Busy;
	queue->Busy = TRUE;
	if (!entry->Inserted)
		return FALSE;
	if (key)
		entry->SortKey = *key;
	entries.insert_before(key ? first_above(entries, *key) : nullptr, *entry);
	return TRUE;
}

BOOLEAN NTAPI KeInsertDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	return insert_ok(queue, entry) && nt_device_queue_insert(queue, entry, nullptr);
}

BOOLEAN NTAPI KeInsertByKeyDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, ULONG key)
{
	return insert_ok(queue, entry) && nt_device_queue_insert(queue, entry, &key);
}

PKDEVICE_QUEUE_ENTRY nt_device_queue_take(PKDEVICE_QUEUE queue, ULONG key)
{
	Entries &entries = entries_of(queue);
	const QueuesGuard guard;

	if (entries.empty()) {
		queue->Busy = FALSE;
		return nullptr;
	}
	Entry *entry = first_from(entries, key);
	take_out(*entry);
	return entry;
}

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveDeviceQueue(PKDEVICE_QUEUE queue)
{
	return remove_ok(queue) ? nt_device_queue_take(queue, 0) : nullptr;
}

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE queue, ULONG key)
{
	return remove_ok(queue) ? nt_device_queue_take(queue, key) : nullptr;
}

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveByKeyDeviceQueueIfBusy(PKDEVICE_QUEUE queue, ULONG key)
{
	if (!irql_ok(DISPATCH_LEVEL) || !queue_ok(queue, Caller()))
		return nullptr;
	return nt_device_queue_take(queue, key);
}

/// The entry's memory may hold anything, so the queue itself is searched.
bool nt_device_queue_remove(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	const QueuesGuard guard;

	if (!entries_of(queue).contains(entry))
		return false;
	take_out(*entry);
	return true;
}

BOOLEAN NTAPI KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL) || !queue_ok(queue, caller) ||
	    !ok(is_memory(entry), "the entry"))
		return FALSE;
	if (!__atomic_load_n(&entry->Inserted, __ATOMIC_RELAXED))
		return FALSE;
	if (nt_device_queue_remove(queue, entry))
		return TRUE;
	caller.complain("the entry is not in the queue, or not initialised");
	return FALSE;
}
