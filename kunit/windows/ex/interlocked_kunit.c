// SPDX-License-Identifier: GPL-2.0
/* interlocked_kunit.c - interlocked operations, and lists. */

#include <linux/minmax.h>

#include "contexts.h"

/* Interlocked operations: what they return, and what they leave. */
#define EXPECT_INTERLOCKED(test, before, expression, result, after)	\
do {									\
	value = (before);						\
	KUNIT_EXPECT_EQ(test, (LONG)(expression), (LONG)(result));	\
	KUNIT_EXPECT_EQ(test, value, (LONG)(after));			\
} while (0)

static void interlocked_operations_return_old_or_new(struct kunit *test)
{
	LONG volatile value;

	EXPECT_INTERLOCKED(test, 5, InterlockedIncrement(&value), 6, 6);
	EXPECT_INTERLOCKED(test, -1, InterlockedIncrement(&value), 0, 0);
	EXPECT_INTERLOCKED(test, S32_MAX, InterlockedIncrement(&value), S32_MIN, S32_MIN);
	EXPECT_INTERLOCKED(test, 5, InterlockedDecrement(&value), 4, 4);
	EXPECT_INTERLOCKED(test, S32_MIN, InterlockedDecrement(&value), S32_MAX, S32_MAX);
	EXPECT_INTERLOCKED(test, 5, InterlockedExchange(&value, 9), 5, 9);
	EXPECT_INTERLOCKED(test, 5, InterlockedExchangeAdd(&value, -7), 5, -2);
	EXPECT_INTERLOCKED(test, 5, InterlockedCompareExchange(&value, 9, 5), 5, 9);
	EXPECT_INTERLOCKED(test, 5, InterlockedCompareExchange(&value, 9, 6), 5, 5);
	EXPECT_INTERLOCKED(test, 5, InterlockedOr(&value, 10), 5, 15);
	EXPECT_INTERLOCKED(test, 5, InterlockedAnd(&value, 6), 5, 4);
	EXPECT_INTERLOCKED(test, 5, InterlockedXor(&value, 6), 5, 3);
}

#ifdef CONFIG_64BIT
static void interlocked_operations_of_64_bits(struct kunit *test)
{
	LONGLONG volatile value = 0xffffffff;

	KUNIT_EXPECT_EQ(test, InterlockedIncrement64(&value), 0x100000000LL);
	KUNIT_EXPECT_EQ(test, InterlockedDecrement64(&value), 0xffffffffLL);
	KUNIT_EXPECT_EQ(test, InterlockedExchangeAdd64(&value, 2), 0xffffffffLL);
	KUNIT_EXPECT_EQ(test, InterlockedExchange64(&value, 5LL << 40), 0x100000001LL);
	KUNIT_EXPECT_EQ(test, InterlockedCompareExchange64(&value, 7, 0), 5LL << 40);
	KUNIT_EXPECT_EQ(test, InterlockedCompareExchange64(&value, 7, 5LL << 40), 5LL << 40);
	KUNIT_EXPECT_EQ(test, value, 7);
}
#endif

static void interlocked_operations_on_pointers(struct kunit *test)
{
	int a, b;
	int *pointer = &a;

	KUNIT_EXPECT_PTR_EQ(test, InterlockedExchangePointer((PVOID *)&pointer, &b), (PVOID)&a);
	KUNIT_EXPECT_PTR_EQ(test, pointer, &b);
	KUNIT_EXPECT_PTR_EQ(test, InterlockedCompareExchangePointer((PVOID *)&pointer, &a, &a),
			    (PVOID)&b);
	KUNIT_EXPECT_PTR_EQ(test, pointer, &b);
	KUNIT_EXPECT_PTR_EQ(test, InterlockedCompareExchangePointer((PVOID *)&pointer, NULL, &b),
			    (PVOID)&b);
	KUNIT_EXPECT_NULL(test, pointer);
}

/*
 * Six locked operations each. On a host with few CPUs to spare, those that wait for the lock take
 * the time of the one that has it: 20,000 rounds have taken more than a minute.
 */
#define ROUNDS 5000

struct shared {
	LONG volatile count;
	KSPIN_LOCK lock;
	ULONG locked_count;
	LARGE_INTEGER large;
	LIST_ENTRY head;
	SINGLE_LIST_ENTRY stack;
	LIST_ENTRY entries[2];
	SINGLE_LIST_ENTRY links[2];
	LONG volatile next;
};

static NTSTATUS count_a_lot(void *data)
{
	struct shared *shared = data;
	LONG me = InterlockedIncrement(&shared->next) - 1;
	PLIST_ENTRY entry = &shared->entries[me];
	PSINGLE_LIST_ENTRY link = &shared->links[me];
	LARGE_INTEGER step = { .QuadPart = 0x100000001LL };
	unsigned int i;

	for (i = 0; i < ROUNDS; i++) {
		InterlockedIncrement(&shared->count);
		ExInterlockedAddUlong(&shared->locked_count, 1, &shared->lock);
		ExInterlockedAddLargeInteger(&shared->large, step, &shared->lock);
		/* Each list has at least one entry, this thread's or the other's. */
		ExInterlockedInsertTailList(&shared->head, entry, &shared->lock);
		ExInterlockedPushEntryList(&shared->stack, link, &shared->lock);
		entry = ExInterlockedRemoveHeadList(&shared->head, &shared->lock);
		link = ExInterlockedPopEntryList(&shared->stack, &shared->lock);
		if (!entry || !link)
			return STATUS_UNSUCCESSFUL;
	}
	return STATUS_SUCCESS;
}

static struct shared *shared_alloc(struct kunit *test)
{
	struct shared *shared = kunit_kzalloc(test, sizeof(*shared), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, shared);
	KeInitializeSpinLock(&shared->lock);
	InitializeListHead(&shared->head);
	return shared;
}

static void locked_operations_lose_nothing(struct kunit *test)
{
	struct shared *shared = shared_alloc(test);
	struct worker *workers[2];
	unsigned int i;

	for (i = 0; i < 2; i++)
		workers[i] = worker_start(test, count_a_lot, shared);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, worker_result(test, workers[i]), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, shared->count, 2 * ROUNDS);
	KUNIT_EXPECT_EQ(test, shared->locked_count, 2U * ROUNDS);
	KUNIT_EXPECT_EQ(test, shared->large.QuadPart, 2 * ROUNDS * 0x100000001LL);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&shared->head));
	KUNIT_EXPECT_NULL(test, shared->stack.Next);
}

/* What each operation returns, also with interrupts off, which stay off. */
static void use_locked_operations(void *data)
{
	struct shared *shared = data;
	LARGE_INTEGER minus = { .QuadPart = -1 };
	const bool irqs_off = irqs_disabled();
	LONG good = 0;

	shared->locked_count = U32_MAX;
	good += ExInterlockedAddUlong(&shared->locked_count, 3, &shared->lock) == U32_MAX &&
		shared->locked_count == 2;
	shared->large.QuadPart = 0;
	good += ExInterlockedAddLargeInteger(&shared->large, minus, &shared->lock).QuadPart == 0 &&
		shared->large.QuadPart == -1;
	good += !ExInterlockedRemoveHeadList(&shared->head, &shared->lock);
	good += !ExInterlockedInsertHeadList(&shared->head, &shared->entries[0], &shared->lock);
	good += ExInterlockedInsertHeadList(&shared->head, &shared->entries[1], &shared->lock) ==
		&shared->entries[0];
	good += ExInterlockedRemoveHeadList(&shared->head, &shared->lock) == &shared->entries[1];
	good += ExInterlockedInsertTailList(&shared->head, &shared->entries[1], &shared->lock) ==
		&shared->entries[0];
	good += ExInterlockedRemoveHeadList(&shared->head, &shared->lock) == &shared->entries[0];
	good += ExInterlockedRemoveHeadList(&shared->head, &shared->lock) == &shared->entries[1];
	good += !ExInterlockedInsertTailList(&shared->head, &shared->entries[0], &shared->lock);
	good += ExInterlockedRemoveHeadList(&shared->head, &shared->lock) == &shared->entries[0];
	good += !ExInterlockedRemoveHeadList(&shared->head, &shared->lock);
	good += !ExInterlockedPopEntryList(&shared->stack, &shared->lock);
	good += !ExInterlockedPushEntryList(&shared->stack, &shared->links[0], &shared->lock);
	good += ExInterlockedPushEntryList(&shared->stack, &shared->links[1], &shared->lock) ==
		&shared->links[0];
	good += ExInterlockedPopEntryList(&shared->stack, &shared->lock) == &shared->links[1];
	good += ExInterlockedPopEntryList(&shared->stack, &shared->lock) == &shared->links[0];
	good += irqs_disabled() == irqs_off;
	shared->count = good;
}

#define LOCKED_OPERATIONS 18

static void locked_operations_at_any_irql(struct kunit *test)
{
	static void (*const contexts[])(struct kunit *, void (*)(void *), void *) = {
		in_dpc, in_interrupt_routine, at_high_level,
	};
	struct shared *shared = shared_alloc(test);
	unsigned int i;
	struct log log;

	log_mark(&log);
	use_locked_operations(shared);
	KUNIT_EXPECT_EQ(test, shared->count, LOCKED_OPERATIONS);
	/*
	 * On PREEMPT_RT these locks sleep: there they are only for code that a port's interrupt
	 * calls.
	 */
	for (i = 0; i < (IS_ENABLED(CONFIG_PREEMPT_RT) ? 1 : ARRAY_SIZE(contexts)); i++) {
		/* Each context gets a lock of its own: to lockdep, not all of them are the same. */
		shared = shared_alloc(test);
		contexts[i](test, use_locked_operations, shared);
		KUNIT_EXPECT_EQ(test, shared->count, LOCKED_OPERATIONS);
	}
	EXPECT_NOT_LOGGED(test, &log);
}

/* Lists */

struct item {
	int before;
	LIST_ENTRY entry;
	SINGLE_LIST_ENTRY link;
};

static void expect_list(struct kunit *test, LIST_ENTRY *head, const char *order)
{
	LIST_ENTRY *entry = head->Flink, *previous = head;

	for (; *order; order++, previous = entry, entry = entry->Flink) {
		KUNIT_ASSERT_PTR_NE(test, entry, head);
		KUNIT_EXPECT_EQ(test, CONTAINING_RECORD(entry, struct item, entry)->before, *order);
		KUNIT_EXPECT_PTR_EQ(test, entry->Blink, previous);
	}
	KUNIT_EXPECT_PTR_EQ(test, entry, head);
	KUNIT_EXPECT_PTR_EQ(test, head->Blink, previous);
}

static void lists_keep_their_order(struct kunit *test)
{
	struct item a = { 'a' }, b = { 'b' }, c = { 'c' }, d = { 'd' };
	LIST_ENTRY head, other;

	InitializeListHead(&head);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&head));
	KUNIT_EXPECT_PTR_EQ(test, RemoveHeadList(&head), &head);
	KUNIT_EXPECT_PTR_EQ(test, RemoveTailList(&head), &head);
	expect_list(test, &head, "");
	InsertHeadList(&head, &b.entry);
	KUNIT_EXPECT_FALSE(test, IsListEmpty(&head));
	InsertHeadList(&head, &a.entry);
	InsertTailList(&head, &c.entry);
	InsertTailList(&head, &d.entry);
	expect_list(test, &head, "abcd");
	KUNIT_EXPECT_FALSE(test, RemoveEntryList(&b.entry));
	expect_list(test, &head, "acd");
	KUNIT_EXPECT_PTR_EQ(test, RemoveHeadList(&head), &a.entry);
	KUNIT_EXPECT_PTR_EQ(test, RemoveTailList(&head), &d.entry);
	expect_list(test, &head, "c");
	KUNIT_EXPECT_TRUE(test, RemoveEntryList(&c.entry));
	expect_list(test, &head, "");

	InitializeListHead(&other);
	InsertTailList(&head, &a.entry);
	InsertTailList(&other, &b.entry);
	InsertTailList(&other, &c.entry);
	/* The head of the other list stays in the middle until it is removed. */
	RemoveEntryList(&other);
	AppendTailList(&head, &b.entry);
	expect_list(test, &head, "abc");
}

static void stacks_are_last_in_first_out(struct kunit *test)
{
	SINGLE_LIST_ENTRY head = { };
	struct item a = { 'a' }, b = { 'b' };

	KUNIT_EXPECT_NULL(test, PopEntryList(&head));
	PushEntryList(&head, &a.link);
	PushEntryList(&head, &b.link);
	KUNIT_EXPECT_PTR_EQ(test, PopEntryList(&head), &b.link);
	KUNIT_EXPECT_PTR_EQ(test, PopEntryList(&head), &a.link);
	KUNIT_EXPECT_NULL(test, PopEntryList(&head));
}

/* Where nothing is. */
#define NOWHERE ((void *)8)

/* Each of the siblings looks at what it is about to follow. */
static void damaged_lists_are_left_alone(struct kunit *test)
{
	struct shared *shared = shared_alloc(test);
	SINGLE_LIST_ENTRY stack = { NOWHERE };
	LIST_ENTRY list = { NOWHERE, NOWHERE };
	struct item item = { };
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExInterlockedPopEntryList(&stack, &shared->lock));
	EXPECT_LOGGED_ONCE(test, &log, "ExInterlockedPopEntryList: this is not a list");
	KUNIT_EXPECT_PTR_EQ(test, stack.Next, (PSINGLE_LIST_ENTRY)NOWHERE);
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExInterlockedRemoveHeadList(&list, &shared->lock));
	EXPECT_LOGGED_ONCE(test, &log, "ExInterlockedRemoveHeadList: this is not a list");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExInterlockedInsertHeadList(&list, &item.entry, &shared->lock));
	EXPECT_LOGGED_ONCE(test, &log, "ExInterlockedInsertHeadList: this is not a list");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, ExInterlockedInsertTailList(&list, &item.entry, &shared->lock));
	EXPECT_LOGGED_ONCE(test, &log, "ExInterlockedInsertTailList: this is not a list");
	KUNIT_EXPECT_PTR_EQ(test, list.Flink, (PLIST_ENTRY)NOWHERE);
}

static struct kunit_case interlocked_cases[] = {
	KUNIT_CASE(interlocked_operations_return_old_or_new),
#ifdef CONFIG_64BIT
	KUNIT_CASE(interlocked_operations_of_64_bits),
#endif
	KUNIT_CASE(interlocked_operations_on_pointers),
	KUNIT_CASE(locked_operations_lose_nothing),
	KUNIT_CASE(locked_operations_at_any_irql),
	KUNIT_CASE(lists_keep_their_order),
	KUNIT_CASE(stacks_are_last_in_first_out),
	KUNIT_CASE(damaged_lists_are_left_alone),
	{ }
};

static struct kunit_suite interlocked_suite = {
	.name = "ntparport_windows_ex_interlocked",
	.test_cases = interlocked_cases,
};

kunit_test_suites(&interlocked_suite);
