// SPDX-License-Identifier: GPL-2.0
/* port_kunit.c - getting ports, going through them, and facts about them. */

#include <linux/err.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "fake_port.h"

/* ntparport_get(): returns the same port each time, with a reference each time. */
static void get_returns_the_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct ntparport *first = ntparport_get(lpt->number);
	struct ntparport *second;

	KUNIT_ASSERT_FALSE(test, IS_ERR_OR_NULL(first));
	second = ntparport_get(lpt->number);
	KUNIT_EXPECT_PTR_EQ(test, first, second);
	ntparport_put(first);
	/* The port is still held by the other reference. */
	KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(second));
	ntparport_free(second);
	ntparport_put(second);
}

/* ntparport_get(): a number that no port has. */
static void get_of_missing_port_fails(struct kunit *test)
{
	static const unsigned int numbers[] = { 3, 4, 15, 16, 255, 0x7fffffff, 0xffffffff };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		KUNIT_EXPECT_EQ(test, PTR_ERR(ntparport_get(numbers[i])), (long)-ENODEV);
}

/* ntparport_get(): a port that has gone, and one that comes. */
static void get_follows_plugging(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client;

	lpt_unplug(lpt);
	KUNIT_EXPECT_EQ(test, PTR_ERR(ntparport_get(lpt->number)), (long)-ENODEV);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
	client = client_connected(test, lpt);
	client_fire(test, client);
}

/* ntparport_put(): without anything to put. */
static void put_ignores_what_is_no_port(struct kunit *test)
{
	ntparport_put(NULL);
	ntparport_put(ERR_PTR(-ENODEV));
	ntparport_put(ERR_PTR(-EBUSY));
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_get_information(NULL, NULL));
}

/* ntparport_for_each(): visits all, by number, with a reference to each while it is visited. */
static void iteration_passes_every_port_in_order(struct kunit *test)
{
	struct ntparport_information facts;
	struct ntparport *port;
	unsigned int next = 0;

	ntparport_for_each(port) {
		KUNIT_EXPECT_EQ(test, 0, ntparport_get_information(port, &facts));
		KUNIT_EXPECT_EQ(test, facts.number, next);
		KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(port));
		ntparport_free(port);
		next++;
	}
	KUNIT_EXPECT_EQ(test, next, 3U);
}

/* ntparport_for_each(): passes over numbers that do not exist. */
static void iteration_passes_over_gaps(struct kunit *test)
{
	struct ntparport_information facts;
	unsigned int seen = 0;
	struct ntparport *port;

	lpt_unplug(&lpt_parport);
	ntparport_for_each(port) {
		ntparport_get_information(port, &facts);
		seen |= 1 << facts.number;
	}
	KUNIT_EXPECT_EQ(test, seen, (1U << 0) | (1U << 2));

	lpt_unplug(&lpt_direct);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_NULL(test, ntparport_get_next(NULL));
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_direct));
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_parport));
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_lineless));
}

/* ntparport_for_each(): a loop that is left early leaves a reference to put. */
static void iteration_can_be_left_early(struct kunit *test)
{
	struct ntparport *port, *found = NULL;
	struct ntparport_information facts;

	ntparport_for_each(port) {
		ntparport_get_information(port, &facts);
		if (facts.number == lpt_of(test)->number) {
			found = port;
			break;
		}
	}
	KUNIT_ASSERT_NOT_NULL(test, found);
	KUNIT_EXPECT_TRUE(test, ntparport_try_allocate(found));
	KUNIT_EXPECT_EQ(test, 0, ntparport_get_information(found, &facts));
	KUNIT_EXPECT_TRUE(test, facts.allocated);
	ntparport_free(found);
	ntparport_put(found);
	/* That was the only reference: unplugging takes the whole port along. */
	lpt_unplug(lpt_of(test));
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(lpt_of(test)));
}

/* ntparport_for_each(): the port being visited goes away. */
static void iteration_survives_removal(struct kunit *test)
{
	struct ntparport_information facts;
	unsigned int seen = 0;
	struct ntparport *port;

	ntparport_for_each(port) {
		ntparport_get_information(port, &facts);
		seen |= 1 << facts.number;
		if (facts.number == lpt_of(test)->number) {
			lpt_unplug(lpt_of(test));
			KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_get_information(port, &facts));
		}
	}
	KUNIT_EXPECT_EQ(test, seen, 7U);
}

/* ntparport_get_information(): each fact is in its place, for each port. */
struct expectation {
	struct lpt *lpt;
	enum ntparport_route route;
	int irq;
};

static const struct expectation expectations[] = {
	{ &lpt_direct, NTPARPORT_ROUTE_DIRECT, 7 },
	{ &lpt_parport, NTPARPORT_ROUTE_PARPORT, 15 },
	{ &lpt_lineless, NTPARPORT_ROUTE_NONE, -1 },
	{ &lpt_missing_line, NTPARPORT_ROUTE_DIRECT, 45 },
};

static void describe_expectation(const struct expectation *expectation, char *description)
{
	strscpy(description, expectation->lpt->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(expectations, expectations, describe_expectation);

static void information_describes_the_port(struct kunit *test)
{
	const struct expectation *expected = test->param_value;
	struct ntparport_information facts;
	struct client *client;

	if (!expected->lpt->parport)
		KUNIT_ASSERT_EQ(test, 0, lpt_plug(expected->lpt));
	client = client_create(test, expected->lpt);
	memset(&facts, 0xa5, sizeof(facts));
	KUNIT_EXPECT_EQ(test, 0, ntparport_get_information(client->port, &facts));
	KUNIT_EXPECT_EQ(test, facts.number, expected->lpt->number);
	KUNIT_EXPECT_EQ(test, facts.base, expected->lpt->base);
	KUNIT_EXPECT_EQ(test, facts.base_hi, 0UL);
	KUNIT_EXPECT_GE(test, facts.span, 3U);
	KUNIT_EXPECT_EQ(test, facts.irq, expected->irq);
	KUNIT_EXPECT_FALSE(test, facts.pci);
	KUNIT_EXPECT_EQ(test, (int)facts.route, (int)expected->route);
	KUNIT_EXPECT_EQ(test, facts.connections, 0U);
	KUNIT_EXPECT_EQ(test, facts.waiters, 0U);
	KUNIT_EXPECT_FALSE(test, facts.have_port);
	KUNIT_EXPECT_FALSE(test, facts.allocated);
}

/* ntparport_get_information(): without a port, or room for the answer. */
static void information_without_arguments_is_refused(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	struct ntparport_information facts;

	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_get_information(NULL, &facts));
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_get_information(ERR_PTR(-ENODEV), &facts));
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_get_information(client->port, NULL));
}

/* ntparport_get_information(), C7: a removed port: an error, and the counters. */
static void information_of_removed_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct ntparport_information before, after;

	client_fire(test, client);
	before = facts_of(client);
	lpt_unplug(lpt_of(test));
	memset(&after, 0xa5, sizeof(after));
	KUNIT_EXPECT_EQ(test, -ENODEV, ntparport_get_information(client->port, &after));
	KUNIT_EXPECT_EQ(test, after.number, before.number);
	KUNIT_EXPECT_GE(test, after.interrupts, before.interrupts);
	KUNIT_EXPECT_GE(test, after.handled, before.handled);
	KUNIT_EXPECT_EQ(test, after.connections, 0U);
	KUNIT_EXPECT_FALSE(test, after.have_port);
	KUNIT_EXPECT_FALSE(test, after.allocated);
}

/*
 * A kernel that is locked down does not let users say where hardware is. The parameter is found
 * in the module that owns the parport driver: no other way works on all kernels.
 */
static void irq_is_a_hardware_parameter(struct kunit *test)
{
	const struct device_driver *driver =
		driver_find("ntparport", lpt_direct.parport->bus_dev.bus);
	unsigned int n, found = 0;

	KUNIT_ASSERT_NOT_NULL(test, driver);
	for (n = 0; n < driver->owner->num_kp; n++) {
		const struct kernel_param *param = &driver->owner->kp[n];
		bool hardware = !strcmp(param->name, "irq");

		found += hardware;
		KUNIT_EXPECT_EQ_MSG(test, !!(param->flags & KERNEL_PARAM_FL_HWPARAM),
				    hardware, "%s", param->name);
	}
	KUNIT_EXPECT_EQ(test, found, 1U);
}

static struct kunit_case port_cases[] = {
	KUNIT_CASE_PARAM(get_returns_the_port, lpt_gen_params),
	KUNIT_CASE(get_of_missing_port_fails),
	KUNIT_CASE_PARAM(get_follows_plugging, lpt_gen_params),
	KUNIT_CASE(put_ignores_what_is_no_port),
	KUNIT_CASE(iteration_passes_every_port_in_order),
	KUNIT_CASE(iteration_passes_over_gaps),
	KUNIT_CASE_PARAM(iteration_can_be_left_early, lpt_gen_params),
	KUNIT_CASE_PARAM(iteration_survives_removal, lpt_gen_params),
	KUNIT_CASE_PARAM(information_describes_the_port, expectations_gen_params),
	KUNIT_CASE(information_without_arguments_is_refused),
	KUNIT_CASE_PARAM(information_of_removed_port, lpt_gen_params),
	KUNIT_CASE(irq_is_a_hardware_parameter),
	{ }
};

static struct kunit_suite port_suite = {
	.name = "ntparport_port",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = port_cases,
};

kunit_test_suites(&port_suite);
