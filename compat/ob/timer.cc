// SPDX-License-Identifier: GPL-2.0
/// timer.cc - timers that have handles, and may have names.

#include <ntddk.h>

#include "base/check.hh"
#include "ke/gone.h"
#include "ob/named.hh"
#include "ob/timer.h"

namespace {

using Timer = ob::Named<KTIMER, nt_timer_type>;
using TimerRef = Timer::Reference;

void destroy(void *object)
{
	auto *timer = static_cast<Timer *>(object);

	KeCancelTimer(&timer->object);
	// One whose header was overwritten is not cancelled in that way.
	nt_memory_gone(&timer->object, sizeof(timer->object), timer->maker);
	timer->end_waits();
}

}

constinit const nt_object_type nt_timer_type = {
	.name = "timer",
	.destroy = destroy,
	.release = nullptr,
	.named_after = nullptr,
	.opened = Timer::opened,
	.closed = Timer::closed,
};

namespace {

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
	return Timer::create(
		handle, attributes, [=](PKTIMER timer) { KeInitializeTimerEx(timer, type); },
		caller);
}

NTSTATUS NTAPI ZwOpenTimer(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	return Timer::open(handle, attributes, Caller());
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
	const TimerRef timer = Timer::of(handle, status);
	if (!timer)
		return status;
	const BOOLEAN state = KeReadStateTimer(&timer->object);
	KeSetTimerEx(&timer->object, *due, period, nullptr);
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
	const TimerRef timer = Timer::of(handle, status);
	if (!timer)
		return status;
	KeCancelTimer(&timer->object);
	if (state)
		*state = KeReadStateTimer(&timer->object);
	return STATUS_SUCCESS;
}
