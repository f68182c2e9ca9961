// SPDX-License-Identifier: GPL-2.0
/// event.cc - events that have handles, and may have names.

#include <utility>

#include <ntifs.h>

#include "glue/log.h"
#include "base/check.hh"
#include "base/object.hh"
#include "base/use_count.hh"
#include "ke/dispatcher.h"
#include "ob/by_name.hh"
#include "ob/event.h"
#include "ob/full_name.hh"
#include "ob/handle.hh"
#include "ob/namespace.h"
#include "ob/race.hh"

namespace {

/// An event with handles. It has its name for as long as one of them is open.
struct Event {
	KEVENT event;	   // first: what drivers see
	UseCount handles;  // and callers that are about to make one
	bool named;
	const void *maker;  // code of the driver that made it

	void let_go();
};

using EventRef = Ref<Event>;

/// Ends a reservation, or a handle.
void Event::let_go()
{
	if (handles.leave() && named)
		nt_unname_object(this);
}

/// Whoever waits for it by its address must not stay in the list of memory that is freed.
void destroy(void *object)
{
	auto &event = *static_cast<Event *>(object);
	char name[NT_DRIVER_NAME];

	if (nt_header_end_waits(&event.event.Header))
		nt_warn("%s: the last handle of event %p was closed while a thread waits for it: the wait is ended\n",
			nt_driver_name_of(event.maker, name), &event.event);
}

void opened(void *object) { static_cast<Event *>(object)->handles.add(); }

void closed(void *object)
{
	const auto last = EventRef::taken(static_cast<Event *>(object));

	last->let_go();
}

}

constinit const nt_object_type nt_event_type = {
	.name = "event",
	.destroy = destroy,
	.release = nullptr,
	.named_after = nullptr,
	.opened = opened,
	.closed = closed,
};

static constinit nt_object_type *event_type_pointer = const_cast<nt_object_type *>(&nt_event_type);
POBJECT_TYPE *ExEventObjectType = reinterpret_cast<POBJECT_TYPE *>(&event_type_pointer);

namespace {

/// The event of that name, reserved, or none. STATUS_DELETE_PENDING: its name is about to go.
EventRef find(PUNICODE_STRING name, NTSTATUS &status)
{
	auto event = EventRef::taken(
		static_cast<Event *>(ob::find(name, &nt_event_type, status).release()));

	if (!event || event->handles.join())
		return event;
	status = STATUS_DELETE_PENDING;
	return {};
}

/// What is wanted of open_or_make().
struct Wanted {
	PUNICODE_STRING name;  // or nullptr
	EVENT_TYPE type;
	bool state;
	bool open_if;	    // one that exists will do
	const void *maker;  // the driver's code
};

/// A new event, reserved.
EventRef make(const Wanted &wanted, NTSTATUS &status)
{
	auto fresh = EventRef::taken(
		static_cast<Event *>(nt_object_alloc(&nt_event_type, sizeof(Event))));

	if (!fresh) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		return {};
	}
	KeInitializeEvent(&fresh->event, wanted.type, wanted.state);
	fresh->handles.number = 1;
	fresh->named = wanted.name;
	fresh->maker = wanted.maker;
	status = wanted.name ? nt_name_object(wanted.name, fresh.get(), nullptr, 0) :
			       STATUS_SUCCESS;
	return NT_SUCCESS(status) ? std::move(fresh) : EventRef();
}

/// STATUS_OBJECT_NAME_EXISTS: it was there.
EventRef open_or_make(const Wanted &wanted, NTSTATUS &status)
{
	for (unsigned int races = 0;;) {
		status = STATUS_OBJECT_NAME_NOT_FOUND;
		if (wanted.name && wanted.open_if) {
			EventRef found = find(wanted.name, status);

			if (found)
				status = STATUS_OBJECT_NAME_EXISTS;
			if (found || (status != STATUS_OBJECT_NAME_NOT_FOUND &&
				      status != STATUS_DELETE_PENDING))
				return found;
		}
		if (status == STATUS_OBJECT_NAME_NOT_FOUND) {
			EventRef fresh = make(wanted, status);

			if (fresh || status != STATUS_OBJECT_NAME_COLLISION || !wanted.open_if ||
			    races++ == ob::most_races)
				return fresh;
		}
		ob::wait_a_tick();
	}
}

/// Makes a handle of what is reserved.
NTSTATUS give_handle(Event &event, HANDLE *handle, Caller caller)
{
	const NTSTATUS status = nt_handle_create(caller.code(), &event, handle);

	event.let_go();
	return status;
}

PKEVENT create(PUNICODE_STRING name, HANDLE *handle, EVENT_TYPE type, Caller caller = Caller())
{
	NTSTATUS status;

	if (!ok(is_memory(handle), "the place for the handle", caller))
		return nullptr;
	*handle = nullptr;
	if (!irql_ok(PASSIVE_LEVEL, caller) || !ok(nt_is_string(name), "the name", caller))
		return nullptr;
	const EventRef event = open_or_make({ name, type, true, true, caller.code() }, status);
	return event && NT_SUCCESS(give_handle(*event, handle, caller)) ? &event->event : nullptr;
}

EventRef event_of(HANDLE handle, NTSTATUS &status)
{
	EventRef event;

	status = ob::of_handle(handle, &nt_event_type, event);
	return event;
}

/// Does this with the event, and tells its old state.
template <typename Change>
NTSTATUS change(HANDLE handle, PLONG previous, Change change_it, Caller caller = Caller())
{
	NTSTATUS status;

	if (!irql_ok(PASSIVE_LEVEL, caller) ||
	    (previous && !ok(is_memory(previous), "the place for the state", caller)))
		return STATUS_INVALID_PARAMETER;
	const EventRef event = event_of(handle, status);
	if (!event)
		return status;
	const LONG state = change_it(&event->event);
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
	Wanted wanted{ nullptr, type, !!state, false, caller.code() };
	ob::FullName name;
	NTSTATUS status = STATUS_SUCCESS;
	if (attributes && (attributes->ObjectName || attributes->RootDirectory)) {
		status = name.assign(attributes);
		wanted.name = name.get();
		wanted.open_if = attributes->Attributes & OBJ_OPENIF;
	}
	if (!NT_SUCCESS(status))
		return status;
	const EventRef event = open_or_make(wanted, status);
	if (!event)
		return status;
	const NTSTATUS given = give_handle(*event, handle, caller);
	return NT_SUCCESS(given) ? status : given;
}

NTSTATUS NTAPI ZwOpenEvent(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	ob::FullName name;

	NTSTATUS status = name.assign_for(handle, attributes, caller);
	if (!NT_SUCCESS(status))
		return status;
	const EventRef event = find(name.get(), status);
	if (event)
		return give_handle(*event, handle, caller);
	return status == STATUS_DELETE_PENDING ? STATUS_OBJECT_NAME_NOT_FOUND : status;
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
