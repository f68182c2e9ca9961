// SPDX-License-Identifier: GPL-2.0
/* block_kunit.c - memory in one piece, and where it is. */

#include "toy.h"
#include <linux/io.h>

static const PHYSICAL_ADDRESS anywhere = { .QuadPart = -1 }, lowest;

static void memory_is_in_one_piece(struct kunit *test)
{
	const SIZE_T size = 3 * PAGE_SIZE + 5;
	UCHAR *memory = MmAllocateContiguousMemory(size, anywhere);
	LONGLONG first;
	SIZE_T n;

	KUNIT_ASSERT_NOT_NULL(test, memory);
	KUNIT_EXPECT_EQ(test, (ULONG_PTR)memory % PAGE_SIZE, (ULONG_PTR)0);
	memset(memory, 0x5a, size);
	first = MmGetPhysicalAddress(memory).QuadPart;
	KUNIT_EXPECT_EQ(test, (ULONGLONG)first, (ULONGLONG)virt_to_phys(memory));
	for (n = 0; n < size; n += PAGE_SIZE)
		KUNIT_EXPECT_EQ(test, MmGetPhysicalAddress(memory + n).QuadPart,
				first + (LONGLONG)n);
	log_mark(&toy.log);
	MmFreeContiguousMemory(memory);
	EXPECT_NOT_LOGGED(test, &toy.log);
	MmFreeContiguousMemory(memory);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmFreeContiguousMemory: ");
}

static void memory_is_where_it_has_to_be(struct kunit *test)
{
	const PHYSICAL_ADDRESS low = { .QuadPart = 0xffffff };
	const PHYSICAL_ADDRESS boundary = { .QuadPart = 0x10000 }, odd = { .QuadPart = 0x18000 };
	const PHYSICAL_ADDRESS page = { .QuadPart = PAGE_SIZE };
	PVOID memory;
	LONGLONG at;

	memory = MmAllocateContiguousMemorySpecifyCache(0x8000, lowest, anywhere, boundary,
							MmNonCached);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	at = MmGetPhysicalAddress(memory).QuadPart;
	KUNIT_EXPECT_EQ(test, at >> 16, (at + 0x7fff) >> 16);
	log_mark(&toy.log);
	MmFreeContiguousMemorySpecifyCache(memory, 0x7000, MmNonCached);
	EXPECT_LOGGED_ONCE(test, &toy.log, "not freed");
	log_mark(&toy.log);
	MmFreeContiguousMemorySpecifyCache(memory, 0x8000, MmNonCached);
	EXPECT_NOT_LOGGED(test, &toy.log);
	/* It does not fit. */
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemorySpecifyCache(2 * PAGE_SIZE, lowest,
								       anywhere, page, MmCached));
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemory(1 << 25, low));
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemory(0, anywhere));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemorySpecifyCache(8, lowest, anywhere, odd,
								       MmCached));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a power of two");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemorySpecifyCache(8, lowest, anywhere, page,
								       MmMaximumCacheType));
	EXPECT_LOGGED_ONCE(test, &toy.log, "there is no type of caching");
	/* If there is any so low, it is. */
	memory = MmAllocateContiguousMemory(PAGE_SIZE, low);
	if (memory) {
		KUNIT_EXPECT_LT(test, MmGetPhysicalAddress(memory).QuadPart, low.QuadPart);
		MmFreeContiguousMemory(memory);
	}
}

static void kinds_of_memory_are_not_mixed_up(struct kunit *test)
{
	PVOID pool = ExAllocatePoolWithTag(NonPagedPool, 64, 1);
	PVOID piece = MmAllocateContiguousMemory(64, anywhere);
	PVOID noncached = MmAllocateNonCachedMemory(64);

	KUNIT_ASSERT_NOT_NULL(test, pool);
	KUNIT_ASSERT_NOT_NULL(test, piece);
	KUNIT_ASSERT_NOT_NULL(test, noncached);
	KUNIT_EXPECT_EQ(test, (ULONG_PTR)noncached % PAGE_SIZE, (ULONG_PTR)0);
	log_mark(&toy.log);
	ExFreePool(piece);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExFreePool: the block is contiguous memory");
	log_mark(&toy.log);
	MmFreeContiguousMemory(pool);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmFreeContiguousMemory: the block is pool memory");
	log_mark(&toy.log);
	MmFreeContiguousMemory(noncached);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the block is noncached memory");
	log_mark(&toy.log);
	MmFreeNonCachedMemory(noncached, 65);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmFreeNonCachedMemory: 65 bytes");
	log_mark(&toy.log);
	MmFreeNonCachedMemory(noncached, 64);
	MmFreeContiguousMemory(piece);
	ExFreePool(pool);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void only_memory_has_an_address(struct kunit *test)
{
	static char of_module[8];
	PVOID big = ExAllocatePoolWithTag(NonPagedPool, 4 << 20, 1);

	log_mark(&toy.log);
	KUNIT_EXPECT_NE(test, MmGetPhysicalAddress(of_module).QuadPart, 0LL);
	if (big) {
		KUNIT_EXPECT_NE(test, MmGetPhysicalAddress(big).QuadPart, 0LL);
		ExFreePool(big);
	}
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, MmGetPhysicalAddress(NULL).QuadPart, 0LL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmGetPhysicalAddress: the memory");
}

static struct kunit_case block_cases[] = {
	KUNIT_CASE(memory_is_in_one_piece),
	KUNIT_CASE(memory_is_where_it_has_to_be),
	KUNIT_CASE(kinds_of_memory_are_not_mixed_up),
	KUNIT_CASE(only_memory_has_an_address),
	{ }
};

static struct kunit_suite block_suite = {
	.name = "ntparport_windows_ex_block",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = block_cases,
};

kunit_test_suites(&block_suite);
