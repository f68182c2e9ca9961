// SPDX-License-Identifier: GPL-2.0
/*
 * timer.c - timers: for each of two clocks a list in the order of due times,
 * and one Linux timer for the first of them.
 *
 * DueTime in a KTIMER is in nanoseconds of its clock. The dispatcher lock guards
 * all of this.
 */

#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/math64.h>

#include "module/glue/version.h"
#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"
#include "base/list.h"
#include "base/log.h"
#include "base/poll.h"
#include "ke/clock.h"
#include "ke/dispatcher.h"
#include "ke/dpc.h"
#include "ke/gone.h"
#include "ke/timer.h"

#define NS_PER_UNIT 100

/**
 * struct queue - the timers that are set, on one clock
 * @timers: in the order in which they are due
 * @hrtimer: for the first of them; may expire early, when timers were cancelled
 * @now: reads the clock
 */
struct queue {
	struct list_head timers;
	struct hrtimer hrtimer;
	ktime_t (*now)(void);
};

/* Relative times count from now; those of the system clock follow it when it is set. */
static struct queue monotonic = { LIST_HEAD_INIT(monotonic.timers), .now = ktime_get };
static struct queue realtime = { LIST_HEAD_INIT(realtime.timers), .now = ktime_get_real };

/* In TimerControlFlags, and in TimerMiscFlags: it is in the queue. */
#define ABSOLUTE 1
#define INSERTED 1

static PKTIMER timer_of(struct list_head *entry)
{
	return container_of((LIST_ENTRY *)entry, KTIMER, TimerListEntry);
}

static struct queue *queue_of(const KTIMER *timer)
{
	return timer->Header.TimerControlFlags & ABSOLUTE ? &realtime : &monotonic;
}

static void insert(PKTIMER timer)
{
	struct queue *queue = queue_of(timer);
	struct list_head *before = queue->timers.prev;

	/* Behind those due at the same time. */
	while (before != &queue->timers &&
	       timer_of(before)->DueTime.QuadPart > timer->DueTime.QuadPart)
		before = before->prev;
	list_add(nt_list(&timer->TimerListEntry), before);
	timer->Header.TimerMiscFlags = INSERTED;
}

static void take_out(PKTIMER timer)
{
	list_del(nt_list(&timer->TimerListEntry));
	timer->Header.TimerMiscFlags = 0;
}

/* The first timer of the queue may be another. */
static void rearm(struct queue *queue)
{
	if (!list_empty(&queue->timers))
		hrtimer_start(&queue->hrtimer, timer_of(queue->timers.next)->DueTime.QuadPart,
			      HRTIMER_MODE_ABS_SOFT);
}

/* It is due and not in the queue: signals it, and sets it again if it is periodic. */
static void expire(PKTIMER timer, ktime_t now)
{
	PKDPC dpc = timer->Dpc;

	if (timer->Period) {
		s64 period = (s64)timer->Period * NSEC_PER_MSEC;

		/* Without drift; what was missed altogether is not made up for. */
		timer->DueTime.QuadPart += period;
		if (ktime_before(timer->DueTime.QuadPart, now))
			timer->DueTime.QuadPart = ktime_add_safe(now, period);
		insert(timer);
	}
	timer->Header.SignalState = 1;
	nt_header_signal(&timer->Header);
	/* A timer on the stack of the thread that waited for it must not be touched any more. */
	if (dpc)
		nt_dpc_queue(dpc, NULL, NULL);
}

static enum hrtimer_restart expired(struct hrtimer *hrtimer)
{
	struct queue *queue = container_of(hrtimer, struct queue, hrtimer);
	ktime_t now = queue->now();
	unsigned long flags;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	while (!list_empty(&queue->timers)) {
		PKTIMER timer = timer_of(queue->timers.next);

		if (ktime_after(timer->DueTime.QuadPart, now))
			break;
		take_out(timer);
		expire(timer, now);
	}
	rearm(queue);
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return HRTIMER_NORESTART;
}

static s64 to_ns(u64 units)
{
	return units > KTIME_MAX / NS_PER_UNIT ? KTIME_MAX : units * NS_PER_UNIT;
}

bool nt_timer_cancel(PKTIMER timer)
{
	if (!timer->Header.TimerMiscFlags)
		return false;
	/* The Linux timer may expire early now, and finds nothing to do. */
	take_out(timer);
	return true;
}

bool nt_timer_set(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
	bool was_set = nt_timer_cancel(timer);
	bool absolute = due.QuadPart >= 0;
	struct queue *queue;
	ktime_t now;

	timer->Header.SignalState = 0;
	timer->Header.TimerControlFlags = absolute ? ABSOLUTE : 0;
	timer->Dpc = dpc;
	timer->Period = max(period, 0);
	queue = queue_of(timer);
	now = queue->now();
	if (absolute)
		timer->DueTime.QuadPart = due.QuadPart <= NT_EPOCH ? 0 :
			to_ns(due.QuadPart - NT_EPOCH);
	else
		timer->DueTime.QuadPart = ktime_add_safe(now, to_ns(-(u64)due.QuadPart));
	if (ktime_compare(timer->DueTime.QuadPart, now) <= 0) {
		/* Its period counts from now. */
		timer->DueTime.QuadPart = now;
		expire(timer, now);
	} else {
		insert(timer);
	}
	rearm(queue);
	return was_set;
}

/* Routines for drivers */

/* Its memory may hold anything: the queues know whether it is in one. */
static bool cancel_known(PKTIMER timer)
{
	struct queue *const queues[] = { &monotonic, &realtime };
	struct list_head *entry;
	unsigned long flags;
	bool was_set = false;
	unsigned int i;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	for (i = 0; i < ARRAY_SIZE(queues) && !was_set; i++) {
		list_for_each(entry, &queues[i]->timers) {
			if (timer_of(entry) == timer) {
				take_out(timer);
				was_set = true;
				break;
			}
		}
	}
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return was_set;
}

/* The macro in the log names the routine it is used in. */
#define TIMER_OK(timer)								\
({										\
	bool __usable = nt_ok(nt_is_memory(timer, sizeof(*(timer))), "the timer"); \
										\
	if (__usable && cancel_known(timer))					\
		nt_complain("the timer is set: it is cancelled");		\
	__usable;								\
})

static void initialise(PKTIMER timer, TIMER_TYPE type)
{
	*timer = (KTIMER){};
	nt_header_init(&timer->Header, type == SynchronizationTimer ?
		       NT_SYNCHRONIZATION_TIMER : NT_NOTIFICATION_TIMER, sizeof(*timer), 0);
}

void nt_timer_prepare(PKTIMER timer)
{
	initialise(timer, NotificationTimer);
}

VOID NTAPI KeInitializeTimerEx(PKTIMER timer, TIMER_TYPE type)
{
	if (TIMER_OK(timer))
		initialise(timer, type);
}
EXPORT_SYMBOL_GPL(KeInitializeTimerEx);

VOID NTAPI KeInitializeTimer(PKTIMER timer)
{
	if (TIMER_OK(timer))
		initialise(timer, NotificationTimer);
}
EXPORT_SYMBOL_GPL(KeInitializeTimer);

static bool is_timer(const KTIMER *timer)
{
	return nt_header_is(&timer->Header, NT_NOTIFICATION_TIMER, NT_SYNCHRONIZATION_TIMER);
}

static BOOLEAN set(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
	unsigned long flags;
	bool was_set;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	was_set = nt_timer_set(timer, due, period, dpc);
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return was_set;
}

BOOLEAN NTAPI KeSetTimerEx(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
	if (!nt_irql_ok(DISPATCH_LEVEL))
		return FALSE;
	if (!is_timer(timer)) {
		nt_complain("the timer is not initialised");
		return FALSE;
	}
	if (dpc && !nt_dpc_initialised(dpc)) {
		nt_complain("the DPC is not initialised: the timer is set without it");
		dpc = NULL;
	}
	return set(timer, due, period, dpc);
}
EXPORT_SYMBOL_GPL(KeSetTimerEx);

BOOLEAN NTAPI KeSetTimer(PKTIMER timer, LARGE_INTEGER due, PKDPC dpc)
{
	if (!nt_irql_ok(DISPATCH_LEVEL))
		return FALSE;
	if (!is_timer(timer)) {
		nt_complain("the timer is not initialised");
		return FALSE;
	}
	if (dpc && !nt_dpc_initialised(dpc)) {
		nt_complain("the DPC is not initialised: the timer is set without it");
		dpc = NULL;
	}
	return set(timer, due, 0, dpc);
}
EXPORT_SYMBOL_GPL(KeSetTimer);

BOOLEAN NTAPI KeCancelTimer(PKTIMER timer)
{
	unsigned long flags;
	bool was_set;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return FALSE;
	if (!is_timer(timer)) {
		nt_complain("the timer is not initialised");
		return FALSE;
	}
	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	was_set = nt_timer_cancel(timer);
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return was_set;
}
EXPORT_SYMBOL_GPL(KeCancelTimer);

BOOLEAN NTAPI KeReadStateTimer(PKTIMER timer)
{
	nt_polled();
	return nt_ok(nt_is_memory(timer, sizeof(*timer)), "the timer") &&
		READ_ONCE(timer->Header.SignalState) > 0;
}
EXPORT_SYMBOL_GPL(KeReadStateTimer);

/* Loading and unloading */

static unsigned int forget(struct queue *queue, const struct nt_gone *gone, void **routine)
{
	unsigned int forgotten = 0;
	struct list_head *entry;
	struct list_head *next;

	list_for_each_safe(entry, next, &queue->timers) {
		PKTIMER timer = timer_of(entry);
		void *code = timer->Dpc ? timer->Dpc->DeferredRoutine : NULL;
		bool goes = nt_goes(gone, timer, code);

		if (!goes && !nt_goes(gone, timer->Dpc, NULL))
			continue;
		if (code)
			*routine = code;
		/* Where only its DPC goes, somebody may still wait for the timer. */
		if (goes)
			take_out(timer);
		else
			timer->Dpc = NULL;
		forgotten++;
	}
	return forgotten;
}

void nt_timer_forget(const struct nt_gone *gone)
{
	unsigned int forgotten;
	unsigned long flags;
	void *routine = NULL;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	forgotten = forget(&monotonic, gone, &routine) + forget(&realtime, gone, &routine);
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	if (forgotten)
		pr_warn("%s left %u timers set, one with routine %pS\n", nt_gone_name(gone),
			forgotten, routine);
}

void nt_timer_init(void)
{
	glue_hrtimer_setup(&monotonic.hrtimer, expired, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	glue_hrtimer_setup(&realtime.hrtimer, expired, CLOCK_REALTIME, HRTIMER_MODE_ABS_SOFT);
}

void nt_timer_exit(void)
{
	hrtimer_cancel(&monotonic.hrtimer);
	hrtimer_cancel(&realtime.hrtimer);
}
