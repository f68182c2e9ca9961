// SPDX-License-Identifier: GPL-2.0
/* notify_kunit.c - nobody is told of programs. */

#include "toy.h"

static VOID NTAPI of_process(HANDLE parent, HANDLE process, BOOLEAN create)
{
}

static VOID NTAPI of_thread(HANDLE process, HANDLE thread, BOOLEAN create)
{
}

static VOID NTAPI of_image(PUNICODE_STRING name, HANDLE process, PIMAGE_INFO image)
{
}

static void there_is_room_for_no_routine(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PsSetCreateProcessNotifyRoutine(of_process, FALSE),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "nobody is told of processes here");
	KUNIT_EXPECT_EQ(test, PsSetCreateProcessNotifyRoutine(of_process, TRUE),
			STATUS_PROCEDURE_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, PsSetCreateThreadNotifyRoutine(of_thread),
			STATUS_INSUFFICIENT_RESOURCES);
	KUNIT_EXPECT_EQ(test, PsRemoveCreateThreadNotifyRoutine(of_thread),
			STATUS_PROCEDURE_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, PsSetLoadImageNotifyRoutine(of_image),
			STATUS_INSUFFICIENT_RESOURCES);
	KUNIT_EXPECT_EQ(test, PsRemoveLoadImageNotifyRoutine(of_image),
			STATUS_PROCEDURE_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "was not registered"), 3U);
}

static struct kunit_case notify_cases[] = {
	KUNIT_CASE(there_is_room_for_no_routine),
	{ }
};

static struct kunit_suite notify_suite = {
	.name = "ntparport_windows_ps_notify",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = notify_cases,
};

kunit_test_suites(&notify_suite);
