// SPDX-License-Identifier: GPL-2.0
/* oem_kunit.c - text in OEM, and text that is not a string. */

#include "contexts.h"

#include <ntifs.h>

static void every_oem_character_comes_back(struct kunit *test)
{
	static WCHAR wide[257];
	static char from[256], to[257];
	UNICODE_STRING unicode = { 0, sizeof(wide), wide };
	OEM_STRING oem = { sizeof(from), sizeof(from), from };
	OEM_STRING back = { 0, sizeof(to), to };
	unsigned int i;

	for (i = 0; i < 256; i++)
		from[i] = i;
	KUNIT_EXPECT_EQ(test, RtlOemStringToUnicodeSize(&oem), 514U);
	KUNIT_EXPECT_EQ(test, RtlxOemStringToUnicodeSize(&oem), 514U);
	KUNIT_EXPECT_EQ(test, RtlOemStringToCountedUnicodeSize(&oem), 512U);
	KUNIT_EXPECT_EQ(test, RtlOemStringToUnicodeString(&unicode, &oem, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, unicode.Length, 512);
	KUNIT_EXPECT_EQ(test, wide['A'], 'A');
	KUNIT_EXPECT_EQ(test, wide[0x80], 0xc7);
	KUNIT_EXPECT_EQ(test, wide[0x84], 0xe4);
	KUNIT_EXPECT_EQ(test, wide[0xc4], 0x2500);
	KUNIT_EXPECT_EQ(test, wide[0xe6], 0xb5);
	KUNIT_EXPECT_EQ(test, wide[0xff], 0xa0);
	KUNIT_EXPECT_EQ(test, wide[256], 0);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToOemSize(&unicode), 257U);
	KUNIT_EXPECT_EQ(test, RtlxUnicodeStringToOemSize(&unicode), 257U);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToCountedOemSize(&unicode), 256U);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToOemString(&back, &unicode, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, back.Length, 256);
	KUNIT_EXPECT_EQ(test, memcmp(from, to, 256), 0);
	KUNIT_EXPECT_EQ(test, to[256], 0);
}

static void what_oem_has_not_is_a_question_mark(struct kunit *test)
{
	UNICODE_STRING unicode = RTL_CONSTANT_STRING(L"a\x20ac\x00e4z");
	OEM_STRING oem;
	struct log log;

	log_mark(&log);
	KUNIT_ASSERT_EQ(test, RtlUnicodeStringToOemString(&oem, &unicode, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, oem.Buffer, "a?\x84z");
	KUNIT_EXPECT_EQ(test, oem.MaximumLength, 5);
	RtlFreeOemString(&oem);
	KUNIT_EXPECT_NULL(test, oem.Buffer);
	/* In upper case, if the code page has that. */
	unicode = (UNICODE_STRING)RTL_CONSTANT_STRING(L"a\x00e4\x00e1z");
	KUNIT_ASSERT_EQ(test, RtlUpcaseUnicodeStringToOemString(&oem, &unicode, TRUE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, oem.Buffer, "A\x8e\xa0Z");
	RtlFreeOemString(&oem);
	EXPECT_NOT_LOGGED(test, &log);
}

static void counted_string_has_no_terminator(struct kunit *test)
{
	OEM_STRING oem = RTL_CONSTANT_STRING("port");
	WCHAR wide[5] = { [4] = 'x' };
	UNICODE_STRING unicode = { 0, 8, wide };
	char narrow[5] = { [4] = 'x' };
	OEM_STRING back = { 0, 4, narrow };

	KUNIT_EXPECT_EQ(test, RtlOemStringToUnicodeString(&unicode, &oem, FALSE),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, RtlOemStringToCountedUnicodeString(&unicode, &oem, FALSE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, unicode.Length, 8);
	KUNIT_EXPECT_EQ(test, wide[4], 'x');
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToOemString(&back, &unicode, FALSE),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToCountedOemString(&back, &unicode, FALSE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "portx", 5), 0);
	KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeStringToCountedOemString(&back, &unicode, FALSE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "PORTx", 5), 0);
}

static void text_is_converted_as_far_as_it_fits(struct kunit *test)
{
	WCHAR wide[4] = { [3] = 'x' };
	char narrow[4] = { [3] = 'x' };
	struct log log;
	ULONG bytes;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlMultiByteToUnicodeSize(&bytes, "\x80" "ab", 3), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 6U);
	KUNIT_EXPECT_EQ(test, RtlMultiByteToUnicodeN(wide, 6, &bytes, "\x80" "abc", 4),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 6U);
	KUNIT_EXPECT_EQ(test, wide[0], 0x20ac);
	KUNIT_EXPECT_EQ(test, wide[2], 'b');
	KUNIT_EXPECT_EQ(test, wide[3], 'x');
	KUNIT_EXPECT_EQ(test, RtlOemToUnicodeN(wide, 6, NULL, "\x84" "a", 2), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wide[0], 0xe4);
	KUNIT_EXPECT_EQ(test, wide[2], 'b');
	KUNIT_EXPECT_EQ(test, RtlUnicodeToMultiByteSize(&bytes, wide, 6), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 3U);
	KUNIT_EXPECT_EQ(test, RtlUnicodeToMultiByteN(narrow, 3, &bytes, wide, 8), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 3U);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "\xe4" "abx", 4), 0);
	KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeToMultiByteN(narrow, 3, &bytes, wide, 6),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "\xc4" "ABx", 4), 0);
	KUNIT_EXPECT_EQ(test, RtlUnicodeToOemN(narrow, 2, &bytes, wide, 6), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "\x84" "aBx", 4), 0);
	KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeToOemN(narrow, 1, &bytes, wide, 6), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, narrow[0], (char)0x8e);
	KUNIT_EXPECT_EQ(test, RtlUnicodeToOemN(NULL, 0, &bytes, NULL, 0), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes, 0U);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, RtlUnicodeToOemN(NULL, 2, &bytes, wide, 6),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &log, "RtlUnicodeToOemN: the destination");
}

static void convert_in_dpc(void *unused)
{
	OEM_STRING oem = RTL_CONSTANT_STRING("port");
	UNICODE_STRING unicode;
	WCHAR wide[2];

	RtlOemStringToUnicodeString(&unicode, &oem, TRUE);
	RtlOemToUnicodeN(wide, 4, NULL, "a", 1);
}

static void conversion_is_refused_in_a_dpc(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	in_dpc(test, convert_in_dpc, NULL);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 0"), 2U);
}

static struct kunit_case oem_cases[] = {
	KUNIT_CASE(every_oem_character_comes_back),
	KUNIT_CASE(what_oem_has_not_is_a_question_mark),
	KUNIT_CASE(counted_string_has_no_terminator),
	KUNIT_CASE(text_is_converted_as_far_as_it_fits),
	KUNIT_CASE(conversion_is_refused_in_a_dpc),
	{ }
};

static struct kunit_suite oem_suite = {
	.name = "ntparport_windows_rtl_oem",
	.test_cases = oem_cases,
};

kunit_test_suites(&oem_suite);
