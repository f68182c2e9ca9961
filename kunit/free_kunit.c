// SPDX-License-Identifier: GPL-2.0
/* free_kunit.c - freeing a port that nobody has (A6). */

#include "windows.h"

/* A client of a port that has not logged anything yet: a new one. */
static struct client *client_of_new_port(struct kunit *test, struct lpt *lpt)
{
	lpt_unplug(lpt);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
	return client_create(test, lpt);
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
	client_take(test, client);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A6: a client frees twice; what others do meanwhile is not disturbed. */
static void second_free_is_logged_once(struct kunit *test)
{
	struct client *client = client_of_new_port(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct log log;

	log_mark(&log);
	client_take(test, client);
	ntparport_free(client->port);
	EXPECT_NOT_LOGGED(test, &log);
	ntparport_free(client->port);
	EXPECT_LOGGED_ONCE(test, &log, "freed although nobody had it");
	client_take(test, other);
	KUNIT_EXPECT_TRUE(test, facts_of(other).allocated);
	ntparport_free(other->port);
	EXPECT_LOGGED_ONCE(test, &log, "freed although nobody had it");
}

/* A6: the same at interrupt level, from a routine and elsewhere. */
static void free_at_interrupt_level_is_logged_once(struct kunit *test)
{
	struct client *client = client_of_new_port(test, lpt_of(test));
	struct log log;

	client_connect(test, client);
	log_mark(&log);
	client->on_interrupt = free_in_routine;
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

static struct kunit_case free_cases[] = {
	KUNIT_CASE_PARAM(free_of_a_free_port_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(second_free_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(free_at_interrupt_level_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(free_is_logged_once_per_port, lpt_gen_params),
	KUNIT_CASE_PARAM(free_while_linux_has_it_changes_nothing, lpt_gen_params),
	{ }
};

static struct kunit_suite free_suite = {
	.name = "ntparport_free",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = free_cases,
};

kunit_test_suites(&free_suite);
