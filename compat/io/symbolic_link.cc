// SPDX-License-Identifier: GPL-2.0
/// symbolic_link.cc - symbolic links that drivers make.

#include <ntifs.h>

#include <utility>

#include "base/check.hh"
#include "base/object.hh"
#include "ob/full_name.hh"
#include "ob/link.h"
#include "ob/namespace.h"
#include "io/driver.h"

static bool name_ok(const UNICODE_STRING *path, Caller caller = Caller())
{
	return ok(nt_is_string(path), "the name", caller);
}

/// On Windows, the two routines differ in who may use the link.
static NTSTATUS create_link(PUNICODE_STRING path, PUNICODE_STRING target, Caller caller = Caller())
{
	if (!name_ok(path, caller) || !ok(nt_is_string(target), "the name of the device", caller))
		return STATUS_INVALID_PARAMETER;
	const auto owner = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	return nt_link_create(path, target, false, owner.get());
}

NTSTATUS NTAPI IoCreateSymbolicLink(PUNICODE_STRING path, PUNICODE_STRING target)
{
	return irql_ok(PASSIVE_LEVEL) ? create_link(path, target) : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI IoCreateUnprotectedSymbolicLink(PUNICODE_STRING path, PUNICODE_STRING target)
{
	return irql_ok(PASSIVE_LEVEL) ? create_link(path, target) : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI IoDeleteSymbolicLink(PUNICODE_STRING path)
{
	if (!irql_ok(PASSIVE_LEVEL) || !name_ok(path))
		return STATUS_INVALID_PARAMETER;
	return nt_link_delete(path);
}

NTSTATUS NTAPI ZwCreateSymbolicLinkObject(PHANDLE handle, ACCESS_MASK,
					  POBJECT_ATTRIBUTES attributes, PUNICODE_STRING target)
{
	const Caller caller;
	nt_found_link made;
	ob::FullName name;

	if (!ok(is_memory(handle), "the place for the handle"))
		return STATUS_INVALID_PARAMETER;
	*handle = nullptr;
	if (!irql_ok(PASSIVE_LEVEL) || !ob::attributes_ok(attributes, caller) ||
	    !ok(nt_is_string(target), "the name of the target"))
		return STATUS_INVALID_PARAMETER;
	NTSTATUS status = name.assign(attributes);
	if (!NT_SUCCESS(status))
		return status;
	// A link that goes with its handle is not left behind, and has no owner.
	const bool temporary = !(attributes->Attributes & OBJ_PERMANENT);
	const auto owner =
		Ref<nt_driver>::taken(temporary ? nullptr : nt_driver_get(caller.code()));
	status = nt_link_make(name.get(), target, temporary, owner.get(), &made.number);
	if (status == STATUS_OBJECT_NAME_COLLISION && attributes->Attributes & OBJ_OPENIF) {
		status = nt_link_find(name.get(), made);
		if (NT_SUCCESS(status))
			status = nt_link_give_handle(std::move(made), caller.code(), handle);
		return NT_SUCCESS(status) ? STATUS_OBJECT_NAME_EXISTS : status;
	}
	if (!NT_SUCCESS(status))
		return status;
	const unsigned long number = made.number;
	status = nt_link_find(name.get(), made);
	// Somebody may have deleted it, and even made another one.
	if (NT_SUCCESS(status))
		status = nt_link_give_handle(std::move(made), caller.code(), handle);
	if (!NT_SUCCESS(status))
		nt_link_make_temporary(number);
	return status;
}
