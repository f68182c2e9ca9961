// SPDX-License-Identifier: GPL-2.0
/* string_kunit.c - strings, numbers, memory, division, time; wide strings of the C library. */

#include <linux/limits.h>

#include "contexts.h"
#include "kit/division.h"

/* Memory */

static void memory_is_moved_filled_and_compared(struct kunit *test)
{
	u8 a[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	u8 b[8];

	RtlCopyMemory(b, a, sizeof(a));
	KUNIT_EXPECT_TRUE(test, RtlEqualMemory(a, b, sizeof(a)));
	KUNIT_EXPECT_EQ(test, RtlCompareMemory(a, b, sizeof(a)), sizeof(a));
	KUNIT_EXPECT_EQ(test, RtlCompareMemory(a, b, 0), 0U);
	RtlMoveMemory(a + 1, a, 7);
	KUNIT_EXPECT_EQ(test, a[7], 7);
	KUNIT_EXPECT_FALSE(test, RtlEqualMemory(a, b, sizeof(a)));
	KUNIT_EXPECT_EQ(test, RtlCompareMemory(a, b, sizeof(a)), 1U);
	b[0] = 9;
	KUNIT_EXPECT_EQ(test, RtlCompareMemory(a, b, sizeof(a)), 0U);
	RtlFillMemory(a, sizeof(a), 0xaa);
	KUNIT_EXPECT_EQ(test, a[7], 0xaa);
	RtlZeroMemory(a, 4);
	KUNIT_EXPECT_EQ(test, a[3], 0);
	KUNIT_EXPECT_EQ(test, a[4], 0xaa);
	KUNIT_EXPECT_PTR_EQ(test, RtlSecureZeroMemory(a, 5), (PVOID)a);
	KUNIT_EXPECT_EQ(test, a[4], 0);
	KUNIT_EXPECT_EQ(test, a[5], 0xaa);
}

static void memory_has_older_names(struct kunit *test)
{
	u8 a[4] = { 1, 2, 3, 4 };
	u8 b[4] = { };

	RtlCopyBytes(b, a, 3);
	KUNIT_EXPECT_EQ(test, memcmp(b, "\1\2\3\0", 4), 0);
	RtlFillBytes(b + 1, 2, 0x55);
	KUNIT_EXPECT_EQ(test, memcmp(b, "\1\x55\x55\0", 4), 0);
	RtlZeroBytes(b, 2);
	KUNIT_EXPECT_EQ(test, memcmp(b, "\0\0\x55\0", 4), 0);
}

/* What ntdef.h has */

static const struct {
	NTSTATUS status;
	bool success, information, warning, error;
} severities[] = {
	{ STATUS_SUCCESS, .success = true },
	{ STATUS_PENDING, .success = true },
	{ 0x3fffffff, .success = true },
	{ 0x40000000, .success = true, .information = true },
	{ 0x7fffffff, .success = true, .information = true },
	{ (NTSTATUS)0x80000000, .warning = true },
	{ STATUS_BUFFER_OVERFLOW, .warning = true },
	{ (NTSTATUS)0xbfffffff, .warning = true },
	{ (NTSTATUS)0xc0000000, .error = true },
	{ STATUS_UNSUCCESSFUL, .error = true },
	{ -1, .error = true },
};

static void status_has_a_severity(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(severities); i++) {
		const NTSTATUS status = severities[i].status;

		KUNIT_EXPECT_EQ_MSG(test, NT_SUCCESS(status), severities[i].success,
				    "status 0x%x", status);
		KUNIT_EXPECT_EQ_MSG(test, NT_INFORMATION(status), severities[i].information,
				    "status 0x%x", status);
		KUNIT_EXPECT_EQ_MSG(test, NT_WARNING(status), severities[i].warning,
				    "status 0x%x", status);
		KUNIT_EXPECT_EQ_MSG(test, NT_ERROR(status), severities[i].error,
				    "status 0x%x", status);
	}
}

static void products_have_64_bits(struct kunit *test)
{
	/* Only 32 bits of what is multiplied count; sparse need not know which. */
	LONGLONG wide = 0x500000002LL + !test;

	KUNIT_EXPECT_EQ(test, Int32x32To64(S32_MAX, S32_MAX), 0x3fffffff00000001LL);
	KUNIT_EXPECT_EQ(test, Int32x32To64(S32_MIN, 2), -0x100000000LL);
	KUNIT_EXPECT_EQ(test, Int32x32To64(-3, 5), -15LL);
	KUNIT_EXPECT_EQ(test, Int32x32To64(0xffffffff, 5), -5LL);
	KUNIT_EXPECT_EQ(test, Int32x32To64(1 + 1, wide + 1), 6LL);
	KUNIT_EXPECT_EQ(test, UInt32x32To64(U32_MAX, U32_MAX), 0xfffffffe00000001ULL);
	KUNIT_EXPECT_EQ(test, UInt32x32To64(-1, 2), 0x1fffffffeULL);
	KUNIT_EXPECT_EQ(test, UInt32x32To64(1 + 1, wide + 1), 6ULL);
}

struct described {
	char first;
	LARGE_INTEGER number;
	WCHAR name[5];
};

static void structures_are_described(struct kunit *test)
{
	struct described *none = NULL, one;
	const HANDLE handle = NULL;

	C_ASSERT(RTL_FIELD_SIZE(struct described, number) == 8);
	KUNIT_EXPECT_EQ(test, RTL_FIELD_SIZE(struct described, first), (size_t)1);
	KUNIT_EXPECT_EQ(test, RTL_FIELD_SIZE(struct described, name), (size_t)10);
	KUNIT_EXPECT_EQ(test, RTL_NUMBER_OF(one.name), (size_t)5);
	KUNIT_EXPECT_EQ(test, FIELD_OFFSET(struct described, number), 8);
	/* As on Windows, also where Linux has less. */
	KUNIT_EXPECT_EQ(test, TYPE_ALIGNMENT(LARGE_INTEGER), (size_t)8);
	KUNIT_EXPECT_EQ(test, TYPE_ALIGNMENT(WCHAR), (size_t)2);
	KUNIT_EXPECT_EQ(test, TYPE_ALIGNMENT(PVOID), sizeof(PVOID));
	KUNIT_EXPECT_FALSE(test, ARGUMENT_PRESENT(none));
	KUNIT_EXPECT_FALSE(test, ARGUMENT_PRESENT(handle));
	KUNIT_EXPECT_TRUE(test, ARGUMENT_PRESENT(&one));
	KUNIT_EXPECT_TRUE(test, ARGUMENT_PRESENT((ULONG_PTR)1));
}

/* This file is not of a checked build. */
static void free_build_checks_nothing(struct kunit *test)
{
	unsigned int evaluated = 0;
	KIRQL irql;
	struct log log;

	log_mark(&log);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	PAGED_CODE();
	KeLowerIrql(irql);
	KdPrint(("%u\n", ++evaluated));
	KdPrintEx((DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, "%u\n", ++evaluated));
	KdBreakPoint();
	ASSERT(++evaluated == 0);
	NT_ASSERT(++evaluated == 0);
	ASSERTMSG("why", ++evaluated == 0);
	KUNIT_EXPECT_EQ(test, evaluated, 0U);
	EXPECT_NOT_LOGGED(test, &log);
}

/* Describing texts */

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

		/* More than a string can have is seen by it. */
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
	/* No room for the terminator. */
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
	/* As often as one likes. */
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
	/* To the brim: without a terminator. */
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
		/* By bytes, with another order beyond ASCII. */
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
	/* Of the two small sigmas, the one inside a word. */
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
	/* In place. */
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

/* Numbers */

static const struct {
	ULONGLONG value;
	ULONG base;
	const WCHAR *text;
} numbers[] = {
	{ 0, 0, L"0" }, { 0, 2, L"0" }, { 10, 0, L"10" }, { 10, 10, L"10" }, { 10, 2, L"1010" },
	{ 10, 8, L"12" }, { 10, 16, L"A" }, { 0xdeadbeef, 16, L"DEADBEEF" },
	{ U32_MAX, 10, L"4294967295" }, { U32_MAX, 2, L"11111111111111111111111111111111" },
	{ U64_MAX, 10, L"18446744073709551615" }, { U64_MAX, 8, L"1777777777777777777777" },
	{ 1ULL << 63, 2, L"1000000000000000000000000000000000000000000000000000000000000000" },
};

static void numbers_become_strings(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		const ULONGLONG value = numbers[i].value;
		const USHORT length = wcslen(numbers[i].text) * sizeof(WCHAR);
		WCHAR buffer[65];
		UNICODE_STRING string = { 0, sizeof(buffer), buffer };

		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(value, numbers[i].base, &string),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, string.Length, length);
		KUNIT_EXPECT_EQ_MSG(test, wcscmp(buffer, numbers[i].text), 0, "row %u", i);
		if (value <= U32_MAX) {
			buffer[0] = 0;
			KUNIT_EXPECT_EQ(test, RtlIntegerToUnicodeString(value, numbers[i].base,
									&string),
					STATUS_SUCCESS);
			KUNIT_EXPECT_EQ(test, wcscmp(buffer, numbers[i].text), 0);
		}
		/* Without room for a terminator; without room. */
		buffer[length / 2] = 'X';
		string.MaximumLength = length;
		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(value, numbers[i].base, &string),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, buffer[length / 2], 'X');
		string.MaximumLength = length - 1;
		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(value, numbers[i].base, &string),
				STATUS_BUFFER_OVERFLOW);
	}
}

static const struct {
	const WCHAR *wide;
	const char *narrow;
	ULONG base;
	ULONG value;
} readings[] = {
	{ L"", "", 0, 0 },
	{ L"0", "0", 0, 0 },
	{ L"17", "17", 0, 17 },
	{ L"17", "17", 8, 15 },
	{ L"17", "17", 16, 23 },
	{ L"0x1F", "0x1F", 0, 31 },
	{ L"0x1f", "0x1f", 16, 0 },
	{ L"0o17", "0o17", 0, 15 },
	{ L"0b101", "0b101", 0, 5 },
	{ L"101", "101", 2, 5 },
	{ L"012", "012", 0, 12 },
	{ L"129", "129", 8, 10 },
	{ L"12x", "12x", 0, 12 },
	{ L"x", "x", 0, 0 },
	{ L" \t\n 42 ", " \t\n 42 ", 0, 42 },
	{ L"-1", "-1", 0, U32_MAX },
	{ L"+7", "+7", 0, 7 },
	{ L"- 7", "- 7", 0, 0 },
	{ L"-0x10", "-0x10", 0, -16U },
	{ L"4294967295", "4294967295", 0, U32_MAX },
	{ L"4294967297", "4294967297", 0, 1 },
	{ L"\xff11", NULL, 0, 0 },
};

static void strings_become_numbers(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(readings); i++) {
		UNICODE_STRING string;
		ULONG value = 99;

		RtlInitUnicodeString(&string, readings[i].wide);
		KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&string, readings[i].base, &value),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ_MSG(test, value, readings[i].value, "row %u", i);
		if (!readings[i].narrow)
			continue;
		value = 99;
		KUNIT_EXPECT_EQ(test, RtlCharToInteger(readings[i].narrow, readings[i].base,
						       &value), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ_MSG(test, value, readings[i].value, "row %u", i);
	}
}

static void number_ends_with_its_string(struct kunit *test)
{
	UNICODE_STRING string = { 4, 4, (PWSTR)L"1234" };
	UNICODE_STRING nothing = { };
	ULONG value = 99;

	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&string, 10, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 12U);
	KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&nothing, 10, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 0U);
}

static void other_bases_are_refused(struct kunit *test)
{
	static const ULONG bases[] = { 1, 3, 7, 9, 11, 36, U32_MAX };
	UNICODE_STRING string = RTL_CONSTANT_STRING(L"1");
	unsigned int i;
	ULONG value = 99;

	for (i = 0; i < ARRAY_SIZE(bases); i++) {
		KUNIT_EXPECT_EQ(test, RtlIntegerToUnicodeString(1, bases[i], &string),
				STATUS_INVALID_PARAMETER);
		KUNIT_EXPECT_EQ(test, RtlInt64ToUnicodeString(1, bases[i], &string),
				STATUS_INVALID_PARAMETER);
		KUNIT_EXPECT_EQ(test, RtlUnicodeStringToInteger(&string, bases[i], &value),
				STATUS_INVALID_PARAMETER);
		KUNIT_EXPECT_EQ(test, RtlCharToInteger("1", bases[i], &value),
				STATUS_INVALID_PARAMETER);
	}
	KUNIT_EXPECT_EQ(test, value, 99U);
}

/* 64-bit arithmetic */

static LARGE_INTEGER large(LONGLONG value)
{
	return (LARGE_INTEGER){ .QuadPart = value };
}

static void large_integers_calculate(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, RtlConvertLongToLargeInteger(-5).QuadPart, -5LL);
	KUNIT_EXPECT_EQ(test, RtlConvertUlongToLargeInteger(-5).QuadPart, 0xfffffffbLL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerAdd(large(U32_MAX), large(1)).QuadPart, 1LL << 32);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerAdd(large(S64_MAX), large(1)).QuadPart, S64_MIN);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerSubtract(large(0), large(1)).QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerNegate(large(5)).QuadPart, -5LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerNegate(large(S64_MIN)).QuadPart, S64_MIN);
	KUNIT_EXPECT_EQ(test, RtlEnlargedIntegerMultiply(-3, S32_MAX).QuadPart, -3LL * S32_MAX);
	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedMultiply(3, U32_MAX).QuadPart, 3LL * U32_MAX);
	KUNIT_EXPECT_EQ(test, RtlExtendedIntegerMultiply(large(1LL << 40), -3).QuadPart,
			-3 * (1LL << 40));
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerShiftLeft(large(3), 33).QuadPart, 3LL << 33);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerShiftRight(large(-1), 33).QuadPart, 0x7fffffffLL);
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessThan(large(-1), large(0)));
	KUNIT_EXPECT_FALSE(test, RtlLargeIntegerLessThan(large(0), large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessThanOrEqualTo(large(0), large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerGreaterThan(large(1LL << 32), large(1)));
	KUNIT_EXPECT_FALSE(test, RtlLargeIntegerGreaterThanOrEqualTo(large(-1), large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerEqualTo(large(7), large(7)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerNotEqualTo(large(7), large(7 + (1LL << 32))));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessThanZero(large(-1)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerLessOrEqualToZero(large(0)));
	KUNIT_EXPECT_FALSE(test, RtlLargeIntegerGreaterThanZero(large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerGreaterOrEqualToZero(large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerEqualToZero(large(0)));
	KUNIT_EXPECT_TRUE(test, RtlLargeIntegerNotEqualToZero(large(1LL << 32)));
}

static void large_integers_divide(struct kunit *test)
{
	ULARGE_INTEGER ten_thousand_million = { .QuadPart = 10000000001ULL };
	LARGE_INTEGER rest;
	ULONG remainder;

	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedDivide(ten_thousand_million, 10, &remainder),
			1000000000U);
	KUNIT_EXPECT_EQ(test, remainder, 1U);
	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedDivide(ten_thousand_million, 10, NULL),
			1000000000U);
	KUNIT_EXPECT_EQ(test, RtlExtendedLargeIntegerDivide(large(10000000001LL), 3, &remainder)
			.QuadPart, 3333333333LL);
	KUNIT_EXPECT_EQ(test, remainder, 2U);
	KUNIT_EXPECT_EQ(test, RtlExtendedLargeIntegerDivide(large(9), 3, NULL).QuadPart, 3LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(-10000000001LL), large(10000000000LL),
						    &rest).QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, rest.QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(7), large(-2), NULL).QuadPart, -3LL);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(S64_MIN), large(-1), &rest).QuadPart,
			S64_MIN);
	KUNIT_EXPECT_EQ(test, rest.QuadPart, 0LL);
}

static void division_by_zero_is_logged(struct kunit *test)
{
	ULARGE_INTEGER dividend = { .QuadPart = 5 };
	LARGE_INTEGER rest;
	ULONG remainder = 9;
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlEnlargedUnsignedDivide(dividend, 0, &remainder), 0U);
	EXPECT_LOGGED_ONCE(test, &log, "RtlEnlargedUnsignedDivide: division by 0");
	KUNIT_EXPECT_EQ(test, remainder, 0U);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlExtendedLargeIntegerDivide(large(5), 0, NULL).QuadPart, 0LL);
	EXPECT_LOGGED_ONCE(test, &log, "RtlExtendedLargeIntegerDivide: division by 0");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlLargeIntegerDivide(large(5), large(0), &rest).QuadPart, 0LL);
	EXPECT_LOGGED_ONCE(test, &log, "RtlLargeIntegerDivide: division by 0");
	KUNIT_EXPECT_EQ(test, rest.QuadPart, 0LL);
}

/*
 * On a 32-bit kernel the operators call what every driver gets from division.h; on one
 * of 64 bits they are the processor's, with which that is compared.
 */
static void operators_divide_64_bits(struct kunit *test)
{
	static const s64 numbers[] = {
		1, 2, 3, 7, 10, 1000, S32_MAX, 1LL << 31, U32_MAX, 1LL << 32, (1LL << 32) + 1,
		10000000001LL, 0x123456789abcdefLL, S64_MAX - 1, S64_MAX,
	};
	unsigned int i, j;

	for (i = 0; i < 4 * ARRAY_SIZE(numbers); i++) {
		for (j = 0; j < 2 * ARRAY_SIZE(numbers); j++) {
			/* Not known when compiling. */
			s64 a = READ_ONCE(numbers[i / 4]) - (i & 2 ? 1 : 0);
			s64 b = READ_ONCE(numbers[j / 2]);
			s64 quotient, remainder, rest;
			u64 unsigned_rest;

			a = i & 1 ? -a : a;
			b = j & 1 ? -b : b;
			OPTIMIZER_HIDE_VAR(a);
			OPTIMIZER_HIDE_VAR(b);
			quotient = a / b;
			remainder = a % b;
			/* What division is, in products that do not overflow. */
			KUNIT_EXPECT_EQ(test, (u64)quotient * b + remainder, (u64)a);
			KUNIT_EXPECT_TRUE(test, remainder == 0 || (remainder < 0) == (a < 0));
			KUNIT_EXPECT_LT(test, remainder < 0 ? -remainder : remainder,
					b < 0 ? -b : b);
			KUNIT_EXPECT_EQ(test, __divdi3(a, b), quotient);
			KUNIT_EXPECT_EQ(test, __moddi3(a, b), remainder);
			KUNIT_EXPECT_EQ(test, __divmoddi4(a, b, &rest), quotient);
			KUNIT_EXPECT_EQ(test, rest, remainder);
			/* The same bits without a sign. */
			KUNIT_EXPECT_EQ(test, (u64)a / (u64)b * (u64)b + (u64)a % (u64)b, (u64)a);
			KUNIT_EXPECT_LT(test, (u64)a % (u64)b, (u64)b);
			KUNIT_EXPECT_EQ(test, __udivdi3(a, b), (u64)a / (u64)b);
			KUNIT_EXPECT_EQ(test, __umoddi3(a, b), (u64)a % (u64)b);
			KUNIT_EXPECT_EQ(test, __udivmoddi4(a, b, &unsigned_rest), (u64)a / (u64)b);
			KUNIT_EXPECT_EQ(test, unsigned_rest, (u64)a % (u64)b);
		}
	}
}

/* What libgcc does, too; the processor's own division would trap. */
static void smallest_number_has_no_opposite(struct kunit *test)
{
	s64 remainder;

	KUNIT_EXPECT_EQ(test, __divdi3(S64_MIN, -1), S64_MIN);
	KUNIT_EXPECT_EQ(test, __moddi3(S64_MIN, -1), 0LL);
	KUNIT_EXPECT_EQ(test, __divmoddi4(S64_MIN, 10, &remainder), S64_MIN / 10);
	KUNIT_EXPECT_EQ(test, remainder, S64_MIN % 10);
	KUNIT_EXPECT_EQ(test, __divdi3(S64_MIN, S64_MIN), 1LL);
	KUNIT_EXPECT_EQ(test, __divdi3(S64_MAX, S64_MIN), 0LL);
}

/* Time */

static const struct {
	LONGLONG time;
	TIME_FIELDS fields;
} times[] = {
	{ 0, { 1601, 1, 1, 0, 0, 0, 0, 1 } },
	{ 9999, { 1601, 1, 1, 0, 0, 0, 0, 1 } },
	{ 10000, { 1601, 1, 1, 0, 0, 0, 1, 1 } },
	{ 116444736000000000LL, { 1970, 1, 1, 0, 0, 0, 0, 4 } },
	{ 125962559991230000LL, { 2000, 2, 28, 23, 59, 59, 123, 1 } },
	{ 125962560000000000LL, { 2000, 2, 29, 0, 0, 0, 0, 2 } },
	{ 131592384000000000LL, { 2018, 1, 1, 0, 0, 0, 0, 1 } },
	{ 94354848000000000LL, { 1900, 1, 1, 0, 0, 0, 0, 1 } },
	{ S64_MAX, { 30828, 9, 14, 2, 48, 5, 477, 4 } },
};

static void times_have_fields(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(times); i++) {
		LARGE_INTEGER time = { .QuadPart = times[i].time };
		TIME_FIELDS fields;

		RtlTimeToTimeFields(&time, &fields);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(&fields, &times[i].fields, sizeof(fields)), 0,
				    "row %u: %d-%d-%d %d:%d:%d.%d, %d", i, fields.Year,
				    fields.Month, fields.Day, fields.Hour, fields.Minute,
				    fields.Second, fields.Milliseconds, fields.Weekday);
		if (fields.Year > 30827)
			continue;
		KUNIT_EXPECT_TRUE(test, RtlTimeFieldsToTime(&fields, &time));
		KUNIT_EXPECT_EQ(test, time.QuadPart, div_s64(times[i].time, 10000) * 10000);
	}
}

static const TIME_FIELDS no_times[] = {
	{ 1600, 12, 31, 0, 0, 0, 0 }, { 30828, 1, 1, 0, 0, 0, 0 }, { 2000, 0, 1, 0, 0, 0, 0 },
	{ 2000, 13, 1, 0, 0, 0, 0 }, { 2000, 1, 0, 0, 0, 0, 0 }, { 2000, 1, 32, 0, 0, 0, 0 },
	{ 2000, 2, 30, 0, 0, 0, 0 }, { 2001, 2, 29, 0, 0, 0, 0 }, { 1900, 2, 29, 0, 0, 0, 0 },
	{ 2000, 4, 31, 0, 0, 0, 0 }, { 2000, 1, 1, 24, 0, 0, 0 }, { 2000, 1, 1, -1, 0, 0, 0 },
	{ 2000, 1, 1, 0, 60, 0, 0 }, { 2000, 1, 1, 0, -1, 0, 0 }, { 2000, 1, 1, 0, 0, 60, 0 },
	{ 2000, 1, 1, 0, 0, -1, 0 }, { 2000, 1, 1, 0, 0, 0, 1000 }, { 2000, 1, 1, 0, 0, 0, -1 },
};

static void times_that_are_none_are_refused(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(no_times); i++) {
		TIME_FIELDS fields = no_times[i];
		LARGE_INTEGER time;

		KUNIT_EXPECT_FALSE_MSG(test, RtlTimeFieldsToTime(&fields, &time), "row %u", i);
	}
}

/* The C library */

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
	/* Between the cases, in lower case. */
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

static struct kunit_case rtl_cases[] = {
	KUNIT_CASE(memory_is_moved_filled_and_compared),
	KUNIT_CASE(memory_has_older_names),
	KUNIT_CASE(status_has_a_severity),
	KUNIT_CASE(products_have_64_bits),
	KUNIT_CASE(structures_are_described),
	KUNIT_CASE(free_build_checks_nothing),
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
	KUNIT_CASE(numbers_become_strings),
	KUNIT_CASE(strings_become_numbers),
	KUNIT_CASE(number_ends_with_its_string),
	KUNIT_CASE(other_bases_are_refused),
	KUNIT_CASE(large_integers_calculate),
	KUNIT_CASE(large_integers_divide),
	KUNIT_CASE(division_by_zero_is_logged),
	KUNIT_CASE(operators_divide_64_bits),
	KUNIT_CASE(smallest_number_has_no_opposite),
	KUNIT_CASE(times_have_fields),
	KUNIT_CASE(times_that_are_none_are_refused),
	KUNIT_CASE(wide_strings_are_copied),
	KUNIT_CASE(wide_strings_are_compared),
	KUNIT_CASE(wide_strings_are_searched),
	{}
};

static struct kunit_suite rtl_suite = {
	.name = "ntparport_windows_rtl",
	.test_cases = rtl_cases,
};

kunit_test_suites(&rtl_suite);
