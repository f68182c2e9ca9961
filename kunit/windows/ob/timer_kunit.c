// SPDX-License-Identifier: GPL-2.0
/* timer_kunit.c - timers by their handles, and with names. */

#include "toy.h"

#include <ntifs.h>

static NTSTATUS named(const WCHAR *name, ULONG flags, PHANDLE handle)
{
	UNICODE_STRING string = text(name);
	OBJECT_ATTRIBUTES attributes;

	InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE | flags, NULL, NULL);
	return ZwCreateTimer(handle, TIMER_ALL_ACCESS, &attributes, NotificationTimer);
}

static NTSTATUS open(const WCHAR *name, PHANDLE handle)
{
	UNICODE_STRING string = text(name);
	OBJECT_ATTRIBUTES attributes;

	InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE, NULL, NULL);
	return ZwOpenTimer(handle, TIMER_ALL_ACCESS, &attributes);
}

static void timer_is_used_by_its_handle(struct kunit *test)
{
	LARGE_INTEGER soon = MILLISECONDS(5), late = MILLISECONDS(600000), patience = PATIENCE;
	LARGE_INTEGER at_once = AT_ONCE;
	BOOLEAN state = 7;
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, ZwCreateTimer(&handle, TIMER_ALL_ACCESS, NULL, SynchronizationTimer),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &at_once), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &soon, NULL, NULL, FALSE, 0, &state),
			STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, state);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &patience), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &at_once), STATUS_TIMEOUT);
	/* Again and again. */
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &soon, NULL, NULL, FALSE, 5, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &patience), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &patience), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwCancelTimer(handle, NULL), STATUS_SUCCESS);
	/* Nothing wakes the machine. */
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &late, NULL, NULL, TRUE, 0, NULL),
			STATUS_TIMER_RESUME_IGNORED);
	KUNIT_EXPECT_EQ(test, ZwCancelTimer(handle, &state), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, state);
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &late, NULL, NULL, FALSE, -1, NULL),
			STATUS_INVALID_PARAMETER_6);
	/* Set, it does no harm when it is closed. */
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &late, NULL, NULL, FALSE, 0, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwCancelTimer(handle, NULL), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, ZwCreateTimer(&handle, 0, NULL, 2), STATUS_INVALID_PARAMETER_4);
	KUNIT_ASSERT_EQ(test, ZwCreateEvent(&handle, 0, NULL, NotificationEvent, FALSE),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwCancelTimer(handle, NULL), STATUS_OBJECT_TYPE_MISMATCH);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static VOID NTAPI never(PVOID context, ULONG low, LONG high)
{
}

static void apc_of_a_timer_is_refused(struct kunit *test)
{
	LARGE_INTEGER soon = MILLISECONDS(1);
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, ZwCreateTimer(&handle, TIMER_ALL_ACCESS, NULL, NotificationTimer),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &soon, never, NULL, FALSE, 0, NULL),
			STATUS_NOT_SUPPORTED);
	EXPECT_LOGGED_ONCE(test, &toy.log, "no APC can be queued to a thread");
	ZwClose(handle);
}

static void named_timer_is_one_for_all(struct kunit *test)
{
	LARGE_INTEGER at_once = AT_ONCE, now = { .QuadPart = 0 };
	HANDLE first, second, third;

	KUNIT_ASSERT_EQ(test, named(L"\\BaseNamedObjects\\ToyTimer", 0, &first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, named(L"\\BaseNamedObjects\\TOYTIMER", 0, &second),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_EQ(test, named(L"\\BaseNamedObjects\\TOYTIMER", OBJ_OPENIF, &second),
			STATUS_OBJECT_NAME_EXISTS);
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\ToyTimer", &third), STATUS_SUCCESS);
	/* A time in the past is due at once. */
	KUNIT_EXPECT_EQ(test, ZwSetTimer(third, &now, NULL, NULL, FALSE, 0, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(first, FALSE, &at_once), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(second, FALSE, &at_once), STATUS_SUCCESS);
	ZwClose(first);
	ZwClose(second);
	ZwClose(third);
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\ToyTimer", &third),
			STATUS_OBJECT_NAME_NOT_FOUND);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void timer_that_is_left_is_closed(struct kunit *test)
{
	LARGE_INTEGER late = MILLISECONDS(600000);
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, named(L"\\BaseNamedObjects\\ToyTimer", 0, &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetTimer(handle, &late, NULL, NULL, FALSE, 10, NULL),
			STATUS_SUCCESS);
	log_mark(&toy.log);
	toy_unload();
	EXPECT_LOGGED_ONCE(test, &toy.log, "1 handle was never closed by ZwClose: closed");
}

static struct kunit_case timer_cases[] = {
	KUNIT_CASE(timer_is_used_by_its_handle),
	KUNIT_CASE(apc_of_a_timer_is_refused),
	KUNIT_CASE(named_timer_is_one_for_all),
	KUNIT_CASE(timer_that_is_left_is_closed),
	{ }
};

static struct kunit_suite timer_suite = {
	.name = "ntparport_windows_ob_timer",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = timer_cases,
};

kunit_test_suites(&timer_suite);
