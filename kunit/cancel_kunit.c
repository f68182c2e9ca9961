// SPDX-License-Identifier: GPL-2.0
/* cancel_kunit.c - requests for the port that are cancelled. */

#include <linux/delay.h>
#include <linux/err.h>

#include "windows.h"

/* A2: any one of three is cancelled; the others keep their order. */
static void cancel_takes_a_request_out(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	int which;

	for (which = 0; which < 3; which++) {
		struct request *requests[3];
		int i, order = 1;

		requests_reset();
		client_take(test, client);
		for (i = 0; i < ARRAY_SIZE(requests); i++)
			requests[i] = request_queued(test, client);
		KUNIT_EXPECT_TRUE(test, ntparport_cancel(client->port, &requests[which]->waiter));
		ASSERT_EVENTUALLY(test, completions_of(requests[which]) == 1);
		KUNIT_EXPECT_EQ(test, requests[which]->status, -ECANCELED);
		KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 2U);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
		for (i = 0; i < ARRAY_SIZE(requests); i++) {
			if (i == which)
				continue;
			ntparport_free(client->port);
			ASSERT_EVENTUALLY(test, completions_of(requests[i]) == 1);
			KUNIT_EXPECT_EQ(test, requests[i]->status, 0);
			KUNIT_EXPECT_EQ(test, requests[i]->order, ++order);
		}
		ntparport_free(client->port);
		KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
		KUNIT_EXPECT_EQ(test, completions_of(requests[which]), 1);
	}
}

/* A2: the request has been granted and its completion is over. */
static void cancel_after_the_grant_is_too_late(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;

	client_take(test, client);
	request = request_queued(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &request->waiter));
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &request->waiter));
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
}

/* A2: the request has been granted, but its completion has not come yet. */
static void cancel_between_grant_and_completion(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;
	bool cancelled;
	int before;

	client_take(test, client);
	request = request_queued(test, client);
	local_bh_disable();
	ntparport_free(client->port);
	before = completions_of(request);
	cancelled = ntparport_cancel(client->port, &request->waiter);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, before, 0);
	KUNIT_EXPECT_FALSE(test, cancelled);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
}

/* A2: cancelled twice, before and after the completion. */
static void cancel_twice_completes_once(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;
	bool first, second;

	client_take(test, client);
	request = request_queued(test, client);
	local_bh_disable();
	first = ntparport_cancel(client->port, &request->waiter);
	second = ntparport_cancel(client->port, &request->waiter);
	local_bh_enable();
	KUNIT_EXPECT_TRUE(test, first);
	KUNIT_EXPECT_FALSE(test, second);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &request->waiter));
	KUNIT_EXPECT_EQ(test, request->status, -ECANCELED);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A2: cancelled, then freed before the completion: it does not get the port. */
static void cancel_before_free_wins(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request, *next;
	bool cancelled;

	client_take(test, client);
	request = request_queued(test, client);
	next = request_queued(test, client);
	local_bh_disable();
	cancelled = ntparport_cancel(client->port, &request->waiter);
	ntparport_free(client->port);
	local_bh_enable();
	KUNIT_EXPECT_TRUE(test, cancelled);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	ASSERT_EVENTUALLY(test, completions_of(next) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ECANCELED);
	KUNIT_EXPECT_EQ(test, next->status, 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A2: cancelled through the other port, on which it is not queued. */
static void cancel_through_another_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *beside = client_create(test, lpt_beside(lpt_of(test)));
	struct request *request;

	client_take(test, client);
	client_take(test, beside);
	request = request_queued(test, client);
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(beside->port, &request->waiter));
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(beside->port), 0U);
	ntparport_free(beside->port);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	ntparport_free(client->port);
}

/* A2: cancelling a request that was never queued, and no request at all. */
static void cancel_what_is_not_queued(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	struct request *request = request_create(test, client);

	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &request->waiter));
	KUNIT_EXPECT_EQ(test, 0, request_send(request));
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &request->waiter));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, NULL));
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(NULL, &request->waiter));
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(ERR_PTR(-ENODEV), &request->waiter));
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
}

/* A2: a completion cancels the next request. */
static void cancel_other(struct request *request)
{
	struct request *other = request->private;

	request->private = (void *)(unsigned long)ntparport_cancel(request->client->port,
								   &other->waiter);
}

static void completion_may_cancel_another_request(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request, *other;

	client_take(test, client);
	request = request_queued(test, client);
	other = request_queued(test, client);
	request->private = other;
	request->on_complete = cancel_other;
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(other) == 1);
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
	KUNIT_EXPECT_EQ(test, (unsigned long)request->private, 1UL);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_EQ(test, other->status, -ECANCELED);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A2: one CPU frees, the other cancels: there is one completion, and all agree on which one. */
struct contest {
	struct client *client;
	atomic_t round;		/* the round that may begin */
	atomic_t over;		/* the round that the other CPU has ended */
	struct request *request;
	bool cancelled;
};

#define CONTESTS 500

static int cancel_in_each_round(void *data)
{
	struct contest *contest = data;
	int round;

	for (round = 1; round <= CONTESTS; round++) {
		if (!spin_until(atomic_read_acquire(&contest->round) >= round))
			return -ETIMEDOUT;
		ndelay(round % 50 * 100);
		contest->cancelled = ntparport_cancel(contest->client->port,
						      &contest->request->waiter);
		atomic_set_release(&contest->over, round);
	}
	return 0;
}

static void cancel_races_with_grant(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct contest contest = { .client = client };
	int round, granted = 0, cancelled = 0;
	struct thread *thread;

	stay_on(test, OTHER_CPU);
	contest.request = request_create(test, client);
	thread = thread_start(test, INTERRUPT_CPU, cancel_in_each_round, &contest);
	for (round = 1; round <= CONTESTS; round++) {
		client_take(test, client);
		KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(contest.request));
		atomic_set_release(&contest.round, round);
		ndelay((CONTESTS - round) % 50 * 100);
		ntparport_free(client->port);
		KUNIT_ASSERT_TRUE(test, spin_until(atomic_read_acquire(&contest.over) == round));
		ASSERT_EVENTUALLY(test, completions_of(contest.request) == round);
		KUNIT_ASSERT_EQ(test, contest.request->status,
				contest.cancelled ? -ECANCELED : 0);
		KUNIT_ASSERT_EQ(test, facts_of(client).allocated, !contest.cancelled);
		if (contest.cancelled) {
			cancelled++;
		} else {
			ntparport_free(client->port);
			granted++;
		}
	}
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	kunit_info(test, "granted %d times, cancelled %d times\n", granted, cancelled);
}

/* A2: cancelled while a Linux driver has the port. */
static void cancel_while_linux_has_it(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	request = request_queued(test, client);
	KUNIT_EXPECT_TRUE(test, ntparport_cancel(client->port, &request->waiter));
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ECANCELED);
	parport_release(driver->device);
	ASSERT_SEEN(test, !facts_of(client).have_port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
}

static struct kunit_case cancel_cases[] = {
	KUNIT_CASE_PARAM(cancel_takes_a_request_out, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_after_the_grant_is_too_late, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_between_grant_and_completion, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_twice_completes_once, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_before_free_wins, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_through_another_port, lpt_gen_params),
	KUNIT_CASE(cancel_what_is_not_queued),
	KUNIT_CASE_PARAM(completion_may_cancel_another_request, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_races_with_grant, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_while_linux_has_it, lpt_gen_params),
	{ }
};

static struct kunit_suite cancel_suite = {
	.name = "ntparport_cancel",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = cancel_cases,
};

kunit_test_suites(&cancel_suite);
