// SPDX-License-Identifier: GPL-2.0
/* timer_kunit.c - timers. */

#include <linux/ktime.h>
#include <linux/timekeeping.h>

#include "contexts.h"

/**
 * struct bell - a timer and its DPC
 * @timer: the timer
 * @dpc: its DPC
 * @rung: signaled by call number @until of the DPC
 * @calls: calls of the DPC
 * @until: see @rung
 * @first: when the first call came
 * @last: when call number @until came
 */
struct bell {
	KTIMER timer;
	KDPC dpc;
	KEVENT rung;
	unsigned int calls;
	unsigned int until;
	ktime_t first;
	ktime_t last;
};

static VOID NTAPI ring(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct bell *bell = context;

	if (!bell->calls++)
		bell->first = ktime_get();
	if (bell->calls == bell->until) {
		bell->last = ktime_get();
		KeSetEvent(&bell->rung, 0, FALSE);
	}
}

static struct bell *bell_create(struct kunit *test, TIMER_TYPE type)
{
	struct bell *bell = kunit_kzalloc(test, sizeof(*bell), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bell);
	KeInitializeTimerEx(&bell->timer, type);
	KeInitializeDpc(&bell->dpc, ring, bell);
	KeInitializeEvent(&bell->rung, NotificationEvent, FALSE);
	bell->until = 1;
	return bell;
}

/* A time of the system clock, that many milliseconds from now. */
static LARGE_INTEGER system_time(s64 milliseconds)
{
	LARGE_INTEGER time;

	KeQuerySystemTime(&time);
	time.QuadPart += milliseconds * 10000;
	return time;
}

struct due {
	const char *name;
	s64 milliseconds;
	bool absolute;
};

static const struct due dues[] = {
	{ "relative", 5, false },
	{ "relative, short", 1, false },
	{ "absolute", 5, true },
};

static void due_name(const struct due *due, char *name)
{
	strscpy(name, due->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(due, dues, due_name);

static void timer_is_signaled_when_it_is_due(struct kunit *test)
{
	const struct due *due = test->param_value;
	struct bell *bell = bell_create(test, NotificationTimer);
	ktime_t begin = ktime_get();

	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&bell->timer));
	KUNIT_EXPECT_FALSE(test, KeSetTimer(&bell->timer,
					    due->absolute ? system_time(due->milliseconds) :
					    MILLISECONDS(due->milliseconds), &bell->dpc));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->timer));
	KUNIT_EXPECT_GE(test, ktime_us_delta(ktime_get(), begin), due->milliseconds * 1000 - 1);
	KUNIT_EXPECT_TRUE(test, KeReadStateTimer(&bell->timer));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	KeFlushQueuedDpcs();
	/* It rings once, and never early. */
	KUNIT_EXPECT_GE(test, ktime_us_delta(bell->first, begin), due->milliseconds * 1000 - 1);
	KUNIT_EXPECT_EQ(test, bell->calls, 1U);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&bell->timer));
}

static const LARGE_INTEGER pasts[] = {
	{ .QuadPart = 0 }, { .QuadPart = 1 }, { .QuadPart = 116444736000000000LL },
	{ .QuadPart = 130000000000000000LL },
};

static void past_name(const LARGE_INTEGER *past, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%lld", past->QuadPart);
}

KUNIT_ARRAY_PARAM(past, pasts, past_name);

static void time_in_the_past_is_due_at_once(struct kunit *test)
{
	const LARGE_INTEGER *past = test->param_value;
	struct bell *bell = bell_create(test, NotificationTimer);

	/* To a machine that does not know the time, 2012 is in the future. */
	if (system_time(0).QuadPart <= past->QuadPart) {
		struct timespec64 now = { .tv_sec = 1700000000 };

		KUNIT_ASSERT_EQ(test, do_settimeofday64(&now), 0);
	}
	KUNIT_EXPECT_FALSE(test, KeSetTimer(&bell->timer, *past, &bell->dpc));
	KUNIT_EXPECT_TRUE(test, KeReadStateTimer(&bell->timer));
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&bell->timer));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	KUNIT_EXPECT_EQ(test, bell->calls, 1U);
}

/* Neither may overflow: they are 900 years and more ahead. */
static const LARGE_INTEGER futures[] = {
	{ .QuadPart = S64_MIN }, { .QuadPart = S64_MIN + 1 }, { .QuadPart = S64_MAX },
	{ .QuadPart = -(S64_MAX / 100) }, { .QuadPart = S64_MAX / 100 + 116444736000000000LL },
};

static void future_name(const LARGE_INTEGER *future, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%lld", future->QuadPart);
}

KUNIT_ARRAY_PARAM(future, futures, future_name);

static void far_future_is_not_now(struct kunit *test)
{
	const LARGE_INTEGER *future = test->param_value;
	struct bell *near = bell_create(test, NotificationTimer);
	struct bell *far = bell_create(test, NotificationTimer);

	KUNIT_EXPECT_FALSE(test, KeSetTimer(&far->timer, *future, &far->dpc));
	/* This one goes before the other, wherever that is in the queue. */
	KeSetTimer(&near->timer, MILLISECONDS(2), NULL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&near->timer));
	KeSetTimer(&near->timer, system_time(2), NULL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&near->timer));
	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&far->timer));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&far->timer));
	KUNIT_EXPECT_EQ(test, far->calls, 0U);
}

static void setting_again_replaces(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);

	KUNIT_EXPECT_FALSE(test, KeSetTimer(&bell->timer, MILLISECONDS(3600000), NULL));
	KUNIT_EXPECT_TRUE(test, KeSetTimer(&bell->timer, system_time(3600000), NULL));
	KUNIT_EXPECT_TRUE(test, KeSetCoalescableTimer(&bell->timer, system_time(3600000), 0, 100,
						      NULL));
	KUNIT_EXPECT_TRUE(test, KeSetTimer(&bell->timer, MILLISECONDS(1), &bell->dpc));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	KUNIT_EXPECT_EQ(test, bell->calls, 1U);
	/* A signaled timer is not set; setting it makes it not signaled. */
	KUNIT_EXPECT_TRUE(test, KeReadStateTimer(&bell->timer));
	KUNIT_EXPECT_FALSE(test, KeSetTimer(&bell->timer, MILLISECONDS(3600000), NULL));
	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&bell->timer));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
}

static void cancelled_timer_never_expires(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);
	struct bell *later = bell_create(test, NotificationTimer);

	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&bell->timer));
	KeSetTimer(&bell->timer, MILLISECONDS(500), &bell->dpc);
	KeSetTimer(&later->timer, MILLISECONDS(501), NULL);
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&bell->timer));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&later->timer));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, bell->calls, 0U);
	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&bell->timer));
}

static void copied_timer_is_not_set(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);
	KTIMER copy;

	KeSetTimer(&bell->timer, MILLISECONDS(3600000), NULL);
	copy = bell->timer;
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&copy));
	/* Here a timer that is set says that it is not. */
	bell->timer.Header.TimerMiscFlags = 0;
	KUNIT_EXPECT_TRUE(test, KeSetTimer(&bell->timer, MILLISECONDS(3600000), NULL));
	bell->timer.Header.TimerMiscFlags = 0;
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&bell->timer));
}

static void timers_expire_in_order(struct kunit *test)
{
	/* Set in this order; the one that is due first comes first. */
	static const int milliseconds[] = { 40, 10, 30, 20 };
	struct bell *bells[ARRAY_SIZE(milliseconds)];
	LARGE_INTEGER base;
	int i, j;

	for (i = 0; i < ARRAY_SIZE(bells); i++)
		bells[i] = bell_create(test, NotificationTimer);
	/* All are set before the first one is due. */
	base = system_time(500);
	for (i = 0; i < ARRAY_SIZE(bells); i++) {
		LARGE_INTEGER due = { .QuadPart = base.QuadPart + milliseconds[i] * 10000LL };

		KeSetTimer(&bells[i]->timer, due, &bells[i]->dpc);
	}
	for (i = 0; i < ARRAY_SIZE(bells); i++)
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, wait_for(&bells[i]->rung));
	for (i = 0; i < ARRAY_SIZE(bells); i++) {
		KUNIT_EXPECT_EQ(test, bells[i]->calls, 1U);
		for (j = 0; j < ARRAY_SIZE(bells); j++)
			if (milliseconds[i] < milliseconds[j])
				KUNIT_EXPECT_LE(test, bells[i]->first, bells[j]->first);
	}
}

static void periodic_timer_goes_on(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);
	ktime_t begin = ktime_get();

	bell->until = 20;
	KUNIT_EXPECT_FALSE(test, KeSetTimerEx(&bell->timer, MILLISECONDS(5), 2, &bell->dpc));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	/* None of the calls came early. */
	KUNIT_EXPECT_GE(test, ktime_us_delta(bell->last, begin), (5 + 19 * 2) * 1000);
	/* The timer is signaled, and still set. */
	KUNIT_EXPECT_TRUE(test, KeReadStateTimer(&bell->timer));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_GE(test, bell->calls, 20U);
}

static void periodic_timer_due_at_once_goes_on(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);

	bell->until = 3;
	KUNIT_EXPECT_FALSE(test, KeSetTimerEx(&bell->timer, AT_ONCE, 1, &bell->dpc));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
	KeFlushQueuedDpcs();
}

static void synchronization_timer_lets_one_through(struct kunit *test)
{
	struct bell *bell = bell_create(test, SynchronizationTimer);

	KeSetTimer(&bell->timer, AT_ONCE, NULL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&bell->timer));
	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_wait(&bell->timer));
	/* With a period, it is signaled again and again. */
	KeSetTimerEx(&bell->timer, MILLISECONDS(1), 1, NULL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->timer));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->timer));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
}

static void notification_timer_lets_all_through(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);

	KeSetTimer(&bell->timer, AT_ONCE, NULL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&bell->timer));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&bell->timer));
}

static void set_clock(struct kunit *test, s64 seconds)
{
	struct timespec64 now;

	ktime_get_real_ts64(&now);
	now.tv_sec += seconds;
	KUNIT_ASSERT_EQ(test, do_settimeofday64(&now), 0);
}

static void absolute_timer_follows_the_clock(struct kunit *test)
{
	struct bell *absolute = bell_create(test, NotificationTimer);
	struct bell *relative = bell_create(test, NotificationTimer);

	KeSetTimer(&absolute->timer, system_time(3600000), &absolute->dpc);
	KeSetTimer(&relative->timer, MILLISECONDS(3600000), &relative->dpc);
	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&absolute->timer));
	set_clock(test, 7200);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&absolute->rung));
	set_clock(test, -7200);
	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&relative->timer));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&relative->timer));
}

/* Only the first time is one of the system clock: a clock that is set back stops no period. */
static void period_does_not_follow_the_clock(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);

	bell->until = 1;
	KeSetTimerEx(&bell->timer, system_time(5), 3600000, &bell->dpc);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));

	bell = bell_create(test, NotificationTimer);
	bell->until = 3;
	KeSetTimerEx(&bell->timer, system_time(-5), 50, &bell->dpc);
	set_clock(test, -7200);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
	set_clock(test, 7200);
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
	KeFlushQueuedDpcs();
}

static void set_soon(void *data)
{
	struct bell *bell = data;

	KeSetTimer(&bell->timer, MILLISECONDS(1), &bell->dpc);
}

static void timer_can_be_set_in_a_dpc(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);

	in_dpc(test, set_soon, bell);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->rung));
}

static void uninitialised_timer_is_refused(struct kunit *test)
{
	KTIMER timer = { };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeSetTimer(&timer, AT_ONCE, NULL));
	EXPECT_LOGGED_ONCE(test, &log, "KeSetTimer: the timer is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeSetTimerEx(&timer, AT_ONCE, 0, NULL));
	EXPECT_LOGGED_ONCE(test, &log, "KeSetTimerEx: the timer is not initialised");
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&timer));
	EXPECT_LOGGED_ONCE(test, &log, "KeCancelTimer: the timer is not initialised");
}

static void timer_is_set_without_an_uninitialised_dpc(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);
	KDPC dpc = { };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeSetTimer(&bell->timer, MILLISECONDS(1), &dpc));
	EXPECT_LOGGED_ONCE(test, &log, "KeSetTimer: the DPC is not initialised");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->timer));
	KeFlushQueuedDpcs();
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeSetTimerEx(&bell->timer, AT_ONCE, 1, &dpc));
	EXPECT_LOGGED_ONCE(test, &log, "KeSetTimerEx: the DPC is not initialised");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->timer));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&bell->timer));
	KeFlushQueuedDpcs();
}

#define CROWD 200

static void dpc_of_a_set_timer_goes_with_its_memory(struct kunit *test)
{
	struct bell *bell = bell_create(test, NotificationTimer);
	PKDPC dpc = ExAllocatePoolWithTag(NonPagedPool, sizeof(*dpc), 0x6c6c6542);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, dpc);
	KeInitializeDpc(dpc, ring, bell);
	KeSetTimer(&bell->timer, MILLISECONDS(100), dpc);
	log_mark(&log);
	ExFreePool(dpc);
	EXPECT_LOGGED_ONCE(test, &log, "left 1 timer set, one with routine ring");
	/* Threads that wait for the timer do not notice. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bell->timer));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, bell->calls, 0U);
}

static void many_timers(struct kunit *test)
{
	struct bell *bells[20];
	int i;

	/* Each timer is set, replaced and cancelled while others expire. */
	for (i = 0; i < ARRAY_SIZE(bells); i++)
		bells[i] = bell_create(test, NotificationTimer);
	for (i = 0; i < CROWD; i++) {
		struct bell *bell = bells[i % ARRAY_SIZE(bells)];
		LARGE_INTEGER due = { .QuadPart = -(i * 7919 % 2000) * 10 - 1 };

		KeSetTimerEx(&bell->timer, due, i % 3, &bell->dpc);
		if (i % 5 == 0)
			KeCancelTimer(&bells[(i * 3) % ARRAY_SIZE(bells)]->timer);
	}
	for (i = 0; i < ARRAY_SIZE(bells); i++) {
		bells[i]->calls = 0;
		KeResetEvent(&bells[i]->rung);
		KeSetTimer(&bells[i]->timer, MILLISECONDS(1 + i % 4), &bells[i]->dpc);
	}
	for (i = 0; i < ARRAY_SIZE(bells); i++)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&bells[i]->timer));
	KeFlushQueuedDpcs();
	for (i = 0; i < ARRAY_SIZE(bells); i++) {
		KUNIT_EXPECT_GE(test, bells[i]->calls, 1U);
		KUNIT_EXPECT_FALSE(test, KeCancelTimer(&bells[i]->timer));
	}
}

static struct kunit_case ke_timer_cases[] = {
	KUNIT_CASE_PARAM(timer_is_signaled_when_it_is_due, due_gen_params),
	KUNIT_CASE_PARAM(time_in_the_past_is_due_at_once, past_gen_params),
	KUNIT_CASE_PARAM(far_future_is_not_now, future_gen_params),
	KUNIT_CASE(setting_again_replaces),
	KUNIT_CASE(cancelled_timer_never_expires),
	KUNIT_CASE(copied_timer_is_not_set),
	KUNIT_CASE(timers_expire_in_order),
	KUNIT_CASE(periodic_timer_goes_on),
	KUNIT_CASE(periodic_timer_due_at_once_goes_on),
	KUNIT_CASE(synchronization_timer_lets_one_through),
	KUNIT_CASE(notification_timer_lets_all_through),
	KUNIT_CASE(absolute_timer_follows_the_clock),
	KUNIT_CASE(period_does_not_follow_the_clock),
	KUNIT_CASE(timer_can_be_set_in_a_dpc),
	KUNIT_CASE(uninitialised_timer_is_refused),
	KUNIT_CASE(timer_is_set_without_an_uninitialised_dpc),
	KUNIT_CASE(dpc_of_a_set_timer_goes_with_its_memory),
	KUNIT_CASE(many_timers),
	{}
};

static struct kunit_suite ke_timer_suite = {
	.name = "ntparport_windows_ke_timer",
	.test_cases = ke_timer_cases,
};

kunit_test_suites(&ke_timer_suite);
