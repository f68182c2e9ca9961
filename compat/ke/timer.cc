// SPDX-License-Identifier: GPL-2.0
/// timer.cc - timers: for each of two clocks a list in the order of due times, and one Linux timer
/// for the first in the list.
///
/// DueTime in a KTIMER is in nanoseconds of its clock.

#include "module/rt/minmax.hh"
#include "glue/clock.h"
#include "glue/hrtimer.h"
#include "glue/log.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/poll.h"
#include "ke/clock.h"
#include "ke/dpc.h"
#include "ke/timer.hh"

using ke::DispatcherGuard;

namespace {

constexpr ULONGLONG ns_per_unit = 100;
constexpr LONGLONG ns_per_ms = 1000000;
constexpr LONGLONG end_of_time = __LONG_LONG_MAX__;

/// In TimerControlFlags: the due time is one of the system clock. In TimerMiscFlags, for drivers to
/// read: the timer is in a queue.
constexpr UCHAR absolute = 1;
constexpr UCHAR inserted = 1;

using Timers = EntryList<KTIMER, offsetof(KTIMER, TimerListEntry)>;

/// The timers that are set on one clock, in the order in which they are due. After timers were
/// cancelled, the Linux timer may expire early and find nothing to do.
struct Queue {
	constexpr explicit Queue(nt_clock of) : clock(of) { }

	LONGLONG now() const { return nt_clock_now(clock); }
	/// To be called when the first timer may have changed.
	void rearm() const REQUIRES(ke::dispatcher_lock)
	{
		if (const KTIMER *first = timers.first())
			nt_hrtimer_start(clock, static_cast<LONGLONG>(first->DueTime.QuadPart));
	}

	const nt_clock clock;
	Timers timers GUARDED_BY(ke::dispatcher_lock);
};

/// The first is for relative times, which count from now; the other follows the system clock when
/// it is set.
constinit Queue queues[NT_CLOCKS] = { Queue(NT_MONOTONIC), Queue(NT_REALTIME) };

Queue &queue_of(const KTIMER &timer)
{
	return queues[timer.Header.TimerControlFlags & absolute ? NT_REALTIME : NT_MONOTONIC];
}

LONGLONG due_time(const KTIMER &timer) { return static_cast<LONGLONG>(timer.DueTime.QuadPart); }

/// The time that is later by `by`, which is at least 0; not beyond the end of time.
LONGLONG later(LONGLONG time, LONGLONG by)
{
	return time > end_of_time - by ? end_of_time : time + by;
}

LONGLONG to_ns(ULONGLONG units)
{
	return static_cast<LONGLONG>(rt::min(units, end_of_time / ns_per_unit) * ns_per_unit);
}

void insert_timer(KTIMER &timer) REQUIRES(ke::dispatcher_lock)
{
	Timers &timers = queue_of(timer).timers;
	KTIMER *next = nullptr;

	// After those that are due at the same time.
	for (KTIMER *other = timers.last(); other && due_time(*other) > due_time(timer);
	     other = timers.before(*other))
		next = other;
	timers.insert_before(next, timer);
	timer.Header.TimerMiscFlags = inserted;
}

void take_timer_out(KTIMER &timer) REQUIRES(ke::dispatcher_lock)
{
	Timers::remove(timer);
	timer.Header.TimerMiscFlags = 0;
}

/// The timer is due and not in a queue: signals it, and sets it again if it is periodic.
void expire_timer(KTIMER &timer, LONGLONG now) REQUIRES(ke::dispatcher_lock)
{
	PKDPC dpc = timer.Dpc;

	if (timer.Period) {
		const LONGLONG period = timer.Period * ns_per_ms;
		// Periods do not drift; those that were missed altogether are not made up for.
		LONGLONG next = due_time(timer) + period;

		if (next < now)
			next = later(now, period);
		// A period is a length of time, which counts from now: setting the system clock must
		// not change it.
		if (timer.Header.TimerControlFlags & absolute) {
			timer.Header.TimerControlFlags = 0;
			next = later(queue_of(timer).now(), period);
		}
		timer.DueTime.QuadPart = static_cast<ULONGLONG>(next);
		insert_timer(timer);
	}
	ke::set_state(timer.Header, 1);
	nt_header_signal(&timer.Header);
	// A timer on the stack of a thread that waited for it must not be touched from here on.
	if (dpc)
		nt_dpc_queue(dpc, nullptr, nullptr);
}

/// Linux's timer of that clock has expired.
void clock_timer_expired(nt_clock clock)
{
	Queue &queue = queues[clock];
	const LONGLONG now = queue.now();
	const DispatcherGuard guard;

	for (KTIMER *timer = queue.timers.first(); timer && due_time(*timer) <= now;
	     timer = queue.timers.first()) {
		take_timer_out(*timer);
		expire_timer(*timer, now);
	}
	queue.rearm();
	// Periodic timers have moved to that clock.
	if (clock != NT_MONOTONIC)
		queues[NT_MONOTONIC].rearm();
}

/// The due time on the clock, which says `now`.
LONGLONG when(LARGE_INTEGER due, LONGLONG now)
{
	if (due.QuadPart < 0)
		return later(now, to_ns(-static_cast<ULONGLONG>(due.QuadPart)));
	return due.QuadPart <= NT_EPOCH ? 0 : to_ns(due.QuadPart - NT_EPOCH);
}

}

bool nt_timer_cancel(PKTIMER timer)
{
	if (!timer->Header.TimerMiscFlags)
		return false;
	take_timer_out(*timer);
	return true;
}

/// The same for a driver's timer, whose memory may be a copy or written over: the queues are
/// searched.
static bool cancel_drivers(KTIMER *timer) REQUIRES(ke::dispatcher_lock)
{
	if (!queues[NT_MONOTONIC].timers.contains(timer) &&
	    !queues[NT_REALTIME].timers.contains(timer))
		return false;
	take_timer_out(*timer);
	return true;
}

bool nt_timer_set(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
	const bool was_set = cancel_drivers(timer);

	ke::set_state(timer->Header, 0);
	timer->Header.TimerControlFlags = due.QuadPart >= 0 ? absolute : 0;
	timer->Dpc = dpc;
	timer->Period = rt::max(period, 0);
	const LONGLONG now = queue_of(*timer).now();
	const LONGLONG time = when(due, now);
	timer->DueTime.QuadPart = static_cast<ULONGLONG>(time);
	if (time <= now)
		expire_timer(*timer, now);
	else
		insert_timer(*timer);
	queue_of(*timer).rearm();
	return was_set;
}

// Routines for drivers

namespace {

bool cancel_known(KTIMER *timer)
{
	const DispatcherGuard guard;

	return cancel_drivers(timer);
}

void initialise_timer(KTIMER *timer, TIMER_TYPE type)
{
	*timer = {};
	nt_header_init(&timer->Header,
		       type == SynchronizationTimer ? NT_SYNCHRONIZATION_TIMER :
						      NT_NOTIFICATION_TIMER,
		       sizeof(*timer), 0);
}

void initialise_new(KTIMER *timer, TIMER_TYPE type, Caller caller = Caller())
{
	if (!ok(is_memory(timer), "the timer", caller))
		return;
	if (cancel_known(timer))
		caller.complain("the timer is set: it is cancelled");
	initialise_timer(timer, type);
}

/// Whether it is a timer that can be set.
bool timer_ok(const KTIMER *timer, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller))
		return false;
	if (nt_header_is(&timer->Header, NT_NOTIFICATION_TIMER, NT_SYNCHRONIZATION_TIMER))
		return true;
	complain_of_mistake("the timer is not initialised", caller);
	return false;
}

bool set_timer(KTIMER *timer, LARGE_INTEGER due, LONG period, KDPC *dpc, Caller caller = Caller())
{
	if (!timer_ok(timer, caller))
		return false;
	if (dpc && !nt_dpc_initialised(dpc)) {
		caller.complain("the DPC is not initialised: the timer is set without it");
		dpc = nullptr;
	}
	const DispatcherGuard guard;
	return nt_timer_set(timer, due, period, dpc);
}

}

void nt_timer_prepare(PKTIMER timer) { initialise_timer(timer, NotificationTimer); }

VOID NTAPI KeInitializeTimerEx(PKTIMER timer, TIMER_TYPE type) { initialise_new(timer, type); }

VOID NTAPI KeInitializeTimer(PKTIMER timer) { initialise_new(timer, NotificationTimer); }

BOOLEAN NTAPI KeSetTimerEx(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
	return set_timer(timer, due, period, dpc);
}

BOOLEAN NTAPI KeSetTimer(PKTIMER timer, LARGE_INTEGER due, PKDPC dpc)
{
	return set_timer(timer, due, 0, dpc);
}

BOOLEAN NTAPI KeSetCoalescableTimer(PKTIMER timer, LARGE_INTEGER due, ULONG period, ULONG,
				    PKDPC dpc)
{
	return set_timer(timer, due, static_cast<LONG>(period), dpc);
}

BOOLEAN NTAPI KeCancelTimer(PKTIMER timer)
{
	if (!timer_ok(timer))
		return FALSE;
	const DispatcherGuard guard;
	return cancel_drivers(timer);
}

BOOLEAN NTAPI KeReadStateTimer(PKTIMER timer)
{
	nt_poll();
	return ok(is_memory(timer), "the timer") && ke::state_of(timer->Header) > 0;
}

// Loading and unloading

/// Returns how many were forgotten; `code`: the routine of the last one's DPC, if it has one.
static unsigned int forget_timers(const nt_gone *gone, const void *&code)
	REQUIRES(ke::dispatcher_lock)
{
	unsigned int forgotten = 0;

	for (Queue &queue : queues) {
		for (KTIMER &timer : queue.timers) {
			const void *routine = timer.Dpc ? code_of(timer.Dpc->DeferredRoutine) :
							  nullptr;
			const bool goes = nt_goes(gone, &timer, routine);

			if (!goes && !nt_goes(gone, timer.Dpc, nullptr))
				continue;
			if (routine)
				code = routine;
			// If only its DPC goes away, somebody may still wait for the timer.
			if (goes)
				take_timer_out(timer);
			else
				timer.Dpc = nullptr;
			forgotten++;
		}
	}
	return forgotten;
}

void nt_timer_forget(const nt_gone *gone)
{
	const void *code = nullptr;
	char name[NT_DRIVER_NAME];
	unsigned int forgotten;

	{
		const DispatcherGuard guard;

		forgotten = forget_timers(gone, code);
	}
	if (!forgotten)
		return;
	const char *plural = forgotten == 1 ? "" : "s";
	if (code)
		nt_warn("%s left %u timer%s set, one with routine %pS: cancelled, because KeCancelTimer was not called\n",
			nt_gone_name(gone, name), forgotten, plural, code);
	else
		nt_warn("%s left %u timer%s set: cancelled, because KeCancelTimer was not called\n",
			nt_gone_name(gone, name), forgotten, plural);
}

void nt_timer_init() { nt_hrtimers_init(clock_timer_expired); }
void nt_timer_exit() { nt_hrtimers_exit(); }
