// SPDX-License-Identifier: GPL-2.0
/// error_log.cc - entries of the error log, as lines of the kernel log.

#include <new>

#include "module/rt/list.hh"
#include "module/rt/minmax.hh"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/object.hh"
#include "io/device.h"
#include "io/driver.h"
#include "io/work.h"
#include "kit/driver_entry.h"

using rt::Unique;
using EntriesGuard = SpinGuard<NT_LOG_ENTRIES_LOCK>;
using MessagesGuard = SpinGuard<NT_MESSAGES_LOCK>;

namespace {

unsigned int count;

/// An entry. The part that the driver fills in follows it in memory, in the size that the driver
/// asked for.
struct alignas(IO_ERROR_LOG_PACKET) Entry {
	rt::Link link{};  // first: in the list
	const Ref<nt_driver> driver;
	char device[32] = "";  // empty if the driver itself reports
	const UCHAR size;

	/// nullptr: there is no memory. At or below DISPATCH_LEVEL.
	static Unique<Entry> create(nt_driver *driver, const char *device, UCHAR size);
	~Entry() { __atomic_fetch_sub(&count, 1, __ATOMIC_RELAXED); }
	Entry(const Entry &) = delete;
	Entry &operator=(const Entry &) = delete;

	IO_ERROR_LOG_PACKET *packet() { return reinterpret_cast<IO_ERROR_LOG_PACKET *>(this + 1); }
	const IO_ERROR_LOG_PACKET *packet() const
	{
		return reinterpret_cast<const IO_ERROR_LOG_PACKET *>(this + 1);
	}
	void write() const;

private:
	Entry(nt_driver *owner, const char *label, UCHAR packet_size);
};

Entry::Entry(nt_driver *owner, const char *label, UCHAR packet_size)
	: driver(Ref<nt_driver>::of(owner)), size(packet_size)
{
	memcpy(device, label, rt::min(strlen(label), sizeof(device) - 1));
	memset(packet(), 0, size);
	__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
}

Unique<Entry> Entry::create(nt_driver *driver, const char *device, UCHAR size)
{
	void *memory = nt_alloc(sizeof(Entry) + size, nt_may_sleep());

	return Unique(memory ? new (memory) Entry(driver, device, size) : nullptr);
}

constinit rt::List<Entry> entries GUARDED_BY(EntriesGuard::lock);

/// Takes the first entry for which `wanted(entry)` is true off the list.
template <typename Predicate>
Unique<Entry> take_if(Predicate wanted)
{
	EntriesGuard guard;

	return Unique(entries.pop_if(wanted));
}

/// Takes the driver's entry off the list; if `packet` is not an entry, logs it.
Unique<Entry> take(const void *packet, Caller caller = Caller())
{
	Unique<Entry> entry = take_if([=](Entry &known) { return known.packet() == packet; });

	if (!entry)
		caller.complain("%p is not an entry, or was already written", packet);
	return entry;
}

}

PVOID NTAPI IoAllocateErrorLogEntry(PVOID object, UCHAR size)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return nullptr;
	auto *device = static_cast<PDEVICE_OBJECT>(object);
	auto *driver = static_cast<PDRIVER_OBJECT>(object);
	const bool is_device = nt_device_known(device);
	if (!is_device && !nt_driver_known(driver)) {
		Caller().complain("%p is neither a device nor a driver", object);
		return nullptr;
	}
	if (size < sizeof(IO_ERROR_LOG_PACKET) || size > ERROR_LOG_MAXIMUM_SIZE)
		return nullptr;
	Unique<Entry> entry =
		is_device ? Entry::create(nt_device_driver(device), nt_device_label(device), size) :
			    Entry::create(nt_driver_of_object(driver), "", size);
	if (!entry)
		return nullptr;
	EntriesGuard guard;
	entries.push_front(*entry);
	return entry.release()->packet();
}

// W14: texts of message codes

static constinit LIST_ENTRY tables GUARDED_BY(MessagesGuard::lock) = { &tables, &tables };

void ntparport_messages_add(nt_messages *messages)
{
	MessagesGuard guard;

	InsertTailList(&tables, &messages->link);
}

void ntparport_messages_remove(nt_messages *messages)
{
	MessagesGuard guard;

	RemoveEntryList(&messages->link);
}

namespace {

/// The text of a message code, which stays as long as the lock is held; nullptr: there is none.
const char *message_locked(const nt_driver *driver, ULONG code) REQUIRES(MessagesGuard::lock)
{
	for (const LIST_ENTRY *at = tables.Flink; at != &tables; at = at->Flink) {
		const auto *messages = CONTAINING_RECORD(at, nt_messages, link);

		if (messages->module != nt_driver_module(driver))
			continue;
		for (const nt_message *message = messages->list; message->text; message++)
			if (message->code == code)
				return message->text;
	}
	return nullptr;
}

/// The line for an entry, cut off where there is no more room.
class Line {
public:
	explicit Line(const Entry &entry) : entry_(entry) { }

	/// Puts a text of a message file, as one line.
	void put_message(const char *text);
	/// Puts all strings of the entry.
	void put_strings();

	const char *text() const { return text_; }

private:
	void put(char c)
	{
		if (length_ < sizeof(text_) - 1)
			text_[length_++] = c;
	}
	void put_string(unsigned int number);
	void put_insertion(unsigned int number);

	const Entry &entry_;
	size_t length_ = 0;
	char text_[512] = {};
};

/// Puts one of the entry's strings, reading no further than the entry goes.
void Line::put_string(unsigned int number)
{
	size_t from = entry_.packet()->StringOffset;
	WCHAR c;

	if (number >= entry_.packet()->NumberOfStrings)
		return;
	for (; from + sizeof(c) <= entry_.size; from += sizeof(c)) {
		memcpy(&c, reinterpret_cast<const char *>(entry_.packet()) + from, sizeof(c));
		if (!c && !number--)
			return;
		if (c && !number)
			put(c >= ' ' && c < 0x7f ? static_cast<char>(c) : '?');
	}
}

void Line::put_strings()
{
	for (unsigned int n = 0; n < entry_.packet()->NumberOfStrings && n < entry_.size; n++) {
		if (n)
			put(' ');
		put_string(n);
	}
}

/// Insertion 1 is the device's name, the others are the entry's strings.
void Line::put_insertion(unsigned int number)
{
	if (number > 1) {
		put_string(number - 2);
		return;
	}
	const char *name = *entry_.device ? entry_.device : nt_driver_name(entry_.driver.get());
	while (*name)
		put(*name++);
}

void Line::put_message(const char *text)
{
	while (*text) {
		unsigned int number = 0;

		if (*text != '%') {
			put(*text == '\n' ? ' ' : *text);
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
			// Skips how a program would format it: all insertions are strings here.
			if (const char *end = *text == '!' ? strchr(text + 1, '!') : nullptr)
				text = end + 1;
			put_insertion(number);
			continue;
		}
		if (*text == 'n' || *text == 'r' || *text == 'b' || *text == 't')
			put(' ');
		else if (*text)
			put(*text);
		if (*text)
			text++;
	}
}

/// The lengths that the driver gives are believed only as far as the entry goes.
void Entry::write() const
{
	constexpr size_t dump_start = __builtin_offsetof(IO_ERROR_LOG_PACKET, DumpData);
	constexpr size_t max_dump = 64;
	const IO_ERROR_LOG_PACKET &said = *packet();
	const size_t dump = rt::min<size_t>(said.DumpDataSize, size - dump_start);
	Line line(*this);
	bool has_message;

	{
		MessagesGuard guard;
		const char *text = message_locked(driver.get(), said.ErrorCode);

		has_message = text;
		if (text)
			line.put_message(text);
	}
	if (!has_message)
		line.put_strings();
	const char *text = line.text();
	nt_warn("%s%s%s: error log: %s%scode 0x%08x, unique 0x%x, status 0x%08x, function 0x%x, control 0x%x, retry %u, sequence %u%s%s, data %*ph\n",
		nt_driver_name(driver.get()), *device ? " " : "", device, has_message ? text : "",
		has_message ? ": " : "", said.ErrorCode, said.UniqueErrorValue, said.FinalStatus,
		said.MajorFunctionCode, said.IoControlCode, said.RetryCount, said.SequenceNumber,
		has_message || !*text ? "" : ": ", has_message ? "" : text,
		static_cast<int>(rt::min(dump, max_dump)), said.DumpData);
}

}

VOID NTAPI IoWriteErrorLogEntry(PVOID packet)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return;
	if (const Unique<Entry> entry = take(packet))
		entry->write();
}

VOID NTAPI IoFreeErrorLogEntry(PVOID packet)
{
	if (irql_ok(DISPATCH_LEVEL))
		take(packet);
}

void nt_log_entries_gone(nt_driver *driver)
{
	auto is_left = [=](const Entry &entry) { return entry.driver.get() == driver; };

	while (const Unique<Entry> left = take_if(is_left))
		nt_warn("%s: an error log entry was never written: freed\n",
			nt_driver_name(driver));
}

unsigned int nt_log_entry_count() { return __atomic_load_n(&count, __ATOMIC_RELAXED); }
