// SPDX-License-Identifier: GPL-2.0
/// guid.cc - GUIDs as text: {12345678-1234-1234-1234-123456789ABC}.

#include "base/check.hh"
#include "ex/pool.h"
#include "rtl/characters.hh"
#include "rtl/string.hh"

using rtl::result_ok;
using rtl::string_ok;
using rtl::string_tag;

namespace {

/// Its bytes as they are in memory, in the order of the digits, each with what precedes it.
struct Byte {
	UCHAR at;
	UCHAR before;
};

constexpr Byte bytes[] = {
	{ 3, '{' }, { 2, 0 }, { 1, 0 },	   { 0, 0 },  { 5, '-' }, { 4, 0 },  { 7, '-' }, { 6, 0 },
	{ 8, '-' }, { 9, 0 }, { 10, '-' }, { 11, 0 }, { 12, 0 },  { 13, 0 }, { 14, 0 },	 { 15, 0 },
};

constexpr size_t characters = 38;

WCHAR digit(unsigned int value) { return static_cast<WCHAR>("0123456789ABCDEF"[value]); }

bool parse(const WCHAR *text, GUID &guid)
{
	auto *memory = reinterpret_cast<UCHAR *>(&guid);

	for (const Byte &byte : bytes) {
		if (byte.before && *text++ != byte.before)
			return false;
		const ULONG high = rtl::digit_of(text[0]);
		const ULONG low = rtl::digit_of(text[1]);

		if (high > 15 || low > 15)
			return false;
		memory[byte.at] = static_cast<UCHAR>(high << 4 | low);
		text += 2;
	}
	return *text == '}';
}

}

NTSTATUS NTAPI RtlGUIDFromString(PUNICODE_STRING string, GUID *guid)
{
	GUID parsed;

	if (!string_ok(string) || !result_ok(guid) || string->Length < characters * sizeof(WCHAR) ||
	    !parse(string->Buffer, parsed))
		return STATUS_INVALID_PARAMETER;
	*guid = parsed;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlStringFromGUID(const GUID *const guid, PUNICODE_STRING string)
{
	constexpr size_t size = (characters + 1) * sizeof(WCHAR);

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(guid), "the GUID") || !result_ok(string))
		return STATUS_INVALID_PARAMETER;
	auto *text =
		static_cast<WCHAR *>(nt_pool_alloc(Caller().code(), size, 1, string_tag, false));
	if (!text)
		return STATUS_NO_MEMORY;
	*string = { size - sizeof(WCHAR), size, text };
	const auto *memory = reinterpret_cast<const UCHAR *>(guid);
	for (const Byte &byte : bytes) {
		if (byte.before)
			*text++ = static_cast<WCHAR>(byte.before);
		*text++ = digit(memory[byte.at] >> 4);
		*text++ = digit(memory[byte.at] & 15);
	}
	*text++ = '}';
	*text = 0;
	return STATUS_SUCCESS;
}
