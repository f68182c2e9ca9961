// SPDX-License-Identifier: GPL-2.0
/// timer.cc - timers that have handles, and may have names.

#include <utility>

#include <ntddk.h>

#include "glue/log.h"
#include "base/check.hh"
#include "base/object.hh"
#include "base/use_count.hh"
#include "ke/dispatcher.h"
#include "ob/by_name.hh"
#include "ob/full_name.hh"
#include "ob/handle.h"
#include "ob/namespace.h"
#include "ob/race.hh"
#include "ob/timer.h"

namespace {

/// A timer with handles. It has its name for as long as one of them is open.
struct Timer {
	KTIMER timer;	   // first: what drivers see
	UseCount handles;  // and callers that are about to make one
	bool named;
	const void *maker;  // code of the driver that made it

	void let_go();
};

using TimerRef = Ref<Timer>;

/// Ends a reservation, or a handle.
void Timer::let_go()
{
	if (handles.leave() && named)
		nt_unname_object(this);
}

void destroy(void *object)
{
	auto &timer = *static_cast<Timer *>(object);
	char name[NT_DRIVER_NAME];

	KeCancelTimer(&timer.timer);
	if (nt_header_end_waits(&timer.timer.Header))
		nt_warn("%s: the last handle of timer %p was closed while a thread waits for it: the wait is ended\n",
			nt_driver_name_of(timer.maker, name), &timer.timer);
}

void opened(void *object) { static_cast<Timer *>(object)->handles.add(); }

void closed(void *object)
{
	const auto last = TimerRef::taken(static_cast<Timer *>(object));

	last->let_go();
}

}

constinit const nt_object_type nt_timer_type = {
	.name = "timer",
	.destroy = destroy,
	.release = nullptr,
	.named_after = nullptr,
	.opened = opened,
	.closed = closed,
};

namespace {

/// The timer of that name, reserved, or none. STATUS_DELETE_PENDING: its name is about to go.
TimerRef find(PUNICODE_STRING name, NTSTATUS &status)
{
	auto timer = TimerRef::taken(
		static_cast<Timer *>(ob::find(name, &nt_timer_type, status).release()));

	if (!timer || timer->handles.join())
		return timer;
	status = STATUS_DELETE_PENDING;
	return {};
}

/// A new timer, reserved.
TimerRef make(PUNICODE_STRING name, TIMER_TYPE type, const void *maker, NTSTATUS &status)
{
	auto fresh = TimerRef::taken(
		static_cast<Timer *>(nt_object_alloc(&nt_timer_type, sizeof(Timer))));

	if (!fresh) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		return {};
	}
	KeInitializeTimerEx(&fresh->timer, type);
	fresh->handles.number = 1;
	fresh->named = name;
	fresh->maker = maker;
	status = name ? nt_name_object(name, fresh.get(), nullptr, 0) : STATUS_SUCCESS;
	return NT_SUCCESS(status) ? std::move(fresh) : TimerRef();
}

/// As make(); or the one of that name. STATUS_OBJECT_NAME_EXISTS: it was there.
TimerRef find_or_make(PUNICODE_STRING name, TIMER_TYPE type, const void *maker, NTSTATUS &status)
{
	for (unsigned int races = 0;; ob::wait_a_tick()) {
		TimerRef found = find(name, status);

		if (found)
			status = STATUS_OBJECT_NAME_EXISTS;
		if (found ||
		    (status != STATUS_OBJECT_NAME_NOT_FOUND && status != STATUS_DELETE_PENDING))
			return found;
		if (status == STATUS_DELETE_PENDING)
			continue;
		TimerRef fresh = make(name, type, maker, status);
		if (fresh || status != STATUS_OBJECT_NAME_COLLISION || races++ == ob::most_races)
			return fresh;
	}
}

/// Makes a handle of what is reserved.
NTSTATUS give_handle(Timer &timer, HANDLE *handle, Caller caller)
{
	const NTSTATUS status = nt_handle_create(caller.code(), &timer, handle);

	timer.let_go();
	return status;
}

TimerRef timer_of(HANDLE handle, NTSTATUS &status)
{
	void *object = nullptr;

	status = nt_object_of_handle(handle, &nt_timer_type, &object);
	return NT_SUCCESS(status) ? TimerRef::taken(static_cast<Timer *>(object)) : TimerRef();
}

bool state_ok(PBOOLEAN state, Caller caller)
{
	return !state || ok(is_memory(state), "the place for the state", caller);
}

}

NTSTATUS NTAPI ZwCreateTimer(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes,
			     TIMER_TYPE type)
{
	const Caller caller;

	if (!ob::handle_ok(handle, caller) ||
	    (attributes && !ob::attributes_ok(attributes, caller)))
		return STATUS_INVALID_PARAMETER;
	if (type != NotificationTimer && type != SynchronizationTimer)
		return STATUS_INVALID_PARAMETER_4;
	ob::FullName name;
	PUNICODE_STRING wanted = nullptr;
	NTSTATUS status = STATUS_SUCCESS;
	if (attributes && (attributes->ObjectName || attributes->RootDirectory)) {
		status = name.assign(attributes);
		wanted = name.get();
	}
	if (!NT_SUCCESS(status))
		return status;
	const TimerRef timer = wanted && attributes->Attributes & OBJ_OPENIF ?
				       find_or_make(wanted, type, caller.code(), status) :
				       make(wanted, type, caller.code(), status);
	if (!timer)
		return status;
	const NTSTATUS given = give_handle(*timer, handle, caller);
	return NT_SUCCESS(given) ? status : given;
}

NTSTATUS NTAPI ZwOpenTimer(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	ob::FullName name;

	if (!ob::handle_ok(handle, caller) || !ob::attributes_ok(attributes, caller))
		return STATUS_INVALID_PARAMETER;
	NTSTATUS status = name.assign(attributes);
	if (!NT_SUCCESS(status))
		return status;
	const TimerRef timer = find(name.get(), status);
	if (timer)
		return give_handle(*timer, handle, caller);
	return status == STATUS_DELETE_PENDING ? STATUS_OBJECT_NAME_NOT_FOUND : status;
}

NTSTATUS NTAPI ZwSetTimer(HANDLE handle, PLARGE_INTEGER due, PTIMER_APC_ROUTINE routine, PVOID,
			  BOOLEAN resume, LONG period, PBOOLEAN previous)
{
	const Caller caller;
	NTSTATUS status;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(due), "the time") ||
	    !state_ok(previous, caller))
		return STATUS_INVALID_PARAMETER;
	if (period < 0)
		return STATUS_INVALID_PARAMETER_6;
	if (routine) {
		caller.complain(
			"no APC can be queued to a thread: wait for the timer, which is not set");
		return STATUS_NOT_SUPPORTED;
	}
	const TimerRef timer = timer_of(handle, status);
	if (!timer)
		return status;
	const BOOLEAN state = KeReadStateTimer(&timer->timer);
	KeSetTimerEx(&timer->timer, *due, period, nullptr);
	if (previous)
		*previous = state;
	// Nothing wakes the machine.
	return resume ? STATUS_TIMER_RESUME_IGNORED : STATUS_SUCCESS;
}

NTSTATUS NTAPI ZwCancelTimer(HANDLE handle, PBOOLEAN state)
{
	NTSTATUS status;

	if (!irql_ok(PASSIVE_LEVEL) || !state_ok(state, Caller()))
		return STATUS_INVALID_PARAMETER;
	const TimerRef timer = timer_of(handle, status);
	if (!timer)
		return status;
	KeCancelTimer(&timer->timer);
	if (state)
		*state = KeReadStateTimer(&timer->timer);
	return STATUS_SUCCESS;
}
