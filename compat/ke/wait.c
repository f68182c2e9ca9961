// SPDX-License-Identifier: GPL-2.0
/* wait.c - events, mutexes and semaphores; waiting for them, timers and threads. */

#include <linux/export.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"
#include "base/list.h"
#include "base/object.h"
#include "base/poll.h"
#include "ke/dispatcher.h"
#include "ke/thread.h"
#include "ke/timer.h"

DEFINE_SPINLOCK(nt_dispatcher_lock);

/**
 * struct waiter - a thread that waits, on its stack
 * @task: the thread
 * @thread: the same, as mutexes know it
 * @blocks: one for each object
 * @count: how many
 * @all: for all objects at the same time
 * @timed: @timeout and @timer are in use
 * @timeout: the block for @timer
 * @timer: ends the wait
 * @done: the wait is over
 * @status: and this is its outcome
 */
struct waiter {
	struct task_struct *task;
	PKTHREAD thread;
	KWAIT_BLOCK *blocks;
	unsigned int count;
	bool all;
	bool timed;
	KWAIT_BLOCK timeout;
	KTIMER timer;
	bool done;
	NTSTATUS status;
};

/* Dispatcher objects */

void nt_header_init(DISPATCHER_HEADER *header, enum nt_dispatcher_type type, size_t size,
		    LONG state)
{
	/* As Windows does, in units of LONG. */
	*header = (DISPATCHER_HEADER){
		.Type = type, .Size = size / sizeof(LONG), .SignalState = state,
	};
	INIT_LIST_HEAD(nt_list(&header->WaitListHead));
}

bool nt_header_is(const DISPATCHER_HEADER *header, enum nt_dispatcher_type type,
		  enum nt_dispatcher_type other)
{
	/* Not locked: whoever waits comes and goes meanwhile. */
	return nt_is_address(header) && nt_is_address(READ_ONCE(header->WaitListHead.Flink)) &&
	       (header->Type == type || header->Type == other);
}

static KMUTANT *mutant_of(DISPATCHER_HEADER *header)
{
	return container_of(header, KMUTANT, Header);
}

static bool can_be_waited_for(const DISPATCHER_HEADER *header)
{
	if (nt_foreign_task(header) || !nt_is_memory(header, sizeof(*header)) ||
	    !nt_is_address(READ_ONCE(header->WaitListHead.Flink)))
		return false;
	switch (header->Type) {
	case NT_NOTIFICATION_EVENT:
	case NT_SYNCHRONIZATION_EVENT:
	case NT_MUTANT:
	case NT_SEMAPHORE:
	case NT_THREAD:
	case NT_NOTIFICATION_TIMER:
	case NT_SYNCHRONIZATION_TIMER:
		return true;
	}
	return false;
}

/* The rest holds the dispatcher lock. */

static bool satisfies(DISPATCHER_HEADER *header, PKTHREAD thread)
{
	return header->SignalState > 0 ||
		(header->Type == NT_MUTANT && mutant_of(header)->OwnerThread == thread);
}

/* The thread has waited for it successfully: STATUS_WAIT_0 or STATUS_ABANDONED_WAIT_0. */
static NTSTATUS consume(DISPATCHER_HEADER *header, PKTHREAD thread)
{
	struct list_head *mutants;
	KMUTANT *mutant;

	switch (header->Type) {
	case NT_SYNCHRONIZATION_EVENT:
	case NT_SYNCHRONIZATION_TIMER:
		header->SignalState = 0;
		break;
	case NT_SEMAPHORE:
		header->SignalState--;
		break;
	case NT_MUTANT:
		mutant = mutant_of(header);
		if (--header->SignalState != 0)
			break;
		/* Nobody else becomes this thread while it has the mutex. */
		ObReferenceObject(thread);
		mutant->OwnerThread = thread;
		mutants = nt_thread_mutants(thread);
		if (mutants)
			list_add_tail(nt_list(&mutant->MutantListEntry), mutants);
		if (mutant->Abandoned) {
			mutant->Abandoned = FALSE;
			return STATUS_ABANDONED_WAIT_0;
		}
		break;
	}
	return STATUS_WAIT_0;
}

static bool all_satisfy(KWAIT_BLOCK *blocks, unsigned int count, PKTHREAD thread)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (!satisfies(blocks[i].Object, thread))
			return false;
	return true;
}

static NTSTATUS consume_all(KWAIT_BLOCK *blocks, unsigned int count, PKTHREAD thread)
{
	NTSTATUS status = STATUS_WAIT_0;
	unsigned int i;

	for (i = 0; i < count; i++)
		status |= consume(blocks[i].Object, thread);
	return status;
}

static void enqueue(struct waiter *waiter, KWAIT_BLOCK *block)
{
	DISPATCHER_HEADER *header = block->Object;

	/* Opaque to drivers, and only ours. */
	block->Thread = (PKTHREAD)waiter;
	list_add_tail(nt_list(&block->WaitListEntry), nt_list(&header->WaitListHead));
}

static void dequeue(struct waiter *waiter)
{
	unsigned int i;

	for (i = 0; i < waiter->count; i++)
		list_del(nt_list(&waiter->blocks[i].WaitListEntry));
	if (waiter->timed) {
		list_del(nt_list(&waiter->timeout.WaitListEntry));
		nt_timer_cancel(&waiter->timer);
	}
}

static void finish(struct waiter *waiter, NTSTATUS status)
{
	dequeue(waiter);
	waiter->status = status;
	WRITE_ONCE(waiter->done, true);
	/* It cannot return, and take its stack away, before it has had the lock. */
	wake_up_process(waiter->task);
}

/* The object of this block satisfies: true if that ended the wait. */
static bool satisfied(KWAIT_BLOCK *block)
{
	struct waiter *waiter = (struct waiter *)block->Thread;

	if (block == &waiter->timeout) {
		finish(waiter, STATUS_TIMEOUT);
	} else if (!waiter->all) {
		finish(waiter, consume(block->Object, waiter->thread) + block->WaitKey);
	} else {
		if (!all_satisfy(waiter->blocks, waiter->count, waiter->thread))
			return false;
		finish(waiter, consume_all(waiter->blocks, waiter->count, waiter->thread));
	}
	return true;
}

void nt_header_signal(DISPATCHER_HEADER *header)
{
	struct list_head *head = nt_list(&header->WaitListHead);
	struct list_head *entry = head->next;

	lockdep_assert_held(&nt_dispatcher_lock);
	while (header->SignalState > 0 && entry != head) {
		/* A wait that ends may take more than this one block out of the list. */
		if (satisfied(container_of((LIST_ENTRY *)entry, KWAIT_BLOCK, WaitListEntry)))
			entry = head->next;
		else
			entry = entry->next;
	}
}

/* Makes it free, for the next waiter; the caller drops the owner's reference. */
static void release(KMUTANT *mutant)
{
	list_del_init(nt_list(&mutant->MutantListEntry));
	mutant->OwnerThread = NULL;
	mutant->Header.SignalState = 1;
	nt_header_signal(&mutant->Header);
}

/* Events. The macros in the log name the routine they are used in, so they are checked there. */

#define IS_EVENT(event) nt_header_is(&(event)->Header, NT_NOTIFICATION_EVENT, \
				     NT_SYNCHRONIZATION_EVENT)

#define EVENT_OK(event)							\
({									\
	bool __usable = nt_irql_ok(DISPATCH_LEVEL);			\
									\
	if (__usable && !IS_EVENT(event)) {				\
		nt_complain("the event is not initialised");		\
		__usable = false;					\
	}								\
	__usable;							\
})

VOID NTAPI KeInitializeEvent(PRKEVENT event, EVENT_TYPE type, BOOLEAN state)
{
	if (!nt_ok(nt_is_memory(event, sizeof(*event)), "the event"))
		return;
	nt_header_init(&event->Header, type == SynchronizationEvent ?
		       NT_SYNCHRONIZATION_EVENT : NT_NOTIFICATION_EVENT, sizeof(*event), !!state);
}
EXPORT_SYMBOL_GPL(KeInitializeEvent);

static LONG set_event(PRKEVENT event, bool pulse)
{
	unsigned long flags;
	LONG old;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	old = event->Header.SignalState;
	event->Header.SignalState = 1;
	nt_header_signal(&event->Header);
	if (pulse)
		event->Header.SignalState = 0;
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return old;
}

static LONG reset_event(PRKEVENT event)
{
	unsigned long flags;
	LONG old;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	old = event->Header.SignalState;
	event->Header.SignalState = 0;
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return old;
}

LONG NTAPI KeSetEvent(PRKEVENT event, KPRIORITY increment, BOOLEAN wait)
{
	return EVENT_OK(event) ? set_event(event, false) : 0;
}
EXPORT_SYMBOL_GPL(KeSetEvent);

LONG NTAPI KePulseEvent(PRKEVENT event, KPRIORITY increment, BOOLEAN wait)
{
	return EVENT_OK(event) ? set_event(event, true) : 0;
}
EXPORT_SYMBOL_GPL(KePulseEvent);

LONG NTAPI KeResetEvent(PRKEVENT event)
{
	return EVENT_OK(event) ? reset_event(event) : 0;
}
EXPORT_SYMBOL_GPL(KeResetEvent);

VOID NTAPI KeClearEvent(PRKEVENT event)
{
	if (EVENT_OK(event))
		reset_event(event);
}
EXPORT_SYMBOL_GPL(KeClearEvent);

LONG NTAPI KeReadStateEvent(PRKEVENT event)
{
	nt_polled();
	return nt_ok(nt_is_memory(event, sizeof(*event)), "the event") ?
		READ_ONCE(event->Header.SignalState) : 0;
}
EXPORT_SYMBOL_GPL(KeReadStateEvent);

/* Mutexes */

VOID NTAPI KeInitializeMutex(PRKMUTEX mutex, ULONG level)
{
	if (!nt_ok(nt_is_memory(mutex, sizeof(*mutex)), "the mutex"))
		return;
	*mutex = (KMUTEX){};
	nt_header_init(&mutex->Header, NT_MUTANT, sizeof(*mutex), 1);
	INIT_LIST_HEAD(nt_list(&mutex->MutantListEntry));
}
EXPORT_SYMBOL_GPL(KeInitializeMutex);

LONG NTAPI KeReleaseMutex(PRKMUTEX mutex, BOOLEAN wait)
{
	PKTHREAD thread = KeGetCurrentThread();
	unsigned long flags;
	bool owner;
	LONG old;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return 0;
	if (!nt_header_is(&mutex->Header, NT_MUTANT, NT_MUTANT)) {
		nt_complain("the mutex is not initialised");
		return 0;
	}
	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	old = mutex->Header.SignalState;
	owner = mutex->OwnerThread == thread;
	if (owner && old == 0)
		release(mutex);
	else if (owner)
		mutex->Header.SignalState++;
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	if (!owner)
		nt_complain("the mutex is not the caller's");
	else if (old == 0)
		ObDereferenceObject(thread);
	return old;
}
EXPORT_SYMBOL_GPL(KeReleaseMutex);

LONG NTAPI KeReadStateMutex(PRKMUTEX mutex)
{
	nt_polled();
	return nt_ok(nt_is_memory(mutex, sizeof(*mutex)), "the mutex") ?
		READ_ONCE(mutex->Header.SignalState) : 0;
}
EXPORT_SYMBOL_GPL(KeReadStateMutex);

void nt_abandon_mutants(struct list_head *mutants)
{
	unsigned long flags;
	unsigned int abandoned = 0;
	PKTHREAD thread = NULL;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	while (!list_empty(mutants)) {
		KMUTANT *mutant = container_of((LIST_ENTRY *)mutants->next, KMUTANT,
					       MutantListEntry);

		thread = mutant->OwnerThread;
		mutant->Abandoned = TRUE;
		release(mutant);
		abandoned++;
	}
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	while (abandoned--)
		ObDereferenceObject(thread);
}

/* Semaphores */

VOID NTAPI KeInitializeSemaphore(PRKSEMAPHORE semaphore, LONG count, LONG limit)
{
	if (!nt_ok(nt_is_memory(semaphore, sizeof(*semaphore)), "the semaphore"))
		return;
	nt_header_init(&semaphore->Header, NT_SEMAPHORE, sizeof(*semaphore), count);
	semaphore->Limit = limit;
}
EXPORT_SYMBOL_GPL(KeInitializeSemaphore);

LONG NTAPI KeReleaseSemaphore(PRKSEMAPHORE semaphore, KPRIORITY increment, LONG adjustment,
			      BOOLEAN wait)
{
	unsigned long flags;
	bool within;
	LONG old;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return 0;
	if (!nt_header_is(&semaphore->Header, NT_SEMAPHORE, NT_SEMAPHORE)) {
		nt_complain("the semaphore is not initialised");
		return 0;
	}
	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	old = semaphore->Header.SignalState;
	within = adjustment > 0 && adjustment <= semaphore->Limit - old;
	if (within) {
		semaphore->Header.SignalState += adjustment;
		nt_header_signal(&semaphore->Header);
	}
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	if (!within)
		nt_complain("%d more than %d is beyond the limit of %d", adjustment, old,
			    semaphore->Limit);
	return old;
}
EXPORT_SYMBOL_GPL(KeReleaseSemaphore);

LONG NTAPI KeReadStateSemaphore(PRKSEMAPHORE semaphore)
{
	nt_polled();
	return nt_ok(nt_is_memory(semaphore, sizeof(*semaphore)), "the semaphore") ?
		READ_ONCE(semaphore->Header.SignalState) : 0;
}
EXPORT_SYMBOL_GPL(KeReadStateSemaphore);

/* Waiting */

/*
 * Freezable, or a program that waits in a driver would keep the machine from being
 * suspended (W8). Drivers' threads are not frozen, as on Windows: they may be what
 * a driver answers the request to set its power with.
 */
static unsigned int sleep_state(bool alertable)
{
	if (alertable)
		return TASK_INTERRUPTIBLE | TASK_FREEZABLE_UNSAFE;
	/* A driver's thread may wait for ever, which is no hang. */
	return (current->flags & PF_KTHREAD ? TASK_IDLE : TASK_UNINTERRUPTIBLE) |
		TASK_FREEZABLE_UNSAFE;
}

/* True if the wait, whose blocks have their objects, is over at once. Dispatcher lock held. */
static bool begin(struct waiter *waiter, const LARGE_INTEGER *timeout)
{
	PKTHREAD thread = waiter->thread;
	KWAIT_BLOCK *blocks = waiter->blocks;
	unsigned int i;

	for (i = 0; i < waiter->count; i++) {
		DISPATCHER_HEADER *header = blocks[i].Object;

		if (header->Type == NT_MUTANT && header->SignalState == INT_MIN &&
		    satisfies(header, thread)) {
			waiter->status = STATUS_MUTANT_LIMIT_EXCEEDED;
			return true;
		}
	}
	if (waiter->all && all_satisfy(blocks, waiter->count, thread)) {
		waiter->status = consume_all(blocks, waiter->count, thread);
		return true;
	}
	for (i = 0; i < waiter->count && !waiter->all; i++) {
		if (!satisfies(blocks[i].Object, thread))
			continue;
		waiter->status = consume(blocks[i].Object, thread) + i;
		return true;
	}
	if (timeout && !timeout->QuadPart) {
		waiter->status = STATUS_TIMEOUT;
		return true;
	}
	for (i = 0; i < waiter->count; i++)
		enqueue(waiter, &blocks[i]);
	if (timeout) {
		waiter->timed = true;
		nt_timer_prepare(&waiter->timer);
		waiter->timeout.Object = &waiter->timer;
		enqueue(waiter, &waiter->timeout);
		/* Due already, it ends the wait here. */
		nt_timer_set(&waiter->timer, *timeout, 0, NULL);
	}
	return waiter->done;
}

static NTSTATUS wait(KWAIT_BLOCK *blocks, unsigned int count, bool all, KPROCESSOR_MODE mode,
		     bool alertable, const LARGE_INTEGER *timeout)
{
	struct waiter waiter = {
		.task = current,
		.thread = KeGetCurrentThread(),
		.blocks = blocks,
		.count = count,
		.all = all,
	};
	unsigned int state = sleep_state(alertable);
	unsigned long flags;
	bool over;

	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	over = begin(&waiter, timeout);
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	if (over) {
		nt_polled();
		return waiter.status;
	}

	for (;;) {
		set_current_state(state);
		if (READ_ONCE(waiter.done) || signal_pending_state(state, current))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);

	/* Also when it is done: whoever did it may still be at it. */
	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	if (!waiter.done) {
		dequeue(&waiter);
		waiter.status = mode == UserMode ? STATUS_USER_APC : STATUS_ALERTED;
	}
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	return waiter.status;
}

/* A wait that cannot sleep is allowed at DISPATCH_LEVEL. */
static KIRQL wait_irql(const LARGE_INTEGER *timeout)
{
	return timeout && !timeout->QuadPart ? DISPATCH_LEVEL : APC_LEVEL;
}

NTSTATUS NTAPI KeWaitForSingleObject(PVOID object, KWAIT_REASON reason, KPROCESSOR_MODE mode,
				     BOOLEAN alertable, PLARGE_INTEGER timeout)
{
	KWAIT_BLOCK block = { .Object = object };

	if ((timeout && !nt_ok(nt_is_memory(timeout, sizeof(*timeout)), "the time")) ||
	    !nt_irql_ok(wait_irql(timeout)))
		return STATUS_INVALID_PARAMETER;
	if (!can_be_waited_for(object)) {
		nt_complain("not an object to wait for");
		return STATUS_INVALID_PARAMETER;
	}
	return wait(&block, 1, false, mode, alertable, timeout);
}
EXPORT_SYMBOL_GPL(KeWaitForSingleObject);

NTSTATUS NTAPI KeWaitForMultipleObjects(ULONG count, PVOID objects[], WAIT_TYPE type,
					KWAIT_REASON reason, KPROCESSOR_MODE mode,
					BOOLEAN alertable, PLARGE_INTEGER timeout,
					PKWAIT_BLOCK array)
{
	KWAIT_BLOCK own[THREAD_WAIT_OBJECTS];
	KWAIT_BLOCK *blocks = array ?: own;
	ULONG i;

	if ((timeout && !nt_ok(nt_is_memory(timeout, sizeof(*timeout)), "the time")) ||
	    !nt_irql_ok(wait_irql(timeout)))
		return STATUS_INVALID_PARAMETER;
	if (!count || count > (array ? MAXIMUM_WAIT_OBJECTS : THREAD_WAIT_OBJECTS)) {
		nt_complain("%u objects, %s wait block array", count, array ? "with a" : "no");
		return STATUS_INVALID_PARAMETER;
	}
	if (!nt_ok(nt_is_memory(objects, count * sizeof(*objects)), "the list of objects") ||
	    (array && !nt_ok(nt_is_memory(array, count * sizeof(*array)), "the wait block array")))
		return STATUS_INVALID_PARAMETER;
	for (i = 0; i < count; i++) {
		if (!can_be_waited_for(objects[i])) {
			nt_complain("element %u is not an object to wait for", i);
			return STATUS_INVALID_PARAMETER;
		}
		blocks[i] = (KWAIT_BLOCK){ .Object = objects[i], .WaitKey = i };
	}
	return wait(blocks, count, type == WaitAll, mode, alertable, timeout);
}
EXPORT_SYMBOL_GPL(KeWaitForMultipleObjects);

NTSTATUS NTAPI KeDelayExecutionThread(KPROCESSOR_MODE mode, BOOLEAN alertable,
				      PLARGE_INTEGER interval)
{
	NTSTATUS status;

	if (!nt_irql_ok(APC_LEVEL) || !nt_ok(nt_is_memory(interval, sizeof(*interval)), "the time"))
		return STATUS_INVALID_PARAMETER;
	if (!interval->QuadPart) {
		nt_polled();
		schedule();
		return STATUS_SUCCESS;
	}
	status = wait(NULL, 0, false, mode, alertable, interval);
	return status == STATUS_TIMEOUT ? STATUS_SUCCESS : status;
}
EXPORT_SYMBOL_GPL(KeDelayExecutionThread);
