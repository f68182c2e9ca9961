// SPDX-License-Identifier: GPL-2.0
/* careless_kunit.c - drivers that leave things running behind, in modules of their own. */

#include "contexts.h"

static void unloading_ends_what_a_driver_left(struct kunit *test)
{
	struct log log;

	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko", "leaves=1"), 0);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "careless left 2 timers set, one with routine count"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "but a thread with routine outlive"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 2U);
}

static void unloading_ends_what_repeats_itself(struct kunit *test)
{
	int n;

	/* In every other round, it does not delete its device. */
	for (n = 0; n < 10; n++) {
		unsigned int set, kept = n % 2;
		struct log log;

		KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko",
					  kept ? "repeats=2" : "repeats=1"), 0);
		log_mark(&log);
		KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
		/* Either the timer was set, or it had expired and its DPC was queued. */
		set = log_lines(&log, "left 1 timer set, one with routine set_again");
		KUNIT_EXPECT_EQ(test, set + log_lines(&log, "left 2 DPCs in the queue"), 1U);
		KUNIT_EXPECT_EQ(test, log_lines(&log, "in the queue, the last"), 1U);
		KUNIT_EXPECT_EQ(test, log_lines(&log, "was never deleted"), kept);
		KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 1 + set + kept);
	}
}

static void tidy_driver_unloads_silently(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko", NULL), 0);
	KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
	EXPECT_NOT_LOGGED(test, &log);
}

static struct kunit_case careless_cases[] = {
	KUNIT_CASE(unloading_ends_what_a_driver_left),
	KUNIT_CASE(unloading_ends_what_repeats_itself),
	KUNIT_CASE(tidy_driver_unloads_silently),
	{ }
};

static struct kunit_suite careless_suite = {
	.name = "ntparport_windows_careless",
	.test_cases = careless_cases,
};

kunit_test_suites(&careless_suite);
