// SPDX-License-Identifier: GPL-2.0
/* memory_kunit.c - memory, and the macros of ntdef.h. */

#include "contexts.h"
#include <ntifs.h>

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

/* The macros of ntdef.h */

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
	/* Only 32 bits of each factor count; sparse need not know their value. */
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
	/* As on Windows, even where Linux has less. */
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
	NT_ASSERTMSG("why", ++evaluated == 0);
	RTL_SOFT_ASSERT(++evaluated == 0);
	RTL_SOFT_ASSERTMSG("why", ++evaluated == 0);
	PAGED_ASSERT(++evaluated == 0);
	KUNIT_EXPECT_EQ(test, evaluated, 0U);
	/* These do what they are given. */
	KUNIT_EXPECT_EQ(test, NT_VERIFY(++evaluated == 0), FALSE);
	KUNIT_EXPECT_EQ(test, NT_VERIFYMSG("why", ++evaluated == 2), TRUE);
	KUNIT_EXPECT_EQ(test, RTL_VERIFY(++evaluated == 0), FALSE);
	KUNIT_EXPECT_EQ(test, RTL_VERIFYMSG("why", ++evaluated == 4), TRUE);
	KUNIT_EXPECT_EQ(test, RTL_SOFT_VERIFY(++evaluated == 0), FALSE);
	KUNIT_EXPECT_EQ(test, RTL_SOFT_VERIFYMSG("why", ++evaluated == 6), TRUE);
	EXPECT_NOT_LOGGED(test, &log);
}

static void memory_is_filled_by_eights(struct kunit *test)
{
	const ULONGLONG pattern = 0x0123456789abcdefULL;
	ULONGLONG places[3] = { };

	RtlFillMemoryUlonglong(places, 2 * sizeof(pattern) + 7, pattern);
	KUNIT_EXPECT_EQ(test, places[0], pattern);
	KUNIT_EXPECT_EQ(test, places[1], pattern);
	KUNIT_EXPECT_EQ(test, places[2], 0ULL);
	KUNIT_EXPECT_PTR_EQ(test, RtlOffsetToPointer(places, 8), (PCHAR)&places[1]);
	KUNIT_EXPECT_EQ(test, RtlPointerToOffset(places, &places[2]), 16U);
}

static void numbers_as_large_as_memory_are_interlocked(struct kunit *test)
{
	SIZE_T number = ~(SIZE_T)0 - 1;

	KUNIT_EXPECT_EQ(test, (SIZE_T)InterlockedIncrementSizeT(&number), ~(SIZE_T)0);
	KUNIT_EXPECT_EQ(test, (SIZE_T)InterlockedExchangeAddSizeT(&number, 3), ~(SIZE_T)0);
	KUNIT_EXPECT_EQ(test, (SIZE_T)InterlockedDecrementSizeT(&number), (SIZE_T)1);
	KUNIT_EXPECT_EQ(test, number, (SIZE_T)1);
}

static struct kunit_case memory_cases[] = {
	KUNIT_CASE(memory_is_filled_by_eights),
	KUNIT_CASE(numbers_as_large_as_memory_are_interlocked),
	KUNIT_CASE(memory_is_moved_filled_and_compared),
	KUNIT_CASE(memory_has_older_names),
	KUNIT_CASE(status_has_a_severity),
	KUNIT_CASE(products_have_64_bits),
	KUNIT_CASE(structures_are_described),
	KUNIT_CASE(free_build_checks_nothing),
	{ }
};

static struct kunit_suite memory_suite = {
	.name = "ntparport_windows_rtl_memory",
	.test_cases = memory_cases,
};

kunit_test_suites(&memory_suite);
