// SPDX-License-Identifier: GPL-2.0
/* event_kunit.c - events. */

#include "contexts.h"
#include "crowd.h"

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
		/* The thread that was let through has consumed the signal. */
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

/* Something that is not an object, or another kind of object, is refused. */
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

static struct kunit_case event_cases[] = {
	KUNIT_CASE_PARAM(event_routines_return_the_old_state, event_type_gen_params),
	KUNIT_CASE_PARAM(event_lets_all_or_one_through, event_type_gen_params),
	KUNIT_CASE(notification_event_wakes_all),
	KUNIT_CASE(synchronization_event_wakes_one_after_the_other),
	KUNIT_CASE_PARAM(pulse_wakes_those_who_wait, event_type_gen_params),
	KUNIT_CASE(dpc_may_set_an_event),
	KUNIT_CASE(wrong_object_is_refused),
	{ }
};

static struct kunit_suite event_suite = {
	.name = "ntparport_windows_ke_event",
	.test_cases = event_cases,
};

kunit_test_suites(&event_suite);
