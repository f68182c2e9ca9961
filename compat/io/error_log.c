// SPDX-License-Identifier: GPL-2.0
/* error_log.c - entries of the error log, as lines of the kernel's log. */

#include <linux/export.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/work.h"
#include "kit/driver_entry.h"

struct entry {
	struct list_head link;
	struct nt_driver *driver;	/* referenced */
	char device[32];
	UCHAR size;
	IO_ERROR_LOG_PACKET packet;	/* as long as the driver wanted it */
};

static LIST_HEAD(entries);
static DEFINE_SPINLOCK(entries_lock);
atomic_t nt_log_entry_count;

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
	atomic_dec(&nt_log_entry_count);
	ObDereferenceObject(&entry->driver->object);
	kfree(entry);
}

PVOID NTAPI IoAllocateErrorLogEntry(PVOID object, UCHAR size)
{
	struct entry *entry;

	const bool is_device = nt_device_known(object);

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return NULL;
	if (!is_device && !nt_driver_known(object)) {
		nt_complain("%p is neither a device nor a driver", object);
		return NULL;
	}
	if (size < sizeof(IO_ERROR_LOG_PACKET) || size > ERROR_LOG_MAXIMUM_SIZE)
		return NULL;
	entry = kzalloc(offsetof(struct entry, packet) + size, nt_gfp());
	if (!entry)
		return NULL;
	entry->size = size;
	if (is_device) {
		entry->driver = nt_device(object)->driver;
		strscpy(entry->device, nt_device(object)->label, sizeof(entry->device));
	} else {
		entry->driver = nt_driver(object);
	}
	ObReferenceObject(&entry->driver->object);
	atomic_inc(&nt_log_entry_count);
	spin_lock_bh(&entries_lock);
	list_add(&entry->link, &entries);
	spin_unlock_bh(&entries_lock);
	return &entry->packet;
}
EXPORT_SYMBOL_GPL(IoAllocateErrorLogEntry);

/* W14: texts of message codes */

static LIST_HEAD(tables);
static DEFINE_SPINLOCK(tables_lock);

void ntparport_messages_add(struct nt_messages *messages)
{
	spin_lock_bh(&tables_lock);
	list_add_tail(&messages->link, &tables);
	spin_unlock_bh(&tables_lock);
}
EXPORT_SYMBOL_GPL(ntparport_messages_add);

void ntparport_messages_remove(struct nt_messages *messages)
{
	spin_lock_bh(&tables_lock);
	list_del(&messages->link);
	spin_unlock_bh(&tables_lock);
}
EXPORT_SYMBOL_GPL(ntparport_messages_remove);

/* Tables lock held. */
static const char *message_locked(const struct nt_driver *driver, u32 code)
{
	const struct nt_messages *messages;
	const struct nt_message *message;

	list_for_each_entry(messages, &tables, link)
		if (messages->module == driver->module)
			for (message = messages->list; message->text; message++)
				if (message->code == code)
					return message->text;
	return NULL;
}

/* A line that is cut where there is no more room. */
struct line {
	char text[512];
	size_t length;
};

static void put(struct line *line, char c)
{
	if (line->length < sizeof(line->text) - 1)
		line->text[line->length++] = c;
}

/* One of the strings of an entry, as far as the entry goes. */
static void put_string(struct line *line, const struct entry *entry, unsigned int number)
{
	size_t from = entry->packet.StringOffset;
	WCHAR c;

	if (number >= entry->packet.NumberOfStrings)
		return;
	for (; from + sizeof(c) <= entry->size; from += sizeof(c)) {
		memcpy(&c, (const char *)&entry->packet + from, sizeof(c));
		if (!c && !number--)
			return;
		if (c && !number)
			put(line, c >= ' ' && c < 0x7f ? c : '?');
	}
}

/* The first insertion is the device's name, the others are the entry's strings. */
static void put_insertion(struct line *line, const struct entry *entry, unsigned int number)
{
	const char *c = *entry->device ? entry->device : entry->driver->name;

	if (number > 1)
		put_string(line, entry, number - 2);
	else
		while (*c)
			put(line, *c++);
}

/* A text of a message file, in one line. */
static void put_message(struct line *line, const struct entry *entry, const char *text)
{
	while (*text) {
		unsigned int number = 0;

		if (*text != '%') {
			put(line, *text == '\n' ? ' ' : *text);
			text++;
			continue;
		}
		text++;
		if (*text == '0')
			return;
		if (*text >= '1' && *text <= '9') {
			number = *text++ - '0';
			if (*text >= '0' && *text <= '9')
				number = number * 10 + *text++ - '0';
			/* How a program would format it: they are all strings here. */
			if (*text == '!' && strchr(text + 1, '!'))
				text = strchr(text + 1, '!') + 1;
			put_insertion(line, entry, number);
			continue;
		}
		if (*text == 'n' || *text == 'r' || *text == 'b' || *text == 't')
			put(line, ' ');
		else if (*text)
			put(line, *text);
		if (*text)
			text++;
	}
}

/* What the driver says about lengths is believed as far as the entry goes. */
static void write(struct entry *entry)
{
	const IO_ERROR_LOG_PACKET *packet = &entry->packet;
	const size_t dump_start = offsetof(IO_ERROR_LOG_PACKET, DumpData);
	size_t dump = min_t(size_t, packet->DumpDataSize, entry->size - dump_start);
	struct line line = { };
	const char *text;
	unsigned int n;

	spin_lock_bh(&tables_lock);
	text = message_locked(entry->driver, packet->ErrorCode);
	if (text)
		put_message(&line, entry, text);
	spin_unlock_bh(&tables_lock);
	for (n = 0; !text && n < packet->NumberOfStrings && n < entry->size; n++) {
		if (n)
			put(&line, ' ');
		put_string(&line, entry, n);
	}
	pr_warn("%s%s%s: error log: %s%scode 0x%08x, unique 0x%x, status 0x%08x, function 0x%x, control 0x%x, retry %u, sequence %u%s%s, data %*ph\n",
		entry->driver->name, *entry->device ? " " : "", entry->device,
		text ? line.text : "", text ? ": " : "",
		packet->ErrorCode, packet->UniqueErrorValue, packet->FinalStatus,
		packet->MajorFunctionCode, packet->IoControlCode, packet->RetryCount,
		packet->SequenceNumber, text || !*line.text ? "" : ": ", text ? "" : line.text,
		(int)min_t(size_t, dump, 64), packet->DumpData);
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
