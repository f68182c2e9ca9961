// SPDX-License-Identifier: GPL-2.0
/* interrupt_kunit.c - delivery of interrupts, and what routines may do at DIRQL. */

#include <linux/delay.h>
#include <linux/hardirq.h>

#include "fixture.h"

/* I1: every routine is called for every interrupt, in the order of connection. */
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

static struct client *noting_client(struct kunit *test, struct lpt *lpt, struct order *order)
{
	struct client *client = client_create(test, lpt);

	client->private = order;
	client->on_interrupt = note_order;
	client_connect(test, client);
	return client;
}

static void interrupt_calls_all_in_order(struct kunit *test)
{
	struct order order = { };
	struct client *clients[3];
	int i;

	for (i = 0; i < ARRAY_SIZE(clients); i++)
		clients[i] = noting_client(test, lpt_of(test), &order);
	/* The middle one declines; those after it must be called all the same. */
	clients[1]->answer = 0;
	/* A line that was just opened may have had an interrupt waiting. */
	client_fire(test, clients[2]);
	order.length = 0;
	client_fire(test, clients[2]);
	KUNIT_EXPECT_EQ(test, order.length, 3);
	for (i = 0; i < ARRAY_SIZE(clients); i++)
		KUNIT_EXPECT_PTR_EQ(test, order.seen[i], clients[i]);
}

/* I1: a client that connects anew goes to the end. */
static void interrupt_order_follows_reconnection(struct kunit *test)
{
	struct order order = { };
	struct client *a = noting_client(test, lpt_of(test), &order);
	struct client *b = noting_client(test, lpt_of(test), &order);
	struct client *last = client_create(test, lpt_of(test));

	KUNIT_ASSERT_EQ(test, 0, client_disconnect(a));
	client_connect(test, a);
	client_connect(test, last);
	client_fire(test, last);
	KUNIT_EXPECT_EQ(test, order.length, 2);
	KUNIT_EXPECT_PTR_EQ(test, order.seen[0], b);
	KUNIT_EXPECT_PTR_EQ(test, order.seen[1], a);
}

/* I1: exactly once for each of many interrupts. */
static void interrupt_calls_each_once(struct kunit *test)
{
	struct client *first = client_connected(test, lpt_of(test));
	struct client *second = client_connected(test, lpt_of(test));
	struct ntparport_information before = facts_of(first);
	int i;

	for (i = 0; i < 300; i++)
		client_fire(test, second);
	KUNIT_EXPECT_EQ(test, interrupts_of(first), 300);
	KUNIT_EXPECT_EQ(test, interrupts_of(second), 300);
	KUNIT_EXPECT_EQ(test, facts_of(first).interrupts, before.interrupts + 300);
	KUNIT_EXPECT_EQ(test, facts_of(first).missed, before.missed);
}

/* I1: whoever has the port, or if nobody has it. */
static void interrupt_comes_whoever_has_the_port(struct kunit *test)
{
	struct client *holder = client_connected(test, lpt_of(test));
	struct client *other = client_connected(test, lpt_of(test));
	struct client *stranger = client_create(test, lpt_of(test));

	client_fire(test, other);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
	client_fire(test, other);
	/* With somebody queued, and after he has got the port. */
	request_queued(test, stranger);
	client_fire(test, other);
	ntparport_free(holder->port);
	client_fire(test, other);
	ntparport_free(stranger->port);
	client_fire(test, other);
	KUNIT_EXPECT_EQ(test, interrupts_of(holder), 5);
	KUNIT_EXPECT_EQ(test, interrupts_of(other), 5);
}

/* I1: the routine gets its context and the interrupt object that connect returned. */
struct arguments {
	struct _KINTERRUPT *interrupt;
	void *context;
	int calls;
};

static unsigned char note_arguments(struct _KINTERRUPT *interrupt, void *context)
{
	struct arguments *arguments = context;

	arguments->interrupt = interrupt;
	arguments->context = context;
	arguments->calls++;
	return 1;
}

static void interrupt_routine_gets_its_arguments(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *last = client_create(test, lpt_of(test));
	struct arguments *arguments = kunit_kzalloc(test, sizeof(*arguments), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, arguments);
	client->service.isr = note_arguments;
	client->service.isr_context = arguments;
	client_connect(test, client);
	client_connect(test, last);
	client_fire(test, last);
	KUNIT_EXPECT_EQ(test, arguments->calls, 1);
	KUNIT_EXPECT_PTR_EQ(test, arguments->context, (void *)arguments);
	KUNIT_EXPECT_PTR_EQ(test, arguments->interrupt, client->information.interrupt);
	KUNIT_ASSERT_EQ(test, 0, client_disconnect(client));
}

/* I2: handled if any routine returned TRUE, and anything but 0 is TRUE. */
struct answers {
	const char *name;
	unsigned char answers[3];
	unsigned int handled;
};

static const struct answers answers[] = {
	{ "nobody", { 0, 0, 0 }, 0 },
	{ "the first", { 1, 0, 0 }, 1 },
	{ "the middle one", { 0, 1, 0 }, 1 },
	{ "the last", { 0, 0, 1 }, 1 },
	{ "two", { 1, 0, 1 }, 1 },
	{ "all", { 1, 1, 1 }, 1 },
	{ "other values", { 2, 0, 128 }, 1 },
	{ "an even one", { 0, 0, 254 }, 1 },
};

static void describe_answers(const struct answers *answers, char *description)
{
	strscpy(description, answers->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(answers, answers, describe_answers);

static void interrupt_is_handled_if_anybody_says_so(struct kunit *test)
{
	const struct answers *given = test->param_value;
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	size_t n, i;

	for (n = 0; n < ARRAY_SIZE(lpts); n++) {
		struct client *clients[ARRAY_SIZE(given->answers)];
		struct ntparport_information before, after;

		for (i = 0; i < ARRAY_SIZE(clients); i++) {
			clients[i] = client_connected(test, lpts[n]);
			clients[i]->answer = given->answers[i];
		}
		before = facts_of(clients[0]);
		client_fire(test, clients[2]);
		/*
		 * Interrupts are counted after the routines, under the lock that facts_of()
		 * takes.
		 */
		after = facts_of(clients[0]);
		KUNIT_EXPECT_EQ(test, after.interrupts - before.interrupts, 1ULL);
		KUNIT_EXPECT_EQ(test, after.handled - before.handled, (u64)given->handled);
		for (i = 0; i < ARRAY_SIZE(clients); i++)
			KUNIT_EXPECT_EQ(test, interrupts_of(clients[i]), 1);
	}
}

/* I2: at DIRQL. */
struct level {
	bool interrupts_on;
	bool may_sleep;
};

static void note_level(struct client *client)
{
	struct level *level = client->private;

	level->interrupts_on = !irqs_disabled();
	level->may_sleep = preemptible();
}

static unsigned char note_level_synchronized(void *context)
{
	note_level(context);
	return 1;
}

static void routines_run_with_interrupts_off(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct level level = { true, true };

	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		kunit_skip(test, "the interrupt lock sleeps on this kernel");
	client->private = &level;
	client->on_interrupt = note_level;
	client_connect(test, client);
	client_fire(test, client);
	KUNIT_EXPECT_FALSE(test, level.interrupts_on);
	KUNIT_EXPECT_FALSE(test, level.may_sleep);

	level = (struct level) { true, true };
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, note_level_synchronized, client));
	KUNIT_EXPECT_FALSE(test, level.interrupts_on);
	KUNIT_EXPECT_FALSE(test, level.may_sleep);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

/*
 * I2, I3: while a routine runs under the lock on one CPU, an interrupt arrives on the other CPU
 * and waits.
 */
struct exclusion {
	struct client *client;
	bool arrived;
	int during;
};

static unsigned char hold_off_interrupt(void *context)
{
	struct exclusion *exclusion = context;
	struct client *client = exclusion->client;
	int before = interrupts_of(client);

	lpt_fire(client->lpt);
	exclusion->arrived = spin_until(lpt_in_handler(client->lpt));
	/* Long enough for a handler that does not wait to call the routine. */
	udelay(2000);
	exclusion->during = interrupts_of(client) - before;
	return 1;
}

static void interrupt_waits_for_synchronized_routine(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct exclusion exclusion = { .client = client };

	stay_on(test, OTHER_CPU);
	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, client->cpu, INTERRUPT_CPU);
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, hold_off_interrupt, &exclusion));
	KUNIT_ASSERT_TRUE(test, exclusion.arrived);
	KUNIT_EXPECT_EQ(test, exclusion.during, 0);
	EVENTUALLY(test, interrupts_of(client) == 2);
}

/* I3: and a synchronized routine waits for an interrupt routine. */
struct intruder {
	struct client *client;
	bool in_isr;
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

static void wait_for_intruder(struct client *client)
{
	struct intruder *intruder = client->private;

	WRITE_ONCE(intruder->in_isr, true);
	if (!spin_until(READ_ONCE(intruder->called)))
		return;
	/* Long enough for a call that does not wait to run the routine. */
	udelay(2000);
	intruder->during = READ_ONCE(intruder->entered);
}

static void synchronized_routine_waits_for_interrupt(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct intruder intruder = { .client = client };

	stay_on(test, OTHER_CPU);
	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, client->cpu, INTERRUPT_CPU);
	client->private = &intruder;
	client->on_interrupt = wait_for_intruder;
	lpt_fire(client->lpt);
	KUNIT_ASSERT_TRUE(test, spin_until(READ_ONCE(intruder.in_isr)));
	WRITE_ONCE(intruder.called, true);
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, intrude, &intruder));
	ASSERT_EVENTUALLY(test, interrupts_of(client) == 2);
	KUNIT_EXPECT_FALSE(test, intruder.during);
	KUNIT_EXPECT_TRUE(test, intruder.entered);
}

/*
 * I2, I3: routines of one port never run two at a time: with many interrupts on one CPU, many
 * synchronized routines on the other, and one counter that is not atomic.
 */
struct race {
	struct client *client;
	int inside;
	int most;
	unsigned long calls;
};

static void enter_race(struct race *race)
{
	int inside = READ_ONCE(race->inside) + 1;

	WRITE_ONCE(race->inside, inside);
	udelay(20);
	if (inside > race->most || READ_ONCE(race->inside) != inside)
		race->most = max(inside, READ_ONCE(race->inside));
	race->calls++;
	WRITE_ONCE(race->inside, READ_ONCE(race->inside) - 1);
}

static void race_in_isr(struct client *client)
{
	enter_race(client->private);
}

static unsigned char race_synchronized(void *context)
{
	enter_race(context);
	return 1;
}

#define RACE_LENGTH 500

static int race_interrupts(void *data)
{
	struct race *race = data;
	int i;

	for (i = 0; i < RACE_LENGTH; i++)
		if (!client_fired(race->client))
			return -EIO;
	return 0;
}

static void routines_never_run_two_at_a_time(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *second = client_create(test, lpt_of(test));
	struct race *race = private_create(test, struct race);
	struct thread *thread;
	unsigned long synchronized = 0;

	stay_on(test, OTHER_CPU);
	race->client = client;
	client->private = race;
	client->on_interrupt = race_in_isr;
	client->on_check = race_in_isr;
	second->private = race;
	second->on_interrupt = race_in_isr;
	second->on_check = race_in_isr;
	client_connect(test, client);
	client_connect(test, second);
	thread = thread_start(test, INTERRUPT_CPU, race_interrupts, race);
	while (!READ_ONCE(thread->done)) {
		client_synchronize(client, race_synchronized, race);
		synchronized++;
		if (ntparport_try_allocate(client->port))
			ntparport_free(client->port);
	}
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, race->inside, 0);
	KUNIT_EXPECT_EQ(test, race->most, 1);
	/* No increment was lost. */
	KUNIT_EXPECT_EQ(test, race->calls,
			2UL * RACE_LENGTH + synchronized + checks_of(client) + checks_of(second));
	KUNIT_EXPECT_EQ(test, interrupts_of(second), RACE_LENGTH);
}

/* I3: the value that the routine returns is passed on. */
static unsigned char return_byte(void *context)
{
	return *(unsigned char *)context;
}

static void synchronize_returns_what_the_routine_returns(struct kunit *test)
{
	static const unsigned char values[] = { 0, 1, 2, 42, 127, 128, 255 };
	struct client *client = client_connected(test, lpt_of(test));
	size_t i;

	for (i = 0; i < ARRAY_SIZE(values); i++)
		KUNIT_EXPECT_EQ(test, values[i],
				client_synchronize(client, return_byte, (void *)&values[i]));
}

/* I3: without an interrupt object or a routine, nothing happens. */
static void synchronize_without_arguments(struct kunit *test)
{
	struct client *client = client_connected(test, &lpt_direct);
	static unsigned char value = 9;

	KUNIT_EXPECT_EQ(test, 0, ntparport_synchronize_execution(NULL, return_byte, &value));
	KUNIT_EXPECT_EQ(test, 0, client_synchronize(client, NULL, &value));
	KUNIT_EXPECT_EQ(test, 9, client_synchronize(client, return_byte, &value));
}

/* I3: it works at DISPATCH_LEVEL as well: in a completion, in the port's tasklet. */
static void synchronize_in_completion(struct request *request)
{
	static unsigned char value = 77;

	request->private = (void *)(unsigned long)client_synchronize(request->client,
								      return_byte, &value);
}

static void synchronize_works_in_a_tasklet(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct request *request = request_create(test, client);

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	request->on_complete = synchronize_in_completion;
	KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(request));
	ntparport_free(client->port);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, (unsigned long)request->private, 77UL);
	ntparport_free(client->port);
}

/* I3: routines of two ports do not exclude each other. */
struct other_port {
	struct client *client;
	unsigned char result;
};

static int synchronize_beside(void *data)
{
	struct other_port *other = data;
	static unsigned char value = 5;

	WRITE_ONCE(other->result, client_synchronize(other->client, return_byte, &value));
	return 0;
}

static unsigned char wait_for_other_port(void *context)
{
	struct other_port *other = context;

	return spin_until(READ_ONCE(other->result) == 5);
}

static void synchronize_locks_only_its_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct other_port other = {
		.client = client_connected(test, lpt_beside(lpt_of(test))),
	};
	struct thread *thread;

	stay_on(test, OTHER_CPU);
	thread = thread_start(test, INTERRUPT_CPU, synchronize_beside, &other);
	KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, wait_for_other_port, &other));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
}

/* I4, I5: what a routine did at interrupt level, and what it found. */
struct attempt {
	bool free_first;	/* FreePortFromInterruptLevel ... */
	bool try;		/* ... then TryAllocatePortAtInterruptLevel ... */
	bool free_after;	/* ... then free what it got ... */
	unsigned char got;
	struct request *watched;
	int completions;	/* of @watched, seen at interrupt level */
	int checks;		/* of the client, seen there too */
};

static void attempt_in_routine(struct client *client)
{
	const struct ntparport_interrupt_information *information = &client->information;
	struct attempt *attempt = client->private;

	if (attempt->free_first)
		information->free_from_interrupt_level(information->context);
	if (attempt->try)
		attempt->got = information->try_allocate_at_interrupt_level(information->context);
	if (attempt->free_after && attempt->got)
		information->free_from_interrupt_level(information->context);
	if (attempt->watched)
		attempt->completions = completions_of(attempt->watched);
	attempt->checks = checks_of(client);
}

static unsigned char attempt_synchronized(void *context)
{
	attempt_in_routine(context);
	return 1;
}

/*
 * Makes the attempt in an interrupt routine or, for a port that gets no interrupts now, in a
 * synchronized one.
 */
static void make_attempt(struct kunit *test, struct client *client, bool in_isr)
{
	if (in_isr) {
		client->on_interrupt = attempt_in_routine;
		client_fire(test, client);
		client->on_interrupt = NULL;
	} else {
		KUNIT_EXPECT_EQ(test, 1, client_synchronize(client, attempt_synchronized, client));
	}
}

/* I4: while the port is free. */
static void try_at_interrupt_level_takes_a_free_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct attempt attempt = { .try = true };
	int in_isr;

	client->private = &attempt;
	for (in_isr = 0; in_isr < 2; in_isr++) {
		attempt.got = 0;
		make_attempt(test, client, in_isr);
		KUNIT_EXPECT_EQ(test, attempt.got, 1);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
		KUNIT_EXPECT_FALSE(test, ntparport_try_allocate(client->port));
		ntparport_free(client->port);
		KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	}
}

/* I4: while somebody has the port: it does not queue, and nothing changes. */
static void try_at_interrupt_level_fails_while_held(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct client *holder = client_create(test, lpt_of(test));
	struct attempt attempt = { .try = true };
	int in_isr;

	client->private = &attempt;
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
	for (in_isr = 0; in_isr < 2; in_isr++) {
		attempt.got = 1;
		make_attempt(test, client, in_isr);
		KUNIT_EXPECT_EQ(test, attempt.got, 0);
		KUNIT_EXPECT_EQ(test, ntparport_query_waiters(holder->port), 0U);
	}
	ntparport_free(holder->port);
	KUNIT_EXPECT_FALSE(test, facts_of(holder).allocated);
}

/* I4: of several attempts in a row, only the first gets the port. */
static void try_at_interrupt_level_succeeds_once(struct kunit *test)
{
	struct client *a = client_connected(test, lpt_of(test));
	struct client *b = client_connected(test, lpt_of(test));
	struct attempt attempts[2] = { { .try = true }, { .try = true } };

	a->private = &attempts[0];
	a->on_interrupt = attempt_in_routine;
	b->private = &attempts[1];
	b->on_interrupt = attempt_in_routine;
	client_fire(test, b);
	KUNIT_EXPECT_EQ(test, attempts[0].got, 1);
	KUNIT_EXPECT_EQ(test, attempts[1].got, 0);
	ntparport_free(a->port);
}

/* I4, A1: a port that is freed while somebody waits is the waiter's: nobody overtakes him. */
static void try_at_interrupt_level_does_not_overtake(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct client *holder = client_create(test, lpt_of(test));
	struct attempt attempt = { .free_first = true, .try = true };
	int in_isr;

	client->private = &attempt;
	for (in_isr = 0; in_isr < 2; in_isr++) {
		struct request *request;

		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
		request = request_queued(test, holder);
		attempt.got = 1;
		make_attempt(test, client, in_isr);
		KUNIT_EXPECT_EQ(test, attempt.got, 0);
		ASSERT_EVENTUALLY(test, completions_of(request) == 1);
		KUNIT_EXPECT_EQ(test, request->status, 0);
		KUNIT_EXPECT_TRUE(test, facts_of(holder).allocated);
		ntparport_free(holder->port);
	}
}

/* I4: while a Linux driver has the port. */
static void try_at_interrupt_level_fails_while_linux_has_it(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct linux_driver *driver = linux_driver_create(test, lpt_of(test));
	struct attempt attempt = { .try = true, .got = 1 };

	client->private = &attempt;
	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	make_attempt(test, client, false);
	KUNIT_EXPECT_EQ(test, attempt.got, 0);
	parport_release(driver->device);
	ASSERT_SEEN(test, facts_of(client).have_port);
	make_attempt(test, client, false);
	KUNIT_EXPECT_EQ(test, attempt.got, 1);
	ntparport_free(client->port);
}

/* I5, A4: the waiter gets the port later, in the tasklet. */
static void free_from_interrupt_level_grants_later(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct attempt attempt = { .free_first = true };
	int in_isr;

	client->private = &attempt;
	for (in_isr = 0; in_isr < 2; in_isr++) {
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		attempt.watched = request_queued(test, client);
		attempt.completions = -1;
		make_attempt(test, client, in_isr);
		KUNIT_EXPECT_EQ(test, attempt.completions, 0);
		ASSERT_EVENTUALLY(test, completions_of(attempt.watched) == 1);
		KUNIT_EXPECT_EQ(test, attempt.watched->status, 0);
		KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
		ntparport_free(client->port);
	}
}

/* I5, F1: the check comes later, in the tasklet. */
static void free_from_interrupt_level_checks_later(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct attempt attempt = { .free_first = true };
	int in_isr;

	ASSERT_EVENTUALLY(test, checks_of(client) == 1);
	client->private = &attempt;
	for (in_isr = 0; in_isr < 2; in_isr++) {
		int before = checks_of(client);

		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		attempt.checks = -1;
		make_attempt(test, client, in_isr);
		KUNIT_EXPECT_EQ(test, attempt.checks, before);
		EVENTUALLY(test, checks_of(client) == before + 1);
		KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	}
}

/* I4, I5: a client takes the port, uses it and frees it, all in its interrupt routine. */
static void interrupt_routine_takes_and_frees(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct attempt attempt = { .try = true, .free_after = true };
	int i;

	client->private = &attempt;
	client->on_interrupt = attempt_in_routine;
	for (i = 0; i < 50; i++) {
		attempt.got = 0;
		client_fire(test, client);
		KUNIT_ASSERT_EQ(test, attempt.got, 1);
	}
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	EVENTUALLY(test, checks_of(client) > 1);
}

/* I1: two ports at once: each client is called only for its own port. */
static void interrupt_stays_on_its_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct client *beside = client_connected(test, lpt_beside(lpt_of(test)));

	client_fire(test, client);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 2);
	KUNIT_EXPECT_EQ(test, interrupts_of(beside), 0);
	client_fire(test, beside);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 2);
	KUNIT_EXPECT_EQ(test, interrupts_of(beside), 1);
}

/* I1: the same in storms on both: each interrupt is delivered once, to all clients of its port. */
#define STORM_LENGTH 1000

static int storm(void *data)
{
	struct client *client = data;
	int i;

	for (i = 0; i < STORM_LENGTH; i++)
		if (!client_fired(client))
			return -EIO;
	return 0;
}

static void storms_on_two_ports_at_once(struct kunit *test)
{
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	struct client *clients[2][2];
	struct thread *threads[2];
	size_t n;

	for (n = 0; n < 2; n++) {
		clients[n][0] = client_connected(test, lpts[n]);
		clients[n][1] = client_connected(test, lpts[n]);
	}
	for (n = 0; n < 2; n++)
		threads[n] = thread_start(test, n, storm, clients[n][1]);
	for (n = 0; n < 2; n++) {
		KUNIT_EXPECT_EQ(test, 0, thread_result(test, threads[n]));
		KUNIT_EXPECT_EQ(test, interrupts_of(clients[n][0]), STORM_LENGTH);
		KUNIT_EXPECT_EQ(test, interrupts_of(clients[n][1]), STORM_LENGTH);
	}
}

static struct kunit_case interrupt_cases[] = {
	KUNIT_CASE_PARAM(interrupt_calls_all_in_order, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_order_follows_reconnection, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_calls_each_once, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_comes_whoever_has_the_port, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_routine_gets_its_arguments, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_is_handled_if_anybody_says_so, answers_gen_params),
	KUNIT_CASE_PARAM(routines_run_with_interrupts_off, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_waits_for_synchronized_routine, lpt_gen_params),
	KUNIT_CASE_PARAM(synchronized_routine_waits_for_interrupt, lpt_gen_params),
	KUNIT_CASE_PARAM(routines_never_run_two_at_a_time, lpt_gen_params),
	KUNIT_CASE_PARAM(synchronize_returns_what_the_routine_returns, lpt_gen_params),
	KUNIT_CASE(synchronize_without_arguments),
	KUNIT_CASE_PARAM(synchronize_works_in_a_tasklet, lpt_gen_params),
	KUNIT_CASE_PARAM(synchronize_locks_only_its_port, lpt_gen_params),
	KUNIT_CASE_PARAM(try_at_interrupt_level_takes_a_free_port, lpt_gen_params),
	KUNIT_CASE_PARAM(try_at_interrupt_level_fails_while_held, lpt_gen_params),
	KUNIT_CASE_PARAM(try_at_interrupt_level_succeeds_once, lpt_gen_params),
	KUNIT_CASE_PARAM(try_at_interrupt_level_does_not_overtake, lpt_gen_params),
	KUNIT_CASE_PARAM(try_at_interrupt_level_fails_while_linux_has_it, lpt_gen_params),
	KUNIT_CASE_PARAM(free_from_interrupt_level_grants_later, lpt_gen_params),
	KUNIT_CASE_PARAM(free_from_interrupt_level_checks_later, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_routine_takes_and_frees, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_stays_on_its_port, lpt_gen_params),
	KUNIT_CASE(storms_on_two_ports_at_once),
	{ }
};

static struct kunit_suite interrupt_suite = {
	.name = "ntparport_interrupt",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = interrupt_cases,
};

kunit_test_suites(&interrupt_suite);
