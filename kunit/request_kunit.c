// SPDX-License-Identifier: GPL-2.0
/*
 * request_kunit.c - ntparport_request(): information about the port, allocating
 * and freeing by request, and what is refused. Connect and disconnect by request
 * are in connect_kunit.c.
 */

#include <linux/err.h>
#include <linux/sched/signal.h>

#include "windows.h"

/* Sends a request that returns something, into a buffer of this length. */
static NTSTATUS ask(struct client *client, ULONG code, union system_buffer *buffer,
		    unsigned int length, unsigned long *information)
{
	buffer_fill(buffer);
	*information = NOT_WRITTEN;
	return ntparport_request(client->port, code, buffer, 0, length, NULL, information);
}

/* The ports, with what has to be said about their interrupts. */
struct expectation {
	struct lpt *lpt;
	ULONG interrupt;
	KAFFINITY affinity;
};

static const struct expectation expectations[] = {
	{ &lpt_direct, 7, ~(KAFFINITY)0 },
	{ &lpt_parport, 15, ~(KAFFINITY)0 },
	{ &lpt_lineless, 0, 0 },
};

static void describe_expectation(const struct expectation *expectation, char *description)
{
	strscpy(description, expectation->lpt->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(expectations, expectations, describe_expectation);

/* GET_PARALLEL_PORT_INFO: where the port is; with exact and ample room. */
static void port_info_says_where_the_port_is(struct kunit *test)
{
	const struct expectation *expected = test->param_value;
	struct client *client = client_create(test, expected->lpt);
	static const unsigned int lengths[] = {
		sizeof(PARALLEL_PORT_INFORMATION), sizeof(union system_buffer)
	};
	unsigned long information;
	union system_buffer buffer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &buffer,
				    lengths[i], &information));
		KUNIT_EXPECT_EQ(test, information, sizeof(PARALLEL_PORT_INFORMATION));
		KUNIT_EXPECT_EQ(test, buffer.port.OriginalController.QuadPart,
				(LONGLONG)expected->lpt->base);
		KUNIT_EXPECT_EQ(test, (unsigned long)buffer.port.Controller, expected->lpt->base);
		KUNIT_EXPECT_EQ(test, buffer.port.SpanOfController, (ULONG)facts_of(client).span);
		KUNIT_EXPECT_GE(test, buffer.port.SpanOfController, 3U);
		KUNIT_EXPECT_NOT_NULL(test, buffer.port.TryAllocatePort);
		KUNIT_EXPECT_NOT_NULL(test, buffer.port.FreePort);
		KUNIT_EXPECT_NOT_NULL(test, buffer.port.QueryNumWaiters);
		KUNIT_EXPECT_NOT_NULL(test, buffer.port.Context);
		KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer,
							 sizeof(PARALLEL_PORT_INFORMATION)));
	}
}

/* The routines in the information are A3, A4 and A5. */
static void port_info_routines_work(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	PARALLEL_PORT_INFORMATION *info;
	unsigned long information;
	union system_buffer buffer;
	struct request *request;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &buffer,
			    sizeof(buffer.port), &information));
	info = &buffer.port;
	KUNIT_EXPECT_EQ(test, 0U, info->QueryNumWaiters(info->Context));
	KUNIT_EXPECT_EQ(test, TRUE, info->TryAllocatePort(info->Context));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, FALSE, info->TryAllocatePort(info->Context));
	KUNIT_EXPECT_EQ(test, 0U, info->QueryNumWaiters(info->Context));

	request = request_queued(test, client);
	KUNIT_EXPECT_EQ(test, 1U, info->QueryNumWaiters(info->Context));
	info->FreePort(info->Context);
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, 0);
	KUNIT_EXPECT_EQ(test, 0U, info->QueryNumWaiters(info->Context));
	KUNIT_EXPECT_EQ(test, FALSE, info->TryAllocatePort(info->Context));
	info->FreePort(info->Context);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A3, A4, A5: without their context, the routines find no port. */
static void port_info_routines_without_context(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	unsigned long information;
	union system_buffer buffer;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &buffer,
			    sizeof(buffer.port), &information));
	KUNIT_EXPECT_EQ(test, FALSE, buffer.port.TryAllocatePort(NULL));
	KUNIT_EXPECT_EQ(test, 0U, buffer.port.QueryNumWaiters(NULL));
	buffer.port.FreePort(NULL);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* The routines are those of their own port only. */
static void port_info_routines_belong_to_one_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct client *beside = client_create(test, lpt_beside(lpt_of(test)));
	union system_buffer buffer, other;
	unsigned long information;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &buffer,
			    sizeof(buffer.port), &information));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(beside, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &other,
			    sizeof(other.port), &information));
	KUNIT_EXPECT_PTR_NE(test, buffer.port.Context, other.port.Context);
	KUNIT_EXPECT_EQ(test, TRUE, buffer.port.TryAllocatePort(buffer.port.Context));
	KUNIT_EXPECT_FALSE(test, facts_of(beside).allocated);
	KUNIT_EXPECT_EQ(test, TRUE, other.port.TryAllocatePort(other.port.Context));
	buffer.port.FreePort(buffer.port.Context);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	KUNIT_EXPECT_TRUE(test, facts_of(beside).allocated);
	other.port.FreePort(other.port.Context);
}

/*
 * A3, A5, L5: the routines do no harm when the port is gone, as long as the client has a
 * reference.
 */
static void port_info_routines_survive_removal(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned long information;
	union system_buffer buffer;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &buffer,
			    sizeof(buffer.port), &information));
	KUNIT_EXPECT_EQ(test, TRUE, buffer.port.TryAllocatePort(buffer.port.Context));
	lpt_unplug(lpt_of(test));
	KUNIT_EXPECT_EQ(test, FALSE, buffer.port.TryAllocatePort(buffer.port.Context));
	KUNIT_EXPECT_EQ(test, 0U, buffer.port.QueryNumWaiters(buffer.port.Context));
	buffer.port.FreePort(buffer.port.Context);
}

/* GET_MORE_PARALLEL_PORT_INFO: bus and interrupt. */
static void more_info_says_which_interrupt(struct kunit *test)
{
	const struct expectation *expected = test->param_value;
	struct client *client = client_create(test, expected->lpt);
	static const unsigned int lengths[] = {
		sizeof(MORE_PARALLEL_PORT_INFORMATION), sizeof(union system_buffer)
	};
	unsigned long information;
	union system_buffer buffer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				ask(client, IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO, &buffer,
				    lengths[i], &information));
		KUNIT_EXPECT_EQ(test, information, sizeof(MORE_PARALLEL_PORT_INFORMATION));
		KUNIT_EXPECT_EQ(test, (int)buffer.more.InterfaceType, (int)Isa);
		KUNIT_EXPECT_EQ(test, buffer.more.BusNumber, 0U);
		KUNIT_EXPECT_EQ(test, buffer.more.InterruptLevel, expected->interrupt);
		KUNIT_EXPECT_EQ(test, buffer.more.InterruptVector, expected->interrupt);
		KUNIT_EXPECT_EQ(test, buffer.more.InterruptAffinity, expected->affinity);
		KUNIT_EXPECT_EQ(test, (int)buffer.more.InterruptMode, (int)Latched);
		KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer,
							 sizeof(MORE_PARALLEL_PORT_INFORMATION)));
	}
}

/* There is too little room for what a request returns. */
struct short_request {
	const char *name;
	ULONG code;
	unsigned int size;
};

static const struct short_request short_requests[] = {
	{ "GET_PARALLEL_PORT_INFO", IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO,
	  sizeof(PARALLEL_PORT_INFORMATION) },
	{ "GET_MORE_PARALLEL_PORT_INFO", IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO,
	  sizeof(MORE_PARALLEL_PORT_INFORMATION) },
};

static void describe_short_request(const struct short_request *request, char *description)
{
	strscpy(description, request->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(short_requests, short_requests, describe_short_request);

static void info_with_short_buffer_is_refused(struct kunit *test)
{
	const struct short_request *request = test->param_value;
	const unsigned int lengths[] = { 0, 1, request->size - 1 };
	struct client *client = client_create(test, &lpt_direct);
	unsigned long information;
	union system_buffer buffer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
				ask(client, request->code, &buffer, lengths[i], &information));
		KUNIT_EXPECT_EQ(test, information, 0UL);
		KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer, 0));
	}
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			windows_request(client, request->code, NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);

	/* Room for input does not count as room for output. */
	buffer_fill(&buffer);
	information = NOT_WRITTEN;
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ntparport_request(client->port, request->code, &buffer, sizeof(buffer), 0,
					  NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
}

/* RELEASE_PARALLEL_PORT_INFO: succeeds, with and without buffers, and does nothing. */
static void release_info_succeeds(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned long information;
	union system_buffer buffer;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			windows_request(client, IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO, NULL,
					&information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO, &buffer,
			    sizeof(buffer), &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer, 0));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	ntparport_free(client->port);
}

/* A1, A4: allocate and free need no buffers, and ignore those they get. */
static void allocate_and_free_ignore_buffers(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned long information;
	union system_buffer buffer;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, &buffer,
			    sizeof(buffer), &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer, 0));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, &buffer, sizeof(buffer),
			    &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer, 0));
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1, A2: a queued request is cancelled: its status is pending, then cancelled. */
static void queued_allocate_can_be_cancelled(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct request *request = request_create(test, client);
	unsigned long information;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	atomic_inc(&request->pending);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
					&request->waiter, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_TRUE(test, ntparport_cancel(client->port, &request->waiter));
	ASSERT_EVENTUALLY(test, completions_of(request) == 1);
	KUNIT_EXPECT_EQ(test, request->status, -ECANCELED);
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, completions_of(request), 1);
}

/* A waiter without a completion routine could not be completed. */
static void allocate_with_blank_waiter_is_refused(struct kunit *test)
{
	struct client *client = client_create(test, &lpt_direct);
	struct ntparport_waiter blank = { };
	unsigned long information;

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			windows_request(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, &blank,
					&information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A1: without a waiter the request sleeps until it is granted, or its thread is killed. */
static int allocate_by_request(void *data)
{
	unsigned long information;
	NTSTATUS status = windows_request(data, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL,
					  &information);

	return information ? STATUS_UNSUCCESSFUL : status;
}

static void allocate_without_waiter_sleeps(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	struct thread *thread;

	KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
	thread = thread_start(test, -1, allocate_by_request, client);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 1);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(thread->done));
	ntparport_free(client->port);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, thread_result(test, thread));
	KUNIT_EXPECT_TRUE(test, facts_of(client).allocated);

	thread = thread_start(test, -1, allocate_by_request, client);
	ASSERT_SEEN(test, ntparport_query_waiters(client->port) == 1);
	KUNIT_ASSERT_EQ(test, 0, send_sig(SIGKILL, thread->task, 1));
	KUNIT_EXPECT_EQ(test, STATUS_CANCELLED, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	ntparport_free(client->port);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* Request codes of parport.sys, for the cases that try all of them. */
struct request_code {
	const char *name;
	ULONG code;
};

static const struct request_code codes[] = {
	{ "CONNECT_INTERRUPT", IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT },
	{ "DISCONNECT_INTERRUPT", IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT },
	{ "PORT_ALLOCATE", IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE },
	{ "PORT_FREE", IOCTL_INTERNAL_PARALLEL_PORT_FREE },
	{ "GET_PARALLEL_PORT_INFO", IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO },
	{ "GET_MORE_PARALLEL_PORT_INFO", IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO },
	{ "RELEASE_PARALLEL_PORT_INFO", IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO },
};

static const struct request_code unknown_codes[] = {
	{ "zero", 0 },
	{ "all ones", ~0U },
	{ "a function that nobody has",
	  CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 2047, METHOD_BUFFERED, FILE_ANY_ACCESS) },
	{ "another method", IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT | 3 },
	{ "another access", IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT | 1 << 14 },
	{ "another device", CTL_CODE(0x1b, 13, METHOD_BUFFERED, FILE_ANY_ACCESS) },
};

static void describe_code(const struct request_code *code, char *description)
{
	strscpy(description, code->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(codes, codes, describe_code);
KUNIT_ARRAY_PARAM(unknown_codes, unknown_codes, describe_code);

static void unknown_code_is_refused(struct kunit *test)
{
	const struct request_code *code = test->param_value;
	struct client *client = client_create(test, &lpt_direct);
	unsigned long information;
	union system_buffer buffer;

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			windows_request(client, code->code, NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);

	buffer_set_service(&buffer, client);
	information = NOT_WRITTEN;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			ntparport_request(client->port, code->code, &buffer, sizeof(buffer),
					  sizeof(buffer), NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* A length without a buffer is refused, whatever is asked. */
static void length_without_buffer_is_refused(struct kunit *test)
{
	const struct request_code *code = test->param_value;
	static const unsigned int lengths[][2] = { { 1, 0 }, { 0, 1 }, { 128, 128 } };
	struct client *client = client_create(test, &lpt_direct);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long information = NOT_WRITTEN;

		KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
				ntparport_request(client->port, code->code, NULL, lengths[i][0],
						  lengths[i][1], NULL, &information));
		KUNIT_EXPECT_EQ(test, information, 0UL);
	}
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* There is nowhere to put Information: the request is refused, and nothing happens. */
static void request_without_information_is_refused(struct kunit *test)
{
	const struct request_code *code = test->param_value;
	struct client *client = client_create(test, &lpt_direct);
	union system_buffer buffer;

	buffer_set_service(&buffer, client);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			ntparport_request(client->port, code->code, &buffer, sizeof(buffer),
					  sizeof(buffer), NULL, NULL));
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
}

/* There is no port. */
static void request_without_port_is_refused(struct kunit *test)
{
	const struct request_code *code = test->param_value;
	struct ntparport *const nothing[] = { NULL, ERR_PTR(-ENODEV), ERR_PTR(-EBUSY) };
	union system_buffer buffer;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nothing); i++) {
		unsigned long information = NOT_WRITTEN;

		buffer_fill(&buffer);
		KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
				ntparport_request(nothing[i], code->code, &buffer, sizeof(buffer),
						  sizeof(buffer), NULL, &information));
		KUNIT_EXPECT_EQ(test, information, 0UL);
		KUNIT_EXPECT_TRUE(test, buffer_untouched(&buffer, 0));
	}
}

/* C7: the port is gone: any request is refused, even with a waiter. */
static void request_to_removed_port_is_refused(struct kunit *test)
{
	const struct request_code *code = test->param_value;
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lpts); i++) {
		struct client *client = client_create(test, lpts[i]);
		struct request *request = request_create(test, client);
		unsigned long information = NOT_WRITTEN;
		union system_buffer buffer;

		lpt_unplug(lpts[i]);
		buffer_set_service(&buffer, client);
		KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
				ntparport_request(client->port, code->code, &buffer,
						  sizeof(buffer), sizeof(buffer), &request->waiter,
						  &information));
		KUNIT_EXPECT_EQ(test, information, 0UL);
		KUNIT_EXPECT_EQ(test, completions_of(request), 0);
	}
}

/* C7: so is one that would be refused anyway. */
static void bad_request_to_removed_port(struct kunit *test)
{
	struct client *client = client_create(test, lpt_of(test));
	unsigned long information;

	lpt_unplug(lpt_of(test));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			windows_request(client, 0, NULL, &information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			windows_request(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, NULL,
					&information));
	KUNIT_EXPECT_EQ(test, information, 0UL);
}

static struct kunit_case request_cases[] = {
	KUNIT_CASE_PARAM(port_info_says_where_the_port_is, expectations_gen_params),
	KUNIT_CASE_PARAM(port_info_routines_work, lpt_gen_params),
	KUNIT_CASE(port_info_routines_without_context),
	KUNIT_CASE_PARAM(port_info_routines_belong_to_one_port, lpt_gen_params),
	KUNIT_CASE_PARAM(port_info_routines_survive_removal, lpt_gen_params),
	KUNIT_CASE_PARAM(more_info_says_which_interrupt, expectations_gen_params),
	KUNIT_CASE_PARAM(info_with_short_buffer_is_refused, short_requests_gen_params),
	KUNIT_CASE_PARAM(release_info_succeeds, lpt_gen_params),
	KUNIT_CASE_PARAM(allocate_and_free_ignore_buffers, lpt_gen_params),
	KUNIT_CASE_PARAM(queued_allocate_can_be_cancelled, lpt_gen_params),
	KUNIT_CASE(allocate_with_blank_waiter_is_refused),
	KUNIT_CASE_PARAM(allocate_without_waiter_sleeps, lpt_gen_params),
	KUNIT_CASE_PARAM(unknown_code_is_refused, unknown_codes_gen_params),
	KUNIT_CASE_PARAM(length_without_buffer_is_refused, codes_gen_params),
	KUNIT_CASE_PARAM(request_without_information_is_refused, codes_gen_params),
	KUNIT_CASE_PARAM(request_without_port_is_refused, codes_gen_params),
	KUNIT_CASE_PARAM(request_to_removed_port_is_refused, codes_gen_params),
	KUNIT_CASE_PARAM(bad_request_to_removed_port, lpt_gen_params),
	{ }
};

static struct kunit_suite request_suite = {
	.name = "ntparport_request",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = request_cases,
};

kunit_test_suites(&request_suite);
