// SPDX-License-Identifier: GPL-2.0
/* generic_table_kunit.c - tables of elements; kunit/host/nt/tables.cc does this in any order. */

#include "toy.h"

#define TAG 0x656c6254

struct element {
	int key;
	int value;
};

/* What the routines were called with. */
static struct calls {
	unsigned int allocated, freed;
	CLONG size;
	bool no_memory;
	PVOID context;
} calls;

static RTL_GENERIC_COMPARE_RESULTS in_order(const struct element *a, const struct element *b)
{
	return a->key < b->key ? GenericLessThan :
	       a->key > b->key ? GenericGreaterThan : GenericEqual;
}

static PVOID allocate(PVOID context, CLONG size)
{
	calls.context = context;
	calls.size = size;
	if (calls.no_memory)
		return NULL;
	calls.allocated++;
	return ExAllocatePoolWithTag(NonPagedPool, size, TAG);
}

static void free_element(PVOID buffer)
{
	calls.freed++;
	ExFreePoolWithTag(buffer, TAG);
}

static RTL_GENERIC_COMPARE_RESULTS NTAPI compare(PRTL_GENERIC_TABLE table, PVOID a, PVOID b)
{
	return in_order(a, b);
}

static PVOID NTAPI allocate_one(PRTL_GENERIC_TABLE table, CLONG size)
{
	return allocate(table->TableContext, size);
}

static VOID NTAPI free_one(PRTL_GENERIC_TABLE table, PVOID buffer)
{
	free_element(buffer);
}

static RTL_GENERIC_COMPARE_RESULTS NTAPI compare_avl(PRTL_AVL_TABLE table, PVOID a, PVOID b)
{
	return in_order(a, b);
}

static PVOID NTAPI allocate_avl(PRTL_AVL_TABLE table, CLONG size)
{
	return allocate(table->TableContext, size);
}

static VOID NTAPI free_avl(PRTL_AVL_TABLE table, PVOID buffer)
{
	free_element(buffer);
}

static const int keys[] = { 5, 3, 9, 1, 7 };
static const int sorted[] = { 1, 3, 5, 7, 9 };

static void splay_table_has_its_elements(struct kunit *test)
{
	struct element *element, *again;
	RTL_GENERIC_TABLE table;
	unsigned int i, count = 0;
	PVOID key = NULL;
	BOOLEAN new;

	memset(&calls, 0, sizeof(calls));
	RtlInitializeGenericTable(&table, compare, allocate_one, free_one, &count);
	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmpty(&table));
	KUNIT_EXPECT_NULL(test, RtlEnumerateGenericTable(&table, TRUE));
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		struct element wanted = { keys[i], i };

		KUNIT_EXPECT_NULL(test, RtlLookupElementGenericTable(&table, &wanted));
		element = RtlInsertElementGenericTable(&table, &wanted, sizeof(wanted), &new);
		KUNIT_ASSERT_NOT_NULL(test, element);
		KUNIT_EXPECT_TRUE(test, new);
		KUNIT_EXPECT_PTR_NE(test, element, &wanted);
		/* It is there already, and stays as it is. */
		wanted.value = 42;
		again = RtlInsertElementGenericTable(&table, &wanted, sizeof(wanted), &new);
		KUNIT_EXPECT_PTR_EQ(test, again, element);
		KUNIT_EXPECT_FALSE(test, new);
		KUNIT_EXPECT_EQ(test, element->value, (int)i);
	}
	KUNIT_EXPECT_EQ(test, calls.size,
			(CLONG)(sizeof(RTL_SPLAY_LINKS) + sizeof(LIST_ENTRY) + sizeof(*element)));
	KUNIT_EXPECT_PTR_EQ(test, calls.context, (PVOID)&count);
	KUNIT_EXPECT_EQ(test, RtlNumberGenericTableElements(&table), (ULONG)ARRAY_SIZE(keys));
	for (element = RtlEnumerateGenericTable(&table, TRUE);
	     element && count < ARRAY_SIZE(sorted);
	     element = RtlEnumerateGenericTable(&table, FALSE))
		KUNIT_EXPECT_EQ(test, element->key, sorted[count++]);
	KUNIT_EXPECT_NULL(test, element);
	KUNIT_EXPECT_EQ(test, count, (unsigned int)ARRAY_SIZE(sorted));
	for (i = 0; i < ARRAY_SIZE(sorted); i++) {
		element = RtlEnumerateGenericTableWithoutSplaying(&table, &key);
		KUNIT_ASSERT_NOT_NULL(test, element);
		KUNIT_EXPECT_EQ(test, element->key, sorted[i]);
		/* By number they are in the order in which they came. */
		element = RtlGetElementGenericTable(&table, i);
		KUNIT_ASSERT_NOT_NULL(test, element);
		KUNIT_EXPECT_EQ(test, element->key, keys[i]);
	}
	KUNIT_EXPECT_NULL(test, RtlEnumerateGenericTableWithoutSplaying(&table, &key));
	KUNIT_EXPECT_NULL(test, RtlGetElementGenericTable(&table, i));
	while ((element = RtlGetElementGenericTable(&table, 0)))
		KUNIT_ASSERT_TRUE(test, RtlDeleteElementGenericTable(&table, element));
	KUNIT_EXPECT_FALSE(test, RtlDeleteElementGenericTable(&table, (PVOID)&keys[0]));
	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmpty(&table));
	KUNIT_EXPECT_EQ(test, calls.freed, calls.allocated);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static NTSTATUS NTAPI match_large(PRTL_AVL_TABLE table, PVOID data, PVOID least)
{
	return ((struct element *)data)->key < *(int *)least ? STATUS_NO_MATCH : STATUS_SUCCESS;
}

static void avl_table_has_its_elements(struct kunit *test)
{
	struct element wanted = { 4, 0 }, *element;
	RTL_AVL_TABLE table;
	unsigned int i, count = 0;
	TABLE_SEARCH_RESULT result;
	PVOID key = NULL, node;
	ULONG deleted = 0;
	BOOLEAN new;
	int least = 6;

	memset(&calls, 0, sizeof(calls));
	RtlInitializeGenericTableAvl(&table, compare_avl, allocate_avl, free_avl, &count);
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		wanted.key = keys[i];
		element = RtlInsertElementGenericTableAvl(&table, &wanted, sizeof(wanted), &new);
		KUNIT_ASSERT_NOT_NULL(test, element);
		KUNIT_EXPECT_TRUE(test, new);
	}
	KUNIT_EXPECT_EQ(test, calls.size, (CLONG)(sizeof(RTL_BALANCED_LINKS) + sizeof(*element)));
	KUNIT_EXPECT_EQ(test, table.DepthOfTree, 3U);
	/* Where it would be; it is inserted there without another search. */
	wanted.key = 4;
	element = RtlLookupElementGenericTableFullAvl(&table, &wanted, &node, &result);
	KUNIT_EXPECT_NULL(test, element);
	KUNIT_EXPECT_EQ(test, (int)result, (int)TableInsertAsRight);
	calls.no_memory = true;
	KUNIT_EXPECT_NULL(test, RtlInsertElementGenericTableFullAvl(&table, &wanted, sizeof(wanted),
								    &new, node, result));
	KUNIT_EXPECT_FALSE(test, new);
	calls.no_memory = false;
	KUNIT_EXPECT_NOT_NULL(test,
			      RtlInsertElementGenericTableFullAvl(&table, &wanted, sizeof(wanted),
								  &new, node, result));
	KUNIT_EXPECT_TRUE(test, new);
	KUNIT_EXPECT_TRUE(test, RtlDeleteElementGenericTableAvl(&table, &wanted));
	/* What is deleted in an enumeration does not disturb it. */
	for (element = RtlEnumerateGenericTableAvl(&table, TRUE); element && count < 5;
	     element = RtlEnumerateGenericTableAvl(&table, FALSE)) {
		KUNIT_EXPECT_EQ(test, element->key, sorted[count++]);
		if (element->key == 3)
			RtlDeleteElementGenericTableAvl(&table, element);
	}
	KUNIT_EXPECT_EQ(test, count, 5U);
	wanted.key = 0;
	for (count = 0; count < 3; count++) {
		element = RtlEnumerateGenericTableLikeADirectory(&table, match_large, &least, count,
								 &key, &deleted, &wanted);
		if (!element)
			break;
		KUNIT_EXPECT_EQ(test, element->key, sorted[3 + count]);
	}
	KUNIT_EXPECT_EQ(test, count, 2U);
	element = RtlGetElementGenericTableAvl(&table, 1);
	KUNIT_ASSERT_NOT_NULL(test, element);
	KUNIT_EXPECT_EQ(test, element->key, 5);
	wanted.key = 7;
	element = RtlLookupFirstMatchingElementGenericTableAvl(&table, &wanted, &key);
	KUNIT_ASSERT_NOT_NULL(test, element);
	element = RtlEnumerateGenericTableWithoutSplayingAvl(&table, &key);
	KUNIT_ASSERT_NOT_NULL(test, element);
	KUNIT_EXPECT_EQ(test, element->key, 9);
	KUNIT_EXPECT_EQ(test, RtlNumberGenericTableElementsAvl(&table), 4U);
	while ((element = RtlEnumerateGenericTableAvl(&table, TRUE)))
		KUNIT_ASSERT_TRUE(test, RtlDeleteElementGenericTableAvl(&table, element));
	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmptyAvl(&table));
	KUNIT_EXPECT_EQ(test, calls.freed, calls.allocated);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* Where a search found room, there is none any longer. */
static void place_that_is_taken_is_refused(struct kunit *test)
{
	struct element first = { 5, 0 }, second = { 3, 0 }, third = { 2, 0 };
	TABLE_SEARCH_RESULT result;
	RTL_AVL_TABLE table;
	PVOID node, key;
	BOOLEAN new;

	memset(&calls, 0, sizeof(calls));
	RtlInitializeGenericTableAvl(&table, compare_avl, allocate_avl, free_avl, NULL);
	RtlInsertElementGenericTableAvl(&table, &first, sizeof(first), &new);
	RtlLookupElementGenericTableFullAvl(&table, &second, &node, &result);
	KUNIT_EXPECT_NOT_NULL(test,
			      RtlInsertElementGenericTableFullAvl(&table, &second, sizeof(second),
								  &new, node, result));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, RtlInsertElementGenericTableFullAvl(&table, &third, sizeof(third),
								    &new, node, result));
	EXPECT_LOGGED_ONCE(test, &toy.log, "not one where it can be inserted");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, RtlInsertElementGenericTableFullAvl(&table, &third, sizeof(third),
								    &new, node,
								    (TABLE_SEARCH_RESULT)42));
	EXPECT_LOGGED_ONCE(test, &toy.log, "not one where it can be inserted");
	KUNIT_EXPECT_EQ(test, RtlNumberGenericTableElementsAvl(&table), 2U);
	KUNIT_EXPECT_TRUE(test, RtlDeleteElementGenericTableAvl(&table, &second));
	/* The last one is deleted in an enumeration, which has its address. */
	key = NULL;
	KUNIT_EXPECT_NOT_NULL(test, RtlEnumerateGenericTableWithoutSplayingAvl(&table, &key));
	KUNIT_EXPECT_TRUE(test, RtlDeleteElementGenericTableAvl(&table, &first));
	KUNIT_EXPECT_NULL(test, RtlEnumerateGenericTableWithoutSplayingAvl(&table, &key));
	KUNIT_EXPECT_EQ(test, calls.freed, calls.allocated);
}

static void what_is_no_table_is_refused(struct kunit *test)
{
	RTL_GENERIC_TABLE zeroes = { };
	RTL_AVL_TABLE table;

	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmpty(&zeroes));
	KUNIT_EXPECT_NULL(test, RtlLookupElementGenericTable(&zeroes, &table));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, RtlInsertElementGenericTable(&zeroes, &table, 4, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "the table is not initialised");
	log_mark(&toy.log);
	RtlInitializeGenericTableAvl(&table, compare_avl, allocate_avl, NULL, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the routine that frees");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, RtlLookupElementGenericTable(NULL, &table));
	EXPECT_LOGGED_ONCE(test, &toy.log, "RtlLookupElementGenericTable: the table");
}

static struct kunit_case generic_table_cases[] = {
	KUNIT_CASE(splay_table_has_its_elements),
	KUNIT_CASE(avl_table_has_its_elements),
	KUNIT_CASE(place_that_is_taken_is_refused),
	KUNIT_CASE(what_is_no_table_is_refused),
	{ }
};

static struct kunit_suite generic_table_suite = {
	.name = "ntparport_windows_rtl_generic_table",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = generic_table_cases,
};

kunit_test_suites(&generic_table_suite);
