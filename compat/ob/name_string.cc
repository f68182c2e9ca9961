// SPDX-License-Identifier: GPL-2.0
/// name_string.cc - the names of objects, for drivers.

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "base/object.hh"
#include "ob/namespace.h"

/// Copies the name, as much as there is room for, and returns its length, both in bytes.
static size_t copy_name(const void *object, const nt_object_type &type, WCHAR *to, size_t room)
{
	UNICODE_STRING rest{};
	const void *named = type.named_after ? type.named_after(object, &rest) : object;
	const size_t length = named ? nt_name_of(named, to, room) : 0;

	if (length < room)
		memcpy(to + length / sizeof(WCHAR), rest.Buffer,
		       rt::min<size_t>(rest.Length, room - length));
	return length + rest.Length;
}

NTSTATUS NTAPI ObQueryNameString(PVOID object, POBJECT_NAME_INFORMATION information, ULONG length,
				 PULONG needed)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(needed), "the place for the length") ||
	    (length && !ok(nt_is_memory(information, length), "the place for the name")))
		return STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(nt_object_get_known(object, nullptr))) {
		Caller().complain("%p is not an object, or is already gone", object);
		return STATUS_INVALID_PARAMETER;
	}
	const auto keep = Ref<void>::taken(object);
	auto *text = reinterpret_cast<WCHAR *>(information + 1);
	const size_t room = length > sizeof(*information) ? length - sizeof(*information) : 0;
	const size_t size = copy_name(object, *nt_object_type_of(object), text, room);
	const size_t with_end = size ? size + sizeof(WCHAR) : 0;
	*needed = static_cast<ULONG>(sizeof(*information) + with_end);
	if (length < *needed)
		return STATUS_INFO_LENGTH_MISMATCH;
	information->Name = {};
	if (!size)
		return STATUS_SUCCESS;
	text[size / sizeof(WCHAR)] = 0;
	information->Name = { static_cast<USHORT>(size), static_cast<USHORT>(with_end), text };
	return STATUS_SUCCESS;
}
