// SPDX-License-Identifier: GPL-2.0
/// by_name.cc - objects by their names, and names that are to go.

#include <ntifs.h>

#include <utility>

#include "base/check.hh"
#include "base/object.hh"
#include "ob/by_name.hh"
#include "ob/directory.h"
#include "ob/full_name.hh"
#include "ob/handle.hh"
#include "ob/link.h"
#include "ob/namespace.h"

using Object = Ref<void>;

Object ob::find(PUNICODE_STRING name, const nt_object_type *type, NTSTATUS &status)
{
	UNICODE_STRING rest{};
	Object found = Object::taken(nt_name_lookup(name, &rest, &status));

	if (!found)
		return {};
	// What is named after a device is a file, which has to be opened.
	if (rest.Length)
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	else if (type && !nt_object_known(found.get(), type))
		status = STATUS_OBJECT_TYPE_MISMATCH;
	return NT_SUCCESS(status) ? std::move(found) : Object();
}

namespace {

/// The same for a type of drivers.
Object find(PUNICODE_STRING name, POBJECT_TYPE type, NTSTATUS &status)
{
	return ob::find(name, reinterpret_cast<const nt_object_type *>(type), status);
}

/// The names of other objects go with their last handle anyway, or with the device or driver.
void make_temporary(void *object)
{
	const nt_object_type *type = nt_object_type_of(object);

	if (type == &nt_directory_type)
		nt_directory_make_temporary(object);
	else if (type == &nt_link_type)
		nt_open_link_make_temporary(object);
}

}

NTSTATUS NTAPI ObReferenceObjectByName(PUNICODE_STRING name, ULONG, PACCESS_STATE, ACCESS_MASK,
				       POBJECT_TYPE type, KPROCESSOR_MODE, PVOID, PVOID *object)
{
	NTSTATUS status;

	if (!ok(is_memory(object), "the place for the object"))
		return STATUS_INVALID_PARAMETER;
	*object = nullptr;
	if (!irql_ok(PASSIVE_LEVEL) || !ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	Object found = find(name, type, status);
	if (!found)
		return status;
	nt_object_lend(found.get());
	*object = found.release();
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObOpenObjectByName(POBJECT_ATTRIBUTES attributes, POBJECT_TYPE type, KPROCESSOR_MODE,
				  PACCESS_STATE, ACCESS_MASK, PVOID, PHANDLE handle)
{
	const Caller caller;
	ob::FullName name;

	NTSTATUS status = name.assign_for(handle, attributes, caller);
	if (!NT_SUCCESS(status))
		return status;
	const Object found = find(name.get(), type, status);
	return found ? nt_handle_create(caller.code(), found.get(), handle) : status;
}

VOID NTAPI ObMakeTemporaryObject(PVOID object)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return;
	if (!NT_SUCCESS(nt_object_get_known(object, nullptr))) {
		Caller().complain("%p is not an object, or is already gone", object);
		return;
	}
	const auto keep = Object::taken(object);
	make_temporary(object);
}

NTSTATUS NTAPI ZwMakeTemporaryObject(HANDLE handle)
{
	Object object;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_HANDLE;
	const NTSTATUS status = ob::of_handle(handle, nullptr, object);
	if (NT_SUCCESS(status))
		make_temporary(object.get());
	return status;
}
