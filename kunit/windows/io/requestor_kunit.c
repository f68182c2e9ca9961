// SPDX-License-Identifier: GPL-2.0
/* requestor_kunit.c - who has sent a request; whether drivers are verified. */

#include "toy.h"
#include <ntifs.h>

static void ask_for_size(void *unused)
{
	IoIs32bitProcess(NULL);
}

static void request_is_of_the_thread_that_made_it(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PIRP irp;

	toy.on_request = toy_succeed;
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
					   &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_PTR_EQ(test, IoGetRequestorProcess(irp), IoGetCurrentProcess());
	KUNIT_EXPECT_EQ(test, IoGetRequestorProcessId(irp),
			(ULONG)(ULONG_PTR)PsGetCurrentProcessId());
	KUNIT_EXPECT_FALSE(test, IoIs32bitProcess(irp));
	KUNIT_EXPECT_FALSE(test, IoIs32bitProcess(NULL));
	KUNIT_EXPECT_EQ(test, IoCallDriver(device, irp), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, IoGetRequestorProcess(NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoGetRequestorProcess: ");
	log_mark(&toy.log);
	at_high_level(test, ask_for_size, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoIs32bitProcess");
}

static void all_drivers_are_verified_or_none(struct kunit *test)
{
	const LOGICAL verified = MmIsDriverVerifying(toy.driver);
	ULONG flags = 42;

	KUNIT_EXPECT_EQ(test, MmIsVerifierEnabled(&flags),
			verified ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, flags != 0, verified != 0);
	KUNIT_EXPECT_EQ(test, flags & DRIVER_VERIFIER_INJECT_ALLOCATION_FAILURES, 0U);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, MmIsVerifierEnabled(NULL), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmIsVerifierEnabled: ");
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, MmIsDriverVerifying(NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a driver");
}

static struct kunit_case requestor_cases[] = {
	KUNIT_CASE(request_is_of_the_thread_that_made_it),
	KUNIT_CASE(all_drivers_are_verified_or_none),
	{ }
};

static struct kunit_suite requestor_suite = {
	.name = "ntparport_windows_io_requestor",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = requestor_cases,
};

kunit_test_suites(&requestor_suite);
