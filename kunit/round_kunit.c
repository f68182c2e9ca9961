// SPDX-License-Identifier: GPL-2.0
/*
 * round_kunit.c - a round of deferred port checks, and clients that take the port meanwhile
 * (F2).
 */

#include <linux/delay.h>

#include "windows.h"

/* F2: the port is taken again before the tasklet runs: the check comes after the next free. */
static unsigned char free_and_take(void *context)
{
	struct client *client = context;

	free_in_routine(client);
	return client->information.try_allocate_at_interrupt_level(client->information.context);
}

static void no_check_if_taken_again_at_once(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	int i;

	client_take(test, client);
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, free_and_take, client));
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
}

/* F2, F3: the same with bottom halves off, so that the tasklet has to wait. */
static void no_check_if_taken_before_the_tasklet(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	bool taken;
	int checks;

	client_take(test, client);
	local_bh_disable();
	ntparport_free(client->port);
	checks = checks_of(client);
	taken = ntparport_try_allocate(client->port);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, checks, 1);
	KUNIT_ASSERT_TRUE(test, taken);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
}

/* F2: a check that takes the port ends the round; after the next free, all checks are called. */
static void take_in_check(struct client *client)
{
	const struct ntparport_interrupt_information *information = &client->information;

	client->on_check = NULL;
	if (information->try_allocate_at_interrupt_level(information->context))
		client->private = client;
}

static void check_that_takes_the_port_ends_the_round(struct kunit *test)
{
	struct client *clients[3];
	int i;

	for (i = 0; i < ARRAY_SIZE(clients); i++)
		clients[i] = client_connected(test, lpt_of(test));
	client_take(test, clients[0]);
	clients[1]->on_check = take_in_check;
	ASSERT_EVENTUALLY(test, checks_of(clients[0]) == 1);
	KUNIT_ASSERT_EQ(test, checks_of(clients[2]), 0);

	ntparport_free(clients[0]->port);
	ASSERT_EVENTUALLY(test, checks_of(clients[1]) == 1);
	KUNIT_ASSERT_PTR_EQ(test, clients[1]->private, (void *)clients[1]);
	KUNIT_EXPECT_TRUE(test, facts_of(clients[0]).allocated);
	KUNIT_EXPECT_EQ(test, checks_of(clients[0]), 2);
	KUNIT_EXPECT_EQ(test, checks_of(clients[2]), 0);

	ntparport_free(clients[1]->port);
	EVENTUALLY(test, checks_of(clients[2]) == 1);
	KUNIT_EXPECT_EQ(test, checks_of(clients[0]), 3);
	KUNIT_EXPECT_EQ(test, checks_of(clients[1]), 2);
}

/*
 * F2, F3: a check takes the port and frees it again, as one that writes to its device's
 * registers does: the round goes on, and a client that waits gets its turn.
 */
static void take_and_free_in_check(struct client *client)
{
	const struct ntparport_interrupt_information *information = &client->information;

	client->on_check = NULL;
	if (!information->try_allocate_at_interrupt_level(information->context))
		return;
	information->free_from_interrupt_level(information->context);
	client->private = client;
}

static void check_may_take_and_free_the_port(struct kunit *test)
{
	struct client *clients[3];
	int before[3];
	int i;

	for (i = 0; i < ARRAY_SIZE(clients); i++)
		clients[i] = client_connected(test, lpt_of(test));
	ASSERT_EVENTUALLY(test, checks_of(clients[0]) == 1);
	for (i = 0; i < ARRAY_SIZE(clients); i++)
		before[i] = checks_of(clients[i]);
	clients[1]->on_check = take_and_free_in_check;
	client_take(test, clients[0]);
	ntparport_free(clients[0]->port);
	for (i = 0; i < ARRAY_SIZE(clients); i++)
		EVENTUALLY(test, checks_of(clients[i]) > before[i]);
	KUNIT_EXPECT_PTR_EQ(test, clients[1]->private, (void *)clients[1]);
	KUNIT_EXPECT_FALSE(test, facts_of(clients[0]).allocated);
	client_take(test, clients[0]);
	ntparport_free(clients[0]->port);
}

/*
 * F2, F3: a check that does so every time asks for another round in each, for ever: everything
 * else on this CPU must get its turn between rounds.
 */
struct tireless {
	bool stop;
	unsigned int rounds;
};

#define TOO_MANY_ROUNDS 50000

static void take_and_free_in_every_check(struct client *client)
{
	const struct ntparport_interrupt_information *information = &client->information;
	struct tireless *tireless = client->private;

	if (READ_ONCE(tireless->stop) || tireless->rounds == TOO_MANY_ROUNDS)
		return;
	tireless->rounds++;
	if (information->try_allocate_at_interrupt_level(information->context))
		information->free_from_interrupt_level(information->context);
}

static void check_that_always_frees_leaves_the_cpu(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct tireless tireless = { };
	int checks;

	stay_on(test, OTHER_CPU);
	client->private = &tireless;
	client->on_check = take_and_free_in_every_check;
	client_take(test, client);
	ntparport_free(client->port);
	WRITE_ONCE(tireless.stop, true);
	ASSERT_EVENTUALLY(test, checks_of(client) > 1);
	/*
	 * Its last check is over when the port can be taken; freeing the port then brings one
	 * more.
	 */
	ASSERT_SEEN(test, ntparport_try_allocate(client->port));
	client->on_check = NULL;
	checks = checks_of(client);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) > checks);
	KUNIT_EXPECT_GE(test, tireless.rounds, 1U);
	KUNIT_EXPECT_LT(test, tireless.rounds, (unsigned int)TOO_MANY_ROUNDS);
}

/* F2: a request that is queued during a round waits for the end of that, and then gets the port. */
struct latecomer {
	struct client *client;
	struct request *request;
	bool in_check;
	bool calling;
	int result;
};

static int queue_latecomer(void *data)
{
	struct latecomer *latecomer = data;

	if (!spin_until(READ_ONCE(latecomer->in_check)))
		return -ETIMEDOUT;
	WRITE_ONCE(latecomer->calling, true);
	return request_send(latecomer->request);
}

static void wait_for_latecomer(struct client *client)
{
	struct latecomer *latecomer = client->private;

	WRITE_ONCE(latecomer->in_check, true);
	spin_until(READ_ONCE(latecomer->calling));
}

static void request_during_a_round_is_granted(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct client *last = client_connected(test, lpt_of(test));
	struct latecomer latecomer = {
		.client = client,
		.request = request_create(test, client),
	};
	struct thread *thread;
	int sent;

	stay_on(test, OTHER_CPU);
	client->private = &latecomer;
	client->on_check = wait_for_latecomer;
	thread = thread_start(test, INTERRUPT_CPU, queue_latecomer, &latecomer);
	client_take(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, checks_of(last) == 1);
	sent = thread_result(test, thread);
	/* If the round was over first, the port was free: so the request was granted or queued. */
	if (sent == -EINPROGRESS)
		ASSERT_EVENTUALLY(test, completions_of(latecomer.request) == 1);
	else
		KUNIT_ASSERT_EQ(test, sent, 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, checks_of(client), 2);
	client->on_check = NULL;
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 3);
}

static struct kunit_case round_cases[] = {
	KUNIT_CASE_PARAM(no_check_if_taken_again_at_once, lpt_gen_params),
	KUNIT_CASE_PARAM(no_check_if_taken_before_the_tasklet, lpt_gen_params),
	KUNIT_CASE_PARAM(check_that_takes_the_port_ends_the_round, lpt_gen_params),
	KUNIT_CASE_PARAM(check_may_take_and_free_the_port, lpt_gen_params),
	KUNIT_CASE_PARAM(check_that_always_frees_leaves_the_cpu, lpt_gen_params),
	KUNIT_CASE_PARAM(request_during_a_round_is_granted, lpt_gen_params),
	{ }
};

static struct kunit_suite round_suite = {
	.name = "ntparport_round",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = round_cases,
};

kunit_test_suites(&round_suite);
