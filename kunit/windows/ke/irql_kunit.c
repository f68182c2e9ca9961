// SPDX-License-Identifier: GPL-2.0
/* irql_kunit.c - IRQL, and what is refused at the wrong one. */

#include <linux/irqflags.h>
#include <linux/preempt.h>

#include "contexts.h"

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

/* Every way to raise the IRQL and lower it again. */
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
	/* Nothing of it is left. */
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
	/* The line has the name of the routine that the driver called. */
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

/* What a routine does at an IRQL at which it is not allowed: nothing, with a line in the log. */
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

static struct kunit_case irql_cases[] = {
	KUNIT_CASE(irql_is_that_of_the_context),
	KUNIT_CASE_PARAM(irql_goes_up_and_down, climb_gen_params),
	KUNIT_CASE(every_name_raises_and_lowers),
	KUNIT_CASE(raising_downwards_is_refused),
	KUNIT_CASE(lowering_upwards_is_refused),
	KUNIT_CASE(lowering_in_a_dpc_is_refused),
	KUNIT_CASE(lowering_in_an_interrupt_is_refused),
	KUNIT_CASE(interrupt_routine_may_raise),
	KUNIT_CASE_PARAM(wrong_irql_is_refused, wrong_gen_params),
	{ }
};

static struct kunit_suite irql_suite = {
	.name = "ntparport_windows_ke_irql",
	.test_cases = irql_cases,
};

kunit_test_suites(&irql_suite);
