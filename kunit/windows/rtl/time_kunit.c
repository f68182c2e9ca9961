// SPDX-License-Identifier: GPL-2.0
/* time_kunit.c - times and their fields. */

#include "contexts.h"

static const struct {
	LONGLONG time;
	TIME_FIELDS fields;
} times[] = {
	{ 0, { 1601, 1, 1, 0, 0, 0, 0, 1 } },
	{ 9999, { 1601, 1, 1, 0, 0, 0, 0, 1 } },
	{ 10000, { 1601, 1, 1, 0, 0, 0, 1, 1 } },
	{ 116444736000000000LL, { 1970, 1, 1, 0, 0, 0, 0, 4 } },
	{ 125962559991230000LL, { 2000, 2, 28, 23, 59, 59, 123, 1 } },
	{ 125962560000000000LL, { 2000, 2, 29, 0, 0, 0, 0, 2 } },
	{ 131592384000000000LL, { 2018, 1, 1, 0, 0, 0, 0, 1 } },
	{ 94354848000000000LL, { 1900, 1, 1, 0, 0, 0, 0, 1 } },
	{ S64_MAX, { 30828, 9, 14, 2, 48, 5, 477, 4 } },
};

static void times_have_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(times); i++) {
		LARGE_INTEGER time = { .QuadPart = times[i].time };
		TIME_FIELDS fields;

		RtlTimeToTimeFields(&time, &fields);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(&fields, &times[i].fields, sizeof(fields)), 0,
				    "row %u: %d-%d-%d %d:%d:%d.%d, %d", i, fields.Year,
				    fields.Month, fields.Day, fields.Hour, fields.Minute,
				    fields.Second, fields.Milliseconds, fields.Weekday);
		if (fields.Year > 30827)
			continue;
		KUNIT_EXPECT_TRUE(test, RtlTimeFieldsToTime(&fields, &time));
		KUNIT_EXPECT_EQ(test, time.QuadPart, div_s64(times[i].time, 10000) * 10000);
	}
}

static const TIME_FIELDS no_times[] = {
	{ 1600, 12, 31, 0, 0, 0, 0 }, { 30828, 1, 1, 0, 0, 0, 0 }, { 2000, 0, 1, 0, 0, 0, 0 },
	{ 2000, 13, 1, 0, 0, 0, 0 }, { 2000, 1, 0, 0, 0, 0, 0 }, { 2000, 1, 32, 0, 0, 0, 0 },
	{ 2000, 2, 30, 0, 0, 0, 0 }, { 2001, 2, 29, 0, 0, 0, 0 }, { 1900, 2, 29, 0, 0, 0, 0 },
	{ 2000, 4, 31, 0, 0, 0, 0 }, { 2000, 1, 1, 24, 0, 0, 0 }, { 2000, 1, 1, -1, 0, 0, 0 },
	{ 2000, 1, 1, 0, 60, 0, 0 }, { 2000, 1, 1, 0, -1, 0, 0 }, { 2000, 1, 1, 0, 0, 60, 0 },
	{ 2000, 1, 1, 0, 0, -1, 0 }, { 2000, 1, 1, 0, 0, 0, 1000 }, { 2000, 1, 1, 0, 0, 0, -1 },
};

static void times_that_are_none_are_refused(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(no_times); i++) {
		TIME_FIELDS fields = no_times[i];
		LARGE_INTEGER time;

		KUNIT_EXPECT_FALSE_MSG(test, RtlTimeFieldsToTime(&fields, &time), "row %u", i);
	}
}

static const struct {
	LONGLONG time;
	LONGLONG since_1970;	/* negative: 32 bits do not hold them */
	LONGLONG since_1980;
} seconds[] = {
	{ 116444736000000000LL, 0, -1 }, { 116444735999999999LL, -1, -1 }, { -1, -1, -1 },
	{ 119600064000000000LL, 315532800, 0 }, { 119600063999999999LL, 315532799, -1 },
	{ 159394408959999999LL, 0xffffffff, 3979434495LL },
	{ 159394408960000000LL, -1, 3979434496LL },
};

static void times_are_seconds(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(seconds); i++) {
		LARGE_INTEGER time = { .QuadPart = seconds[i].time }, back;
		const LONGLONG whole = time.QuadPart - time.QuadPart % 10000000;
		ULONG since = 77;

		KUNIT_EXPECT_EQ_MSG(test, RtlTimeToSecondsSince1970(&time, &since),
				    seconds[i].since_1970 >= 0, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, since, seconds[i].since_1970 >= 0 ?
				    (ULONG)seconds[i].since_1970 : 77, "row %u", i);
		RtlSecondsSince1970ToTime(since, &back);
		if (since != 77)
			KUNIT_EXPECT_EQ(test, back.QuadPart, whole);
		since = 77;
		KUNIT_EXPECT_EQ_MSG(test, RtlTimeToSecondsSince1980(&time, &since),
				    seconds[i].since_1980 >= 0, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, since, seconds[i].since_1980 >= 0 ?
				    (ULONG)seconds[i].since_1980 : 77, "row %u", i);
		RtlSecondsSince1980ToTime(since, &back);
		if (since != 77)
			KUNIT_EXPECT_EQ(test, back.QuadPart, whole);
	}
}

static struct kunit_case time_cases[] = {
	KUNIT_CASE(times_have_fields),
	KUNIT_CASE(times_that_are_none_are_refused),
	KUNIT_CASE(times_are_seconds),
	{ }
};

static struct kunit_suite time_suite = {
	.name = "ntparport_windows_rtl_time",
	.test_cases = time_cases,
};

kunit_test_suites(&time_suite);
