// SPDX-License-Identifier: GPL-2.0
/* connect_kunit.c - connecting interrupt services. */

#include <linux/err.h>

#include "connecting.h"
#include "fake_port.h"
#include "windows.h"

/* Both ways of connecting are refused alike, and nothing is connected. */
static void expect_refused(struct kunit *test, struct client *client, int err, NTSTATUS status)
{
	unsigned int before = facts_of(client).connections;
	unsigned long information;

	KUNIT_EXPECT_EQ(test, err, ntparport_connect(client->port, &client->service,
						     &client->information));
	KUNIT_EXPECT_EQ(test, status, windows_connect(client, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, before);
}

/* The same; and each way writes one line to the log that contains all of these texts. */
static void expect_refused_aloud(struct kunit *test, struct client *client, int err,
				 NTSTATUS status, const char *const *texts)
{
	unsigned int before = facts_of(client).connections;
	unsigned long information;
	struct log log;
	size_t i;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, err, ntparport_connect(client->port, &client->service,
						     &client->information));
	for (i = 0; texts[i]; i++)
		EXPECT_LOGGED_ONCE(test, &log, texts[i]);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, status, windows_connect(client, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	for (i = 0; texts[i]; i++)
		EXPECT_LOGGED_ONCE(test, &log, texts[i]);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, before);
}

/* C1: every pair of lengths of which at least one is too small. */
struct lengths {
	const char *name;
	unsigned int input, output;
};

static const struct lengths short_lengths[] = {
	{ "no buffers", 0, 0 },
	{ "no input", 0, OUTPUT },
	{ "no output", INPUT, 0 },
	{ "input one byte short", INPUT - 1, OUTPUT },
	{ "output one byte short", INPUT, OUTPUT - 1 },
	{ "both one byte short", INPUT - 1, OUTPUT - 1 },
	{ "input of one byte, ample output", 1, sizeof(union system_buffer) },
	{ "output of one byte, ample input", sizeof(union system_buffer), 1 },
};

static void describe_lengths(const struct lengths *lengths, char *description)
{
	strscpy(description, lengths->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(short_lengths, short_lengths, describe_lengths);

static void connect_with_short_buffer_is_refused(struct kunit *test)
{
	const struct lengths *lengths = test->param_value;
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lpts); i++) {
		struct client *client = client_create(test, lpts[i]);
		union system_buffer buffer, before;
		unsigned long information = NOT_WRITTEN;

		buffer_set_service(&buffer, client);
		before = buffer;
		KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
				ntparport_request(client->port,
						  IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
						  &buffer, lengths->input, lengths->output, NULL,
						  &information));
		KUNIT_EXPECT_EQ(test, information, 0UL);
		KUNIT_EXPECT_EQ(test, 0, memcmp(&buffer, &before, sizeof(buffer)));
		KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	}
}

/* C1: a request without any buffer has no input either. */
static void connect_without_buffer_is_refused(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	unsigned long information;

	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, NULL,
					&information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
}

/* C1: the length is checked first, even while connect requests are disabled. */
static void connect_with_short_buffer_while_disabled(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	union system_buffer buffer;
	unsigned long information = NOT_WRITTEN;

	set_connect_enabled(false);
	buffer_set_service(&buffer, client);
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ntparport_request(client->port, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
					  &buffer, INPUT - 1, OUTPUT, NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
}

/* C2, D5: while disabled, both ways are refused, and the line in the log names the parameter. */
static void connect_while_disabled_is_refused(struct kunit *test)
{
	static const char *const texts[] = { "enable_connect_interrupt=1", NULL };
	struct client *client = client_create(test, lpt_of(test));
	unsigned long information;

	set_connect_enabled(false);
	expect_refused_aloud(test, client, -EPERM, STATUS_UNSUCCESSFUL, texts);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);

	set_connect_enabled(true);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, windows_connect(client, &information));
	client_fire(test, client);
}

/* A driver may try for ever: of one kind of line there are at most 50 in five seconds. */
static void refused_connects_do_not_fill_the_log(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned long start = jiffies;
	unsigned long information;
	struct log log;
	unsigned int n;

	set_connect_enabled(false);
	log_mark(&log);
	for (n = 0; n < 1000; n++)
		KUNIT_ASSERT_EQ(test, STATUS_UNSUCCESSFUL, windows_connect(client, &information));
	KUNIT_EXPECT_GE(test, log_lines(&log, "connect refused"), 1U);
	KUNIT_EXPECT_LE(test, log_lines(&log, ""),
			50 * (jiffies_to_msecs(jiffies - start) / 5000 + 2));
	WAIT_FOR_ROOM_IN_LOG(test, &log, windows_connect(client, &information), "connect refused");
	set_connect_enabled(true);
}

/* C2: what is connected stays connected, and still gets interrupts. */
static void connections_survive_disabling(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));

	set_connect_enabled(false);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 1);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
}

/* C3: sizes and contents are right, and the routines work; with exact and ample lengths. */
static unsigned char take_and_free(void *context)
{
	struct client *client = context;

	if (!client->information.try_allocate_at_interrupt_level(client->information.context))
		return 0;
	client->information.free_from_interrupt_level(client->information.context);
	return 42;
}

static void connect_returns_interrupt_information(struct kunit *test)
{
	static const struct lengths lengths[] = {
		{ "exact", INPUT, OUTPUT },
		{ "ample", sizeof(union system_buffer), sizeof(union system_buffer) },
	};
	struct client *client = client_create(test, lpt_of(test));
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long information = NOT_WRITTEN;
		union system_buffer buffer;

		buffer_set_service(&buffer, client);
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				ntparport_request(client->port,
						  IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
						  &buffer, lengths[i].input, lengths[i].output,
						  NULL, &information));
		KUNIT_EXPECT_EQ(test, information, sizeof(PARALLEL_INTERRUPT_INFORMATION));
		KUNIT_ASSERT_NOT_NULL(test, buffer.interrupt.InterruptObject);
		KUNIT_ASSERT_NOT_NULL(test, buffer.interrupt.TryAllocatePortAtInterruptLevel);
		KUNIT_ASSERT_NOT_NULL(test, buffer.interrupt.FreePortFromInterruptLevel);
		KUNIT_EXPECT_NOT_NULL(test, buffer.interrupt.Context);
		KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer, max(INPUT, OUTPUT)));

		client->information = (struct ntparport_interrupt_information) {
			buffer.interrupt.InterruptObject,
			buffer.interrupt.TryAllocatePortAtInterruptLevel,
			buffer.interrupt.FreePortFromInterruptLevel,
			buffer.interrupt.Context,
		};
		KUNIT_EXPECT_EQ(test, 42, client_synchronize(client, take_and_free, client));
	}
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 2);
}

/* C3: both ways give the same information; the native one can do without it. */
static void connect_fills_information_if_asked(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct ntparport_interrupt_information native;
	unsigned long information;

	KUNIT_ASSERT_EQ(test, 0, ntparport_connect(client->port, &client->service, &native));
	KUNIT_ASSERT_EQ(test, 0, ntparport_connect(client->port, &client->service, NULL));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, windows_connect(client, &information));
	KUNIT_EXPECT_EQ(test, 0, memcmp(&native, &client->information, sizeof(native)));
	client_fire(test, client);
	EVENTUALLY(test, interrupts_of(client) == 3);
}

/* C4, D2: with only a deferred routine, which, with its context, identifies the connection. */
static void connect_without_interrupt_routine(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct client *listener = client_create(test, lpt_of(test));
	int before, heard;

	ASSERT_EVENTUALLY(test, checks_of(client) == 1);
	listener->service.isr = NULL;
	client_connect(test, listener);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 2U);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(listener), 0);

	heard = checks_of(listener);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(listener) == heard + 1);

	KUNIT_EXPECT_EQ(test, 0, client_disconnect(listener));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
	before = checks_of(client);
	heard = checks_of(listener);
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
	EVENTUALLY(test, checks_of(client) == before + 1);
	KUNIT_EXPECT_EQ(test, checks_of(listener), heard);
}

/* C4: with only an interrupt routine. */
static void connect_without_deferred_routine(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned long long rounds;

	client->service.deferred = NULL;
	client_connect(test, client);
	client_fire(test, client);
	rounds = facts_of(client).deferred_checks;
	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, facts_of(client).deferred_checks, rounds);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
}

/* C4 */
static void connect_without_routines_is_refused(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));

	client->service.isr = NULL;
	client->service.deferred = NULL;
	expect_refused(test, client, -EINVAL, STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
}

/* Neither a port nor a service may be missing. */
static void connect_without_arguments_is_refused(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	struct ntparport *const nothing[] = { NULL, ERR_PTR(-ENODEV), ERR_PTR(-EBUSY) };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nothing); i++) {
		KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_connect(nothing[i], &client->service,
								 &client->information));
		KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_disconnect(nothing[i], &client->service));
	}
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_connect(client->port, NULL,
							 &client->information));
	KUNIT_EXPECT_EQ(test, -EINVAL, ntparport_disconnect(client->port, NULL));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
}

/* C5: many clients, and one client with many connections. */
static void connect_any_number_of_times(struct kunit *test)
{
	struct client *clients[24], *greedy;
	int i;

	for (i = 0; i < ARRAY_SIZE(clients); i++)
		clients[i] = client_connected(test, lpt_of(test));
	greedy = client_create(test, lpt_of(test));
	for (i = 0; i < 40; i++)
		client_connect(test, greedy);
	KUNIT_EXPECT_EQ(test, facts_of(greedy).connections, 64U);
	client_fire(test, greedy);
	EVENTUALLY(test, interrupts_of(greedy) == 40);
	for (i = 0; i < ARRAY_SIZE(clients); i++)
		KUNIT_EXPECT_EQ(test, interrupts_of(clients[i]), 1);
}

/* C5: two equal connections, natively and by request; each is ended by itself. */
static void connect_twice_makes_two_connections(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	unsigned long information;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, windows_connect(client, &information));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 2U);
	client_fire(test, client);
	EVENTUALLY(test, interrupts_of(client) == 2);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, windows_disconnect(client, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	client_fire(test, client);
	EVENTUALLY(test, interrupts_of(client) == 3);

	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	expect_disconnect_refused(test, client, -EINVAL, STATUS_INVALID_PARAMETER);
}

/* C6: there is no line at all; not even a deferred routine alone can be connected. */
static void connect_without_line_is_refused(struct kunit *test)
{
	static const char *const texts[] = { "parport2: ", "no interrupt line", "irq=", NULL };
	struct client *client = client_create(test, &lpt_lineless);

	expect_refused_aloud(test, client, -EOPNOTSUPP, STATUS_NOT_SUPPORTED, texts);
	client->service.isr = NULL;
	expect_refused_aloud(test, client, -EOPNOTSUPP, STATUS_NOT_SUPPORTED, texts);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
}

/* C6: the parameter names a line that does not exist. */
static void connect_to_missing_line_is_refused(struct kunit *test)
{
	static const char *const texts[] = { "parport3: ", "interrupt 45 ", "irq=", NULL };
	struct client *client;

	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_missing_line));
	client = client_create(test, &lpt_missing_line);
	expect_refused_aloud(test, client, -EOPNOTSUPP, STATUS_NOT_SUPPORTED, texts);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
}

/* C6: somebody has the line and does not share it; refused for as long as that lasts. */
static void connect_to_busy_line_is_refused(struct kunit *test)
{
	static const char *const texts[] = {
		"parport0: ", "interrupt 7 is busy", "/proc/interrupts", "irq=none", NULL
	};
	struct client *client = client_create(test, &lpt_direct);

	KUNIT_ASSERT_EQ(test, 0, take_line());
	expect_refused_aloud(test, client, -EBUSY, STATUS_DEVICE_BUSY, texts);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	give_line();

	client_connect(test, client);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 1);
}

/* C6: what was refused leaves nothing that has to be disconnected, or that can be. */
static void refused_connect_leaves_nothing(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);

	KUNIT_ASSERT_EQ(test, 0, take_line());
	expect_refused(test, client, -EBUSY, STATUS_DEVICE_BUSY);
	expect_disconnect_refused(test, client, -EINVAL, STATUS_INVALID_PARAMETER);
	give_line();
	KUNIT_EXPECT_EQ(test, 0, take_line());
	give_line();
}

/* C7, L5: the port is gone. */
static void connect_to_removed_port_is_refused(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));

	lpt_unplug(lpt_of(test));
	expect_refused(test, client, -ENODEV, STATUS_DELETE_PENDING);
	expect_disconnect_refused(test, client, -ENODEV, STATUS_DELETE_PENDING);
}

/* C7, L5: the port goes while it is connected, which ends the connection. */
static void disconnect_from_removed_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));

	client_fire(test, client);
	lpt_unplug(lpt_of(test));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	expect_disconnect_refused(test, client, -ENODEV, STATUS_DELETE_PENDING);
}

/*
 * C8: getting the port makes the check due (F4), so the check of the first client runs inside
 * its connect. It raises an interrupt, which comes to this CPU as soon as the lock is free:
 * still inside. The information can be used by then.
 */
struct early {
	bool fired;
	bool returned;
	bool came_before;
	unsigned char usable;
};

static void fire_once(struct client *client)
{
	struct early *early = client->private;

	if (early->fired)
		return;
	early->fired = true;
	lpt_fire(client->lpt);
}

static void use_information(struct client *client)
{
	struct early *early = client->private;

	early->came_before = !READ_ONCE(early->returned);
	if (client->information.context)
		early->usable = take_and_free(client);
}

static void connect_interrupted_before_it_returns(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct early *early = private_create(test, struct early);

	stay_on(test, INTERRUPT_CPU);
	client->private = early;
	client->on_check = fire_once;
	client->on_interrupt = use_information;
	client_connect(test, client);
	WRITE_ONCE(early->returned, true);
	ASSERT_EVENTUALLY(test, interrupts_of(client) == 1);
	/* With PREEMPT_RT it arrives in a thread, perhaps a little late. */
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		KUNIT_EXPECT_TRUE(test, early->came_before);
	KUNIT_EXPECT_EQ(test, early->usable, 42);
}

/* C8: the same without a helping hand, in a storm of interrupts for another client. */
static void use_information_always(struct client *client)
{
	if (!client->information.context || take_and_free(client) != 42)
		client->private = client;
}

static void connect_in_a_storm(struct kunit *test)
{
	struct client *other = client_connected(test, lpt_of(test));
	struct client *client = client_create(test, lpt_of(test));
	struct thread *thread;

	client->on_interrupt = use_information_always;
	thread = thread_start(test, INTERRUPT_CPU, fire_often, other);
	while (!READ_ONCE(thread->done)) {
		memset(&client->information, 0, sizeof(client->information));
		client_connect(test, client);
		KUNIT_ASSERT_EQ(test, 0, client_disconnect(client));
	}
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_NULL(test, client->private);
	KUNIT_EXPECT_EQ(test, interrupts_of(other), OFTEN);
}

/* A connection keeps the port even if its client has put it. */
static void connection_keeps_the_port(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));
	struct ntparport *port = client->port;

	ntparport_put(port);
	KUNIT_EXPECT_TRUE(test, client_fired(client));
	client->port = ntparport_get(client->lpt->number);
	KUNIT_ASSERT_FALSE(test, IS_ERR(client->port));
	KUNIT_EXPECT_PTR_EQ(test, client->port, port);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
}

static struct kunit_case connect_cases[] = {
	KUNIT_CASE_PARAM(connect_with_short_buffer_is_refused, short_lengths_gen_params),
	KUNIT_CASE(connect_without_buffer_is_refused),
	KUNIT_CASE(connect_with_short_buffer_while_disabled),
	KUNIT_CASE_PARAM(connect_while_disabled_is_refused, lpt_gen_params),
	KUNIT_CASE_PARAM(refused_connects_do_not_fill_the_log, lpt_gen_params),
	KUNIT_CASE_PARAM(connections_survive_disabling, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_returns_interrupt_information, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_fills_information_if_asked, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_without_interrupt_routine, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_without_deferred_routine, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_without_routines_is_refused, lpt_gen_params),
	KUNIT_CASE(connect_without_arguments_is_refused),
	KUNIT_CASE_PARAM(connect_any_number_of_times, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_twice_makes_two_connections, lpt_gen_params),
	KUNIT_CASE(connect_without_line_is_refused),
	KUNIT_CASE(connect_to_missing_line_is_refused),
	KUNIT_CASE(connect_to_busy_line_is_refused),
	KUNIT_CASE(refused_connect_leaves_nothing),
	KUNIT_CASE_PARAM(connect_to_removed_port_is_refused, lpt_gen_params),
	KUNIT_CASE_PARAM(disconnect_from_removed_port, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_interrupted_before_it_returns, lpt_gen_params),
	KUNIT_CASE_PARAM(connect_in_a_storm, lpt_gen_params),
	KUNIT_CASE_PARAM(connection_keeps_the_port, lpt_gen_params),
	{ }
};

static struct kunit_suite connect_suite = {
	.name = "ntparport_connect",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = connect_cases,
};

kunit_test_suites(&connect_suite);
