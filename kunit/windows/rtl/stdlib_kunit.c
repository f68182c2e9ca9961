// SPDX-License-Identifier: GPL-2.0
/* stdlib_kunit.c - the C library's stdlib.h: sorting, numbers, text of either width. */

#include "contexts.h"
#include <nt/stdlib.h>

static int by_value(const void *a, const void *b)
{
	const int *first = a, *second = b;

	return *first < *second ? -1 : *first > *second;
}

/* Of a key and a record. */
struct record {
	u8 key;
	u8 content[6];
};

static int by_key(const void *key, const void *element)
{
	return *(const u8 *)key - ((const struct record *)element)->key;
}

static void arrays_are_sorted_and_searched(struct kunit *test)
{
	static struct record records[] = { { 2 }, { 3 }, { 5 }, { 7 }, { 11 } };
	int numbers[100];
	int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		numbers[i] = i * 37 % 100 - 50;
	qsort(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), by_value);
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		KUNIT_EXPECT_EQ(test, numbers[i], i - 50);
	for (i = -60; i < 60; i++)
		KUNIT_EXPECT_PTR_EQ(test, bsearch(&i, numbers, 100, sizeof(*numbers), by_value),
				    i < -50 || i >= 50 ? NULL : (void *)&numbers[i + 50]);

	/* Elements of any size; the key is the first argument. */
	for (i = 0; i < 13; i++) {
		const u8 key = i;
		struct record *found = bsearch(&key, records, ARRAY_SIZE(records),
					       sizeof(*records), by_key);

		KUNIT_EXPECT_EQ(test, found ? found->key : 0,
				i == 2 || i == 3 || i == 5 || i == 7 || i == 11 ? i : 0);
	}

	/* An array of nothing may be nowhere. */
	qsort(NULL, 0, sizeof(int), by_value);
	KUNIT_EXPECT_NULL(test, bsearch(&i, NULL, 0, sizeof(int), by_value));
}

static void compare_at_high_level(void *data)
{
	int *numbers = data;

	qsort(numbers, 3, sizeof(*numbers), by_value);
}

static void arrays_are_sorted_at_any_irql(struct kunit *test)
{
	int numbers[] = { 3, 1, 2 };

	at_high_level(test, compare_at_high_level, numbers);
	KUNIT_EXPECT_EQ(test, numbers[0], 1);
	KUNIT_EXPECT_EQ(test, numbers[2], 3);
}

/* The array and the routine are looked up. */
static void what_cannot_be_sorted_stays(struct kunit *test)
{
	static int numbers[] = { 3, 1, 2 };
	static const struct {
		void *base;
		size_t count, size;
		int (*compare)(const void *a, const void *b);
		const char *what;
	} calls[] = {
		{ NULL, 3, sizeof(int), by_value, "the array" },
		{ numbers, 3, 0, by_value, "the array" },
		{ numbers, ~(size_t)0 / 2, 4, by_value, "the array" },
		{ numbers, 3, sizeof(int), NULL, "the routine that compares" },
	};
	struct log log;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		log_mark(&log);
		qsort(calls[i].base, calls[i].count, calls[i].size, calls[i].compare);
		EXPECT_LOGGED_ONCE(test, &log, calls[i].what);
		log_mark(&log);
		KUNIT_EXPECT_NULL(test, bsearch(numbers, calls[i].base, calls[i].count,
						calls[i].size, calls[i].compare));
		EXPECT_LOGGED_ONCE(test, &log, calls[i].what);
	}
	KUNIT_EXPECT_EQ(test, numbers[0], 3);
}

/* The numbers that Microsoft documents for a seed of 1 begin with 41. */
static void random_numbers_repeat(struct kunit *test)
{
	int first[5], i;

	srand(1);
	for (i = 0; i < ARRAY_SIZE(first); i++)
		first[i] = rand();
	KUNIT_EXPECT_EQ(test, first[0], 41);
	KUNIT_EXPECT_EQ(test, first[1], 18467);
	srand(1);
	for (i = 0; i < ARRAY_SIZE(first); i++)
		KUNIT_EXPECT_EQ(test, rand(), first[i]);
	for (i = 0; i < 1000; i++)
		KUNIT_EXPECT_LE(test, (unsigned int)rand(), (unsigned int)RAND_MAX);
}

static const struct {
	const WCHAR *text;
	int base;
	ULONG value;
	unsigned int end;
} readings[] = {
	{ L"", 10, 0, 0 }, { L" +", 10, 0, 0 }, { L"x", 0, 0, 0 }, { L" \t\r\n12 3", 10, 12, 6 },
	{ L"-1", 10, (ULONG)-1, 2 }, { L"0x3BCh", 16, 0x3bc, 5 }, { L"0x3bc", 0, 0x3bc, 5 },
	{ L"0x", 0, 0, 1 }, { L"0xg", 16, 0, 1 }, { L"010", 0, 8, 3 }, { L"08", 0, 0, 1 },
	{ L"10", 2, 2, 2 }, { L"Zz", 36, 35 * 36 + 35, 2 }, { L"12", 37, 0, 0 },
	{ L"4294967295", 10, 0xffffffff, 10 }, { L"4294967296", 10, 0xffffffff, 10 },
	{ L"-4294967297", 10, 0xffffffff, 11 }, { L"99999999999999999999x", 0, 0xffffffff, 20 },
	{ L"\x0661", 10, 0, 0 },
};

static void text_becomes_numbers(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(readings); i++) {
		WCHAR *end = NULL;

		KUNIT_EXPECT_EQ_MSG(test, wcstoul(readings[i].text, &end, readings[i].base),
				    readings[i].value, "row %u", i);
		KUNIT_EXPECT_PTR_EQ_MSG(test, end, (WCHAR *)readings[i].text + readings[i].end,
					"row %u", i);
	}
	KUNIT_EXPECT_EQ(test, wcstoul(L"7", NULL, 10), 7U);
	KUNIT_EXPECT_EQ(test, atoi("-12ms"), -12);
	KUNIT_EXPECT_EQ(test, atol("-12ms"), -12);
	KUNIT_EXPECT_EQ(test, atoi(" 0x10"), 0);
	KUNIT_EXPECT_EQ(test, atoi("\xb2"), 0);
	KUNIT_EXPECT_EQ(test, _wtoi(L"+378"), 378);
	KUNIT_EXPECT_EQ(test, _wtol(L"-378"), -378);
}

static const struct {
	int value, base;
	const char *narrow;
	const WCHAR *wide;
} writings[] = {
	{ 0, 10, "0", L"0" }, { -12, 10, "-12", L"-12" }, { 0x3bc, 16, "3bc", L"3bc" },
	{ INT_MIN, 10, "-2147483648", L"-2147483648" }, { -1, 16, "ffffffff", L"ffffffff" },
	{ -1, 2, "11111111111111111111111111111111", L"11111111111111111111111111111111" },
	{ 35, 36, "z", L"z" }, { 5, 1, "", L"" }, { 5, 37, "", L"" },
};

static void numbers_become_text(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(writings); i++) {
		char narrow[40];
		WCHAR wide[40];

		KUNIT_EXPECT_PTR_EQ(test, _itoa(writings[i].value, narrow, writings[i].base),
				    (char *)narrow);
		KUNIT_EXPECT_STREQ(test, narrow, writings[i].narrow);
		KUNIT_EXPECT_PTR_EQ(test, _itow(writings[i].value, wide, writings[i].base),
				    (WCHAR *)wide);
		KUNIT_EXPECT_EQ(test, wcscmp(wide, writings[i].wide), 0);
	}
}

static void text_changes_its_width(struct kunit *test)
{
	WCHAR wide[8];
	char narrow[8];

	memset(wide, 0xff, sizeof(wide));
	KUNIT_EXPECT_EQ(test, mbstowcs(wide, "\x80 1", 8), 3U);
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"\x20ac 1"), 0);
	memset(wide, 0xff, sizeof(wide));
	KUNIT_EXPECT_EQ(test, mbstowcs(wide, "LPT1", 3), 3U);
	KUNIT_EXPECT_EQ(test, wide[3], 0xffff);
	KUNIT_EXPECT_EQ(test, mbstowcs(NULL, "LPT1", 0), 4U);

	memset(narrow, '~', sizeof(narrow));
	KUNIT_EXPECT_EQ(test, wcstombs(narrow, L"\x20ac 1", 8), 3U);
	KUNIT_EXPECT_STREQ(test, narrow, "\x80 1");
	memset(narrow, '~', sizeof(narrow));
	KUNIT_EXPECT_EQ(test, wcstombs(narrow, L"LPT1", 3), 3U);
	KUNIT_EXPECT_EQ(test, narrow[3], '~');
	KUNIT_EXPECT_EQ(test, wcstombs(NULL, L"LPT1", 0), 4U);
	KUNIT_EXPECT_EQ(test, wcstombs(narrow, L"1\x4e2d", 8), (size_t)-1);
	KUNIT_EXPECT_EQ(test, wcstombs(NULL, L"1\x4e2d", 0), (size_t)-1);
	KUNIT_EXPECT_EQ(test, wcstombs(narrow, L"?", 8), 1U);

	KUNIT_EXPECT_EQ(test, mbtowc(wide, "\x80", 1), 1);
	KUNIT_EXPECT_EQ(test, wide[0], 0x20ac);
	KUNIT_EXPECT_EQ(test, mbtowc(wide, "", 1), 0);
	KUNIT_EXPECT_EQ(test, wide[0], 0);
	KUNIT_EXPECT_EQ(test, mbtowc(wide, NULL, 0), 0);
	KUNIT_EXPECT_EQ(test, mbtowc(wide, "a", 0), 0);
	KUNIT_EXPECT_EQ(test, mbtowc(NULL, "a", 1), 1);
	KUNIT_EXPECT_EQ(test, wctomb(narrow, 0x20ac), 1);
	KUNIT_EXPECT_EQ(test, narrow[0], '\x80');
	KUNIT_EXPECT_EQ(test, wctomb(narrow, 0), 1);
	KUNIT_EXPECT_EQ(test, wctomb(narrow, 0x4e2d), -1);
	KUNIT_EXPECT_EQ(test, wctomb(NULL, 'a'), 0);
}

static struct kunit_case stdlib_cases[] = {
	KUNIT_CASE(arrays_are_sorted_and_searched),
	KUNIT_CASE(arrays_are_sorted_at_any_irql),
	KUNIT_CASE(what_cannot_be_sorted_stays),
	KUNIT_CASE(random_numbers_repeat),
	KUNIT_CASE(text_becomes_numbers),
	KUNIT_CASE(numbers_become_text),
	KUNIT_CASE(text_changes_its_width),
	{ }
};

static struct kunit_suite stdlib_suite = {
	.name = "ntparport_windows_rtl_stdlib",
	.test_cases = stdlib_cases,
};

kunit_test_suites(&stdlib_suite);
