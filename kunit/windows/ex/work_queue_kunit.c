// SPDX-License-Identifier: GPL-2.0
/* work_queue_kunit.c - work items in the driver's own memory. */

#include <linux/workqueue.h>

#include "toy.h"

static struct {
	WORK_QUEUE_ITEM item, other;
	KEVENT started, go;
	unsigned int calls;
	KIRQL irql;
	PVOID parameter;
	bool again;
} work;

static VOID NTAPI do_work(PVOID parameter)
{
	work.calls++;
	work.irql = KeGetCurrentIrql();
	work.parameter = parameter;
	if (work.again)
		ExQueueWorkItem(&work.item, DelayedWorkQueue);
	KeSetEvent(&work.started, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&work.go, Executive, KernelMode, FALSE, NULL);
}

static VOID NTAPI do_other_work(PVOID parameter)
{
	KeSetEvent(&work.go, IO_NO_INCREMENT, FALSE);
}

static void work_reset(void)
{
	memset(&work, 0, sizeof(work));
	KeInitializeEvent(&work.started, SynchronizationEvent, FALSE);
	KeInitializeEvent(&work.go, SynchronizationEvent, FALSE);
	ExInitializeWorkItem(&work.item, do_work, &work);
	ExInitializeWorkItem(&work.other, do_other_work, NULL);
}

static void queue_item(void *item)
{
	ExQueueWorkItem(item, DelayedWorkQueue);
}

static void item_runs_in_a_thread(struct kunit *test)
{
	work_reset();
	/* Set once, by the other item: both calls of this one end then. */
	KeInitializeEvent(&work.go, NotificationEvent, FALSE);
	log_mark(&toy.log);
	in_dpc(test, queue_item, &work.item);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, work.irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_PTR_EQ(test, work.parameter, (PVOID)&work);
	/* One that waits for another: neither holds the other up. And it may be queued again. */
	ExQueueWorkItem(&work.item, HyperCriticalWorkQueue);
	ExQueueWorkItem(&work.other, CriticalWorkQueue);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, work.calls, 2U);
	KUNIT_EXPECT_EQ(test, wait_for(&work.go), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void item_at_dirql_is_refused(struct kunit *test)
{
	work_reset();
	log_mark(&toy.log);
	at_high_level(test, queue_item, &work.item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExQueueWorkItem");
	KUNIT_EXPECT_EQ(test, work.calls, 0U);
}

static void let_go(struct work_struct *linux_work)
{
	KeSetEvent(&work.go, IO_NO_INCREMENT, FALSE);
	schedule_delayed_work(to_delayed_work(linux_work), 1);
}

static DECLARE_DELAYED_WORK(go_soon, let_go);

/* Its routine runs twice, and a third time it is queued, or runs, too. */
static void unloading_waits_for_the_routine(struct kunit *test)
{
	work_reset();
	log_mark(&toy.log);
	work.again = true;
	ExQueueWorkItem(&work.item, DelayedWorkQueue);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	work.again = false;
	schedule_delayed_work(&go_soon, HZ / 10);
	toy_unload();
	/* None waits any longer. */
	KeResetEvent(&work.go);
	KUNIT_EXPECT_EQ(test, waiters_of(&work.go), 0U);
	cancel_delayed_work_sync(&go_soon);
	KUNIT_EXPECT_GE(test, work.calls, 2U);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void item_that_is_none_is_not_queued(struct kunit *test)
{
	work_reset();
	log_mark(&toy.log);
	ExQueueWorkItem(NULL, DelayedWorkQueue);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExQueueWorkItem: ");
	memset(&work.item, 0, sizeof(work.item));
	log_mark(&toy.log);
	ExQueueWorkItem(&work.item, DelayedWorkQueue);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExQueueWorkItem: ");
}

static struct kunit_case work_queue_cases[] = {
	KUNIT_CASE(item_runs_in_a_thread),
	KUNIT_CASE(item_at_dirql_is_refused),
	KUNIT_CASE(unloading_waits_for_the_routine),
	KUNIT_CASE(item_that_is_none_is_not_queued),
	{ }
};

static struct kunit_suite work_queue_suite = {
	.name = "ntparport_windows_ex_work_queue",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = work_queue_cases,
};

kunit_test_suites(&work_queue_suite);
