// SPDX-License-Identifier: GPL-2.0
/* sleep_kunit.c - sleeping until the port is granted. */

#include <linux/bottom_half.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/sched/signal.h>

#include "windows.h"

/* What a thread that sleeps until it has the port does. */
struct sleeper {
	struct client *client;
	unsigned int timeout_ms;
};

static int sleep_for_port(void *data)
{
	struct sleeper *sleeper = data;

	return ntparport_allocate(sleeper->client->port, sleeper->timeout_ms);
}

/* A1: it sleeps until the port is granted. */
static void blocking_allocate_sleeps_until_granted(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, NTPARPORT_FOREVER };
	struct thread *thread;

	client_take(test, client);
	thread = thread_start(test, -1, sleep_for_port, &sleeper);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 1);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(thread->done));
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1: sleepers and queued requests are in the same queue. */
static void blocking_allocate_queues_with_the_others(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, 60 * MSEC_PER_SEC };
	struct request *before, *after;
	struct thread *thread;

	client_take(test, client);
	before = request_queued(test, client);
	thread = thread_start(test, -1, sleep_for_port, &sleeper);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 2);
	after = request_queued(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(before) == 1);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(thread->done));
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, completions_of(after), 0);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(after) == 1);
	ntparport_free(client->port);
}

/* A1: a sleeper that gives up no longer has a place in the queue. */
static void blocking_allocate_gives_up(struct kunit *test)
{
	static const unsigned int timeouts[] = { 0, 1, 30 };
	struct client *client = client_create(test, lpt_of(test));
	size_t i;

	client_take(test, client);
	for (i = 0; i < ARRAY_SIZE(timeouts); i++) {
		KUNIT_EXPECT_EQ(test, -ETIMEDOUT, ntparport_allocate(client->port, timeouts[i]));
		KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	}
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1, A2: a sleeper is killed while it waits. */
static void blocking_allocate_ends_when_killed(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, NTPARPORT_FOREVER };
	struct thread *thread;

	client_take(test, client);
	thread = thread_start(test, -1, sleep_for_port, &sleeper);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 1);
	KUNIT_ASSERT_EQ(test, 0, send_sig(SIGKILL, thread->task, 1));
	KUNIT_EXPECT_EQ(test, -EINTR, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/*
 * A1, A2: a sleeper is killed, or its time is over, when it has been granted the port but its
 * completion has not come yet. It waits for that, and has the port. The port is freed at
 * interrupt level, so that the tasklet completes the request.
 */
static void grant_beats_the_end_of_the_wait(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	int killed;

	stay_on(test, OTHER_CPU);
	for (killed = 0; killed < 2; killed++) {
		struct sleeper sleeper = { client, killed ? NTPARPORT_FOREVER : 40 };
		struct thread *thread;
		bool early;

		client_take(test, client);
		thread = thread_start(test, INTERRUPT_CPU, sleep_for_port, &sleeper);
		ASSERT_SEEN(test, ntparport_query_waiters(client->port) || READ_ONCE(thread->done));
		local_bh_disable();
		client_synchronize(client, free_synchronized, client);
		if (killed)
			send_sig(SIGKILL, thread->task, 1);
		/* Its time is over now, but it must not leave yet. */
		mdelay(80);
		early = READ_ONCE(thread->done);
		local_bh_enable();
		if (thread_result(test, thread) == -ETIMEDOUT && !killed) {
			/* On a slow machine, its time was over before the port was freed. */
			KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
			continue;
		}
		KUNIT_EXPECT_FALSE(test, early);
		KUNIT_EXPECT_EQ(test, thread->result, 0);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
		ntparport_free(client->port);
	}
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A4: free itself wakes a sleeper: the tasklet cannot run here. */
static void free_wakes_a_sleeper(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, NTPARPORT_FOREVER };
	struct thread *thread;
	bool woken;

	stay_on(test, OTHER_CPU);
	client_take(test, client);
	thread = thread_start(test, INTERRUPT_CPU, sleep_for_port, &sleeper);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 1);
	local_bh_disable();
	ntparport_free(client->port);
	woken = spin_until(READ_ONCE(thread->done));
	local_bh_enable();
	KUNIT_EXPECT_TRUE(test, woken);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	ntparport_free(client->port);
}

/* A1, A2: the port is freed close to the end of the time: the sleeper either has it or has not. */
static void grant_races_with_timeout(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	int round, granted = 0;

	stay_on(test, OTHER_CPU);
	for (round = 0; round < 30; round++) {
		struct sleeper sleeper = { client, 4 };
		struct thread *thread;
		int result;

		client_take(test, client);
		thread = thread_start(test, INTERRUPT_CPU, sleep_for_port, &sleeper);
		spin_until(ntparport_query_waiters(client->port) || READ_ONCE(thread->done));
		udelay(round * 300);
		ntparport_free(client->port);
		result = thread_result(test, thread);
		KUNIT_ASSERT_TRUE(test, result == 0 || result == -ETIMEDOUT);
		KUNIT_ASSERT_EQ(test, facts_of(client).allocated, result == 0);
		KUNIT_ASSERT_EQ(test, ntparport_query_waiters(client->port), 0U);
		if (!result) {
			ntparport_free(client->port);
			granted++;
		}
	}
	kunit_info(test, "granted %d times of %d\n", granted, round);
}

static struct kunit_case sleep_cases[] = {
	KUNIT_CASE_PARAM(blocking_allocate_sleeps_until_granted, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_queues_with_the_others, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_gives_up, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_ends_when_killed, lpt_gen_params),
	KUNIT_CASE_PARAM(grant_beats_the_end_of_the_wait, lpt_gen_params),
	KUNIT_CASE_PARAM(free_wakes_a_sleeper, lpt_gen_params),
	KUNIT_CASE_PARAM(grant_races_with_timeout, lpt_gen_params),
	{ }
};

static struct kunit_suite sleep_suite = {
	.name = "ntparport_sleep",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = sleep_cases,
};

kunit_test_suites(&sleep_suite);
