// SPDX-License-Identifier: GPL-2.0
/* symbolic_link.c - symbolic links that drivers make. */

#include <linux/export.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "base/object.h"
#include "ob/namespace.h"
#include "io/driver.h"

static NTSTATUS create_link(PUNICODE_STRING path, PUNICODE_STRING target, const void *caller)
{
	struct nt_driver *owner = nt_driver_get(caller);
	NTSTATUS status = nt_link_create(path, target, false, owner ? &owner->object : NULL);

	if (owner)
		ObDereferenceObject(&owner->object);
	return status;
}

NTSTATUS NTAPI IoCreateSymbolicLink(PUNICODE_STRING path, PUNICODE_STRING target)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_ok(nt_is_string(path), "the name") ||
	    !nt_ok(nt_is_string(target), "the name of the device"))
		return STATUS_INVALID_PARAMETER;
	return create_link(path, target, nt_caller());
}
EXPORT_SYMBOL_GPL(IoCreateSymbolicLink);

NTSTATUS NTAPI IoCreateUnprotectedSymbolicLink(PUNICODE_STRING path, PUNICODE_STRING target)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_ok(nt_is_string(path), "the name") ||
	    !nt_ok(nt_is_string(target), "the name of the device"))
		return STATUS_INVALID_PARAMETER;
	return create_link(path, target, nt_caller());
}
EXPORT_SYMBOL_GPL(IoCreateUnprotectedSymbolicLink);

NTSTATUS NTAPI IoDeleteSymbolicLink(PUNICODE_STRING path)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_ok(nt_is_string(path), "the name"))
		return STATUS_INVALID_PARAMETER;
	return nt_link_delete(path);
}
EXPORT_SYMBOL_GPL(IoDeleteSymbolicLink);
