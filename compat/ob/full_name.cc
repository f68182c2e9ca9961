// SPDX-License-Identifier: GPL-2.0
/// full_name.cc - names that may be relative to a directory.

#include <utility>

#include "base/object.hh"
#include "ob/directory.h"
#include "ob/full_name.hh"
#include "ob/handle.hh"

using rt::Unique;

bool ob::handle_ok(HANDLE *handle, Caller caller)
{
	if (!ok(is_memory(handle), "the place for the handle", caller))
		return false;
	*handle = nullptr;
	return irql_ok(PASSIVE_LEVEL, caller);
}

bool ob::attributes_ok(const OBJECT_ATTRIBUTES *attributes, Caller caller)
{
	return ok(is_memory(attributes), "the attributes", caller) &&
	       (!attributes->ObjectName ||
		ok(nt_is_string(attributes->ObjectName), "the name", caller));
}

NTSTATUS ob::FullName::assign(const OBJECT_ATTRIBUTES *attributes)
{
	// Read once: the driver may change it meanwhile.
	const UNICODE_STRING name = attributes->ObjectName ? *attributes->ObjectName :
							     UNICODE_STRING{};
	Ref<void> directory;

	if (!attributes->RootDirectory) {
		name_ = name;
		return attributes->ObjectName ? STATUS_SUCCESS : STATUS_OBJECT_PATH_SYNTAX_BAD;
	}
	const NTSTATUS status = of_handle(attributes->RootDirectory, &nt_directory_type, directory);
	if (!NT_SUCCESS(status))
		return status;
	if (name.Length % sizeof(WCHAR))
		return STATUS_OBJECT_NAME_INVALID;
	if (!name.Length || name.Buffer[0] == L'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	const UNICODE_STRING &path = *nt_directory_path(directory.get());
	// The root ends with a backslash, and no other does.
	const bool is_root = path.Length == sizeof(WCHAR);
	const size_t head = path.Length / sizeof(WCHAR) - is_root;
	const size_t characters = head + 1 + name.Length / sizeof(WCHAR);
	if (characters * sizeof(WCHAR) > MAXUSHORT)
		return STATUS_OBJECT_NAME_INVALID;
	Unique<WCHAR[]> text(characters);
	if (!text)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(text.get(), path.Buffer, head * sizeof(WCHAR));
	text.get()[head] = L'\\';
	memcpy(text.get() + head + 1, name.Buffer, name.Length);
	const auto length = static_cast<USHORT>(characters * sizeof(WCHAR));
	name_ = { length, length, text.get() };
	text_ = std::move(text);
	return STATUS_SUCCESS;
}

NTSTATUS ob::FullName::assign_for(HANDLE *handle, const OBJECT_ATTRIBUTES *attributes,
				  Caller caller)
{
	return handle_ok(handle, caller) && attributes_ok(attributes, caller) ?
		       assign(attributes) :
		       STATUS_INVALID_PARAMETER;
}
