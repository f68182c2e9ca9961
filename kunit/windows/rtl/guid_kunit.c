// SPDX-License-Identifier: GPL-2.0
/* guid_kunit.c - GUIDs as text, and strings that are made. */

#include "contexts.h"

#include <ntifs.h>

static const GUID known = {
	0x01234567, 0x89ab, 0xcdef, { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef }
};

static UNICODE_STRING string_of(const WCHAR *text)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, text);
	return string;
}

static void guid_is_text_and_back(struct kunit *test)
{
	UNICODE_STRING string;
	GUID guid = { };

	KUNIT_ASSERT_EQ(test, RtlStringFromGUID(&known, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, string.Length, 76);
	KUNIT_EXPECT_EQ(test, string.MaximumLength, 78);
	KUNIT_EXPECT_EQ(test, wcscmp(string.Buffer, L"{01234567-89AB-CDEF-0123-456789ABCDEF}"), 0);
	KUNIT_EXPECT_EQ(test, RtlGUIDFromString(&string, &guid), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&guid, &known));
	RtlFreeUnicodeString(&string);
	string = string_of(L"{01234567-89ab-cDef-0123-456789abcdef}");
	memset(&guid, 0, sizeof(guid));
	KUNIT_EXPECT_EQ(test, RtlGUIDFromString(&string, &guid), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&guid, &known));
}

static const WCHAR *const bad_guids[] = {
	L"",
	L"01234567-89AB-CDEF-0123-456789ABCDEF",
	L"{01234567-89AB-CDEF-0123-456789ABCDEF",
	L"{0123456789ABCDEF0123456789ABCDEF}    ",
	L"{01234567-89AB-CDEF-0123-456789ABCDEG}",
	L"{01234567-89AB-CDEF-0123-456789ABCDEF)",
	L"{01234567_89AB-CDEF-0123-456789ABCDEF}",
};

static void what_is_no_guid_is_refused(struct kunit *test)
{
	GUID guid = known;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_guids); i++) {
		UNICODE_STRING string = string_of(bad_guids[i]);

		KUNIT_EXPECT_EQ(test, RtlGUIDFromString(&string, &guid), STATUS_INVALID_PARAMETER);
	}
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(&guid, &known));
}

static void string_is_copied(struct kunit *test)
{
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"port"), empty = { }, copy;
	struct log log;

	log_mark(&log);
	KUNIT_ASSERT_TRUE(test, RtlCreateUnicodeString(&copy, L"port"));
	KUNIT_EXPECT_EQ(test, copy.Length, 8);
	KUNIT_EXPECT_EQ(test, copy.MaximumLength, 10);
	KUNIT_EXPECT_EQ(test, wcscmp(copy.Buffer, L"port"), 0);
	RtlFreeUnicodeString(&copy);
	KUNIT_ASSERT_EQ(test, RtlDuplicateUnicodeString(0, &source, &copy), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, copy.MaximumLength, 8);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&copy, &source, FALSE));
	RtlFreeUnicodeString(&copy);
	KUNIT_ASSERT_EQ(test, RtlDuplicateUnicodeString(1, &source, &copy), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, copy.MaximumLength, 10);
	KUNIT_EXPECT_EQ(test, copy.Buffer[4], 0);
	RtlFreeUnicodeString(&copy);
	KUNIT_EXPECT_EQ(test, RtlDuplicateUnicodeString(1, &empty, &copy), STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, copy.Buffer);
	KUNIT_ASSERT_EQ(test, RtlDuplicateUnicodeString(3, &empty, &copy), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, copy.MaximumLength, 2);
	KUNIT_ASSERT_NOT_NULL(test, copy.Buffer);
	KUNIT_EXPECT_EQ(test, *copy.Buffer, 0);
	RtlFreeUnicodeString(&copy);
	/* Of itself, in its own place. */
	copy = source;
	KUNIT_ASSERT_EQ(test, RtlDuplicateUnicodeString(0, &copy, &copy), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_NE(test, copy.Buffer, source.Buffer);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&copy, &source, FALSE));
	RtlFreeUnicodeString(&copy);
	KUNIT_EXPECT_EQ(test, RtlDuplicateUnicodeString(2, &source, &copy),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, RtlDuplicateUnicodeString(4, &source, &copy),
			STATUS_INVALID_PARAMETER);
	EXPECT_NOT_LOGGED(test, &log);
}

static void string_is_checked(struct kunit *test)
{
	WCHAR *text = kunit_kzalloc(test, 40001 * sizeof(*text), GFP_KERNEL);
	UNICODE_STRING string = { 2, 4, L"a" };
	ANSI_STRING ansi;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i < 40000; i++)
		text[i] = 'x';
	KUNIT_EXPECT_EQ(test, RtlInitUnicodeStringEx(&string, text), STATUS_NAME_TOO_LONG);
	KUNIT_EXPECT_EQ(test, string.Length, 2);
	text[32766] = 0;
	KUNIT_EXPECT_EQ(test, RtlInitUnicodeStringEx(&string, text), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, string.Length, 65532);
	KUNIT_EXPECT_EQ(test, RtlInitUnicodeStringEx(&string, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, string.Buffer);
	KUNIT_EXPECT_EQ(test, RtlInitAnsiStringEx(&ansi, "port"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 5);
	memset(text, 'x', 65535);
	KUNIT_EXPECT_EQ(test, RtlInitAnsiStringEx(&ansi, (PCSZ)text), STATUS_NAME_TOO_LONG);
	KUNIT_EXPECT_EQ(test, RtlValidateUnicodeString(0, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlValidateUnicodeString(1, &string), STATUS_INVALID_PARAMETER);
	string = (UNICODE_STRING){ 3, 4, L"a" };
	KUNIT_EXPECT_EQ(test, RtlValidateUnicodeString(0, &string), STATUS_INVALID_PARAMETER);
	string = (UNICODE_STRING){ 4, 2, L"a" };
	KUNIT_EXPECT_EQ(test, RtlValidateUnicodeString(0, &string), STATUS_INVALID_PARAMETER);
	string = (UNICODE_STRING){ 0, 2, NULL };
	KUNIT_EXPECT_EQ(test, RtlValidateUnicodeString(0, &string), STATUS_INVALID_PARAMETER);
}

static void strings_that_are_equal_have_one_hash(struct kunit *test)
{
	UNICODE_STRING lower = RTL_CONSTANT_STRING(L"ab\xe4");
	UNICODE_STRING upper = RTL_CONSTANT_STRING(L"AB\xc4");
	ULONG hash, other;

	KUNIT_EXPECT_EQ(test, RtlHashUnicodeString(&lower, FALSE, HASH_STRING_ALGORITHM_X65599,
						   &hash), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, hash, (0x61U * 65599 + 0x62) * 65599 + 0xe4);
	KUNIT_EXPECT_EQ(test, RtlHashUnicodeString(&upper, FALSE, HASH_STRING_ALGORITHM_DEFAULT,
						   &other), STATUS_SUCCESS);
	KUNIT_EXPECT_NE(test, hash, other);
	RtlHashUnicodeString(&lower, TRUE, HASH_STRING_ALGORITHM_DEFAULT, &hash);
	RtlHashUnicodeString(&upper, TRUE, HASH_STRING_ALGORITHM_DEFAULT, &other);
	KUNIT_EXPECT_EQ(test, hash, other);
	KUNIT_EXPECT_EQ(test, RtlHashUnicodeString(&upper, FALSE, 2, &other),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, RtlHashUnicodeString(&upper, FALSE, HASH_STRING_ALGORITHM_INVALID,
						   &other), STATUS_INVALID_PARAMETER);
}

static void string_becomes_lower_case_or_longer(struct kunit *test)
{
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"P\xd6RT"), lower;
	char buffer[8] = "lptXXXX";
	STRING string = { 3, 5, buffer };
	const STRING more = RTL_CONSTANT_STRING("12");

	KUNIT_ASSERT_EQ(test, RtlDowncaseUnicodeString(&lower, &source, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(lower.Buffer, L"p\xf6rt", 8), 0);
	RtlFreeUnicodeString(&lower);
	KUNIT_EXPECT_EQ(test, RtlAppendStringToString(&string, &more), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, buffer, "lpt12XX");
	KUNIT_EXPECT_EQ(test, RtlAppendStringToString(&string, &more), STATUS_BUFFER_TOO_SMALL);
}

static void memory_is_filled_by_fours(struct kunit *test)
{
	ULONG words[4] = { 0, 0, 0, 7 };
	LARGE_INTEGER shifted = { .QuadPart = -256 };

	RtlFillMemoryUlong(words, 11, 0x12345678);
	KUNIT_EXPECT_EQ(test, words[1], 0x12345678U);
	KUNIT_EXPECT_EQ(test, words[2], 0U);
	KUNIT_EXPECT_EQ(test, RtlCompareMemoryUlong(words, sizeof(words), 0x12345678), (SIZE_T)8);
	KUNIT_EXPECT_EQ(test, RtlCompareMemoryUlong(words, 7, 0x12345678), (SIZE_T)4);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerArithmeticShift(shifted, 4).QuadPart, -16LL);
	ExInterlockedAddLargeStatistic(&shifted, 300);
	KUNIT_EXPECT_EQ(test, shifted.QuadPart, 44LL);
}

static struct kunit_case guid_cases[] = {
	KUNIT_CASE(guid_is_text_and_back),
	KUNIT_CASE(what_is_no_guid_is_refused),
	KUNIT_CASE(string_is_copied),
	KUNIT_CASE(string_is_checked),
	KUNIT_CASE(strings_that_are_equal_have_one_hash),
	KUNIT_CASE(string_becomes_lower_case_or_longer),
	KUNIT_CASE(memory_is_filled_by_fours),
	{ }
};

static struct kunit_suite guid_suite = {
	.name = "ntparport_windows_rtl_guid",
	.test_cases = guid_cases,
};

kunit_test_suites(&guid_suite);
