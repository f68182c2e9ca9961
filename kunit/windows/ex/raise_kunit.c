// SPDX-License-Identifier: GPL-2.0
/* raise_kunit.c - exceptions: raised, taken, and what they leave. */

#include "toy.h"

#include "raiser.h"

static int result;
static KSPIN_LOCK lock;

static void take_all(void *unused)
{
	result = raiser_take_all();
}

static NTSTATUS take_all_in_thread(void *unused)
{
	take_all(NULL);
	return STATUS_SUCCESS;
}

static void thread_takes_what_is_raised(struct kunit *test)
{
	log_mark(&toy.log);
	result = -1;
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, take_all_in_thread, NULL)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result, 0);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void dpc_takes_what_is_raised(struct kunit *test)
{
	log_mark(&toy.log);
	result = -1;
	in_dpc(test, take_all, NULL);
	KUNIT_EXPECT_EQ(test, result, 0);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void take_all_on_entry(PDRIVER_OBJECT driver)
{
	KIRQL old;

	take_all(NULL);
	if (result)
		return;
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	take_all(NULL);
	KeLowerIrql(old);
}

static void driver_entry_takes_what_is_raised(struct kunit *test)
{
	toy_unload();
	result = -1;
	toy.on_entry = take_all_on_entry;
	log_mark(&toy.log);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
	KUNIT_EXPECT_EQ(test, result, 0);
	EXPECT_NOT_LOGGED(test, &toy.log);
	toy.on_entry = NULL;
}

/* Two at a time, each with a list of its own. */
static void threads_take_what_is_theirs(struct kunit *test)
{
	struct worker *first = worker_start(test, take_all_in_thread, NULL);
	struct worker *second = worker_start(test, take_all_in_thread, NULL);

	in_dpc(test, take_all, NULL);
	KUNIT_EXPECT_EQ(test, worker_result(test, first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, worker_result(test, second), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result, 0);
}

static void hold_lock(void *unused)
{
	result = raiser_with_lock(&lock);
}

static NTSTATUS hold_lock_in_thread(void *unused)
{
	hold_lock(NULL);
	if (result)
		return STATUS_UNSUCCESSFUL;
	return raiser_in_region() ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static void locks_and_regions_stay_what_they_are(struct kunit *test)
{
	KeInitializeSpinLock(&lock);
	log_mark(&toy.log);
	in_dpc(test, hold_lock, NULL);
	KUNIT_EXPECT_EQ(test, result, 0);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, hold_lock_in_thread, NULL)),
			STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void forget_lock(void *unused)
{
	result = raiser_forgets_lock(&lock);
}

static void lock_that_the_handler_keeps_is_released(struct kunit *test)
{
	KeInitializeSpinLock(&lock);
	log_mark(&toy.log);
	in_dpc(test, forget_lock, NULL);
	KUNIT_EXPECT_EQ(test, result, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "with 1 spin lock held");
}

static NTSTATUS leave(void *unused)
{
	raiser_leaves();
	raiser_leaves();
	if (raiser_take_all())
		return STATUS_UNSUCCESSFUL;
	raiser_leaves();
	return STATUS_SUCCESS;
}

static void block_that_is_left_by_a_jump_is_named(struct kunit *test)
{
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, leave, NULL)),
			STATUS_SUCCESS);
	/* By the second, by what comes after it, and at the end. */
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "has left a __try block"), 3U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, ""), 3U);
}

static NTSTATUS probe_in_thread(void *data)
{
	return raiser_code(raiser_probes, data);
}

static NTSTATUS probe(struct kunit *test, void *address, size_t length, ULONG alignment,
		      BOOLEAN write)
{
	struct raiser_probe what = { address, length, alignment, write };

	return worker_result(test, worker_start(test, probe_in_thread, &what));
}

static void kernel_memory_is_no_programs(struct kunit *test)
{
	ULONGLONG here[2];
	BOOLEAN write;

	log_mark(&toy.log);
	for (write = FALSE; write <= TRUE; write++) {
		KUNIT_EXPECT_EQ(test, probe(test, here, 8, 1, write), STATUS_ACCESS_VIOLATION);
		KUNIT_EXPECT_EQ(test, probe(test, here, 0, 1, write), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, probe(test, (PUCHAR)here + 1, 0, 4, write), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, probe(test, (PUCHAR)here + 1, 2, 2, write),
				STATUS_DATATYPE_MISALIGNMENT);
		/* A thread of the system has no program's memory. */
		KUNIT_EXPECT_EQ(test, probe(test, (PVOID)0x10000, 8, 8, write),
				STATUS_ACCESS_VIOLATION);
	}
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void take_too_much(void *data)
{
	ExAllocatePoolWithQuota(NonPagedPool, SIZE_MAX);
}

static NTSTATUS take_too_much_in_thread(void *data)
{
	return raiser_code(take_too_much, data);
}

static void quota_raises(struct kunit *test)
{
	const POOL_TYPE may_fail = (POOL_TYPE)(NonPagedPool | POOL_QUOTA_FAIL_INSTEAD_OF_RAISE);
	void *block = ExAllocatePoolWithQuotaTag(NonPagedPool, 10, 1);

	KUNIT_EXPECT_NOT_NULL(test, block);
	ExFreePoolWithTag(block, 1);
	block = ExAllocatePoolWithQuotaTag(may_fail, 10, 1);
	KUNIT_EXPECT_NOT_NULL(test, block);
	ExFreePool(block);
	block = ExAllocatePoolWithTagPriority(NonPagedPool, 10, 1, LowPoolPriority);
	KUNIT_EXPECT_NOT_NULL(test, block);
	ExFreePool(block);
	KUNIT_EXPECT_NULL(test, ExAllocatePoolWithQuotaTag(may_fail, SIZE_MAX, 1));
	KUNIT_EXPECT_EQ(test,
			worker_result(test, worker_start(test, take_too_much_in_thread, NULL)),
			STATUS_INSUFFICIENT_RESOURCES);
}

static struct kunit_case raise_cases[] = {
	KUNIT_CASE(thread_takes_what_is_raised),
	KUNIT_CASE(dpc_takes_what_is_raised),
	KUNIT_CASE(driver_entry_takes_what_is_raised),
	KUNIT_CASE(threads_take_what_is_theirs),
	KUNIT_CASE(locks_and_regions_stay_what_they_are),
	KUNIT_CASE(lock_that_the_handler_keeps_is_released),
	KUNIT_CASE(block_that_is_left_by_a_jump_is_named),
	KUNIT_CASE(kernel_memory_is_no_programs),
	KUNIT_CASE(quota_raises),
	{ }
};

static struct kunit_suite raise_suite = {
	.name = "ntparport_windows_raise",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = raise_cases,
};

kunit_test_suites(&raise_suite);
