// SPDX-License-Identifier: GPL-2.0
/* slist_kunit.c - singly linked lists that count their entries. */

#include "contexts.h"

struct item {
	SLIST_ENTRY entry;
	unsigned int number;
};

static struct {
	SLIST_HEADER head;
	struct item items[3];
	LONG volatile next;
	unsigned int good;
} slist;

static void slist_reset(void)
{
	memset(&slist, 0, sizeof(slist));
	ExInitializeSListHead(&slist.head);
}

/* What each returns. */
static void use_slist(void *unused)
{
	PSLIST_ENTRY first = &slist.items[0].entry, second = &slist.items[1].entry;
	unsigned int good = 0;

	slist_reset();
	good += !InterlockedPopEntrySList(&slist.head);
	good += !ExQueryDepthSList(&slist.head);
	good += !InterlockedPushEntrySList(&slist.head, first);
	good += ExInterlockedPushEntrySList(&slist.head, second, NULL) == first;
	good += QueryDepthSList(&slist.head) == 2;
	good += ExInterlockedPopEntrySList(&slist.head, NULL) == second;
	good += ExQueryDepthSList(&slist.head) == 1;
	InterlockedPushEntrySList(&slist.head, second);
	good += ExInterlockedFlushSList(&slist.head) == second && second->Next == first &&
		!first->Next;
	good += !ExQueryDepthSList(&slist.head);
	good += !InterlockedFlushSList(&slist.head);
	slist.good = good;
}

#define SLIST_OPERATIONS 10

static void slist_at_any_irql(struct kunit *test)
{
	static void (*const contexts[])(struct kunit *, void (*)(void *), void *) = {
		in_dpc, in_interrupt_routine, at_high_level,
	};
	struct log log;
	unsigned int i;

	log_mark(&log);
	use_slist(NULL);
	KUNIT_EXPECT_EQ(test, slist.good, SLIST_OPERATIONS);
	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		contexts[i](test, use_slist, NULL);
		KUNIT_EXPECT_EQ(test, slist.good, SLIST_OPERATIONS);
	}
	EXPECT_NOT_LOGGED(test, &log);
}

#define ROUNDS 20000

static NTSTATUS pass_round(void *data)
{
	struct item *item = &slist.items[InterlockedIncrement(&slist.next) - 1];
	unsigned int i;

	for (i = 0; i < ROUNDS; i++) {
		InterlockedPushEntrySList(&slist.head, &item->entry);
		/* There is at least one, its own or that of the other thread. */
		item = (struct item *)InterlockedPopEntrySList(&slist.head);
		if (!item)
			return STATUS_UNSUCCESSFUL;
		item->number++;
	}
	return STATUS_SUCCESS;
}

static void slist_loses_nothing(struct kunit *test)
{
	struct worker *workers[2];
	unsigned int i;

	slist_reset();
	for (i = 0; i < 2; i++)
		workers[i] = worker_start(test, pass_round, NULL);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, worker_result(test, workers[i]), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, slist.items[0].number + slist.items[1].number, 2U * ROUNDS);
	KUNIT_EXPECT_EQ(test, ExQueryDepthSList(&slist.head), 0);
}

static void slist_that_is_none_is_not_used(struct kunit *test)
{
	struct log log;

	slist_reset();
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, InterlockedPopEntrySList(NULL));
	EXPECT_LOGGED_ONCE(test, &log, "InterlockedPopEntrySList: ");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, InterlockedPushEntrySList(&slist.head, NULL));
	EXPECT_LOGGED_ONCE(test, &log, "InterlockedPushEntrySList: ");
	KUNIT_EXPECT_EQ(test, ExQueryDepthSList(&slist.head), 0);
	/* Somebody has written over the head. */
	memset(&slist.head, 0x5a, sizeof(slist.head));
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, InterlockedPopEntrySList(&slist.head));
	EXPECT_LOGGED_ONCE(test, &log, "is damaged");
}

static struct kunit_case slist_cases[] = {
	KUNIT_CASE(slist_at_any_irql),
	KUNIT_CASE(slist_loses_nothing),
	KUNIT_CASE(slist_that_is_none_is_not_used),
	{ }
};

static struct kunit_suite slist_suite = {
	.name = "ntparport_windows_ex_slist",
	.test_cases = slist_cases,
};

kunit_test_suites(&slist_suite);
