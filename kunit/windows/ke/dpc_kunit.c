// SPDX-License-Identifier: GPL-2.0
/* dpc_kunit.c - DPCs. */

#include "contexts.h"

#define DPCS 4

/**
 * struct calls - what the DPCs of a case did
 * @dpcs: the DPCs, whose context is this structure
 * @order: first arguments, in the order of the calls
 * @seconds: second arguments
 * @count: number of calls
 * @irql: IRQL of the last call
 * @again: how often the routine queues the DPC again
 * @queued: how often queue_many() queued a DPC
 * @running: routines that run at this moment
 * @overlapped: two ran at the same time
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
	/* It is no longer queued. */
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

	/* The last DPC goes to the front. */
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

/* A thread that waits for a DPC. */
struct flusher {
	KDPC dpc;
	struct task_struct *task;
	bool runs;		/* the DPC */
	bool flushes;
	unsigned int state;	/* the thread's, while the DPC runs */
};

static VOID NTAPI look_at_flusher(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct flusher *flusher = context;
	ktime_t deadline = ktime_add_ms(ktime_get(), 10 * MSEC_PER_SEC);

	WRITE_ONCE(flusher->runs, true);
	do {
		cpu_relax();
		if (READ_ONCE(flusher->flushes))
			flusher->state = READ_ONCE(flusher->task->__state);
	} while (!flusher->state && ktime_before(ktime_get(), deadline));
}

static NTSTATUS queue_on_first_cpu(void *flusher)
{
	set_cpus_allowed_ptr(current, cpumask_of(0));
	KeInsertQueueDpc(&((struct flusher *)flusher)->dpc, NULL, NULL);
	return STATUS_SUCCESS;
}

/* Whoever removes a port has the lock of its device, for which suspending waits. */
static void flush_cannot_be_frozen(struct kunit *test)
{
	struct flusher flusher = { .task = current };
	struct worker *worker;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	set_cpus_allowed_ptr(current, cpumask_of(1));
	KeInitializeDpc(&flusher.dpc, look_at_flusher, &flusher);
	worker = worker_start(test, queue_on_first_cpu, &flusher);
	ASSERT_SEEN(test, READ_ONCE(flusher.runs));
	WRITE_ONCE(flusher.flushes, true);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	KUNIT_EXPECT_NE(test, flusher.state, 0U);
	KUNIT_EXPECT_EQ(test, flusher.state & TASK_FREEZABLE, 0U);
}

static void damaged_dpc_is_queued_by_the_queue(struct kunit *test)
{
	struct calls *calls = calls_create(test);
	BOOLEAN again, copied, removed;
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeInsertQueueDpc(&calls->dpcs[0], (void *)1, NULL);
	calls->dpcs[1] = calls->dpcs[0];
	removed = KeRemoveQueueDpc(&calls->dpcs[1]);
	copied = KeInsertQueueDpc(&calls->dpcs[1], (void *)2, NULL);
	calls->dpcs[0].DpcData = NULL;
	again = KeInsertQueueDpc(&calls->dpcs[0], (void *)3, NULL);
	KeLowerIrql(old);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_FALSE(test, removed);
	KUNIT_EXPECT_TRUE(test, copied);
	KUNIT_EXPECT_FALSE(test, again);
	KUNIT_EXPECT_EQ(test, calls->count, 2U);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[0], (void *)1);
	KUNIT_EXPECT_PTR_EQ(test, calls->order[1], (void *)2);
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
	EXPECT_LOGGED_ONCE(test, &log, "left 1 DPC in the queue, the last with routine note");
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
	/* Each DPC ran once for each time it was queued. */
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

static struct kunit_case dpc_cases[] = {
	KUNIT_CASE(dpc_runs_at_dispatch_level),
	KUNIT_CASE(dpc_is_queued_once),
	KUNIT_CASE(dpc_may_queue_itself_again),
	KUNIT_CASE(dpcs_run_in_order),
	KUNIT_CASE(dpc_can_be_removed),
	KUNIT_CASE(flush_cannot_be_frozen),
	KUNIT_CASE(damaged_dpc_is_queued_by_the_queue),
	KUNIT_CASE(dpc_goes_with_its_memory_when_it_is_next),
	KUNIT_CASE(dpc_can_be_queued_at_any_irql),
	KUNIT_CASE(dpcs_run_one_at_a_time),
	KUNIT_CASE(uninitialised_dpc_is_not_queued),
	KUNIT_CASE(dpc_settings_are_checked),
	{ }
};

static struct kunit_suite dpc_suite = {
	.name = "ntparport_windows_ke_dpc",
	.test_cases = dpc_cases,
};

kunit_test_suites(&dpc_suite);
