// SPDX-License-Identifier: GPL-2.0
/// crt.cc - strings of the C library that Linux does not have: wide, or regardless of case.

#include <ntddk.h>

size_t wcslen(const WCHAR *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

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

namespace {

// Narrow characters count as unsigned.
int same(WCHAR c) { return c; }
// Lower case, as on Windows: in upper case, letters and '_' would compare differently.
int lower(WCHAR c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }
int lower(char c) { return lower(static_cast<WCHAR>(static_cast<UCHAR>(c))); }

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
