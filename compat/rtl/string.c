// SPDX-License-Identifier: GPL-2.0
/* string.c - strings, numbers, division, time. */

#include <linux/export.h>
#include <linux/math64.h>
#include <linux/time.h>

#include "module/glue/version.h"
#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "ex/pool.h"
#include "rtl/text.h"

/* Strings that the routines here allocate: 'Strg'. */
#define TAG_STRING 0x67727453

SIZE_T NTAPI RtlCompareMemory(const VOID *a, const VOID *b, SIZE_T length)
{
	const u8 *x = a, *y = b;
	SIZE_T n;

	if (!nt_ok(nt_is_memory(a, length) && nt_is_memory(b, length), "the memory"))
		return 0;
	for (n = 0; n < length && x[n] == y[n]; n++)
		;
	return n;
}
EXPORT_SYMBOL_GPL(RtlCompareMemory);

/* Characters */

/* Code page 1252 where it is not ISO 8859-1. */
static const WCHAR ansi_80_to_9f[] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

WCHAR nt_ansi_to_wide(CHAR c)
{
	const u8 byte = c;

	return byte >= 0x80 && byte <= 0x9f ? ansi_80_to_9f[byte - 0x80] : byte;
}

CHAR nt_wide_to_ansi(WCHAR c)
{
	unsigned int i;

	if (c < 0x80 || (c >= 0xa0 && c <= 0xff))
		return c;
	for (i = 0; i < ARRAY_SIZE(ansi_80_to_9f); i++)
		if (ansi_80_to_9f[i] == c)
			return 0x80 + i;
	return '?';
}

/*
 * Lower case letters, in ranges: their upper case is so much below. Where cases
 * alternate, only every second one from the first on is a lower case letter.
 */
static const struct {
	WCHAR first, last;
	u8 step;
	s16 offset;
} lower_case[] = {
	{ 'a', 'z', 1, 32 },
	{ 0x00e0, 0x00f6, 1, 32 },
	{ 0x00f8, 0x00fe, 1, 32 },
	{ 0x00ff, 0x00ff, 1, 0x00ff - 0x0178 },
	{ 0x0101, 0x012f, 2, 1 },
	{ 0x0133, 0x0137, 2, 1 },
	{ 0x013a, 0x0148, 2, 1 },
	{ 0x014b, 0x0177, 2, 1 },
	{ 0x017a, 0x017e, 2, 1 },
	{ 0x03ac, 0x03ac, 1, 38 },
	{ 0x03ad, 0x03af, 1, 37 },
	{ 0x03b1, 0x03c1, 1, 32 },
	{ 0x03c2, 0x03c2, 1, 31 },
	{ 0x03c3, 0x03cb, 1, 32 },
	{ 0x03cc, 0x03cc, 1, 64 },
	{ 0x03cd, 0x03ce, 1, 63 },
	{ 0x0430, 0x044f, 1, 32 },
	{ 0x0450, 0x045f, 1, 80 },
	{ 0x0461, 0x0481, 2, 1 },
	{ 0x048b, 0x04bf, 2, 1 },
	{ 0x04d1, 0x04ff, 2, 1 },
	{ 0x0561, 0x0586, 1, 48 },
	{ 0x1e01, 0x1e95, 2, 1 },
	{ 0x1ea1, 0x1eff, 2, 1 },
	{ 0xff41, 0xff5a, 1, 32 },
};

WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lower_case) && c >= lower_case[i].first; i++)
		if (c <= lower_case[i].last)
			return (c - lower_case[i].first) % lower_case[i].step ?
				c : c - lower_case[i].offset;
	return c;
}
EXPORT_SYMBOL_GPL(RtlUpcaseUnicodeChar);

WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c)
{
	unsigned int i;

	/*
	 * From the end: a capital sigma is that of the usual small one, not of the
	 * final one before it.
	 */
	for (i = ARRAY_SIZE(lower_case); i--;) {
		const unsigned int lower = c + lower_case[i].offset;

		if (lower >= lower_case[i].first && lower <= lower_case[i].last &&
		    (lower - lower_case[i].first) % lower_case[i].step == 0)
			return lower;
	}
	return c;
}
EXPORT_SYMBOL_GPL(RtlDowncaseUnicodeChar);

CHAR NTAPI RtlUpperChar(CHAR c)
{
	const CHAR upper = nt_wide_to_ansi(RtlUpcaseUnicodeChar(nt_ansi_to_wide(c)));

	/* An upper case that ANSI has not. */
	return upper == '?' ? c : upper;
}
EXPORT_SYMBOL_GPL(RtlUpperChar);

/*
 * Strings of drivers, narrow or wide: both count bytes. The macros in the log name
 * the routine they are used in, so they are checked there.
 */

static bool is_space(const void *string)
{
	const UNICODE_STRING *space = string;

	return nt_is_memory(space, sizeof(*space)) &&
	       (!space->MaximumLength || nt_is_memory(space->Buffer, space->MaximumLength));
}

/* Of a string that nothing but its length is asked of. */
#define LENGTH_OK(string) nt_ok(nt_is_memory(string, sizeof(*(string))), "a string")
#define STRING_OK(string) nt_ok(nt_is_string((const UNICODE_STRING *)(string)), "a string")
/* Its length does not count. */
#define SPACE_OK(string) nt_ok(is_space(string), "the destination")
/* Something may be appended to it. */
#define ROOM_OK(string)								\
	nt_ok(nt_is_room((const UNICODE_STRING *)(string)),			\
	      "the destination, or what its lengths say is in it,")
#define RESULT_OK(result) nt_ok(nt_is_memory(result, sizeof(*(result))), "the place for the result")
#define TEXT_OK(text, wide) nt_ok(!(text) || nt_is_text(text, wide), "the text")

/* Describing texts */

static void describe(PSTRING string, PCSZ text)
{
	const size_t length = text ? min_t(size_t, strlen(text), U16_MAX - 1) : 0;

	string->Length = length;
	string->MaximumLength = text ? length + 1 : 0;
	string->Buffer = (PCHAR)text;
}

VOID NTAPI RtlInitString(PSTRING string, PCSZ text)
{
	if (RESULT_OK(string) && TEXT_OK(text, false))
		describe(string, text);
}
EXPORT_SYMBOL_GPL(RtlInitString);

VOID NTAPI RtlInitAnsiString(PANSI_STRING string, PCSZ text)
{
	if (RESULT_OK(string) && TEXT_OK(text, false))
		describe(string, text);
}
EXPORT_SYMBOL_GPL(RtlInitAnsiString);

/* An even number of bytes, the terminator included. */
#define UNICODE_STRING_MAX_LENGTH (U16_MAX - 1 - sizeof(WCHAR))

static void describe_wide(PUNICODE_STRING string, PCWSTR text)
{
	const size_t length = text ? min_t(size_t, wcslen(text) * sizeof(WCHAR),
					   UNICODE_STRING_MAX_LENGTH) : 0;

	string->Length = length;
	string->MaximumLength = text ? length + sizeof(WCHAR) : 0;
	string->Buffer = (PWSTR)text;
}

VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING string, PCWSTR text)
{
	if (RESULT_OK(string) && TEXT_OK(text, true))
		describe_wide(string, text);
}
EXPORT_SYMBOL_GPL(RtlInitUnicodeString);

/* Converting */

ULONG NTAPI RtlxAnsiStringToUnicodeSize(PANSI_STRING string)
{
	if (!LENGTH_OK(string))
		return 0;
	return (string->Length + 1) * sizeof(WCHAR);
}
EXPORT_SYMBOL_GPL(RtlxAnsiStringToUnicodeSize);

ULONG NTAPI RtlxUnicodeStringToAnsiSize(PCUNICODE_STRING string)
{
	if (!LENGTH_OK(string))
		return 0;
	return string->Length / sizeof(WCHAR) + 1;
}
EXPORT_SYMBOL_GPL(RtlxUnicodeStringToAnsiSize);

/* Room for @size bytes, allocated if need be. */
static NTSTATUS make_room(const void *caller, void **buffer, USHORT *room, ULONG size,
			  bool allocate)
{
	void *memory;

	if (size > U16_MAX)
		return STATUS_INVALID_PARAMETER_2;
	if (!allocate)
		return size > *room ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
	memory = nt_pool_alloc(caller, size, 1, TAG_STRING, false);
	if (!memory)
		return STATUS_NO_MEMORY;
	*buffer = memory;
	*room = size;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING destination, PANSI_STRING source,
					    BOOLEAN allocate)
{
	void *buffer;
	NTSTATUS status;
	unsigned int n;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!STRING_OK(source) || !(allocate ? RESULT_OK(destination) : SPACE_OK(destination)))
		return STATUS_INVALID_PARAMETER;
	buffer = destination->Buffer;
	status = make_room(nt_caller(), &buffer, &destination->MaximumLength,
			   RtlxAnsiStringToUnicodeSize(source), allocate);
	if (status != STATUS_SUCCESS)
		return status;
	destination->Buffer = buffer;
	destination->Length = source->Length * sizeof(WCHAR);
	for (n = 0; n < source->Length; n++)
		destination->Buffer[n] = nt_ansi_to_wide(source->Buffer[n]);
	destination->Buffer[n] = UNICODE_NULL;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(RtlAnsiStringToUnicodeString);

NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING destination, PCUNICODE_STRING source,
					    BOOLEAN allocate)
{
	void *buffer;
	NTSTATUS status;
	unsigned int n;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!STRING_OK(source) || !(allocate ? RESULT_OK(destination) : SPACE_OK(destination)))
		return STATUS_INVALID_PARAMETER;
	buffer = destination->Buffer;
	status = make_room(nt_caller(), &buffer, &destination->MaximumLength,
			   RtlxUnicodeStringToAnsiSize(source), allocate);
	if (status != STATUS_SUCCESS)
		return status;
	destination->Buffer = buffer;
	destination->Length = source->Length / sizeof(WCHAR);
	for (n = 0; n < destination->Length; n++)
		destination->Buffer[n] = nt_wide_to_ansi(source->Buffer[n]);
	destination->Buffer[n] = ANSI_NULL;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(RtlUnicodeStringToAnsiString);

NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING destination, PCUNICODE_STRING source,
				      BOOLEAN allocate)
{
	void *buffer;
	NTSTATUS status;
	unsigned int n;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!STRING_OK(source) || !(allocate ? RESULT_OK(destination) : SPACE_OK(destination)))
		return STATUS_INVALID_PARAMETER;
	buffer = destination->Buffer;
	status = make_room(nt_caller(), &buffer, &destination->MaximumLength,
			   source->Length, allocate);
	if (status != STATUS_SUCCESS)
		return status;
	destination->Buffer = buffer;
	destination->Length = source->Length;
	for (n = 0; n < source->Length / sizeof(WCHAR); n++)
		destination->Buffer[n] = RtlUpcaseUnicodeChar(source->Buffer[n]);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(RtlUpcaseUnicodeString);

VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING string)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !RESULT_OK(string))
		return;
	if (string->Buffer)
		nt_pool_free(nt_caller(), __func__, string->Buffer);
	memset(string, 0, sizeof(*string));
}
EXPORT_SYMBOL_GPL(RtlFreeUnicodeString);

VOID NTAPI RtlFreeAnsiString(PANSI_STRING string)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !RESULT_OK(string))
		return;
	if (string->Buffer)
		nt_pool_free(nt_caller(), __func__, string->Buffer);
	memset(string, 0, sizeof(*string));
}
EXPORT_SYMBOL_GPL(RtlFreeAnsiString);

/* Copying and appending */

VOID NTAPI RtlCopyString(PSTRING destination, const PSTRING source)
{
	if (!SPACE_OK(destination) || (source && !STRING_OK(source)))
		return;
	destination->Length = source ? min(source->Length, destination->MaximumLength) : 0;
	if (source)
		memmove(destination->Buffer, source->Buffer, destination->Length);
}
EXPORT_SYMBOL_GPL(RtlCopyString);

VOID NTAPI RtlUpperString(PSTRING destination, const PSTRING source)
{
	unsigned int n;

	if (!SPACE_OK(destination) || !STRING_OK(source))
		return;
	destination->Length = min(source->Length, destination->MaximumLength);
	for (n = 0; n < destination->Length; n++)
		destination->Buffer[n] = RtlUpperChar(source->Buffer[n]);
}
EXPORT_SYMBOL_GPL(RtlUpperString);

NTSTATUS NTAPI RtlAppendAsciizToString(PSTRING destination, PCSZ source)
{
	size_t length;

	if (!ROOM_OK(destination) || !TEXT_OK(source, false))
		return STATUS_INVALID_PARAMETER;
	length = source ? strlen(source) : 0;
	if (length > (size_t)destination->MaximumLength - destination->Length)
		return STATUS_BUFFER_TOO_SMALL;
	memmove(destination->Buffer + destination->Length, source, length);
	destination->Length += length;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(RtlAppendAsciizToString);

/* There may be no room for it; a length need not be even. */
static void terminate(PUNICODE_STRING string)
{
	if (string->MaximumLength - string->Length >= sizeof(WCHAR))
		string->Buffer[string->Length / sizeof(WCHAR)] = UNICODE_NULL;
}

VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING destination, PCUNICODE_STRING source)
{
	if (!SPACE_OK(destination) || (source && !STRING_OK(source)))
		return;
	destination->Length = source ? min(source->Length, destination->MaximumLength) : 0;
	if (!source)
		return;
	memmove(destination->Buffer, source->Buffer, destination->Length);
	terminate(destination);
}
EXPORT_SYMBOL_GPL(RtlCopyUnicodeString);

static NTSTATUS append(PUNICODE_STRING destination, PCUNICODE_STRING source)
{
	if (!source->Length)
		return STATUS_SUCCESS;
	if (destination->Length + source->Length > destination->MaximumLength)
		return STATUS_BUFFER_TOO_SMALL;
	memmove((u8 *)destination->Buffer + destination->Length, source->Buffer, source->Length);
	destination->Length += source->Length;
	terminate(destination);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING destination, PCUNICODE_STRING source)
{
	if (!ROOM_OK(destination) || !STRING_OK(source))
		return STATUS_INVALID_PARAMETER;
	return append(destination, source);
}
EXPORT_SYMBOL_GPL(RtlAppendUnicodeStringToString);

NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING destination, PCWSTR source)
{
	UNICODE_STRING string;

	if (!ROOM_OK(destination) || !TEXT_OK(source, true))
		return STATUS_INVALID_PARAMETER;
	if (source && wcslen(source) * sizeof(WCHAR) > UNICODE_STRING_MAX_LENGTH)
		return STATUS_BUFFER_TOO_SMALL;
	describe_wide(&string, source);
	return append(destination, &string);
}
EXPORT_SYMBOL_GPL(RtlAppendUnicodeToString);

/* Comparing */

static LONG compare(const PSTRING a, const PSTRING b, bool ignore_case)
{
	const unsigned int both = min(a->Length, b->Length);
	unsigned int n;

	for (n = 0; n < both; n++) {
		u8 x = a->Buffer[n], y = b->Buffer[n];

		if (x != y && ignore_case) {
			x = RtlUpperChar(x);
			y = RtlUpperChar(y);
		}
		if (x != y)
			return x - y;
	}
	return a->Length - b->Length;
}

LONG NTAPI RtlCompareString(const PSTRING a, const PSTRING b, BOOLEAN ignore_case)
{
	return STRING_OK(a) && STRING_OK(b) ? compare(a, b, ignore_case) : -1;
}
EXPORT_SYMBOL_GPL(RtlCompareString);

BOOLEAN NTAPI RtlEqualString(const PSTRING a, const PSTRING b, BOOLEAN ignore_case)
{
	return STRING_OK(a) && STRING_OK(b) && a->Length == b->Length &&
		!compare(a, b, ignore_case);
}
EXPORT_SYMBOL_GPL(RtlEqualString);

static LONG compare_wide(PCUNICODE_STRING a, PCUNICODE_STRING b, bool ignore_case)
{
	const unsigned int both = min(a->Length, b->Length) / sizeof(WCHAR);
	unsigned int n;

	for (n = 0; n < both; n++) {
		WCHAR x = a->Buffer[n], y = b->Buffer[n];

		if (x != y && ignore_case) {
			x = RtlUpcaseUnicodeChar(x);
			y = RtlUpcaseUnicodeChar(y);
		}
		if (x != y)
			return x - y;
	}
	return a->Length - b->Length;
}

LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN ignore_case)
{
	return STRING_OK(a) && STRING_OK(b) ? compare_wide(a, b, ignore_case) : -1;
}
EXPORT_SYMBOL_GPL(RtlCompareUnicodeString);

BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN ignore_case)
{
	return STRING_OK(a) && STRING_OK(b) && a->Length == b->Length &&
		!compare_wide(a, b, ignore_case);
}
EXPORT_SYMBOL_GPL(RtlEqualUnicodeString);

BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING prefix, PCUNICODE_STRING string,
				     BOOLEAN ignore_case)
{
	UNICODE_STRING start;

	if (!STRING_OK(prefix) || !STRING_OK(string) || string->Length < prefix->Length)
		return FALSE;
	start = *string;
	start.Length = prefix->Length;
	return !compare_wide(prefix, &start, ignore_case);
}
EXPORT_SYMBOL_GPL(RtlPrefixUnicodeString);

/* Numbers */

static bool base_is_good(ULONG base)
{
	return base == 2 || base == 8 || base == 10 || base == 16;
}

static NTSTATUS from_integer(ULONGLONG value, ULONG base, PUNICODE_STRING string)
{
	WCHAR text[64];	/* bits */
	WCHAR *digit = text + ARRAY_SIZE(text);
	size_t length;

	base = base ?: 10;
	if (!base_is_good(base))
		return STATUS_INVALID_PARAMETER;
	do {
		u32 rest;

		value = div_u64_rem(value, base, &rest);
		*--digit = "0123456789ABCDEF"[rest];
	} while (value);
	length = (text + ARRAY_SIZE(text) - digit) * sizeof(WCHAR);
	if (length > string->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	memcpy(string->Buffer, digit, length);
	string->Length = length;
	terminate(string);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInt64ToUnicodeString(ULONGLONG value, ULONG base, PUNICODE_STRING string)
{
	return SPACE_OK(string) ? from_integer(value, base, string) : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_GPL(RtlInt64ToUnicodeString);

NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING string)
{
	return SPACE_OK(string) ? from_integer(value, base, string) : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_GPL(RtlIntegerToUnicodeString);

/* A counted or terminated text, narrow or wide. */
struct text {
	const char *narrow;
	const WCHAR *wide;
	size_t length;
};

/* The next character, or 0 at the end. */
static WCHAR peek(const struct text *text)
{
	if (!text->length)
		return 0;
	return text->wide ? *text->wide : (u8)*text->narrow;
}

static void next(struct text *text)
{
	text->length--;
	if (text->wide)
		text->wide++;
	else
		text->narrow++;
}

static int digit_of(WCHAR c)
{
	return c < 0x80 ? hex_to_bin(c) : -1;
}

static NTSTATUS to_integer(struct text text, ULONG base, PULONG value)
{
	ULONG result = 0;
	bool minus;
	int digit;

	while (peek(&text) && peek(&text) <= ' ')
		next(&text);
	minus = peek(&text) == '-';
	if (minus || peek(&text) == '+')
		next(&text);
	if (!base) {
		base = 10;
		if (peek(&text) == '0') {
			next(&text);
			switch (peek(&text)) {
			case 'b':
				base = 2;
				break;
			case 'o':
				base = 8;
				break;
			case 'x':
				base = 16;
				break;
			}
			if (base != 10)
				next(&text);
		}
	} else if (!base_is_good(base)) {
		return STATUS_INVALID_PARAMETER;
	}
	for (; (digit = digit_of(peek(&text))) >= 0 && digit < base; next(&text))
		result = result * base + digit;
	*value = minus ? -result : result;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING string, ULONG base, PULONG value)
{
	struct text text;

	if (!STRING_OK(string) || !RESULT_OK(value))
		return STATUS_INVALID_PARAMETER;
	text = (struct text){
		.wide = string->Buffer,
		.length = string->Buffer ? string->Length / sizeof(WCHAR) : 0,
	};
	return to_integer(text, base, value);
}
EXPORT_SYMBOL_GPL(RtlUnicodeStringToInteger);

NTSTATUS NTAPI RtlCharToInteger(PCSZ string, ULONG base, PULONG value)
{
	struct text text;

	if (!nt_ok(nt_is_text(string, false), "the text") || !RESULT_OK(value))
		return STATUS_INVALID_PARAMETER;
	text = (struct text){ .narrow = string, .length = strlen(string) };
	return to_integer(text, base, value);
}
EXPORT_SYMBOL_GPL(RtlCharToInteger);

/* Division */

LARGE_INTEGER NTAPI RtlExtendedLargeIntegerDivide(LARGE_INTEGER dividend, ULONG divisor,
						  PULONG remainder)
{
	u32 rest = 0;

	if (divisor) {
		dividend.QuadPart = div_u64_rem(dividend.QuadPart, divisor, &rest);
	} else {
		nt_complain("division by 0");
		dividend.QuadPart = 0;
	}
	if (remainder && RESULT_OK(remainder))
		*remainder = rest;
	return dividend;
}
EXPORT_SYMBOL_GPL(RtlExtendedLargeIntegerDivide);

ULONG NTAPI RtlEnlargedUnsignedDivide(ULARGE_INTEGER dividend, ULONG divisor, PULONG remainder)
{
	u32 rest = 0;

	if (divisor) {
		dividend.QuadPart = div_u64_rem(dividend.QuadPart, divisor, &rest);
	} else {
		nt_complain("division by 0");
		dividend.QuadPart = 0;
	}
	if (remainder && RESULT_OK(remainder))
		*remainder = rest;
	return dividend.LowPart;
}
EXPORT_SYMBOL_GPL(RtlEnlargedUnsignedDivide);

LARGE_INTEGER NTAPI RtlLargeIntegerDivide(LARGE_INTEGER dividend, LARGE_INTEGER divisor,
					  PLARGE_INTEGER remainder)
{
	LARGE_INTEGER quotient = { };

	/* The smallest number by -1 has no quotient; in hardware that is a fault, too. */
	if (!divisor.QuadPart)
		nt_complain("division by 0");
	else if (divisor.QuadPart == -1)
		quotient.QuadPart = -(u64)dividend.QuadPart;
	else
		quotient.QuadPart = div64_s64(dividend.QuadPart, divisor.QuadPart);
	if (remainder && RESULT_OK(remainder))
		remainder->QuadPart = divisor.QuadPart ?
			(u64)dividend.QuadPart - (u64)quotient.QuadPart * divisor.QuadPart : 0;
	return quotient;
}
EXPORT_SYMBOL_GPL(RtlLargeIntegerDivide);

/* Time */

#define TICKS_PER_MSEC	10000
#define TICKS_PER_SEC	(1000 * TICKS_PER_MSEC)
/* From 1601 to 1970. */
#define EPOCH_SECONDS	11644473600LL

VOID NTAPI RtlTimeToTimeFields(PLARGE_INTEGER time, PTIME_FIELDS fields)
{
	u32 ticks;
	u64 seconds;
	struct tm tm;

	if (!nt_ok(nt_is_memory(time, sizeof(*time)), "the time") || !RESULT_OK(fields))
		return;
	seconds = div_u64_rem(time->QuadPart, TICKS_PER_SEC, &ticks);
	time64_to_tm((time64_t)seconds - EPOCH_SECONDS, 0, &tm);
	*fields = (TIME_FIELDS) {
		.Year = tm.tm_year + 1900,
		.Month = tm.tm_mon + 1,
		.Day = tm.tm_mday,
		.Hour = tm.tm_hour,
		.Minute = tm.tm_min,
		.Second = tm.tm_sec,
		.Milliseconds = ticks / TICKS_PER_MSEC,
		.Weekday = tm.tm_wday,
	};
}
EXPORT_SYMBOL_GPL(RtlTimeToTimeFields);

BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS fields, PLARGE_INTEGER time)
{
	time64_t seconds;
	struct tm tm;

	if (!nt_ok(nt_is_memory(fields, sizeof(*fields)), "the fields") || !RESULT_OK(time))
		return FALSE;
	if (fields->Year < 1601 || fields->Year > 30827 ||
	    fields->Month < 1 || fields->Month > 12 || fields->Day < 1 || fields->Day > 31 ||
	    fields->Hour < 0 || fields->Hour > 23 || fields->Minute < 0 || fields->Minute > 59 ||
	    fields->Second < 0 || fields->Second > 59 ||
	    fields->Milliseconds < 0 || fields->Milliseconds > 999)
		return FALSE;
	seconds = mktime64(fields->Year, fields->Month, fields->Day, fields->Hour, fields->Minute,
			   fields->Second);
	/* A day that the month has not is one of the next month. */
	time64_to_tm(seconds, 0, &tm);
	if (tm.tm_mday != fields->Day)
		return FALSE;
	time->QuadPart = (seconds + EPOCH_SECONDS) * TICKS_PER_SEC +
			 fields->Milliseconds * TICKS_PER_MSEC;
	return TRUE;
}
EXPORT_SYMBOL_GPL(RtlTimeFieldsToTime);
