// SPDX-License-Identifier: GPL-2.0
/* stress_kunit.c - things that come and go, many times, under interrupts. */

#include <linux/completion.h>

#include "forgetful.h"
#include "neighbour.h"
#include "stress.h"

static void connect_in_a_long_storm(struct kunit *test, bool keep_open)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = keep_open ? client_connected(test, lpt) : client_create(test, lpt);
	struct progress progress;
	struct context *contexts;
	struct storm *storm;

	progress_start(&progress, 10000);
	contexts = kunit_kcalloc(test, progress.wanted, sizeof(*contexts), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, contexts);
	atomic_set(&context_calls, 0);
	atomic_set(&context_late_calls, 0);
	stay_on(test, OTHER_CPU);
	storm = storm_start(test, lpt);
	for (; progress_goes_on(&progress); progress.rounds++) {
		struct context *context = &contexts[progress.rounds];
		struct ntparport_interrupt_service service = context_service(context);
		int before = atomic_read(&context_calls);

		KUNIT_ASSERT_EQ(test, 0, ntparport_connect(client->port, &service, NULL));
		/* In some rounds, make sure that the routine is called in between. */
		if (progress.rounds % 100 == 0)
			KUNIT_EXPECT_TRUE(test, spin_until(atomic_read(&context_calls) != before));
		KUNIT_ASSERT_EQ(test, 0, ntparport_disconnect(client->port, &service));
		WRITE_ONCE(context->gone, true);
		if (!keep_open)
			storm_taken(test, storm);
	}
	storm_end(test, storm);
	KUNIT_EXPECT_EQ(test, atomic_read(&context_late_calls), 0);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, keep_open ? 1U : 0U);
	progress_report(test, &progress, "%u interrupts, %d calls", storm->fired,
			atomic_read(&context_calls));
}

/* D3, C8: nothing is called after disconnect, while the line stays open for others. */
static void storm_over_an_open_line(struct kunit *test)
{
	connect_in_a_long_storm(test, true);
}

/* D3, D5, L1: the same if each connection is both the first and the last. */
static void storm_over_a_line_that_opens_and_closes(struct kunit *test)
{
	connect_in_a_long_storm(test, false);
}

/* Uses a port for as long as it is there, and a little longer. */
struct port_user {
	struct client *client;
	bool stop;
	unsigned int moves;
};

static int use_port(void *data)
{
	struct port_user *user = data;
	struct ntparport *port = user->client->port;

	while (!must_stop(&user->stop)) {
		struct ntparport_information facts;

		if (ntparport_try_allocate(port))
			ntparport_free(port);
		ntparport_query_waiters(port);
		ntparport_get_information(port, &facts);
		client_synchronize(user->client, nothing, NULL);
		if (!ntparport_connect(port, &user->client->service, NULL))
			ntparport_disconnect(port, &user->client->service);
		WRITE_ONCE(user->moves, user->moves + 1);
		cond_resched();
	}
	return 0;
}

static int allocate_for_ever(void *data)
{
	struct client *client = data;

	return ntparport_allocate(client->port, NTPARPORT_FOREVER);
}

/* Bound to parport_pc by the current case. */
static struct device *bound;

/*
 * L5, C7: a port goes and comes, with clients that are connected, waiting and holding it, and
 * with interrupts all the time; on the parport route also by unbinding.
 */
static void port_goes_and_comes(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct request *requests = kunit_kcalloc(test, 2, sizeof(*requests), GFP_KERNEL);
	struct port_user *user = kunit_kzalloc(test, sizeof(*user), GFP_KERNEL);
	struct device *device = lpt == &lpt_parport ? pnp_device(lpt) : NULL;
	struct progress progress;
	unsigned int unbound = 0;
	struct storm *storm;

	KUNIT_ASSERT_NOT_NULL(test, requests);
	KUNIT_ASSERT_NOT_NULL(test, user);
	if (lpt == &lpt_parport) {
		KUNIT_ASSERT_NOT_NULL(test, device);
		/* Binding cannot fill a gap in the numbers, see lpt_plug(). */
		lpt_unplug(&lpt_lineless);
	}
	storm = storm_start(test, lpt);
	for (progress_start(&progress, 60); progress_goes_on(&progress); progress.rounds++) {
		bool unbind = device && progress.rounds % 4 == 3;
		struct client *holder, *waiter;
		struct thread *sleeper, *using;
		int i, err = 0;

		/* A storm on registers that are being probed would hide the port. */
		if (unbind) {
			mutex_lock(&storm->calm);
			lpt_unplug(lpt);
			if (device_attach(device) == 1)
				bound = device;
			mutex_unlock(&storm->calm);
			KUNIT_ASSERT_NOT_NULL(test, bound);
		}
		holder = client_connected(test, lpt);
		waiter = client_connected(test, lpt);
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
		for (i = 0; i < 2; i++) {
			int err;

			request_init(&requests[i]);
			err = ntparport_allocate_async(waiter->port, &requests[i].waiter);
			KUNIT_ASSERT_EQ(test, -EINPROGRESS, err);
		}
		sleeper = thread_start(test, -1, allocate_for_ever, waiter);
		*user = (struct port_user) { .client = waiter };
		using = thread_start(test, OTHER_CPU, use_port, user);
		ASSERT_SEEN(test, READ_ONCE(user->moves) > 2);
		ASSERT_SEEN(test, ntparport_query_waiters(holder->port) == 3);

		if (unbind) {
			device_release_driver(device);
			bound = NULL;
			unbound++;
		} else {
			lpt_unplug(lpt);
		}
		for (i = 0; i < 2; i++) {
			EVENTUALLY(test, completions_of(&requests[i]) == 1);
			KUNIT_EXPECT_EQ(test, requests[i].status, -ENODEV);
		}
		KUNIT_EXPECT_EQ(test, -ENODEV, thread_result(test, sleeper));
		KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(holder));
		KUNIT_EXPECT_EQ(test, facts_of(holder).connections, 0U);
		ntparport_free(holder->port);
		WRITE_ONCE(user->stop, true);
		KUNIT_EXPECT_EQ(test, 0, finish(test, using, &user->moves));
		client_destroy(holder);
		client_destroy(waiter);
		mutex_lock(&storm->calm);
		err = lpt_plug(lpt);
		mutex_unlock(&storm->calm);
		KUNIT_ASSERT_EQ(test, 0, err);
	}
	storm_end(test, storm);
	KUNIT_EXPECT_GT(test, progress.rounds, 0U);
	progress_report(test, &progress, "%u by unbinding, %u interrupts", unbound, storm->fired);
}

/* D4: modules come and go without cleaning up, under interrupts. */
static void forgetful_modules_come_and_go(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
	struct progress progress;
	struct storm *storm;

	KUNIT_ASSERT_NOT_NULL(test, request);
	storm = storm_start(test, lpt);
	for (progress_start(&progress, 30); progress_goes_on(&progress); progress.rounds++) {
		bool holds = progress.rounds % 2;
		struct forgetful forgetful = {
			.port = lpt->number, .connections = 1 + progress.rounds % 3,
			.holds = holds, .waits = true,
		};

		if (!holds)
			KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
		request_init(request);
		KUNIT_ASSERT_EQ(test, -EINPROGRESS,
				ntparport_allocate_async(client->port, &request->waiter));
		KUNIT_EXPECT_EQ(test, facts_of(client).connections, forgetful.connections + 1);
		KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
		KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
		if (!holds) {
			KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
			ntparport_free(client->port);
		}
		EVENTUALLY(test, completions_of(request) == 1);
		KUNIT_EXPECT_EQ(test, request->status, 0);
		ntparport_free(client->port);
	}
	storm_end(test, storm);
	KUNIT_EXPECT_GT(test, progress.rounds, 0U);
	progress_report(test, &progress, "%u interrupts", storm->fired);
}

static void stress_exit(struct kunit *test)
{
	/* If a case has failed, this removes what it left; otherwise it has no effect. */
	forgetful_unload();
	if (bound)
		device_release_driver(bound);
	bound = NULL;
	neighbour_exit(test);
}

static struct kunit_case stress_cases[] = {
	KUNIT_CASE_PARAM(storm_over_an_open_line, lpt_gen_params),
	KUNIT_CASE_PARAM(storm_over_a_line_that_opens_and_closes, lpt_gen_params),
	KUNIT_CASE_PARAM(port_goes_and_comes, lpt_gen_params),
	KUNIT_CASE_PARAM(forgetful_modules_come_and_go, lpt_gen_params),
	{ }
};

static struct kunit_suite stress_suite = {
	.name = "ntparport_stress",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = stress_exit,
	.test_cases = stress_cases,
};

kunit_test_suites(&stress_suite);
