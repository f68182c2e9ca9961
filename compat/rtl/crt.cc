// SPDX-License-Identifier: GPL-2.0
/// crt.cc - strings of the C library that Linux does not have: wide, or regardless of case.

#include <ntddk.h>

size_t wcsnlen(const WCHAR *s, size_t limit)
{
	size_t n = 0;

	while (n < limit && s[n])
		n++;
	return n;
}

size_t wcslen(const WCHAR *s) { return wcsnlen(s, ~static_cast<size_t>(0)); }

WCHAR *wcscpy(WCHAR *dest, const WCHAR *src)
{
	WCHAR *d = dest;

	while ((*d++ = *src++))
		;
	return dest;
}

WCHAR *wcsncpy(WCHAR *dest, const WCHAR *src, size_t count)
{
	for (size_t n = 0; n < count; n++) {
		dest[n] = *src;
		if (*src)
			src++;
	}
	return dest;
}

WCHAR *wcscat(WCHAR *dest, const WCHAR *src)
{
	wcscpy(dest + wcslen(dest), src);
	return dest;
}

WCHAR *wcsncat(WCHAR *dest, const WCHAR *src, size_t count)
{
	WCHAR *d = dest + wcslen(dest);

	while (count-- && *src)
		*d++ = *src++;
	*d = UNICODE_NULL;
	return dest;
}

// Characters

int isdigit(int c) { return c >= '0' && c <= '9'; }
int islower(int c) { return c >= 'a' && c <= 'z'; }
int isupper(int c) { return c >= 'A' && c <= 'Z'; }
int isspace(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
int isprint(int c) { return c >= ' ' && c <= '~'; }
int tolower(int c) { return isupper(c) ? c + ('a' - 'A') : c; }
int toupper(int c) { return islower(c) ? c - ('a' - 'A') : c; }
WCHAR towlower(WCHAR c) { return static_cast<WCHAR>(tolower(c)); }
WCHAR towupper(WCHAR c) { return static_cast<WCHAR>(toupper(c)); }
int isxdigit(int c) { return isdigit(c) || (tolower(c) >= 'a' && tolower(c) <= 'f'); }

// Comparing

namespace {

// Narrow characters count as unsigned.
int same(WCHAR c) { return c; }
// Lower case, as on Windows: in upper case, letters and '_' would compare differently.
int lower(WCHAR c) { return tolower(c); }
int lower(char c) { return tolower(static_cast<UCHAR>(c)); }

template <typename Character>
int compare(const Character *a, const Character *b, size_t count, int (*folded)(Character))
{
	for (; count--; a++, b++)
		if (int difference = folded(*a) - folded(*b); difference || !*a)
			return difference;
	return 0;
}

constexpr size_t all = ~static_cast<size_t>(0);

}

int wcsncmp(const WCHAR *a, const WCHAR *b, size_t count) { return compare(a, b, count, same); }
int wcscmp(const WCHAR *a, const WCHAR *b) { return compare(a, b, all, same); }
int _wcsnicmp(const WCHAR *a, const WCHAR *b, size_t count)
{
	return compare<WCHAR>(a, b, count, lower);
}
int _wcsicmp(const WCHAR *a, const WCHAR *b) { return compare<WCHAR>(a, b, all, lower); }
int _strnicmp(const char *a, const char *b, size_t count)
{
	return compare<char>(a, b, count, lower);
}
int _stricmp(const char *a, const char *b) { return compare<char>(a, b, all, lower); }

// Searching

WCHAR *wcschr(const WCHAR *s, WCHAR c)
{
	for (; *s != c; s++)
		if (!*s)
			return nullptr;
	return const_cast<WCHAR *>(s);
}

WCHAR *wcsrchr(const WCHAR *s, WCHAR c)
{
	const WCHAR *found = nullptr;

	do {
		if (*s == c)
			found = s;
	} while (*s++);
	return const_cast<WCHAR *>(found);
}

WCHAR *wcsstr(const WCHAR *s, const WCHAR *needle)
{
	const size_t length = wcslen(needle);

	for (;; s++) {
		if (!wcsncmp(s, needle, length))
			return const_cast<WCHAR *>(s);
		if (!*s)
			return nullptr;
	}
}

namespace {

size_t span(const WCHAR *s, const WCHAR *set, bool within)
{
	size_t n = 0;

	while (s[n] && !wcschr(set, s[n]) != within)
		n++;
	return n;
}

}

size_t wcsspn(const WCHAR *s, const WCHAR *accept) { return span(s, accept, true); }
size_t wcscspn(const WCHAR *s, const WCHAR *reject) { return span(s, reject, false); }

// Changing in place

namespace {

template <typename Character>
Character *map(Character *s, int (*mapped)(int))
{
	for (Character *at = s; *at; at++)
		*at = static_cast<Character>(mapped(*at));
	return s;
}

template <typename Character>
Character *fill(Character *s, int c, size_t count)
{
	for (Character *at = s; count-- && *at; at++)
		*at = static_cast<Character>(c);
	return s;
}

template <typename Character>
Character *reverse(Character *s, size_t length)
{
	for (size_t n = 0; n < length / 2; n++) {
		const Character c = s[n];

		s[n] = s[length - 1 - n];
		s[length - 1 - n] = c;
	}
	return s;
}

}

char *_strlwr(char *s) { return map(s, tolower); }
char *_strupr(char *s) { return map(s, toupper); }
WCHAR *_wcslwr(WCHAR *s) { return map(s, tolower); }
WCHAR *_wcsupr(WCHAR *s) { return map(s, toupper); }
char *_strset(char *s, int c) { return fill(s, c, all); }
char *_strnset(char *s, int c, size_t count) { return fill(s, c, count); }
WCHAR *_wcsset(WCHAR *s, WCHAR c) { return fill(s, c, all); }
WCHAR *_wcsnset(WCHAR *s, WCHAR c, size_t count) { return fill(s, c, count); }
char *_strrev(char *s) { return reverse(s, strlen(s)); }
WCHAR *_wcsrev(WCHAR *s) { return reverse(s, wcslen(s)); }
