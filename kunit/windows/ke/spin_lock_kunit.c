// SPDX-License-Identifier: GPL-2.0
/* spin_lock_kunit.c - spin locks. */

#include "contexts.h"

static void spin_lock_raises_and_lowers(struct kunit *test)
{
	KSPIN_LOCK lock;
	KIRQL old, seen[4], other;

	KeInitializeSpinLock(&lock);
	KeAcquireSpinLock(&lock, &old);
	seen[0] = KeGetCurrentIrql();
	KeReleaseSpinLock(&lock, old);
	seen[1] = KeGetCurrentIrql();
	other = KeAcquireSpinLockRaiseToDpc(&lock);
	seen[2] = KeGetCurrentIrql();
	KeReleaseSpinLock(&lock, other);
	seen[3] = KeGetCurrentIrql();
	KUNIT_EXPECT_EQ(test, old, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, other, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[0], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[2], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[3], PASSIVE_LEVEL);
}

/* Windows drivers mix these: taking a lock is raising and locking, releasing it the reverse. */
static void spin_lock_and_irql_go_separately(struct kunit *test)
{
	KSPIN_LOCK first, second;
	KIRQL old, nested, seen[3];
	struct log log;

	log_mark(&log);
	KeInitializeSpinLock(&first);
	KeInitializeSpinLock(&second);
	KeAcquireSpinLock(&first, &old);
	KeReleaseSpinLockFromDpcLevel(&first);
	seen[0] = KeGetCurrentIrql();
	KeLowerIrql(old);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeAcquireSpinLockAtDpcLevel(&first);
	KeReleaseSpinLock(&first, old);
	seen[1] = KeGetCurrentIrql();
	/* The locks are released in the order in which they were taken. */
	KeAcquireSpinLock(&first, &old);
	KeAcquireSpinLock(&second, &nested);
	KeReleaseSpinLock(&first, nested);
	seen[2] = KeGetCurrentIrql();
	KeReleaseSpinLock(&second, old);
	KUNIT_EXPECT_EQ(test, seen[0], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[2], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	EXPECT_NOT_LOGGED(test, &log);
}

/* The test's memory: were the test to end early, a thread may still come to it. */
static PKSPIN_LOCK zeroed_lock(struct kunit *test)
{
	PKSPIN_LOCK lock = kunit_kzalloc(test, sizeof(*lock), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, lock);
	return lock;
}

static void spin_lock_excludes(struct kunit *test)
{
	PKSPIN_LOCK lock = zeroed_lock(test);

	KeInitializeSpinLock(lock);
	expect_excludes(test, lock);
}

/* This holds even if all CPUs come to it at once: the first one initialises it. */
static void zeroed_spin_lock_is_free(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	expect_excludes(test, zeroed_lock(test));
	EXPECT_NOT_LOGGED(test, &log);
}

static void free_spin_lock_stays_free(struct kunit *test)
{
	KSPIN_LOCK lock;
	struct log log;
	KIRQL old;

	KeInitializeSpinLock(&lock);
	log_mark(&log);
	KeReleaseSpinLock(&lock, PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseSpinLock: nobody has the lock");
	log_mark(&log);
	KeReleaseSpinLockFromDpcLevel(&lock);
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseSpinLockFromDpcLevel: nobody has the lock");
	KeAcquireSpinLock(&lock, &old);
	KeReleaseSpinLock(&lock, old);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void spin_lock_at_dpc_level_wants_it(struct kunit *test)
{
	int preempt = preempt_count();
	KSPIN_LOCK lock;
	struct log log;

	KeInitializeSpinLock(&lock);
	log_mark(&log);
	KeAcquireSpinLockAtDpcLevel(&lock);
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);
	EXPECT_LOGGED_ONCE(test, &log, "KeAcquireSpinLockAtDpcLevel: below DISPATCH_LEVEL");
}

static void queued_spin_lock_is_one(struct kunit *test)
{
	KLOCK_QUEUE_HANDLE handle, other;
	KSPIN_LOCK lock, second;
	struct log log;

	KeInitializeSpinLock(&lock);
	KeInitializeSpinLock(&second);
	log_mark(&log);
	KeAcquireInStackQueuedSpinLock(&lock, &handle);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, handle.OldIrql, PASSIVE_LEVEL);
	KeAcquireInStackQueuedSpinLockAtDpcLevel(&second, &other);
	KeReleaseInStackQueuedSpinLockFromDpcLevel(&other);
	KeReleaseInStackQueuedSpinLock(&handle);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	EXPECT_NOT_LOGGED(test, &log);
	KeReleaseInStackQueuedSpinLock(&handle);
	EXPECT_LOGGED_ONCE(test, &log, "nobody has the lock");
}

static struct kunit_case spin_lock_cases[] = {
	KUNIT_CASE(spin_lock_raises_and_lowers),
	KUNIT_CASE(spin_lock_and_irql_go_separately),
	KUNIT_CASE(spin_lock_excludes),
	KUNIT_CASE(zeroed_spin_lock_is_free),
	KUNIT_CASE(free_spin_lock_stays_free),
	KUNIT_CASE(spin_lock_at_dpc_level_wants_it),
	KUNIT_CASE(queued_spin_lock_is_one),
	{ }
};

static struct kunit_suite spin_lock_suite = {
	.name = "ntparport_windows_ke_spin_lock",
	.test_cases = spin_lock_cases,
};

kunit_test_suites(&spin_lock_suite);
