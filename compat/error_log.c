// SPDX-License-Identifier: GPL-2.0
/* error_log.c - entries of the error log, as lines of the kernel's log. */

#include <linux/slab.h>

#include "nt_io.h"

struct entry {
	struct list_head link;
	struct nt_driver *driver;	/* referenced */
	char device[32];
	UCHAR size;
	IO_ERROR_LOG_PACKET packet;	/* as long as the driver wanted it */
};

static LIST_HEAD(entries);
static DEFINE_SPINLOCK(entries_lock);
atomic_t nt_io_count_log_entries = ATOMIC_INIT(0);

static struct entry *take(PVOID packet)
{
	struct entry *entry, *found = NULL;

	spin_lock_bh(&entries_lock);
	list_for_each_entry(entry, &entries, link) {
		if (&entry->packet == packet) {
			list_del(&entry->link);
			found = entry;
			break;
		}
	}
	spin_unlock_bh(&entries_lock);
	return found;
}

static void free_entry(struct entry *entry)
{
	atomic_dec(&nt_io_count_log_entries);
	ObDereferenceObject(&entry->driver->object);
	kfree(entry);
}

PVOID NTAPI IoAllocateErrorLogEntry(PVOID object, UCHAR size)
{
	struct entry *entry;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !object)
		return NULL;
	if (size < sizeof(IO_ERROR_LOG_PACKET) || size > ERROR_LOG_MAXIMUM_SIZE)
		return NULL;
	entry = kzalloc(offsetof(struct entry, packet) + size, GFP_ATOMIC);
	if (!entry)
		return NULL;
	entry->size = size;
	switch (*(SHORT *)object) {
	case IO_TYPE_DEVICE:
		entry->driver = nt_device(object)->driver;
		strscpy(entry->device, nt_device(object)->label, sizeof(entry->device));
		break;
	case IO_TYPE_DRIVER:
		entry->driver = nt_driver(object);
		break;
	default:
		nt_complain("%p is neither a device nor a driver", object);
		kfree(entry);
		return NULL;
	}
	ObReferenceObject(&entry->driver->object);
	atomic_inc(&nt_io_count_log_entries);
	spin_lock_bh(&entries_lock);
	list_add(&entry->link, &entries);
	spin_unlock_bh(&entries_lock);
	return &entry->packet;
}
EXPORT_SYMBOL_GPL(IoAllocateErrorLogEntry);

/* What the driver says about lengths is believed as far as the entry goes. */
static void write(struct entry *entry)
{
	const IO_ERROR_LOG_PACKET *packet = &entry->packet;
	const size_t dump_start = offsetof(IO_ERROR_LOG_PACKET, DumpData);
	size_t dump = min_t(size_t, packet->DumpDataSize, entry->size - dump_start);
	char text[ERROR_LOG_MAXIMUM_SIZE] = "";
	size_t from = packet->StringOffset, n = 0;
	unsigned int strings = packet->NumberOfStrings;

	for (; strings && n + 2 < sizeof(text) && from + sizeof(WCHAR) <= entry->size;
	     from += sizeof(WCHAR)) {
		WCHAR c;

		memcpy(&c, (const char *)packet + from, sizeof(c));
		if (!c)
			strings--;
		text[n++] = c ? (c >= ' ' && c < 0x7f ? c : '?') : ' ';
	}
	pr_warn("%s%s%s: error log: code 0x%08x, unique 0x%x, status 0x%08x, function 0x%x, control 0x%x, retry %u, sequence %u%s%s, data %*ph\n",
		entry->driver->name, *entry->device ? " " : "", entry->device,
		packet->ErrorCode, packet->UniqueErrorValue, packet->FinalStatus,
		packet->MajorFunctionCode, packet->IoControlCode, packet->RetryCount,
		packet->SequenceNumber, *text ? ": " : "", text, (int)min_t(size_t, dump, 64),
		packet->DumpData);
}

VOID NTAPI IoWriteErrorLogEntry(PVOID packet)
{
	struct entry *entry;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	entry = take(packet);
	if (!entry) {
		nt_complain("%p is no entry, or was written already", packet);
		return;
	}
	write(entry);
	free_entry(entry);
}
EXPORT_SYMBOL_GPL(IoWriteErrorLogEntry);

VOID NTAPI IoFreeErrorLogEntry(PVOID packet)
{
	struct entry *entry;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	entry = take(packet);
	if (entry)
		free_entry(entry);
	else
		nt_complain("%p is no entry, or was written already", packet);
}
EXPORT_SYMBOL_GPL(IoFreeErrorLogEntry);

void nt_log_entries_gone(struct nt_driver *driver)
{
	struct entry *entry, *next;
	LIST_HEAD(left);

	spin_lock_bh(&entries_lock);
	list_for_each_entry_safe(entry, next, &entries, link)
		if (entry->driver == driver)
			list_move(&entry->link, &left);
	spin_unlock_bh(&entries_lock);
	list_for_each_entry_safe(entry, next, &left, link) {
		pr_warn("%s: an error log entry was never written: freed\n", driver->name);
		free_entry(entry);
	}
}
