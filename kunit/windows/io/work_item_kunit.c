// SPDX-License-Identifier: GPL-2.0
/* work_item_kunit.c - work items. */

#include "toy.h"

static struct {
	KEVENT started, go;
	unsigned int calls;
	KIRQL irql;
	PIO_WORKITEM frees;
} work;

static VOID NTAPI do_work(PDEVICE_OBJECT device, PVOID context)
{
	work.calls++;
	work.irql = KeGetCurrentIrql();
	KeSetEvent(&work.started, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&work.go, Executive, KernelMode, FALSE, NULL);
	if (work.frees)
		IoFreeWorkItem(work.frees);
}

static PIO_WORKITEM work_item(struct kunit *test)
{
	memset(&work, 0, sizeof(work));
	KeInitializeEvent(&work.started, SynchronizationEvent, FALSE);
	KeInitializeEvent(&work.go, SynchronizationEvent, FALSE);
	return IoAllocateWorkItem(toy_device(test, NULL));
}

static void queue_work_item(void *item)
{
	IoQueueWorkItem(item, do_work, DelayedWorkQueue, NULL);
}

static unsigned int work_items(void)
{
	struct nt_io_counts counts;

	ntparport_io_counts(&counts);
	return counts.work_items;
}

static void work_item_runs_in_a_thread(struct kunit *test)
{
	PIO_WORKITEM item = work_item(test);

	KUNIT_ASSERT_NOT_NULL(test, item);
	in_dpc(test, queue_work_item, item);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, work.irql, PASSIVE_LEVEL);
	/* From its own start on it can be queued again. */
	queue_work_item(item);
	log_mark(&toy.log);
	queue_work_item(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is queued already");
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is queued");
	KeSetEvent(&work.go, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	work.frees = item;
	KeSetEvent(&work.go, IO_NO_INCREMENT, FALSE);
	ASSERT_SEEN(test, !work_items());
	KUNIT_EXPECT_EQ(test, work.calls, 2U);
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoFreeWorkItem");
}

static void work_item_of_a_deleted_device_is_not_queued(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIO_WORKITEM item = IoAllocateWorkItem(device);

	KUNIT_ASSERT_NOT_NULL(test, item);
	memset(&work, 0, sizeof(work));
	toy_delete(device);
	log_mark(&toy.log);
	queue_work_item(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoQueueWorkItem: the device of work item");
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_NOT_LOGGED(test, &toy.log);
	queue_work_item(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is none, or was freed");
	KUNIT_EXPECT_EQ(test, work.calls, 0U);
}

static struct kunit_case work_item_cases[] = {
	KUNIT_CASE(work_item_runs_in_a_thread),
	KUNIT_CASE(work_item_of_a_deleted_device_is_not_queued),
	{ }
};

static struct kunit_suite work_item_suite = {
	.name = "ntparport_windows_work_item",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = work_item_cases,
};

kunit_test_suites(&work_item_suite);
