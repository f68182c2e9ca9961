// SPDX-License-Identifier: GPL-2.0
/* connect_kunit.c - connecting and disconnecting interrupt services. */

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/interrupt.h>

#include "fake_port.h"
#include "windows.h"

/* Both ways of asking are refused alike, and nothing is connected. */
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

/* The same, and each way writes one line in which each of these texts is. */
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

/* Both ways of disconnecting are refused alike, and all connections stay. */
static void expect_disconnect_refused(struct kunit *test, struct client *client, int err,
				      NTSTATUS status)
{
	unsigned int before = facts_of(client).connections;
	unsigned long information;

	KUNIT_EXPECT_EQ(test, err, client_disconnect(client));
	KUNIT_EXPECT_EQ(test, status, windows_disconnect(client, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, before);
}

/* Somebody else's claim to the line of the direct route, not shared. */
static irqreturn_t nobody(int irq, void *data)
{
	return IRQ_NONE;
}

static int take_line(void)
{
	return request_irq(lpt_direct.line, nobody, IRQF_PROBE_SHARED, "ntparport_kunit",
			   &lpt_direct);
}

static void give_line(void)
{
	free_irq(lpt_direct.line, &lpt_direct);
}

/* C1: every pair of lengths of which one is too small. */
struct lengths {
	const char *name;
	unsigned int input, output;
};

#define INPUT ((unsigned int)sizeof(PARALLEL_INTERRUPT_SERVICE_ROUTINE))
#define OUTPUT ((unsigned int)sizeof(PARALLEL_INTERRUPT_INFORMATION))

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

/* C1: the length is judged first, also while connect is off. */
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

/* C2, D5: off, both ways are refused and the line in the log names the parameter. */
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

/* C2: what is connected stays connected and is interrupted. */
static void connections_survive_disabling(struct kunit *test)
{
	struct client *client = client_connected(test, lpt_of(test));

	set_connect_enabled(false);
	client_fire(test, client);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 1);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
}

/* C3: sizes, contents, and that they work; exact and ample lengths. */
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

/* C3: both ways give the same; the native one can do without. */
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

/* C4, D2: only the deferred routine; it, and its context, identify the connection. */
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

/* C4: only the interrupt routine. */
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

/* C5: many clients, and one with many connections. */
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

/* C5: two equal connections, natively and by request; each has its own end. */
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

/* C6: no line at all; a deferred routine alone does not make one. */
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

/* C6: somebody has the line and does not share it, for as long as he has it. */
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

/* C6: what was refused leaves nothing that has to be disconnected, or could be. */
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
 * C8: getting the port makes the check due (F4), so the check of the first
 * client runs inside its connect. It raises an interrupt, which comes to this
 * CPU as soon as the lock is free: still inside. The information works by then.
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
	struct early early = { };

	stay_on(test, INTERRUPT_CPU);
	client->private = &early;
	client->on_check = fire_once;
	client->on_interrupt = use_information;
	client_connect(test, client);
	WRITE_ONCE(early.returned, true);
	ASSERT_EVENTUALLY(test, interrupts_of(client) == 1);
	/* With PREEMPT_RT it comes in a thread, which may be a little late. */
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		KUNIT_EXPECT_TRUE(test, early.came_before);
	KUNIT_EXPECT_EQ(test, early.usable, 42);
}

/* C8: the same without a helping hand, in a storm of interrupts for another client. */
static void use_information_always(struct client *client)
{
	if (!client->information.context || take_and_free(client) != 42)
		client->private = client;
}

static int storm(void *data)
{
	struct client *client = data;
	int i;

	for (i = 0; i < 400; i++)
		if (!client_fired(client))
			return -EIO;
	return 0;
}

static void connect_in_a_storm(struct kunit *test)
{
	struct client *other = client_connected(test, lpt_of(test));
	struct client *client = client_create(test, lpt_of(test));
	struct thread *thread;

	client->on_interrupt = use_information_always;
	thread = thread_start(test, INTERRUPT_CPU, storm, other);
	while (!READ_ONCE(thread->done)) {
		memset(&client->information, 0, sizeof(client->information));
		client_connect(test, client);
		KUNIT_ASSERT_EQ(test, 0, client_disconnect(client));
	}
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_NULL(test, client->private);
	KUNIT_EXPECT_EQ(test, interrupts_of(other), 400);
}

/* A connection keeps the port, as its client may have put it. */
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

/* D1: too little input, and ample input. */
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

/* D1, D2: no output, whatever room there is for it. */
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

/* D2: never connected; once; a second time. */
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

/* D2: what does not identify a connection. */
static unsigned char another_isr(struct _KINTERRUPT *interrupt, void *context)
{
	return 0;
}

static void another_check(void *context)
{
}

struct mismatch {
	const char *name;
	bool deferred_only;	/* what is connected has no interrupt routine */
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

/* D2: a, b, a: the first a goes. */
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

/* D2: equal by routine and context, with different checks: the older check goes too. */
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
	/* Time for a disconnect that does not wait to return. */
	udelay(2000);
	WRITE_ONCE(dawdler->left, true);
}

/* It had left when disconnect returned; if not, it must before the case ends. */
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

/* D3: the check is running on the other CPU. */
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

/* D3: neither routine is ever called again, while others are. */
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
	struct thread *thread = thread_start(test, INTERRUPT_CPU, storm, other);

	while (!READ_ONCE(thread->done))
		client_destroy(client_connected(test, lpt_of(test)));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, interrupts_of(other), 400);
}

/* D5: natively and by request. */
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

/* D5, L1: the Linux port goes with the last connection, unless the port is allocated. */
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

static struct kunit_case connect_cases[] = {
	KUNIT_CASE_PARAM(connect_with_short_buffer_is_refused, short_lengths_gen_params),
	KUNIT_CASE(connect_without_buffer_is_refused),
	KUNIT_CASE(connect_with_short_buffer_while_disabled),
	KUNIT_CASE_PARAM(connect_while_disabled_is_refused, lpt_gen_params),
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

static struct kunit_suite connect_suite = {
	.name = "ntparport_connect",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = connect_cases,
};

kunit_test_suites(&connect_suite);
