// SPDX-License-Identifier: GPL-2.0
/// world.cc - glue/linux.h, and the rooms below, in user space.

#include "world.hh"

#include <ctime>
#include <mutex>
#include <set>

#include "module/glue/glue.h"
#include "glue/linux.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/object.h"
#include "ex/pool.h"
#include "ob/handle.h"

std::vector<std::string> world::log;

namespace {

// Allocations

std::set<void *> blocks;
bool failing, failed;
unsigned int fail_after;

void *allocate(size_t size)
{
	if (failing && !fail_after--) {
		failing = false;
		failed = true;
		return nullptr;
	}
	void *block = calloc(1, size ? size : 1);
	blocks.insert(block);
	return block;
}

void release(const void *memory)
{
	void *block = const_cast<void *>(memory);

	if (!block)
		return;
	world::check(blocks.erase(block), "memory: %p is freed, but is no block", block);
	free(block);
}

// Objects

struct Header {
	const nt_object_type *type;
	long references;
	alignas(16) char object[];
};

Header &header(const void *object)
{
	return *reinterpret_cast<Header *>(const_cast<char *>(static_cast<const char *>(object)) -
					   offsetof(Header, object));
}

long objects;
std::vector<void *> handles;
bool mutexes[NT_MUTEXES];

void add_line(const char *head, const char *format, va_list arguments)
{
	char line[1024];

	// A pointer in the log is printed in the kernel's ways.
	std::string plain;
	for (const char *c = format; *c; c++) {
		plain += *c;
		if (c[0] == '%' && c[1] == 'p') {
			plain += *++c;
			if (c[1] == 'S')
				c++;
		}
	}
	vsnprintf(line, sizeof(line), plain.c_str(), arguments);
	world::log.push_back(std::string(head) + line);
}

}

void world::fail_allocation(unsigned int after)
{
	failing = true;
	failed = false;
	fail_after = after;
}

bool world::allocation_failed()
{
	failing = false;
	return failed;
}

long world::left()
{
	return static_cast<long>(blocks.size()) + objects + static_cast<long>(handles.size());
}

void world::check(bool holds, const char *format, ...)
{
	va_list arguments;

	if (holds)
		return;
	va_start(arguments, format);
	fflush(stdout);
	printf("VIOLATED ");
	vprintf(format, arguments);
	printf("\n");
	va_end(arguments);
	fflush(stdout);
	_Exit(1);
}

UNICODE_STRING world::string_of(std::u16string &text)
{
	const auto length = static_cast<USHORT>(text.size() * sizeof(WCHAR));

	return { length, length, reinterpret_cast<WCHAR *>(text.data()) };
}

std::u16string world::text_of(const UNICODE_STRING &string)
{
	return { reinterpret_cast<const char16_t *>(string.Buffer), string.Length / sizeof(WCHAR) };
}

extern "C" {

// memory.c: what cases hand over as no memory is at one of the first or last pages.

bool nt_is_memory(const void *address, size_t size)
{
	const auto at = reinterpret_cast<uintptr_t>(address);

	return at >= 0x10000 && at + size >= at && at + size < UINTPTR_MAX - 0x10000;
}

void *nt_zalloc(size_t size) { return allocate(size); }
void nt_free(const void *memory) { release(memory); }
void *glue_alloc(size_t size) { return allocate(size); }
void glue_free(void *memory) { release(memory); }

// lock.c

void nt_mutex_lock(nt_mutex which)
{
	world::check(!mutexes[which], "locks: a mutex is taken twice");
	mutexes[which] = true;
}

void nt_mutex_unlock(nt_mutex which)
{
	world::check(mutexes[which], "locks: a mutex is given back that nobody has");
	mutexes[which] = false;
}

void nt_assert_mutex(nt_mutex which) { world::check(mutexes[which], "locks: a mutex is not held"); }

// log.c

void nt_warn(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_line("ntparport: ", format, arguments);
	va_end(arguments);
}

void nt_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_line("ntparport: ", format, arguments);
	va_end(arguments);
}

void nt_vwarn_of_call(const void *, const char *routine, const char *format, va_list arguments)
{
	add_line((std::string(routine) + ": ").c_str(), format, arguments);
}

void nt_warn_of_mistake(const void *, const char *routine, const char *mistake)
{
	world::log.push_back(std::string(routine) + ": " + mistake);
}

void nt_warn_of_address(const void *, const char *routine, const char *what)
{
	world::log.push_back(std::string(routine) + ": " + what + " is not at a valid address");
}

void nt_warn_of_irql(const void *, const char *routine, KIRQL, KIRQL)
{
	world::log.push_back(std::string(routine) + " at the wrong IRQL");
}

void nt_log_line(const void *, const char *name, nt_importance, const char *line)
{
	world::log.push_back(std::string(name) + ": " + line);
}

void nt_log_error(const void *, const char *name, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_line((std::string(name) + ": ").c_str(), format, arguments);
	va_end(arguments);
}

void nt_pointer_text(char text[NT_POINTER_TEXT], const void *pointer)
{
	snprintf(text, NT_POINTER_TEXT, "%016zx", reinterpret_cast<uintptr_t>(pointer));
}

unsigned long nt_printer() { return 1; }
unsigned long nt_lines_lock() { return 0; }
void nt_lines_unlock(unsigned long) { }

// math.c, text.c

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor) { return dividend / divisor; }

void nt_calendar(LONGLONG seconds, TIME_FIELDS *fields)
{
	const time_t time = seconds;
	tm calendar{};

	gmtime_r(&time, &calendar);
	fields->Year = static_cast<CSHORT>(calendar.tm_year + 1900);
	fields->Month = static_cast<CSHORT>(calendar.tm_mon + 1);
	fields->Day = static_cast<CSHORT>(calendar.tm_mday);
	fields->Hour = static_cast<CSHORT>(calendar.tm_hour);
	fields->Minute = static_cast<CSHORT>(calendar.tm_min);
	fields->Second = static_cast<CSHORT>(calendar.tm_sec);
	fields->Weekday = static_cast<CSHORT>(calendar.tm_wday);
}

LONGLONG nt_seconds(const TIME_FIELDS *fields)
{
	tm calendar{};

	calendar.tm_year = fields->Year - 1900;
	calendar.tm_mon = fields->Month - 1;
	calendar.tm_mday = fields->Day;
	calendar.tm_hour = fields->Hour;
	calendar.tm_min = fields->Minute;
	calendar.tm_sec = fields->Second;
	return timegm(&calendar);
}

/// As the kernel's: no shorter form of a character, no half of a pair, no more than room for.
int nt_utf8_to_utf16(const char *text, size_t length, WCHAR *result, size_t room)
{
	size_t used = 0;

	for (size_t n = 0; n < length && used < room;) {
		const auto lead = static_cast<unsigned char>(text[n]);
		const unsigned int more = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
		static constexpr uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
		uint32_t c = lead < 0x80 ? lead : lead & (0x3f >> more);

		if (!lead)
			break;
		if ((lead >= 0x80 && lead < 0xc0) || lead >= 0xf8 || n + more >= length)
			return -1;
		for (unsigned int i = 1; i <= more; i++) {
			const auto next = static_cast<unsigned char>(text[n + i]);
			if ((next & 0xc0) != 0x80)
				return -1;
			c = c << 6 | (next & 0x3f);
		}
		if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return -1;
		n += more + 1;
		if (c < 0x10000) {
			result[used++] = static_cast<WCHAR>(c);
		} else if (used + 1 < room) {
			result[used++] = static_cast<WCHAR>(0xd800 + ((c - 0x10000) >> 10));
			result[used++] = static_cast<WCHAR>(0xdc00 + ((c - 0x10000) & 0x3ff));
		} else {
			break;
		}
	}
	return static_cast<int>(used);
}

bool nt_parse_number(const char *text, ULONGLONG *number)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	*number = strtoull(text, &end, 0);
	// The kernel lets a newline end it.
	return end != text && !errno && (!*end || (*end == '\n' && !end[1]));
}

// base/

KIRQL ntparport_KeGetCurrentIrql() { return PASSIVE_LEVEL; }
const void *nt_caller_of(const void *address) { return address; }

const void *nt_driver_of(const void *code, char name[NT_DRIVER_NAME])
{
	memcpy(name, "driver", sizeof("driver"));
	return code ? &objects : nullptr;  // any address that stays
}

bool nt_gate_enter(nt_gate *, const void *) { return true; }
void nt_gate_leave(nt_gate *) { }

void *nt_object_alloc(const nt_object_type *type, size_t size)
{
	auto *memory = static_cast<Header *>(allocate(sizeof(Header) + size));

	if (!memory)
		return nullptr;
	memory->type = type;
	memory->references = 1;
	objects++;
	return memory->object;
}

void nt_object_get(void *object) { header(object).references++; }

bool nt_object_put(void *object)
{
	Header &memory = header(object);

	world::check(memory.references > 0, "objects: one has no reference to give back");
	if (--memory.references)
		return false;
	memory.type->destroy(object);
	objects--;
	release(&memory);
	return true;
}

// ex/, ob/

void *nt_pool_alloc(const void *, size_t size, size_t, ULONG, bool) { return allocate(size); }
void nt_pool_free(const void *, const char *, const void *memory) { release(memory); }

NTSTATUS nt_handle_create(const void *, void *object, HANDLE *handle)
{
	if (failing && !fail_after--) {
		failing = false;
		failed = true;
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	nt_object_get(object);
	handles.push_back(object);
	*handle = object;
	return STATUS_SUCCESS;
}

NTSTATUS nt_object_of_handle(HANDLE handle, const nt_object_type *type, void **object)
{
	for (void *known : handles) {
		if (known != handle)
			continue;
		if (header(known).type != type)
			return STATUS_OBJECT_TYPE_MISMATCH;
		nt_object_get(known);
		*object = known;
		return STATUS_SUCCESS;
	}
	return STATUS_INVALID_HANDLE;
}

NTSTATUS ntparport_ZwClose(HANDLE handle)
{
	for (auto at = handles.begin(); at != handles.end(); ++at) {
		if (*at != handle)
			continue;
		handles.erase(at);
		nt_object_put(handle);
		return STATUS_SUCCESS;
	}
	return STATUS_INVALID_HANDLE;
}
}
