// SPDX-License-Identifier: GPL-2.0
/* allocate_kunit.c - allocating and freeing the port. */

#include <linux/bottom_half.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/preempt.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "windows.h"

static void take(struct kunit *test, struct client *client)
{
	/* Not while the module is just leaving the Linux port on the other CPU. */
	ASSERT_SEEN(test, ntparport_try_allocate(client->port));
}

/* A client whose port has not logged anything yet: a new one. */
static struct client *client_of_new_port(struct kunit *test, struct lpt *lpt)
{
	lpt_unplug(lpt);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
	return client_create(test, lpt);
}

/* A1: the port is free: at once, by each of the ways, and nothing is queued. */
static void allocate_free_port_is_granted_at_once(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request = request_create(test, client);
	unsigned long information;

	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);

	KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(client->port));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);

	KUNIT_EXPECT_EQ(test, 0, request_send(request));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);

	KUNIT_EXPECT_EQ(test, 0, ntparport_allocate(client->port, NTPARPORT_FOREVER));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);

	KUNIT_EXPECT_EQ(test, 0, ntparport_allocate(client->port, 0));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
					&request->waiter, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL,
					&information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);

	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
}

/* L1: a client that is not connected has the Linux port only while it has the port. */
static void allocate_takes_the_linux_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));

	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	take(test, client);
	KUNIT_EXPECT_TRUE(test, facts_of(client).have_port);
	ntparport_free(client->port);
	ASSERT_SEEN(test, !facts_of(client).have_port);
	take(test, client);
	ntparport_free(client->port);
}

/* A1: held, the request is queued, and completed once when the port is freed. */
static void allocate_held_port_is_queued(struct kunit *test)
{
	struct client *holder = client_create(test, lpt_of(test));
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;

	take(test, holder);
	request = request_queued(test, client);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	ntparport_free(holder->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
}

/* A1: the same by request. */
static void allocate_request_is_pending(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request = request_create(test, client);
	unsigned long information;

	take(test, client);
	atomic_inc(&request->pending);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
					&request->waiter, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL,
					&information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
}

/* A1, A4: first come, first served, one grant for each free, whoever asks how. */
static void allocate_is_first_come_first_served(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct request *requests[6];
	unsigned long information;
	int i, n;

	take(test, client);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		requests[i] = request_create(test, i % 3 ? client : other);
		if (i % 2) {
			KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(requests[i]));
		} else {
			atomic_inc(&requests[i]->pending);
			KUNIT_ASSERT_EQ(test, STATUS_PENDING,
					windows_request(requests[i]->client,
							IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
							&requests[i]->waiter, &information));
		}
		KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), i + 1U);
	}
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		ntparport_free(client->port);
		ASSERT_EVENTUALLY(test, completions_of(requests[i]) == 1);
		KUNIT_EXPECT_EQ(test, requests[i]->status, 0);
		KUNIT_EXPECT_EQ(test, requests[i]->order, i + 1);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
		for (n = i + 1; n < ARRAY_SIZE(requests); n++)
			KUNIT_EXPECT_EQ(test, completions_of(requests[n]), 0);
		KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port),
				(unsigned int)ARRAY_SIZE(requests) - 1 - i);
	}
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1, A4: two ports at once: who has one does not have the other. */
static void allocate_one_port_of_two(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *beside = client_create(test, lpt_beside(lpt_of(test)));
	struct request *request;

	take(test, client);
	request = request_queued(test, client);
	KUNIT_EXPECT_FALSE(test, facts_of(beside).allocated);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(beside->port), 0U);
	take(test, beside);
	ntparport_free(beside->port);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	ntparport_free(client->port);
}

/* A1: a port without an interrupt can be allocated like any other. */
static void allocate_port_without_line(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_lineless);
	struct request *request;

	take(test, client);
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	request = request_queued(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1, A2: the completion comes from the tasklet, without the interrupt lock. */
static void note_level(struct request *request)
{
	request->private = (void *)(unsigned long)(irqs_disabled() ? 1 :
						   in_serving_softirq() ? 2 : 3);
}

static void completion_runs_in_the_tasklet(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request = request_create(test, client);

	request->on_complete = note_level;
	take(test, client);
	KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(request));
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, (unsigned long)request->private, 2UL);

	KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(request));
	KUNIT_EXPECT_TRUE(test, ntparport_cancel(client->port, &request->waiter));
	ASSERT_EVENTUALLY(test, completions_of(request) == 2);
	KUNIT_EXPECT_EQ(test, (unsigned long)request->private, 2UL);
	ntparport_free(client->port);
}

/* A1: the completion frees the port, which grants it to the next: all get it once. */
static void free_at_once(struct request *request)
{
	ntparport_free(request->client->port);
}

static void completion_may_free_the_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *requests[5];
	int i;

	take(test, client);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		requests[i] = request_create(test, client);
		requests[i]->on_complete = free_at_once;
		KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(requests[i]));
	}
	ntparport_free(client->port);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		ASSERT_EVENTUALLY(test, completions_of(requests[i]) == 1);
		KUNIT_EXPECT_EQ(test, requests[i]->order, i + 1);
	}
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
}

/* A1: the completion frees the port and queues the same request again: they take turns. */
#define TURNS 20

static void queue_again(struct request *request)
{
	int *turns = request->private;

	if (++*turns < TURNS) {
		/* Before the free, so that it cannot be granted at once. */
		if (request_send(request) != -EINPROGRESS)
			*turns = -1000;
	}
	ntparport_free(request->client->port);
}

static void completion_may_queue_again(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *requests[2];
	int turns[2] = { };
	int i;

	take(test, client);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		requests[i] = request_create(test, client);
		requests[i]->on_complete = queue_again;
		requests[i]->private = &turns[i];
		KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(requests[i]));
	}
	ntparport_free(client->port);
	for (i = 0; i < ARRAY_SIZE(requests); i++)
		ASSERT_EVENTUALLY(test, completions_of(requests[i]) == TURNS);
	/* Never twice in a row. */
	KUNIT_EXPECT_EQ(test, requests[0]->order, 2 * TURNS - 1);
	KUNIT_EXPECT_EQ(test, requests[1]->order, 2 * TURNS);
	KUNIT_EXPECT_EQ(test, turns[0], TURNS);
	KUNIT_EXPECT_EQ(test, turns[1], TURNS);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1, A2: the completion frees the memory of its request; KASAN watches. */
struct disposable {
	struct ntparport_waiter waiter;
	atomic_t *completions;
	int *status;
};

static void dispose(struct ntparport_waiter *waiter, int status)
{
	struct disposable *disposable = container_of(waiter, struct disposable, waiter);
	atomic_t *completions = disposable->completions;

	*disposable->status = status;
	kfree(disposable);
	atomic_inc(completions);
	wake_up(&happened);
}

static void completion_may_free_its_request(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	static atomic_t completions;
	static int status;
	int cancelled;

	for (cancelled = 0; cancelled < 2; cancelled++) {
		struct disposable *disposable = kzalloc(sizeof(*disposable), GFP_KERNEL);
		struct request *next;

		KUNIT_ASSERT_NOT_NULL(test, disposable);
		atomic_set(&completions, 0);
		disposable->waiter.complete = dispose;
		disposable->completions = &completions;
		disposable->status = &status;
		take(test, client);
		KUNIT_ASSERT_EQ(test, -EINPROGRESS,
				ntparport_allocate_async(client->port, &disposable->waiter));
		next = request_queued(test, client);
		if (cancelled)
			KUNIT_EXPECT_TRUE(test,
					  ntparport_cancel(client->port, &disposable->waiter));
		else
			ntparport_free(client->port);
		ASSERT_EVENTUALLY(test, atomic_read(&completions) == 1);
		KUNIT_EXPECT_EQ(test, status, cancelled ? -ECANCELED : 0);
		ntparport_free(client->port);
		ASSERT_EVENTUALLY(test, completions_of(next) == 1);
		ntparport_free(client->port);
	}
}

/* A2: any one of three; the others keep their order. */
static void cancel_takes_a_request_out(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	int which;

	for (which = 0; which < 3; which++) {
		struct request *requests[3];
		int i, order = 1;

		requests_reset();
		take(test, client);
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

	take(test, client);
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

	take(test, client);
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

/* A2: twice, before and after the completion. */
static void cancel_twice_completes_once(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;
	bool first, second;

	take(test, client);
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

	take(test, client);
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

/* A2: through the other port, where it is not queued. */
static void cancel_through_another_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *beside = client_create(test, lpt_beside(lpt_of(test)));
	struct request *request;

	take(test, client);
	take(test, beside);
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

/* A2: a request that never was queued, and none. */
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

	take(test, client);
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

/* A2: one CPU frees, the other cancels: one completion, and all agree on which. */
struct contest {
	struct client *client;
	atomic_t round;		/* that may begin */
	atomic_t over;		/* that the other CPU has ended */
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
		take(test, client);
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

/* A3: somebody has it, or waits for it; nothing is queued, nobody overtaken. */
static void try_fails_while_held(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct request *request;

	take(test, client);
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(other->port));
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	request = request_queued(test, other);
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	ntparport_free(other->port);
	/* The failed tries have left nothing. */
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
}

/* A3, A4, A5: at DISPATCH_LEVEL; DEBUG_ATOMIC_SLEEP and lockdep watch. */
static void try_and_free_at_dispatch_level(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request = request_create(test, client);
	static DEFINE_SPINLOCK(lock);
	bool taken, again;
	unsigned int waiters;
	int sent;

	spin_lock_bh(&lock);
	taken = ntparport_try_allocate(client->port);
	again = ntparport_try_allocate(client->port);
	sent = request_send(request);
	waiters = ntparport_query_waiters(client->port);
	ntparport_free(client->port);
	ntparport_free(client->port);
	spin_unlock_bh(&lock);
	KUNIT_EXPECT_TRUE(test, taken);
	KUNIT_EXPECT_FALSE(test, again);
	KUNIT_EXPECT_EQ(test, sent, -EINPROGRESS);
	KUNIT_EXPECT_EQ(test, waiters, 1U);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A3: a Linux driver has it and keeps it: at once, and not queued behind it either. */
static void try_fails_while_linux_has_it(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	parport_release(driver->device);
	ASSERT_SEEN(test, !facts_of(client).have_port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
}

/* A1, L3: queued behind a Linux driver, granted when it lets go. */
static void allocate_waits_for_linux(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct request *first, *second;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	first = request_queued(test, client);
	second = request_queued(test, client);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 2U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	parport_release(driver->device);
	ASSERT_EVENTUALLY(test, completions_of(first) == 1);
	KUNIT_EXPECT_EQ(test, first->status, 0);
	KUNIT_EXPECT_EQ(test, completions_of(second), 0);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(second) == 1);
	KUNIT_EXPECT_EQ(test, second->status, 0);
	ntparport_free(client->port);
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

/* A5: one more while a Linux driver waits, however often it asks. */
static void waiters_include_a_linux_driver(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct request *request;

	take(test, client);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	driver->wants = true;
	KUNIT_ASSERT_EQ(test, -EAGAIN, parport_claim(driver->device));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	KUNIT_ASSERT_EQ(test, -EAGAIN, parport_claim(driver->device));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	request = request_queued(test, client);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 2U);
	KUNIT_EXPECT_EQ(test, facts_of(client).waiters, 2U);

	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, READ_ONCE(driver->has));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	parport_release(driver->device);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	ntparport_free(client->port);
}

/* A5: none, and none after a Linux driver that does not want it any more. */
static void waiters_forget_a_linux_driver_that_declines(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));

	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	take(test, client);
	KUNIT_ASSERT_EQ(test, -EAGAIN, parport_claim(driver->device));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	ntparport_free(client->port);
	ASSERT_SEEN(test, !ntparport_query_waiters(client->port));
	take(test, client);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	ntparport_free(client->port);
}

/* A6: changes nothing, and is logged once; with and without a connection. */
static void free_of_a_free_port_is_logged_once(struct kunit *test)
{
	struct client *client = client_of_new_port(test, lpt_of(test));
	unsigned long information;
	struct log log;
	int round;

	log_mark(&log);
	ntparport_free(client->port);
	EXPECT_LOGGED_ONCE(test, &log, "freed although nobody had it");
	EXPECT_LOGGED_ONCE(test, &log, client->lpt->parport->name);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);

	log_mark(&log);
	for (round = 0; round < 3; round++) {
		ntparport_free(client->port);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL,
						&information));
	}
	client_connect(test, client);
	ntparport_free(client->port);
	EXPECT_NOT_LOGGED(test, &log);
	take(test, client);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A6: a client that frees twice; what others do meanwhile is not disturbed. */
static void second_free_is_logged_once(struct kunit *test)
{
	struct client *client = client_of_new_port(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct log log;

	log_mark(&log);
	take(test, client);
	ntparport_free(client->port);
	EXPECT_NOT_LOGGED(test, &log);
	ntparport_free(client->port);
	EXPECT_LOGGED_ONCE(test, &log, "freed although nobody had it");
	take(test, other);
	KUNIT_EXPECT_TRUE(test, facts_of(other).allocated);
	ntparport_free(other->port);
	EXPECT_LOGGED_ONCE(test, &log, "freed although nobody had it");
}

/* A6: at interrupt level as well, from a routine and elsewhere. */
static unsigned char free_synchronized(void *context)
{
	struct client *client = context;

	client->information.free_from_interrupt_level(client->information.context);
	return 1;
}

static void free_in_isr(struct client *client)
{
	client->information.free_from_interrupt_level(client->information.context);
}

static void free_at_interrupt_level_is_logged_once(struct kunit *test)
{
	struct client *client = client_of_new_port(test, lpt_of(test));
	struct log log;

	client_connect(test, client);
	log_mark(&log);
	client->on_interrupt = free_in_isr;
	client_fire(test, client);
	EXPECT_LOGGED_ONCE(test, &log, "freed although nobody had it");
	log_mark(&log);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, free_synchronized, client));
	ntparport_free(client->port);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A6: each port has its own line. */
static void free_is_logged_once_per_port(struct kunit *test)
{
	struct client *client, *beside;
	struct log log;

	lpt_unplug(&lpt_direct);
	lpt_unplug(&lpt_parport);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_direct));
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_parport));
	client = client_create(test, lpt_of(test));
	beside = client_create(test, lpt_beside(lpt_of(test)));
	log_mark(&log);
	ntparport_free(client->port);
	EXPECT_LOGGED_ONCE(test, &log, client->lpt->parport->name);
	log_mark(&log);
	ntparport_free(beside->port);
	EXPECT_LOGGED_ONCE(test, &log, beside->lpt->parport->name);
}

/* A6: while a Linux driver has the port, no client can have it. */
static void free_while_linux_has_it_changes_nothing(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	request = request_queued(test, client);
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	parport_release(driver->device);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	ntparport_free(client->port);
}

/* What a thread does that sleeps until it has the port. */
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

	take(test, client);
	thread = thread_start(test, -1, sleep_for_port, &sleeper);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 1);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(thread->done));
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1: sleepers and queued requests stand in one queue. */
static void blocking_allocate_queues_with_the_others(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, 60 * MSEC_PER_SEC };
	struct request *before, *after;
	struct thread *thread;

	take(test, client);
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

/* A1: it gives up, and has no place in the queue any more. */
static void blocking_allocate_gives_up(struct kunit *test)
{
	static const unsigned int timeouts[] = { 0, 1, 30 };
	struct client *client = client_create(test, lpt_of(test));
	size_t i;

	take(test, client);
	for (i = 0; i < ARRAY_SIZE(timeouts); i++) {
		KUNIT_EXPECT_EQ(test, -ETIMEDOUT, ntparport_allocate(client->port, timeouts[i]));
		KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	}
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1, A2: it is killed while it waits. */
static void blocking_allocate_ends_when_killed(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, NTPARPORT_FOREVER };
	struct thread *thread;

	take(test, client);
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
 * A1, A2: it is killed or runs out of time when it has been granted the port
 * but its completion has not come, for which it waits: it has the port. Freed at
 * interrupt level, for then the tasklet completes it.
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

		take(test, client);
		thread = thread_start(test, INTERRUPT_CPU, sleep_for_port, &sleeper);
		ASSERT_SEEN(test, ntparport_query_waiters(client->port) || READ_ONCE(thread->done));
		local_bh_disable();
		client_synchronize(client, free_synchronized, client);
		if (killed)
			send_sig(SIGKILL, thread->task, 1);
		/* Its time runs out now, but it cannot leave. */
		mdelay(80);
		early = READ_ONCE(thread->done);
		local_bh_enable();
		if (thread_result(test, thread) == -ETIMEDOUT && !killed) {
			/* A slow machine: it was over before the port was freed. */
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

/* A4: who sleeps is woken by free itself: the tasklet cannot run here. */
static void free_wakes_a_sleeper(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct sleeper sleeper = { client, NTPARPORT_FOREVER };
	struct thread *thread;
	bool woken;

	stay_on(test, OTHER_CPU);
	take(test, client);
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

/* A1, A2: free and the end of the time, close together: it has the port or has not. */
static void grant_races_with_timeout(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	int round, granted = 0;

	stay_on(test, OTHER_CPU);
	for (round = 0; round < 30; round++) {
		struct sleeper sleeper = { client, 4 };
		struct thread *thread;
		int result;

		take(test, client);
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

/* A1: the last reference goes although the client has the port and somebody waits. */
static void last_put_ends_allocation_and_requests(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;
	struct log log;

	take(test, client);
	request = request_queued(test, client);
	log_mark(&log);
	ntparport_put(client->port);
	client->port = ntparport_get(client->lpt->number);
	KUNIT_ASSERT_FALSE(test, IS_ERR(client->port));
	EXPECT_LOGGED_ONCE(test, &log, "still had the port");
	EXPECT_LOGGED_ONCE(test, &log, "ntparport_kunit");
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ENODEV);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	take(test, client);
	ntparport_free(client->port);
}

/* A1, A3 to A5: no port, no request, no completion routine. */
static void allocate_without_arguments(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	struct request *request = request_create(test, client);
	struct ntparport *const nothing[] = { NULL, ERR_PTR(-ENODEV), ERR_PTR(-EBUSY) };
	struct ntparport_waiter blank = { };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nothing); i++) {
		KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(nothing[i]));
		KUNIT_EXPECT_EQ(test, -EINVAL,
				ntparport_allocate_async(nothing[i], &request->waiter));
		KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_allocate(nothing[i], 0));
		KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_allocate(nothing[i], NTPARPORT_FOREVER));
		ntparport_free(nothing[i]);
		KUNIT_EXPECT_EQ(test, 0U, ntparport_query_waiters(nothing[i]));
	}
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_allocate_async(client->port, NULL));
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_allocate_async(client->port, &blank));
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
}

static struct kunit_case allocate_cases[] = {
	KUNIT_CASE_PARAM(allocate_free_port_is_granted_at_once, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_takes_the_linux_port, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_held_port_is_queued, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_request_is_pending, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_is_first_come_first_served, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_one_port_of_two, lpt_gen_params),
	KUNIT_CASE(allocate_port_without_line),
	KUNIT_CASE_PARAM(completion_runs_in_the_tasklet, lpt_gen_params),
	KUNIT_CASE_PARAM(completion_may_free_the_port, lpt_gen_params),
	KUNIT_CASE_PARAM(completion_may_queue_again, lpt_gen_params),
	KUNIT_CASE_PARAM(completion_may_free_its_request, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_takes_a_request_out, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_after_the_grant_is_too_late, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_between_grant_and_completion, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_twice_completes_once, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_before_free_wins, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_through_another_port, lpt_gen_params),
	KUNIT_CASE(cancel_what_is_not_queued),
	KUNIT_CASE_PARAM(completion_may_cancel_another_request, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_races_with_grant, lpt_gen_params),
	KUNIT_CASE_PARAM(try_fails_while_held, lpt_gen_params),
	KUNIT_CASE_PARAM(try_and_free_at_dispatch_level, lpt_gen_params),
	KUNIT_CASE_PARAM(try_fails_while_linux_has_it, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_waits_for_linux, lpt_gen_params),
	KUNIT_CASE_PARAM(cancel_while_linux_has_it, lpt_gen_params),
	KUNIT_CASE_PARAM(waiters_include_a_linux_driver, lpt_gen_params),
	KUNIT_CASE_PARAM(waiters_forget_a_linux_driver_that_declines, lpt_gen_params),
	KUNIT_CASE_PARAM(free_of_a_free_port_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(second_free_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(free_at_interrupt_level_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(free_is_logged_once_per_port, lpt_gen_params),
	KUNIT_CASE_PARAM(free_while_linux_has_it_changes_nothing, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_sleeps_until_granted, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_queues_with_the_others, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_gives_up, lpt_gen_params),
	KUNIT_CASE_PARAM(blocking_allocate_ends_when_killed, lpt_gen_params),
	KUNIT_CASE_PARAM(grant_beats_the_end_of_the_wait, lpt_gen_params),
	KUNIT_CASE_PARAM(free_wakes_a_sleeper, lpt_gen_params),
	KUNIT_CASE_PARAM(grant_races_with_timeout, lpt_gen_params),
	KUNIT_CASE_PARAM(last_put_ends_allocation_and_requests, lpt_gen_params),
	KUNIT_CASE(allocate_without_arguments),
	{ }
};

static struct kunit_suite allocate_suite = {
	.name = "ntparport_allocate",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = allocate_cases,
};

kunit_test_suites(&allocate_suite);
