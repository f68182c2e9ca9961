// SPDX-License-Identifier: GPL-2.0
/// event.cc - events that have handles, and may have names.

#include <ntifs.h>

#include "base/check.hh"
#include "ob/event.h"
#include "ob/named.hh"

namespace {

using Event = ob::Named<KEVENT, nt_event_type>;
using EventRef = Event::Reference;

void destroy(void *object) { static_cast<Event *>(object)->end_waits(); }

}

constinit const nt_object_type nt_event_type = {
	.name = "event",
	.destroy = destroy,
	.release = nullptr,
	.named_after = nullptr,
	.opened = Event::opened,
	.closed = Event::closed,
};

static constinit nt_object_type *event_type_pointer = const_cast<nt_object_type *>(&nt_event_type);
POBJECT_TYPE *ExEventObjectType = reinterpret_cast<POBJECT_TYPE *>(&event_type_pointer);

namespace {

/// What makes an event one of that type.
auto initialised(EVENT_TYPE type, bool state)
{
	return [=](PKEVENT event) { KeInitializeEvent(event, type, state); };
}

PKEVENT create(PUNICODE_STRING name, HANDLE *handle, EVENT_TYPE type, Caller caller = Caller())
{
	NTSTATUS status;

	if (!ok(is_memory(handle), "the place for the handle", caller))
		return nullptr;
	*handle = nullptr;
	if (!irql_ok(PASSIVE_LEVEL, caller) || !ok(nt_is_string(name), "the name", caller))
		return nullptr;
	const auto initialise = initialised(type, true);
	const EventRef event = name ? Event::find_or_make(name, initialise, caller.code(), status) :
				      Event::make(name, initialise, caller.code(), status);
	return event && NT_SUCCESS(event->give_handle(handle, caller)) ? &event->object : nullptr;
}

/// Does this with the event, and tells its old state.
template <typename Change>
NTSTATUS change(HANDLE handle, PLONG previous, Change change_it, Caller caller = Caller())
{
	NTSTATUS status;

	if (!irql_ok(PASSIVE_LEVEL, caller) ||
	    (previous && !ok(is_memory(previous), "the place for the state", caller)))
		return STATUS_INVALID_PARAMETER;
	const EventRef event = Event::of(handle, status);
	if (!event)
		return status;
	const LONG state = change_it(&event->object);
	if (previous)
		*previous = state;
	return STATUS_SUCCESS;
}

}

PKEVENT NTAPI IoCreateNotificationEvent(PUNICODE_STRING name, PHANDLE handle)
{
	return create(name, handle, NotificationEvent);
}

PKEVENT NTAPI IoCreateSynchronizationEvent(PUNICODE_STRING name, PHANDLE handle)
{
	return create(name, handle, SynchronizationEvent);
}

NTSTATUS NTAPI ZwCreateEvent(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes,
			     EVENT_TYPE type, BOOLEAN state)
{
	const Caller caller;

	if (!ob::handle_ok(handle, caller) ||
	    (attributes && !ob::attributes_ok(attributes, caller)))
		return STATUS_INVALID_PARAMETER;
	if (type != NotificationEvent && type != SynchronizationEvent)
		return STATUS_INVALID_PARAMETER;
	return Event::create(handle, attributes, initialised(type, state), caller);
}

NTSTATUS NTAPI ZwOpenEvent(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	return Event::open(handle, attributes, Caller());
}

NTSTATUS NTAPI ZwSetEvent(HANDLE handle, PLONG previous)
{
	return change(handle, previous, [](PKEVENT event) { return KeSetEvent(event, 0, FALSE); });
}

NTSTATUS NTAPI ZwPulseEvent(HANDLE handle, PLONG previous)
{
	return change(handle, previous,
		      [](PKEVENT event) { return KePulseEvent(event, 0, FALSE); });
}

NTSTATUS NTAPI ZwResetEvent(HANDLE handle, PLONG previous)
{
	return change(handle, previous, KeResetEvent);
}

NTSTATUS NTAPI ZwClearEvent(HANDLE handle) { return change(handle, nullptr, KeResetEvent); }
