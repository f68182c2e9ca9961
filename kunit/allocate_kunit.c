// SPDX-License-Identifier: GPL-2.0
/* allocate_kunit.c - getting the port: at once, in turn, behind a Linux driver. */

#include <linux/bottom_half.h>
#include <linux/err.h>
#include <linux/preempt.h>
#include <linux/slab.h>

#include "windows.h"

/* A1: the port is free: each way of asking gets it at once, and nothing is queued. */
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

/* L1: a client that is not connected has the Linux port only while it holds the port. */
static void allocate_takes_the_linux_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));

	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	client_take(test, client);
	KUNIT_EXPECT_TRUE(test, facts_of(client).have_port);
	ntparport_free(client->port);
	ASSERT_SEEN(test, !facts_of(client).have_port);
	client_take(test, client);
	ntparport_free(client->port);
}

/*
 * A1: while the port is held, the request is queued; it is completed once, when the port is
 * freed.
 */
static void allocate_held_port_is_queued(struct kunit *test)
{
	struct client *holder = client_create(test, lpt_of(test));
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;

	client_take(test, holder);
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

	client_take(test, client);
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

/* A1, A4: first come, first served, one grant for each free, in whatever way each client asks. */
static void allocate_is_first_come_first_served(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct request *requests[6];
	unsigned long information;
	int i, n;

	client_take(test, client);
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

/* A1, A4: two ports at once: having one does not mean having the other. */
static void allocate_one_port_of_two(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *beside = client_create(test, lpt_beside(lpt_of(test)));
	struct request *request;

	client_take(test, client);
	request = request_queued(test, client);
	KUNIT_EXPECT_FALSE(test, facts_of(beside).allocated);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(beside->port), 0U);
	client_take(test, beside);
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

	client_take(test, client);
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
	client_take(test, client);
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

/* A1: each completion frees the port, which grants it to the next request: all get it once. */
static void free_at_once(struct request *request)
{
	ntparport_free(request->client->port);
}

static void completion_may_free_the_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *requests[5];
	int i;

	client_take(test, client);
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

/* A1: the completion frees the port and queues the same request again: two requests take turns. */
#define TURNS 20

static void queue_again(struct request *request)
{
	int *turns = request->private;

	if (++*turns < TURNS) {
		/* Send before freeing, so that it cannot be granted at once. */
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

	client_take(test, client);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		requests[i] = request_create(test, client);
		requests[i]->on_complete = queue_again;
		requests[i]->private = &turns[i];
		KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(requests[i]));
	}
	ntparport_free(client->port);
	for (i = 0; i < ARRAY_SIZE(requests); i++)
		ASSERT_EVENTUALLY(test, completions_of(requests[i]) == TURNS);
	/* Neither got the port twice in a row. */
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
		client_take(test, client);
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

/* A3: somebody has the port, or waits for it: nothing is queued, and nobody is overtaken. */
static void try_fails_while_held(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct request *request;

	client_take(test, client);
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
	/* The attempts that failed have left nothing behind. */
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

/*
 * A3: a Linux driver has the port and keeps it: this fails at once, and does not queue behind
 * it.
 */
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

/* A1, L3: the request is queued behind a Linux driver, and granted when that lets go. */
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

/* A5: the count is one higher while a Linux driver waits, however often that asks. */
static void waiters_include_a_linux_driver(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct request *request;

	client_take(test, client);
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

/* A5: 0 at first, and 0 again after a Linux driver no longer wants the port. */
static void waiters_forget_a_linux_driver_that_declines(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));

	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	client_take(test, client);
	KUNIT_ASSERT_EQ(test, -EAGAIN, parport_claim(driver->device));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	ntparport_free(client->port);
	ASSERT_SEEN(test, !ntparport_query_waiters(client->port));
	client_take(test, client);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	ntparport_free(client->port);
}

/* A1: the last reference goes while the client has the port and somebody waits. */
static void last_put_ends_allocation_and_requests(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;
	struct log log;

	client_take(test, client);
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
	client_take(test, client);
	ntparport_free(client->port);
}

/* A1, A3 to A5: with no port, no request, or no completion routine. */
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
	KUNIT_CASE_PARAM(try_fails_while_held, lpt_gen_params),
	KUNIT_CASE_PARAM(try_and_free_at_dispatch_level, lpt_gen_params),
	KUNIT_CASE_PARAM(try_fails_while_linux_has_it, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_waits_for_linux, lpt_gen_params),
	KUNIT_CASE_PARAM(waiters_include_a_linux_driver, lpt_gen_params),
	KUNIT_CASE_PARAM(waiters_forget_a_linux_driver_that_declines, lpt_gen_params),
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
