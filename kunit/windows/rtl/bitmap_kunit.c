// SPDX-License-Identifier: GPL-2.0
/* bitmap_kunit.c - maps of bits. */

#include "contexts.h"

#define BITS 100

/* A map in memory whose other bits nothing may change. */
struct bitmap {
	ULONG before;
	ULONG words[DIV_ROUND_UP(BITS, 32)];
	ULONG after;
	RTL_BITMAP map;
};

static void make(struct bitmap *bitmap)
{
	memset(bitmap, 0, sizeof(*bitmap));
	bitmap->before = 0xa5a5a5a5;
	bitmap->after = 0x5a5a5a5a;
	RtlInitializeBitMap(&bitmap->map, bitmap->words, BITS);
}

static void expect_untouched(struct kunit *test, const struct bitmap *bitmap)
{
	KUNIT_EXPECT_EQ(test, bitmap->before, 0xa5a5a5a5U);
	KUNIT_EXPECT_EQ(test, bitmap->after, 0x5a5a5a5aU);
}

static void bits_are_set_and_cleared(struct kunit *test)
{
	struct bitmap bitmap;

	make(&bitmap);
	KUNIT_EXPECT_EQ(test, bitmap.map.SizeOfBitMap, 100U);
	KUNIT_EXPECT_PTR_EQ(test, bitmap.map.Buffer, &bitmap.words[0]);
	RtlSetBits(&bitmap.map, 30, 40);
	KUNIT_EXPECT_EQ(test, bitmap.words[0], 0xc0000000U);
	KUNIT_EXPECT_EQ(test, bitmap.words[1], 0xffffffffU);
	KUNIT_EXPECT_EQ(test, bitmap.words[2], 0x0000003fU);
	RtlClearBits(&bitmap.map, 32, 2);
	KUNIT_EXPECT_EQ(test, bitmap.words[1], 0xfffffffcU);
	RtlSetBit(&bitmap.map, 99);
	KUNIT_EXPECT_EQ(test, bitmap.words[3], 8U);
	KUNIT_EXPECT_TRUE(test, RtlTestBit(&bitmap.map, 99));
	KUNIT_EXPECT_EQ(test, RtlCheckBit(&bitmap.map, 99), 1U);
	RtlClearBit(&bitmap.map, 99);
	KUNIT_EXPECT_FALSE(test, RtlTestBit(&bitmap.map, 99));
	KUNIT_EXPECT_EQ(test, RtlCheckBit(&bitmap.map, 99), 0U);
	KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&bitmap.map), 38U);
	KUNIT_EXPECT_EQ(test, RtlNumberOfClearBits(&bitmap.map), 62U);
	RtlSetBits(&bitmap.map, 0, 0);
	RtlSetBits(&bitmap.map, 100, 0);
	KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&bitmap.map), 38U);
	RtlSetAllBits(&bitmap.map);
	KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&bitmap.map), 100U);
	RtlClearAllBits(&bitmap.map);
	KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&bitmap.map), 0U);
	expect_untouched(test, &bitmap);
}

static void bits_are_asked_for(struct kunit *test)
{
	struct bitmap bitmap;

	make(&bitmap);
	RtlSetBits(&bitmap.map, 20, 50);
	KUNIT_EXPECT_TRUE(test, RtlAreBitsSet(&bitmap.map, 20, 50));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsSet(&bitmap.map, 19, 2));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsSet(&bitmap.map, 20, 51));
	KUNIT_EXPECT_TRUE(test, RtlAreBitsClear(&bitmap.map, 0, 20));
	KUNIT_EXPECT_TRUE(test, RtlAreBitsClear(&bitmap.map, 70, 30));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsClear(&bitmap.map, 0, 21));
	/* Nothing, and what is not in the map. */
	KUNIT_EXPECT_FALSE(test, RtlAreBitsSet(&bitmap.map, 20, 0));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsClear(&bitmap.map, 70, 31));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsClear(&bitmap.map, 100, 1));
	KUNIT_EXPECT_FALSE(test, RtlAreBitsClear(&bitmap.map, 99, MAXULONG));
}

static void place_is_found(struct kunit *test)
{
	struct bitmap bitmap;

	make(&bitmap);
	RtlSetBits(&bitmap.map, 10, 20);
	RtlSetBits(&bitmap.map, 40, 55);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 10, 0), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 10, 1), 30U);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 5, 33), 33U);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 5, 36), 95U);
	/* From the beginning again, also where the hint is in the middle of the place. */
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 10, 35), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 10, 5), 30U);
	RtlSetBit(&bitmap.map, 0);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 10, 35), 30U);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 9, 100), 1U);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 11, 0), MAXULONG);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, 0, 0), MAXULONG);
	KUNIT_EXPECT_EQ(test, RtlFindSetBits(&bitmap.map, 55, 0), 40U);
	KUNIT_EXPECT_EQ(test, RtlFindSetBits(&bitmap.map, 56, 0), MAXULONG);
	KUNIT_EXPECT_EQ(test, RtlFindClearBitsAndSet(&bitmap.map, 10, 0), 30U);
	KUNIT_EXPECT_TRUE(test, RtlAreBitsSet(&bitmap.map, 10, 85));
	KUNIT_EXPECT_EQ(test, RtlFindSetBitsAndClear(&bitmap.map, 85, 50), 10U);
	KUNIT_EXPECT_TRUE(test, RtlAreBitsClear(&bitmap.map, 1, 99));
	KUNIT_EXPECT_EQ(test, RtlFindSetBitsAndClear(&bitmap.map, 2, 0), MAXULONG);
	KUNIT_EXPECT_TRUE(test, RtlTestBit(&bitmap.map, 0));
	expect_untouched(test, &bitmap);
}

static void runs_are_found(struct kunit *test)
{
	RTL_BITMAP_RUN runs[5] = { };
	struct bitmap bitmap;
	ULONG start;

	make(&bitmap);
	RtlSetAllBits(&bitmap.map);
	start = 77;
	KUNIT_EXPECT_EQ(test, RtlFindFirstRunClear(&bitmap.map, &start), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindLongestRunClear(&bitmap.map, &start), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindLastBackwardRunClear(&bitmap.map, 99, &start), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindClearRuns(&bitmap.map, runs, 5, TRUE), 0U);
	RtlClearBits(&bitmap.map, 3, 4);
	RtlClearBits(&bitmap.map, 31, 34);
	RtlClearBits(&bitmap.map, 70, 4);
	RtlClearBits(&bitmap.map, 90, 10);
	KUNIT_EXPECT_EQ(test, RtlFindFirstRunClear(&bitmap.map, &start), 4U);
	KUNIT_EXPECT_EQ(test, start, 3U);
	KUNIT_EXPECT_EQ(test, RtlFindLongestRunClear(&bitmap.map, &start), 34U);
	KUNIT_EXPECT_EQ(test, start, 31U);
	KUNIT_EXPECT_EQ(test, RtlFindNextForwardRunClear(&bitmap.map, 7, &start), 34U);
	KUNIT_EXPECT_EQ(test, start, 31U);
	KUNIT_EXPECT_EQ(test, RtlFindNextForwardRunClear(&bitmap.map, 60, &start), 5U);
	KUNIT_EXPECT_EQ(test, start, 60U);
	KUNIT_EXPECT_EQ(test, RtlFindNextForwardRunClear(&bitmap.map, 74, &start), 10U);
	KUNIT_EXPECT_EQ(test, start, 90U);
	KUNIT_EXPECT_EQ(test, RtlFindNextForwardRunClear(&bitmap.map, 100, &start), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindLastBackwardRunClear(&bitmap.map, 69, &start), 34U);
	KUNIT_EXPECT_EQ(test, start, 31U);
	KUNIT_EXPECT_EQ(test, RtlFindLastBackwardRunClear(&bitmap.map, 71, &start), 2U);
	KUNIT_EXPECT_EQ(test, start, 70U);
	KUNIT_EXPECT_EQ(test, RtlFindLastBackwardRunClear(&bitmap.map, 2, &start), 0U);
	KUNIT_EXPECT_EQ(test, RtlFindClearRuns(&bitmap.map, runs, 3, FALSE), 3U);
	KUNIT_EXPECT_EQ(test, runs[0].StartingIndex, 3U);
	KUNIT_EXPECT_EQ(test, runs[1].StartingIndex, 31U);
	KUNIT_EXPECT_EQ(test, runs[2].StartingIndex, 70U);
	KUNIT_EXPECT_EQ(test, runs[2].NumberOfBits, 4U);
	KUNIT_EXPECT_EQ(test, RtlFindClearRuns(&bitmap.map, runs, 3, TRUE), 3U);
	KUNIT_EXPECT_EQ(test, runs[0].StartingIndex, 31U);
	KUNIT_EXPECT_EQ(test, runs[0].NumberOfBits, 34U);
	KUNIT_EXPECT_EQ(test, runs[1].StartingIndex, 90U);
	KUNIT_EXPECT_EQ(test, runs[2].StartingIndex, 3U);
	KUNIT_EXPECT_EQ(test, runs[3].NumberOfBits, 0U);
	KUNIT_EXPECT_EQ(test, RtlFindClearRuns(&bitmap.map, runs, 5, TRUE), 4U);
	KUNIT_EXPECT_EQ(test, runs[3].StartingIndex, 70U);
	expect_untouched(test, &bitmap);
}

/* The same, bit by bit. */
static ULONG place_of(const struct bitmap *bitmap, ULONG number, ULONG from, bool set)
{
	ULONG length = 0, i;

	for (i = from; i < BITS; i++) {
		length = RtlCheckBit(&bitmap->map, i) == set ? length + 1 : 0;
		if (length == number)
			return i + 1 - number;
	}
	return from ? place_of(bitmap, number, 0, set) : MAXULONG;
}

static void any_bits_are_found(struct kunit *test)
{
	struct bitmap bitmap;
	ULONG seed = 1;
	unsigned int i;

	make(&bitmap);
	for (i = 0; i < 3000 && !test->status; i++) {
		ULONG from, number, hint;
		bool set;

		seed = seed * 1664525 + 1013904223;
		from = (seed >> 8) % BITS;
		number = (seed >> 16) % 20 + 1;
		hint = (seed >> 24) % BITS;
		set = seed >> 31;
		number = min(number, BITS - from);
		if (set)
			RtlSetBits(&bitmap.map, from, number);
		else
			RtlClearBits(&bitmap.map, from, number);
		KUNIT_EXPECT_EQ(test, RtlFindClearBits(&bitmap.map, number, hint),
				place_of(&bitmap, number, hint, false));
		KUNIT_EXPECT_EQ(test, RtlFindSetBits(&bitmap.map, number, hint),
				place_of(&bitmap, number, hint, true));
		KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&bitmap.map),
				hweight32(bitmap.words[0]) + hweight32(bitmap.words[1]) +
				hweight32(bitmap.words[2]) + hweight32(bitmap.words[3]));
	}
	expect_untouched(test, &bitmap);
}

static void bits_beyond_the_end_are_refused(struct kunit *test)
{
	RTL_BITMAP nowhere = { 32, NULL };
	struct bitmap bitmap;
	struct log log;
	ULONG start;

	make(&bitmap);
	log_mark(&log);
	RtlSetBits(&bitmap.map, 90, 11);
	EXPECT_LOGGED_ONCE(test, &log, "RtlSetBits: bits 90 to 100 are not in a map of 100 bits");
	log_mark(&log);
	RtlSetBit(&bitmap.map, 100);
	RtlClearBits(&bitmap.map, 1, MAXULONG);
	KUNIT_EXPECT_FALSE(test, RtlTestBit(&bitmap.map, 128));
	KUNIT_EXPECT_EQ(test, log_lines(&log, "not in a map of 100 bits"), 3U);
	KUNIT_EXPECT_EQ(test, RtlNumberOfSetBits(&bitmap.map), 0U);
	expect_untouched(test, &bitmap);
	log_mark(&log);
	RtlSetAllBits(&nowhere);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&nowhere, 1, 0), MAXULONG);
	KUNIT_EXPECT_EQ(test, RtlFindFirstRunClear(NULL, &start), 0U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "the map is not at a valid address"), 3U);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlFindFirstRunClear(&bitmap.map, NULL), 0U);
	EXPECT_LOGGED_ONCE(test, &log, "the place for the index");
	/* A map of no bits needs no memory. */
	nowhere.SizeOfBitMap = 0;
	log_mark(&log);
	RtlClearAllBits(&nowhere);
	KUNIT_EXPECT_EQ(test, RtlFindClearBits(&nowhere, 1, 0), MAXULONG);
	KUNIT_EXPECT_EQ(test, RtlFindLastBackwardRunClear(&nowhere, 0, &start), 0U);
	EXPECT_NOT_LOGGED(test, &log);
}

static void outermost_bits_of_a_number(struct kunit *test)
{
	unsigned int i, j;

	KUNIT_EXPECT_EQ(test, RtlFindMostSignificantBit(0), -1);
	KUNIT_EXPECT_EQ(test, RtlFindLeastSignificantBit(0), -1);
	for (i = 0; i < 64; i++)
		for (j = 0; j <= i; j++) {
			const ULONGLONG set = 1ULL << i | 1ULL << j;

			KUNIT_EXPECT_EQ(test, RtlFindMostSignificantBit(set), i);
			KUNIT_EXPECT_EQ(test, RtlFindLeastSignificantBit(set), j);
		}
}

static struct kunit_case bitmap_cases[] = {
	KUNIT_CASE(bits_are_set_and_cleared),
	KUNIT_CASE(bits_are_asked_for),
	KUNIT_CASE(place_is_found),
	KUNIT_CASE(runs_are_found),
	KUNIT_CASE(any_bits_are_found),
	KUNIT_CASE(bits_beyond_the_end_are_refused),
	KUNIT_CASE(outermost_bits_of_a_number),
	{ }
};

static struct kunit_suite bitmap_suite = {
	.name = "ntparport_windows_rtl_bitmap",
	.test_cases = bitmap_cases,
};

kunit_test_suites(&bitmap_suite);
