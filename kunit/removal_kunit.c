// SPDX-License-Identifier: GPL-2.0
/* removal_kunit.c - ports that go away, and clients that do. */

#include "forgetful.h"
#include "neighbour.h"
#include "windows.h"

/* What the current case has put in the place of a port of the fixture. */
static struct device *bound;
static struct lpt successor;

static bool port_is_dead(struct client *client)
{
	struct ntparport_information facts;

	return ntparport_get_information(client->port, &facts) == -ENODEV;
}

/* L5: all connections end, and no routine is called any longer. */
static void removal_ends_all_connections(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *first = client_connected(test, lpt);
	struct client *second = client_connected(test, lpt);
	int first_interrupts, first_checks, second_interrupts, second_checks;

	client_connect(test, second);
	lpt_unplug(lpt);

	KUNIT_EXPECT_TRUE(test, port_is_dead(first));
	KUNIT_EXPECT_EQ(test, facts_of(first).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(first).have_port);
	KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(first));
	KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(second));

	first_interrupts = interrupts_of(first);
	first_checks = checks_of(first);
	second_interrupts = interrupts_of(second);
	second_checks = checks_of(second);
	/* The line was given back, so its interrupts are somebody else's. */
	line_fire(test, line_take(test, lpt));
	ntparport_free(first->port);
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(second->port));
	KUNIT_EXPECT_EQ(test, interrupts_of(first), first_interrupts);
	KUNIT_EXPECT_EQ(test, interrupts_of(second), second_interrupts);
	KUNIT_EXPECT_EQ(test, checks_of(first), first_checks);
	KUNIT_EXPECT_EQ(test, checks_of(second), second_checks);
}

/* L9: one line in the log, however many use the port; none if nobody does. */
static void removal_in_use_is_logged_once(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *first;
	struct log log;

	log_mark(&log);
	lpt_unplug(lpt);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
	first = client_connected(test, lpt);
	client_connected(test, lpt);
	ntparport_try_allocate(first->port);
	log_mark(&log);
	lpt_unplug(lpt);
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
}

static int allocate_for_ever(void *data)
{
	struct client *client = data;

	return ntparport_allocate(client->port, NTPARPORT_FOREVER);
}

static int allocate_by_request(void *data)
{
	unsigned long information;

	return windows_request(data, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, &information);
}

/* L5: queued requests are completed once, whoever made them, and sleepers wake up. */
static void removal_completes_queued_requests(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *holder = client_connected(test, lpt);
	struct client *client = client_create(test, lpt);
	struct request *requests[3];
	struct thread *sleepers[2];
	unsigned long information;
	int i;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
	requests[0] = request_queued(test, client);
	requests[1] = request_queued(test, holder);
	requests[2] = request_create(test, client);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
					&requests[2]->waiter, &information));
	sleepers[0] = thread_start(test, -1, allocate_for_ever, client);
	sleepers[1] = thread_start(test, -1, allocate_by_request, client);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 5);

	lpt_unplug(lpt);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		EVENTUALLY(test, completions_of(requests[i]) == 1);
		KUNIT_EXPECT_EQ(test, requests[i]->status, -ENODEV);
		KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &requests[i]->waiter));
	}
	KUNIT_EXPECT_EQ(test, -ENODEV, thread_result(test, sleepers[0]));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING, thread_result(test, sleepers[1]));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	/* Nobody gets a dead port. */
	ntparport_free(holder->port);
	for (i = 0; i < ARRAY_SIZE(requests); i++)
		KUNIT_EXPECT_EQ(test, completions_of(requests[i]), 1);
}

/* L5: the client that has the port loses it, which counts as nobody's mistake. */
static void removal_takes_the_port_from_its_holder(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct log log;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	log_mark(&log);
	lpt_unplug(lpt);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	ntparport_free(client->port);
	ntparport_free(client->port);
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
}

/* A Linux driver that gives up a port when it hears that the port goes away. */
static struct neighbour *leaver;

static void leave(struct parport *parport)
{
	if (!leaver || leaver->lpt->parport != parport)
		return;
	/* If it waited: ntparport has heard before it, and has left it the port. */
	if (wait_event_timeout(happened, neighbour_has(leaver), PATIENCE)) {
		neighbour_destroy(leaver);
		leaver = NULL;
	}
}

/* L5: while a Linux driver has the port. */
static void removal_while_linux_has_the_port(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *client = client_connected(test, lpt);
	struct parport_driver driver = { .name = "ntparport_kunit", .detach = leave };
	struct request *request;
	int checks;

	leaver = neighbour_of(test);
	neighbour_take(test, leaver);
	request = request_queued(test, client);
	checks = checks_of(client);
	/*
	 * The driver is registered without an owner: while its suites run, this module has no
	 * kobject yet.
	 */
	KUNIT_ASSERT_EQ(test, 0, __parport_register_driver(&driver, NULL, NULL));
	lpt_unplug(lpt);
	parport_unregister_driver(&driver);

	KUNIT_EXPECT_PTR_EQ(test, leaver, NULL);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ENODEV);
	KUNIT_EXPECT_TRUE(test, port_is_dead(client));
	KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(client));
	KUNIT_EXPECT_EQ(test, checks_of(client), checks);
}

/* L5: while a Linux driver waits for the port. */
static void removal_while_linux_waits(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *client = client_connected(test, lpt);
	struct parport_driver driver = { .name = "ntparport_kunit", .detach = leave };
	struct request *request;
	struct thread *claim;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	request = request_queued(test, client);
	leaver = neighbour_of(test);
	claim = neighbour_claim(test, leaver);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 2);
	/* Removal leaves the Linux port to the driver, and then asks the driver to leave, too. */
	KUNIT_ASSERT_EQ(test, 0, __parport_register_driver(&driver, NULL, NULL));
	lpt_unplug(lpt);
	parport_unregister_driver(&driver);

	KUNIT_EXPECT_PTR_EQ(test, leaver, NULL);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, claim));
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ENODEV);
}

/* C7: any request, whether or not its code is known and its buffers are complete. */
static const unsigned int codes[] = {
	IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
	IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
	IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
	IOCTL_INTERNAL_PARALLEL_PORT_FREE,
	IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO,
	IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO,
	IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO,
	IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO,
	IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE,
	IOCTL_INTERNAL_PARALLEL_CLEAR_CHIP_MODE,
	IOCTL_INTERNAL_SELECT_DEVICE,
	IOCTL_INTERNAL_DESELECT_DEVICE,
	IOCTL_INTERNAL_INIT_1284_3_BUS,
	0, 1, ~0U,
};

static void removed_port_refuses_every_request(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct request *request = request_create(test, client);
	union system_buffer buffer;
	int i;

	lpt_unplug(lpt);
	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		unsigned long information;

		KUNIT_EXPECT_EQ_MSG(test, STATUS_DELETE_PENDING,
				    windows_request(client, codes[i], &request->waiter,
						    &information),
				    "request 0x%x without buffers", codes[i]);
		KUNIT_EXPECT_EQ(test, information, 0UL);

		buffer_set_service(&buffer, client);
		information = NOT_WRITTEN;
		KUNIT_EXPECT_EQ_MSG(test, STATUS_DELETE_PENDING,
				    ntparport_request(client->port, codes[i], &buffer,
						      sizeof(buffer), sizeof(buffer), NULL,
						      &information),
				    "request 0x%x with buffers", codes[i]);
		KUNIT_EXPECT_EQ(test, information, 0UL);
	}
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
}

/* C7, L5: the native functions do the same; those that cannot fail do no harm. */
static void removed_port_refuses_every_call(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct request *request = request_create(test, client);
	struct ntparport_information facts;
	struct ntparport *port;
	struct log log;

	client_fire(test, client);
	log_mark(&log);
	lpt_unplug(lpt);

	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_connect(client->port, &client->service, NULL));
	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_disconnect(client->port, &client->service));
	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_allocate(client->port, 0));
	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_allocate(client->port, NTPARPORT_FOREVER));
	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_allocate_async(client->port, &request->waiter));
	KUNIT_EXPECT_FALSE(test, ntparport_cancel(client->port, &request->waiter));
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, 0U, ntparport_query_waiters(client->port));
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	/* The counters are still there to be read. */
	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_get_information(client->port, &facts));
	KUNIT_EXPECT_GE(test, facts.interrupts, 1ULL);
	KUNIT_EXPECT_EQ(test, facts.number, lpt->number);

	port = ntparport_get(lpt->number);
	KUNIT_EXPECT_EQ(test, -ENODEV, PTR_ERR_OR_ZERO(port));
	ntparport_for_each(port)
		KUNIT_EXPECT_PTR_NE(test, port, client->port);
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
}

static unsigned char try_and_free(void *context)
{
	struct client *client = context;
	unsigned char taken;

	taken = client->information.try_allocate_at_interrupt_level(client->information.context);
	client->information.free_from_interrupt_level(client->information.context);
	return taken ? 1 : 42;
}

/* L5: so do the routines that clients got while the port was there. */
static void routines_of_a_removed_port_are_harmless(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	union system_buffer buffer;
	unsigned long information;
	struct log log;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ntparport_request(client->port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO,
					  &buffer, 0, sizeof(buffer), NULL, &information));
	KUNIT_ASSERT_TRUE(test, buffer.port.TryAllocatePort(buffer.port.Context));
	log_mark(&log);
	lpt_unplug(lpt);
	buffer.port.FreePort(buffer.port.Context);
	KUNIT_EXPECT_FALSE(test, buffer.port.TryAllocatePort(buffer.port.Context));
	KUNIT_EXPECT_EQ(test, buffer.port.QueryNumWaiters(buffer.port.Context), 0U);
	KUNIT_EXPECT_EQ(test, 42, client_synchronize(client, try_and_free, client));
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
}

/*
 * L5: memory goes with the last reference. It shows in the port's number: until then, Linux
 * cannot use that again.
 */
static void last_put_frees_a_removed_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *first = client_connected(test, lpt);
	struct client *second = client_connected(test, lpt);

	client_fire(test, first);
	lpt_unplug(lpt);
	client_destroy(first);
	KUNIT_EXPECT_TRUE(test, port_is_dead(second));
	KUNIT_EXPECT_NE(test, 0, lpt_plug(lpt));
	KUNIT_EXPECT_TRUE(test, port_is_dead(second));
	client_destroy(second);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));

	/* This is a new port, which knows nothing of the old one. */
	first = client_create(test, lpt);
	KUNIT_EXPECT_EQ(test, facts_of(first).interrupts, 0ULL);
	KUNIT_EXPECT_EQ(test, facts_of(first).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(first).allocated);
	client_connect(test, first);
	client_fire(test, first);
}

/* L5: a dead port and its successor at the same address have nothing in common. */
static void removed_port_leaves_its_successor_alone(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *old = client_connected(test, lpt), *new;
	int interrupts;

	/* The successor gets another number, for which "irq" names no line. */
	successor = *lpt;
	successor.parport = NULL;
	successor.given = lpt->line;
	successor.number = lpt_lineless.number;
	lpt_unplug(lpt);
	lpt_unplug(&lpt_lineless);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&successor));
	interrupts = interrupts_of(old);
	new = client_connected(test, &successor);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(new->port));

	ntparport_free(old->port);
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(old->port));
	KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(old));
	KUNIT_EXPECT_TRUE(test, facts_of(new).allocated);
	KUNIT_EXPECT_EQ(test, facts_of(new).connections, 1U);
	client_fire(test, new);
	KUNIT_EXPECT_EQ(test, interrupts_of(old), interrupts);
}

/* L5: if nobody refers to the port, nobody notices; and the other ports stay as they are. */
static void removal_leaves_other_ports_alone(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test), *other = lpt_beside(lpt);
	struct client *client = client_connected(test, other);
	struct request *request;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	request = request_queued(test, client);
	lpt_unplug(lpt);
	/* Plugging in the first port unplugs the second, see lpt_plug(). */
	if (lpt->number > other->number)
		KUNIT_EXPECT_EQ(test, 0, lpt_plug(lpt));
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	ntparport_free(client->port);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	ntparport_free(client->port);
}

/*
 * L5, C7: the same with a port that the firmware describes, unbound through sysfs as root does
 * it, with clients that are connected, waiting and holding the port.
 */
static void unbound_port_is_removed(struct kunit *test)
{
	struct lpt *lpt = &lpt_parport;
	int round;

	lpt_unplug(lpt);
	/* Binding cannot fill a gap in the numbers, see lpt_plug(). */
	lpt_unplug(&lpt_lineless);
	bound = pnp_device(lpt);
	KUNIT_ASSERT_NOT_NULL(test, bound);
	for (round = 0; round < 2; round++) {
		struct request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
		struct client *holder, *waiter;

		KUNIT_ASSERT_NOT_NULL(test, request);
		request_init(request);
		KUNIT_ASSERT_EQ(test, 1, device_attach(bound));
		holder = client_connected(test, lpt);
		waiter = client_connected(test, lpt);
		KUNIT_EXPECT_EQ(test, facts_of(holder).irq, lpt->line);
		KUNIT_EXPECT_EQ(test, facts_of(holder).interrupts, 0ULL);
		client_fire(test, waiter);
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
		KUNIT_ASSERT_EQ(test, -EINPROGRESS,
				ntparport_allocate_async(waiter->port, &request->waiter));

		device_release_driver(bound);
		EVENTUALLY(test, completions_of(request) == 1);
		KUNIT_EXPECT_EQ(test, request->status, -ENODEV);
		KUNIT_EXPECT_TRUE(test, port_is_dead(holder));
		KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(holder));
		KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_allocate(holder->port, 0));
		KUNIT_EXPECT_EQ(test, interrupts_of(waiter), 1);
		client_destroy(holder);
		client_destroy(waiter);
	}
}

/* D4: connections of a module that is gone end, and the log says whose they were. */
static void forgotten_connections_end(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	const struct forgetful forgetful = { .port = lpt->number, .connections = 2 };
	struct client *client = client_create(test, lpt);
	unsigned long long handled;
	struct log log;

	KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 2U);
	/* A line that was just opened may have had an interrupt waiting. */
	handled = facts_of(client).handled;
	lpt_fire(lpt);
	ASSERT_SEEN(test, facts_of(client).handled > handled);

	log_mark(&log);
	KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 2U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "has ended without disconnecting forgetful_isr"), 2U);
	/* D5, L1: that was the last connection. */
	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
	if (lpt == &lpt_direct)
		line_fire(test, line_take(test, lpt));
}

/* D4: connections of others stay, and their routines are still called. */
static void forgotten_connections_end_alone(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	const struct forgetful forgetful = { .port = lpt->number, .connections = 1 };
	struct client *before = client_connected(test, lpt), *after;

	KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
	after = client_connected(test, lpt);
	KUNIT_EXPECT_EQ(test, facts_of(before).connections, 3U);
	KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
	KUNIT_EXPECT_EQ(test, facts_of(before).connections, 2U);
	client_fire(test, after);
	EVENTUALLY(test, interrupts_of(before) == 1);
}

/*
 * D4, A4: the port that the module had is freed, and goes to the client that waits. The
 * module's init routine took it, whose code is gone by now.
 */
static void expect_port_freed(struct kunit *test, const struct forgetful *forgetful)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request;
	struct log log;

	KUNIT_ASSERT_EQ(test, 0, forgetful_load(forgetful));
	request = request_queued(test, client);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	EXPECT_LOGGED_ONCE(test, &log, "_forgetful was unloaded while it had the port: freed");
	ntparport_free(client->port);
}

static void forgotten_port_is_freed(struct kunit *test)
{
	const struct forgetful forgetful = { .port = lpt_of(test)->number, .holds = true };

	expect_port_freed(test, &forgetful);
}

/* D4: the owner is known even if the return address is somebody else's. */
static void port_taken_in_a_tail_call_is_freed(struct kunit *test)
{
	const struct forgetful forgetful = { .port = lpt_of(test)->number, .holds_last = true };

	expect_port_freed(test, &forgetful);
}

/* D4: the module's request is taken out of the queue; those after it move up. */
static void forgotten_request_is_dropped(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	const struct forgetful forgetful = { .port = lpt->number, .waits = true };
	struct client *client = client_create(test, lpt);
	struct request *request;
	struct log log;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
	request = request_queued(test, client);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 2U);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	EXPECT_LOGGED_ONCE(test, &log, "_forgetful was unloaded while it waited for the port");

	ntparport_free(client->port);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	ntparport_free(client->port);
}

/* D4, L3: even while Linux has the port. */
static void forgotten_request_is_dropped_while_linux_has_it(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	const struct forgetful forgetful = {
		.port = lpt->number, .waits = true, .connections = 1,
	};
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
	request = request_queued(test, client);
	KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
	parport_release(driver->device);
	EVENTUALLY(test, completions_of(request) == 1);
	ntparport_free(client->port);
}

/* D4: a module that fails to load is forgotten, too. */
static void module_that_fails_to_load_is_forgotten(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	const struct forgetful forgetful = {
		.port = lpt->number, .connections = 2, .holds = true, .fails = true,
	};
	struct client *client = client_create(test, lpt);

	KUNIT_EXPECT_NE(test, 0, forgetful_load(&forgetful));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	/* If anything is left, it would be called now. */
	if (lpt == &lpt_direct)
		line_fire(test, line_take(test, lpt));
	KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
}

/* D4, L5: a module whose port was removed has nothing left to be forgotten. */
static void module_outlives_its_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	const struct forgetful forgetful = {
		.port = lpt->number, .connections = 2, .holds = true,
	};
	struct log log;

	KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
	log_mark(&log);
	lpt_unplug(lpt);
	KUNIT_EXPECT_EQ(test, 0, forgetful_unload());
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(lpt));
}

static struct kunit_case removal_cases[] = {
	KUNIT_CASE_PARAM(removal_ends_all_connections, lpt_gen_params),
	KUNIT_CASE_PARAM(removal_in_use_is_logged_once, lpt_gen_params),
	KUNIT_CASE_PARAM(removal_completes_queued_requests, lpt_gen_params),
	KUNIT_CASE_PARAM(removal_takes_the_port_from_its_holder, lpt_gen_params),
	KUNIT_CASE_PARAM(removal_while_linux_has_the_port, neighbour_gen_params),
	KUNIT_CASE_PARAM(removal_while_linux_waits, neighbour_gen_params),
	KUNIT_CASE_PARAM(removed_port_refuses_every_request, lpt_gen_params),
	KUNIT_CASE_PARAM(removed_port_refuses_every_call, lpt_gen_params),
	KUNIT_CASE_PARAM(routines_of_a_removed_port_are_harmless, lpt_gen_params),
	KUNIT_CASE_PARAM(last_put_frees_a_removed_port, lpt_gen_params),
	KUNIT_CASE_PARAM(removed_port_leaves_its_successor_alone, lpt_gen_params),
	KUNIT_CASE_PARAM(removal_leaves_other_ports_alone, lpt_gen_params),
	KUNIT_CASE(unbound_port_is_removed),
	{ }
};

static struct kunit_case forgetful_cases[] = {
	KUNIT_CASE_PARAM(forgotten_connections_end, lpt_gen_params),
	KUNIT_CASE_PARAM(forgotten_connections_end_alone, lpt_gen_params),
	KUNIT_CASE_PARAM(forgotten_port_is_freed, lpt_gen_params),
	KUNIT_CASE_PARAM(port_taken_in_a_tail_call_is_freed, lpt_gen_params),
	KUNIT_CASE_PARAM(forgotten_request_is_dropped, lpt_gen_params),
	KUNIT_CASE_PARAM(forgotten_request_is_dropped_while_linux_has_it, lpt_gen_params),
	KUNIT_CASE_PARAM(module_that_fails_to_load_is_forgotten, lpt_gen_params),
	KUNIT_CASE_PARAM(module_outlives_its_port, lpt_gen_params),
	{ }
};

static void removal_exit(struct kunit *test)
{
	/* Do this before the fixture plugs in its own port at the same address. */
	if (bound)
		device_release_driver(bound);
	bound = NULL;
	lpt_unplug(&successor);
	leaver = NULL;
	neighbour_exit(test);
}

static void forgetful_exit(struct kunit *test)
{
	/* If the case has done this already, it fails and does no harm. */
	forgetful_unload();
	neighbour_exit(test);
}

static struct kunit_suite removal_suite = {
	.name = "ntparport_removal",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = removal_exit,
	.test_cases = removal_cases,
};

static struct kunit_suite forgetful_suite = {
	.name = "ntparport_forgetful",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = forgetful_exit,
	.test_cases = forgetful_cases,
};

kunit_test_suites(&removal_suite, &forgetful_suite);
