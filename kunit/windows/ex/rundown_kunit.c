// SPDX-License-Identifier: GPL-2.0
/* rundown_kunit.c - run-down protection, and GUIDs that nobody else has. */

#include "contexts.h"

static void users_are_let_in_until_the_run_down(struct kunit *test)
{
	EX_RUNDOWN_REF ref;
	struct log log;

	log_mark(&log);
	ExInitializeRundownProtection(&ref);
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtection(&ref));
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtectionEx(&ref, 3));
	ExReleaseRundownProtectionEx(&ref, 2);
	ExReleaseRundownProtection(&ref);
	ExReleaseRundownProtection(&ref);
	ExWaitForRundownProtectionRelease(&ref);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtection(&ref));
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtectionEx(&ref, 1));
	/* Once more: there is nothing to wait for. */
	ExWaitForRundownProtectionRelease(&ref);
	ExReInitializeRundownProtection(&ref);
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtection(&ref));
	ExReleaseRundownProtection(&ref);
	ExRundownCompleted(&ref);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtection(&ref));
	EXPECT_NOT_LOGGED(test, &log);
}

static NTSTATUS run_down(void *ref)
{
	ExWaitForRundownProtectionRelease(ref);
	return STATUS_SUCCESS;
}

static void run_down_waits_for_the_last_user(struct kunit *test)
{
	struct worker *waiter, *second;
	EX_RUNDOWN_REF ref;

	ExInitializeRundownProtection(&ref);
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtectionEx(&ref, 2));
	waiter = worker_start(test, run_down, &ref);
	ASSERT_SEEN(test, !ExAcquireRundownProtection(&ref) ||
		    (ExReleaseRundownProtection(&ref), false));
	second = worker_start(test, run_down, &ref);
	ExReleaseRundownProtection(&ref);
	schedule_timeout_uninterruptible(HZ / 20);
	KUNIT_EXPECT_EQ(test, try_wait(waiter->object), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, try_wait(second->object), STATUS_TIMEOUT);
	ExReleaseRundownProtection(&ref);
	KUNIT_EXPECT_EQ(test, worker_result(test, waiter), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, worker_result(test, second), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtection(&ref));
}

struct visited {
	EX_RUNDOWN_REF ref;
	atomic_t inside;
	bool over;
};

/* Whoever is in finds that it is not over. */
static NTSTATUS visit(void *data)
{
	struct visited *visited = data;
	NTSTATUS status = STATUS_SUCCESS;

	while (ExAcquireRundownProtection(&visited->ref)) {
		if (READ_ONCE(visited->over))
			status = STATUS_UNSUCCESSFUL;
		atomic_inc(&visited->inside);
		cond_resched();
		ExReleaseRundownProtection(&visited->ref);
	}
	return status;
}

static void nobody_is_in_after_the_run_down(struct kunit *test)
{
	struct visited *visited = kunit_kzalloc(test, sizeof(*visited), GFP_KERNEL);
	struct worker *workers[3];
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, visited);
	ExInitializeRundownProtection(&visited->ref);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, visit, visited);
	ASSERT_SEEN(test, atomic_read(&visited->inside) > 100);
	ExWaitForRundownProtectionRelease(&visited->ref);
	WRITE_ONCE(visited->over, true);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		KUNIT_EXPECT_EQ(test, worker_result(test, workers[i]), STATUS_SUCCESS);
}

static NTSTATUS acquire_once(void *ref)
{
	if (ExAcquireRundownProtection(ref))
		ExReleaseRundownProtection(ref);
	return STATUS_SUCCESS;
}

/*
 * The waiter returns only when whoever was the last has nothing more to do with it, and it is run
 * down then: many times, because the last one may go just as the wait begins.
 */
static void wait_is_over_when_it_is_run_down(struct kunit *test)
{
	EX_RUNDOWN_REF *ref = kunit_kzalloc(test, sizeof(*ref), GFP_KERNEL);
	unsigned int rounds;
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, ref);
	ExInitializeRundownProtection(ref);
	log_mark(&log);
	for (rounds = 0; rounds < 200; rounds++) {
		struct worker *worker = worker_start(test, acquire_once, ref);

		ExWaitForRundownProtectionRelease(ref);
		KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
		ExReInitializeRundownProtection(ref);
	}
	EXPECT_NOT_LOGGED(test, &log);
}

/* What is not a number of users is not taken for anything else. */
static void protection_that_was_written_over_is_harmless(struct kunit *test)
{
	EX_RUNDOWN_REF ref = { .Count = (ULONG_PTR)0xcdcdcdcdcdcdcdcdull };
	struct log log;

	log_mark(&log);
	ExReleaseRundownProtection(&ref);
	EXPECT_LOGGED_ONCE(test, &log, "there are not that many users");
	ref.Count = ~(ULONG_PTR)1;
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtection(&ref));
	EXPECT_LOGGED_ONCE(test, &log, "there cannot be that many users");
}

static void acquire_and_wait(void *ref)
{
	if (ExAcquireRundownProtection(ref))
		ExReleaseRundownProtection(ref);
	ExWaitForRundownProtectionRelease(ref);
}

static void mistakes_with_run_down_protection(struct kunit *test)
{
	EX_RUNDOWN_REF ref;
	struct log log;

	ExInitializeRundownProtection(&ref);
	log_mark(&log);
	ExReleaseRundownProtection(&ref);
	EXPECT_LOGGED_ONCE(test, &log, "ExReleaseRundownProtection: there are not that many users");
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtection(&ref));
	log_mark(&log);
	ExReleaseRundownProtectionEx(&ref, 2);
	EXPECT_LOGGED_ONCE(test, &log, "there are not that many users");
	log_mark(&log);
	ExReInitializeRundownProtection(&ref);
	EXPECT_LOGGED_ONCE(test, &log, "ExReInitializeRundownProtection: it is not run down");
	ExReleaseRundownProtection(&ref);
	log_mark(&log);
	in_dpc(test, acquire_and_wait, &ref);
	EXPECT_LOGGED_ONCE(test, &log, "ExWaitForRundownProtectionRelease");
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtection(&ref));
	ExReleaseRundownProtection(&ref);
	ExWaitForRundownProtectionRelease(&ref);
	log_mark(&log);
	ExReleaseRundownProtection(&ref);
	EXPECT_LOGGED_ONCE(test, &log, "there are not that many users");
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtection(NULL));
	EXPECT_LOGGED_ONCE(test, &log, "the protection");
}

static void guid_is_a_new_one(struct kunit *test)
{
	GUID first = { }, second = { };

	KUNIT_EXPECT_EQ(test, ExUuidCreate(&first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ExUuidCreate(&second), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, IsEqualGUID(&first, &second));
	KUNIT_EXPECT_EQ(test, first.Data3 >> 12, 4);
	KUNIT_EXPECT_EQ(test, first.Data4[0] >> 6, 2);
}

static struct kunit_case rundown_cases[] = {
	KUNIT_CASE(users_are_let_in_until_the_run_down),
	KUNIT_CASE(run_down_waits_for_the_last_user),
	KUNIT_CASE(nobody_is_in_after_the_run_down),
	KUNIT_CASE(wait_is_over_when_it_is_run_down),
	KUNIT_CASE(protection_that_was_written_over_is_harmless),
	KUNIT_CASE(mistakes_with_run_down_protection),
	KUNIT_CASE(guid_is_a_new_one),
	{ }
};

static struct kunit_suite rundown_suite = {
	.name = "ntparport_windows_ex_rundown",
	.test_cases = rundown_cases,
};

kunit_test_suites(&rundown_suite);
