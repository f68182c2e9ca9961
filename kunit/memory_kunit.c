// SPDX-License-Identifier: GPL-2.0
/*
 * memory_kunit.c - exhausted memory: every allocation fails in turn.
 *
 * The case's thread counts its allocations down (current->fail_nth), and the last one fails.
 * The job in the guest has told failslab not to log that.
 */

#include <linux/ppdev.h>
#include <linux/slab.h>

#include "neighbour.h"
#include "windows.h"

/* No call of the module makes more allocations than this. */
#define MOST 400

/* Runs the statement with its n-th allocation failing; true if it made that many. */
#ifdef CONFIG_FAILSLAB
#define with_failure(n, statement)						\
({										\
	current->fail_nth = (n);						\
	statement;								\
	!xchg(&current->fail_nth, 0);						\
})
#else
#define with_failure(n, statement)						\
({										\
	(void)(n);								\
	statement;								\
	false;									\
})
#endif

static int memory_init(struct kunit *test)
{
	void *memory;
	bool failed = with_failure(1, memory = kmalloc(1, GFP_KERNEL));
	int err = fixture_init(test);

	if (err)
		return err;
	kfree(memory);
	if (!IS_ENABLED(CONFIG_FAILSLAB))
		kunit_skip(test, "allocations cannot be made to fail on this kernel");
	if (failed && !memory)
		return 0;
	kunit_err(test, "allocations do not fail: is failslab set up in the guest?\n");
	return -ENODEV;
}

/*
 * parport has a sysctl for the first device on a port, and complains with a call trace if it
 * cannot make that: so let another device be the first.
 */
static void first_device(struct kunit *test, struct lpt *lpt)
{
	linux_driver_create(test, lpt);
}

/* While we do not use the port, we have no device on it. */
static void expect_unused(struct kunit *test, struct lpt *lpt)
{
	struct pardevice *device;

	for (device = lpt->parport->devices; device; device = device->next)
		KUNIT_EXPECT_STRNEQ(test, device->name, "ntparport");
	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
}

/* C6: without memory there is no port, and no trace of the attempt. */
static void get_without_memory(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	unsigned int n, failures = 0;

	first_device(test, lpt);
	for (n = 1; n < MOST; n++) {
		struct ntparport *port;
		bool failed = with_failure(n, port = ntparport_get(lpt->number));

		if (IS_ERR(port)) {
			failures++;
			KUNIT_EXPECT_TRUE(test, failed);
			KUNIT_EXPECT_EQ(test, PTR_ERR(port), -ENOMEM);
			expect_unused(test, lpt);
			port = ntparport_get(lpt->number);
		}
		KUNIT_ASSERT_EQ(test, 0, PTR_ERR_OR_ZERO(port));
		KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(port));
		ntparport_free(port);
		ntparport_put(port);
		expect_unused(test, lpt);
		if (!failed)
			break;
	}
	kunit_info(test, "%u of %u allocations are needed\n", failures, n - 1);
	KUNIT_EXPECT_LT(test, n, (unsigned int)MOST);
	KUNIT_EXPECT_GE(test, failures, 3U);
}

/* C6: the loop over all ports passes over those for which there is no memory. */
static void loop_without_memory(struct kunit *test)
{
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport, &lpt_lineless };
	unsigned int n, ports, fewest = ARRAY_SIZE(lpts);
	struct ntparport *port;
	int i;

	for (i = 0; i < ARRAY_SIZE(lpts); i++)
		first_device(test, lpts[i]);
	for (n = 1; n < MOST; n++) {
		bool failed;

		ports = 0;
		failed = with_failure(n, ntparport_for_each(port) ports++);
		fewest = min(fewest, ports);
		for (i = 0; i < ARRAY_SIZE(lpts); i++)
			expect_unused(test, lpts[i]);
		if (!failed)
			break;
		/* One allocation failed, so at most one port was passed over. */
		KUNIT_EXPECT_GE(test, ports, (unsigned int)ARRAY_SIZE(lpts) - 1);
	}
	KUNIT_EXPECT_LT(test, n, (unsigned int)MOST);
	KUNIT_EXPECT_EQ(test, ports, (unsigned int)ARRAY_SIZE(lpts));
	KUNIT_EXPECT_EQ(test, fewest, (unsigned int)ARRAY_SIZE(lpts) - 1);
}

/* Nothing is left of a connection: neither the Linux port nor the line. */
static void expect_not_connected(struct kunit *test, struct client *client)
{
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	KUNIT_EXPECT_PTR_EQ(test, client->lpt->parport->cad, NULL);
	if (client->lpt == &lpt_direct)
		line_leave(line_take(test, client->lpt));
}

/* C6: without memory there is no connection; the log says so, and it works the next time. */
static void connect_without_memory(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned int n, failures = 0;

	for (n = 1; n < MOST; n++) {
		struct log log;
		bool failed;
		int err;

		log_mark(&log);
		failed = with_failure(n, err = ntparport_connect(client->port, &client->service,
								 &client->information));
		if (err) {
			failures++;
			KUNIT_EXPECT_TRUE(test, failed);
			KUNIT_EXPECT_EQ(test, err, -ENOMEM);
			EXPECT_LOGGED_ONCE(test, &log, "no memory");
			expect_not_connected(test, client);
			client_connect(test, client);
		}
		client_fire(test, client);
		KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
		expect_not_connected(test, client);
		if (!failed)
			break;
	}
	kunit_info(test, "%u of %u allocations are needed\n", failures, n - 1);
	KUNIT_EXPECT_LT(test, n, (unsigned int)MOST);
	/* One for the connection; on the direct route one more for the line. */
	KUNIT_EXPECT_GE(test, failures, client->lpt == &lpt_direct ? 2U : 1U);
}

static NTSTATUS request_connect(struct client *client, union system_buffer *buffer,
				unsigned long *information)
{
	return ntparport_request(client->port, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, buffer,
				 sizeof(buffer->service), sizeof(buffer->interrupt), NULL,
				 information);
}

/* C6: the same by request: it fails synchronously, with Information 0 and nothing in the buffer. */
static void connect_request_without_memory(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned int n;

	for (n = 1; n < MOST; n++) {
		union system_buffer buffer, before;
		unsigned long information = NOT_WRITTEN;
		bool failed;
		int status;

		buffer_set_service(&buffer, client);
		before = buffer;
		failed = with_failure(n, status = request_connect(client, &buffer, &information));
		if (status != STATUS_SUCCESS) {
			KUNIT_EXPECT_TRUE(test, failed);
			KUNIT_EXPECT_EQ(test, status, STATUS_INSUFFICIENT_RESOURCES);
			KUNIT_EXPECT_EQ(test, information, 0UL);
			KUNIT_EXPECT_EQ(test, 0, memcmp(&buffer, &before, sizeof(buffer)));
			expect_not_connected(test, client);
			status = windows_connect(client, &information);
			KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, status);
		}
		KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
		if (!failed)
			break;
	}
	KUNIT_EXPECT_LT(test, n, (unsigned int)MOST);
	KUNIT_EXPECT_GT(test, n, 1U);
}

/* C6: with others connected, their connections and the line stay as they are. */
static void connect_beside_others_without_memory(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct client *other = client_create(test, lpt);
	bool failed;
	int err;

	failed = with_failure(1, err = ntparport_connect(other->port, &other->service,
							 &other->information));
	KUNIT_EXPECT_TRUE(test, failed);
	KUNIT_EXPECT_EQ(test, err, -ENOMEM);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(other), 0);
	client_connect(test, other);
	client_fire(test, other);
}

/* A1, A2, A4, D1, I3: whatever releases something, or must not fail, needs no memory. */
static unsigned char answer(void *context)
{
	return 42;
}

static void allocation_needs_no_memory(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct request *request = request_create(test, client);
	union system_buffer buffer;
	unsigned long information;

#define EXPECT_NO_ALLOCATION(statement) \
	KUNIT_EXPECT_FALSE_MSG(test, with_failure(1, statement), "%s allocates", #statement)
	EXPECT_NO_ALLOCATION(ntparport_try_allocate(client->port));
	EXPECT_NO_ALLOCATION(ntparport_allocate_async(client->port, &request->waiter));
	EXPECT_NO_ALLOCATION(ntparport_cancel(client->port, &request->waiter));
	EXPECT_NO_ALLOCATION(ntparport_allocate(client->port, 1));
	EXPECT_NO_ALLOCATION(ntparport_query_waiters(client->port));
	EXPECT_NO_ALLOCATION(facts_of(client));
	EXPECT_NO_ALLOCATION(ntparport_free(client->port));
	EXPECT_NO_ALLOCATION(client_synchronize(client, answer, client));
	EXPECT_NO_ALLOCATION(windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL,
					     &information));
	EXPECT_NO_ALLOCATION(windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL,
					     &information));
	EXPECT_NO_ALLOCATION(ntparport_request(client->port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO,
					       &buffer, 0, sizeof(buffer), NULL, &information));
	EXPECT_NO_ALLOCATION(client_disconnect(client));
	EVENTUALLY(test, completions_of(request) == 1);
}

/* D3, D5, L1: giving something back cannot fail, whatever there is no memory for meanwhile. */
static void release_without_memory(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	unsigned int n;

	first_device(test, lpt);
	for (n = 1; n < MOST; n++) {
		struct client *client = client_connected(test, lpt);
		int err;
		bool failed = with_failure(n, {
			err = client_disconnect(client);
			ntparport_put(client->port);
		});

		KUNIT_EXPECT_EQ(test, err, 0);
		expect_unused(test, lpt);
		if (lpt == &lpt_direct)
			line_leave(line_take(test, lpt));
		/* Tells the end of the case that nothing is left to put. */
		client->port = NULL;
		if (!failed)
			break;
	}
	KUNIT_EXPECT_LT(test, n, (unsigned int)MOST);
}

/* C6: the results of the other requests do not depend on memory. */
static void requests_without_memory(struct kunit *test)
{
	static const ULONG codes[] = {
		IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO,
		IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO,
		IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, 0,
	};
	struct client *client = client_connected(test, lpt_of(test));
	int i;

	for (i = 0; i < ARRAY_SIZE(codes); i++) {
		union system_buffer expected, buffer;
		unsigned long expected_information, information;
		NTSTATUS expected_status, status;

		buffer_fill(&expected);
		buffer = expected;
		expected_status = ntparport_request(client->port, codes[i], &expected,
						    sizeof(expected), sizeof(expected), NULL,
						    &expected_information);
		EXPECT_NO_ALLOCATION(status = ntparport_request(client->port, codes[i], &buffer,
								sizeof(buffer), sizeof(buffer),
								NULL, &information));
		KUNIT_EXPECT_EQ(test, status, expected_status);
		KUNIT_EXPECT_EQ(test, information, expected_information);
		KUNIT_EXPECT_EQ(test, 0, memcmp(&buffer, &expected, sizeof(buffer)));
	}
}

/* L2, L3: the port changes hands without memory. */
static void linux_shares_without_memory(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	int err;

	ASSERT_EVENTUALLY(test, checks_of(client) == 1);
	EXPECT_NO_ALLOCATION(err = parport_claim(driver->device));
	KUNIT_ASSERT_EQ(test, err, 0);
	EXPECT_NO_ALLOCATION(parport_release(driver->device));
	EVENTUALLY(test, checks_of(client) == 2);
	client_fire(test, client);
}

/*
 * Without memory for a new port there is none; the log says so, and it does no harm. (Whether the
 * port's line is given with irq= makes no difference yet.)
 */
static void attach_without_memory(struct kunit *test)
{
	struct lpt *lpt = &lpt_direct;
	struct device_driver *driver = driver_find("ntparport", lpt->parport->bus_dev.bus);
	struct parport_driver *parport_driver;
	unsigned int refused = 0;
	unsigned int n;

	KUNIT_ASSERT_NOT_NULL(test, driver);
	parport_driver = to_parport_driver(driver);
	for (n = 1; n < MOST; n++) {
		struct ntparport *port;
		struct log log;
		bool failed;

		/*
		 * As parport does when the port goes and comes, but without allocations of
		 * others.
		 */
		parport_driver->detach(lpt->parport);
		log_mark(&log);
		failed = with_failure(n, parport_driver->match_port(lpt->parport));
		port = ntparport_get(lpt->number);
		if (!IS_ERR(port)) {
			ntparport_put(port);
			if (!failed)
				break;
			/* kmemleak made this allocation for itself, and can do without. */
			continue;
		}
		KUNIT_EXPECT_TRUE(test, failed);
		KUNIT_EXPECT_EQ(test, PTR_ERR(port), -ENODEV);
		EXPECT_LOGGED_ONCE(test, &log, "no memory: not available");
		refused++;
	}
	/* One for the port, one for its kernel objects. */
	KUNIT_EXPECT_LT(test, n, (unsigned int)MOST);
	KUNIT_EXPECT_EQ(test, refused, 2U);
	client_fire(test, client_connected(test, lpt));
}

/* C6: a Linux driver wants to be alone: the port is busy for as long as that is there. */
static void exclusive_driver_keeps_the_port(struct kunit *test)
{
	static const struct pardev_cb exclusive = { .flags = PARPORT_DEV_EXCL };
	struct lpt *lpt = lpt_of(test);
	struct ntparport *port;
	unsigned int ports = 0;
	struct pardevice *device;
	struct log log;

	device = parport_register_dev_model(lpt->parport, "exclusive", &exclusive, 0);
	KUNIT_ASSERT_NOT_NULL(test, device);
	log_mark(&log);
	port = ntparport_get(lpt->number);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(port), -EBUSY);
	EXPECT_LOGGED_ONCE(test, &log, "exclusively");
	ntparport_put(port);
	ntparport_for_each(port)
		ports++;
	KUNIT_EXPECT_EQ(test, ports, 2U);
	parport_unregister_device(device);

	client_fire(test, client_connected(test, lpt));
}

/* The same with a program that asked for this through ppdev. */
static void exclusive_program_keeps_the_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct neighbour *neighbour = neighbour_create(test, lpt, &neighbour_ppdev);
	struct ntparport *port;

	KUNIT_ASSERT_EQ(test, 0L,
			neighbour->file->f_op->unlocked_ioctl(neighbour->file, PPEXCL, 0));
	neighbour_take(test, neighbour);
	port = ntparport_get(lpt->number);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(port), -EBUSY);
	ntparport_put(port);
	neighbour_destroy(neighbour);

	client_fire(test, client_connected(test, lpt));
}

/* L1: after the last put, such a driver can have the port. */
static void last_put_lets_an_exclusive_driver_in(struct kunit *test)
{
	static const struct pardev_cb exclusive = { .flags = PARPORT_DEV_EXCL };
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct pardevice *device;

	KUNIT_EXPECT_PTR_EQ(test, NULL, parport_register_dev_model(lpt->parport, "exclusive",
								   &exclusive, 0));
	client_destroy(client);
	device = parport_register_dev_model(lpt->parport, "exclusive", &exclusive, 0);
	KUNIT_ASSERT_NOT_NULL(test, device);
	parport_unregister_device(device);
}

static struct kunit_case memory_cases[] = {
	KUNIT_CASE_PARAM(get_without_memory, lpt_gen_params),
	KUNIT_CASE(loop_without_memory),
	KUNIT_CASE_PARAM(connect_without_memory, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_request_without_memory, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_beside_others_without_memory, lpt_gen_params),
	KUNIT_CASE_PARAM(allocation_needs_no_memory, lpt_gen_params),
	KUNIT_CASE_PARAM(release_without_memory, lpt_gen_params),
	KUNIT_CASE_PARAM(requests_without_memory, lpt_gen_params),
	KUNIT_CASE_PARAM(linux_shares_without_memory, lpt_gen_params),
	KUNIT_CASE(attach_without_memory),
	KUNIT_CASE_PARAM(exclusive_driver_keeps_the_port, lpt_gen_params),
	KUNIT_CASE_PARAM(exclusive_program_keeps_the_port, lpt_gen_params),
	KUNIT_CASE_PARAM(last_put_lets_an_exclusive_driver_in, lpt_gen_params),
	{ }
};

static struct kunit_suite memory_suite = {
	.name = "ntparport_memory",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = memory_init,
	.exit = neighbour_exit,
	.test_cases = memory_cases,
};

kunit_test_suites(&memory_suite);
