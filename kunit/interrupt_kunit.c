// SPDX-License-Identifier: GPL-2.0
/* interrupt_kunit.c - delivery of interrupts: rules I1 to I5. */

#include "fixture.h"

/* I1: every routine is called for every interrupt, in the order of connection. */
struct order {
	atomic_t next;
	int seen[3];
};

static void note_order(struct client *client)
{
	struct order *order = client->private;
	int n = atomic_inc_return(&order->next) - 1;

	if (n < ARRAY_SIZE(order->seen))
		order->seen[n] = (long)client->service.deferred_context;
}

static void interrupt_calls_all_in_order(struct kunit *test)
{
	struct lpt *lpt = (struct lpt *)test->param_value;
	struct order order = { };
	struct client *clients[3];
	long i;

	for (i = 0; i < 3; i++) {
		clients[i] = client_create(test, lpt);
		clients[i]->private = &order;
		clients[i]->on_interrupt = note_order;
		clients[i]->service.deferred = NULL;
		clients[i]->service.deferred_context = (void *)(i + 1);
		/* The middle one declines: the ones after it are called all the same. */
		clients[i]->answer = i != 1;
		client_connect(test, clients[i]);
	}
	client_fire(test, clients[2]);
	KUNIT_EXPECT_EQ(test, atomic_read(&order.next), 3);
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, order.seen[i], (int)i + 1);
}

static struct kunit_case interrupt_cases[] = {
	KUNIT_CASE_PARAM(interrupt_calls_all_in_order, lpt_gen_params),
	{ }
};

static struct kunit_suite interrupt_suite = {
	.name = "ntparport_interrupt",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = interrupt_cases,
};

kunit_test_suites(&interrupt_suite);
