// SPDX-License-Identifier: GPL-2.0
/// string.hh - what drivers hand over as strings, and what they get; internal.
#pragma once

#include "base/check.hh"

namespace rtl {

/// The tag of strings that routines here allocate: 'Strg'.
enum : ULONG { string_tag = 0x67727453 };

/// How many bytes a string can have.
[[maybe_unused]] constexpr size_t max_length = MAXUSHORT;

/// Narrow and wide strings have the same layout: lengths in bytes, and a buffer.
inline const UNICODE_STRING *any(const UNICODE_STRING *string) { return string; }
inline const UNICODE_STRING *any(const STRING *string)
{
	static_assert(sizeof(STRING) == sizeof(UNICODE_STRING));
	return reinterpret_cast<const UNICODE_STRING *>(string);
}

template <typename String>
bool string_ok(const String *string, Caller caller = Caller())
{
	return ok(nt_is_string(any(string)), "a string", caller);
}

/// Its Length does not matter.
template <typename String>
bool space_ok(const String *string, Caller caller = Caller())
{
	return ok(is_memory(string) && (!string->MaximumLength ||
					nt_is_memory(string->Buffer, string->MaximumLength)),
		  "the destination", caller);
}

template <typename Result>
bool result_ok(const Result *result, Caller caller = Caller())
{
	return ok(is_memory(result), "the place for the result", caller);
}

/// Adds a terminator if there is room for one; the length need not be even.
inline void terminate(UNICODE_STRING *string)
{
	if (string->MaximumLength - string->Length >= static_cast<int>(sizeof(WCHAR)))
		string->Buffer[string->Length / sizeof(WCHAR)] = UNICODE_NULL;
}

}
