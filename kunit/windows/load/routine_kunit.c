// SPDX-License-Identifier: GPL-2.0
/* routine_kunit.c - routines by their names. */

#include "toy.h"

static PVOID address_of(const WCHAR *name)
{
	UNICODE_STRING string = text(name);

	return MmGetSystemRoutineAddress(&string);
}

static void routine_is_what_a_call_goes_to(struct kunit *test)
{
	VOID (NTAPI *query)(PLARGE_INTEGER time) = address_of(L"KeQuerySystemTime");
	LARGE_INTEGER before, now;

	KUNIT_EXPECT_PTR_EQ(test, (void *)query, (void *)KeQuerySystemTime);
	KUNIT_ASSERT_NOT_NULL(test, (void *)query);
	KeQuerySystemTime(&before);
	query(&now);
	KUNIT_EXPECT_LE(test, before.QuadPart, now.QuadPart);
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"IofCallDriver"), (void *)IofCallDriver);
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"READ_PORT_UCHAR"), (void *)READ_PORT_UCHAR);
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"MmGetSystemRoutineAddress"),
			    (void *)MmGetSystemRoutineAddress);
	/* By either of its names. */
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"PsGetCurrentProcess"), (void *)IoGetCurrentProcess);
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"IoGetCurrentProcess"), (void *)IoGetCurrentProcess);
	/* The first and the last, and a variable. */
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"DbgBreakPoint"), (void *)DbgBreakPoint);
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"wcsstr"), (void *)wcsstr);
	KUNIT_EXPECT_PTR_EQ(test, address_of(L"PsThreadType"), (void *)&PsThreadType);
}

static void other_names_have_no_address(struct kunit *test)
{
	UNICODE_STRING none = { };

	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, address_of(L"KeQuerySystemTim"));
	KUNIT_EXPECT_NULL(test, address_of(L"KeQuerySystemTimes"));
	KUNIT_EXPECT_NULL(test, address_of(L"keQuerySystemTime"));
	KUNIT_EXPECT_NULL(test, address_of(L"A"));
	KUNIT_EXPECT_NULL(test, address_of(L"zzz"));
	KUNIT_EXPECT_NULL(test, address_of(L"ntparport_driver_load"));
	KUNIT_EXPECT_NULL(test, address_of(L"driver_load"));
	KUNIT_EXPECT_NULL(test, MmGetSystemRoutineAddress(&none));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, MmGetSystemRoutineAddress(NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmGetSystemRoutineAddress: ");
}

static struct kunit_case routine_cases[] = {
	KUNIT_CASE(routine_is_what_a_call_goes_to),
	KUNIT_CASE(other_names_have_no_address),
	{ }
};

static struct kunit_suite routine_suite = {
	.name = "ntparport_windows_load_routine",
	.test_cases = routine_cases,
};

kunit_test_suites(&routine_suite);
