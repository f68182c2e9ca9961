// SPDX-License-Identifier: GPL-2.0
/* pool_kunit.c - memory of drivers: allocated, freed, left behind. */

#include <linux/cache.h>
#include <linux/mm.h>
#include "contexts.h"

#define TAG 0x31676154	/* 'Tag1', which Windows' sources write as '1gaT' */
#define OTHER_TAG 0x32676154

static const size_t sizes[] = {
	0, 1, 7, 8, 15, 16, 17, 33, 65, 96, 97, 129, 192, 200, 256, 1000, PAGE_SIZE - 1,
	PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE, 5 * PAGE_SIZE + 3, 1 << 20,
};

static void block_has_size_and_alignment(struct kunit *test)
{
	unsigned int i, round;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		const size_t alignment = sizes[i] < PAGE_SIZE ? 2 * sizeof(void *) : PAGE_SIZE;
		u8 *blocks[8];

		/* Several blocks, since one may be aligned by chance. */
		for (round = 0; round < ARRAY_SIZE(blocks); round++) {
			blocks[round] = ExAllocatePoolWithTag(NonPagedPool, sizes[i], TAG);
			KUNIT_ASSERT_NOT_NULL(test, blocks[round]);
			KUNIT_EXPECT_EQ_MSG(test, (unsigned long)blocks[round] % alignment, 0UL,
					    "%zu bytes", sizes[i]);
			/* If the block were smaller, KASAN would notice. */
			memset(blocks[round], 0xa5, sizes[i]);
		}
		for (round = 0; round < ARRAY_SIZE(blocks); round++)
			ExFreePoolWithTag(blocks[round], TAG);
	}
}

/* Each kind of pool, and where it may be allocated. */
struct kind {
	const char *name;
	POOL_TYPE type;
	POOL_FLAGS flags;
	bool paged;
	bool cache_aligned;
};

static const struct kind kinds[] = {
	{ "NonPagedPool", NonPagedPool, POOL_FLAG_NON_PAGED },
	{ "NonPagedPoolExecute", NonPagedPoolExecute, POOL_FLAG_NON_PAGED_EXECUTE },
	{ "NonPagedPoolMustSucceed", NonPagedPoolMustSucceed, POOL_FLAG_NON_PAGED },
	{ "NonPagedPoolNx", NonPagedPoolNx, POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED },
	{ "NonPagedPoolCacheAligned", NonPagedPoolCacheAligned,
	  POOL_FLAG_NON_PAGED | POOL_FLAG_CACHE_ALIGNED, false, true },
	{ "NonPagedPoolNxCacheAligned", NonPagedPoolNxCacheAligned,
	  POOL_FLAG_NON_PAGED | POOL_FLAG_CACHE_ALIGNED, false, true },
	{ "PagedPool", PagedPool, POOL_FLAG_PAGED, true },
	{ "PagedPoolCacheAligned", PagedPoolCacheAligned,
	  POOL_FLAG_PAGED | POOL_FLAG_CACHE_ALIGNED, true, true },
};

static void kind_name(const struct kind *kind, char *name)
{
	strscpy(name, kind->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(kind, kinds, kind_name);

static void every_kind_of_pool_gives_memory(struct kunit *test)
{
	const struct kind *kind = test->param_value;
	const unsigned long alignment = kind->cache_aligned ? cache_line_size() : 1;
	void *blocks[3];
	struct log log;
	unsigned int i;

	log_mark(&log);
	blocks[0] = ExAllocatePool(kind->type, 40);
	blocks[1] = ExAllocatePoolWithTag(kind->type, 40, TAG);
	blocks[2] = ExAllocatePool2(kind->flags, 40, TAG);
	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		KUNIT_ASSERT_NOT_NULL(test, blocks[i]);
		KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)blocks[i], alignment));
		ExFreePool(blocks[i]);
	}
	EXPECT_NOT_LOGGED(test, &log);
}

struct attempt {
	const struct kind *kind;
	void *blocks[3];
};

static void allocate(void *data)
{
	struct attempt *attempt = data;

	attempt->blocks[0] = ExAllocatePool(attempt->kind->type, 5000);
	attempt->blocks[1] = ExAllocatePoolWithTag(attempt->kind->type, 40, TAG);
	attempt->blocks[2] = ExAllocatePool2(attempt->kind->flags, 40, TAG);
}

static void free_all(void *data)
{
	struct attempt *attempt = data;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(attempt->blocks); i++)
		if (attempt->blocks[i])
			ExFreePool(attempt->blocks[i]);
}

static void nonpaged_pool_at_dispatch_level(struct kunit *test)
{
	struct attempt attempt = { .kind = test->param_value };
	struct log log;
	unsigned int i;

	log_mark(&log);
	in_dpc(test, allocate, &attempt);
	for (i = 0; i < ARRAY_SIZE(attempt.blocks); i++) {
		if (attempt.kind->paged)
			KUNIT_EXPECT_NULL(test, attempt.blocks[i]);
		else
			KUNIT_EXPECT_NOT_NULL(test, attempt.blocks[i]);
	}
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 1"),
			attempt.kind->paged ? 3U : 0U);
	in_dpc(test, free_all, &attempt);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), attempt.kind->paged ? 3U : 0U);
}

static void pool_is_refused_in_an_interrupt(struct kunit *test)
{
	struct attempt attempt = { .kind = &kinds[0] };
	struct log log;
	unsigned int i;

	log_mark(&log);
	in_interrupt_routine(test, allocate, &attempt);
	for (i = 0; i < ARRAY_SIZE(attempt.blocks); i++)
		KUNIT_EXPECT_NULL(test, attempt.blocks[i]);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "it is allowed up to 2"), 3U);

	allocate(&attempt);
	log_mark(&log);
	in_interrupt_routine(test, free_all, &attempt);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "ExFreePool at IRQL"), 3U);
	/* The blocks are still there to be freed. */
	log_mark(&log);
	free_all(&attempt);
	EXPECT_NOT_LOGGED(test, &log);
}

static void allocate2_clears(struct kunit *test)
{
	unsigned int round, i;

	for (round = 0; round < 20; round++) {
		u8 *block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 100, TAG);

		KUNIT_ASSERT_NOT_NULL(test, block);
		for (i = 0; i < 100; i++)
			KUNIT_ASSERT_EQ(test, block[i], 0);
		/* The next block would contain this, were it not cleared. */
		memset(block, 0xff, 100);
		ExFreePoolWithTag(block, TAG);
	}
}

static void unknown_pool_is_refused(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExAllocatePoolWithTag(3, 10, TAG));
	EXPECT_LOGGED_ONCE(test, &log, "ExAllocatePoolWithTag: there is no pool of type 3");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExAllocatePool(1000, 10));
	EXPECT_LOGGED_ONCE(test, &log, "ExAllocatePool: there is no pool of type 1000");
}

static const struct {
	POOL_FLAGS flags;
	size_t size;
	ULONG tag;
} wrong_flags[] = {
	{ 0, 10, TAG },
	{ POOL_FLAG_UNINITIALIZED, 10, TAG },
	{ POOL_FLAG_NON_PAGED | POOL_FLAG_PAGED, 10, TAG },
	{ POOL_FLAG_NON_PAGED | 0x1, 10, TAG },
	{ POOL_FLAG_NON_PAGED | 0x80000000, 10, TAG },
	{ POOL_FLAG_NON_PAGED, 0, TAG },
	{ POOL_FLAG_NON_PAGED, 10, 0 },
};

static void wrong_flags_are_refused(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wrong_flags); i++) {
		struct log log;

		log_mark(&log);
		KUNIT_EXPECT_NULL(test, ExAllocatePool2(wrong_flags[i].flags, wrong_flags[i].size,
							wrong_flags[i].tag));
		EXPECT_LOGGED_ONCE(test, &log, "ExAllocatePool2: flags");
	}
}

static void optional_flags_are_ignored(struct kunit *test)
{
	void *block = ExAllocatePool2(POOL_FLAG_NON_PAGED | 1ULL << 40, 10, TAG);

	KUNIT_ASSERT_NOT_NULL(test, block);
	ExFreePool(block);
}

static void too_much_is_refused_quietly(struct kunit *test)
{
	const size_t more_than_there_is = SIZE_MAX >> (IS_ENABLED(CONFIG_64BIT) ? 24 : 2);
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExAllocatePoolWithTag(NonPagedPool, SIZE_MAX, TAG));
	KUNIT_EXPECT_NULL(test, ExAllocatePoolWithTag(NonPagedPool, SIZE_MAX / 2, TAG));
	KUNIT_EXPECT_NULL(test, ExAllocatePoolWithTag(PagedPool, more_than_there_is, TAG));
	KUNIT_EXPECT_NULL(test, ExAllocatePool2(POOL_FLAG_NON_PAGED, SIZE_MAX - 8, TAG));
	EXPECT_NOT_LOGGED(test, &log);
}

/* Freeing what cannot be freed */

static void null_is_not_freed(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	ExFreePool(NULL);
	EXPECT_LOGGED_ONCE(test, &log, "ExFreePool: the block is NULL");
	log_mark(&log);
	ExFreePoolWithTag(NULL, TAG);
	EXPECT_LOGGED_ONCE(test, &log, "ExFreePoolWithTag: the block is NULL");
}

static void what_is_no_block_is_not_freed(struct kunit *test)
{
	static u8 data[16];
	void *bad[] = {
		(void *)1, (void *)~0UL, (void *)PAGE_OFFSET, data, &bad, null_is_not_freed,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct log log;

		log_mark(&log);
		ExFreePool(bad[i]);
		EXPECT_LOGGED_ONCE(test, &log, "is not a block, or no longer one: not freed");
	}
}

static void block_is_freed_once(struct kunit *test)
{
	void *block = ExAllocatePoolWithTag(NonPagedPool, 3 * PAGE_SIZE, TAG);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, block);
	log_mark(&log);
	ExFreePool(block);
	EXPECT_NOT_LOGGED(test, &log);
	ExFreePool(block);
	EXPECT_LOGGED_ONCE(test, &log, "is not a block, or no longer one: not freed");
}

static void inside_of_a_block_is_not_freed(struct kunit *test)
{
	u8 *block = ExAllocatePoolWithTag(NonPagedPool, 100, TAG);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, block);
	log_mark(&log);
	ExFreePool(block + 99);
	EXPECT_LOGGED_ONCE(test, &log, "not a block, but 99 bytes inside of one");
	KUNIT_EXPECT_EQ(test, log_lines(&log, __func__), 1U);
	log_mark(&log);
	ExFreePool(block + 100);
	EXPECT_LOGGED_ONCE(test, &log, "is not a block, or no longer one");
	log_mark(&log);
	ExFreePoolWithTag(block, TAG);
	EXPECT_NOT_LOGGED(test, &log);
}

static void tag_has_to_be_right(struct kunit *test)
{
	void *block = ExAllocatePoolWithTag(NonPagedPool, 100, TAG);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, block);
	log_mark(&log);
	ExFreePoolWithTag(block, OTHER_TAG);
	EXPECT_LOGGED_ONCE(test, &log, "tag 'Tag2', but the block was allocated by ");
	KUNIT_EXPECT_EQ(test, log_lines(&log, __func__), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "with tag 'Tag1': not freed"), 1U);
	log_mark(&log);
	ExFreePoolWithTag(block, 0);
	EXPECT_NOT_LOGGED(test, &log);
}

static void block_without_tag_has_one(struct kunit *test)
{
	void *block = ExAllocatePool(NonPagedPool, 100);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, block);
	log_mark(&log);
	ExFreePoolWithTag(block, 0x07676154);
	EXPECT_LOGGED_ONCE(test, &log, "tag 'Tag.'");
	KUNIT_EXPECT_EQ(test, log_lines(&log, "with tag 'None'"), 1U);
	ExFreePoolWithTag(block, 0x656e6f4e);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 1U);
}

/* Leaving it behind */

static void leaked_blocks_are_freed_and_logged_by_tag(struct kunit *test)
{
	struct log log;

	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_leaky.ko", NULL), 0);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_leaky", NULL), 0);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "3 pool blocks of tag 'Lea1' (5100 bytes)"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "1 pool block of tag 'Strg' (10 bytes)"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "1 pool block of tag 'Pp  ' (2 bytes)"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "ntparport_leaky: unloaded without freeing"), 3U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "[ntparport_leaky]: freed now"), 3U);
	/* These are in the largest block. */
	KUNIT_EXPECT_EQ(test, log_lines(&log, "left 1 timer set"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 4U);
}

static struct kunit_case pool_cases[] = {
	KUNIT_CASE(block_has_size_and_alignment),
	KUNIT_CASE_PARAM(every_kind_of_pool_gives_memory, kind_gen_params),
	KUNIT_CASE_PARAM(nonpaged_pool_at_dispatch_level, kind_gen_params),
	KUNIT_CASE(pool_is_refused_in_an_interrupt),
	KUNIT_CASE(allocate2_clears),
	KUNIT_CASE(unknown_pool_is_refused),
	KUNIT_CASE(wrong_flags_are_refused),
	KUNIT_CASE(optional_flags_are_ignored),
	KUNIT_CASE(too_much_is_refused_quietly),
	KUNIT_CASE(null_is_not_freed),
	KUNIT_CASE(what_is_no_block_is_not_freed),
	KUNIT_CASE(block_is_freed_once),
	KUNIT_CASE(inside_of_a_block_is_not_freed),
	KUNIT_CASE(tag_has_to_be_right),
	KUNIT_CASE(block_without_tag_has_one),
	KUNIT_CASE(leaked_blocks_are_freed_and_logged_by_tag),
	{}
};

static struct kunit_suite pool_suite = {
	.name = "ntparport_windows_pool",
	.test_cases = pool_cases,
};

kunit_test_suites(&pool_suite);
