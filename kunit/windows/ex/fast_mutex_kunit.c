// SPDX-License-Identifier: GPL-2.0
/* fast_mutex_kunit.c - fast mutexes. */

#include "contexts.h"

struct guarded {
	FAST_MUTEX mutex;
	unsigned int count;
	bool unsafe;
};

static NTSTATUS count_in_the_mutex(void *data)
{
	struct guarded *guarded = data;
	unsigned int i;

	for (i = 0; i < 500; i++) {
		unsigned int count;

		if (guarded->unsafe)
			ExAcquireFastMutexUnsafe(&guarded->mutex);
		else
			ExAcquireFastMutex(&guarded->mutex);
		count = READ_ONCE(guarded->count);
		if (i % 16 == 0)
			cond_resched();
		WRITE_ONCE(guarded->count, count + 1);
		if (guarded->unsafe)
			ExReleaseFastMutexUnsafe(&guarded->mutex);
		else
			ExReleaseFastMutex(&guarded->mutex);
	}
	return STATUS_SUCCESS;
}

static void fast_mutex_excludes(struct kunit *test)
{
	struct worker *workers[4];
	struct guarded guarded = { };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		unsigned int n;

		guarded.unsafe = i;
		ExInitializeFastMutex(&guarded.mutex);
		for (n = 0; n < ARRAY_SIZE(workers); n++)
			workers[n] = worker_start(test, count_in_the_mutex, &guarded);
		for (n = 0; n < ARRAY_SIZE(workers); n++)
			worker_result(test, workers[n]);
		KUNIT_EXPECT_EQ(test, guarded.count, 500U * ARRAY_SIZE(workers) * (i + 1));
		KUNIT_EXPECT_EQ(test, guarded.mutex.Count, 1);
	}
}

static NTSTATUS try_the_mutex(void *data)
{
	FAST_MUTEX *mutex = data;

	if (!ExTryToAcquireFastMutex(mutex))
		return STATUS_TIMEOUT;
	ExReleaseFastMutex(mutex);
	return STATUS_SUCCESS;
}

static void fast_mutex_can_be_tried(struct kunit *test)
{
	FAST_MUTEX mutex;

	ExInitializeFastMutex(&mutex);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, try_the_mutex, &mutex)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, ExTryToAcquireFastMutex(&mutex));
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, try_the_mutex, &mutex)),
			STATUS_TIMEOUT);
	KUNIT_EXPECT_FALSE(test, ExTryToAcquireFastMutex(&mutex));
	ExReleaseFastMutex(&mutex);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, try_the_mutex, &mutex)),
			STATUS_SUCCESS);
}

static NTSTATUS release_the_mutex(void *data)
{
	ExReleaseFastMutex(data);
	return STATUS_SUCCESS;
}

static void fast_mutex_is_its_owners(struct kunit *test)
{
	FAST_MUTEX mutex;
	struct log log;

	ExInitializeFastMutex(&mutex);
	log_mark(&log);
	ExReleaseFastMutex(&mutex);
	EXPECT_LOGGED_ONCE(test, &log, "ExReleaseFastMutex: this thread does not own the mutex");
	ExAcquireFastMutex(&mutex);
	log_mark(&log);
	worker_result(test, worker_start(test, release_the_mutex, &mutex));
	EXPECT_LOGGED_ONCE(test, &log, "ExReleaseFastMutex: this thread does not own the mutex");
	log_mark(&log);
	ExAcquireFastMutex(&mutex);
	EXPECT_LOGGED_ONCE(test, &log, "ExAcquireFastMutex: this thread already owns the mutex");
	KUNIT_EXPECT_EQ(test, mutex.Count, 0);
	ExReleaseFastMutex(&mutex);
	KUNIT_EXPECT_EQ(test, mutex.Count, 1);
}

static void acquire_and_release(void *mutex)
{
	ExAcquireFastMutex(mutex);
	ExTryToAcquireFastMutex(mutex);
	ExReleaseFastMutex(mutex);
}

static void fast_mutex_is_refused_in_a_dpc(struct kunit *test)
{
	FAST_MUTEX mutex;
	struct log log;

	ExInitializeFastMutex(&mutex);
	log_mark(&log);
	in_dpc(test, acquire_and_release, &mutex);
	KUNIT_EXPECT_EQ(test, mutex.Count, 1);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 1"), 3U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 3U);
}

static struct kunit_case fast_mutex_cases[] = {
	KUNIT_CASE(fast_mutex_excludes),
	KUNIT_CASE(fast_mutex_can_be_tried),
	KUNIT_CASE(fast_mutex_is_its_owners),
	KUNIT_CASE(fast_mutex_is_refused_in_a_dpc),
	{ }
};

static struct kunit_suite fast_mutex_suite = {
	.name = "ntparport_windows_ex_fast_mutex",
	.test_cases = fast_mutex_cases,
};

kunit_test_suites(&fast_mutex_suite);
