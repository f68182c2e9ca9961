// SPDX-License-Identifier: GPL-2.0
/* string_kunit.c - strings: described, converted, copied, compared. */

#include "contexts.h"

static void init_describes_the_text(struct kunit *test)
{
	UNICODE_STRING unicode;
	ANSI_STRING ansi;
	WCHAR buffer[4];
	char narrow[4];

	RtlInitUnicodeString(&unicode, L"port");
	KUNIT_EXPECT_EQ(test, unicode.Length, 8);
	KUNIT_EXPECT_EQ(test, unicode.MaximumLength, 10);
	RtlInitUnicodeString(&unicode, L"");
	KUNIT_EXPECT_EQ(test, unicode.Length, 0);
	KUNIT_EXPECT_EQ(test, unicode.MaximumLength, 2);
	RtlInitUnicodeString(&unicode, NULL);
	KUNIT_EXPECT_EQ(test, unicode.Length, 0);
	KUNIT_EXPECT_EQ(test, unicode.MaximumLength, 0);
	KUNIT_EXPECT_NULL(test, unicode.Buffer);
	RtlInitAnsiString(&ansi, "port");
	KUNIT_EXPECT_EQ(test, ansi.Length, 4);
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 5);
	RtlInitString(&ansi, NULL);
	KUNIT_EXPECT_EQ(test, ansi.Length, 0);
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 0);
	KUNIT_EXPECT_NULL(test, ansi.Buffer);
	RtlInitEmptyUnicodeString(&unicode, buffer, sizeof(buffer));
	KUNIT_EXPECT_EQ(test, unicode.Length, 0);
	KUNIT_EXPECT_EQ(test, unicode.MaximumLength, 8);
	RtlInitEmptyAnsiString(&ansi, narrow, sizeof(narrow));
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 4);
	KUNIT_EXPECT_PTR_EQ(test, ansi.Buffer, (PCHAR)narrow);
}

static void string_is_declared_with_its_text(struct kunit *test)
{
	DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Port");
	DECLARE_CONST_UNICODE_STRING(empty, L"");

	KUNIT_EXPECT_EQ(test, name.Length, 24);
	KUNIT_EXPECT_EQ(test, name.MaximumLength, 26);
	KUNIT_EXPECT_EQ(test, wcscmp(name.Buffer, L"\\Device\\Port"), 0);
	KUNIT_EXPECT_EQ(test, empty.Length, 0);
	KUNIT_EXPECT_EQ(test, empty.MaximumLength, 2);
	KUNIT_EXPECT_EQ(test, *empty.Buffer, 0);
}

/* More characters than a string can have. */
#define TOO_MANY 40000

static WCHAR *long_text(struct kunit *test)
{
	WCHAR *text = kunit_kzalloc(test, (TOO_MANY + 1) * sizeof(*text), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i < TOO_MANY; i++)
		text[i] = 'x';
	return text;
}

static void init_cuts_what_is_too_long(struct kunit *test)
{
	char *narrow = kunit_kzalloc(test, 70000, GFP_KERNEL);
	UNICODE_STRING unicode;
	ANSI_STRING ansi;

	KUNIT_ASSERT_NOT_NULL(test, narrow);
	RtlInitUnicodeString(&unicode, long_text(test));
	KUNIT_EXPECT_EQ(test, unicode.Length, 65532);
	KUNIT_EXPECT_EQ(test, unicode.MaximumLength, 65534);
	memset(narrow, 'x', 69999);
	RtlInitAnsiString(&ansi, narrow);
	KUNIT_EXPECT_EQ(test, ansi.Length, 65534);
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 65535);
}

/* Conversions */

static void every_ansi_character_comes_back(struct kunit *test)
{
	static WCHAR wide[257];
	static char from[256], to[257];
	UNICODE_STRING unicode = { 0, sizeof(wide), wide };
	ANSI_STRING ansi = { sizeof(from), sizeof(from), from };
	ANSI_STRING back = { 0, sizeof(to), to };
	unsigned int i;

	for (i = 0; i < 256; i++)
		from[i] = i;
	KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeSize(&ansi), 514U);
	KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeString(&unicode, &ansi, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, unicode.Length, 512);
	KUNIT_EXPECT_EQ(test, wide[256], 0);
	KUNIT_EXPECT_EQ(test, wide['A'], 'A');
	KUNIT_EXPECT_EQ(test, wide[0x80], 0x20ac);
	KUNIT_EXPECT_EQ(test, wide[0xe4], 0xe4);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToAnsiSize(&unicode), 257U);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToAnsiString(&back, &unicode, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, back.Length, 256);
	KUNIT_EXPECT_EQ(test, memcmp(from, to, 256), 0);
	KUNIT_EXPECT_EQ(test, to[256], 0);
}

static void conversion_has_a_size(struct kunit *test)
{
	static const USHORT lengths[] = { 0, 1, 3, 255, 32767, 65535 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		const ULONG length = lengths[i];
		ANSI_STRING ansi = { .Length = length };
		UNICODE_STRING unicode = { .Length = length & ~1 };

		/* The size shows that this is more than a string can have. */
		KUNIT_EXPECT_EQ(test, RtlxAnsiStringToUnicodeSize(&ansi), 2 * length + 2);
		KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeSize(&ansi), 2UL * length + 2);
		KUNIT_EXPECT_EQ(test, RtlxUnicodeStringToAnsiSize(&unicode), length / 2 + 1);
		KUNIT_EXPECT_EQ(test, RtlUnicodeStringToAnsiSize(&unicode), length / 2 + 1UL);
	}
}

static void what_ansi_has_not_is_a_question_mark(struct kunit *test)
{
	UNICODE_STRING unicode = RTL_CONSTANT_STRING(L"a\x4e2d\x0160\x2026z");
	ANSI_STRING ansi;

	KUNIT_ASSERT_EQ(test, RtlUnicodeStringToAnsiString(&ansi, &unicode, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, ansi.Buffer, "a?\x8a\x85z");
	KUNIT_EXPECT_EQ(test, ansi.Length, 5);
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 6);
	RtlFreeAnsiString(&ansi);
	KUNIT_EXPECT_NULL(test, ansi.Buffer);
	KUNIT_EXPECT_EQ(test, ansi.Length, 0);
	KUNIT_EXPECT_EQ(test, ansi.MaximumLength, 0);
}

static void conversion_allocates_or_needs_room(struct kunit *test)
{
	WCHAR wide[5] = { [4] = 'x' };
	UNICODE_STRING unicode = { 0, sizeof(wide) - 2, wide };
	ANSI_STRING ansi = RTL_CONSTANT_STRING("port");
	char narrow[4];
	ANSI_STRING small = { 0, sizeof(narrow), narrow };
	struct log log;

	log_mark(&log);
	/* There is no room for the terminator. */
	KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeString(&unicode, &ansi, FALSE),
			STATUS_BUFFER_OVERFLOW);
	unicode.MaximumLength = sizeof(wide);
	KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeString(&unicode, &ansi, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"port"), 0);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToAnsiString(&small, &unicode, FALSE),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_ASSERT_EQ(test, RtlAnsiStringToUnicodeString(&unicode, &ansi, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_NE(test, unicode.Buffer, (PWSTR)wide);
	KUNIT_EXPECT_EQ(test, unicode.Length, 8);
	KUNIT_EXPECT_EQ(test, unicode.MaximumLength, 10);
	KUNIT_EXPECT_EQ(test, wcscmp(unicode.Buffer, L"port"), 0);
	RtlFreeUnicodeString(&unicode);
	KUNIT_EXPECT_NULL(test, unicode.Buffer);
	/* This can be done any number of times. */
	RtlFreeUnicodeString(&unicode);
	EXPECT_NOT_LOGGED(test, &log);

	RtlInitUnicodeString(&unicode, L"literal");
	RtlFreeUnicodeString(&unicode);
	EXPECT_LOGGED_ONCE(test, &log, "RtlFreeUnicodeString");
}

static void string_can_be_too_long_to_convert(struct kunit *test)
{
	char *narrow = kunit_kzalloc(test, TOO_MANY, GFP_KERNEL);
	ANSI_STRING ansi = { TOO_MANY, TOO_MANY, narrow };
	UNICODE_STRING unicode;

	KUNIT_ASSERT_NOT_NULL(test, narrow);
	KUNIT_EXPECT_EQ(test, RtlAnsiStringToUnicodeString(&unicode, &ansi, TRUE),
			STATUS_INVALID_PARAMETER_2);
}

static void convert_strings(void *data)
{
	static const UNICODE_STRING source = RTL_CONSTANT_STRING(L"port");
	NTSTATUS *status = data;
	WCHAR buffer[5] = L"port";
	UNICODE_STRING unicode = { 8, 10, buffer };
	ANSI_STRING ansi = RTL_CONSTANT_STRING("port");

	status[0] = RtlAnsiStringToUnicodeString(&unicode, &ansi, FALSE);
	status[1] = RtlUnicodeStringToAnsiString(&ansi, &source, TRUE);
	status[2] = RtlUpcaseUnicodeString(&unicode, &source, FALSE);
	RtlFreeUnicodeString(&unicode);
	RtlFreeAnsiString(&ansi);
	status[3] = unicode.Buffer == buffer ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static void conversion_is_refused_in_a_dpc(struct kunit *test)
{
	NTSTATUS status[4] = { };
	struct log log;

	log_mark(&log);
	in_dpc(test, convert_strings, status);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(status[0]));
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(status[1]));
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(status[2]));
	KUNIT_EXPECT_EQ(test, status[3], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 0"), 5U);
}

/* Copying and appending */

static void copying_takes_what_fits(struct kunit *test)
{
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"printer");
	WCHAR buffer[9] = L"XXXXXXXX";
	UNICODE_STRING unicode = { 4, 16, buffer };
	ANSI_STRING narrow_source = RTL_CONSTANT_STRING("printer");
	char narrow[4] = "XXX";
	ANSI_STRING ansi = { 0, 3, narrow };

	RtlCopyUnicodeString(&unicode, &source);
	KUNIT_EXPECT_EQ(test, unicode.Length, 14);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"printer"), 0);
	wcscpy(buffer, L"XXXXXXXX");
	unicode.MaximumLength = 7;
	RtlCopyUnicodeString(&unicode, &source);
	KUNIT_EXPECT_EQ(test, unicode.Length, 7);
	KUNIT_EXPECT_EQ(test, buffer[2], 'i');
	KUNIT_EXPECT_EQ(test, buffer[4], 'X');
	RtlCopyUnicodeString(&unicode, NULL);
	KUNIT_EXPECT_EQ(test, unicode.Length, 0);
	RtlCopyString(&ansi, &narrow_source);
	KUNIT_EXPECT_EQ(test, ansi.Length, 3);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "pri", 4), 0);
	RtlCopyString(&ansi, NULL);
	KUNIT_EXPECT_EQ(test, ansi.Length, 0);
}

static void appending_is_all_or_nothing(struct kunit *test)
{
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"Port");
	WCHAR buffer[10] = L"XXXXXXXXX";
	UNICODE_STRING unicode = { 0, 16, buffer };
	UNICODE_STRING no_string = { };

	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&unicode, L"\\De"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, unicode.Length, 6);
	KUNIT_EXPECT_EQ(test, buffer[3], 0);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeStringToString(&unicode, &source), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"\\DePort"), 0);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeStringToString(&unicode, &source),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, unicode.Length, 14);
	/* Filled up completely: without a terminator. */
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&unicode, L"0"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, unicode.Length, 16);
	KUNIT_EXPECT_EQ(test, buffer[8], 'X');
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&unicode, L"1"), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&unicode, L""), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&unicode, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeStringToString(&unicode, &no_string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlAppendUnicodeToString(&unicode, long_text(test)),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, unicode.Length, 16);
}

/* Comparing */

static const struct {
	const WCHAR *a, *b;
	const char *narrow_a, *narrow_b;
	int with_case, without;
} comparisons[] = {
	{ L"", L"", "", "", 0, 0 },
	{ L"port", L"port", "port", "port", 0, 0 },
	{ L"port", L"PORT", "port", "PORT", 1, 0 },
	{ L"PORT", L"port", "PORT", "port", -1, 0 },
	{ L"port", L"ports", "port", "ports", -1, -1 },
	{ L"ports", L"port", "ports", "port", 1, 1 },
	{ L"", L"a", "", "a", -1, -1 },
	{ L"a", L"B", "a", "B", 1, -1 },
	{ L"a_", L"aB", "a_", "aB", 1, 1 },
	{ L"stra\xdf" L"e", L"STRASSE", "stra\xdf" "e", "STRASSE", 1, 1 },
	{ L"\xe4\xf7", L"\xc4\xd7", "\xe4\xf7", "\xc4\xd7", 1, 1 },
	{ L"\xe4\xf8", L"\xc4\xd8", "\xe4\xf8", "\xc4\xd8", 1, 0 },
	{ L"\xff", L"\x178", "\xff", "\x9f", -1, 0 },
	{ L"\x0161\x017e", L"\x0160\x017d", "\x9a\x9e", "\x8a\x8e", 1, 0 },
	{ L"\x03b1\x03ce", L"\x0391\x038f", NULL, NULL, 1, 0 },
	{ L"\x0436\x0451", L"\x0416\x0401", NULL, NULL, 1, 0 },
};

static int sign(LONG value)
{
	return value < 0 ? -1 : value > 0;
}

static void strings_compare(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(comparisons); i++) {
		const int with_case = comparisons[i].with_case, without = comparisons[i].without;
		UNICODE_STRING a, b;
		ANSI_STRING x, y;

		RtlInitUnicodeString(&a, comparisons[i].a);
		RtlInitUnicodeString(&b, comparisons[i].b);
		KUNIT_EXPECT_EQ_MSG(test, sign(RtlCompareUnicodeString(&a, &b, FALSE)), with_case,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, sign(RtlCompareUnicodeString(&a, &b, TRUE)), without,
				    "row %u", i);
		KUNIT_EXPECT_EQ(test, RtlEqualUnicodeString(&a, &b, FALSE), with_case == 0);
		KUNIT_EXPECT_EQ(test, RtlEqualUnicodeString(&a, &b, TRUE), without == 0);
		if (!comparisons[i].narrow_a)
			continue;
		RtlInitAnsiString(&x, comparisons[i].narrow_a);
		RtlInitAnsiString(&y, comparisons[i].narrow_b);
		/* By bytes; beyond ASCII the order may be another one. */
		KUNIT_EXPECT_EQ_MSG(test, RtlCompareString(&x, &y, FALSE) == 0, with_case == 0,
				    "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, sign(RtlCompareString(&x, &y, TRUE)), without,
				    "row %u", i);
		KUNIT_EXPECT_EQ(test, RtlEqualString(&x, &y, FALSE), with_case == 0);
		KUNIT_EXPECT_EQ(test, RtlEqualString(&x, &y, TRUE), without == 0);
	}
}

static void prefix_is_the_start_of_a_string(struct kunit *test)
{
	UNICODE_STRING device = RTL_CONSTANT_STRING(L"\\Device");
	UNICODE_STRING lower = RTL_CONSTANT_STRING(L"\\device");
	UNICODE_STRING port = RTL_CONSTANT_STRING(L"\\Device\\ParallelPort0");
	UNICODE_STRING nothing = { };

	KUNIT_EXPECT_TRUE(test, RtlPrefixUnicodeString(&device, &port, FALSE));
	KUNIT_EXPECT_FALSE(test, RtlPrefixUnicodeString(&lower, &port, FALSE));
	KUNIT_EXPECT_TRUE(test, RtlPrefixUnicodeString(&lower, &port, TRUE));
	KUNIT_EXPECT_FALSE(test, RtlPrefixUnicodeString(&port, &device, FALSE));
	KUNIT_EXPECT_TRUE(test, RtlPrefixUnicodeString(&nothing, &port, FALSE));
	KUNIT_EXPECT_TRUE(test, RtlPrefixUnicodeString(&port, &port, FALSE));
}

static const struct {
	WCHAR lower, upper;
} letters[] = {
	{ 'a', 'A' }, { 'z', 'Z' }, { '`', '`' }, { '{', '{' }, { 'Q', 'Q' }, { 0, 0 },
	{ 0xb5, 0xb5 }, { 0xdf, 0xdf }, { 0xe0, 0xc0 }, { 0xf7, 0xf7 }, { 0xfe, 0xde },
	{ 0xff, 0x178 }, { 0x101, 0x100 }, { 0x100, 0x100 }, { 0x12f, 0x12e },
	{ 0x138, 0x138 }, { 0x13a, 0x139 }, { 0x148, 0x147 }, { 0x149, 0x149 },
	{ 0x14b, 0x14a }, { 0x177, 0x176 }, { 0x178, 0x178 }, { 0x17a, 0x179 },
	{ 0x3ac, 0x386 }, { 0x3ad, 0x388 }, { 0x3b1, 0x391 }, { 0x3c9, 0x3a9 },
	{ 0x3cc, 0x38c }, { 0x3cd, 0x38e }, { 0x3ce, 0x38f }, { 0x430, 0x410 },
	{ 0x44f, 0x42f }, { 0x450, 0x400 }, { 0x45f, 0x40f }, { 0x461, 0x460 },
	{ 0x561, 0x531 }, { 0x586, 0x556 }, { 0x1e01, 0x1e00 }, { 0x1ef9, 0x1ef8 },
	{ 0x4e2d, 0x4e2d }, { 0xff41, 0xff21 }, { 0xffff, 0xffff },
};

static void letters_have_an_upper_case(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(letters); i++) {
		KUNIT_EXPECT_EQ_MSG(test, RtlUpcaseUnicodeChar(letters[i].lower), letters[i].upper,
				    "U+%04X", letters[i].lower);
		KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeChar(letters[i].upper), letters[i].upper);
	}
	KUNIT_EXPECT_EQ(test, (u8)RtlUpperChar('a'), 'A');
	KUNIT_EXPECT_EQ(test, (u8)RtlUpperChar('?'), '?');
	KUNIT_EXPECT_EQ(test, (u8)RtlUpperChar(0xe4), 0xc4);
	KUNIT_EXPECT_EQ(test, (u8)RtlUpperChar(0xff), 0x9f);
	KUNIT_EXPECT_EQ(test, (u8)RtlUpperChar(0x9c), 0x8c);
}

static void letters_have_a_lower_case(struct kunit *test)
{
	unsigned int c;

	for (c = 0; c < ARRAY_SIZE(letters); c++)
		KUNIT_EXPECT_EQ_MSG(test, RtlDowncaseUnicodeChar(letters[c].upper),
				    letters[c].lower == 'Q' ? 'q' :
				    letters[c].lower == 0x100 ? 0x101 :
				    letters[c].lower == 0x178 ? 0xff : letters[c].lower,
				    "U+%04X", letters[c].upper);
	/* Of the two small sigmas, the one used inside a word. */
	KUNIT_EXPECT_EQ(test, RtlDowncaseUnicodeChar(0x3a3), 0x3c3);
	/* Either case has the same upper case. */
	for (c = 0; c <= 0xffff; c++)
		if (RtlUpcaseUnicodeChar(RtlDowncaseUnicodeChar(c)) != RtlUpcaseUnicodeChar(c))
			KUNIT_FAIL(test, "U+%04X", c);
}

static void ansi_strings_are_appended_and_capitalised(struct kunit *test)
{
	char buffer[9] = "XXXXXXXX";
	ANSI_STRING string = { 0, 6, buffer };
	ANSI_STRING source = RTL_CONSTANT_STRING("port\xe4!");

	KUNIT_EXPECT_EQ(test, RtlAppendAsciizToString(&string, "lpt"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlAppendAsciizToString(&string, "1234"), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, string.Length, 3);
	KUNIT_EXPECT_EQ(test, RtlAppendAsciizToString(&string, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlAppendAsciizToString(&string, "123"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, string.Length, 6);
	KUNIT_EXPECT_STREQ(test, buffer, "lpt123XX");

	string.MaximumLength = 5;
	RtlUpperString(&string, &source);
	KUNIT_EXPECT_EQ(test, string.Length, 5);
	KUNIT_EXPECT_STREQ(test, buffer, "PORT\xc4" "3XX");
	/* In place: both strings have the same buffer. */
	strscpy(buffer, "abc", sizeof(buffer));
	string.Length = 3;
	RtlUpperString(&string, &string);
	KUNIT_EXPECT_STREQ(test, buffer, "ABC");
}

static void string_becomes_upper_case(struct kunit *test)
{
	UNICODE_STRING source = RTL_CONSTANT_STRING(L"Dr\xfc" L"cker 1");
	UNICODE_STRING upper, in_place;
	WCHAR buffer[9];

	in_place = (UNICODE_STRING){ 0, source.Length - 1, buffer };
	KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeString(&in_place, &source, FALSE),
			STATUS_BUFFER_OVERFLOW);
	in_place.MaximumLength = source.Length;
	KUNIT_EXPECT_EQ(test, RtlUpcaseUnicodeString(&in_place, &source, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, in_place.Length, source.Length);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"DR\xdc" L"CKER 1", source.Length), 0);
	KUNIT_ASSERT_EQ(test, RtlUpcaseUnicodeString(&upper, &source, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&upper, &in_place, FALSE));
	RtlFreeUnicodeString(&upper);
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(init_describes_the_text),
	KUNIT_CASE(string_is_declared_with_its_text),
	KUNIT_CASE(init_cuts_what_is_too_long),
	KUNIT_CASE(every_ansi_character_comes_back),
	KUNIT_CASE(conversion_has_a_size),
	KUNIT_CASE(what_ansi_has_not_is_a_question_mark),
	KUNIT_CASE(conversion_allocates_or_needs_room),
	KUNIT_CASE(string_can_be_too_long_to_convert),
	KUNIT_CASE(conversion_is_refused_in_a_dpc),
	KUNIT_CASE(copying_takes_what_fits),
	KUNIT_CASE(appending_is_all_or_nothing),
	KUNIT_CASE(strings_compare),
	KUNIT_CASE(prefix_is_the_start_of_a_string),
	KUNIT_CASE(letters_have_an_upper_case),
	KUNIT_CASE(letters_have_a_lower_case),
	KUNIT_CASE(ansi_strings_are_appended_and_capitalised),
	KUNIT_CASE(string_becomes_upper_case),
	{ }
};

static struct kunit_suite string_suite = {
	.name = "ntparport_windows_rtl_string",
	.test_cases = string_cases,
};

kunit_test_suites(&string_suite);
