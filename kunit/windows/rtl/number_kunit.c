// SPDX-License-Identifier: GPL-2.0
/* number_kunit.c - numbers: from strings and to them, of 64 bits, divided. */

#include <linux/limits.h>

#include "contexts.h"
#include "kit/division.h"

static const struct {
	ULONGLONG value;
	ULONG base;
	const WCHAR *text;
} numbers[] = {
	{ 0, 0, L"0" }, { 0, 2, L"0" }, { 10, 0, L"10" }, { 10, 10, L"10" }, { 10, 2, L"1010" },
	{ 10, 8, L"12" }, { 10, 16, L"A" }, { 0xdeadbeef, 16, L"DEADBEEF" },
	{ U32_MAX, 10, L"4294967295" }, { U32_MAX, 2, L"11111111111111111111111111111111" },
	{ U64_MAX, 10, L"18446744073709551615" }, { U64_MAX, 8, L"1777777777777777777777" },
	{ 1ULL << 63, 2, L"1000000000000000000000000000000000000000000000000000000000000000" },
};

static void numbers_become_strings(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		const ULONGLONG value = numbers[i].value;
		const USHORT length = wcslen(numbers[i].text) * sizeof(WCHAR);
		WCHAR buffer[65];
		UNICODE_STRING string = { 0, sizeof(buffer), buffer };

		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(value, numbers[i].base, &string),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, string.Length, length);
		KUNIT_EXPECT_EQ_MSG(test, wcscmp(buffer, numbers[i].text), 0, "row %u", i);
		if (value <= U32_MAX) {
			buffer[0] = 0;
			KUNIT_EXPECT_EQ(test, RtlIntegerToUnicodeString(value, numbers[i].base,
									&string),
					STATUS_SUCCESS);
			KUNIT_EXPECT_EQ(test, wcscmp(buffer, numbers[i].text), 0);
		}
		/* Without room for a terminator; then without enough room. */
		buffer[length / 2] = 'X';
		string.MaximumLength = length;
		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(value, numbers[i].base, &string),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, buffer[length / 2], 'X');
		string.MaximumLength = length - 1;
		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(value, numbers[i].base, &string),
				STATUS_BUFFER_OVERFLOW);
	}
}

static const struct {
	const WCHAR *wide;
	const char *narrow;
	ULONG base;
	ULONG value;
} readings[] = {
	{ L"", "", 0, 0 },
	{ L"0", "0", 0, 0 },
	{ L"17", "17", 0, 17 },
	{ L"17", "17", 8, 15 },
	{ L"17", "17", 16, 23 },
	{ L"0x1F", "0x1F", 0, 31 },
	{ L"0x1f", "0x1f", 16, 0 },
	{ L"0o17", "0o17", 0, 15 },
	{ L"0b101", "0b101", 0, 5 },
	{ L"101", "101", 2, 5 },
	{ L"012", "012", 0, 12 },
	{ L"129", "129", 8, 10 },
	{ L"12x", "12x", 0, 12 },
	{ L"x", "x", 0, 0 },
	{ L" \t\n 42 ", " \t\n 42 ", 0, 42 },
	{ L"-1", "-1", 0, U32_MAX },
	{ L"+7", "+7", 0, 7 },
	{ L"- 7", "- 7", 0, 0 },
	{ L"-0x10", "-0x10", 0, -16U },
	{ L"4294967295", "4294967295", 0, U32_MAX },
	{ L"4294967297", "4294967297", 0, 1 },
	{ L"\xff11", NULL, 0, 0 },
};

static void strings_become_numbers(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(readings); i++) {
		UNICODE_STRING string;
		ULONG value = 99;

		RtlInitUnicodeString(&string, readings[i].wide);
		KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&string, readings[i].base, &value),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ_MSG(test, value, readings[i].value, "row %u", i);
		if (!readings[i].narrow)
			continue;
		value = 99;
		KUNIT_EXPECT_EQ(test, RtlCharToInteger(readings[i].narrow, readings[i].base,
						       &value), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ_MSG(test, value, readings[i].value, "row %u", i);
	}
}

static void number_ends_with_its_string(struct kunit *test)
{
	UNICODE_STRING string = { 4, 4, (PWSTR)L"1234" };
	UNICODE_STRING nothing = { };
	ULONG value = 99;

	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&string, 10, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 12U);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&nothing, 10, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 0U);
}

static void other_bases_are_refused(struct kunit *test)
{
	static const ULONG bases[] = { 1, 3, 7, 9, 11, 36, U32_MAX };
	UNICODE_STRING string = RTL_CONSTANT_STRING(L"1");
	unsigned int i;
	ULONG value = 99;

	for (i = 0; i < ARRAY_SIZE(bases); i++) {
		KUNIT_EXPECT_EQ(test, RtlIntegerToUnicodeString(1, bases[i], &string),
				STATUS_INVALID_PARAMETER);
		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(1, bases[i], &string),
				STATUS_INVALID_PARAMETER);
		KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&string, bases[i], &value),
				STATUS_INVALID_PARAMETER);
		KUNIT_EXPECT_EQ(test, RtlCharToInteger("1", bases[i], &value),
				STATUS_INVALID_PARAMETER);
	}
	KUNIT_EXPECT_EQ(test, value, 99U);
}

/* 64-bit arithmetic */

static LARGE_INTEGER large(LONGLONG value)
{
	return (LARGE_INTEGER){ .QuadPart = value };
}

static void large_integers_calculate(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, RtlConvertLongToLargeInteger(-5).QuadPart, -5LL);
	KUNIT_EXPECT_EQ(test, RtlConvertUlongToLargeInteger(-5).QuadPart, 0xfffffffbLL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerAdd(large(U32_MAX), large(1)).QuadPart, 1LL << 32);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerAdd(large(S64_MAX), large(1)).QuadPart, S64_MIN);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerSubtract(large(0), large(1)).QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerNegate(large(5)).QuadPart, -5LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerNegate(large(S64_MIN)).QuadPart, S64_MIN);
	KUNIT_EXPECT_EQ(test, RtlEnlargedIntegerMultiply(-3, S32_MAX).QuadPart, -3LL * S32_MAX);
	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedMultiply(3, U32_MAX).QuadPart, 3LL * U32_MAX);
	KUNIT_EXPECT_EQ(test, RtlExtendedIntegerMultiply(large(1LL << 40), -3).QuadPart,
			-3 * (1LL << 40));
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerShiftLeft(large(3), 33).QuadPart, 3LL << 33);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerShiftRight(large(-1), 33).QuadPart, 0x7fffffffLL);
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessThan(large(-1), large(0)));
	KUNIT_EXPECT_FALSE(test, RtlLargeIntegerLessThan(large(0), large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessThanOrEqualTo(large(0), large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerGreaterThan(large(1LL << 32), large(1)));
	KUNIT_EXPECT_FALSE(test, RtlLargeIntegerGreaterThanOrEqualTo(large(-1), large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerEqualTo(large(7), large(7)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerNotEqualTo(large(7), large(7 + (1LL << 32))));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessThanZero(large(-1)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessOrEqualToZero(large(0)));
	KUNIT_EXPECT_FALSE(test, RtlLargeIntegerGreaterThanZero(large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerGreaterOrEqualToZero(large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerEqualToZero(large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerNotEqualToZero(large(1LL << 32)));
}

static void large_integers_divide(struct kunit *test)
{
	ULARGE_INTEGER ten_thousand_million = { .QuadPart = 10000000001ULL };
	LARGE_INTEGER rest;
	ULONG remainder;

	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedDivide(ten_thousand_million, 10, &remainder),
			1000000000U);
	KUNIT_EXPECT_EQ(test, remainder, 1U);
	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedDivide(ten_thousand_million, 10, NULL),
			1000000000U);
	KUNIT_EXPECT_EQ(test, RtlExtendedLargeIntegerDivide(large(10000000001LL), 3, &remainder)
			.QuadPart, 3333333333LL);
	KUNIT_EXPECT_EQ(test, remainder, 2U);
	KUNIT_EXPECT_EQ(test, RtlExtendedLargeIntegerDivide(large(9), 3, NULL).QuadPart, 3LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(-10000000001LL), large(10000000000LL),
						    &rest).QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, rest.QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(7), large(-2), NULL).QuadPart, -3LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(S64_MIN), large(-1), &rest).QuadPart,
			S64_MIN);
	KUNIT_EXPECT_EQ(test, rest.QuadPart, 0LL);
}

static void division_by_zero_is_logged(struct kunit *test)
{
	ULARGE_INTEGER dividend = { .QuadPart = 5 };
	LARGE_INTEGER rest;
	ULONG remainder = 9;
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedDivide(dividend, 0, &remainder), 0U);
	EXPECT_LOGGED_ONCE(test, &log, "RtlEnlargedUnsignedDivide: division by 0");
	KUNIT_EXPECT_EQ(test, remainder, 0U);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlExtendedLargeIntegerDivide(large(5), 0, NULL).QuadPart, 0LL);
	EXPECT_LOGGED_ONCE(test, &log, "RtlExtendedLargeIntegerDivide: division by 0");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(5), large(0), &rest).QuadPart, 0LL);
	EXPECT_LOGGED_ONCE(test, &log, "RtlLargeIntegerDivide: division by 0");
	KUNIT_EXPECT_EQ(test, rest.QuadPart, 0LL);
}

/*
 * On a 32-bit kernel the operators call the functions that each driver gets from division.h; on
 * a 64-bit kernel they are the processor's own, with which these are compared.
 */
static void operators_divide_64_bits(struct kunit *test)
{
	static const s64 numbers[] = {
		1, 2, 3, 7, 10, 1000, S32_MAX, 1LL << 31, U32_MAX, 1LL << 32, (1LL << 32) + 1,
		10000000001LL, 0x123456789abcdefLL, S64_MAX - 1, S64_MAX,
	};
	unsigned int i, j;

	for (i = 0; i < 4 * ARRAY_SIZE(numbers); i++) {
		for (j = 0; j < 2 * ARRAY_SIZE(numbers); j++) {
			/* The compiler must not know these. */
			s64 a = READ_ONCE(numbers[i / 4]) - (i & 2 ? 1 : 0);
			s64 b = READ_ONCE(numbers[j / 2]);
			s64 quotient, remainder, rest;
			u64 unsigned_rest;

			a = i & 1 ? -a : a;
			b = j & 1 ? -b : b;
			OPTIMIZER_HIDE_VAR(a);
			OPTIMIZER_HIDE_VAR(b);
			quotient = a / b;
			remainder = a % b;
			/* This is what division means, in products that do not overflow. */
			KUNIT_EXPECT_EQ(test, (u64)quotient * b + remainder, (u64)a);
			KUNIT_EXPECT_TRUE(test, remainder == 0 || (remainder < 0) == (a < 0));
			KUNIT_EXPECT_LT(test, remainder < 0 ? -remainder : remainder,
					b < 0 ? -b : b);
			KUNIT_EXPECT_EQ(test, __divdi3(a, b), quotient);
			KUNIT_EXPECT_EQ(test, __moddi3(a, b), remainder);
			KUNIT_EXPECT_EQ(test, __divmoddi4(a, b, &rest), quotient);
			KUNIT_EXPECT_EQ(test, rest, remainder);
			/* The same bits, unsigned. */
			KUNIT_EXPECT_EQ(test, (u64)a / (u64)b * (u64)b + (u64)a % (u64)b, (u64)a);
			KUNIT_EXPECT_LT(test, (u64)a % (u64)b, (u64)b);
			KUNIT_EXPECT_EQ(test, __udivdi3(a, b), (u64)a / (u64)b);
			KUNIT_EXPECT_EQ(test, __umoddi3(a, b), (u64)a % (u64)b);
			KUNIT_EXPECT_EQ(test, __udivmoddi4(a, b, &unsigned_rest), (u64)a / (u64)b);
			KUNIT_EXPECT_EQ(test, unsigned_rest, (u64)a % (u64)b);
		}
	}
}

/* libgcc does the same; the processor's own division would trap. */
static void smallest_number_has_no_opposite(struct kunit *test)
{
	s64 remainder;

	KUNIT_EXPECT_EQ(test, __divdi3(S64_MIN, -1), S64_MIN);
	KUNIT_EXPECT_EQ(test, __moddi3(S64_MIN, -1), 0LL);
	KUNIT_EXPECT_EQ(test, __divmoddi4(S64_MIN, 10, &remainder), S64_MIN / 10);
	KUNIT_EXPECT_EQ(test, remainder, S64_MIN % 10);
	KUNIT_EXPECT_EQ(test, __divdi3(S64_MIN, S64_MIN), 1LL);
	KUNIT_EXPECT_EQ(test, __divdi3(S64_MAX, S64_MIN), 0LL);
}

static struct kunit_case number_cases[] = {
	KUNIT_CASE(numbers_become_strings),
	KUNIT_CASE(strings_become_numbers),
	KUNIT_CASE(number_ends_with_its_string),
	KUNIT_CASE(other_bases_are_refused),
	KUNIT_CASE(large_integers_calculate),
	KUNIT_CASE(large_integers_divide),
	KUNIT_CASE(division_by_zero_is_logged),
	KUNIT_CASE(operators_divide_64_bits),
	KUNIT_CASE(smallest_number_has_no_opposite),
	{ }
};

static struct kunit_suite number_suite = {
	.name = "ntparport_windows_rtl_number",
	.test_cases = number_cases,
};

kunit_test_suites(&number_suite);
