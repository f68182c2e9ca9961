// SPDX-License-Identifier: GPL-2.0
/* guarded_mutex_kunit.c - guarded mutexes. */

#include "contexts.h"

struct guarded {
	KGUARDED_MUTEX mutex;
	unsigned int count;
	bool unsafe;
};

static NTSTATUS count_in_the_mutex(void *data)
{
	struct guarded *guarded = data;
	NTSTATUS status = STATUS_SUCCESS;
	unsigned int i;

	for (i = 0; i < 500; i++) {
		unsigned int count;

		if (guarded->unsafe)
			KeAcquireGuardedMutexUnsafe(&guarded->mutex);
		else
			KeAcquireGuardedMutex(&guarded->mutex);
		count = READ_ONCE(guarded->count);
		if (i % 16 == 0)
			cond_resched();
		WRITE_ONCE(guarded->count, count + 1);
		if (KeAreAllApcsDisabled() == guarded->unsafe)
			status = STATUS_UNSUCCESSFUL;
		if (guarded->unsafe)
			KeReleaseGuardedMutexUnsafe(&guarded->mutex);
		else
			KeReleaseGuardedMutex(&guarded->mutex);
	}
	return KeAreAllApcsDisabled() ? STATUS_UNSUCCESSFUL : status;
}

static void guarded_mutex_excludes(struct kunit *test)
{
	struct worker *workers[4];
	struct guarded guarded = { };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		unsigned int n;

		guarded.unsafe = i;
		KeInitializeGuardedMutex(&guarded.mutex);
		for (n = 0; n < ARRAY_SIZE(workers); n++)
			workers[n] = worker_start(test, count_in_the_mutex, &guarded);
		for (n = 0; n < ARRAY_SIZE(workers); n++)
			KUNIT_EXPECT_EQ(test, worker_result(test, workers[n]), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, guarded.count, 500U * ARRAY_SIZE(workers) * (i + 1));
		KUNIT_EXPECT_EQ(test, guarded.mutex.Count, 1);
		KUNIT_EXPECT_NULL(test, guarded.mutex.Owner);
	}
}

static NTSTATUS try_the_mutex(void *data)
{
	KGUARDED_MUTEX *mutex = data;

	if (!KeTryToAcquireGuardedMutex(mutex))
		return KeAreApcsDisabled() ? STATUS_UNSUCCESSFUL : STATUS_TIMEOUT;
	if (!KeAreAllApcsDisabled())
		return STATUS_UNSUCCESSFUL;
	KeReleaseGuardedMutex(mutex);
	return KeAreApcsDisabled() ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static void guarded_mutex_can_be_tried(struct kunit *test)
{
	KGUARDED_MUTEX mutex;

	KeInitializeGuardedMutex(&mutex);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, try_the_mutex, &mutex)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, KeTryToAcquireGuardedMutex(&mutex));
	KUNIT_EXPECT_FALSE(test, KeTryToAcquireGuardedMutex(&mutex));
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, try_the_mutex, &mutex)),
			STATUS_TIMEOUT);
	KeReleaseGuardedMutex(&mutex);
	KUNIT_EXPECT_FALSE(test, KeAreApcsDisabled());
}

static NTSTATUS release_the_mutex(void *data)
{
	KeReleaseGuardedMutex(data);
	return STATUS_SUCCESS;
}

static void guarded_mutex_is_its_owners(struct kunit *test)
{
	KGUARDED_MUTEX mutex;
	struct log log;

	KeInitializeGuardedMutex(&mutex);
	log_mark(&log);
	KeReleaseGuardedMutex(&mutex);
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseGuardedMutex: this thread does not own the mutex");
	KeAcquireGuardedMutex(&mutex);
	log_mark(&log);
	worker_result(test, worker_start(test, release_the_mutex, &mutex));
	EXPECT_LOGGED_ONCE(test, &log, "KeReleaseGuardedMutex: this thread does not own the mutex");
	log_mark(&log);
	KeAcquireGuardedMutex(&mutex);
	EXPECT_LOGGED_ONCE(test, &log, "KeAcquireGuardedMutex: this thread already owns the mutex");
	KeReleaseGuardedMutex(&mutex);
	KUNIT_EXPECT_EQ(test, mutex.Count, 1);
	KUNIT_EXPECT_FALSE(test, KeAreApcsDisabled());
	/* The region that goes with it was left already. */
	KeAcquireGuardedMutex(&mutex);
	KeLeaveGuardedRegion();
	log_mark(&log);
	KeReleaseGuardedMutex(&mutex);
	EXPECT_LOGGED_ONCE(test, &log, "the thread is not in a guarded region");
}

static void acquire_and_release(void *mutex)
{
	KeAcquireGuardedMutex(mutex);
	KeTryToAcquireGuardedMutex(mutex);
	KeReleaseGuardedMutex(mutex);
}

static void guarded_mutex_is_refused(struct kunit *test)
{
	KGUARDED_MUTEX mutex;
	struct log log;

	KeInitializeGuardedMutex(&mutex);
	log_mark(&log);
	in_dpc(test, acquire_and_release, &mutex);
	KUNIT_EXPECT_EQ(test, mutex.Count, 1);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 1"), 3U);
	log_mark(&log);
	memset(&mutex, 0, sizeof(mutex));
	KeAcquireGuardedMutex(&mutex);
	EXPECT_LOGGED_ONCE(test, &log, "KeAcquireGuardedMutex: the mutex is not initialised");
	KUNIT_EXPECT_FALSE(test, KeAreApcsDisabled());
}

static struct kunit_case guarded_mutex_cases[] = {
	KUNIT_CASE(guarded_mutex_excludes),
	KUNIT_CASE(guarded_mutex_can_be_tried),
	KUNIT_CASE(guarded_mutex_is_its_owners),
	KUNIT_CASE(guarded_mutex_is_refused),
	{ }
};

static struct kunit_suite guarded_mutex_suite = {
	.name = "ntparport_windows_ke_guarded_mutex",
	.test_cases = guarded_mutex_cases,
};

kunit_test_suites(&guarded_mutex_suite);
