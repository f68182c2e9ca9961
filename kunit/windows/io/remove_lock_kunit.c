// SPDX-License-Identifier: GPL-2.0
/* remove_lock_kunit.c - remove locks. */

#include "toy.h"

static NTSTATUS remove(void *lock)
{
	IoReleaseRemoveLockAndWait((PIO_REMOVE_LOCK)lock, NULL);
	return STATUS_SUCCESS;
}

static void remove_lock_waits_for_requests(struct kunit *test)
{
	struct worker *worker;
	IO_REMOVE_LOCK lock;

	IoInitializeRemoveLock(&lock, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	IoReleaseRemoveLock(&lock, NULL);
	worker = worker_start(test, remove, &lock);
	ASSERT_SEEN(test, waiters_of(&lock.Common.RemoveEvent) == 1);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING, IoAcquireRemoveLock(&lock, NULL));
	KUNIT_EXPECT_EQ(test, waiters_of(&lock.Common.RemoveEvent), 1U);
	IoReleaseRemoveLock(&lock, NULL);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING, IoAcquireRemoveLock(&lock, NULL));
}

static void remove_lock_is_misused(struct kunit *test)
{
	IO_REMOVE_LOCK lock;

	IoInitializeRemoveLock(&lock, 0, 0, 0);
	log_mark(&toy.log);
	IoReleaseRemoveLock(&lock, NULL);
	IoReleaseRemoveLockAndWait(&lock, NULL);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "is not acquired"), 2U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	IoReleaseRemoveLockAndWait(&lock, NULL);
}

static struct kunit_case remove_lock_cases[] = {
	KUNIT_CASE(remove_lock_waits_for_requests),
	KUNIT_CASE(remove_lock_is_misused),
	{ }
};

static struct kunit_suite remove_lock_suite = {
	.name = "ntparport_windows_remove_lock",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = remove_lock_cases,
};

kunit_test_suites(&remove_lock_suite);
