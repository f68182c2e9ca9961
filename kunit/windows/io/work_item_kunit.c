// SPDX-License-Identifier: GPL-2.0
/* work_item_kunit.c - work items. */

#include "toy.h"
#include <ntifs.h>

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
	/* As soon as its routine has begun, it can be queued again. */
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
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a work item, or was freed");
	KUNIT_EXPECT_EQ(test, work.calls, 0U);
}

static struct {
	PDEVICE_OBJECT device;
	PVOID context;
	PIO_WORKITEM item;
	unsigned int calls, wanted;
	KEVENT over, met[2];
} errand;

static VOID NTAPI note_errand(PDEVICE_OBJECT device, PVOID context)
{
	errand.device = device;
	errand.context = context;
	KeSetEvent(&errand.over, IO_NO_INCREMENT, FALSE);
}

static void errand_init(void)
{
	memset(&errand, 0, sizeof(errand));
	KeInitializeEvent(&errand.over, SynchronizationEvent, FALSE);
	KeInitializeEvent(&errand.met[0], SynchronizationEvent, FALSE);
	KeInitializeEvent(&errand.met[1], SynchronizationEvent, FALSE);
}

static void work_item_has_its_device_and_context(struct kunit *test)
{
	static WORK_QUEUE_TYPE types[] = {
		CriticalWorkQueue, DelayedWorkQueue, HyperCriticalWorkQueue,
	};
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIO_WORKITEM item = IoAllocateWorkItem(device);
	unsigned int n;

	KUNIT_ASSERT_NOT_NULL(test, item);
	for (n = 0; n < ARRAY_SIZE(types); n++) {
		errand_init();
		IoQueueWorkItem(item, note_errand, types[n], &types[n]);
		KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
		KUNIT_EXPECT_PTR_EQ(test, errand.device, device);
		KUNIT_EXPECT_PTR_EQ(test, errand.context, (PVOID)&types[n]);
	}
	IoFreeWorkItem(item);
}

static struct {
	KPRIORITY before, after;
	NTSTATUS priority, processors;
} changed;

static VOID NTAPI change_thread(PDEVICE_OBJECT device, PVOID context)
{
	KPRIORITY priority = HIGH_PRIORITY;
	KAFFINITY first = 1;

	changed.before = KeSetPriorityThread(KeGetCurrentThread(), LOW_REALTIME_PRIORITY);
	changed.priority = ZwSetInformationThread(NtCurrentThread(), ThreadPriority, &priority,
						  sizeof(priority));
	changed.processors = ZwSetInformationThread(NtCurrentThread(), ThreadAffinityMask, &first,
						    sizeof(first));
	changed.after = KeQueryPriorityThread(KeGetCurrentThread());
	KeSetEvent(&errand.over, IO_NO_INCREMENT, FALSE);
}

/* Linux's own work runs in them, too. */
static void threads_of_work_items_stay_as_they_are(struct kunit *test)
{
	PIO_WORKITEM item = IoAllocateWorkItem(toy_device(test, NULL));

	KUNIT_ASSERT_NOT_NULL(test, item);
	errand_init();
	log_mark(&toy.log);
	IoQueueWorkItem(item, change_thread, DelayedWorkQueue, NULL);
	KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, changed.after, changed.before);
	KUNIT_EXPECT_EQ(test, changed.priority, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, changed.processors, STATUS_INVALID_PARAMETER);
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoFreeWorkItem(item);
}

static VOID NTAPI queue_again(PDEVICE_OBJECT device, PVOID context)
{
	if (++errand.calls < errand.wanted)
		IoQueueWorkItem(errand.item, queue_again, DelayedWorkQueue, NULL);
	else
		KeSetEvent(&errand.over, IO_NO_INCREMENT, FALSE);
}

static void work_item_may_queue_itself_again(struct kunit *test)
{
	errand_init();
	errand.wanted = 100;
	errand.item = IoAllocateWorkItem(toy_device(test, NULL));
	KUNIT_ASSERT_NOT_NULL(test, errand.item);
	IoQueueWorkItem(errand.item, queue_again, DelayedWorkQueue, NULL);
	KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, errand.calls, 100U);
	IoFreeWorkItem(errand.item);
}

/* Tells the other work item, and waits for it. */
static VOID NTAPI meet(PDEVICE_OBJECT device, PVOID own)
{
	PKEVENT other = &errand.met[own == &errand.met[0]];

	KeSetEvent(other, IO_NO_INCREMENT, FALSE);
	if (wait_for(own) == STATUS_SUCCESS && own == &errand.met[0])
		KeSetEvent(&errand.over, IO_NO_INCREMENT, FALSE);
}

static void work_items_run_side_by_side(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIO_WORKITEM items[2];
	unsigned int n;

	errand_init();
	for (n = 0; n < 2; n++) {
		items[n] = IoAllocateWorkItem(device);
		KUNIT_ASSERT_NOT_NULL(test, items[n]);
	}
	for (n = 0; n < 2; n++)
		IoQueueWorkItem(items[n], meet, DelayedWorkQueue, &errand.met[n]);
	/* The second item told the first one, and so must have run at the same time. */
	KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
	for (n = 0; n < 2; n++)
		IoFreeWorkItem(items[n]);
}

static void work_item_wants_a_device_and_a_routine(struct kunit *test)
{
	PIO_WORKITEM item;

	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoAllocateWorkItem(NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a device");
	item = IoAllocateWorkItem(toy_device(test, NULL));
	KUNIT_ASSERT_NOT_NULL(test, item);
	log_mark(&toy.log);
	IoQueueWorkItem(item, NULL, DelayedWorkQueue, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the routine");
	/* It is not queued. */
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void queue_errand(void *item)
{
	IoQueueWorkItem(item, note_errand, DelayedWorkQueue, NULL);
}

static void work_item_is_not_queued_at_high_level(struct kunit *test)
{
	PIO_WORKITEM item = IoAllocateWorkItem(toy_device(test, NULL));

	KUNIT_ASSERT_NOT_NULL(test, item);
	errand_init();
	log_mark(&toy.log);
	at_high_level(test, queue_errand, item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IRQL");
	log_mark(&toy.log);
	queue_errand(item);
	KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoFreeWorkItem(item);
}

static void work_item_may_be_in_the_drivers_memory(struct kunit *test)
{
	PIO_WORKITEM item = kunit_kzalloc(test, IoSizeofWorkItem(), GFP_KERNEL);
	const unsigned int before = work_items();
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIO_WORKITEM other = IoAllocateWorkItem(device);

	KUNIT_ASSERT_NOT_NULL(test, item);
	KUNIT_ASSERT_NOT_NULL(test, other);
	log_mark(&toy.log);
	IoInitializeWorkItem(device, item);
	/* Its memory may have been something else meanwhile. */
	IoInitializeWorkItem(device, item);
	KUNIT_EXPECT_EQ(test, work_items(), before + 2);
	errand_init();
	IoQueueWorkItem(item, note_errand, DelayedWorkQueue, &errand);
	KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, errand.device, device);
	KUNIT_EXPECT_PTR_EQ(test, errand.context, (PVOID)&errand);
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoFreeWorkItem(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is of IoInitializeWorkItem");
	log_mark(&toy.log);
	IoUninitializeWorkItem(other);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is of IoAllocateWorkItem");
	log_mark(&toy.log);
	IoUninitializeWorkItem(item);
	IoFreeWorkItem(other);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, work_items(), before);
	IoQueueWorkItem(item, note_errand, DelayedWorkQueue, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a work item, or was freed");
	log_mark(&toy.log);
	IoInitializeWorkItem(&errand, item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is neither a device nor");
	log_mark(&toy.log);
	IoInitializeWorkItem(device, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoInitializeWorkItem: the work item");
}

static void work_item_may_be_of_the_driver_object(struct kunit *test)
{
	PIO_WORKITEM item = kunit_kzalloc(test, IoSizeofWorkItem(), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, item);
	log_mark(&toy.log);
	IoInitializeWorkItem(toy.driver, item);
	errand_init();
	IoQueueWorkItem(item, note_errand, DelayedWorkQueue, &errand);
	KUNIT_EXPECT_EQ(test, wait_for(&errand.over), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, (PVOID)errand.device, (PVOID)toy.driver);
	KUNIT_EXPECT_PTR_EQ(test, errand.context, (PVOID)&errand);
	IoUninitializeWorkItem(item);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static VOID NTAPI dawdle(PDEVICE_OBJECT driver, PVOID item)
{
	LARGE_INTEGER while_it_unloads = MILLISECONDS(50);

	errand.calls++;
	KeDelayExecutionThread(KernelMode, FALSE, &while_it_unloads);
	IoUninitializeWorkItem(item);
	note_errand(driver, item);
}

/* The driver's module can no longer be kept. */
static void queue_at_the_end(PDRIVER_OBJECT driver)
{
	IoInitializeWorkItem(driver, errand.item);
	IoQueueWorkItem(errand.item, dawdle, DelayedWorkQueue, errand.item);
}

static void unloading_waits_for_a_work_item(struct kunit *test)
{
	errand_init();
	errand.item = kunit_kzalloc(test, IoSizeofWorkItem(), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, errand.item);
	toy.on_unload = queue_at_the_end;
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, errand.calls, 1U);
	KUNIT_EXPECT_PTR_EQ(test, errand.context, (PVOID)errand.item);
	EXPECT_NOT_LOGGED(test, &toy.log);
	toy.on_unload = NULL;
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static struct kunit_case work_item_cases[] = {
	KUNIT_CASE(work_item_may_be_of_the_driver_object),
	KUNIT_CASE(unloading_waits_for_a_work_item),
	KUNIT_CASE(work_item_may_be_in_the_drivers_memory),
	KUNIT_CASE(work_item_runs_in_a_thread),
	KUNIT_CASE(work_item_of_a_deleted_device_is_not_queued),
	KUNIT_CASE(work_item_has_its_device_and_context),
	KUNIT_CASE(threads_of_work_items_stay_as_they_are),
	KUNIT_CASE(work_item_may_queue_itself_again),
	KUNIT_CASE(work_items_run_side_by_side),
	KUNIT_CASE(work_item_wants_a_device_and_a_routine),
	KUNIT_CASE(work_item_is_not_queued_at_high_level),
	{ }
};

static struct kunit_suite work_item_suite = {
	.name = "ntparport_windows_work_item",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = work_item_cases,
};

kunit_test_suites(&work_item_suite);
