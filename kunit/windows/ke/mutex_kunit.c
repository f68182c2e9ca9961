// SPDX-License-Identifier: GPL-2.0
/* mutex_kunit.c - mutexes. */

#include "contexts.h"
#include "crowd.h"

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
	/* Each thread ends while it has the mutex, and the next one gets that abandoned. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, crowd->workers[0]));
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED, worker_result(test, crowd->workers[1]));
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED, worker_result(test, crowd->workers[2]));
	KUNIT_EXPECT_EQ(test, log_lines(&log, "ended without releasing its mutexes"), 3U);
	KUNIT_EXPECT_EQ(test, STATUS_ABANDONED, try_wait(&mutex));
	/* Now it is a mutex like any other. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), -1);
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
}

static NTSTATUS free_owned(void *unused)
{
	KMUTEX *mutex = ExAllocatePool(NonPagedPool, sizeof(*mutex));
	NTSTATUS status;

	if (!mutex)
		return STATUS_INSUFFICIENT_RESOURCES;
	KeInitializeMutex(mutex, 0);
	status = try_wait(mutex);
	ExFreePool(mutex);
	return status;
}

static void freed_mutex_is_taken_from_its_thread(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			worker_result(test, worker_start(test, free_owned, NULL)));
	EXPECT_LOGGED_ONCE(test, &log, "left 1 mutex that a thread has");
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

static NTSTATUS make_anew(void *data)
{
	KMUTEX *mutex = data;

	if (wait_for(mutex) != STATUS_SUCCESS)
		return STATUS_UNSUCCESSFUL;
	KeInitializeMutex(mutex, 0);
	return KeReadStateMutex(mutex) == 1 ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

/*
 * The list of owned mutexes would lead to the new mutex, and the thread's end would make that
 * abandoned.
 */
static void mutex_that_is_made_anew_has_no_owner(struct kunit *test)
{
	struct log log;
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			worker_result(test, worker_start(test, make_anew, &mutex)));
	EXPECT_LOGGED_ONCE(test, &log, "KeInitializeMutex: a thread has the mutex");
	KUNIT_EXPECT_EQ(test, log_lines(&log, "ended without releasing its mutexes"), 0U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(&mutex));
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
}

static NTSTATUS damage_owner(void *data)
{
	KMUTEX *mutex = ExAllocatePool(NonPagedPool, sizeof(*mutex));
	NTSTATUS status;

	if (!mutex)
		return STATUS_INSUFFICIENT_RESOURCES;
	KeInitializeMutex(mutex, 0);
	status = try_wait(mutex);
	mutex->OwnerThread = data;
	ExFreePool(mutex);
	return status;
}

/* What a driver writes there is not used as a thread, whether or not it looks like one. */
static void owner_that_was_written_over_is_not_touched(struct kunit *test)
{
	static unsigned long rubbish[16];
	void *owners[] = { NULL, rubbish + 8, (char *)rubbish + 65, (void *)5UL };
	struct log log;
	int i;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		log_mark(&log);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				worker_result(test, worker_start(test, damage_owner, owners[i])));
		EXPECT_LOGGED_ONCE(test, &log, "left 1 mutex that a thread has");
	}
	KUNIT_EXPECT_NULL(test, memchr_inv(rubbish, 0, sizeof(rubbish)));
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

static struct kunit_case mutex_cases[] = {
	KUNIT_CASE(mutex_counts_its_owners_waits),
	KUNIT_CASE(mutex_excludes_others),
	KUNIT_CASE(freed_mutex_is_taken_from_its_thread),
	KUNIT_CASE(free_mutex_is_nobodys),
	KUNIT_CASE(mutex_has_a_limit),
	KUNIT_CASE(mutex_that_is_made_anew_has_no_owner),
	KUNIT_CASE(owner_that_was_written_over_is_not_touched),
	KUNIT_CASE(mutex_holds_under_contention),
	{ }
};

static struct kunit_suite mutex_suite = {
	.name = "ntparport_windows_ke_mutex",
	.test_cases = mutex_cases,
};

kunit_test_suites(&mutex_suite);
