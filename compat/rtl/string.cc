// SPDX-License-Identifier: GPL-2.0
/// string.cc - counted strings, narrow and wide: their lengths are in bytes.

#include "module/rt/minmax.hh"
#include <ntifs.h>

#include "base/check.hh"
#include "ex/pool.h"
#include "rtl/string.hh"

using rt::min;
using rtl::max_length;
using rtl::result_ok;
using rtl::space_ok;
using rtl::string_ok;
using rtl::string_tag;

namespace {

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

NTSTATUS NTAPI RtlInitAnsiStringEx(PANSI_STRING string, PCSZ text)
{
	if (!result_ok(string) || !text_ok(text))
		return STATUS_INVALID_PARAMETER;
	if (text && strlen(text) > max_length - 1)
		return STATUS_NAME_TOO_LONG;
	describe(string, text);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING string, PCWSTR text)
{
	if (!result_ok(string) || !text_ok(text))
		return STATUS_INVALID_PARAMETER;
	if (text && wcslen(text) > max_wide_length / sizeof(WCHAR))
		return STATUS_NAME_TOO_LONG;
	describe(string, text);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlValidateUnicodeString(ULONG flags, PCUNICODE_STRING string)
{
	if (flags || !ok(is_memory(string), "a string"))
		return STATUS_INVALID_PARAMETER;
	return string->Length % sizeof(WCHAR) || string->MaximumLength % sizeof(WCHAR) ||
			       string->Length > string->MaximumLength ||
			       (!string->Buffer && string->MaximumLength) ?
		       STATUS_INVALID_PARAMETER :
		       STATUS_SUCCESS;
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
VOID NTAPI RtlFreeOemString(POEM_STRING string) { free_string(string); }

// Strings that are made

namespace {

/// A string in memory that is allocated for `room` bytes. STATUS_NO_MEMORY.
NTSTATUS allocate_copy(UNICODE_STRING *result, const void *text, size_t length, size_t room,
		       Caller caller)
{
	void *buffer = nt_pool_alloc(caller.code(), room, 1, string_tag, false);

	if (!buffer)
		return STATUS_NO_MEMORY;
	*result = { static_cast<USHORT>(length), static_cast<USHORT>(room),
		    static_cast<PWSTR>(buffer) };
	if (length)
		memcpy(buffer, text, length);
	rtl::terminate(result);
	return STATUS_SUCCESS;
}

}

BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING result, PCWSTR text)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL) || !result_ok(result) ||
	    !ok(nt_is_text(text, true), "the text"))
		return FALSE;
	const size_t length = wcslen(text) * sizeof(WCHAR);
	return length <= max_wide_length &&
	       NT_SUCCESS(allocate_copy(result, text, length, length + sizeof(WCHAR), caller));
}

NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG flags, PCUNICODE_STRING source,
					 PUNICODE_STRING result)
{
	constexpr ULONG terminated = RTL_DUPLICATE_UNICODE_STRING_NULL_TERMINATE;
	constexpr ULONG also_empty = RTL_DUPLICATE_UNICODE_STRING_ALLOCATE_NULL_STRING;
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL) || !result_ok(result) || (source && !string_ok(source)) ||
	    flags & ~(terminated | also_empty) || flags == also_empty)
		return STATUS_INVALID_PARAMETER;
	// Before the result is written: they may be one.
	const size_t length = source ? source->Length : 0;
	const WCHAR *text = source ? source->Buffer : nullptr;
	const size_t room = length + (flags & terminated ? sizeof(WCHAR) : 0);
	*result = {};
	if (!length && !(flags & also_empty))
		return STATUS_SUCCESS;
	if (room > max_length)
		return STATUS_NAME_TOO_LONG;
	return allocate_copy(result, text, length, room, caller);
}

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

NTSTATUS NTAPI RtlAppendStringToString(PSTRING destination, const STRING *source)
{
	if (!room_ok(destination) || !string_ok(source))
		return STATUS_INVALID_PARAMETER;
	return append(destination, source->Buffer, source->Length);
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

NTSTATUS NTAPI RtlHashUnicodeString(const UNICODE_STRING *string, BOOLEAN ignore_case,
				    ULONG algorithm, PULONG hash)
{
	constexpr ULONG factor = 65599;
	ULONG sum = 0;

	if (!string_ok(string) || !result_ok(hash) || algorithm > HASH_STRING_ALGORITHM_X65599)
		return STATUS_INVALID_PARAMETER;
	for (size_t n = 0; n < string->Length / sizeof(WCHAR); n++)
		sum = sum * factor + (ignore_case ? folded(string->Buffer[n]) : string->Buffer[n]);
	*hash = sum;
	return STATUS_SUCCESS;
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
