// SPDX-License-Identifier: GPL-2.0
/// link.cc - symbolic links that are open: where they lead to.

#include <new>
#include <utility>

#include "base/check.hh"
#include "base/object.hh"
#include "ob/full_name.hh"
#include "ob/handle.hh"
#include "ob/link.h"
#include "ob/namespace.hh"

namespace {

/// A link as it was when it was opened. It may have been deleted since.
struct Link {
	const nt_found_link found;

	explicit Link(nt_found_link what) : found(std::move(what)) { }
	~Link() = default;
	Link(const Link &) = delete;
	Link &operator=(const Link &) = delete;
};

void destroy(void *object) { static_cast<Link *>(object)->~Link(); }
void opened(void *object) { nt_link_opened(static_cast<Link *>(object)->found.number); }

void closed(void *object)
{
	const auto last = Ref<Link>::taken(static_cast<Link *>(object));

	nt_link_closed(last->found.number);
}

}

constinit const nt_object_type nt_link_type = {
	.name = "symbolic link",
	.destroy = destroy,
	.release = nullptr,
	.named_after = nullptr,
	.opened = opened,
	.closed = closed,
};

void nt_open_link_make_temporary(void *link)
{
	nt_link_make_temporary(static_cast<Link *>(link)->found.number);
}

static NTSTATUS make_handle(nt_found_link found, const void *caller, HANDLE *handle)
{
	void *memory = nt_object_alloc(&nt_link_type, sizeof(Link));

	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	const auto link = Ref<Link>::taken(new (memory) Link(std::move(found)));
	return nt_handle_create(caller, link.get(), handle);
}

NTSTATUS nt_link_give_handle(nt_found_link found, const void *caller, HANDLE *handle)
{
	const unsigned long number = found.number;
	const NTSTATUS status = make_handle(std::move(found), caller, handle);

	nt_link_closed(number);
	return status;
}

NTSTATUS NTAPI ZwOpenSymbolicLinkObject(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	nt_found_link found;
	ob::FullName name;

	NTSTATUS status = name.assign_for(handle, attributes, caller);
	if (NT_SUCCESS(status))
		status = nt_link_find(name.get(), found);
	return NT_SUCCESS(status) ? nt_link_give_handle(std::move(found), caller.code(), handle) :
				    status;
}

NTSTATUS NTAPI ZwQuerySymbolicLinkObject(HANDLE handle, PUNICODE_STRING target, PULONG length)
{
	Ref<Link> link;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(target), "the string") ||
	    (target->MaximumLength &&
	     !ok(nt_is_memory(target->Buffer, target->MaximumLength), "the buffer")) ||
	    (length && !ok(is_memory(length), "the place for the length")))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = ob::of_handle(handle, &nt_link_type, link);
	if (!NT_SUCCESS(status))
		return status;
	const UNICODE_STRING &known = link->found.target;
	if (length)
		*length = known.Length;
	if (target->MaximumLength < known.Length)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(target->Buffer, known.Buffer, known.Length);
	target->Length = known.Length;
	if (target->MaximumLength >= known.MaximumLength)
		target->Buffer[known.Length / sizeof(WCHAR)] = 0;
	return STATUS_SUCCESS;
}
