// SPDX-License-Identifier: GPL-2.0
/* crt.c - strings of the C library that Linux has not: wide, or regardless of case. */

#include <linux/export.h>

#include "base/nt.h"

size_t wcslen(const WCHAR *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}
EXPORT_SYMBOL_GPL(wcslen);

WCHAR *wcscpy(WCHAR *dest, const WCHAR *src)
{
	WCHAR *d = dest;

	while ((*d++ = *src++))
		;
	return dest;
}
EXPORT_SYMBOL_GPL(wcscpy);

WCHAR *wcsncpy(WCHAR *dest, const WCHAR *src, size_t count)
{
	size_t n;

	for (n = 0; n < count; n++) {
		dest[n] = *src;
		if (*src)
			src++;
	}
	return dest;
}
EXPORT_SYMBOL_GPL(wcsncpy);

WCHAR *wcscat(WCHAR *dest, const WCHAR *src)
{
	wcscpy(dest + wcslen(dest), src);
	return dest;
}
EXPORT_SYMBOL_GPL(wcscat);

WCHAR *wcsncat(WCHAR *dest, const WCHAR *src, size_t count)
{
	WCHAR *d = dest + wcslen(dest);

	while (count-- && *src)
		*d++ = *src++;
	*d = UNICODE_NULL;
	return dest;
}
EXPORT_SYMBOL_GPL(wcsncat);

int wcsncmp(const WCHAR *a, const WCHAR *b, size_t count)
{
	for (; count--; a++, b++)
		if (*a != *b || !*a)
			return *a - *b;
	return 0;
}
EXPORT_SYMBOL_GPL(wcsncmp);

int wcscmp(const WCHAR *a, const WCHAR *b)
{
	return wcsncmp(a, b, SIZE_MAX);
}
EXPORT_SYMBOL_GPL(wcscmp);

/* In lower case, as these have it; what has no case differs from upper case there. */
static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int _wcsnicmp(const WCHAR *a, const WCHAR *b, size_t count)
{
	for (; count--; a++, b++)
		if (lower(*a) != lower(*b) || !*a)
			return lower(*a) - lower(*b);
	return 0;
}
EXPORT_SYMBOL_GPL(_wcsnicmp);

int _wcsicmp(const WCHAR *a, const WCHAR *b)
{
	return _wcsnicmp(a, b, SIZE_MAX);
}
EXPORT_SYMBOL_GPL(_wcsicmp);

int _strnicmp(const char *a, const char *b, size_t count)
{
	for (; count--; a++, b++)
		if (lower((u8)*a) != lower((u8)*b) || !*a)
			return lower((u8)*a) - lower((u8)*b);
	return 0;
}
EXPORT_SYMBOL_GPL(_strnicmp);

int _stricmp(const char *a, const char *b)
{
	return _strnicmp(a, b, SIZE_MAX);
}
EXPORT_SYMBOL_GPL(_stricmp);

WCHAR *wcschr(const WCHAR *s, WCHAR c)
{
	for (; *s != c; s++)
		if (!*s)
			return NULL;
	return (WCHAR *)s;
}
EXPORT_SYMBOL_GPL(wcschr);

WCHAR *wcsrchr(const WCHAR *s, WCHAR c)
{
	const WCHAR *found = NULL;

	do {
		if (*s == c)
			found = s;
	} while (*s++);
	return (WCHAR *)found;
}
EXPORT_SYMBOL_GPL(wcsrchr);

WCHAR *wcsstr(const WCHAR *s, const WCHAR *needle)
{
	const size_t length = wcslen(needle);

	for (;; s++) {
		if (!wcsncmp(s, needle, length))
			return (WCHAR *)s;
		if (!*s)
			return NULL;
	}
}
EXPORT_SYMBOL_GPL(wcsstr);
