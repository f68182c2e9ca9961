// SPDX-License-Identifier: GPL-2.0
/// symbolic_link.cc - symbolic links that drivers make.

#include "base/check.hh"
#include "base/object.hh"
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
