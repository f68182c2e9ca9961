// SPDX-License-Identifier: GPL-2.0
/* reinitialization_kunit.c - routines that continue a driver's initialisation. */

#include "toy.h"

static struct {
	unsigned int order;	/* a digit for each call */
	unsigned int again;	/* how often the second one registers itself anew */
	ULONG counts;		/* a digit for each call */
	PDRIVER_OBJECT driver;
	KIRQL irql;
	ULONG flags;
} seen;

static void note(unsigned int which, PDRIVER_OBJECT driver, ULONG count)
{
	seen.order = 10 * seen.order + which;
	seen.counts = 10 * seen.counts + count;
	seen.driver = driver;
	seen.irql = KeGetCurrentIrql();
}

static VOID NTAPI first(PDRIVER_OBJECT driver, PVOID context, ULONG count)
{
	note((unsigned long)context, driver, count);
}

static VOID NTAPI second(PDRIVER_OBJECT driver, PVOID context, ULONG count)
{
	note((unsigned long)context, driver, count);
	if (!seen.again)
		return;
	seen.again--;
	IoRegisterDriverReinitialization(driver, second, context);
}

static void register_both(PDRIVER_OBJECT driver)
{
	IoRegisterDriverReinitialization(driver, second, (PVOID)2);
	IoRegisterBootDriverReinitialization(driver, first, (PVOID)1);
	IoRegisterDriverReinitialization(driver, first, (PVOID)3);
	seen.flags = driver->Flags;
	/* Not before DriverEntry has returned. */
	seen.order = 10 * seen.order + 9;
}

static void load(struct kunit *test, NTSTATUS status, int err)
{
	toy_unload();
	memset(&seen, 0, sizeof(seen));
	seen.again = 2;
	toy.on_entry = register_both;
	toy.entry_status = status;
	log_mark(&toy.log);
	KUNIT_ASSERT_EQ(test, toy_load(), err);
}

static void routines_are_called_after_driver_entry(struct kunit *test)
{
	load(test, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, seen.order, 912322U);
	KUNIT_EXPECT_EQ(test, seen.counts, 12345U);
	KUNIT_EXPECT_PTR_EQ(test, seen.driver, toy.driver);
	KUNIT_EXPECT_EQ(test, toy.driver->DriverExtension->Count, 5U);
	KUNIT_EXPECT_EQ(test, seen.irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen.flags & (DRVO_REINIT_REGISTERED | DRVO_BOOTREINIT_REGISTERED),
			(ULONG)(DRVO_REINIT_REGISTERED | DRVO_BOOTREINIT_REGISTERED));
	KUNIT_EXPECT_EQ(test, toy.driver->Flags &
			(DRVO_REINIT_REGISTERED | DRVO_BOOTREINIT_REGISTERED), 0U);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void driver_that_fails_is_not_called(struct kunit *test)
{
	load(test, STATUS_NO_SUCH_DEVICE, -ENODEV);
	KUNIT_EXPECT_EQ(test, seen.order, 9U);
	toy.driver = NULL;
	toy.on_entry = NULL;
	toy.entry_status = STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, toy_load(), 0);
}

static void registering_is_refused(struct kunit *test)
{
	struct log log;

	memset(&seen, 0, sizeof(seen));
	log_mark(&log);
	IoRegisterDriverReinitialization(toy.driver, first, NULL);
	EXPECT_LOGGED_ONCE(test, &log,
			   "IoRegisterDriverReinitialization: the driver is initialised");
	log_mark(&log);
	IoRegisterDriverReinitialization(NULL, first, NULL);
	IoRegisterBootDriverReinitialization(toy.driver, NULL, NULL);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "DriverReinitialization: "), 2U);
	KUNIT_EXPECT_EQ(test, seen.order, 0U);
}

static struct kunit_case reinitialization_cases[] = {
	KUNIT_CASE(routines_are_called_after_driver_entry),
	KUNIT_CASE(driver_that_fails_is_not_called),
	KUNIT_CASE(registering_is_refused),
	{ }
};

static struct kunit_suite reinitialization_suite = {
	.name = "ntparport_windows_io_reinitialization",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = reinitialization_cases,
};

kunit_test_suites(&reinitialization_suite);
