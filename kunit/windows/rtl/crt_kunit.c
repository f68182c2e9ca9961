// SPDX-License-Identifier: GPL-2.0
/* crt_kunit.c - strings of the C library. */

#include "contexts.h"
/* Inline: the drivers' own copy of it. */
#include "../../../compat/kit/include/nt_crt_more.h"

static void wide_strings_are_copied(struct kunit *test)
{
	WCHAR buffer[12];

	KUNIT_EXPECT_EQ(test, wcslen(L""), 0U);
	KUNIT_EXPECT_EQ(test, wcslen(L"port"), 4U);
	KUNIT_EXPECT_PTR_EQ(test, wcscpy(buffer, L"port"), (WCHAR *)buffer);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"port"), 0);
	KUNIT_EXPECT_PTR_EQ(test, wcscat(buffer, L"1"), (WCHAR *)buffer);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"port1"), 0);
	KUNIT_EXPECT_PTR_EQ(test, wcsncat(buffer, L"2345", 2), (WCHAR *)buffer);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"port123"), 0);
	wcsncat(buffer, L"x", 9);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"port123x"), 0);
	memset(buffer, 0xff, sizeof(buffer));
	KUNIT_EXPECT_PTR_EQ(test, wcsncpy(buffer, L"port", 3), (WCHAR *)buffer);
	KUNIT_EXPECT_EQ(test, buffer[2], 'r');
	KUNIT_EXPECT_EQ(test, buffer[3], 0xffff);
	wcsncpy(buffer, L"port", 8);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"port\0\0\0", 16), 0);
	KUNIT_EXPECT_EQ(test, buffer[8], 0xffff);
}

static void wide_strings_are_compared(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, wcscmp(L"", L""), 0);
	KUNIT_EXPECT_LT(test, wcscmp(L"a", L"b"), 0);
	KUNIT_EXPECT_GT(test, wcscmp(L"\xffff", L"b"), 0);
	KUNIT_EXPECT_LT(test, wcscmp(L"a", L"aa"), 0);
	KUNIT_EXPECT_EQ(test, wcsncmp(L"abc", L"abd", 2), 0);
	KUNIT_EXPECT_LT(test, wcsncmp(L"abc", L"abd", 3), 0);
	KUNIT_EXPECT_EQ(test, wcsncmp(L"ab", L"ab", 100), 0);
	KUNIT_EXPECT_EQ(test, wcsncmp(L"a", L"b", 0), 0);
	KUNIT_EXPECT_EQ(test, _wcsicmp(L"LPT1", L"lpt1"), 0);
	KUNIT_EXPECT_GT(test, _wcsicmp(L"LPT2", L"lpt1"), 0);
	/* '_' is between the two cases: letters are compared in lower case. */
	KUNIT_EXPECT_LT(test, _wcsicmp(L"_", L"A"), 0);
	KUNIT_EXPECT_EQ(test, _wcsnicmp(L"LPT1", L"lpt2", 3), 0);
	KUNIT_EXPECT_LT(test, _wcsnicmp(L"LPT1", L"lpt2", 4), 0);
	KUNIT_EXPECT_EQ(test, _stricmp("LPT1", "lpt1"), 0);
	KUNIT_EXPECT_LT(test, _stricmp("LPT1", "lpt10"), 0);
	KUNIT_EXPECT_EQ(test, _strnicmp("LPT1", "lpt2", 3), 0);
	KUNIT_EXPECT_LT(test, _strnicmp("LPT1", "lpt2", 4), 0);
	KUNIT_EXPECT_GT(test, _stricmp("\xe4", "z"), 0);
}

static void wide_strings_are_searched(struct kunit *test)
{
	static const WCHAR path[] = L"\\Device\\Port";

	KUNIT_EXPECT_PTR_EQ(test, wcschr(path, '\\'), (WCHAR *)path);
	KUNIT_EXPECT_PTR_EQ(test, wcsrchr(path, '\\'), (WCHAR *)path + 7);
	KUNIT_EXPECT_NULL(test, wcschr(path, 'x'));
	KUNIT_EXPECT_NULL(test, wcsrchr(path, 'x'));
	KUNIT_EXPECT_PTR_EQ(test, wcschr(path, 0), (WCHAR *)path + 12);
	KUNIT_EXPECT_PTR_EQ(test, wcsrchr(path, 0), (WCHAR *)path + 12);
	KUNIT_EXPECT_PTR_EQ(test, wcsstr(path, L"Port"), (WCHAR *)path + 8);
	KUNIT_EXPECT_PTR_EQ(test, wcsstr(path, L""), (WCHAR *)path);
	KUNIT_EXPECT_NULL(test, wcsstr(path, L"Ports"));
	KUNIT_EXPECT_NULL(test, wcsstr(path, L"port"));
}

static void strings_are_spanned(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, wcsspn(L"0x3bc", L"0x"), 2U);
	KUNIT_EXPECT_EQ(test, wcsspn(L"0x0", L"0x"), 3U);
	KUNIT_EXPECT_EQ(test, wcsspn(L"", L"0x"), 0U);
	KUNIT_EXPECT_EQ(test, wcscspn(L"LPT1:", L":"), 4U);
	KUNIT_EXPECT_EQ(test, wcscspn(L"LPT1", L":"), 4U);
	KUNIT_EXPECT_EQ(test, wcscspn(L"LPT1", L""), 4U);
	KUNIT_EXPECT_EQ(test, wcsnlen(L"LPT1", 3), 3U);
	KUNIT_EXPECT_EQ(test, wcsnlen(L"LPT1", 9), 4U);
}

static void strings_are_changed_in_place(struct kunit *test)
{
	char narrow[] = "Lpt1_\xe4";
	WCHAR wide[] = L"Lpt1_\xe4";

	KUNIT_EXPECT_PTR_EQ(test, _strupr(narrow), (char *)narrow);
	KUNIT_EXPECT_STREQ(test, narrow, "LPT1_\xe4");
	KUNIT_EXPECT_STREQ(test, _strlwr(narrow), "lpt1_\xe4");
	KUNIT_EXPECT_STREQ(test, _strrev(narrow), "\xe4_1tpl");
	KUNIT_EXPECT_STREQ(test, _strnset(narrow, '*', 2), "**1tpl");
	KUNIT_EXPECT_STREQ(test, _strnset(narrow + 4, '-', 9), "--");
	KUNIT_EXPECT_STREQ(test, _strset(narrow, '0'), "000000");

	KUNIT_EXPECT_PTR_EQ(test, _wcsupr(wide), (WCHAR *)wide);
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"LPT1_\xe4"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(_wcslwr(wide), L"lpt1_\xe4"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(_wcsrev(wide), L"\xe4_1tpl"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(_wcsnset(wide, 0x20ac, 2), L"\x20ac\x20ac" L"1tpl"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(_wcsset(wide, '0'), L"000000"), 0);

	wide[0] = 0;
	KUNIT_EXPECT_EQ(test, _wcsrev(wide)[0], 0);
	KUNIT_EXPECT_EQ(test, _wcsset(wide, 'x')[0], 0);
}

/* As in the "C" locale: nothing but ASCII is of any kind. */
static void characters_are_of_a_kind(struct kunit *test)
{
	static const struct {
		int (*is)(int c);
		const char *those;
	} kinds[] = {
		{ ntparport_isdigit, "0123456789" },
		{ ntparport_isxdigit, "0123456789ABCDEFabcdef" },
		{ ntparport_isupper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
		{ ntparport_islower, "abcdefghijklmnopqrstuvwxyz" },
		{ ntparport_isspace, " \t\n\v\f\r" },
	};
	unsigned int i;
	int c;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		for (c = -128; c < 256; c++)
			KUNIT_EXPECT_EQ_MSG(test, !!kinds[i].is(c),
					    c > 0 && strchr(kinds[i].those, c), "%u: %d", i, c);
	for (c = -128; c < 256; c++) {
		const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';

		KUNIT_EXPECT_EQ(test, !!ntparport_isprint(c), c >= 0x20 && c < 0x7f);
		KUNIT_EXPECT_EQ(test, ntparport_tolower(c), upper ? c + 32 : c);
		KUNIT_EXPECT_EQ(test, ntparport_toupper(c), lower ? c - 32 : c);
		KUNIT_EXPECT_EQ(test, ntparport_towlower((WCHAR)c), (WCHAR)ntparport_tolower(c));
		KUNIT_EXPECT_EQ(test, ntparport_towupper((WCHAR)c), (WCHAR)ntparport_toupper(c));
	}
}

static void bounded_copies_fail_without_room(struct kunit *test)
{
	char text[6];
	WCHAR wide[4];

	KUNIT_EXPECT_EQ(test, strcpy_s(text, 6, "12345"), 0);
	KUNIT_EXPECT_STREQ(test, text, "12345");
	KUNIT_EXPECT_EQ(test, strcpy_s(text, 6, "123456"), ERANGE);
	KUNIT_EXPECT_EQ(test, text[0], 0);
	KUNIT_EXPECT_EQ(test, strcpy_s(NULL, 6, ""), EINVAL);
	KUNIT_EXPECT_EQ(test, strcpy_s(text, 6, NULL), EINVAL);
	KUNIT_EXPECT_EQ(test, strcpy_s(text, 6, "12"), 0);
	KUNIT_EXPECT_EQ(test, strcat_s(text, 6, "345"), 0);
	KUNIT_EXPECT_EQ(test, strcat_s(text, 6, "6"), ERANGE);
	memset(text, 'x', sizeof(text));
	KUNIT_EXPECT_EQ(test, strcat_s(text, 6, ""), EINVAL);
	KUNIT_EXPECT_EQ(test, strncpy_s(text, 6, "1234567", _TRUNCATE), STRUNCATE);
	KUNIT_EXPECT_STREQ(test, text, "12345");
	KUNIT_EXPECT_EQ(test, strncpy_s(text, 6, "1234567", 3), 0);
	KUNIT_EXPECT_STREQ(test, text, "123");
	KUNIT_EXPECT_EQ(test, wcscpy_s(wide, 4, L"LPT"), 0);
	KUNIT_EXPECT_EQ(test, wcscat_s(wide, 4, L"1"), ERANGE);
	KUNIT_EXPECT_EQ(test, memcpy_s(text, 2, "abc", 3), ERANGE);
	KUNIT_EXPECT_EQ(test, text[0], 0);
	KUNIT_EXPECT_EQ(test, memmove_s(text, 2, "abc", 3), ERANGE);
	KUNIT_EXPECT_EQ(test, sprintf_s(text, 6, "%d", 12345), 5);
	KUNIT_EXPECT_EQ(test, sprintf_s(text, 6, "%d", 123456), -1);
	KUNIT_EXPECT_EQ(test, text[0], 0);
	KUNIT_EXPECT_EQ(test, _snprintf_s(text, 6, _TRUNCATE, "%d", 1234567), -1);
	KUNIT_EXPECT_STREQ(test, text, "12345");
	KUNIT_EXPECT_EQ(test, _snprintf_s(text, 6, 3, "%d", 123), 3);
	KUNIT_EXPECT_EQ(test, swprintf_s(wide, 4, L"%d", 123), 3);
	KUNIT_EXPECT_EQ(test, swprintf_s(wide, 4, L"%d", 1234), -1);
}

static void numbers_are_read_and_written(struct kunit *test)
{
	char *end, text[66];

	KUNIT_EXPECT_EQ(test, strtoul("0x1Fz", &end, 0), 31U);
	KUNIT_EXPECT_EQ(test, *end, 'z');
	KUNIT_EXPECT_EQ(test, strtoul("4294967296", NULL, 10), MAXULONG);
	KUNIT_EXPECT_EQ(test, strtoul("-1", NULL, 10), MAXULONG);
	KUNIT_EXPECT_EQ(test, strtoul("0x", &end, 16), 0U);
	KUNIT_EXPECT_EQ(test, *end, 'x');
	KUNIT_EXPECT_EQ(test, strtol("-2147483649", NULL, 10), (LONG)0x80000000);
	KUNIT_EXPECT_EQ(test, strtol(" 2147483648", NULL, 10), 0x7fffffff);
	KUNIT_EXPECT_EQ(test, strtol("077", NULL, 0), 63);
	KUNIT_EXPECT_EQ(test, wcstol(L"-12x", NULL, 10), -12);
	KUNIT_EXPECT_EQ(test, _atoi64("-5000000000"), -5000000000LL);
	KUNIT_EXPECT_STREQ(test, _i64toa(-5000000000LL, text, 10), "-5000000000");
	KUNIT_EXPECT_STREQ(test, _ultoa(MAXULONG, text, 16), "ffffffff");
	KUNIT_EXPECT_STREQ(test, _ltoa(-1, text, 10), "-1");
	KUNIT_EXPECT_STREQ(test, _ltoa(5, text, 1), "");
	KUNIT_EXPECT_EQ(test, _memicmp("LPT1", "lpt1", 4), 0);
	KUNIT_EXPECT_TRUE(test, iswdigit('0') && !iswdigit(0x660));
	KUNIT_EXPECT_NULL(test, wcspbrk(L"port", L"x"));
}

static struct kunit_case crt_cases[] = {
	KUNIT_CASE(bounded_copies_fail_without_room),
	KUNIT_CASE(numbers_are_read_and_written),
	KUNIT_CASE(wide_strings_are_copied),
	KUNIT_CASE(wide_strings_are_compared),
	KUNIT_CASE(wide_strings_are_searched),
	KUNIT_CASE(strings_are_spanned),
	KUNIT_CASE(strings_are_changed_in_place),
	KUNIT_CASE(characters_are_of_a_kind),
	{ }
};

static struct kunit_suite crt_suite = {
	.name = "ntparport_windows_rtl_crt",
	.test_cases = crt_cases,
};

kunit_test_suites(&crt_suite);
