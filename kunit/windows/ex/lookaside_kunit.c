// SPDX-License-Identifier: GPL-2.0
/* lookaside_kunit.c - lookaside lists. */

#include "contexts.h"
#include "inner.h"

#define TAG 0x316b6f4c	/* 'Lok1' */
#define SIZE 100

static unsigned int blocks(void)
{
	struct nt_io_counts counts;

	ntparport_io_counts(&counts);
	return counts.blocks;
}

static void list_keeps_what_is_freed(struct kunit *test)
{
	static NPAGED_LOOKASIDE_LIST list;
	const unsigned int before = blocks();
	struct log log;
	void *first, *second;

	log_mark(&log);
	ExInitializeNPagedLookasideList(&list, NULL, NULL, 0, SIZE, TAG, 0);
	first = ExAllocateFromNPagedLookasideList(&list);
	KUNIT_ASSERT_NOT_NULL(test, first);
	memset(first, 0xff, SIZE);
	ExFreeToNPagedLookasideList(&list, first);
	KUNIT_EXPECT_EQ(test, blocks(), before + 1);
	second = ExAllocateFromNPagedLookasideList(&list);
	KUNIT_EXPECT_PTR_EQ(test, first, second);
	ExFreeToNPagedLookasideList(&list, second);
	ExDeleteNPagedLookasideList(&list);
	KUNIT_EXPECT_EQ(test, blocks(), before);
	EXPECT_NOT_LOGGED(test, &log);
}

/* What it is short of more often, it keeps more of. */
static void list_has_a_depth(struct kunit *test)
{
	static NPAGED_LOOKASIDE_LIST list;
	static void *all[300];
	const unsigned int before = blocks();
	unsigned int i;

	ExInitializeNPagedLookasideList(&list, NULL, NULL, 0, SIZE, TAG, 0);
	for (i = 0; i < ARRAY_SIZE(all); i++) {
		all[i] = ExAllocateFromNPagedLookasideList(&list);
		KUNIT_EXPECT_NOT_NULL(test, all[i]);
	}
	KUNIT_EXPECT_EQ(test, blocks(), before + ARRAY_SIZE(all));
	for (i = 0; i < ARRAY_SIZE(all); i++)
		ExFreeToNPagedLookasideList(&list, all[i]);
	KUNIT_EXPECT_EQ(test, blocks(), before + 256);
	ExDeleteNPagedLookasideList(&list);
	KUNIT_EXPECT_EQ(test, blocks(), before);
	/* A short one. */
	ExInitializeNPagedLookasideList(&list, NULL, NULL, 0, SIZE, TAG, 0);
	for (i = 0; i < 3; i++)
		all[i] = ExAllocateFromNPagedLookasideList(&list);
	for (i = 0; i < 3; i++)
		ExFreeToNPagedLookasideList(&list, all[i]);
	KUNIT_EXPECT_EQ(test, blocks(), before + 3);
	ExDeleteNPagedLookasideList(&list);
}

static void use_in_dpc(void *data)
{
	PNPAGED_LOOKASIDE_LIST list = data;
	void *block = ExAllocateFromNPagedLookasideList(list);

	if (block)
		ExFreeToNPagedLookasideList(list, block);
}

static void use_paged_in_dpc(void *data)
{
	PPAGED_LOOKASIDE_LIST list = data;
	void *block = ExAllocateFromPagedLookasideList(list);

	if (block)
		ExFreeToPagedLookasideList(list, block);
}

static void paged_list_is_refused_at_dispatch_level(struct kunit *test)
{
	static struct {
		NPAGED_LOOKASIDE_LIST nonpaged;
		PAGED_LOOKASIDE_LIST paged;
	} lists;
	struct log log;

	log_mark(&log);
	ExInitializeNPagedLookasideList(&lists.nonpaged, NULL, NULL, 0, SIZE, TAG, 0);
	ExInitializePagedLookasideList(&lists.paged, NULL, NULL, 0, SIZE, TAG, 0);
	in_dpc(test, use_in_dpc, &lists.nonpaged);
	use_paged_in_dpc(&lists.paged);
	EXPECT_NOT_LOGGED(test, &log);
	in_dpc(test, use_paged_in_dpc, &lists.paged);
	EXPECT_LOGGED_ONCE(test, &log, "ExAllocateFromPagedLookasideList");
	ExDeleteNPagedLookasideList(&lists.nonpaged);
	ExDeletePagedLookasideList(&lists.paged);
}

static struct {
	unsigned int allocated, freed;
	POOL_TYPE type;
	SIZE_T size;
	ULONG tag;
	PLOOKASIDE_LIST_EX list;
	void *freed_block;
} routines;

static PVOID NTAPI allocate(POOL_TYPE type, SIZE_T size, ULONG tag)
{
	routines.allocated++;
	routines.type = type;
	routines.size = size;
	routines.tag = tag;
	return kmalloc(size, GFP_ATOMIC);
}

static VOID NTAPI free_it(PVOID buffer)
{
	routines.freed++;
	kfree(buffer);
}

static PVOID NTAPI allocate_ex(POOL_TYPE type, SIZE_T size, ULONG tag, PLOOKASIDE_LIST_EX list)
{
	routines.list = list;
	return allocate(type, size, tag);
}

static VOID NTAPI free_ex(PVOID buffer, PLOOKASIDE_LIST_EX list)
{
	if (list == routines.list)
		free_it(buffer);
}

static void list_uses_the_drivers_routines(struct kunit *test)
{
	static PAGED_LOOKASIDE_LIST list;
	void *block;

	memset(&routines, 0, sizeof(routines));
	ExInitializePagedLookasideList(&list, allocate, free_it, 0, SIZE, TAG, 0);
	block = ExAllocateFromPagedLookasideList(&list);
	KUNIT_ASSERT_NOT_NULL(test, block);
	KUNIT_EXPECT_EQ(test, routines.type, PagedPool);
	KUNIT_EXPECT_EQ(test, routines.size, SIZE);
	KUNIT_EXPECT_EQ(test, routines.tag, TAG);
	ExFreeToPagedLookasideList(&list, block);
	KUNIT_EXPECT_EQ(test, routines.freed, 0U);
	ExDeletePagedLookasideList(&list);
	KUNIT_EXPECT_EQ(test, routines.allocated, 1U);
	KUNIT_EXPECT_EQ(test, routines.freed, 1U);
}

static void list_of_either_kind_tells_itself(struct kunit *test)
{
	static LOOKASIDE_LIST_EX list;
	const unsigned int before = blocks();
	void *block;

	memset(&routines, 0, sizeof(routines));
	KUNIT_ASSERT_EQ(test, ExInitializeLookasideListEx(&list, allocate_ex, free_ex, NonPagedPool,
							  0, SIZE, TAG, 0), STATUS_SUCCESS);
	block = ExAllocateFromLookasideListEx(&list);
	KUNIT_ASSERT_NOT_NULL(test, block);
	KUNIT_EXPECT_PTR_EQ(test, routines.list, &list);
	ExFreeToLookasideListEx(&list, block);
	ExFlushLookasideListEx(&list);
	KUNIT_EXPECT_EQ(test, routines.freed, 1U);
	ExDeleteLookasideListEx(&list);
	/* And from the pool. */
	KUNIT_ASSERT_EQ(test, ExInitializeLookasideListEx(&list, NULL, NULL, PagedPool, 0, SIZE,
							  TAG, 0), STATUS_SUCCESS);
	ExFreeToLookasideListEx(&list, ExAllocateFromLookasideListEx(&list));
	KUNIT_EXPECT_EQ(test, blocks(), before + 1);
	ExDeleteLookasideListEx(&list);
	KUNIT_EXPECT_EQ(test, blocks(), before);
	KUNIT_EXPECT_EQ(test, ExInitializeLookasideListEx(&list, NULL, NULL, MAXUSHORT, 0, SIZE,
							  TAG, 0), STATUS_INVALID_PARAMETER_4);
	KUNIT_EXPECT_EQ(test, ExInitializeLookasideListEx(&list, NULL, NULL, PagedPool, 4, SIZE,
							  TAG, 0), STATUS_INVALID_PARAMETER_5);
	KUNIT_EXPECT_EQ(test, ExInitializeLookasideListEx(&list, NULL, NULL, PagedPool, 0, 1,
							  TAG, 0), STATUS_INVALID_PARAMETER_6);
}

static void what_is_no_list_or_block_is_refused(struct kunit *test)
{
	static NPAGED_LOOKASIDE_LIST list;
	static u64 other[SIZE];
	const unsigned int before = blocks();
	struct log log;
	void *block;

	memset(&list, 0, sizeof(list));
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExAllocateFromNPagedLookasideList(&list));
	EXPECT_LOGGED_ONCE(test, &log, "is not initialised, or was deleted");
	ExInitializeNPagedLookasideList(&list, NULL, NULL, 0, SIZE, TAG, 0);
	log_mark(&log);
	ExFreeToNPagedLookasideList(&list, other);
	EXPECT_LOGGED_ONCE(test, &log, "is not a block of the pool");
	block = ExAllocateFromNPagedLookasideList(&list);
	KUNIT_ASSERT_NOT_NULL(test, block);
	ExFreeToNPagedLookasideList(&list, block);
	log_mark(&log);
	ExFreeToNPagedLookasideList(&list, block);
	EXPECT_LOGGED_ONCE(test, &log, "is free already");
	ExDeleteNPagedLookasideList(&list);
	log_mark(&log);
	ExDeleteNPagedLookasideList(&list);
	EXPECT_LOGGED_ONCE(test, &log, "was deleted");
	KUNIT_EXPECT_EQ(test, blocks(), before);
}

static u64 own_blocks[2][SIZE / sizeof(u64)];

static PVOID NTAPI allocate_own(POOL_TYPE type, SIZE_T size, ULONG tag)
{
	return own_blocks[routines.allocated++];
}

static VOID NTAPI count_freed(PVOID buffer)
{
	routines.freed++;
}

/* What is freed twice, or written to after that, may lead back to what was before it. */
static void damaged_list_comes_to_an_end(struct kunit *test)
{
	static NPAGED_LOOKASIDE_LIST list;
	const unsigned int before = blocks();
	struct log log;
	void *block, *last;

	ExInitializeNPagedLookasideList(&list, NULL, NULL, 0, SIZE, TAG, 0);
	last = ExAllocateFromNPagedLookasideList(&list);
	block = ExAllocateFromNPagedLookasideList(&list);
	KUNIT_ASSERT_NOT_NULL(test, last);
	KUNIT_ASSERT_NOT_NULL(test, block);
	ExFreeToNPagedLookasideList(&list, last);
	ExFreeToNPagedLookasideList(&list, block);
	*(void **)block = block;
	log_mark(&log);
	ExDeleteNPagedLookasideList(&list);
	EXPECT_LOGGED_ONCE(test, &log, "the list is damaged");
	KUNIT_EXPECT_EQ(test, blocks(), before + 1);
	ExFreePool(last);
	/* A routine of the driver may leave the blocks as they are. */
	memset(&routines, 0, sizeof(routines));
	ExInitializeNPagedLookasideList(&list, allocate_own, count_freed, 0, SIZE, TAG, 0);
	last = ExAllocateFromNPagedLookasideList(&list);
	block = ExAllocateFromNPagedLookasideList(&list);
	ExFreeToNPagedLookasideList(&list, last);
	ExFreeToNPagedLookasideList(&list, block);
	*(void **)last = block;
	ExDeleteNPagedLookasideList(&list);
	KUNIT_EXPECT_EQ(test, routines.freed, 2U);
}

static struct kunit_case lookaside_cases[] = {
	KUNIT_CASE(list_keeps_what_is_freed),
	KUNIT_CASE(list_has_a_depth),
	KUNIT_CASE(paged_list_is_refused_at_dispatch_level),
	KUNIT_CASE(list_uses_the_drivers_routines),
	KUNIT_CASE(list_of_either_kind_tells_itself),
	KUNIT_CASE(what_is_no_list_or_block_is_refused),
	KUNIT_CASE(damaged_list_comes_to_an_end),
	{ }
};

static struct kunit_suite lookaside_suite = {
	.name = "ntparport_windows_ex_lookaside",
	.test_cases = lookaside_cases,
};

kunit_test_suites(&lookaside_suite);
