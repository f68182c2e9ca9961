// SPDX-License-Identifier: GPL-2.0
/*
 * crt_more.c - the functions of nt_crt_more.h that have no counterpart in C: as Microsoft documents
 * them. image_test.py compiles and runs it. It prints what differs.
 */
#include <wdm.h>
#include "nt_crt_more.h"

int printf(const char *format, ...);

#define EXPECT(condition)							\
	do {									\
		if (!(condition))						\
			printf("line %d: not %s\n", __LINE__, #condition);	\
	} while (0)

static int same(const WCHAR *wide, const char *text)
{
	size_t n;

	for (n = 0; text[n]; n++)
		if (wide[n] != (WCHAR)text[n])
			return 0;
	return !wide[n];
}

static void numbers(void)
{
	char text[70];
	WCHAR wide[70];

	EXPECT(!_itoa_s(-1, text, sizeof(text), 10) && !strcmp(text, "-1"));
	EXPECT(!_itoa_s(-1, text, sizeof(text), 16) && !strcmp(text, "ffffffff"));
	EXPECT(!_itoa_s(-0x7fffffff - 1, text, 12, 10) && !strcmp(text, "-2147483648"));
	EXPECT(_itoa_s(-0x7fffffff - 1, text, 11, 10) == ERANGE && !text[0]);
	EXPECT(!_ltoa_s(35, text, 2, 36) && !strcmp(text, "z"));
	EXPECT(!_ultoa_s(0xffffffff, text, sizeof(text), 10) && !strcmp(text, "4294967295"));
	EXPECT(!_i64toa_s(-5, text, sizeof(text), 10) && !strcmp(text, "-5"));
	EXPECT(!_i64toa_s(-1, text, 65, 2) && strlen(text) == 64);
	EXPECT(_i64toa_s(-1, text, 64, 2) == ERANGE && !text[0]);
	EXPECT(!_ui64toa_s(~0ULL, text, sizeof(text), 10) && !strcmp(text, "18446744073709551615"));
	EXPECT(!_itow_s(-7, wide, 70, 10) && same(wide, "-7"));
	EXPECT(!_ultow_s(0, wide, 2, 10) && same(wide, "0"));
	EXPECT(_ltow_s(10, wide, 2, 10) == ERANGE && !wide[0]);
	EXPECT(!_i64tow_s(-1, wide, 70, 10) && same(wide, "-1"));
	EXPECT(!_ui64tow_s(255, wide, 70, 16) && same(wide, "ff"));
	EXPECT(_itoa_s(1, NULL, 5, 10) == EINVAL && _itoa_s(1, text, 0, 10) == EINVAL);
	EXPECT(_itoa_s(1, text, 5, 1) == EINVAL && !text[0] && _itoa_s(1, text, 5, 37) == EINVAL);
}

static void texts(void)
{
	char text[10] = "ab", *context = NULL, list[] = ",,a,bc;", *end;
	WCHAR wide[10] = { 'a', 0 };

	EXPECT(!strncat_s(text, 10, "cdef", 2) && !strcmp(text, "abcd"));
	EXPECT(strncat_s(text, 6, "xyz", 3) == ERANGE && !text[0]);
	EXPECT(!strncat_s(text, 4, "wxyz", 3) && !strcmp(text, "wxy"));
	EXPECT(strncat_s(text, 4, "z", _TRUNCATE) == STRUNCATE && !strcmp(text, "wxy"));
	EXPECT(strncat_s(text, 3, "z", 1) == EINVAL && strncat_s(NULL, 3, "z", 1) == EINVAL);
	EXPECT(!wcsncat_s(wide, 10, wide, 1) && same(wide, "aa"));
	EXPECT(wcsncat_s(wide, 2, wide, 1) == EINVAL && !wide[0]);
	strcpy_s(text, 10, "abc");
	EXPECT(!_strnset_s(text, 10, 'x', 2) && !strcmp(text, "xxc"));
	EXPECT(!_strset_s(text, 10, 'y') && !strcmp(text, "yyy"));
	EXPECT(_strset_s(text, 3, 'y') == EINVAL && !text[0] && _strset_s(NULL, 3, 'y') == EINVAL);
	wide[0] = wide[1] = 'q';
	wide[2] = 0;
	EXPECT(!_wcsset_s(wide, 10, 'r') && same(wide, "rr"));
	EXPECT(!_wcsnset_s(wide, 10, 's', 1) && same(wide, "sr"));
	EXPECT(!strcmp(strtok_s(list, ",;", &context), "a"));
	EXPECT(!strcmp(strtok_s(NULL, ",;", &context), "bc"));
	EXPECT(!strtok_s(NULL, ",;", &context) && !strtok_s(NULL, ",;", &context));
	EXPECT(!strtok_s(NULL, ",", NULL));
	EXPECT(_strtoui64(" 0x10g", &end, 0) == 16 && *end == 'g' && _strtoui64("-1", NULL, 10) == ~0ULL);
	EXPECT(_strtoui64("99999999999999999999", NULL, 10) == ~0ULL);
}

int main(void)
{
	numbers();
	texts();
	return 0;
}
