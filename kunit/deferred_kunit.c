// SPDX-License-Identifier: GPL-2.0
/* deferred_kunit.c - deferred port checks: what they follow, and in what context they run. */

#include <linux/delay.h>
#include <linux/hardirq.h>
#include <linux/preempt.h>

#include "windows.h"

/* F1: every way of freeing the port. */
struct way {
	const char *name;
	void (*free)(struct kunit *test, struct client *client);
};

static void free_natively(struct kunit *test, struct client *client)
{
	ntparport_free(client->port);
}

static void free_by_request(struct kunit *test, struct client *client)
{
	unsigned long information;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL,
					&information));
}

static void free_by_routine(struct kunit *test, struct client *client)
{
	unsigned long information;
	union system_buffer buffer;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ntparport_request(client->port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO,
					  &buffer, 0, sizeof(buffer), NULL, &information));
	buffer.port.FreePort(buffer.port.Context);
}

static void free_in_isr(struct kunit *test, struct client *client)
{
	client->on_interrupt = free_in_routine;
	client_fire(test, client);
	client->on_interrupt = NULL;
}

static void free_at_interrupt_level(struct kunit *test, struct client *client)
{
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, free_synchronized, client));
}

static const struct way ways[] = {
	{ "ntparport_free", free_natively },
	{ "PORT_FREE", free_by_request },
	{ "FreePort", free_by_routine },
	{ "FreePortFromInterruptLevel in a routine", free_in_isr },
	{ "FreePortFromInterruptLevel elsewhere", free_at_interrupt_level },
};

static void describe_way(const struct way *way, char *description)
{
	strscpy(description, way->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(ways, ways, describe_way);

static void check_follows_every_way_of_freeing(struct kunit *test)
{
	const struct way *way = test->param_value;
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lpts); i++) {
		struct client *client = client_checked(test, lpts[i]);
		struct client *other = client_connected(test, lpts[i]);
		unsigned long long rounds = facts_of(client).deferred_checks;
		int others = checks_of(other);

		client_take(test, client);
		KUNIT_EXPECT_EQ(test, checks_of(client), 1);
		way->free(test, client);
		EVENTUALLY(test, checks_of(client) == 2);
		EVENTUALLY(test, checks_of(other) == others + 1);
		KUNIT_EXPECT_EQ(test, facts_of(client).deferred_checks, rounds + 1);
		KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	}
}

/* F1: one round each time the port is freed, calling all routines in order of connection. */
struct order {
	int length;
	struct client *seen[16];
};

static void note_order(struct client *client)
{
	struct order *order = client->private;

	if (order->length < ARRAY_SIZE(order->seen))
		order->seen[order->length] = client;
	order->length++;
}

static void check_calls_all_in_order(struct kunit *test)
{
	struct order *order = private_create(test, struct order);
	struct client *clients[4];
	int i, round;

	for (i = 0; i < ARRAY_SIZE(clients); i++) {
		clients[i] = client_create(test, lpt_of(test));
		clients[i]->private = order;
		clients[i]->on_check = note_order;
		/* One of the clients has only a check, one has none. */
		if (i == 1)
			clients[i]->service.isr = NULL;
		if (i == 2)
			clients[i]->service.deferred = NULL;
		client_connect(test, clients[i]);
	}
	ASSERT_EVENTUALLY(test, checks_of(clients[0]) == 1);
	for (round = 0; round < 3; round++) {
		int before = checks_of(clients[3]);

		order->length = 0;
		client_take(test, clients[0]);
		ntparport_free(clients[0]->port);
		ASSERT_EVENTUALLY(test, checks_of(clients[3]) == before + 1);
		KUNIT_EXPECT_EQ(test, order->length, 3);
		KUNIT_EXPECT_PTR_EQ(test, order->seen[0], clients[0]);
		KUNIT_EXPECT_PTR_EQ(test, order->seen[1], clients[1]);
		KUNIT_EXPECT_PTR_EQ(test, order->seen[2], clients[3]);
	}
	KUNIT_EXPECT_EQ(test, checks_of(clients[2]), 0);
}

/* F1: two equal connections have two checks. */
static void check_calls_equal_connections_twice(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));

	client_connect(test, client);
	client_take(test, client);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 3);
}

/* F1: while somebody waits, the port is granted to him, and no check is called. */
static void no_check_while_somebody_waits(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	unsigned long long rounds = facts_of(client).deferred_checks;
	struct request *first, *second;

	client_take(test, client);
	first = request_queued(test, client);
	second = request_queued(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(first) == 1);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(second) == 1);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_EQ(test, facts_of(client).deferred_checks, rounds + 1);
}

/* F1: a request that was cancelled is no longer pending. */
static void check_follows_after_cancellation(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct request *request;

	client_take(test, client);
	request = request_queued(test, client);
	KUNIT_ASSERT_TRUE(test, ntparport_cancel(client->port, &request->waiter));
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
}

/* F1, A6: the port was free all the time. */
static void no_check_without_freeing(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	unsigned long long rounds = facts_of(client).deferred_checks;
	int i;

	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, free_synchronized, client));
	for (i = 0; i < 3; i++)
		client_fire(test, client);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	KUNIT_EXPECT_EQ(test, facts_of(client).deferred_checks, rounds);
}

/* F1: only the clients of that port are called. */
static void check_stays_on_its_port(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct client *beside = client_checked(test, lpt_beside(lpt_of(test)));

	client_take(test, client);
	client_take(test, beside);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_EQ(test, checks_of(beside), 1);
	ntparport_free(beside->port);
	EVENTUALLY(test, checks_of(beside) == 2);
	KUNIT_EXPECT_EQ(test, checks_of(client), 2);
}

/* F2: it runs in the tasklet, at DIRQL. */
struct level {
	bool in_softirq;
	bool in_hardirq;
	bool interrupts_on;
};

static void note_level(struct client *client)
{
	struct level *level = client->private;

	level->in_softirq = in_serving_softirq();
	level->in_hardirq = in_hardirq();
	level->interrupts_on = !irqs_disabled();
}

static void check_runs_in_the_tasklet(struct kunit *test)
{
	const struct way *way = test->param_value;
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	size_t i;

	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		kunit_skip(test, "the interrupt lock sleeps on this kernel");
	for (i = 0; i < ARRAY_SIZE(lpts); i++) {
		struct client *client = client_checked(test, lpts[i]);
		struct level *level = private_create(test, struct level);

		*level = (struct level) { false, true, true };
		client->private = level;
		client->on_check = note_level;
		client_take(test, client);
		way->free(test, client);
		ASSERT_EVENTUALLY(test, checks_of(client) == 2);
		KUNIT_EXPECT_TRUE(test, level->in_softirq);
		KUNIT_EXPECT_FALSE(test, level->in_hardirq);
		KUNIT_EXPECT_FALSE(test, level->interrupts_on);
	}
}

/* F2: an interrupt that arrives on the other CPU meanwhile has to wait. */
struct exclusion {
	bool arrived;
	int during;
};

static void hold_off_interrupt(struct client *client)
{
	struct exclusion *exclusion = client->private;
	int before = interrupts_of(client);

	lpt_fire(client->lpt);
	exclusion->arrived = spin_until(lpt_in_handler(client->lpt));
	/* Long enough for a handler that does not wait to call the routine. */
	udelay(2000);
	exclusion->during = interrupts_of(client) - before;
}

static void interrupt_waits_for_check(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct exclusion *exclusion = private_create(test, struct exclusion);

	stay_on(test, OTHER_CPU);
	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, client->cpu, INTERRUPT_CPU);
	client->private = exclusion;
	client->on_check = hold_off_interrupt;
	client_take(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_ASSERT_TRUE(test, exclusion->arrived);
	KUNIT_EXPECT_EQ(test, exclusion->during, 0);
	EVENTUALLY(test, interrupts_of(client) == 2);
}

/* F2, I3: KeSynchronizeExecution() has to wait, too. */
struct intruder {
	struct client *client;
	bool in_check;
	bool called;
	bool entered;
	bool during;
};

static unsigned char intrude(void *context)
{
	struct intruder *intruder = context;

	WRITE_ONCE(intruder->entered, true);
	return 1;
}

static int call_intruder(void *data)
{
	struct intruder *intruder = data;

	if (!spin_until(READ_ONCE(intruder->in_check)))
		return -ETIMEDOUT;
	WRITE_ONCE(intruder->called, true);
	return client_synchronize(intruder->client, intrude, intruder);
}

static void wait_for_intruder(struct client *client)
{
	struct intruder *intruder = client->private;

	WRITE_ONCE(intruder->in_check, true);
	if (!spin_until(READ_ONCE(intruder->called)))
		return;
	/* Long enough for a call that does not wait to run the routine. */
	udelay(2000);
	intruder->during = READ_ONCE(intruder->entered);
}

static void synchronized_routine_waits_for_check(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct intruder *intruder = private_create(test, struct intruder);
	struct thread *thread;

	stay_on(test, OTHER_CPU);
	intruder->client = client;
	client->private = intruder;
	client->on_check = wait_for_intruder;
	thread = thread_start(test, INTERRUPT_CPU, call_intruder, intruder);
	client_take(test, client);
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_EQ(test, 1, thread_result(test, thread));
	KUNIT_EXPECT_TRUE(test, intruder->called);
	KUNIT_EXPECT_FALSE(test, intruder->during);
	KUNIT_EXPECT_TRUE(test, intruder->entered);
}

/* F3: when frees come close together they share checks, but a check follows the last one. */
static void check_follows_frees_close_together(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	bool taken = true;
	int i;

	client_take(test, client);
	local_bh_disable();
	for (i = 0; i < 5; i++) {
		ntparport_free(client->port);
		taken = taken && ntparport_try_allocate(client->port);
	}
	ntparport_free(client->port);
	local_bh_enable();
	KUNIT_ASSERT_TRUE(test, taken);
	EVENTUALLY(test, checks_of(client) >= 2);
	KUNIT_EXPECT_LE(test, checks_of(client), 7);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/*
 * F3: two CPUs take and free the port as fast as they can. Frees are counted while the port is
 * held, when no check runs: a check that sees them all must have come after the last one.
 */
struct crowd {
	struct ntparport *port;
	atomic_t frees;
	int seen;
};

static void note_frees(struct client *client)
{
	struct crowd *crowd = client->private;

	WRITE_ONCE(crowd->seen, atomic_read(&crowd->frees));
}

#define CROWD_LENGTH 1000

static int take_and_free_often(void *data)
{
	struct crowd *crowd = data;
	int i = 0;

	while (i < CROWD_LENGTH) {
		if (!ntparport_try_allocate(crowd->port)) {
			cond_resched();
			continue;
		}
		atomic_inc(&crowd->frees);
		ntparport_free(crowd->port);
		i++;
	}
	return 0;
}

static void check_follows_the_last_free_of_a_crowd(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct crowd *crowd = private_create(test, struct crowd);
	struct thread *threads[2];
	int i;

	crowd->port = client->port;
	client->private = crowd;
	client->on_check = note_frees;
	for (i = 0; i < 2; i++)
		threads[i] = thread_start(test, i, take_and_free_often, crowd);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, 0, thread_result(test, threads[i]));
	KUNIT_EXPECT_EQ(test, atomic_read(&crowd->frees), 2 * CROWD_LENGTH);
	EVENTUALLY(test, READ_ONCE(crowd->seen) == 2 * CROWD_LENGTH);
	KUNIT_EXPECT_LE(test, checks_of(client), 2 * CROWD_LENGTH + 1);
}

/* F4: the module gets the port because somebody connects. */
static void check_follows_the_first_connect(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));

	EVENTUALLY(test, checks_of(client) == 1);
	KUNIT_EXPECT_TRUE(test, facts_of(client).have_port);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	client_connect(test, client);
	EVENTUALLY(test, checks_of(client) == 2);
}

/* F4: a Linux driver takes the port while it is free among clients, and gives it back. */
static void check_follows_a_linux_driver(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	int round;

	for (round = 1; round <= 3; round++) {
		KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
		KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
		KUNIT_EXPECT_EQ(test, checks_of(client), round);
		parport_release(driver->device);
		EVENTUALLY(test, checks_of(client) == round + 1);
		KUNIT_EXPECT_TRUE(test, facts_of(client).have_port);
	}
}

/* F1, F4: no check while the Linux driver has it, whatever clients do. */
static void no_check_while_linux_has_the_port(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct client *newcomer;
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	request = request_queued(test, client);
	KUNIT_EXPECT_TRUE(test, ntparport_cancel(client->port, &request->waiter));
	newcomer = client_connected(test, lpt_of(test));
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	KUNIT_EXPECT_EQ(test, checks_of(newcomer), 0);
	parport_release(driver->device);
	EVENTUALLY(test, checks_of(newcomer) == 1);
	KUNIT_EXPECT_EQ(test, checks_of(client), 2);
}

/* F4, L2: a client freed the port and Linux got it: one check follows, after Linux is done. */
static void check_follows_linux_after_a_client(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));

	client_take(test, client);
	driver->wants = true;
	KUNIT_ASSERT_EQ(test, -EAGAIN, parport_claim(driver->device));
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, READ_ONCE(driver->has));
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	parport_release(driver->device);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_TRUE(test, facts_of(client).have_port);
}

/* F4: Linux asked for the port, but no longer wants it when it is free. */
static void check_follows_if_linux_declines(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));

	client_take(test, client);
	KUNIT_ASSERT_EQ(test, -EAGAIN, parport_claim(driver->device));
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, atomic_read(&driver->woken) > 0);
	EVENTUALLY(test, checks_of(client) >= 2);
	ASSERT_SEEN(test, facts_of(client).have_port);
}

/* F1, F4: Linux lets go while a client waits: the client gets it, the check comes later. */
static void waiter_goes_before_the_check_after_linux(struct kunit *test)
{
	struct client *client = client_checked(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	request = request_queued(test, client);
	parport_release(driver->device);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
}

static struct kunit_case deferred_cases[] = {
	KUNIT_CASE_PARAM(check_follows_every_way_of_freeing, ways_gen_params),
	KUNIT_CASE_PARAM(check_calls_all_in_order, lpt_gen_params),
	KUNIT_CASE_PARAM(check_calls_equal_connections_twice, lpt_gen_params),
	KUNIT_CASE_PARAM(no_check_while_somebody_waits, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_after_cancellation, lpt_gen_params),
	KUNIT_CASE_PARAM(no_check_without_freeing, lpt_gen_params),
	KUNIT_CASE_PARAM(check_stays_on_its_port, lpt_gen_params),
	KUNIT_CASE_PARAM(check_runs_in_the_tasklet, ways_gen_params),
	KUNIT_CASE_PARAM(interrupt_waits_for_check, lpt_gen_params),
	KUNIT_CASE_PARAM(synchronized_routine_waits_for_check, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_frees_close_together, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_the_last_free_of_a_crowd, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_the_first_connect, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_a_linux_driver, lpt_gen_params),
	KUNIT_CASE_PARAM(no_check_while_linux_has_the_port, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_linux_after_a_client, lpt_gen_params),
	KUNIT_CASE_PARAM(check_follows_if_linux_declines, lpt_gen_params),
	KUNIT_CASE_PARAM(waiter_goes_before_the_check_after_linux, lpt_gen_params),
	{ }
};

static struct kunit_suite deferred_suite = {
	.name = "ntparport_deferred",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = deferred_cases,
};

kunit_test_suites(&deferred_suite);
