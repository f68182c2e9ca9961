// SPDX-License-Identifier: GPL-2.0
/// symbolic_link.cc - symbolic links that drivers make.

#include <ntifs.h>

#include <utility>

#include "base/check.hh"
#include "base/object.hh"
#include "ob/full_name.hh"
#include "ob/link.h"
#include "ob/namespace.hh"
#include "ob/race.hh"
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

namespace {

/// What is wanted of make_or_find().
struct Wanted {
	bool temporary;
	bool open_if;  // one that exists will do
	void *owner;
};

/// The link, reserved. STATUS_OBJECT_NAME_EXISTS: it was there.
NTSTATUS make_or_find(PUNICODE_STRING path, PUNICODE_STRING target, const Wanted &wanted,
		      nt_found_link &link)
{
	for (unsigned int races = 0;; races++) {
		NTSTATUS status = nt_link_make(path, target, wanted.temporary, wanted.owner, link);

		if (status != STATUS_OBJECT_NAME_COLLISION || !wanted.open_if)
			return status;
		status = nt_link_find(path, link);
		if (NT_SUCCESS(status))
			return STATUS_OBJECT_NAME_EXISTS;
		if (status != STATUS_OBJECT_NAME_NOT_FOUND || races == ob::most_races)
			return status;
		ob::wait_a_tick();
	}
}

}

NTSTATUS NTAPI ZwCreateSymbolicLinkObject(PHANDLE handle, ACCESS_MASK,
					  POBJECT_ATTRIBUTES attributes, PUNICODE_STRING target)
{
	const Caller caller;
	nt_found_link link;
	ob::FullName name;

	if (!ob::handle_ok(handle, caller) || !ob::attributes_ok(attributes, caller) ||
	    !ok(nt_is_string(target), "the name of the target"))
		return STATUS_INVALID_PARAMETER;
	NTSTATUS status = name.assign(attributes);
	if (!NT_SUCCESS(status))
		return status;
	// A link that goes with its handle is not left behind, and has no owner.
	const bool temporary = !(attributes->Attributes & OBJ_PERMANENT);
	const bool open_if = attributes->Attributes & OBJ_OPENIF;
	const auto owner =
		Ref<nt_driver>::taken(temporary ? nullptr : nt_driver_get(caller.code()));
	status = make_or_find(name.get(), target, { temporary, open_if, owner.get() }, link);
	if (!NT_SUCCESS(status))
		return status;
	const unsigned long number = link.number;
	const NTSTATUS given = nt_link_give_handle(std::move(link), caller.code(), handle);
	if (NT_SUCCESS(given))
		return status;
	if (status != STATUS_OBJECT_NAME_EXISTS)
		nt_link_make_temporary(number);
	return given;
}
