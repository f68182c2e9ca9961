// SPDX-License-Identifier: GPL-2.0
/* irql_kunit.c - IRQL, spin locks, DPCs, time, processors; the end of a careless driver. */

#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/umh.h>

#include "contexts.h"

/* IRQL */

static void read_irql(void *irql)
{
	*(KIRQL *)irql = KeGetCurrentIrql();
}

static void irql_is_that_of_the_context(struct kunit *test)
{
	unsigned long flags;
	KIRQL irql;

	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	local_bh_disable();
	read_irql(&irql);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, irql, DISPATCH_LEVEL);
	in_dpc(test, read_irql, &irql);
	KUNIT_EXPECT_EQ(test, irql, DISPATCH_LEVEL);
	in_interrupt_routine(test, read_irql, &irql);
	KUNIT_EXPECT_GT(test, irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_LT(test, irql, HIGH_LEVEL);
	local_irq_save(flags);
	read_irql(&irql);
	local_irq_restore(flags);
	KUNIT_EXPECT_GT(test, irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_LT(test, irql, HIGH_LEVEL);
	at_high_level(test, read_irql, &irql);
	KUNIT_EXPECT_EQ(test, irql, HIGH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

/* Every way up and down again. */
struct climb {
	const char *name;
	KIRQL levels[4];
};

static const struct climb climbs[] = {
	{ "APC_LEVEL, which is nothing", { APC_LEVEL, PASSIVE_LEVEL } },
	{ "to DISPATCH_LEVEL", { DISPATCH_LEVEL, PASSIVE_LEVEL } },
	{ "to HIGH_LEVEL", { HIGH_LEVEL, PASSIVE_LEVEL } },
	{ "a device's level", { 7, PASSIVE_LEVEL } },
	{ "step by step", { DISPATCH_LEVEL, HIGH_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } },
	{ "down in one step", { DISPATCH_LEVEL, HIGH_LEVEL, PASSIVE_LEVEL } },
	{ "down to where it never was", { HIGH_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } },
	{ "through devices' levels", { 5, HIGH_LEVEL, 5, PASSIVE_LEVEL } },
	{ "to where it is", { DISPATCH_LEVEL, DISPATCH_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } },
	{ "nowhere", { PASSIVE_LEVEL } },
};

static void climb_name(const struct climb *climb, char *name)
{
	strscpy(name, climb->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(climb, climbs, climb_name);

static void irql_goes_up_and_down(struct kunit *test)
{
	const struct climb *climb = test->param_value;
	KIRQL seen[ARRAY_SIZE(climb->levels)], old[ARRAY_SIZE(climb->levels)];
	bool bh_off[ARRAY_SIZE(climb->levels)], irqs_off[ARRAY_SIZE(climb->levels)];
	KIRQL now = PASSIVE_LEVEL;
	struct log log;
	int steps, i;

	log_mark(&log);
	for (steps = 0; steps < ARRAY_SIZE(climb->levels); steps++) {
		KIRQL next = climb->levels[steps];

		old[steps] = now;
		if (next >= now)
			old[steps] = KfRaiseIrql(next);
		else
			KfLowerIrql(next);
		seen[steps] = KeGetCurrentIrql();
		irqs_off[steps] = irqs_disabled();
		bh_off[steps] = in_softirq();
		now = seen[steps];
		if (next == PASSIVE_LEVEL)
			break;
	}
	/* Nothing is left of it. */
	KUNIT_ASSERT_FALSE(test, irqs_disabled());
	KUNIT_ASSERT_FALSE(test, in_softirq());
	now = PASSIVE_LEVEL;
	for (i = 0; i <= steps; i++) {
		KIRQL level = climb->levels[i];

		KUNIT_EXPECT_EQ(test, old[i], now);
		now = level == APC_LEVEL ? PASSIVE_LEVEL : level;
		KUNIT_EXPECT_EQ(test, seen[i], now);
		KUNIT_EXPECT_EQ(test, irqs_off[i], level > DISPATCH_LEVEL);
		if (level == DISPATCH_LEVEL)
			KUNIT_EXPECT_TRUE(test, bh_off[i]);
	}
	EXPECT_NOT_LOGGED(test, &log);
}

static void every_name_raises_and_lowers(struct kunit *test)
{
	KIRQL old[4], seen[4];

	KeRaiseIrql(DISPATCH_LEVEL, &old[0]);
	seen[0] = KeGetCurrentIrql();
	old[1] = KeRaiseIrqlToDpcLevel();
	KeRaiseIrql(HIGH_LEVEL, &old[2]);
	seen[1] = KeGetCurrentIrql();
	KeLowerIrql(old[2]);
	KeLowerIrql(old[1]);
	seen[2] = KeGetCurrentIrql();
	KeLowerIrql(old[0]);
	KUNIT_EXPECT_EQ(test, old[0], PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[0], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, old[1], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, old[2], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], HIGH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[2], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void raise_to_dpc_level(void *seen)
{
	*(KIRQL *)seen = KeRaiseIrqlToDpcLevel();
}

static void raising_downwards_is_refused(struct kunit *test)
{
	struct log log;
	KIRQL old, seen;

	log_mark(&log);
	local_bh_disable();
	old = KfRaiseIrql(PASSIVE_LEVEL);
	seen = KeGetCurrentIrql();
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, old, DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen, DISPATCH_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log,
			   "ntparport_windows_kunit]: KfRaiseIrql: IRQL is 2, cannot be raised to 0");
	/* By the name of the routine that the driver called. */
	log_mark(&log);
	local_bh_disable();
	KeRaiseIrql(APC_LEVEL, &old);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, old, DISPATCH_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log,
			   "ntparport_windows_kunit]: KeRaiseIrql: IRQL is 2, cannot be raised to 1");
	log_mark(&log);
	seen = PASSIVE_LEVEL;
	in_interrupt_routine(test, raise_to_dpc_level, &seen);
	KUNIT_EXPECT_GT(test, seen, DISPATCH_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log, "ntparport_windows_kunit]: KeRaiseIrqlToDpcLevel: IRQL is ");
}

static void lowering_upwards_is_refused(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KeLowerIrql(DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log, "IRQL is 0, cannot be lowered to 2");
}

static void lower_to_passive(void *seen)
{
	KeLowerIrql(PASSIVE_LEVEL);
	read_irql(seen);
}

static void lowering_in_a_dpc_is_refused(struct kunit *test)
{
	struct log log;
	KIRQL seen;

	log_mark(&log);
	in_dpc(test, lower_to_passive, &seen);
	KUNIT_EXPECT_EQ(test, seen, DISPATCH_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log, "IRQL 2 is not the driver's to lower");
}

static void lowering_in_an_interrupt_is_refused(struct kunit *test)
{
	struct log log;
	KIRQL seen;

	log_mark(&log);
	in_interrupt_routine(test, lower_to_passive, &seen);
	KUNIT_EXPECT_GT(test, seen, DISPATCH_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log, "is not the driver's to lower");
}

static void raise_in_interrupt(void *data)
{
	KIRQL *seen = data;
	KIRQL old;

	KeRaiseIrql(HIGH_LEVEL, &old);
	seen[0] = KeGetCurrentIrql();
	KeLowerIrql(old);
	seen[1] = KeGetCurrentIrql();
	seen[2] = old;
}

static void interrupt_routine_may_raise(struct kunit *test)
{
	struct log log;
	KIRQL seen[3];

	log_mark(&log);
	in_interrupt_routine(test, raise_in_interrupt, seen);
	KUNIT_EXPECT_EQ(test, seen[0], HIGH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], seen[2]);
	KUNIT_EXPECT_LT(test, seen[2], HIGH_LEVEL);
	EXPECT_NOT_LOGGED(test, &log);
}

/* What a routine does where it is not allowed: nothing, and a line in the log. */
static KEVENT wrong_event;
static KMUTEX wrong_mutex;
static KSEMAPHORE wrong_semaphore;
static KTIMER wrong_timer;
static KSPIN_LOCK wrong_lock;

static LONG_PTR wrong_set_event(void)
{
	return KeSetEvent(&wrong_event, 0, FALSE);
}

static LONG_PTR wrong_pulse_event(void)
{
	return KePulseEvent(&wrong_event, 0, FALSE);
}

static LONG_PTR wrong_reset_event(void)
{
	return KeResetEvent(&wrong_event);
}

static LONG_PTR wrong_clear_event(void)
{
	KeClearEvent(&wrong_event);
	return 0;
}

static LONG_PTR wrong_release_mutex(void)
{
	return KeReleaseMutex(&wrong_mutex, FALSE);
}

static LONG_PTR wrong_release_semaphore(void)
{
	return KeReleaseSemaphore(&wrong_semaphore, 0, 1, FALSE);
}

static LONG_PTR wrong_set_timer(void)
{
	return KeSetTimer(&wrong_timer, MILLISECONDS(1), NULL);
}

static LONG_PTR wrong_set_timer_ex(void)
{
	return KeSetTimerEx(&wrong_timer, MILLISECONDS(1), 1, NULL);
}

static LONG_PTR wrong_cancel_timer(void)
{
	return KeCancelTimer(&wrong_timer);
}

static LONG_PTR wrong_try_wait(void)
{
	return try_wait(&wrong_event);
}

static LONG_PTR wrong_wait(void)
{
	return KeWaitForSingleObject(&wrong_event, Executive, KernelMode, FALSE, NULL);
}

static LONG_PTR wrong_wait_multiple(void)
{
	void *objects[] = { &wrong_event };

	return KeWaitForMultipleObjects(1, objects, WaitAny, Executive, KernelMode, FALSE, NULL,
					NULL);
}

static LONG_PTR wrong_delay(void)
{
	LARGE_INTEGER interval = MILLISECONDS(1);

	return KeDelayExecutionThread(KernelMode, FALSE, &interval);
}

static LONG_PTR wrong_flush(void)
{
	KeFlushQueuedDpcs();
	return 0;
}

static VOID NTAPI never(PVOID context)
{
	KeSetEvent(&wrong_event, 0, FALSE);
}

static LONG_PTR wrong_create_thread(void)
{
	HANDLE handle = NULL;
	LONG_PTR status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
					       never, NULL);

	return handle ? STATUS_SUCCESS : status;
}

static LONG_PTR wrong_terminate(void)
{
	return PsTerminateSystemThread(STATUS_SUCCESS);
}

static LONG_PTR wrong_set_priority(void)
{
	return KeSetPriorityThread(KeGetCurrentThread(), HIGH_PRIORITY);
}

static LONG_PTR wrong_query_priority(void)
{
	return KeQueryPriorityThread(KeGetCurrentThread());
}

static LONG_PTR wrong_acquire(void)
{
	KIRQL old = PASSIVE_LEVEL;

	KeAcquireSpinLock(&wrong_lock, &old);
	return old > DISPATCH_LEVEL;
}

static LONG_PTR wrong_acquire_raise(void)
{
	return KeAcquireSpinLockRaiseToDpc(&wrong_lock) > DISPATCH_LEVEL;
}

static LONG_PTR wrong_acquire_at_dpc(void)
{
	KeAcquireSpinLockAtDpcLevel(&wrong_lock);
	return 0;
}

static LONG_PTR wrong_release(void)
{
	KeReleaseSpinLock(&wrong_lock, PASSIVE_LEVEL);
	return 0;
}

static LONG_PTR wrong_release_from_dpc(void)
{
	KeReleaseSpinLockFromDpcLevel(&wrong_lock);
	return 0;
}

static LONG_PTR wrong_close(void)
{
	return ZwClose((HANDLE)4);
}

struct wrong {
	const char *routine;
	LONG_PTR (*call)(void);
	LONG_PTR answer;
	KIRQL max;
};

static const struct wrong wrongs[] = {
	{ "KeSetEvent", wrong_set_event, 0, DISPATCH_LEVEL },
	{ "KePulseEvent", wrong_pulse_event, 0, DISPATCH_LEVEL },
	{ "KeResetEvent", wrong_reset_event, 0, DISPATCH_LEVEL },
	{ "KeClearEvent", wrong_clear_event, 0, DISPATCH_LEVEL },
	{ "KeReleaseMutex", wrong_release_mutex, 0, DISPATCH_LEVEL },
	{ "KeReleaseSemaphore", wrong_release_semaphore, 0, DISPATCH_LEVEL },
	{ "KeSetTimer", wrong_set_timer, FALSE, DISPATCH_LEVEL },
	{ "KeSetTimerEx", wrong_set_timer_ex, FALSE, DISPATCH_LEVEL },
	{ "KeCancelTimer", wrong_cancel_timer, FALSE, DISPATCH_LEVEL },
	{ "KeWaitForSingleObject", wrong_try_wait, STATUS_INVALID_PARAMETER, DISPATCH_LEVEL },
	{ "KeWaitForSingleObject", wrong_wait, STATUS_INVALID_PARAMETER, APC_LEVEL },
	{ "KeWaitForMultipleObjects", wrong_wait_multiple, STATUS_INVALID_PARAMETER, APC_LEVEL },
	{ "KeDelayExecutionThread", wrong_delay, STATUS_INVALID_PARAMETER, APC_LEVEL },
	{ "KeFlushQueuedDpcs", wrong_flush, 0, PASSIVE_LEVEL },
	{ "PsCreateSystemThread", wrong_create_thread, STATUS_INVALID_PARAMETER, PASSIVE_LEVEL },
	{ "PsTerminateSystemThread", wrong_terminate, STATUS_INVALID_PARAMETER, PASSIVE_LEVEL },
	{ "KeSetPriorityThread", wrong_set_priority, 0, PASSIVE_LEVEL },
	{ "KeQueryPriorityThread", wrong_query_priority, 0, PASSIVE_LEVEL },
	{ "KeAcquireSpinLock", wrong_acquire, true, DISPATCH_LEVEL },
	{ "KeAcquireSpinLockRaiseToDpc", wrong_acquire_raise, true, DISPATCH_LEVEL },
	{ "KeAcquireSpinLockAtDpcLevel", wrong_acquire_at_dpc, 0, DISPATCH_LEVEL },
	{ "KeReleaseSpinLock", wrong_release, 0, DISPATCH_LEVEL },
	{ "KeReleaseSpinLockFromDpcLevel", wrong_release_from_dpc, 0, DISPATCH_LEVEL },
	{ "ZwClose", wrong_close, STATUS_INVALID_HANDLE, PASSIVE_LEVEL },
};

static void wrong_name(const struct wrong *wrong, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s above IRQL %u", wrong->routine, wrong->max);
}

KUNIT_ARRAY_PARAM(wrong, wrongs, wrong_name);

struct wrong_call {
	const struct wrong *wrong;
	LONG_PTR answer;
	KIRQL irql;
};

static void (*const contexts[])(struct kunit *test, void (*routine)(void *data), void *data) = {
	in_dpc, in_interrupt_routine, at_high_level,
};

static void call_wrongly(void *data)
{
	struct wrong_call *call = data;

	call->irql = KeGetCurrentIrql();
	call->answer = call->wrong->call();
}

static void wrong_irql_is_refused(struct kunit *test)
{
	const struct wrong *wrong = test->param_value;
	int i;

	KeInitializeEvent(&wrong_event, NotificationEvent, FALSE);
	KeInitializeMutex(&wrong_mutex, 0);
	KeInitializeSemaphore(&wrong_semaphore, 0, 9);
	KeInitializeTimer(&wrong_timer);
	KeInitializeSpinLock(&wrong_lock);
	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		struct wrong_call call = { wrong, 99 };
		char text[100];
		struct log log;

		if (contexts[i] == in_dpc && wrong->max == DISPATCH_LEVEL)
			continue;
		log_mark(&log);
		contexts[i](test, call_wrongly, &call);
		KUNIT_EXPECT_EQ(test, call.answer, wrong->answer);
		snprintf(text, sizeof(text), " called %s at IRQL %u; it is allowed up to %u",
			 wrong->routine, call.irql, wrong->max);
		EXPECT_LOGGED_ONCE(test, &log, text);
		KUNIT_EXPECT_EQ(test, log_lines(&log, "[ntparport_windows_kunit]"), 1U);
	}
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&wrong_event), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&wrong_mutex), 1);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&wrong_semaphore), 0);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&wrong_timer));
}

/* Spin locks */

static void spin_lock_raises_and_lowers(struct kunit *test)
{
	KSPIN_LOCK lock;
	KIRQL old, seen[4], other;

	KeInitializeSpinLock(&lock);
	KeAcquireSpinLock(&lock, &old);
	seen[0] = KeGetCurrentIrql();
	KeReleaseSpinLock(&lock, old);
	seen[1] = KeGetCurrentIrql();
	other = KeAcquireSpinLockRaiseToDpc(&lock);
	seen[2] = KeGetCurrentIrql();
	KeReleaseSpinLock(&lock, other);
	seen[3] = KeGetCurrentIrql();
	KUNIT_EXPECT_EQ(test, old, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, other, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[0], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[2], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[3], PASSIVE_LEVEL);
}

/* Windows' drivers mix them: taking is raising and locking, releasing the opposite. */
static void spin_lock_and_irql_go_separately(struct kunit *test)
{
	KSPIN_LOCK first, second;
	KIRQL old, nested, seen[3];
	struct log log;

	log_mark(&log);
	KeInitializeSpinLock(&first);
	KeInitializeSpinLock(&second);
	KeAcquireSpinLock(&first, &old);
	KeReleaseSpinLockFromDpcLevel(&first);
	seen[0] = KeGetCurrentIrql();
	KeLowerIrql(old);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeAcquireSpinLockAtDpcLevel(&first);
	KeReleaseSpinLock(&first, old);
	seen[1] = KeGetCurrentIrql();
	/* Released in the order in which they were taken. */
	KeAcquireSpinLock(&first, &old);
	KeAcquireSpinLock(&second, &nested);
	KeReleaseSpinLock(&first, nested);
	seen[2] = KeGetCurrentIrql();
	KeReleaseSpinLock(&second, old);
	KUNIT_EXPECT_EQ(test, seen[0], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[2], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	EXPECT_NOT_LOGGED(test, &log);
}

#define ROUNDS 2000

struct counter {
	KSPIN_LOCK lock;
	unsigned int count;
};

static NTSTATUS count_up(void *data)
{
	struct counter *counter = data;
	unsigned int i;
	KIRQL old;

	for (i = 0; i < ROUNDS; i++) {
		KeAcquireSpinLock(&counter->lock, &old);
		WRITE_ONCE(counter->count, READ_ONCE(counter->count) + 1);
		KeReleaseSpinLock(&counter->lock, old);
	}
	return STATUS_SUCCESS;
}

static void spin_lock_excludes(struct kunit *test)
{
	struct counter *counter = kunit_kzalloc(test, sizeof(*counter), GFP_KERNEL);
	struct worker *workers[3];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, counter);
	KeInitializeSpinLock(&counter->lock);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, count_up, counter);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		worker_result(test, workers[i]);
	KUNIT_EXPECT_EQ(test, counter->count, ROUNDS * ARRAY_SIZE(workers));
}

/* Also when all come to it at once: whoever is first initialises it. */
static void zeroed_spin_lock_is_free(struct kunit *test)
{
	struct counter *counter = kunit_kzalloc(test, sizeof(*counter), GFP_KERNEL);
	struct worker *workers[3];
	struct log log;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, counter);
	log_mark(&log);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, count_up, counter);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		worker_result(test, workers[i]);
	KUNIT_EXPECT_EQ(test, counter->count, ROUNDS * ARRAY_SIZE(workers));
	EXPECT_NOT_LOGGED(test, &log);
}

static void free_spin_lock_stays_free(struct kunit *test)
{
	KSPIN_LOCK lock;
	struct log log;
	KIRQL old;

	KeInitializeSpinLock(&lock);
	log_mark(&log);
	KeReleaseSpinLock(&lock, PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseSpinLock: nobody has the lock");
	log_mark(&log);
	KeReleaseSpinLockFromDpcLevel(&lock);
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseSpinLockFromDpcLevel: nobody has the lock");
	KeAcquireSpinLock(&lock, &old);
	KeReleaseSpinLock(&lock, old);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void spin_lock_at_dpc_level_wants_it(struct kunit *test)
{
	int preempt = preempt_count();
	KSPIN_LOCK lock;
	struct log log;

	KeInitializeSpinLock(&lock);
	log_mark(&log);
	KeAcquireSpinLockAtDpcLevel(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);
	EXPECT_LOGGED_ONCE(test, &log, "KeAcquireSpinLockAtDpcLevel: below DISPATCH_LEVEL");
}

/* DPCs */

#define DPCS 4

/**
 * struct calls - what the DPCs of a case did
 * @dpcs: their context is this
 * @order: first arguments, in the order of the calls
 * @seconds: second arguments
 * @count: calls
 * @irql: of the last
 * @again: the routine queues the DPC so often again
 * @queued: so often a DPC was queued by queue_many()
 * @running: routines at this moment
 * @overlapped: there were two
 */
struct calls {
	KDPC dpcs[DPCS];
	void *order[16];
	void *seconds[16];
	unsigned int count;
	KIRQL irql;
	unsigned int again;
	atomic_t queued;
	atomic_t running;
	bool overlapped;
};

static VOID NTAPI note(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct calls *calls = context;

	if (atomic_inc_return(&calls->running) > 1)
		calls->overlapped = true;
	if (calls->count < ARRAY_SIZE(calls->order)) {
		calls->order[calls->count] = argument1;
		calls->seconds[calls->count] = argument2;
	}
	calls->count++;
	calls->irql = KeGetCurrentIrql();
	if (calls->again) {
		calls->again--;
		KeInsertQueueDpc(dpc, argument1, argument2);
	}
	atomic_dec(&calls->running);
}

static struct calls *calls_create(struct kunit *test)
{
	struct calls *calls = kunit_kzalloc(test, sizeof(*calls), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, calls);
	for (i = 0; i < DPCS; i++)
		KeInitializeDpc(&calls->dpcs[i], note, calls);
	return calls;
}

static void dpc_runs_at_dispatch_level(struct kunit *test)
{
	struct calls *calls = calls_create(test);

	KUNIT_EXPECT_TRUE(test, KeInsertQueueDpc(&calls->dpcs[0], (void *)1, (void *)2));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 1U);
	KUNIT_EXPECT_EQ(test, calls->irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[0], (void *)1);
	KUNIT_EXPECT_PTR_EQ(test, calls->seconds[0], (void *)2);
}

static void dpc_is_queued_once(struct kunit *test)
{
	struct calls *calls = calls_create(test);
	BOOLEAN first, second;
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	first = KeInsertQueueDpc(&calls->dpcs[0], (void *)1, (void *)2);
	second = KeInsertQueueDpc(&calls->dpcs[0], (void *)3, (void *)4);
	KeLowerIrql(old);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_TRUE(test, first);
	KUNIT_EXPECT_FALSE(test, second);
	KUNIT_EXPECT_EQ(test, calls->count, 1U);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[0], (void *)1);
	KUNIT_EXPECT_PTR_EQ(test, calls->seconds[0], (void *)2);
	/* Not queued any more. */
	KUNIT_EXPECT_TRUE(test, KeInsertQueueDpc(&calls->dpcs[0], (void *)3, (void *)4));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 2U);
}

static void dpc_may_queue_itself_again(struct kunit *test)
{
	struct calls *calls = calls_create(test);

	calls->again = 1000;
	KeInsertQueueDpc(&calls->dpcs[0], NULL, NULL);
	ASSERT_SEEN(test, READ_ONCE(calls->count) == 1001);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 1001U);
}

static void dpcs_run_in_order(struct kunit *test)
{
	struct calls *calls = calls_create(test);
	KIRQL old;
	long i;

	/* The last goes to the front. */
	KeSetImportanceDpc(&calls->dpcs[DPCS - 1], HighImportance);
	KeSetImportanceDpc(&calls->dpcs[0], LowImportance);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	for (i = 0; i < DPCS; i++)
		KeInsertQueueDpc(&calls->dpcs[i], (void *)i, NULL);
	KeLowerIrql(old);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, DPCS);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[0], (void *)(DPCS - 1));
	for (i = 1; i < DPCS; i++)
		KUNIT_EXPECT_PTR_EQ(test, calls->order[i], (void *)(i - 1));
}

static void dpc_can_be_removed(struct kunit *test)
{
	struct calls *calls = calls_create(test);
	BOOLEAN removed, again;
	KIRQL old;

	KUNIT_EXPECT_FALSE(test, KeRemoveQueueDpc(&calls->dpcs[0]));
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeInsertQueueDpc(&calls->dpcs[0], (void *)1, NULL);
	KeInsertQueueDpc(&calls->dpcs[1], (void *)2, NULL);
	removed = KeRemoveQueueDpc(&calls->dpcs[0]);
	again = KeRemoveQueueDpc(&calls->dpcs[0]);
	KeLowerIrql(old);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_TRUE(test, removed);
	KUNIT_EXPECT_FALSE(test, again);
	KUNIT_EXPECT_EQ(test, calls->count, 1U);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[0], (void *)2);
}

static void queue_one(void *dpc)
{
	KeInsertQueueDpc(dpc, NULL, NULL);
}

static VOID NTAPI free_memory(PKDPC dpc, PVOID memory, PVOID argument1, PVOID argument2)
{
	ExFreePool(memory);
}

static void dpc_goes_with_its_memory_when_it_is_next(struct kunit *test)
{
	PKDPC next = ExAllocatePoolWithTag(NonPagedPool, sizeof(*next), 0x7478654e);
	struct calls *calls = calls_create(test);
	struct log log;
	KDPC first;
	KIRQL old;

	KUNIT_ASSERT_NOT_NULL(test, next);
	KeInitializeDpc(&first, free_memory, next);
	KeInitializeDpc(next, note, calls);
	log_mark(&log);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeInsertQueueDpc(&first, NULL, NULL);
	KeInsertQueueDpc(next, NULL, NULL);
	KeInsertQueueDpc(&calls->dpcs[0], (void *)1, NULL);
	KeLowerIrql(old);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 1U);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[0], (void *)1);
	EXPECT_LOGGED_ONCE(test, &log, "left 1 DPCs in the queue, the last with routine note");
}

static void dpc_can_be_queued_at_any_irql(struct kunit *test)
{
	struct calls *calls = calls_create(test);

	in_dpc(test, queue_one, &calls->dpcs[0]);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 1U);
	in_interrupt_routine(test, queue_one, &calls->dpcs[1]);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 2U);
	at_high_level(test, queue_one, &calls->dpcs[2]);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 3U);
}

static NTSTATUS queue_many(void *data)
{
	struct calls *calls = data;
	int i;

	for (i = 0; i < 1000; i++)
		if (KeInsertQueueDpc(&calls->dpcs[i % DPCS], NULL, NULL))
			atomic_inc(&calls->queued);
	return STATUS_SUCCESS;
}

static void dpcs_run_one_at_a_time(struct kunit *test)
{
	struct calls *calls = calls_create(test);
	struct worker *workers[2];
	int i;

	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, queue_many, calls);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		worker_result(test, workers[i]);
	KeFlushQueuedDpcs();
	/* Each that was queued ran once. */
	KUNIT_EXPECT_EQ(test, calls->count, (unsigned int)atomic_read(&calls->queued));
	KUNIT_EXPECT_FALSE(test, calls->overlapped);
}

static void uninitialised_dpc_is_not_queued(struct kunit *test)
{
	KDPC dpc = { };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeInsertQueueDpc(&dpc, NULL, NULL));
	EXPECT_LOGGED_ONCE(test, &log, "KeInsertQueueDpc: the DPC is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeRemoveQueueDpc(&dpc));
	EXPECT_LOGGED_ONCE(test, &log, "KeRemoveQueueDpc: the DPC is not initialised");
}

static void dpc_settings_are_checked(struct kunit *test)
{
	struct calls *calls = calls_create(test);
	struct log log;

	log_mark(&log);
	KeSetTargetProcessorDpc(&calls->dpcs[0], 0);
	EXPECT_NOT_LOGGED(test, &log);
	KeSetTargetProcessorDpc(&calls->dpcs[0], KeNumberProcessors);
	EXPECT_LOGGED_ONCE(test, &log, "there is no processor");
	log_mark(&log);
	KeSetImportanceDpc(&calls->dpcs[0], MediumHighImportance + 1);
	EXPECT_LOGGED_ONCE(test, &log, "there is no importance");
	KUNIT_EXPECT_TRUE(test, KeInsertQueueDpc(&calls->dpcs[0], NULL, NULL));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, calls->count, 1U);
}

/* Time */

struct stall {
	ULONG microseconds;
	u64 took;
};

static void stall(void *data)
{
	struct stall *stall = data;
	u64 begin = ktime_get_ns();

	KeStallExecutionProcessor(stall->microseconds);
	stall->took = ktime_get_ns() - begin;
}

static void stall_takes_its_time(struct kunit *test)
{
	/* The last is more than the kernel's delay takes at a time. */
	static const ULONG times[] = { 0, 1, 50, 1000, 1001, 20000 };
	struct stall one;
	int i;

	/* Where ticks are all the clock there is, nothing shorter can be measured. */
	if (ktime_get_resolution_ns() > NSEC_PER_USEC)
		kunit_skip(test, "the clock stands still for %u ns at a time",
			   ktime_get_resolution_ns());
	for (i = 0; i < ARRAY_SIZE(times); i++) {
		one.microseconds = times[i];
		stall(&one);
		KUNIT_EXPECT_GE(test, one.took, times[i] * 1000ULL);
	}
	one.microseconds = 50;
	in_interrupt_routine(test, stall, &one);
	KUNIT_EXPECT_GE(test, one.took, 50000ULL);
	at_high_level(test, stall, &one);
	KUNIT_EXPECT_GE(test, one.took, 50000ULL);
}

static void read_counter(void *counter)
{
	*(LARGE_INTEGER *)counter = KeQueryPerformanceCounter(NULL);
}

static void performance_counter_counts(struct kunit *test)
{
	LARGE_INTEGER frequency, begin, there, end;
	u64 ns = ktime_get_ns();
	s64 took;

	begin = KeQueryPerformanceCounter(&frequency);
	KUNIT_EXPECT_EQ(test, frequency.QuadPart, 10000000);
	KUNIT_EXPECT_GE(test, begin.QuadPart, div_s64(ns, 100));
	KeStallExecutionProcessor(1000);
	in_interrupt_routine(test, read_counter, &there);
	end = KeQueryPerformanceCounter(NULL);
	took = ktime_get_ns() - ns;
	KUNIT_EXPECT_GE(test, there.QuadPart - begin.QuadPart, 10000);
	KUNIT_EXPECT_GE(test, end.QuadPart, there.QuadPart);
	KUNIT_EXPECT_LE(test, end.QuadPart - begin.QuadPart, div_s64(took, 100) + 1);
}

/* Not ktime_get_real_seconds(), which is up to a tick behind. */
static time64_t real_seconds(void)
{
	return div_u64(ktime_get_real_ns(), NSEC_PER_SEC);
}

static void system_time_is_since_1601(struct kunit *test)
{
	time64_t before = real_seconds();
	LARGE_INTEGER time;
	time64_t seconds;

	KeQuerySystemTime(&time);
	/* 134774 days. */
	seconds = div_s64(time.QuadPart, 10000000) - 134774LL * 86400;
	KUNIT_EXPECT_GE(test, seconds, before);
	KUNIT_EXPECT_LE(test, seconds, real_seconds());
}

static void interrupt_time_is_since_boot(struct kunit *test)
{
	u64 before = ktime_get_boottime_ns();
	ULONGLONG time = KeQueryInterruptTime();

	KUNIT_EXPECT_GE(test, time, div_u64(before, 100));
	KUNIT_EXPECT_LE(test, time, div_u64(ktime_get_boottime_ns(), 100));
}

static void ticks_are_time_increments(struct kunit *test)
{
	LARGE_INTEGER begin, end;

	KUNIT_EXPECT_EQ(test, KeQueryTimeIncrement(), 10000000U / HZ);
	KeQueryTickCount(&begin);
	ASSERT_SEEN(test, (KeQueryTickCount(&end), end.QuadPart >= begin.QuadPart + 10));
	/* They began with the machine. */
	KUNIT_EXPECT_GE(test, begin.QuadPart, 0);
	KUNIT_EXPECT_LE(test, end.QuadPart * KeQueryTimeIncrement(),
			(s64)KeQueryInterruptTime() + 10000000);
}

static void processors_are_counted(struct kunit *test)
{
	KAFFINITY mask = 0;

	KUNIT_EXPECT_EQ(test, KeNumberProcessors, num_online_cpus());
	KUNIT_EXPECT_EQ(test, KeQueryActiveProcessorCount(NULL), num_online_cpus());
	KUNIT_EXPECT_EQ(test, KeQueryActiveProcessorCount(&mask), num_online_cpus());
	KUNIT_EXPECT_EQ(test, mask, KeQueryActiveProcessors());
	KUNIT_EXPECT_EQ(test, hweight_long(mask), num_online_cpus());
	KUNIT_EXPECT_LT(test, KeGetCurrentProcessorNumber(), nr_cpu_ids);
}

/* Careless drivers */

static int run(char *program, char *argument1, char *argument2)
{
	static char *environment[] = { "PATH=/bin:/sbin", NULL };
	char *arguments[] = { "/bin/busybox", program, argument1, argument2, NULL };

	return call_usermodehelper(arguments[0], arguments, environment, UMH_WAIT_PROC);
}

static void unloading_ends_what_a_driver_left(struct kunit *test)
{
	struct log log;

	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko", "leaves=1"), 0);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "careless left 2 timers set, one with routine count"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "but a thread with routine outlive"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 2U);
}

static void unloading_ends_what_repeats_itself(struct kunit *test)
{
	int n;

	/* It deletes its device, or does not. */
	for (n = 0; n < 10; n++) {
		unsigned int set, kept = n % 2;
		struct log log;

		KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko",
					  kept ? "repeats=2" : "repeats=1"), 0);
		log_mark(&log);
		KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
		/* The timer was set, or it had expired and its DPC was queued. */
		set = log_lines(&log, "left 1 timers set, one with routine set_again");
		KUNIT_EXPECT_EQ(test, set + log_lines(&log, "left 2 DPCs in the queue"), 1U);
		KUNIT_EXPECT_EQ(test, log_lines(&log, "DPCs in the queue"), 1U);
		KUNIT_EXPECT_EQ(test, log_lines(&log, "was never deleted"), kept);
		KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 1 + set + kept);
	}
}

static void tidy_driver_unloads_silently(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko", NULL), 0);
	KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
	EXPECT_NOT_LOGGED(test, &log);
}

static struct kunit_case ke_cases[] = {
	KUNIT_CASE(irql_is_that_of_the_context),
	KUNIT_CASE_PARAM(irql_goes_up_and_down, climb_gen_params),
	KUNIT_CASE(every_name_raises_and_lowers),
	KUNIT_CASE(raising_downwards_is_refused),
	KUNIT_CASE(lowering_upwards_is_refused),
	KUNIT_CASE(lowering_in_a_dpc_is_refused),
	KUNIT_CASE(lowering_in_an_interrupt_is_refused),
	KUNIT_CASE(interrupt_routine_may_raise),
	KUNIT_CASE_PARAM(wrong_irql_is_refused, wrong_gen_params),
	KUNIT_CASE(spin_lock_raises_and_lowers),
	KUNIT_CASE(spin_lock_and_irql_go_separately),
	KUNIT_CASE(spin_lock_excludes),
	KUNIT_CASE(zeroed_spin_lock_is_free),
	KUNIT_CASE(free_spin_lock_stays_free),
	KUNIT_CASE(spin_lock_at_dpc_level_wants_it),
	KUNIT_CASE(dpc_runs_at_dispatch_level),
	KUNIT_CASE(dpc_is_queued_once),
	KUNIT_CASE(dpc_may_queue_itself_again),
	KUNIT_CASE(dpcs_run_in_order),
	KUNIT_CASE(dpc_can_be_removed),
	KUNIT_CASE(dpc_goes_with_its_memory_when_it_is_next),
	KUNIT_CASE(dpc_can_be_queued_at_any_irql),
	KUNIT_CASE(dpcs_run_one_at_a_time),
	KUNIT_CASE(uninitialised_dpc_is_not_queued),
	KUNIT_CASE(dpc_settings_are_checked),
	KUNIT_CASE(stall_takes_its_time),
	KUNIT_CASE(performance_counter_counts),
	KUNIT_CASE(system_time_is_since_1601),
	KUNIT_CASE(interrupt_time_is_since_boot),
	KUNIT_CASE(ticks_are_time_increments),
	KUNIT_CASE(processors_are_counted),
	KUNIT_CASE(unloading_ends_what_a_driver_left),
	KUNIT_CASE(unloading_ends_what_repeats_itself),
	KUNIT_CASE(tidy_driver_unloads_silently),
	{}
};

static struct kunit_suite ke_suite = {
	.name = "ntparport_windows_ke",
	.test_cases = ke_cases,
};

kunit_test_suites(&ke_suite);
