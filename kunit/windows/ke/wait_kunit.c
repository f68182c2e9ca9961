// SPDX-License-Identifier: GPL-2.0
/* wait_kunit.c - waiting: for a time, for several objects, with signals. */

#include <linux/ktime.h>
#include <linux/sched/signal.h>

#include "contexts.h"
#include "crowd.h"

struct limit {
	const char *name;
	s64 units;
	bool absolute;
	s64 least;	/* at least, in microseconds */
};

static const struct limit limits[] = {
	{ "none", 0, false, 0 },
	{ "2 ms", -20000, false, 2000 },
	{ "shortest", -1, false, 0 },
	{ "100 us", -1000, false, 100 },
	{ "absolute", 30000, true, 3000 },
	{ "in the past", 1, false, 0 },
};

static void limit_name(const struct limit *limit, char *name)
{
	strscpy(name, limit->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(limit, limits, limit_name);

static LARGE_INTEGER time_of(const struct limit *limit)
{
	LARGE_INTEGER time = { };

	if (limit->absolute)
		KeQuerySystemTime(&time);
	time.QuadPart += limit->units;
	return time;
}

static void wait_ends_when_the_time_is_over(struct kunit *test)
{
	const struct limit *limit = test->param_value;
	ktime_t begin = ktime_get();
	LARGE_INTEGER time;
	KEVENT event, other;
	void *objects[] = { &event, &other };

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	KeInitializeEvent(&other, NotificationEvent, TRUE);
	time = time_of(limit);
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT,
			KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &time));
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), begin), limit->least - 1);
	KUNIT_EXPECT_EQ(test, waiters_of(&event), 0U);
	begin = ktime_get();
	time = time_of(limit);
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT,
			KeWaitForMultipleObjects(2, objects, WaitAll, Executive, KernelMode,
						 FALSE, &time, NULL));
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), begin), limit->least - 1);
	KUNIT_EXPECT_EQ(test, waiters_of(&event) + waiters_of(&other), 0U);
}

static void signaled_object_beats_the_time(struct kunit *test)
{
	const struct limit *limit = test->param_value;
	LARGE_INTEGER time = time_of(limit);
	KEVENT event;

	KeInitializeEvent(&event, SynchronizationEvent, TRUE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &time));
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
}

static void delay_takes_its_time(struct kunit *test)
{
	const struct limit *limit = test->param_value;
	ktime_t begin = ktime_get();
	LARGE_INTEGER time = time_of(limit);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, KeDelayExecutionThread(KernelMode, FALSE, &time));
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), begin), limit->least - 1);
}

static void try_wait_in_dpc(void *data)
{
	NTSTATUS *status = data;
	LARGE_INTEGER at_once = AT_ONCE;
	KEVENT events[2];
	void *objects[] = { &events[0], &events[1] };

	KeInitializeEvent(&events[0], SynchronizationEvent, FALSE);
	KeInitializeEvent(&events[1], SynchronizationEvent, TRUE);
	status[0] = try_wait(&events[0]);
	status[1] = KeWaitForMultipleObjects(2, objects, WaitAny, Executive, KernelMode, FALSE,
					     &at_once, NULL);
	status[2] = try_wait(&events[1]);
}

static void wait_without_time_is_allowed_in_a_dpc(struct kunit *test)
{
	NTSTATUS status[3];
	struct log log;

	log_mark(&log);
	in_dpc(test, try_wait_in_dpc, status);
	KUNIT_EXPECT_EQ(test, status[0], STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, status[1], STATUS_WAIT_0 + 1);
	KUNIT_EXPECT_EQ(test, status[2], STATUS_TIMEOUT);
	EXPECT_NOT_LOGGED(test, &log);
}

/* Several objects */

struct several {
	WAIT_TYPE type;
	unsigned int count;
	void *objects[MAXIMUM_WAIT_OBJECTS + 1];
	KWAIT_BLOCK blocks[MAXIMUM_WAIT_OBJECTS + 1];
	KEVENT events[MAXIMUM_WAIT_OBJECTS + 1];
};

static struct several *several_create(struct kunit *test, WAIT_TYPE type, unsigned int count)
{
	struct several *several = kunit_kzalloc(test, sizeof(*several), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, several);
	several->type = type;
	several->count = count;
	for (i = 0; i < ARRAY_SIZE(several->events); i++) {
		KeInitializeEvent(&several->events[i], SynchronizationEvent, FALSE);
		several->objects[i] = &several->events[i];
	}
	return several;
}

static NTSTATUS wait_for_several(void *data)
{
	struct several *several = data;
	LARGE_INTEGER patience = PATIENCE;

	return KeWaitForMultipleObjects(several->count, several->objects, several->type,
					Executive, KernelMode, FALSE, &patience, several->blocks);
}

static NTSTATUS try_several(struct several *several)
{
	LARGE_INTEGER at_once = AT_ONCE;

	return KeWaitForMultipleObjects(several->count, several->objects, several->type,
					Executive, KernelMode, FALSE, &at_once, several->blocks);
}

static void any_is_the_first_that_is_signaled(struct kunit *test)
{
	struct several *several = several_create(test, WaitAny, MAXIMUM_WAIT_OBJECTS);

	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_several(several));
	KeSetEvent(&several->events[63], 0, FALSE);
	KeSetEvent(&several->events[5], 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_WAIT_0 + 5, try_several(several));
	KUNIT_EXPECT_EQ(test, STATUS_WAIT_0 + 63, try_several(several));
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_several(several));
}

static void any_ends_with_one(struct kunit *test)
{
	struct several *several = several_create(test, WaitAny, 3);
	struct worker *worker = worker_start(test, wait_for_several, several);

	ASSERT_SEEN(test, waiters_of(&several->events[2]) == 1);
	KeSetEvent(&several->events[1], 0, FALSE);
	/* The other objects are as before. */
	KUNIT_EXPECT_EQ(test, waiters_of(&several->events[0]), 0U);
	KUNIT_EXPECT_EQ(test, waiters_of(&several->events[2]), 0U);
	KeSetEvent(&several->events[0], 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_WAIT_0 + 1, worker_result(test, worker));
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&several->events[1]), 0);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&several->events[0]), 0);
}

static void all_takes_none_before_all(struct kunit *test)
{
	struct several *several = several_create(test, WaitAll, 3);
	struct worker *worker = worker_start(test, wait_for_several, several);

	ASSERT_SEEN(test, waiters_of(&several->events[2]) == 1);
	KeSetEvent(&several->events[0], 0, FALSE);
	KeSetEvent(&several->events[2], 0, FALSE);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&several->events[0]), 0);
	/* Somebody else may take one of them meanwhile. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&several->events[0]));
	KeSetEvent(&several->events[1], 0, FALSE);
	KUNIT_EXPECT_EQ(test, waiters_of(&several->events[1]), 1U);
	KeSetEvent(&several->events[0], 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, worker));
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&several->events[0]), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&several->events[1]), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&several->events[2]), 0);
}

static void all_at_once(struct kunit *test)
{
	struct several *several = several_create(test, WaitAll, MAXIMUM_WAIT_OBJECTS);
	int i;

	for (i = 0; i < MAXIMUM_WAIT_OBJECTS; i++) {
		KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_several(several));
		KeSetEvent(&several->events[i], 0, FALSE);
	}
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_several(several));
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_several(several));
}

static void same_object_twice(struct kunit *test)
{
	struct several *several = several_create(test, WaitAny, 3);
	struct worker *worker;

	several->objects[1] = several->objects[0];
	worker = worker_start(test, wait_for_several, several);
	ASSERT_SEEN(test, waiters_of(&several->events[2]) == 1);
	KUNIT_EXPECT_EQ(test, waiters_of(&several->events[0]), 2U);
	KeSetEvent(&several->events[0], 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_WAIT_0, worker_result(test, worker));
	KUNIT_EXPECT_EQ(test, waiters_of(&several->events[0]), 0U);
}

static void one_that_needs_all_does_not_keep_others_waiting(struct kunit *test)
{
	struct several *several = several_create(test, WaitAll, 2);
	struct worker *first = worker_start(test, wait_for_several, several);
	struct crowd *crowd;
	int i;

	ASSERT_SEEN(test, waiters_of(&several->events[1]) == 1);
	/* The crowd is after it in the list of waiters. */
	crowd = kunit_kzalloc(test, sizeof(*crowd), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, crowd);
	crowd->object = &several->events[0];
	for (i = 0; i < 3; i++) {
		crowd->ones[i] = (struct one){ crowd, i };
		crowd->workers[i] = worker_start(test, come_through, &crowd->ones[i]);
		ASSERT_SEEN(test, waiters_of(&several->events[0]) == i + 2);
	}
	for (i = 0; i < 3; i++)
		KeSetEvent(&several->events[0], 0, FALSE);
	crowd_end(test, crowd);
	KeSetEvent(&several->events[0], 0, FALSE);
	KeSetEvent(&several->events[1], 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, first));
}

static NTSTATUS take_and_end(void *mutex)
{
	return wait_for(mutex);
}

static void abandoned_mutex_tells_its_place(struct kunit *test)
{
	struct several *several = several_create(test, WaitAny, 4);
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	several->objects[3] = &mutex;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			worker_result(test, worker_start(test, take_and_end, &mutex)));
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED_WAIT_0 + 3, try_several(several));
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
}

static void count_is_checked(struct kunit *test)
{
	static const struct {
		ULONG count;
		bool array;
		NTSTATUS status;
	} counts[] = {
		{ 0, false, STATUS_INVALID_PARAMETER },
		{ 0, true, STATUS_INVALID_PARAMETER },
		{ THREAD_WAIT_OBJECTS, false, STATUS_TIMEOUT },
		{ THREAD_WAIT_OBJECTS + 1, false, STATUS_INVALID_PARAMETER },
		{ THREAD_WAIT_OBJECTS + 1, true, STATUS_TIMEOUT },
		{ MAXIMUM_WAIT_OBJECTS, true, STATUS_TIMEOUT },
		{ MAXIMUM_WAIT_OBJECTS + 1, true, STATUS_INVALID_PARAMETER },
		{ U32_MAX, true, STATUS_INVALID_PARAMETER },
	};
	struct several *several = several_create(test, WaitAny, 0);
	LARGE_INTEGER at_once = AT_ONCE;
	struct log log;
	int i;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		log_mark(&log);
		KUNIT_EXPECT_EQ(test, counts[i].status,
				KeWaitForMultipleObjects(counts[i].count, several->objects,
							 WaitAny, Executive, KernelMode, FALSE,
							 &at_once, counts[i].array ?
							 several->blocks : NULL));
		KUNIT_EXPECT_EQ(test, log_lines(&log, "wait block array"),
				counts[i].status == STATUS_INVALID_PARAMETER ? 1U : 0U);
	}
}

static void thread_that_is_none_is_not_waited_for(struct kunit *test)
{
	LARGE_INTEGER at_once = AT_ONCE;
	struct log log;
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, TRUE);
	/* A thread's type. */
	event.Header.Type = 6;
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &at_once));
	EXPECT_LOGGED_ONCE(test, &log, "not an object to wait for");
}

struct pair {
	KEVENT go, event;
	PKTHREAD thread;
};

static VOID NTAPI end_when_told(PVOID context)
{
	struct pair *pair = context;

	KeWaitForSingleObject(&pair->go, Executive, KernelMode, FALSE, NULL);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS wait_for_pair(void *data)
{
	struct pair *pair = data;
	void *objects[] = { pair->thread, &pair->event };

	return KeWaitForMultipleObjects(2, objects, WaitAll, Executive, KernelMode, FALSE, NULL,
					NULL);
}

/* The driver gives its reference back while a thread of it waits. */
static void thread_is_kept_by_who_waits_for_it(struct kunit *test)
{
	struct worker *worker;
	struct pair pair;
	HANDLE handle;

	KeInitializeEvent(&pair.go, NotificationEvent, FALSE);
	KeInitializeEvent(&pair.event, NotificationEvent, FALSE);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
					     end_when_told, &pair));
	ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode,
				  (void **)&pair.thread, NULL);
	ZwClose(handle);
	worker = worker_start(test, wait_for_pair, &pair);
	ASSERT_SEEN(test, waiters_of(&pair.event) == 1);
	KeSetEvent(&pair.go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(pair.thread));
	ObDereferenceObject(pair.thread);
	KeSetEvent(&pair.event, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, worker));
}

/* Signals */

struct patient {
	KEVENT event;
	KPROCESSOR_MODE mode;
	BOOLEAN alertable;
	struct task_struct *task;
};

static NTSTATUS wait_patiently(void *data)
{
	struct patient *patient = data;

	allow_signal(SIGTERM);
	WRITE_ONCE(patient->task, current);
	return KeWaitForSingleObject(&patient->event, Executive, patient->mode,
				     patient->alertable, NULL);
}

struct alert {
	const char *name;
	KPROCESSOR_MODE mode;
	BOOLEAN alertable;
	NTSTATUS status;
};

static const struct alert alerts[] = {
	{ "KernelMode", KernelMode, FALSE, STATUS_SUCCESS },
	{ "UserMode", UserMode, FALSE, STATUS_SUCCESS },
	{ "KernelMode, alertable", KernelMode, TRUE, STATUS_ALERTED },
	{ "UserMode, alertable", UserMode, TRUE, STATUS_USER_APC },
};

static void alert_name(const struct alert *alert, char *name)
{
	strscpy(name, alert->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(alert, alerts, alert_name);

static void signal_ends_alertable_waits_only(struct kunit *test)
{
	const struct alert *alert = test->param_value;
	struct patient *patient = kunit_kzalloc(test, sizeof(*patient), GFP_KERNEL);
	struct worker *worker;

	KUNIT_ASSERT_NOT_NULL(test, patient);
	KeInitializeEvent(&patient->event, NotificationEvent, FALSE);
	patient->mode = alert->mode;
	patient->alertable = alert->alertable;
	worker = worker_start(test, wait_patiently, patient);
	ASSERT_SEEN(test, waiters_of(&patient->event) == 1);
	/* A driver's thread that waits for ever must not be reported as a hung task. */
	ASSERT_SEEN(test, (READ_ONCE(patient->task->__state) & (TASK_INTERRUPTIBLE | TASK_IDLE)) ==
		    (alert->alertable ? TASK_INTERRUPTIBLE : TASK_IDLE));
	send_sig(SIGTERM, patient->task, 1);
	if (alert->alertable) {
		ASSERT_SEEN(test, waiters_of(&patient->event) == 0);
	} else {
		/* If the wait were to end, it would have ended by now. */
		schedule_timeout_uninterruptible(HZ / 10);
		KUNIT_EXPECT_EQ(test, waiters_of(&patient->event), 1U);
	}
	KeSetEvent(&patient->event, 0, FALSE);
	KUNIT_EXPECT_EQ(test, alert->status, worker_result(test, worker));
}

/* Everything at the same time. */

struct storm {
	KEVENT events[2];
	KSEMAPHORE semaphore;
	atomic_t taken;
};

#define GIFTS 2000

static NTSTATUS take_gifts(void *data)
{
	struct storm *storm = data;
	void *objects[] = { &storm->events[0], &storm->semaphore };

	for (;;) {
		LARGE_INTEGER soon = { .QuadPart = -300 };
		NTSTATUS status = KeWaitForMultipleObjects(2, objects, WaitAny, Executive,
							   KernelMode, FALSE, &soon, NULL);

		if (status == STATUS_WAIT_0)
			return STATUS_SUCCESS;
		if (status == STATUS_WAIT_0 + 1)
			atomic_inc(&storm->taken);
		else if (status != STATUS_TIMEOUT)
			return status;
	}
}

/*
 * Each release wakes one wait or is left for the next one: none is lost to a wait whose time is
 * over.
 */
static void no_signal_is_lost(struct kunit *test)
{
	struct storm *storm = kunit_kzalloc(test, sizeof(*storm), GFP_KERNEL);
	struct worker *workers[3];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, storm);
	KeInitializeEvent(&storm->events[0], NotificationEvent, FALSE);
	KeInitializeSemaphore(&storm->semaphore, 0, GIFTS);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, take_gifts, storm);
	for (i = 0; i < GIFTS; i++) {
		KeReleaseSemaphore(&storm->semaphore, 0, 1, FALSE);
		KeStallExecutionProcessor(i % 40);
	}
	ASSERT_SEEN(test, atomic_read(&storm->taken) == GIFTS);
	KeSetEvent(&storm->events[0], 0, FALSE);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, workers[i]));
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&storm->semaphore), 0);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE_PARAM(wait_ends_when_the_time_is_over, limit_gen_params),
	KUNIT_CASE_PARAM(signaled_object_beats_the_time, limit_gen_params),
	KUNIT_CASE_PARAM(delay_takes_its_time, limit_gen_params),
	KUNIT_CASE(wait_without_time_is_allowed_in_a_dpc),
	KUNIT_CASE(any_is_the_first_that_is_signaled),
	KUNIT_CASE(any_ends_with_one),
	KUNIT_CASE(all_takes_none_before_all),
	KUNIT_CASE(all_at_once),
	KUNIT_CASE(same_object_twice),
	KUNIT_CASE(one_that_needs_all_does_not_keep_others_waiting),
	KUNIT_CASE(abandoned_mutex_tells_its_place),
	KUNIT_CASE(count_is_checked),
	KUNIT_CASE(thread_that_is_none_is_not_waited_for),
	KUNIT_CASE(thread_is_kept_by_who_waits_for_it),
	KUNIT_CASE_PARAM(signal_ends_alertable_waits_only, alert_gen_params),
	KUNIT_CASE(no_signal_is_lost),
	{ }
};

static struct kunit_suite wait_suite = {
	.name = "ntparport_windows_ke_wait",
	.test_cases = wait_cases,
};

kunit_test_suites(&wait_suite);
