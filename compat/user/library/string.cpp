// SPDX-License-Identifier: GPL-2.0 OR MIT
/// string.cpp - texts: Windows' functions, and those of Microsoft's C library.

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <string>
#include <strings.h>

#include "library/text.hpp"

#define WEAK __attribute__((weak))

using Wide = ntparport_wchar;

namespace nt {

namespace {

template <typename Unit>
size_t length(const Unit *text)
{
	size_t count = 0;

	while (text[count])
		count++;
	return count;
}

/// Small letters, of ASCII, as in the locale "C".
template <typename Unit>
Unit small(Unit c)
{
	return static_cast<Unit>(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
}

template <typename Unit>
Unit capital(Unit c)
{
	return static_cast<Unit>(c >= 'a' && c <= 'z' ? c - 0x20 : c);
}

template <typename Unit>
Unit same(Unit c)
{
	return c;
}

/// -1, 0 or 1, of at most so many characters.
template <typename Unit>
int compare(const Unit *a, const Unit *b, size_t count, Unit (*by)(Unit))
{
	for (size_t i = 0; i < count; i++) {
		const Unit x = by(a[i]), y = by(b[i]);

		if (x != y)
			return x < y ? -1 : 1;
		if (!x)
			break;
	}
	return 0;
}

template <typename Unit>
Unit *change(Unit *text, Unit (*by)(Unit))
{
	for (Unit *at = text; *at; at++)
		*at = by(*at);
	return text;
}

/// Copies at most so many characters, and a NUL behind them.
template <typename Unit>
Unit *copy(Unit *to, const Unit *from, size_t count)
{
	size_t i = 0;

	for (; i < count && from[i]; i++)
		to[i] = from[i];
	to[i] = 0;
	return to;
}

constexpr size_t all = static_cast<size_t>(-1);

/// Those of 2005: a text that does not fit is "", and an error.
template <typename Unit>
int copy_safely(Unit *to, size_t size, const Unit *from, size_t count)
{
	size_t needed = 0;

	if (!to || !size)
		return EINVAL;
	if (!from) {
		*to = 0;
		return EINVAL;
	}
	while (needed < count && from[needed])
		needed++;
	if (needed >= size) {
		*to = 0;
		return ERANGE;
	}
	copy(to, from, needed);
	return 0;
}

/// Of a text that is too long, as much as there is room for, if that was asked for.
template <typename Unit>
int copy_some(Unit *to, size_t size, const Unit *from, size_t count)
{
	constexpr int STRUNCATE = 80;

	if (count != _TRUNCATE || !to || !size || !from || length(from) < size)
		return copy_safely(to, size, from, count);
	copy_safely(to, size, from, size - 1);
	return STRUNCATE;
}

template <typename Unit>
int append_safely(Unit *to, size_t size, const Unit *from)
{
	size_t used = 0;

	while (to && used < size && to[used])
		used++;
	if (!to || used == size)
		return EINVAL;
	const int error = copy_safely(to + used, size - used, from, all);
	if (error)
		*to = 0;
	return error;
}

/// A number in another radix than 10 has no sign.
template <typename Unit>
Unit *digits(unsigned long long value, bool negative, Unit *to, int radix)
{
	Unit own[65], *at = own + 64, *end = to;

	*at = 0;
	do {
		const auto digit = static_cast<unsigned int>(value % radix);

		*--at = static_cast<Unit>(digit < 10 ? '0' + digit : 'a' + digit - 10);
		value /= radix;
	} while (value);
	if (negative)
		*end++ = '-';
	copy(end, at, all);
	return to;
}

template <typename Unit>
Unit *digits_of_int(int value, Unit *to, int radix)
{
	const bool negative = value < 0 && radix == 10;
	const auto number = static_cast<unsigned int>(value);

	return digits(negative ? 0 - number : number, negative, to, radix);
}

/// The part of a wide text that a number may be: as many characters in ASCII.
std::string number_in(const Wide *from)
{
	std::string text;

	while (*from && *from < 128 && text.size() < 256)
		text += static_cast<char>(*from++);
	return text;
}

}

}

using namespace nt;

extern "C" {

int lstrlenA(LPCSTR text) { return text ? static_cast<int>(length(text)) : 0; }
int lstrlenW(LPCWSTR text) { return text ? static_cast<int>(length(text)) : 0; }
LPSTR lstrcpyA(LPSTR to, LPCSTR from) { return copy(to, from ? from : "", all); }
LPWSTR lstrcpyW(LPWSTR to, LPCWSTR from) { return copy(to, from ? from : u"", all); }
LPSTR lstrcatA(LPSTR to, LPCSTR from) { return copy(to + length(to), from, all), to; }
LPWSTR lstrcatW(LPWSTR to, LPCWSTR from) { return copy(to + length(to), from, all), to; }
int lstrcmpA(LPCSTR a, LPCSTR b) { return compare(a, b, all, same); }
int lstrcmpW(LPCWSTR a, LPCWSTR b) { return compare(a, b, all, same); }
int lstrcmpiA(LPCSTR a, LPCSTR b) { return compare(a, b, all, small); }
int lstrcmpiW(LPCWSTR a, LPCWSTR b) { return compare(a, b, all, small); }
LPSTR lstrcpynA(LPSTR to, LPCSTR from, int size)
{
	return size > 0 ? copy(to, from, size - 1) : to;
}
LPWSTR lstrcpynW(LPWSTR to, LPCWSTR from, int size)
{
	return size > 0 ? copy(to, from, size - 1) : to;
}
BOOL CharToOemA(LPCSTR from, LPSTR to) { return memmove(to, from, length(from) + 1), TRUE; }
BOOL OemToCharA(LPCSTR from, LPSTR to) { return CharToOemA(from, to); }

WEAK int _stricmp(const char *a, const char *b) { return strcasecmp(a, b); }
WEAK int _strcmpi(const char *a, const char *b) { return strcasecmp(a, b); }
WEAK int _strnicmp(const char *a, const char *b, size_t count) { return strncasecmp(a, b, count); }
WEAK int _memicmp(const void *a, const void *b, size_t count)
{
	const auto *const one = static_cast<const char *>(a), *const two =
								      static_cast<const char *>(b);

	for (size_t i = 0; i < count; i++)
		if (small(one[i]) != small(two[i]))
			return small(one[i]) < small(two[i]) ? -1 : 1;
	return 0;
}
WEAK char *_strdup(const char *text) { return strdup(text); }
WEAK char *_strupr(char *text) { return change(text, capital); }
WEAK char *_strlwr(char *text) { return change(text, small); }
WEAK char *_strset(char *text, int c) { return static_cast<char *>(memset(text, c, strlen(text))); }
WEAK char *_strrev(char *text)
{
	for (char *a = text, *b = text + strlen(text); b > a + 1;) {
		const char c = *a;

		*a++ = *--b;
		*b = c;
	}
	return text;
}
WEAK int stricmp(const char *a, const char *b) { return strcasecmp(a, b); }
WEAK int strcmpi(const char *a, const char *b) { return strcasecmp(a, b); }
WEAK int strnicmp(const char *a, const char *b, size_t count) { return strncasecmp(a, b, count); }
WEAK int memicmp(const void *a, const void *b, size_t count) { return _memicmp(a, b, count); }
WEAK char *strupr(char *text) { return _strupr(text); }
WEAK char *strlwr(char *text) { return _strlwr(text); }
WEAK char *strrev(char *text) { return _strrev(text); }
WEAK char *strset(char *text, int c) { return _strset(text, c); }

WEAK int strcpy_s(char *to, size_t size, const char *from)
{
	return copy_safely(to, size, from, all);
}
WEAK int strncpy_s(char *to, size_t size, const char *from, size_t count)
{
	return copy_some(to, size, from, count);
}
WEAK int memcpy_s(void *to, size_t size, const void *from, size_t count)
{
	return memmove_s(to, size, from, count);
}
WEAK int memmove_s(void *to, size_t size, const void *from, size_t count)
{
	if (!count)
		return 0;
	if (to && (!from || count > size))
		memset(to, 0, size);
	if (!to || !from)
		return EINVAL;
	if (count > size)
		return ERANGE;
	memmove(to, from, count);
	return 0;
}
WEAK char *strtok_s(char *text, const char *separators, char **state)
{
	return strtok_r(text, separators, state);
}
WEAK int wcsncpy_s(Wide *to, size_t size, const Wide *from, size_t count)
{
	return copy_some(to, size, from, count);
}
WEAK int strcat_s(char *to, size_t size, const char *from) { return append_safely(to, size, from); }
WEAK int wcscpy_s(Wide *to, size_t size, const Wide *from)
{
	return copy_safely(to, size, from, all);
}
WEAK int wcscat_s(Wide *to, size_t size, const Wide *from) { return append_safely(to, size, from); }

WEAK char *_itoa(int value, char *to, int radix) { return digits_of_int(value, to, radix); }
WEAK char *_ltoa(int value, char *to, int radix) { return digits_of_int(value, to, radix); }
WEAK char *_ultoa(unsigned int value, char *to, int radix)
{
	return digits(value, false, to, radix);
}
WEAK int _itoa_s(int value, char *to, size_t size, int radix)
{
	// As many as there are bits, and the terminator.
	char digits[33];

	return copy_safely(to, size, digits_of_int(value, digits, radix), all);
}
WEAK char *_i64toa(long long value, char *to, int radix)
{
	const bool negative = value < 0 && radix == 10;
	const auto number = static_cast<unsigned long long>(value);

	return digits(negative ? 0 - number : number, negative, to, radix);
}
WEAK char *_ui64toa(unsigned long long value, char *to, int radix)
{
	return digits(value, false, to, radix);
}
WEAK char *itoa(int value, char *to, int radix) { return digits_of_int(value, to, radix); }
WEAK char *ltoa(int value, char *to, int radix) { return digits_of_int(value, to, radix); }
WEAK char *ultoa(unsigned int value, char *to, int radix)
{
	return digits(value, false, to, radix);
}
WEAK Wide *_itow(int value, Wide *to, int radix) { return digits_of_int(value, to, radix); }
WEAK Wide *_ltow(int value, Wide *to, int radix) { return digits_of_int(value, to, radix); }
WEAK Wide *_ultow(unsigned int value, Wide *to, int radix)
{
	return digits(value, false, to, radix);
}

int ntparport_strtol(const char *from, char **end, int base)
{
	const long value = strtol(from, end, base);

	if (value == static_cast<int>(value))
		return static_cast<int>(value);
	errno = ERANGE;
	return value < 0 ? INT_MIN : INT_MAX;
}
unsigned int ntparport_strtoul(const char *from, char **end, int base)
{
	const unsigned long value = strtoul(from, end, base);

	// A number with a sign is one, too.
	if (value == static_cast<unsigned int>(value) ||
	    static_cast<long>(value) == static_cast<int>(value))
		return static_cast<unsigned int>(value);
	errno = ERANGE;
	return UINT_MAX;
}
int ntparport_atol(const char *from) { return ntparport_strtol(from, nullptr, 10); }

int ntparport_wcstol(const Wide *from, Wide **end, int base)
{
	const std::string text = number_in(from);
	char *stop;
	const int value = ntparport_strtol(text.c_str(), &stop, base);

	if (end)
		*end = const_cast<Wide *>(from) + (stop - text.c_str());
	return value;
}
unsigned int ntparport_wcstoul(const Wide *from, Wide **end, int base)
{
	const std::string text = number_in(from);
	char *stop;
	const unsigned int value = ntparport_strtoul(text.c_str(), &stop, base);

	if (end)
		*end = const_cast<Wide *>(from) + (stop - text.c_str());
	return value;
}
WEAK int _wtoi(const Wide *from) { return ntparport_wcstol(from, nullptr, 10); }
WEAK int _wtol(const Wide *from) { return ntparport_wcstol(from, nullptr, 10); }
WEAK long long _atoi64(const char *from) { return strtoll(from, nullptr, 10); }
WEAK long long _strtoi64(const char *from, char **end, int base)
{
	return strtoll(from, end, base);
}
WEAK unsigned long long _strtoui64(const char *from, char **end, int base)
{
	return strtoull(from, end, base);
}

size_t ntparport_wcslen(const Wide *text) { return length(text); }
Wide *ntparport_wcscpy(Wide *to, const Wide *from) { return copy(to, from, all); }
Wide *ntparport_wcsncpy(Wide *to, const Wide *from, size_t count)
{
	size_t i = 0;

	for (; i < count && from[i]; i++)
		to[i] = from[i];
	for (; i < count; i++)
		to[i] = 0;
	return to;
}
Wide *ntparport_wcscat(Wide *to, const Wide *from) { return copy(to + length(to), from, all), to; }
Wide *ntparport_wcsncat(Wide *to, const Wide *from, size_t count)
{
	return copy(to + length(to), from, count), to;
}
int ntparport_wcscmp(const Wide *a, const Wide *b) { return compare(a, b, all, same); }
int ntparport_wcsncmp(const Wide *a, const Wide *b, size_t count)
{
	return compare(a, b, count, same);
}
WEAK int _wcsicmp(const Wide *a, const Wide *b) { return compare(a, b, all, small); }
WEAK int _wcsnicmp(const Wide *a, const Wide *b, size_t count)
{
	return compare(a, b, count, small);
}
WEAK int wcsicmp(const Wide *a, const Wide *b) { return compare(a, b, all, small); }
WEAK int wcsnicmp(const Wide *a, const Wide *b, size_t count)
{
	return compare(a, b, count, small);
}
Wide *ntparport_wcschr(const Wide *text, int c)
{
	for (;; text++) {
		if (*text == static_cast<Wide>(c))
			return const_cast<Wide *>(text);
		if (!*text)
			return nullptr;
	}
}
Wide *ntparport_wcsrchr(const Wide *text, int c)
{
	for (size_t i = length(text) + 1; i--;)
		if (text[i] == static_cast<Wide>(c))
			return const_cast<Wide *>(text + i);
	return nullptr;
}
Wide *ntparport_wcsstr(const Wide *text, const Wide *what)
{
	for (const size_t count = length(what);; text++) {
		if (!compare(text, what, count, same))
			return const_cast<Wide *>(text);
		if (!*text)
			return nullptr;
	}
}
Wide *ntparport_wcstok(Wide *text, const Wide *separators)
{
	static thread_local Wide *rest;

	if (!text)
		text = rest;
	while (text && *text && ntparport_wcschr(separators, *text))
		text++;
	if (!text || !*text)
		return nullptr;
	Wide *end = text;
	while (*end && !ntparport_wcschr(separators, *end))
		end++;
	rest = end;
	if (*end) {
		*end = 0;
		rest++;
	}
	return text;
}
WEAK Wide *_wcsdup(const Wide *text)
{
	auto *const made = static_cast<Wide *>(malloc((length(text) + 1) * sizeof(Wide)));

	return made ? copy(made, text, all) : nullptr;
}
WEAK Wide *_wcsupr(Wide *text) { return change(text, capital); }
WEAK Wide *_wcslwr(Wide *text) { return change(text, small); }

size_t ntparport_mbstowcs(Wide *to, const char *from, size_t count)
{
	const std::u16string text = widen(from);

	for (size_t i = 0; to && i < count && i <= text.size(); i++)
		to[i] = text.c_str()[i];
	return to && text.size() > count ? count : text.size();
}
size_t ntparport_wcstombs(char *to, const Wide *from, size_t count)
{
	const std::string text = narrow(from);

	for (size_t i = 0; to && i < count && i <= text.size(); i++)
		to[i] = text.c_str()[i];
	return to && text.size() > count ? count : text.size();
}
}
