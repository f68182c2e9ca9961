// SPDX-License-Identifier: GPL-2.0
/// stdlib.cc - what ntoskrnl has of the C library's stdlib.h.

#include "nt/stdlib.h"

#include "glue/sort.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "rtl/characters.hh"

using rtl::Text;

// Arrays

namespace {

using Compare = int (*)(const void *, const void *);

bool array_ok(const void *base, size_t count, size_t size, Compare compare, Caller caller)
{
	size_t bytes = 0;

	return ok(size && !__builtin_mul_overflow(count, size, &bytes) &&
			  (!bytes || nt_is_memory(base, bytes)),
		  "the array", caller) &&
	       ok(is_routine(compare), "the routine that compares", caller);
}

int compare_by(const void *a, const void *b, const void *routine)
{
	return call_or(0, reinterpret_cast<Compare>(const_cast<void *>(routine)), a, b);
}

}

void qsort(void *base, size_t count, size_t size, Compare compare)
{
	if (array_ok(base, count, size, compare, Caller()))
		nt_sort(base, count, size, compare_by, code_of(compare));
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, Compare compare)
{
	const char *first = static_cast<const char *>(base);

	if (!array_ok(base, count, size, compare, Caller()))
		return nullptr;
	while (count) {
		const char *middle = first + count / 2 * size;
		const int order = call_or(0, compare, key, middle);

		if (!order)
			return const_cast<char *>(middle);
		if (order > 0) {
			first = middle + size;
			count--;
		}
		count /= 2;
	}
	return nullptr;
}

// Random numbers

// One for all, as on Windows: two that take a number at once may get the same.
static constinit ULONG random_state = 1;

void srand(unsigned int seed) { __atomic_store_n(&random_state, seed, __ATOMIC_RELAXED); }

int rand()
{
	const ULONG state = __atomic_load_n(&random_state, __ATOMIC_RELAXED) * 214013 + 2531011;

	srand(state);
	return static_cast<int>(state >> 16 & RAND_MAX);
}

// Numbers

namespace {

/// `end` is where the number ends, which is 0 if there is none.
ULONG to_number(const Text &s, ULONG base, size_t &end)
{
	size_t at = 0;
	ULONG value = 0;
	bool too_large = false;

	end = 0;
	while (isspace(s[at]))
		at++;
	const bool minus = s[at] == '-';
	if (minus || s[at] == '+')
		at++;
	if ((!base || base == 16) && s[at] == '0' && (s[at + 1] | 0x20) == 'x' &&
	    rtl::digit_of(s[at + 2]) < 16) {
		base = 16;
		at += 2;
	}
	if (!base)
		base = s[at] == '0' ? 8 : 10;
	// Another base has no digits.
	base = base > 36 ? 0 : base;
	for (ULONG digit; (digit = rtl::digit_of(s[at])) < base; end = ++at) {
		too_large |= __builtin_mul_overflow(value, base, &value);
		too_large |= __builtin_add_overflow(value, digit, &value);
	}
	return too_large ? MAXULONG : minus ? -value : value;
}

int to_int(const Text &s)
{
	size_t end;

	return static_cast<int>(to_number(s, 10, end));
}

}

int atoi(const char *s) { return to_int(Text(s)); }
LONG atol(const char *s) { return to_int(Text(s)); }
int _wtoi(const WCHAR *s) { return to_int(Text(s)); }
LONG _wtol(const WCHAR *s) { return to_int(Text(s)); }

ULONG wcstoul(const WCHAR *s, WCHAR **end, int base)
{
	size_t length;
	const ULONG value = to_number(Text(s), base, length);

	if (end)
		*end = const_cast<WCHAR *>(s + length);
	return value;
}

char *_itoa(int value, char *dest, int base)
{
	char digits[32];  // one for each bit
	auto rest = static_cast<ULONG>(value);
	char *to = dest;
	size_t n = 0;

	if (base == 10 && value < 0) {
		*to++ = '-';
		rest = -rest;
	}
	if (base >= 2 && base <= 36) {
		do
			digits[n++] = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % base];
		while (rest /= base);
	}
	while (n)
		*to++ = digits[--n];
	*to = '\0';
	return dest;
}

WCHAR *_itow(int value, WCHAR *dest, int base)
{
	char text[34];	// also a sign, and the terminator

	mbstowcs(dest, _itoa(value, text, base), sizeof(text));
	return dest;
}

// Text of either width

int mbtowc(WCHAR *dest, const char *src, size_t count)
{
	if (!src || !count)
		return 0;
	if (dest)
		*dest = rtl::to_wide(*src);
	return *src != 0;
}

int wctomb(char *dest, WCHAR c)
{
	if (!dest)
		return 0;
	*dest = rtl::to_ansi(c);
	return *dest == '?' && c != '?' ? -1 : 1;
}

size_t mbstowcs(WCHAR *dest, const char *src, size_t count)
{
	size_t n = 0;

	if (!dest)
		return strlen(src);
	for (; n < count; n++) {
		dest[n] = rtl::to_wide(src[n]);
		if (!src[n])
			break;
	}
	return n;
}

size_t wcstombs(char *dest, const WCHAR *src, size_t count)
{
	char c;

	for (size_t n = 0; !dest || n < count; n++) {
		if (wctomb(dest ? dest + n : &c, src[n]) < 0)
			return ~static_cast<size_t>(0);
		if (!src[n])
			return n;
	}
	return count;
}
