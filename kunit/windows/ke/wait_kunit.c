// SPDX-License-Identifier: GPL-2.0
/* wait_kunit.c - events, mutexes, semaphores, and waiting for them. */

#include <linux/ktime.h>
#include <linux/sched/signal.h>

#include "contexts.h"

/* Events */

static const EVENT_TYPE event_types[] = { NotificationEvent, SynchronizationEvent };

static void event_type_name(const EVENT_TYPE *type, char *name)
{
	strscpy(name, *type == NotificationEvent ? "NotificationEvent" : "SynchronizationEvent",
		KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(event_type, event_types, event_type_name);

static void event_routines_return_the_old_state(struct kunit *test)
{
	const EVENT_TYPE *type = test->param_value;
	KEVENT event;

	KeInitializeEvent(&event, *type, TRUE);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&event), 0);
	KUNIT_EXPECT_NE(test, KeSetEvent(&event, 0, FALSE), 0);
	KUNIT_EXPECT_NE(test, KeResetEvent(&event), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	KUNIT_EXPECT_EQ(test, KeResetEvent(&event), 0);
	KUNIT_EXPECT_EQ(test, KeSetEvent(&event, 0, FALSE), 0);
	KeClearEvent(&event);
	KUNIT_EXPECT_EQ(test, KePulseEvent(&event, 0, FALSE), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	KUNIT_EXPECT_EQ(test, KeSetEvent(&event, 0, TRUE), 0);
	KUNIT_EXPECT_NE(test, KePulseEvent(&event, 0, FALSE), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	KeInitializeEvent(&event, *type, FALSE);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
}

static void event_lets_all_or_one_through(struct kunit *test)
{
	const EVENT_TYPE *type = test->param_value;
	bool stays = *type == NotificationEvent;
	KEVENT event;

	KeInitializeEvent(&event, *type, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_wait(&event));
	KeSetEvent(&event, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&event));
	KUNIT_EXPECT_EQ(test, stays ? STATUS_SUCCESS : STATUS_TIMEOUT, try_wait(&event));
}

/* One of a crowd. */
struct one {
	struct crowd *crowd;
	int place;
};

/**
 * struct crowd - threads that wait for one object
 * @object: the object
 * @through: how many have come through
 * @ones: what each thread gets
 * @order: which of them, in this order
 * @workers: the threads
 */
struct crowd {
	void *object;
	atomic_t through;
	struct one ones[3];
	int order[3];
	struct worker *workers[3];
};

static NTSTATUS come_through(void *data)
{
	struct one *one = data;
	NTSTATUS status = wait_for(one->crowd->object);

	one->crowd->order[atomic_fetch_inc(&one->crowd->through)] = one->place;
	return status;
}

static struct crowd *crowd_create(struct kunit *test, void *object)
{
	struct crowd *crowd = kunit_kzalloc(test, sizeof(*crowd), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, crowd);
	crowd->object = object;
	for (i = 0; i < ARRAY_SIZE(crowd->ones); i++) {
		crowd->ones[i] = (struct one){ crowd, i };
		crowd->workers[i] = worker_start(test, come_through, &crowd->ones[i]);
		ASSERT_SEEN(test, waiters_of(object) == i + 1);
	}
	return crowd;
}

static void crowd_end(struct kunit *test, struct crowd *crowd)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(crowd->workers); i++)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, crowd->workers[i]));
}

static void notification_event_wakes_all(struct kunit *test)
{
	struct crowd *crowd;
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	crowd = crowd_create(test, &event);
	KUNIT_EXPECT_EQ(test, KeSetEvent(&event, 0, FALSE), 0);
	KUNIT_EXPECT_EQ(test, waiters_of(&event), 0U);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&event), 0);
	crowd_end(test, crowd);
}

static void synchronization_event_wakes_one_after_the_other(struct kunit *test)
{
	struct crowd *crowd;
	KEVENT event;
	int i;

	KeInitializeEvent(&event, SynchronizationEvent, FALSE);
	crowd = crowd_create(test, &event);
	for (i = 1; i <= 3; i++) {
		KUNIT_EXPECT_EQ(test, KeSetEvent(&event, 0, FALSE), 0);
		/* It took the signal with it. */
		KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
		KUNIT_EXPECT_EQ(test, waiters_of(&event), 3U - i);
		ASSERT_SEEN(test, atomic_read(&crowd->through) == i);
	}
	crowd_end(test, crowd);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, crowd->order[i], i);
}

static void pulse_wakes_those_who_wait(struct kunit *test)
{
	const EVENT_TYPE *type = test->param_value;
	struct crowd *crowd;
	KEVENT event;

	KeInitializeEvent(&event, *type, FALSE);
	crowd = crowd_create(test, &event);
	KUNIT_EXPECT_EQ(test, KePulseEvent(&event, 0, FALSE), 0);
	KUNIT_EXPECT_EQ(test, waiters_of(&event), *type == NotificationEvent ? 0U : 2U);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_wait(&event));
	while (waiters_of(&event))
		KePulseEvent(&event, 0, FALSE);
	crowd_end(test, crowd);
}

static void set_event(void *event)
{
	KeSetEvent(event, 0, FALSE);
}

static void dpc_may_set_an_event(struct kunit *test)
{
	struct crowd *crowd;
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	crowd = crowd_create(test, &event);
	in_dpc(test, set_event, &event);
	crowd_end(test, crowd);
}

/* What is not an object, or another one, is refused. */
static void wrong_object_is_refused(struct kunit *test)
{
	KEVENT zeroed = { }, strange;
	KMUTEX mutex = { };
	KSEMAPHORE semaphore = { };
	void *objects[] = { &zeroed };
	struct log log;

	KeInitializeEvent(&strange, NotificationEvent, TRUE);
	strange.Header.Type = 77;
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, try_wait(&zeroed));
	EXPECT_LOGGED_ONCE(test, &log, "KeWaitForSingleObject: not an object to wait for");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, try_wait(&strange));
	EXPECT_LOGGED_ONCE(test, &log, "KeWaitForSingleObject: not an object to wait for");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			KeWaitForMultipleObjects(1, objects, WaitAll, Executive, KernelMode,
						 FALSE, NULL, NULL));
	EXPECT_LOGGED_ONCE(test, &log, "element 0 is not an object to wait for");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, KeSetEvent(&zeroed, 0, FALSE));
	EXPECT_LOGGED_ONCE(test, &log, "KeSetEvent: the event is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, KePulseEvent(&zeroed, 0, FALSE));
	EXPECT_LOGGED_ONCE(test, &log, "KePulseEvent: the event is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, KeResetEvent(&zeroed));
	EXPECT_LOGGED_ONCE(test, &log, "KeResetEvent: the event is not initialised");
	log_mark(&log);
	KeClearEvent(&zeroed);
	EXPECT_LOGGED_ONCE(test, &log, "KeClearEvent: the event is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, KeReleaseMutex(&mutex, FALSE));
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseMutex: the mutex is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, KeReleaseSemaphore(&semaphore, 0, 1, FALSE));
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseSemaphore: the semaphore is not initialised");
}

/* Mutexes */

static void mutex_counts_its_owners_waits(struct kunit *test)
{
	KMUTEX mutex;
	int i;

	KeInitializeMutex(&mutex, 0);
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), 1);
	for (i = 0; i > -5; i--) {
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				KeWaitForMutexObject(&mutex, Executive, KernelMode, FALSE, NULL));
		KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), i);
	}
	for (i = -4; i <= 0; i++) {
		KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), i);
		KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), i);
	}
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), 1);
}

static NTSTATUS try_mutex(void *mutex)
{
	return try_wait(mutex);
}

static NTSTATUS release_mutex(void *mutex)
{
	return KeReleaseMutex(mutex, FALSE);
}

static void mutex_excludes_others(struct kunit *test)
{
	struct crowd *crowd;
	struct log log;
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT,
			worker_result(test, worker_start(test, try_mutex, &mutex)));
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, worker_result(test, worker_start(test, release_mutex, &mutex)));
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseMutex: the mutex is not the caller's");
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), 0);
	log_mark(&log);
	crowd = crowd_create(test, &mutex);
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
	/* Each of them ends with the mutex, and the next gets it abandoned. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, crowd->workers[0]));
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED, worker_result(test, crowd->workers[1]));
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED, worker_result(test, crowd->workers[2]));
	KUNIT_EXPECT_EQ(test, log_lines(&log, "ended without releasing its mutexes"), 3U);
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED, try_wait(&mutex));
	/* It is a mutex like any other now. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), -1);
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
}

static void free_mutex_is_nobodys(struct kunit *test)
{
	struct log log;
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 1);
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseMutex: the mutex is not the caller's");
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), 1);
}

static void mutex_has_a_limit(struct kunit *test)
{
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	mutex.Header.SignalState = INT_MIN;
	KUNIT_EXPECT_EQ(test, STATUS_MUTANT_LIMIT_EXCEEDED, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), INT_MIN);
	mutex.Header.SignalState = 0;
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
}

struct bank {
	KMUTEX mutex;
	unsigned int balance;
};

static NTSTATUS pay_in(void *data)
{
	struct bank *bank = data;
	int i;

	for (i = 0; i < 500; i++) {
		unsigned int balance;

		if (wait_for(&bank->mutex) != STATUS_SUCCESS)
			return STATUS_UNSUCCESSFUL;
		balance = READ_ONCE(bank->balance);
		cond_resched();
		WRITE_ONCE(bank->balance, balance + 1);
		KeReleaseMutex(&bank->mutex, FALSE);
	}
	return STATUS_SUCCESS;
}

static void mutex_holds_under_contention(struct kunit *test)
{
	struct bank *bank = kunit_kzalloc(test, sizeof(*bank), GFP_KERNEL);
	struct worker *workers[4];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, bank);
	KeInitializeMutex(&bank->mutex, 0);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, pay_in, bank);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, workers[i]));
	KUNIT_EXPECT_EQ(test, bank->balance, 500U * ARRAY_SIZE(workers));
}

/* Semaphores */

static void semaphore_counts(struct kunit *test)
{
	KSEMAPHORE semaphore;

	KeInitializeSemaphore(&semaphore, 2, 3);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&semaphore));
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 1);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&semaphore));
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_wait(&semaphore));
	KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, 1, FALSE), 0);
	KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, 2, FALSE), 1);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 3);
}

static void semaphore_has_a_limit(struct kunit *test)
{
	static const LONG beyond[] = { 2, INT_MAX, 0, -1, INT_MIN };
	KSEMAPHORE semaphore;
	struct log log;
	int i;

	KeInitializeSemaphore(&semaphore, 2, 3);
	for (i = 0; i < ARRAY_SIZE(beyond); i++) {
		log_mark(&log);
		KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, beyond[i], FALSE), 2);
		EXPECT_LOGGED_ONCE(test, &log, "KeReleaseSemaphore: ");
		KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 2);
	}
}

static void semaphore_wakes_so_many(struct kunit *test)
{
	KSEMAPHORE semaphore;
	struct crowd *crowd;

	KeInitializeSemaphore(&semaphore, 0, 10);
	crowd = crowd_create(test, &semaphore);
	KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, 2, FALSE), 0);
	KUNIT_EXPECT_EQ(test, waiters_of(&semaphore), 1U);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 0);
	KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, 2, FALSE), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 1);
	crowd_end(test, crowd);
}

/* Times */

struct limit {
	const char *name;
	s64 units;
	bool absolute;
	s64 least;	/* microseconds */
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
	/* The others are as they were. */
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
	/* Somebody else may take one meanwhile. */
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
	/* Behind it in the list. */
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
	/* A thread of a driver that waits for ever is no hung task. */
	ASSERT_SEEN(test, (READ_ONCE(patient->task->__state) & (TASK_INTERRUPTIBLE | TASK_IDLE)) ==
		    (alert->alertable ? TASK_INTERRUPTIBLE : TASK_IDLE));
	send_sig(SIGTERM, patient->task, 1);
	if (alert->alertable) {
		ASSERT_SEEN(test, waiters_of(&patient->event) == 0);
	} else {
		/* It would be on its way out by now. */
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

/* Each release wakes one wait or is there for the next: none is lost to a time that is over. */
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

static struct kunit_case ke_wait_cases[] = {
	KUNIT_CASE_PARAM(event_routines_return_the_old_state, event_type_gen_params),
	KUNIT_CASE_PARAM(event_lets_all_or_one_through, event_type_gen_params),
	KUNIT_CASE(notification_event_wakes_all),
	KUNIT_CASE(synchronization_event_wakes_one_after_the_other),
	KUNIT_CASE_PARAM(pulse_wakes_those_who_wait, event_type_gen_params),
	KUNIT_CASE(dpc_may_set_an_event),
	KUNIT_CASE(wrong_object_is_refused),
	KUNIT_CASE(mutex_counts_its_owners_waits),
	KUNIT_CASE(mutex_excludes_others),
	KUNIT_CASE(free_mutex_is_nobodys),
	KUNIT_CASE(mutex_has_a_limit),
	KUNIT_CASE(mutex_holds_under_contention),
	KUNIT_CASE(semaphore_counts),
	KUNIT_CASE(semaphore_has_a_limit),
	KUNIT_CASE(semaphore_wakes_so_many),
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
	KUNIT_CASE_PARAM(signal_ends_alertable_waits_only, alert_gen_params),
	KUNIT_CASE(no_signal_is_lost),
	{}
};

static struct kunit_suite ke_wait_suite = {
	.name = "ntparport_windows_ke_wait",
	.test_cases = ke_wait_cases,
};

kunit_test_suites(&ke_wait_suite);
