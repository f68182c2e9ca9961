// SPDX-License-Identifier: GPL-2.0
/* disconnect_kunit.c - disconnecting interrupt services. */

#include <linux/delay.h>
#include <linux/err.h>

#include "connecting.h"
#include "windows.h"

/* D1: with too little input, and with ample input. */
static void disconnect_with_short_buffer_is_refused(struct kunit *test)
{
	static const unsigned int lengths[] = { 0, 1, INPUT - 1 };
	struct client *client = client_connected(test, lpt_of(test));
	unsigned long information;
	union system_buffer buffer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		buffer_set_service(&buffer, client);
		information = NOT_WRITTEN;
		KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
				ntparport_request(client->port,
						  IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
						  &buffer, lengths[i], sizeof(buffer), NULL,
						  &information));
		KUNIT_EXPECT_EQ(test, information, 0UL);
	}
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
					NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	client_fire(test, client);

	buffer_set_service(&buffer, client);
	information = NOT_WRITTEN;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ntparport_request(client->port,
					  IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
					  &buffer, sizeof(buffer), sizeof(buffer), NULL,
					  &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
}

/* D1, D2: nothing is returned, whatever room there is for it. */
static void disconnect_has_no_output(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	unsigned long information = NOT_WRITTEN;
	union system_buffer buffer, before;

	buffer_set_service(&buffer, client);
	before = buffer;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ntparport_request(client->port,
					  IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
					  &buffer, INPUT, sizeof(buffer), NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, 0, memcmp(&buffer, &before, sizeof(buffer)));
}

/* D2: never connected; then once; then disconnected a second time. */
static void disconnect_what_is_not_connected(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));

	expect_disconnect_refused(test, client, -EINVAL, STATUS_INVALID_PARAMETER);
	client_connect(test, client);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	expect_disconnect_refused(test, client, -EINVAL, STATUS_INVALID_PARAMETER);
}

/* D2: connected, but to the other port. */
static void disconnect_from_another_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct client *stranger = client_create(test, lpt_beside(lpt_of(test)));

	stranger->service = client->service;
	expect_disconnect_refused(test, stranger, -EINVAL, STATUS_INVALID_PARAMETER);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
}

/* D2: what does not identify the connection. */
static unsigned char another_isr(struct _KINTERRUPT *interrupt, void *context)
{
	return 0;
}

static void another_check(void *context)
{
}

struct mismatch {
	const char *name;
	bool deferred_only;	/* the connection has no interrupt routine */
	void (*change)(struct ntparport_interrupt_service *service);
	int result;
};

static void change_isr(struct ntparport_interrupt_service *service)
{
	service->isr = another_isr;
}

static void change_isr_context(struct ntparport_interrupt_service *service)
{
	service->isr_context = service;
}

static void drop_isr(struct ntparport_interrupt_service *service)
{
	service->isr = NULL;
}

static void drop_both(struct ntparport_interrupt_service *service)
{
	service->isr = NULL;
	service->deferred = NULL;
}

static void change_check(struct ntparport_interrupt_service *service)
{
	service->deferred = another_check;
}

static void change_check_context(struct ntparport_interrupt_service *service)
{
	service->deferred_context = service;
}

static void drop_check(struct ntparport_interrupt_service *service)
{
	service->deferred = NULL;
	service->deferred_context = NULL;
}

static void add_isr(struct ntparport_interrupt_service *service)
{
	service->isr = another_isr;
}

static const struct mismatch mismatches[] = {
	{ "another routine", false, change_isr, -EINVAL },
	{ "another context", false, change_isr_context, -EINVAL },
	{ "no routine", false, drop_isr, -EINVAL },
	{ "no routines at all", false, drop_both, -EINVAL },
	{ "another check", false, change_check, 0 },
	{ "another context of the check", false, change_check_context, 0 },
	{ "no check", false, drop_check, 0 },
	{ "check only: another check", true, change_check, -EINVAL },
	{ "check only: another context", true, change_check_context, -EINVAL },
	{ "check only: no check", true, drop_check, -EINVAL },
	{ "check only: a routine", true, add_isr, -EINVAL },
	{ "check only: another unused context", true, change_isr_context, 0 },
};

static void describe_mismatch(const struct mismatch *mismatch, char *description)
{
	strscpy(description, mismatch->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mismatches, mismatches, describe_mismatch);

static void disconnect_finds_by_routine_and_context(struct kunit *test)
{
	const struct mismatch *mismatch = test->param_value;
	struct client *client = client_create(test, &lpt_direct);
	struct client *changed = client_create(test, &lpt_direct);

	if (mismatch->deferred_only)
		client->service.isr = NULL;
	client_connect(test, client);
	changed->service = client->service;
	mismatch->change(&changed->service);
	if (mismatch->result)
		expect_disconnect_refused(test, changed, mismatch->result,
					  STATUS_INVALID_PARAMETER);
	else
		KUNIT_EXPECT_EQ(test, 0, client_disconnect(changed));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, mismatch->result ? 1U : 0U);
	KUNIT_EXPECT_EQ(test, mismatch->result ? 0 : -EINVAL, client_disconnect(client));
}

/* D2: connected as a, b, a: the first a goes. */
struct sequence {
	int length;
	struct client *clients[8];
};

static void note_client(struct client *client)
{
	struct sequence *sequence = client->private;

	if (sequence->length < ARRAY_SIZE(sequence->clients))
		sequence->clients[sequence->length] = client;
	sequence->length++;
}

static void disconnect_ends_the_oldest_of_equal_connections(struct kunit *test)
{
	struct sequence sequence = { };
	struct client *a = client_create(test, lpt_of(test));
	struct client *b = client_create(test, lpt_of(test));
	struct client *last = client_create(test, lpt_of(test));

	a->private = &sequence;
	a->on_interrupt = note_client;
	b->private = &sequence;
	b->on_interrupt = note_client;
	client_connect(test, a);
	client_connect(test, b);
	client_connect(test, a);
	client_connect(test, last);
	client_fire(test, last);
	KUNIT_EXPECT_EQ(test, sequence.length, 3);
	KUNIT_EXPECT_PTR_EQ(test, sequence.clients[0], a);
	KUNIT_EXPECT_PTR_EQ(test, sequence.clients[1], b);
	KUNIT_EXPECT_PTR_EQ(test, sequence.clients[2], a);

	KUNIT_ASSERT_EQ(test, 0, client_disconnect(a));
	sequence.length = 0;
	client_fire(test, last);
	KUNIT_EXPECT_EQ(test, sequence.length, 2);
	KUNIT_EXPECT_PTR_EQ(test, sequence.clients[0], b);
	KUNIT_EXPECT_PTR_EQ(test, sequence.clients[1], a);
}

/* D2: two with equal routine and context but different checks: the older check goes, too. */
static void disconnect_ends_the_check_of_the_oldest(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *older = client_create(test, lpt_of(test));
	struct client *newer = client_create(test, lpt_of(test));
	int older_checks, newer_checks;

	client->service.deferred_context = older;
	client_connect(test, client);
	client->service.deferred_context = newer;
	client_connect(test, client);
	EVENTUALLY(test, checks_of(older) > 0);
	KUNIT_ASSERT_EQ(test, 0, client_disconnect(client));

	older_checks = checks_of(older);
	newer_checks = checks_of(newer);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(newer) == newer_checks + 1);
	KUNIT_EXPECT_EQ(test, checks_of(older), older_checks);
}

/* D3: the interrupt routine is running on the other CPU. */
struct dawdler {
	bool entered;
	bool go;
	bool left;
};

static void dawdle(struct client *client)
{
	struct dawdler *dawdler = client->private;

	WRITE_ONCE(dawdler->entered, true);
	if (!spin_until(READ_ONCE(dawdler->go)))
		return;
	/* Long enough for a disconnect that does not wait to return. */
	udelay(2000);
	WRITE_ONCE(dawdler->left, true);
}

/* The routine had returned when disconnect did; if not, it must before the case ends. */
static void expect_left(struct kunit *test, struct dawdler *dawdler)
{
	KUNIT_EXPECT_TRUE(test, READ_ONCE(dawdler->left));
	KUNIT_ASSERT_TRUE(test, spin_until(READ_ONCE(dawdler->left)));
}

static void disconnect_waits_for_interrupt_routine(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct dawdler dawdler = { };

	stay_on(test, OTHER_CPU);
	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, client->cpu, INTERRUPT_CPU);
	client->private = &dawdler;
	client->on_interrupt = dawdle;
	lpt_fire(client->lpt);
	KUNIT_ASSERT_TRUE(test, spin_until(READ_ONCE(dawdler.entered)));
	WRITE_ONCE(dawdler.go, true);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	expect_left(test, &dawdler);
	client_destroy(client);
}

/* D3: the same by request. */
static void disconnect_request_waits_for_interrupt_routine(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct dawdler dawdler = { };
	unsigned long information;

	stay_on(test, OTHER_CPU);
	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, client->cpu, INTERRUPT_CPU);
	client->private = &dawdler;
	client->on_interrupt = dawdle;
	lpt_fire(client->lpt);
	KUNIT_ASSERT_TRUE(test, spin_until(READ_ONCE(dawdler.entered)));
	WRITE_ONCE(dawdler.go, true);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, windows_disconnect(client, &information));
	expect_left(test, &dawdler);
	client_destroy(client);
}

/* D3: a check is running on the other CPU. */
static int take_and_free_once(void *data)
{
	struct client *client = data;

	if (!ntparport_try_allocate(client->port))
		return -EBUSY;
	ntparport_free(client->port);
	return 0;
}

static void disconnect_waits_for_check(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct client *other = client_create(test, lpt_of(test));
	struct dawdler dawdler = { };
	struct thread *thread;

	ASSERT_EVENTUALLY(test, checks_of(client) == 1);
	stay_on(test, OTHER_CPU);
	client->private = &dawdler;
	client->on_check = dawdle;
	thread = thread_start(test, INTERRUPT_CPU, take_and_free_once, other);
	KUNIT_ASSERT_TRUE(test, spin_until(READ_ONCE(dawdler.entered)));
	WRITE_ONCE(dawdler.go, true);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	expect_left(test, &dawdler);
	client_destroy(client);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
}

/* D3: neither routine is ever called again, while those of others are. */
static void disconnected_is_not_called_again(struct kunit *test)
{
	struct client *other = client_connected(test, lpt_of(test));
	struct client *client = client_connected(test, lpt_of(test));
	int interrupts, checks;

	client_fire(test, client);
	KUNIT_ASSERT_EQ(test, 0, client_disconnect(client));
	interrupts = interrupts_of(client);
	checks = checks_of(client);

	client_fire(test, other);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(other->port));
	ntparport_free(other->port);
	EVENTUALLY(test, checks_of(other) == 2);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), interrupts);
	KUNIT_EXPECT_EQ(test, checks_of(client), checks);
}

/*
 * D3: a client frees its memory as soon as disconnect has returned, while
 * interrupts keep coming; KASAN watches.
 */
static void disconnect_in_a_storm(struct kunit *test)
{
	struct client *other = client_connected(test, lpt_of(test));
	struct thread *thread = thread_start(test, INTERRUPT_CPU, fire_often, other);

	while (!READ_ONCE(thread->done))
		client_destroy(client_connected(test, lpt_of(test)));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, interrupts_of(other), OFTEN);
}

/* D5: disconnecting works, natively and by request. */
static void disconnect_works_while_disabled(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	unsigned long information;

	client_connect(test, client);
	set_connect_enabled(false);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, windows_disconnect(client, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	expect_disconnect_refused(test, client, -EINVAL, STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
}

/* D5: the line is ours from the first connect to the last disconnect. */
static void last_disconnect_gives_the_line_back(struct kunit *test)
{
	struct client *a = client_create(test, &lpt_direct);
	struct client *b = client_create(test, &lpt_direct);
	int err;

	KUNIT_ASSERT_EQ(test, 0, take_line());
	give_line();
	client_connect(test, a);
	client_connect(test, b);
	KUNIT_EXPECT_EQ(test, -EBUSY, take_line());
	KUNIT_ASSERT_EQ(test, 0, client_disconnect(a));
	KUNIT_EXPECT_EQ(test, -EBUSY, take_line());
	KUNIT_ASSERT_EQ(test, 0, client_disconnect(b));
	err = take_line();
	KUNIT_EXPECT_EQ(test, 0, err);
	if (!err)
		give_line();

	client_connect(test, a);
	client_fire(test, a);
	KUNIT_EXPECT_EQ(test, interrupts_of(a), 1);
}

/* D5, L1: the Linux port is given back with the last connection, unless the port is allocated. */
static void last_disconnect_gives_the_port_back(struct kunit *test)
{
	struct client *a = client_connected(test, lpt_of(test));
	struct client *b = client_connected(test, lpt_of(test));

	KUNIT_ASSERT_EQ(test, 0, client_disconnect(a));
	KUNIT_EXPECT_TRUE(test, facts_of(a).have_port);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(b->port));
	KUNIT_ASSERT_EQ(test, 0, client_disconnect(b));
	KUNIT_EXPECT_TRUE(test, facts_of(a).have_port);
	ntparport_free(b->port);
	ASSERT_SEEN(test, !facts_of(a).have_port);
}

static struct kunit_case disconnect_cases[] = {
	KUNIT_CASE_PARAM(disconnect_with_short_buffer_is_refused, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_has_no_output, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_what_is_not_connected, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_from_another_port, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_finds_by_routine_and_context, mismatches_gen_params),
	KUNIT_CASE_PARAM(disconnect_ends_the_oldest_of_equal_connections, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_ends_the_check_of_the_oldest, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_waits_for_interrupt_routine, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_request_waits_for_interrupt_routine, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_waits_for_check, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnected_is_not_called_again, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_in_a_storm, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_works_while_disabled, lpt_gen_params),
	KUNIT_CASE(last_disconnect_gives_the_line_back),
	KUNIT_CASE_PARAM(last_disconnect_gives_the_port_back, lpt_gen_params),
	{ }
};

static struct kunit_suite disconnect_suite = {
	.name = "ntparport_disconnect",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = disconnect_cases,
};

kunit_test_suites(&disconnect_suite);
