// SPDX-License-Identifier: GPL-2.0
/* semaphore_kunit.c - semaphores. */

#include "contexts.h"
#include "crowd.h"

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

static struct kunit_case semaphore_cases[] = {
	KUNIT_CASE(semaphore_counts),
	KUNIT_CASE(semaphore_has_a_limit),
	KUNIT_CASE(semaphore_wakes_so_many),
	{ }
};

static struct kunit_suite semaphore_suite = {
	.name = "ntparport_windows_ke_semaphore",
	.test_cases = semaphore_cases,
};

kunit_test_suites(&semaphore_suite);
