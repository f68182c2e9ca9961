// SPDX-License-Identifier: GPL-2.0
/* random_kunit.c - numbers that look like chance, and errors for statuses. */

#include "toy.h"
#include <ntifs.h>

static void numbers_are_spread(struct kunit *test)
{
	static const ULONG seeds[] = { 0, 1, 12345, MAXLONG, 0x80000000, ~0u };
	unsigned int n, i;

	for (n = 0; n < ARRAY_SIZE(seeds); n++) {
		ULONG seed = seeds[n], upper = 0, last = ~0u;

		for (i = 0; i < 1000; i++) {
			const ULONG number = i % 2 ? RtlRandom(&seed) : RtlRandomEx(&seed);

			KUNIT_ASSERT_LT(test, number, (ULONG)MAXLONG);
			KUNIT_ASSERT_NE(test, number, last);
			upper += number >= MAXLONG / 2;
			last = number;
		}
		KUNIT_EXPECT_GT(test, upper, 400U);
		KUNIT_EXPECT_LT(test, upper, 600U);
	}
}

static void seed_gives_the_same_numbers(struct kunit *test)
{
	ULONG one = 77, other = 77, third = 78;
	const ULONG first = RtlRandom(&one);

	KUNIT_EXPECT_EQ(test, first, RtlRandom(&other));
	KUNIT_EXPECT_EQ(test, one, other);
	KUNIT_EXPECT_NE(test, first, RtlRandom(&third));
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, RtlRandom(NULL), 0U);
	EXPECT_LOGGED_ONCE(test, &toy.log, "RtlRandom: the seed");
}

static void statuses_have_errors(struct kunit *test)
{
	static const struct {
		NTSTATUS status;
		ULONG error;
	} known[] = {
		{ STATUS_SUCCESS, 0 },
		{ STATUS_PENDING, 997 },
		{ STATUS_INVALID_DEVICE_REQUEST, 1 },
		{ STATUS_NO_SUCH_DEVICE, 2 },
		{ STATUS_ACCESS_DENIED, 5 },
		{ STATUS_INVALID_HANDLE, 6 },
		{ STATUS_NO_MEMORY, 8 },
		{ STATUS_DEVICE_BUSY, 170 },
		{ STATUS_DEVICE_PAPER_EMPTY, 28 },
		{ STATUS_UNSUCCESSFUL, 31 },
		{ STATUS_INVALID_PARAMETER, 87 },
		{ STATUS_BUFFER_TOO_SMALL, 122 },
		{ (NTSTATUS)0xc0071234, 0x1234 },
		{ (NTSTATUS)0xcfffffff, 317 },
	};
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(known); n++) {
		KUNIT_EXPECT_EQ(test, RtlNtStatusToDosError(known[n].status), known[n].error);
		KUNIT_EXPECT_EQ(test, RtlNtStatusToDosErrorNoTeb(known[n].status), known[n].error);
	}
}

static struct kunit_case random_cases[] = {
	KUNIT_CASE(numbers_are_spread),
	KUNIT_CASE(seed_gives_the_same_numbers),
	KUNIT_CASE(statuses_have_errors),
	{ }
};

static struct kunit_suite random_suite = {
	.name = "ntparport_windows_rtl_random",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = random_cases,
};

kunit_test_suites(&random_suite);
