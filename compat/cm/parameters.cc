// SPDX-License-Identifier: GPL-2.0
/// parameters.cc - values that users write as module parameters.

#include "module/rt/unique.hh"
#include "glue/linux.h"
#include "rtl/characters.hh"
#include "cm/parameters.hh"

using cm::Key;
using rt::Unique;

namespace {

/// A part of the user's text, which may be changed.
struct Span {
	char *text;
	size_t length;
};

/// What there is of a value before its data: where it goes, and under which name.
struct Target {
	Key &key;
	Span name;
	bool escapes;  // in the name and the data
	ULONG type;
};

/// The byte that two hexadecimal digits stand for; negative: they are not digits.
int hex_byte(const char *text)
{
	const ULONG high = rtl::digit_of(static_cast<UCHAR>(text[0]));
	// If the first is a terminator, nothing behind it is read.
	const ULONG low = high < 16 ? rtl::digit_of(static_cast<UCHAR>(text[1])) : high;

	return low < 16 ? static_cast<int>(high << 4 | low) : -1;
}

/// Replaces % and two hexadecimal digits by the byte that they stand for. False: a % has no digits
/// after it, or stands for a terminator.
bool unescape(Span &span)
{
	size_t to = 0;

	for (size_t from = 0; from < span.length; from++) {
		if (span.text[from] != '%') {
			span.text[to++] = span.text[from];
			continue;
		}
		// The text ends with a terminator, or what was a separator, neither of which is a
		// digit.
		const int byte = hex_byte(span.text + from + 1);
		if (byte <= 0)
			return false;
		span.text[to++] = static_cast<char>(byte);
		from += 2;
	}
	span.length = to;
	return true;
}

Status set(const Target &target, const void *data, size_t size)
{
	Span name = target.name;
	UNICODE_STRING wide{};

	if ((target.escapes && !unescape(name)) || name.length > MAXUSHORT / sizeof(WCHAR) - 1)
		return Status::invalid;
	Unique<WCHAR[]> text(name.length + 1);
	if (!text)
		return Status::no_memory;
	const int length = nt_utf8_to_utf16(name.text, name.length, text.get(), name.length);
	if (length < 0)
		return Status::invalid;
	wide.Buffer = text.get();
	wide.Length = static_cast<USHORT>(length * sizeof(WCHAR));
	wide.MaximumLength = wide.Length;
	const NTSTATUS status =
		target.key.set_value(wide, target.type, data, static_cast<ULONG>(size), true);
	return NT_SUCCESS(status) ? Status::ok : Status::no_memory;
}

Status set_dword(const Target &target, Span data)
{
	ULONGLONG number;

	if (!nt_parse_number(data.text, &number) || number > MAXULONG)
		return Status::invalid;
	const ULONG dword = static_cast<ULONG>(number);
	return set(target, &dword, sizeof(dword));
}

Status set_qword(const Target &target, Span data)
{
	ULONGLONG number;

	return nt_parse_number(data.text, &number) ? set(target, &number, sizeof(number)) :
						     Status::invalid;
}

Status set_string(const Target &target, Span data)
{
	if ((target.escapes && !unescape(data)) || data.length > MAXUSHORT / sizeof(WCHAR) - 1)
		return Status::invalid;
	Unique<WCHAR[]> wide(data.length + 1);
	if (!wide)
		return Status::no_memory;
	const int length = nt_utf8_to_utf16(data.text, data.length, wide.get(), data.length);
	return length < 0 ? Status::invalid : set(target, wide.get(), (length + 1) * sizeof(WCHAR));
}

/// Each string is ended by a bar or by the end; an empty string follows the last. An empty string
/// in the text is refused, because it would be that end.
Status set_strings(const Target &target, Span data)
{
	// At most as many characters as bytes, with a terminator in place of each bar, and two
	// more.
	const size_t room = data.length + 2;
	Unique<WCHAR[]> wide(room);
	size_t used = 0;

	if (!wide)
		return Status::no_memory;
	for (size_t start = 0, end; start < data.length || (start && start == data.length);
	     start = end + 1) {
		for (end = start; end < data.length && data.text[end] != '|'; end++)
			;
		Span string = { data.text + start, end - start };
		if (target.escapes && !unescape(string))
			return Status::invalid;
		const int length = string.length ? nt_utf8_to_utf16(string.text, string.length,
								    &wide[used], room - used) :
						   0;
		if (length <= 0)
			return Status::invalid;
		used += length + 1;
	}
	return set(target, wide.get(), (used + 1) * sizeof(WCHAR));
}

Status set_binary(const Target &target, Span data)
{
	const size_t size = data.length / 2;
	// A value may have no bytes.
	Unique<UCHAR[]> bytes(size + 1);

	if (data.length % 2)
		return Status::invalid;
	if (!bytes)
		return Status::no_memory;
	for (size_t n = 0; n < size; n++) {
		const int byte = hex_byte(data.text + 2 * n);

		if (byte < 0)
			return Status::invalid;
		bytes[n] = static_cast<UCHAR>(byte);
	}
	return set(target, bytes.get(), size);
}

constexpr struct {
	const char *prefix;
	ULONG type;
	Status (*set)(const Target &target, Span data);
} types[] = {
	{ "dword:", REG_DWORD, set_dword },
	{ "qword:", REG_QWORD, set_qword },
	{ "sz:", REG_SZ, set_string },
	{ "expand_sz:", REG_EXPAND_SZ, set_string },
	{ "multi_sz:", REG_MULTI_SZ, set_strings },
	{ "binary:", REG_BINARY, set_binary },
};

}

const char *cm::name_of_type(ULONG type)
{
	static constexpr const char *names[] = {
		"none",	   "sz",       "expand_sz", "binary",  "dword",	  "unknown",
		"unknown", "multi_sz", "unknown",   "unknown", "unknown", "qword",
	};
	static_assert(REG_NONE == 0 && REG_SZ == 1 && REG_EXPAND_SZ == 2 && REG_BINARY == 3 &&
		      REG_DWORD == 4 && REG_MULTI_SZ == 7 && REG_QWORD == 11);

	return type < RTL_NUMBER_OF(names) ? names[type] : "unknown";
}

Status cm::set_parameter(Key &key, const char *entry)
{
	const size_t length = strlen(entry);
	Unique<char[]> copy(length + 1);

	if (!copy)
		return Status::no_memory;
	memcpy(copy.get(), entry, length);
	char *equals = strchr(copy.get(), '=');
	if (!equals || equals == copy.get())
		return Status::invalid;
	*equals = '\0';
	char *text = equals + 1;
	const bool escapes = *text == '%';
	text += escapes;
	for (const auto &type : types) {
		const size_t prefix = strlen(type.prefix);

		if (strncmp(text, type.prefix, prefix) != 0)
			continue;
		text += prefix;
		const Span name = { copy.get(), static_cast<size_t>(equals - copy.get()) };
		return type.set({ key, name, escapes, type.type }, { text, strlen(text) });
	}
	return Status::invalid;
}
