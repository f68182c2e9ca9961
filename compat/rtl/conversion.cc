// SPDX-License-Identifier: GPL-2.0
/// conversion.cc - counted strings, and text without them, converted: to wide characters, to those
/// of the code pages ANSI and OEM, to upper and to lower case.

#include <ntifs.h>

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "ex/pool.h"
#include "rtl/characters.hh"
#include "rtl/string.hh"

using rt::min;
using rtl::max_length;
using rtl::result_ok;
using rtl::space_ok;
using rtl::string_ok;
using rtl::string_tag;

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

NTSTATUS NTAPI RtlDowncaseUnicodeString(PUNICODE_STRING destination, PCUNICODE_STRING source,
					BOOLEAN allocate)
{
	return convert(destination, source, allocate, false, RtlDowncaseUnicodeChar);
}

// OEM

ULONG NTAPI RtlxOemStringToUnicodeSize(PCOEM_STRING string)
{
	return ok(is_memory(string), "a string") ? RtlOemStringToUnicodeSize(string) : 0;
}

ULONG NTAPI RtlxUnicodeStringToOemSize(PCUNICODE_STRING string)
{
	return ok(is_memory(string), "a string") ? RtlUnicodeStringToOemSize(string) : 0;
}

NTSTATUS NTAPI RtlOemStringToUnicodeString(PUNICODE_STRING destination, PCOEM_STRING source,
					   BOOLEAN allocate)
{
	return convert(destination, source, allocate, true, rtl::oem_to_wide);
}

NTSTATUS NTAPI RtlOemStringToCountedUnicodeString(PUNICODE_STRING destination, PCOEM_STRING source,
						  BOOLEAN allocate)
{
	return convert(destination, source, allocate, false, rtl::oem_to_wide);
}

NTSTATUS NTAPI RtlUnicodeStringToOemString(POEM_STRING destination, PCUNICODE_STRING source,
					   BOOLEAN allocate)
{
	return convert(destination, source, allocate, true, rtl::to_oem);
}

NTSTATUS NTAPI RtlUnicodeStringToCountedOemString(POEM_STRING destination, PCUNICODE_STRING source,
						  BOOLEAN allocate)
{
	return convert(destination, source, allocate, false, rtl::to_oem);
}

NTSTATUS NTAPI RtlUpcaseUnicodeStringToOemString(POEM_STRING destination, PCUNICODE_STRING source,
						 BOOLEAN allocate)
{
	return convert(destination, source, allocate, true, rtl::to_upper_oem);
}

NTSTATUS NTAPI RtlUpcaseUnicodeStringToCountedOemString(POEM_STRING destination,
							PCUNICODE_STRING source, BOOLEAN allocate)
{
	return convert(destination, source, allocate, false, rtl::to_upper_oem);
}

// Converting without strings

namespace {

/// Converts each character, as many as there is room for; sizes are in bytes.
template <typename To, typename From, typename Convert>
NTSTATUS convert_text(To *to, ULONG room, PULONG written, const From *from, ULONG length,
		      Convert converted, Caller caller = Caller())
{
	if (!irql_ok(PASSIVE_LEVEL, caller))
		return STATUS_UNSUCCESSFUL;
	const size_t count = min(room / sizeof(*to), length / sizeof(*from));
	if (!ok(!count || nt_is_memory(from, count * sizeof(*from)), "the text", caller) ||
	    !ok(!count || nt_is_memory(to, count * sizeof(*to)), "the destination", caller) ||
	    (written && !result_ok(written, caller)))
		return STATUS_INVALID_PARAMETER;
	for (size_t n = 0; n < count; n++)
		to[n] = converted(from[n]);
	if (written)
		*written = static_cast<ULONG>(count * sizeof(*to));
	return STATUS_SUCCESS;
}

NTSTATUS tell_size(PULONG size, ULONG bytes, Caller caller = Caller())
{
	if (!result_ok(size, caller))
		return STATUS_INVALID_PARAMETER;
	*size = bytes;
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWCH to, ULONG room, PULONG written, const CHAR *from,
				      ULONG length)
{
	return convert_text(to, room, written, from, length, rtl::to_wide);
}

NTSTATUS NTAPI RtlUnicodeToMultiByteN(PCHAR to, ULONG room, PULONG written, PCWCH from,
				      ULONG length)
{
	return convert_text(to, room, written, from, length, rtl::to_ansi);
}

NTSTATUS NTAPI RtlUpcaseUnicodeToMultiByteN(PCHAR to, ULONG room, PULONG written, PCWCH from,
					    ULONG length)
{
	return convert_text(to, room, written, from, length, rtl::to_upper_ansi);
}

NTSTATUS NTAPI RtlOemToUnicodeN(PWSTR to, ULONG room, PULONG written, PCCH from, ULONG length)
{
	return convert_text(to, room, written, from, length, rtl::oem_to_wide);
}

NTSTATUS NTAPI RtlUnicodeToOemN(PCHAR to, ULONG room, PULONG written, PCWCH from, ULONG length)
{
	return convert_text(to, room, written, from, length, rtl::to_oem);
}

NTSTATUS NTAPI RtlUpcaseUnicodeToOemN(PCHAR to, ULONG room, PULONG written, PCWCH from,
				      ULONG length)
{
	return convert_text(to, room, written, from, length, rtl::to_upper_oem);
}

NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG size, const CHAR *, ULONG length)
{
	return tell_size(size, length * static_cast<ULONG>(sizeof(WCHAR)));
}

NTSTATUS NTAPI RtlUnicodeToMultiByteSize(PULONG size, PCWCH, ULONG length)
{
	return tell_size(size, length / static_cast<ULONG>(sizeof(WCHAR)));
}
