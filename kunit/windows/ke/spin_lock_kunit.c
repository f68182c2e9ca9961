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

struct tried {
	KSPIN_LOCK lock;
	bool taken, free;
};

static NTSTATUS try_lock(void *data)
{
	struct tried *tried = data;
	KIRQL old;

	tried->free = KeTestSpinLock(&tried->lock);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	tried->taken = KeTryToAcquireSpinLockAtDpcLevel(&tried->lock);
	if (tried->taken)
		KeReleaseSpinLockFromDpcLevel(&tried->lock);
	KeLowerIrql(old);
	return STATUS_SUCCESS;
}

static VOID NTAPI try_lock_in_dpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	try_lock(context);
	KeSetEvent(argument1, 0, FALSE);
}

static void spin_lock_is_taken_if_it_is_free(struct kunit *test)
{
	struct tried *tried = kunit_kzalloc(test, sizeof(*tried), GFP_KERNEL);
	struct log log;
	KEVENT done;
	KIRQL old;
	KDPC dpc;
	bool mine;

	KUNIT_ASSERT_NOT_NULL(test, tried);
	KeInitializeEvent(&done, SynchronizationEvent, FALSE);
	/* One that was only zeroed is free, too. */
	try_lock(tried);
	KUNIT_EXPECT_TRUE(test, tried->taken && tried->free);
	KeInitializeSpinLock(&tried->lock);
	try_lock(tried);
	KUNIT_EXPECT_TRUE(test, tried->taken && tried->free);
	/* A threaded DPC is one like any other. */
	KeInitializeThreadedDpc(&dpc, try_lock_in_dpc, tried);
	KUNIT_EXPECT_TRUE(test, KeInsertQueueDpc(&dpc, &done, NULL));
	KUNIT_EXPECT_EQ(test, wait_for(&done), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, tried->taken);
	log_mark(&log);
	KeAcquireSpinLock(&tried->lock, &old);
	mine = KeTryToAcquireSpinLockAtDpcLevel(&tried->lock);
	KeReleaseSpinLock(&tried->lock, old);
	KUNIT_EXPECT_FALSE(test, mine);
	/* There, its owner is known only in a routine of a driver. */
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		EXPECT_LOGGED_ONCE(test, &log, "the caller already has the lock");
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeTryToAcquireSpinLockAtDpcLevel(&tried->lock));
	EXPECT_LOGGED_ONCE(test, &log, "below DISPATCH_LEVEL, the lock is not taken");
}

/* On another processor somebody has it. */
static NTSTATUS hold(void *data)
{
	struct tried *tried = data;
	KIRQL old;

	/* Where it would wait for the case, and the case for the processor, neither would end. */
	set_cpus_allowed_ptr(current, cpumask_of(1));
	KeAcquireSpinLock(&tried->lock, &old);
	WRITE_ONCE(tried->taken, true);
	while (READ_ONCE(tried->taken))
		KeStallExecutionProcessor(1);
	KeReleaseSpinLock(&tried->lock, old);
	return STATUS_SUCCESS;
}

static void spin_lock_that_is_held_is_not_taken(struct kunit *test)
{
	struct tried *tried;
	struct worker *holder;
	bool taken, unheld;
	KIRQL old;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	tried = kunit_kzalloc(test, sizeof(*tried), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, tried);
	KeInitializeSpinLock(&tried->lock);
	KUNIT_ASSERT_EQ(test, 0, set_cpus_allowed_ptr(current, cpumask_of(0)));
	holder = worker_start(test, hold, tried);
	ASSERT_SEEN(test, READ_ONCE(tried->taken));
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	unheld = KeTestSpinLock(&tried->lock);
	taken = KeTryToAcquireSpinLockAtDpcLevel(&tried->lock);
	if (taken)
		KeReleaseSpinLockFromDpcLevel(&tried->lock);
	KeLowerIrql(old);
	WRITE_ONCE(tried->taken, false);
	worker_result(test, holder);
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	KUNIT_EXPECT_FALSE(test, taken);
	KUNIT_EXPECT_FALSE(test, unheld);
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
	KUNIT_CASE(spin_lock_is_taken_if_it_is_free),
	KUNIT_CASE(spin_lock_that_is_held_is_not_taken),
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
