// SPDX-License-Identifier: GPL-2.0
/* region_kunit.c - critical and guarded regions. */

#include "toy.h"

static void regions_are_counted(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, KeAreApcsDisabled());
	KeEnterCriticalRegion();
	KeEnterCriticalRegion();
	KUNIT_EXPECT_TRUE(test, KeAreApcsDisabled());
	KUNIT_EXPECT_FALSE(test, KeAreAllApcsDisabled());
	KeLeaveCriticalRegion();
	KUNIT_EXPECT_TRUE(test, KeAreApcsDisabled());
	KeEnterGuardedRegion();
	KUNIT_EXPECT_TRUE(test, KeAreAllApcsDisabled());
	KeLeaveCriticalRegion();
	KUNIT_EXPECT_TRUE(test, KeAreApcsDisabled());
	KeLeaveGuardedRegion();
	KUNIT_EXPECT_FALSE(test, KeAreApcsDisabled());
	KUNIT_EXPECT_FALSE(test, KeAreAllApcsDisabled());
	EXPECT_NOT_LOGGED(test, &log);
}

static NTSTATUS look(void *unused)
{
	return KeAreApcsDisabled() ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static NTSTATUS stay_inside(void *unused)
{
	KeEnterGuardedRegion();
	return KeAreApcsDisabled() ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static void regions_are_a_threads_own(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KeEnterCriticalRegion();
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, look, NULL)), STATUS_SUCCESS);
	KeLeaveCriticalRegion();
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, stay_inside, NULL)),
			STATUS_SUCCESS);
	EXPECT_LOGGED_ONCE(test, &log, "was left in a critical or guarded region");
}

static NTSTATUS stay_inside_in_request(PDEVICE_OBJECT device, PIRP irp)
{
	KeEnterCriticalRegion();
	return toy_succeed(device, irp);
}

/* Nobody is left who could leave it, but the thread may be somebody else's. */
static void region_ends_with_the_outermost_routine(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PIRP irp;

	toy.on_request = stay_inside_in_request;
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
					   &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoCallDriver(device, irp), STATUS_SUCCESS);
	EXPECT_LOGGED_ONCE(test, &toy.log, "was left in a critical or guarded region");
	KUNIT_EXPECT_FALSE(test, KeAreApcsDisabled());
	/* This one was entered where no driver's routine had been called. */
	toy.on_request = toy_succeed;
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
					   &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KeEnterCriticalRegion();
	KUNIT_EXPECT_EQ(test, IoCallDriver(device, irp), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, KeAreApcsDisabled());
	KeLeaveCriticalRegion();
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void look_in_dpc(void *data)
{
	*(BOOLEAN *)data = KeAreAllApcsDisabled();
	KeEnterCriticalRegion();
}

static void regions_that_are_not_entered(struct kunit *test)
{
	BOOLEAN disabled = FALSE;
	struct log log;

	log_mark(&log);
	in_dpc(test, look_in_dpc, &disabled);
	KUNIT_EXPECT_TRUE(test, disabled);
	EXPECT_LOGGED_ONCE(test, &log, "KeEnterCriticalRegion");
	log_mark(&log);
	KeLeaveCriticalRegion();
	EXPECT_LOGGED_ONCE(test, &log, "is not in a critical region");
}

static struct kunit_case region_cases[] = {
	KUNIT_CASE(regions_are_counted),
	KUNIT_CASE(regions_are_a_threads_own),
	KUNIT_CASE(region_ends_with_the_outermost_routine),
	KUNIT_CASE(regions_that_are_not_entered),
	{ }
};

static struct kunit_suite region_suite = {
	.name = "ntparport_windows_ke_region",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = region_cases,
};

kunit_test_suites(&region_suite);
