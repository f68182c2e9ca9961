// SPDX-License-Identifier: GPL-2.0
/* io_space_kunit.c - registers in memory, and memory of devices. */

#include "contexts.h"

static struct {
	UCHAR bytes[8];
	USHORT words[4];
	ULONG longs[4];
} memory;

static void use_registers(void *data)
{
	static const UCHAR bytes[] = { 1, 2, 3 };
	static const USHORT words[] = { 0x1234, 0x5678 };
	static const ULONG longs[] = { 0x12345678, 0x9abcdef0 };
	UCHAR some_bytes[3];
	USHORT some_words[2];
	ULONG some_longs[2];
	unsigned int *good = data;

	*good = 0;
	memset(&memory, 0, sizeof(memory));
	WRITE_REGISTER_UCHAR(&memory.bytes[1], 0x5a);
	WRITE_REGISTER_USHORT(&memory.words[1], 0x5aa5);
	WRITE_REGISTER_ULONG(&memory.longs[1], 0x5aa55aa5);
	*good += READ_REGISTER_UCHAR(&memory.bytes[1]) == 0x5a &&
		 !memory.bytes[0] && !memory.bytes[2];
	*good += READ_REGISTER_USHORT(&memory.words[1]) == 0x5aa5 &&
		 !memory.words[0] && !memory.words[2];
	*good += READ_REGISTER_ULONG(&memory.longs[1]) == 0x5aa55aa5 &&
		 !memory.longs[0] && !memory.longs[2];
	/* One after the other. */
	WRITE_REGISTER_BUFFER_UCHAR(memory.bytes, (PUCHAR)bytes, ARRAY_SIZE(bytes));
	WRITE_REGISTER_BUFFER_USHORT(memory.words, (PUSHORT)words, ARRAY_SIZE(words));
	WRITE_REGISTER_BUFFER_ULONG(memory.longs, (PULONG)longs, ARRAY_SIZE(longs));
	READ_REGISTER_BUFFER_UCHAR(memory.bytes, some_bytes, ARRAY_SIZE(some_bytes));
	READ_REGISTER_BUFFER_USHORT(memory.words, some_words, ARRAY_SIZE(some_words));
	READ_REGISTER_BUFFER_ULONG(memory.longs, some_longs, ARRAY_SIZE(some_longs));
	*good += !memcmp(memory.bytes, bytes, sizeof(bytes)) &&
		 !memcmp(some_bytes, bytes, sizeof(bytes)) && !memory.bytes[3];
	*good += !memcmp(memory.words, words, sizeof(words)) &&
		 !memcmp(some_words, words, sizeof(words)) && !memory.words[2];
	*good += !memcmp(memory.longs, longs, sizeof(longs)) &&
		 !memcmp(some_longs, longs, sizeof(longs)) && !memory.longs[2];
	/* None at all. */
	READ_REGISTER_BUFFER_UCHAR(memory.bytes, NULL, 0);
	WRITE_REGISTER_BUFFER_ULONG(NULL, NULL, 0);
	KeMemoryBarrier();
}

static void registers_in_memory_at_any_irql(struct kunit *test)
{
	static void (*const contexts[])(struct kunit *, void (*)(void *), void *) = {
		in_dpc, in_interrupt_routine, at_high_level,
	};
	unsigned int good, i;
	struct log log;

	log_mark(&log);
	use_registers(&good);
	KUNIT_EXPECT_EQ(test, good, 6U);
	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		contexts[i](test, use_registers, &good);
		KUNIT_EXPECT_EQ(test, good, 6U);
	}
	EXPECT_NOT_LOGGED(test, &log);
}

static void no_memory_reads_as_all_ones(struct kunit *test)
{
	UCHAR bytes[2] = { };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, READ_REGISTER_UCHAR(NULL), 0xff);
	EXPECT_LOGGED_ONCE(test, &log, "READ_REGISTER_UCHAR");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, READ_REGISTER_ULONG(NULL), 0xffffffff);
	EXPECT_LOGGED_ONCE(test, &log, "READ_REGISTER_ULONG");
	log_mark(&log);
	READ_REGISTER_BUFFER_UCHAR(NULL, bytes, ARRAY_SIZE(bytes));
	KUNIT_EXPECT_EQ(test, bytes[0], 0xff);
	KUNIT_EXPECT_EQ(test, bytes[1], 0xff);
	EXPECT_LOGGED_ONCE(test, &log, "READ_REGISTER_BUFFER_UCHAR");
	log_mark(&log);
	WRITE_REGISTER_USHORT(NULL, 1);
	EXPECT_LOGGED_ONCE(test, &log, "WRITE_REGISTER_USHORT");
}

static void memory_of_devices_is_not_mapped(struct kunit *test)
{
	PHYSICAL_ADDRESS screen = { .QuadPart = 0xa0000 };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_NULL(test, MmMapIoSpace(screen, 0x10000, MmNonCached));
	EXPECT_LOGGED_ONCE(test, &log, "MmMapIoSpace: 0xa0000");
	log_mark(&log);
	MmUnmapIoSpace(&memory, sizeof(memory));
	EXPECT_LOGGED_ONCE(test, &log, "MmUnmapIoSpace");
}

/* No parallel port has these. */
static void intrinsics_are_checked_like_ports(struct kunit *test)
{
	UCHAR bytes[2] = { };

	KUNIT_EXPECT_EQ(test, __inbyte(0x60), 0xff);
	KUNIT_EXPECT_EQ(test, __inword(0x60), 0xffff);
	KUNIT_EXPECT_EQ(test, __indword(0x60), 0xffffffff);
	KUNIT_EXPECT_EQ(test, _inp(0x60), 0xff);
	KUNIT_EXPECT_EQ(test, _inpw(0x60), 0xffff);
	KUNIT_EXPECT_EQ(test, _inpd(0x60), 0xffffffff);
	__inbytestring(0x60, bytes, ARRAY_SIZE(bytes));
	KUNIT_EXPECT_EQ(test, bytes[1], 0xff);
	/* A keyboard controller would reset the machine. */
	__outbyte(0x64, 0xfe);
	KUNIT_EXPECT_EQ(test, _outp(0x64, 0xfe), 0xfe);
	KUNIT_EXPECT_EQ(test, _outpw(0x64, 0xfe), 0xfe);
	KUNIT_EXPECT_EQ(test, _outpd(0x64, 0xfe), 0xfeU);
}

static struct kunit_case io_space_cases[] = {
	KUNIT_CASE(registers_in_memory_at_any_irql),
	KUNIT_CASE(no_memory_reads_as_all_ones),
	KUNIT_CASE(memory_of_devices_is_not_mapped),
	KUNIT_CASE(intrinsics_are_checked_like_ports),
	{ }
};

static struct kunit_suite io_space_suite = {
	.name = "ntparport_windows_ke_io_space",
	.test_cases = io_space_cases,
};

kunit_test_suites(&io_space_suite);
