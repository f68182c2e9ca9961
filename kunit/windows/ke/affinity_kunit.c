// SPDX-License-Identifier: GPL-2.0
/* affinity_kunit.c - the processors that a driver has bound a thread to. */

#include "toy.h"
#include <linux/cpumask.h>

/* What the thread saw. */
static struct {
	KAFFINITY none, first, again;
	ULONG processor;
} seen;

static NTSTATUS bind(void *unused)
{
	const KAFFINITY all = KeQueryActiveProcessors();

	seen.none = KeSetSystemAffinityThreadEx(1);
	seen.processor = KeGetCurrentProcessorNumber();
	seen.first = KeSetSystemAffinityThreadEx(all);
	KeRevertToUserAffinityThreadEx(seen.first);
	seen.again = KeSetSystemAffinityThreadEx(1);
	KeRevertToUserAffinityThreadEx(seen.none);
	return STATUS_SUCCESS;
}

static void thread_is_bound_until_it_reverts(struct kunit *test)
{
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, bind, NULL)), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.none, (KAFFINITY)0);
	KUNIT_EXPECT_EQ(test, seen.processor, 0U);
	KUNIT_EXPECT_EQ(test, seen.first, (KAFFINITY)1);
	KUNIT_EXPECT_EQ(test, seen.again, (KAFFINITY)1);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* With one processor, a thread always has the same. */
static void skip_without_others(struct kunit *test)
{
	if (num_online_cpus() < 2)
		kunit_skip(test, "there is one processor");
}

static NTSTATUS bind_and_revert(void *unused)
{
	static struct cpumask before;

	cpumask_copy(&before, &current->cpus_mask);
	KeSetSystemAffinityThread(1);
	if (cpumask_weight(&current->cpus_mask) != 1)
		return STATUS_UNSUCCESSFUL;
	KeSetSystemAffinityThread(2);
	KeRevertToUserAffinityThread();
	if (!cpumask_equal(&current->cpus_mask, &before))
		return STATUS_UNSUCCESSFUL;
	/* There is nothing to revert. */
	KeRevertToUserAffinityThread();
	KeRevertToUserAffinityThreadEx(1);
	return cpumask_equal(&current->cpus_mask, &before) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static void thread_that_reverts_has_its_own_processors(struct kunit *test)
{
	skip_without_others(test);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, bind_and_revert, NULL)),
			STATUS_SUCCESS);
}

/* As taskset(1) does in another process. */
static NTSTATUS get_others_while_bound(void *unused)
{
	KeSetSystemAffinityThread(1);
	set_cpus_allowed_ptr(current, cpumask_of(1));
	KeRevertToUserAffinityThread();
	return cpumask_equal(&current->cpus_mask, cpumask_of(1)) ? STATUS_SUCCESS :
								   STATUS_UNSUCCESSFUL;
}

static void processors_that_others_have_set_stay(struct kunit *test)
{
	skip_without_others(test);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, get_others_while_bound, NULL)),
			STATUS_SUCCESS);
}

static NTSTATUS stay_bound(void *unused)
{
	KeSetSystemAffinityThread(1);
	return KeGetCurrentProcessorNumber() ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static void thread_of_the_driver_may_stay_bound(struct kunit *test)
{
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, stay_bound, NULL)),
			STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void mask_without_processors_changes_nothing(struct kunit *test)
{
	const unsigned int before = cpumask_weight(&current->cpus_mask);
	const KAFFINITY possible = cpumask_bits(cpu_possible_mask)[0];

	KUNIT_EXPECT_EQ(test, KeSetSystemAffinityThreadEx(0), (KAFFINITY)0);
	KUNIT_EXPECT_EQ(test, KeSetSystemAffinityThreadEx(~KeQueryActiveProcessors()),
			(KAFFINITY)0);
	/* One of them cannot exist. */
	if (possible != ~(KAFFINITY)0)
		KUNIT_EXPECT_EQ(test, KeSetSystemAffinityThreadEx((~possible & (possible + 1)) | 1),
				(KAFFINITY)0);
	KUNIT_EXPECT_EQ(test, KeSetSystemAffinityThreadEx(0), (KAFFINITY)0);
	KUNIT_EXPECT_EQ(test, cpumask_weight(&current->cpus_mask), before);
}

static NTSTATUS bind_in_request(PDEVICE_OBJECT device, PIRP irp)
{
	KeSetSystemAffinityThread(1);
	return toy_succeed(device, irp);
}

/* The thread may be somebody else's. */
static void thread_reverts_with_the_outermost_routine(struct kunit *test)
{
	const unsigned int before = cpumask_weight(&current->cpus_mask);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PIRP irp;

	toy.on_request = bind_in_request;
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
					   &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoCallDriver(device, irp), STATUS_SUCCESS);
	EXPECT_LOGGED_ONCE(test, &toy.log, "without KeRevertToUserAffinityThread");
	KUNIT_EXPECT_EQ(test, cpumask_weight(&current->cpus_mask), before);
}

static void bind_in_dpc(void *unused)
{
	KeSetSystemAffinityThread(1);
}

static void dpc_binds_nobody(struct kunit *test)
{
	log_mark(&toy.log);
	in_dpc(test, bind_in_dpc, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeSetSystemAffinityThread");
}

static struct kunit_case affinity_cases[] = {
	KUNIT_CASE(thread_is_bound_until_it_reverts),
	KUNIT_CASE(thread_that_reverts_has_its_own_processors),
	KUNIT_CASE(processors_that_others_have_set_stay),
	KUNIT_CASE(thread_of_the_driver_may_stay_bound),
	KUNIT_CASE(mask_without_processors_changes_nothing),
	KUNIT_CASE(thread_reverts_with_the_outermost_routine),
	KUNIT_CASE(dpc_binds_nobody),
	{ }
};

static struct kunit_suite affinity_suite = {
	.name = "ntparport_windows_ke_affinity",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = affinity_cases,
};

kunit_test_suites(&affinity_suite);
