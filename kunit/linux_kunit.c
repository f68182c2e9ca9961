// SPDX-License-Identifier: GPL-2.0
/* linux_kunit.c - living with Linux's own drivers of the port. */

#include <linux/bottom_half.h>
#include <linux/irqflags.h>

#include "neighbour.h"

/* What a client may leave in the control register; the last value has interrupts on. */
static const u8 client_controls[] = {
	CONTROL_IDLE | PARPORT_CONTROL_AUTOFD,
	PARPORT_CONTROL_INIT,
	CONTROL_IDLE | PARPORT_CONTROL_AUTOFD | CONTROL_IRQ,
};

static bool has_port(struct client *client)
{
	return facts_of(client).have_port;
}

static unsigned long long yields_of(struct client *client)
{
	return facts_of(client).yields;
}

static unsigned int waiters_of(struct client *client)
{
	return ntparport_query_waiters(client->port);
}

/* A connected client that has had its first check. */
static struct client *client_settled(struct kunit *test, struct lpt *lpt)
{
	struct client *client = client_connected(test, lpt);

	ASSERT_EVENTUALLY(test, checks_of(client) == 1);
	return client;
}

/* A client that has the port allocated. */
static struct client *client_holding(struct kunit *test, struct lpt *lpt)
{
	struct client *client = client_settled(test, lpt);

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	return client;
}

/* L1: having a reference to the port does not count as using it. */
static void unused_port_is_left_to_linux(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	unsigned long long yields = yields_of(client);

	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
	KUNIT_EXPECT_FALSE(test, has_port(client));

	KUNIT_EXPECT_EQ(test, 0, parport_claim(driver->device));
	KUNIT_EXPECT_EQ(test, yields_of(client), yields);
	parport_release(driver->device);
	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
}

/* L1: the first connection takes the Linux port, and the last disconnect gives it back. */
static void connections_keep_the_linux_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *first = client_create(test, lpt);
	struct client *second = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);

	client_connect(test, first);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
	KUNIT_EXPECT_TRUE(test, has_port(first));
	client_connect(test, second);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(first));
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
	KUNIT_EXPECT_EQ(test, atomic_read(&driver->woken), 0);

	KUNIT_EXPECT_EQ(test, 0, client_disconnect(second));
	EVENTUALLY(test, atomic_read(&driver->woken) == 1);
	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
	ASSERT_SEEN(test, !has_port(first));
}

/* L1: so do an allocation and its free, without a connection. */
static void allocation_takes_the_linux_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	int i;

	for (i = 1; i <= 2; i++) {
		if (i == 1)
			KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		else
			KUNIT_ASSERT_EQ(test, 0, ntparport_allocate(client->port, 0));
		KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
		KUNIT_EXPECT_TRUE(test, has_port(client));
		ntparport_free(client->port);
		EVENTUALLY(test, atomic_read(&driver->woken) == i);
		KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
		ASSERT_SEEN(test, !has_port(client));
	}
}

/*
 * L1, A3: between the free and the run of the tasklet that gives up the Linux port, the port is
 * free: a client that takes it keeps the Linux port, too.
 */
static void port_that_is_being_left_can_be_taken(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	bool taken;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	/* The tasklet does not run before bottom halves are enabled again. */
	local_bh_disable();
	ntparport_free(client->port);
	taken = ntparport_try_allocate(client->port);
	local_bh_enable();

	KUNIT_EXPECT_TRUE(test, taken);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
	KUNIT_EXPECT_EQ(test, atomic_read(&driver->woken), 0);
	if (taken)
		ntparport_free(client->port);
	EVENTUALLY(test, atomic_read(&driver->woken) == 1);
	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
}

/* L1, L2: a Linux driver that came meanwhile is not forgotten because of that. */
static void port_that_is_being_left_goes_to_linux_first(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	struct request *request;
	bool taken;
	int err;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	driver->wants = true;
	local_bh_disable();
	ntparport_free(client->port);
	err = parport_claim(driver->device);
	taken = ntparport_try_allocate(client->port);
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, taken);
	/* It gets the port at once, or as soon as the port is left. */
	if (err)
		EVENTUALLY(test, READ_ONCE(driver->has));
	driver->wants = false;

	request = request_queued(test, client);
	parport_release(driver->device);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	ntparport_free(client->port);
}

/*
 * L1: a queued request takes the Linux port when it can be had; freeing the port gives that
 * back.
 */
static void waiting_takes_the_linux_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	request = request_queued(test, client);
	parport_release(driver->device);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));

	ntparport_free(client->port);
	EVENTUALLY(test, atomic_read(&driver->woken) == 1);
	KUNIT_EXPECT_PTR_EQ(test, lpt->parport->cad, NULL);
}

/* L1, A2: a cancelled request does not take it. */
static void cancelled_request_leaves_the_linux_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_create(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	struct request *request;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	request = request_queued(test, client);
	KUNIT_EXPECT_TRUE(test, ntparport_cancel(client->port, &request->waiter));
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ECANCELED);

	parport_release(driver->device);
	ASSERT_SEEN(test, !READ_ONCE(lpt->parport->cad) && !has_port(client));
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
	/* Nor does the request stand in the way of the next claim. */
	KUNIT_EXPECT_EQ(test, 0, parport_claim(driver->device));
	parport_release(driver->device);
}

/* L2: a port that is free among clients goes to Linux at once. */
static void linux_takes_a_free_port(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *client = client_settled(test, lpt);
	struct neighbour *neighbour = neighbour_of(test);
	unsigned long long yields = yields_of(client);

	neighbour_take(test, neighbour);
	KUNIT_EXPECT_FALSE(test, lpt_is_ours(lpt));
	KUNIT_EXPECT_FALSE(test, has_port(client));
	KUNIT_EXPECT_EQ(test, yields_of(client), yields + 1);
	KUNIT_EXPECT_EQ(test, waiters_of(client), 0U);
	/* A3: the port is not ours to give. */
	KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
}

/*
 * L2, A5: a port that is held goes to Linux as soon as the client frees it, before the next
 * client.
 */
static void linux_waits_for_the_holder_and_goes_first(struct kunit *test)
{
	struct client *client = client_holding(test, neighbour_lpt(test));
	struct neighbour *neighbour = neighbour_of(test);
	struct request *request = request_queued(test, client);
	unsigned long long yields = yields_of(client);
	struct thread *claim;

	KUNIT_EXPECT_EQ(test, waiters_of(client), 1U);
	claim = neighbour_claim(test, neighbour);
	ASSERT_SEEN(test, waiters_of(client) == 2);
	KUNIT_EXPECT_FALSE(test, neighbour_has(neighbour));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);

	ntparport_free(client->port);
	KUNIT_ASSERT_EQ(test, 0, thread_result(test, claim));
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	KUNIT_EXPECT_FALSE(test, has_port(client));
	KUNIT_EXPECT_EQ(test, yields_of(client), yields + 1);
	ASSERT_SEEN(test, waiters_of(client) == 1);

	/* L3 */
	neighbour_release(neighbour);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_EQ(test, waiters_of(client), 0U);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(neighbour->lpt));
	/* F1: no check was called, because the port never was free. */
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);
	ntparport_free(client->port);
}

/* L2: all Linux drivers that wait go before the clients, in parport's order. */
static void all_linux_drivers_go_first(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_holding(test, lpt);
	struct neighbour *first = neighbour_create(test, lpt, &neighbour_waking);
	struct linux_driver *second = linux_driver_create(test, lpt);
	struct request *request = request_queued(test, client);
	struct thread *claim = neighbour_claim(test, first);

	ASSERT_SEEN(test, waiters_of(client) == 2);
	second->wants = true;
	KUNIT_EXPECT_NE(test, 0, parport_claim(second->device));
	/* A5: one for Linux, however many drivers wait there. */
	KUNIT_EXPECT_EQ(test, waiters_of(client), 2U);

	ntparport_free(client->port);
	KUNIT_ASSERT_EQ(test, 0, thread_result(test, claim));
	KUNIT_EXPECT_FALSE(test, READ_ONCE(second->has));
	neighbour_hand_over(first);
	EVENTUALLY(test, READ_ONCE(second->has));
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	parport_release(second->device);
	EVENTUALLY(test, completions_of(request) == 1);
	ntparport_free(client->port);
}

/*
 * L2: a Linux driver that comes while another one has the port never asks us, and parport stops
 * offering the port when we, who have waited longer, take it.
 */
static void driver_that_queued_behind_us_is_served(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *client = client_settled(test, lpt);
	struct neighbour *first = neighbour_create(test, lpt, &neighbour_waking);
	struct neighbour *second = neighbour_of(test);
	struct request *request;
	struct thread *claim;
	int round;

	for (round = 0; round < 2; round++) {
		int checks = checks_of(client);

		/* In the first round with a request of a client, in the second without. */
		neighbour_take(test, first);
		request = round ? NULL : request_queued(test, client);
		ASSERT_SEEN(test, READ_ONCE(lpt->parport->waithead));
		claim = neighbour_claim(test, second);
		ASSERT_SEEN(test, READ_ONCE(lpt->parport->waithead) !=
				  READ_ONCE(lpt->parport->waittail));
		neighbour_hand_over(first);
		if (request) {
			EVENTUALLY(test, completions_of(request) == 1);
			KUNIT_EXPECT_FALSE(test, neighbour_has(second));
			/* A5 */
			KUNIT_EXPECT_EQ(test, waiters_of(client), 1U);
			ntparport_free(client->port);
		}
		KUNIT_ASSERT_EQ(test, 0, thread_result(test, claim));
		KUNIT_EXPECT_EQ(test, checks_of(client), checks);
		neighbour_release(second);
		EVENTUALLY(test, checks_of(client) == checks + 1);
		KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
		KUNIT_EXPECT_EQ(test, waiters_of(client), 0U);
	}
}

/* L2, A5: a driver that was offered the port and declined is not waited for again and again. */
static void driver_that_declines_is_left_alone(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_settled(test, lpt);
	struct linux_driver *decliner = linux_driver_create(test, lpt);
	struct neighbour *neighbour = neighbour_create(test, lpt, &neighbour_blocking);
	int woken, round;

	/* It stays on parport's list. */
	neighbour_take(test, neighbour);
	KUNIT_EXPECT_NE(test, 0, parport_claim(decliner->device));
	neighbour_release(neighbour);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_EQ(test, waiters_of(client), 0U);
	woken = atomic_read(&decliner->woken);
	for (round = 0; round < 3; round++) {
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		KUNIT_EXPECT_EQ(test, waiters_of(client), 0U);
		ntparport_free(client->port);
		EVENTUALLY(test, checks_of(client) == 3 + round);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&decliner->woken), woken);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
}

/* L2: if the interrupt routine frees the port (I5), it goes to Linux all the same. */
static void free_at_interrupt(struct client *client)
{
	client->on_interrupt = NULL;
	client->information.free_from_interrupt_level(client->information.context);
}

static void free_at_interrupt_level_lets_linux_in(struct kunit *test)
{
	struct client *client = client_holding(test, neighbour_lpt(test));
	struct neighbour *neighbour = neighbour_of(test);
	struct request *request = request_queued(test, client);
	struct thread *claim = neighbour_claim(test, neighbour);

	ASSERT_SEEN(test, waiters_of(client) == 2);
	client->on_interrupt = free_at_interrupt;
	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, 0, thread_result(test, claim));
	KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	neighbour_release(neighbour);
	EVENTUALLY(test, completions_of(request) == 1);
	ntparport_free(client->port);
}

/*
 * L2: a driver that can neither be woken nor sleep, and has given up, is waited for only until
 * the next free.
 */
static void driver_that_gave_up_stands_in_nobodys_way(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_holding(test, lpt);
	/* Only its thread would sleep, and here that does not. */
	struct neighbour *neighbour = neighbour_create(test, lpt, &neighbour_blocking);
	struct request *request = request_queued(test, client);

	KUNIT_EXPECT_EQ(test, -EAGAIN, parport_claim(neighbour->device));
	KUNIT_EXPECT_EQ(test, waiters_of(client), 2U);
	ntparport_free(client->port);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_EQ(test, waiters_of(client), 0U);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));

	/* It gets the port at once if it tries again while the port is free. */
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_EQ(test, 0, parport_claim(neighbour->device));
	parport_release(neighbour->device);
}

/* L3: when Linux lets go, clients are served in the order in which they asked. */
static void linux_release_grants_the_oldest_waiter(struct kunit *test)
{
	struct client *client = client_settled(test, neighbour_lpt(test));
	struct neighbour *neighbour = neighbour_of(test);
	struct request *requests[3];
	int i;

	neighbour_take(test, neighbour);
	for (i = 0; i < ARRAY_SIZE(requests); i++)
		requests[i] = request_queued(test, client);
	KUNIT_EXPECT_EQ(test, waiters_of(client), 3U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);

	neighbour_release(neighbour);
	for (i = 0; i < ARRAY_SIZE(requests); i++) {
		EVENTUALLY(test, completions_of(requests[i]) == 1);
		KUNIT_EXPECT_EQ(test, requests[i]->status, 0);
		KUNIT_EXPECT_EQ(test, requests[i]->order, i + 1);
		KUNIT_EXPECT_EQ(test, waiters_of(client), 2U - i);
		KUNIT_EXPECT_EQ(test, checks_of(client), 1);
		ntparport_free(client->port);
	}
	/* F1: nobody waits any longer. */
	EVENTUALLY(test, checks_of(client) == 2);
}

/* L3, F4: if nobody waits, everybody's check is called, because interrupts may have been missed. */
static void linux_release_runs_a_deferred_check(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *first = client_settled(test, lpt);
	struct client *second = client_connected(test, lpt);
	struct neighbour *neighbour = neighbour_of(test);
	int round;

	for (round = 0; round < 3; round++) {
		int first_checks = checks_of(first), second_checks = checks_of(second);

		neighbour_take(test, neighbour);
		KUNIT_EXPECT_EQ(test, checks_of(first), first_checks);
		KUNIT_EXPECT_EQ(test, checks_of(second), second_checks);
		neighbour_release(neighbour);
		EVENTUALLY(test, checks_of(first) == first_checks + 1);
		EVENTUALLY(test, checks_of(second) == second_checks + 1);
		KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
	}
}

/* L3: parport may offer the port with interrupts off: then it is taken a moment later. */
static void linux_release_with_interrupts_off(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_settled(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	struct request *request;
	unsigned long flags;

	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		kunit_skip(test, "parport_release() takes locks that sleep");
	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	local_irq_save(flags);
	parport_release(driver->device);
	local_irq_restore(flags);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	request = request_queued(test, client);
	local_irq_save(flags);
	parport_release(driver->device);
	local_irq_restore(flags);
	EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_TRUE(test, lpt_is_ours(lpt));
	ntparport_free(client->port);
}

/*
 * L4: whatever a client left in the register, Linux finds the idle state, and the client finds
 * its own value again.
 */
static void control_register_is_put_back(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *client = client_settled(test, lpt);
	struct neighbour *neighbour = neighbour_of(test);
	int i;

	for (i = 0; i < ARRAY_SIZE(client_controls); i++) {
		int checks = checks_of(client);

		/* The port is free among clients, so it is taken from us. */
		outb(client_controls[i], lpt->base + LPT_CONTROL);
		neighbour_take(test, neighbour);
		KUNIT_EXPECT_EQ(test, neighbour->control,
				CONTROL_IDLE | neighbour_enables(neighbour));
		KUNIT_EXPECT_EQ(test, neighbour->soft_control, neighbour->control);

		parport_write_control(lpt->parport, PARPORT_CONTROL_SELECT);
		neighbour_release(neighbour);
		EVENTUALLY(test, checks_of(client) == checks + 1);
		KUNIT_EXPECT_EQ(test, lpt_control(lpt), client_controls[i]);
	}
}

/* L4: the same if Linux had to wait, and gets the port in the state that parport keeps for it. */
static void control_register_is_put_back_after_waiting(struct kunit *test)
{
	struct lpt *lpt = neighbour_lpt(test);
	struct client *client = client_holding(test, lpt);
	struct neighbour *neighbour = neighbour_of(test);
	/* parport turns interrupts on for a driver that handles them. */
	u8 expected = neighbour->kind != &neighbour_blocking && lpt->given != PARPORT_IRQ_NONE ?
		CONTROL_IDLE | CONTROL_IRQ : CONTROL_IDLE;
	int i;

	for (i = 0; i < ARRAY_SIZE(client_controls); i++) {
		struct thread *claim;
		struct request *request;

		outb(client_controls[i], lpt->base + LPT_CONTROL);
		claim = neighbour_claim(test, neighbour);
		ASSERT_SEEN(test, waiters_of(client) == 1);
		request = request_queued(test, client);
		ntparport_free(client->port);
		KUNIT_ASSERT_EQ(test, 0, thread_result(test, claim));
		KUNIT_EXPECT_EQ(test, neighbour->control, expected | neighbour_enables(neighbour));
		KUNIT_EXPECT_EQ(test, neighbour->soft_control, neighbour->control);

		/* What the Linux driver leaves in the register is there when it comes again. */
		parport_write_control(lpt->parport, PARPORT_CONTROL_SELECT);
		expected = PARPORT_CONTROL_SELECT | (expected & CONTROL_IRQ);

		neighbour_release(neighbour);
		EVENTUALLY(test, completions_of(request) == 1);
		KUNIT_EXPECT_EQ(test, lpt_control(lpt), client_controls[i]);
	}
	ntparport_free(client->port);
}

/*
 * L4, L6: handing the port over does not itself raise an interrupt. On the CPU where interrupts
 * arrive, the instruction after the claim would see it.
 */
static void taking_the_port_raises_no_interrupt(struct kunit *test)
{
	struct lpt *lpt = &lpt_parport;
	struct client *client = client_settled(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	int before;

	stay_on(test, INTERRUPT_CPU);
	/* The emulated port may take this for a reason to interrupt. */
	outb(CONTROL_IDLE, lpt->base + LPT_CONTROL);
	lpt_acknowledge(lpt);
	before = interrupts_of(client);
	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	KUNIT_EXPECT_EQ(test, atomic_read(&driver->interrupts), 0);
	parport_release(driver->device);
	EVENTUALLY(test, checks_of(client) == 2);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), before);
}

/* L6: while Linux has the port, its interrupts go to Linux alone; F4 covers what was missed. */
static void interrupts_under_linux_are_not_delivered(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	bool direct = lpt == &lpt_direct;
	struct client *client = client_settled(test, lpt);
	struct neighbour *neighbour = neighbour_create(test, lpt, &neighbour_waking);
	struct ntparport_information facts;
	int i, interrupts;
	atomic_t *seen;

	/* Run where an interrupt is over before the next instruction. */
	stay_on(test, INTERRUPT_CPU);
	client_fire(test, client);
	outb(CONTROL_IDLE, lpt->base + LPT_CONTROL);
	facts = facts_of(client);
	interrupts = interrupts_of(client);
	neighbour_take(test, neighbour);
	seen = direct ? &line_watch(test, lpt)->interrupts : &neighbour->interrupts;
	atomic_set(seen, 0);
	for (i = 1; i <= 3; i++) {
		lpt_fire(lpt);
		EVENTUALLY(test, atomic_read(seen) >= i);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(seen), 3);
	KUNIT_EXPECT_EQ(test, facts_of(client).interrupts, facts.interrupts);
	KUNIT_EXPECT_EQ(test, facts_of(client).missed, facts.missed + (direct ? 3 : 0));
	KUNIT_EXPECT_EQ(test, interrupts_of(client), interrupts);
	KUNIT_EXPECT_EQ(test, checks_of(client), 1);

	neighbour_release(neighbour);
	EVENTUALLY(test, checks_of(client) == 2);
	/* Then they are delivered again. */
	client_fire(test, client);
}

/* L6: nor are they if Linux got the port by waiting for a client. */
static void interrupts_under_waiting_linux_are_not_delivered(struct kunit *test)
{
	struct client *client = client_holding(test, neighbour_lpt(test));
	struct neighbour *neighbour = neighbour_of(test);
	struct thread *claim = neighbour_claim(test, neighbour);
	int before;

	ASSERT_SEEN(test, waiters_of(client) == 1);
	/* The port is held, and wanted by Linux: the interrupts are still the clients'. */
	client_fire(test, client);
	ntparport_free(client->port);
	KUNIT_ASSERT_EQ(test, 0, thread_result(test, claim));

	before = interrupts_of(client);
	stay_on(test, INTERRUPT_CPU);
	lpt_fire(neighbour->lpt);
	lpt_acknowledge(neighbour->lpt);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), before);
	neighbour_release(neighbour);
	EVENTUALLY(test, checks_of(client) == 2);
	client_fire(test, client);
}

static struct kunit_case linux_cases[] = {
	KUNIT_CASE_PARAM(unused_port_is_left_to_linux, lpt_gen_params),
	KUNIT_CASE_PARAM(connections_keep_the_linux_port, lpt_gen_params),
	KUNIT_CASE_PARAM(allocation_takes_the_linux_port, lpt_gen_params),
	KUNIT_CASE_PARAM(port_that_is_being_left_can_be_taken, lpt_gen_params),
	KUNIT_CASE_PARAM(port_that_is_being_left_goes_to_linux_first, lpt_gen_params),
	KUNIT_CASE_PARAM(waiting_takes_the_linux_port, lpt_gen_params),
	KUNIT_CASE_PARAM(cancelled_request_leaves_the_linux_port, lpt_gen_params),
	KUNIT_CASE_PARAM(linux_takes_a_free_port, neighbour_gen_params),
	KUNIT_CASE_PARAM(linux_waits_for_the_holder_and_goes_first, neighbour_gen_params),
	KUNIT_CASE_PARAM(all_linux_drivers_go_first, lpt_gen_params),
	KUNIT_CASE_PARAM(driver_that_queued_behind_us_is_served, neighbour_gen_params),
	KUNIT_CASE_PARAM(driver_that_declines_is_left_alone, lpt_gen_params),
	KUNIT_CASE_PARAM(free_at_interrupt_level_lets_linux_in, neighbour_gen_params),
	KUNIT_CASE_PARAM(driver_that_gave_up_stands_in_nobodys_way, lpt_gen_params),
	KUNIT_CASE_PARAM(linux_release_grants_the_oldest_waiter, neighbour_gen_params),
	KUNIT_CASE_PARAM(linux_release_runs_a_deferred_check, neighbour_gen_params),
	KUNIT_CASE_PARAM(linux_release_with_interrupts_off, lpt_gen_params),
	KUNIT_CASE_PARAM(control_register_is_put_back, neighbour_gen_params),
	KUNIT_CASE_PARAM(control_register_is_put_back_after_waiting, neighbour_gen_params),
	KUNIT_CASE(taking_the_port_raises_no_interrupt),
	KUNIT_CASE_PARAM(interrupts_under_linux_are_not_delivered, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupts_under_waiting_linux_are_not_delivered, neighbour_gen_params),
	{ }
};

static struct kunit_suite linux_suite = {
	.name = "ntparport_linux",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = neighbour_exit,
	.test_cases = linux_cases,
};

kunit_test_suites(&linux_suite);
