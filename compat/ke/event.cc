// SPDX-License-Identifier: GPL-2.0
/// event.cc - events.

#include "base/check.hh"
#include "base/poll.h"
#include "ke/dispatcher.hh"

namespace {

bool event_ok(const KEVENT *event, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller))
		return false;
	if (nt_header_is(&event->Header, NT_NOTIFICATION_EVENT, NT_SYNCHRONIZATION_EVENT))
		return true;
	complain_of_mistake("the event is not initialised", caller);
	return false;
}

/// Returns the old state. Unless it is `to_stay`, the event is set only for those who wait now.
LONG set_event(KEVENT *event, bool to_stay)
{
	const ke::DispatcherGuard guard;
	const LONG old = event->Header.SignalState;

	ke::set_state(event->Header, 1);
	nt_header_signal(&event->Header);
	if (!to_stay)
		ke::set_state(event->Header, 0);
	return old;
}

LONG reset_event(KEVENT *event)
{
	const ke::DispatcherGuard guard;
	const LONG old = event->Header.SignalState;

	ke::set_state(event->Header, 0);
	return old;
}

}

VOID NTAPI KeInitializeEvent(PRKEVENT event, EVENT_TYPE type, BOOLEAN state)
{
	if (!ok(is_memory(event), "the event"))
		return;
	nt_header_init(&event->Header,
		       type == SynchronizationEvent ? NT_SYNCHRONIZATION_EVENT :
						      NT_NOTIFICATION_EVENT,
		       sizeof(*event), !!state);
}

LONG NTAPI KeSetEvent(PRKEVENT event, KPRIORITY, BOOLEAN)
{
	return event_ok(event) ? set_event(event, true) : 0;
}

LONG NTAPI KePulseEvent(PRKEVENT event, KPRIORITY, BOOLEAN)
{
	return event_ok(event) ? set_event(event, false) : 0;
}

LONG NTAPI KeResetEvent(PRKEVENT event) { return event_ok(event) ? reset_event(event) : 0; }

VOID NTAPI KeClearEvent(PRKEVENT event)
{
	if (event_ok(event))
		reset_event(event);
}

LONG NTAPI KeReadStateEvent(PRKEVENT event)
{
	nt_poll();
	return ok(is_memory(event), "the event") ? ke::state_of(event->Header) : 0;
}
