// SPDX-License-Identifier: GPL-2.0
/// string.cc - memory, and counted strings, narrow and wide: their lengths are in bytes.

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "ex/pool.h"
#include "rtl/characters.hh"
#include "rtl/string.hh"

using rt::min;
using rtl::result_ok;
using rtl::space_ok;
using rtl::string_ok;

SIZE_T NTAPI RtlCompareMemory(const VOID *a, const VOID *b, SIZE_T length)
{
	const UCHAR *x = static_cast<const UCHAR *>(a);
	const UCHAR *y = static_cast<const UCHAR *>(b);
	SIZE_T n = 0;

	if (!ok(nt_is_memory(a, length) && nt_is_memory(b, length), "the memory"))
		return 0;
	while (n < length && x[n] == y[n])
		n++;
	return n;
}

namespace {

/// The tag of strings that these routines allocate: 'Strg'.
constexpr ULONG string_tag = 0x67727453;

constexpr size_t max_length = MAXUSHORT;

/// Whether something can be appended to the string.
template <typename String>
bool room_ok(const String *string, Caller caller = Caller())
{
	return ok(nt_is_room(rtl::any(string)),
		  "the destination, or what its lengths say is in it,", caller);
}

bool text_ok(const char *text, Caller caller = Caller())
{
	return ok(!text || nt_is_text(text, false), "the text", caller);
}

bool text_ok(const WCHAR *text, Caller caller = Caller())
{
	return ok(!text || nt_is_text(text, true), "the text", caller);
}

// Describing texts

void describe(STRING *string, const char *text)
{
	const size_t length = text ? min(strlen(text), max_length - 1) : 0;

	string->Length = static_cast<USHORT>(length);
	string->MaximumLength = static_cast<USHORT>(text ? length + 1 : 0);
	string->Buffer = const_cast<char *>(text);
}

/// In bytes. With the terminator, it is an even number that fits into a USHORT.
constexpr size_t max_wide_length = max_length - 1 - sizeof(WCHAR);

void describe(UNICODE_STRING *string, const WCHAR *text)
{
	const size_t length = text ? min(wcslen(text) * sizeof(WCHAR), max_wide_length) : 0;

	string->Length = static_cast<USHORT>(length);
	string->MaximumLength = static_cast<USHORT>(text ? length + sizeof(WCHAR) : 0);
	string->Buffer = const_cast<WCHAR *>(text);
}

}

VOID NTAPI RtlInitString(PSTRING string, PCSZ text)
{
	if (result_ok(string) && text_ok(text))
		describe(string, text);
}

VOID NTAPI RtlInitAnsiString(PANSI_STRING string, PCSZ text)
{
	if (result_ok(string) && text_ok(text))
		describe(string, text);
}

VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING string, PCWSTR text)
{
	if (result_ok(string) && text_ok(text))
		describe(string, text);
}

// Converting

ULONG NTAPI RtlxAnsiStringToUnicodeSize(PANSI_STRING string)
{
	return ok(is_memory(string), "a string") ? RtlAnsiStringToUnicodeSize(string) : 0;
}

ULONG NTAPI RtlxUnicodeStringToAnsiSize(PCUNICODE_STRING string)
{
	return ok(is_memory(string), "a string") ? RtlUnicodeStringToAnsiSize(string) : 0;
}

namespace {

/// Converts each character into the destination's buffer, or into one that is allocated.
template <typename To, typename From, typename Convert>
NTSTATUS convert(To *destination, const From *source, bool allocate, bool terminated,
		 Convert converted, Caller caller = Caller())
{
	using Character = decltype(converted(source->Buffer[0]));

	if (!irql_ok(PASSIVE_LEVEL, caller))
		return STATUS_UNSUCCESSFUL;
	if (!string_ok(source, caller) ||
	    !(allocate ? result_ok(destination, caller) : space_ok(destination, caller)))
		return STATUS_INVALID_PARAMETER;
	const size_t count = source->Length / sizeof(source->Buffer[0]);
	// If the width stays, a string of an odd number of bytes keeps them all.
	const size_t length = sizeof(Character) == sizeof(source->Buffer[0]) ?
				      source->Length :
				      count * sizeof(Character);
	const size_t needed = length + terminated * sizeof(Character);
	if (needed > max_length)
		return STATUS_INVALID_PARAMETER_2;
	if (allocate) {
		void *buffer = nt_pool_alloc(caller.code(), needed, 1, string_tag, false);

		if (!buffer)
			return STATUS_NO_MEMORY;
		destination->Buffer = static_cast<Character *>(buffer);
		destination->MaximumLength = static_cast<USHORT>(needed);
	} else if (needed > destination->MaximumLength) {
		return STATUS_BUFFER_OVERFLOW;
	}
	destination->Length = static_cast<USHORT>(length);
	for (size_t n = 0; n < count; n++)
		destination->Buffer[n] = converted(source->Buffer[n]);
	if (terminated)
		destination->Buffer[count] = 0;
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING destination, PANSI_STRING source,
					    BOOLEAN allocate)
{
	return convert(destination, source, allocate, true, rtl::to_wide);
}

NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING destination, PCUNICODE_STRING source,
					    BOOLEAN allocate)
{
	return convert(destination, source, allocate, true, rtl::to_ansi);
}

NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING destination, PCUNICODE_STRING source,
				      BOOLEAN allocate)
{
	return convert(destination, source, allocate, false, RtlUpcaseUnicodeChar);
}

namespace {

template <typename String>
void free_string(String *string, Caller caller = Caller())
{
	if (!irql_ok(PASSIVE_LEVEL, caller) || !result_ok(string, caller))
		return;
	if (string->Buffer)
		nt_pool_free(caller.code(), caller.called(), string->Buffer);
	*string = {};
}

/// Copies as much as there is room for.
template <typename String>
void copy(String *destination, const String *source)
{
	destination->Length = source ? min(source->Length, destination->MaximumLength) : 0;
	if (source)
		memmove(destination->Buffer, source->Buffer, destination->Length);
}

/// Appends all of it, or nothing.
template <typename String>
NTSTATUS append(String *destination, const void *source, size_t length)
{
	if (length > static_cast<size_t>(destination->MaximumLength - destination->Length))
		return STATUS_BUFFER_TOO_SMALL;
	memmove(reinterpret_cast<UCHAR *>(destination->Buffer) + destination->Length, source,
		length);
	destination->Length = static_cast<USHORT>(destination->Length + length);
	return STATUS_SUCCESS;
}

NTSTATUS append_terminated(UNICODE_STRING *destination, const void *source, size_t length)
{
	const NTSTATUS status = append(destination, source, length);

	if (NT_SUCCESS(status) && length)
		rtl::terminate(destination);
	return status;
}

}

VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING string) { free_string(string); }
VOID NTAPI RtlFreeAnsiString(PANSI_STRING string) { free_string(string); }

// Copying and appending

VOID NTAPI RtlCopyString(PSTRING destination, const PSTRING source)
{
	if (space_ok(destination) && (!source || string_ok(source)))
		copy(destination, source);
}

VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING destination, PCUNICODE_STRING source)
{
	if (!space_ok(destination) || (source && !string_ok(source)))
		return;
	copy(destination, source);
	if (source)
		rtl::terminate(destination);
}

VOID NTAPI RtlUpperString(PSTRING destination, const PSTRING source)
{
	if (!space_ok(destination) || !string_ok(source))
		return;
	destination->Length = min(source->Length, destination->MaximumLength);
	for (unsigned int n = 0; n < destination->Length; n++)
		destination->Buffer[n] = RtlUpperChar(source->Buffer[n]);
}

NTSTATUS NTAPI RtlAppendAsciizToString(PSTRING destination, PCSZ source)
{
	if (!room_ok(destination) || !text_ok(source))
		return STATUS_INVALID_PARAMETER;
	return append(destination, source, source ? strlen(source) : 0);
}

NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING destination, PCUNICODE_STRING source)
{
	if (!room_ok(destination) || !string_ok(source))
		return STATUS_INVALID_PARAMETER;
	return append_terminated(destination, source->Buffer, source->Length);
}

NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING destination, PCWSTR source)
{
	if (!room_ok(destination) || !text_ok(source))
		return STATUS_INVALID_PARAMETER;
	const size_t length = source ? wcslen(source) * sizeof(WCHAR) : 0;
	return length > max_wide_length ? STATUS_BUFFER_TOO_SMALL :
					  append_terminated(destination, source, length);
}

// Comparing

namespace {

UCHAR folded(CHAR c) { return RtlUpperChar(c); }
WCHAR folded(WCHAR c) { return RtlUpcaseUnicodeChar(c); }
UCHAR same(CHAR c) { return c; }
WCHAR same(WCHAR c) { return c; }

template <typename String>
LONG compare(const String *a, const String *b, bool ignore_case)
{
	const size_t both = min(a->Length, b->Length) / sizeof(a->Buffer[0]);

	for (size_t n = 0; n < both; n++) {
		const auto x = a->Buffer[n];
		const auto y = b->Buffer[n];

		if (x == y || (ignore_case && folded(x) == folded(y)))
			continue;
		return ignore_case ? folded(x) - folded(y) : same(x) - same(y);
	}
	return a->Length - b->Length;
}

template <typename String>
bool equal(const String *a, const String *b, bool ignore_case)
{
	return a->Length == b->Length && !compare(a, b, ignore_case);
}

}

LONG NTAPI RtlCompareString(const PSTRING a, const PSTRING b, BOOLEAN ignore_case)
{
	return string_ok(a) && string_ok(b) ? compare(a, b, ignore_case) : -1;
}

LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN ignore_case)
{
	return string_ok(a) && string_ok(b) ? compare(a, b, ignore_case) : -1;
}

BOOLEAN NTAPI RtlEqualString(const PSTRING a, const PSTRING b, BOOLEAN ignore_case)
{
	return string_ok(a) && string_ok(b) && equal(a, b, ignore_case);
}

BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN ignore_case)
{
	return string_ok(a) && string_ok(b) && equal(a, b, ignore_case);
}

BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING prefix, PCUNICODE_STRING string,
				     BOOLEAN ignore_case)
{
	if (!string_ok(prefix) || !string_ok(string) || string->Length < prefix->Length)
		return FALSE;
	UNICODE_STRING start = *string;
	start.Length = prefix->Length;
	return !compare<UNICODE_STRING>(prefix, &start, ignore_case);
}
