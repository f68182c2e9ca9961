// SPDX-License-Identifier: GPL-2.0
/* share_access_kunit.c - who has a file open and what for; and other answers to drivers. */

#include "toy.h"

enum { READS = FILE_READ_DATA, WRITES = FILE_WRITE_DATA };

/* Two files, one after the other, and whether they go together. */
struct pair {
	const char *name;

	ACCESS_MASK access[2];
	ULONG share[2];
	NTSTATUS status;
};

static const struct pair pairs[] = {
	{ "both read, and share that", { READS, READS }, { FILE_SHARE_READ, FILE_SHARE_READ },
	  STATUS_SUCCESS },
	{ "the first shares nothing", { READS, READS }, { 0, FILE_SHARE_READ },
	  STATUS_SHARING_VIOLATION },
	{ "the second shares nothing", { READS, READS }, { FILE_SHARE_READ, 0 },
	  STATUS_SHARING_VIOLATION },
	{ "one reads, one writes", { READS, FILE_APPEND_DATA },
	  { FILE_SHARE_WRITE, FILE_SHARE_READ },
	  STATUS_SUCCESS },
	{ "one writes, which the other does not share", { WRITES, READS },
	  { FILE_SHARE_READ, FILE_SHARE_READ }, STATUS_SHARING_VIOLATION },
	{ "one deletes", { FILE_EXECUTE, DELETE }, { FILE_SHARE_DELETE, FILE_SHARE_READ },
	  STATUS_SUCCESS },
	{ "one deletes, which is not shared", { READS, DELETE },
	  { FILE_SHARE_READ, FILE_SHARE_READ },
	  STATUS_SHARING_VIOLATION },
	{ "the second wants nothing that counts", { WRITES, READ_CONTROL }, { 0, 0 },
	  STATUS_SUCCESS },
	{ "the first wants nothing that counts", { SYNCHRONIZE, WRITES }, { 0, 0 },
	  STATUS_SUCCESS },
};

static void pair_name(const struct pair *pair, char *name)
{
	strscpy(name, pair->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(pair, pairs, pair_name);

static void files_go_together_or_not(struct kunit *test)
{
	const struct pair *pair = test->param_value;
	SHARE_ACCESS access, empty = { };
	PFILE_OBJECT files[2];
	struct log log;

	toy_device(test, L"\\Device\\Toy0");
	toy_open(test, L"\\Device\\Toy0", &files[0]);
	toy_open(test, L"\\Device\\Toy0", &files[1]);
	log_mark(&log);
	memset(&access, 0xa5, sizeof(access));
	IoSetShareAccess(pair->access[0], pair->share[0], files[0], &access);
	KUNIT_EXPECT_EQ(test, IoCheckShareAccess(pair->access[1], pair->share[1], files[1],
						 &access, TRUE), pair->status);
	if (NT_SUCCESS(pair->status))
		IoRemoveShareAccess(files[1], &access);
	/* The same in two steps. */
	KUNIT_EXPECT_EQ(test, IoCheckShareAccess(pair->access[1], pair->share[1], files[1],
						 &access, FALSE), pair->status);
	if (NT_SUCCESS(pair->status)) {
		IoUpdateShareAccess(files[1], &access);
		IoRemoveShareAccess(files[1], &access);
	}
	IoRemoveShareAccess(files[0], &access);
	KUNIT_EXPECT_EQ(test, memcmp(&access, &empty, sizeof(access)), 0);
	KUNIT_EXPECT_EQ(test, IoCheckShareAccess(WRITES, 0, files[1], &access, FALSE),
			STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &log);
	ObDereferenceObject(files[0]);
	ObDereferenceObject(files[1]);
}

static void file_says_what_it_is_for(struct kunit *test)
{
	FILE_OBJECT other = { .ReadAccess = TRUE };
	SHARE_ACCESS access;
	PFILE_OBJECT file;
	struct log log;

	toy_device(test, L"\\Device\\Toy0");
	toy_open(test, L"\\Device\\Toy0", &file);
	IoSetShareAccess(READS | WRITES, FILE_SHARE_READ | FILE_SHARE_DELETE, file, &access);
	KUNIT_EXPECT_TRUE(test, file->ReadAccess && file->WriteAccess && !file->DeleteAccess);
	KUNIT_EXPECT_TRUE(test, file->SharedRead && !file->SharedWrite && file->SharedDelete);
	KUNIT_EXPECT_EQ(test, access.OpenCount, 1U);
	KUNIT_EXPECT_EQ(test, access.Readers, 1U);
	KUNIT_EXPECT_EQ(test, access.Writers, 1U);
	KUNIT_EXPECT_EQ(test, access.Deleters, 0U);
	KUNIT_EXPECT_EQ(test, access.SharedDelete, 1U);
	IoRemoveShareAccess(file, &access);
	log_mark(&log);
	IoRemoveShareAccess(file, &access);
	EXPECT_LOGGED_ONCE(test, &log, "IoRemoveShareAccess: the file is not in the record");
	KUNIT_EXPECT_EQ(test, access.OpenCount, 0U);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, IoCheckShareAccess(READS, 0, NULL, &access, TRUE),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &log, "IoCheckShareAccess: the file");
	log_mark(&log);
	IoUpdateShareAccess(&other, &access);
	EXPECT_LOGGED_ONCE(test, &log, "IoUpdateShareAccess: the file");
	KUNIT_EXPECT_EQ(test, access.OpenCount, 0U);
	ObDereferenceObject(file);
}

static void stack_has_limits(struct kunit *test)
{
	ULONG_PTR low = 0, high = 0, here = (ULONG_PTR)&low;

	IoGetStackLimits(&low, &high);
	KUNIT_EXPECT_EQ(test, high - low, (ULONG_PTR)THREAD_SIZE);
	KUNIT_EXPECT_TRUE(test, low < here && here < high);
	KUNIT_EXPECT_PTR_EQ(test, IoGetInitialStack(), (PVOID)high);
	KUNIT_EXPECT_TRUE(test, IoWithinStackLimits(low, high - low));
	KUNIT_EXPECT_FALSE(test, IoWithinStackLimits(low, high - low + 1));
	KUNIT_EXPECT_FALSE(test, IoWithinStackLimits(low - 1, 1));
	KUNIT_EXPECT_FALSE(test, IoWithinStackLimits(here, (SIZE_T)-1));
	KUNIT_EXPECT_TRUE(test, IoGetRemainingStackSize() < high - low);
	KUNIT_EXPECT_GT(test, IoGetRemainingStackSize(), (ULONG_PTR)1000);
}

static void look_at_stack(void *found)
{
	ULONG_PTR low, high;

	IoGetStackLimits(&low, &high);
	*(bool *)found = low < (ULONG_PTR)&low && (ULONG_PTR)&low < high;
}

static void other_stack_has_limits(struct kunit *test)
{
	bool found = false;

	in_interrupt_routine(test, look_at_stack, &found);
	KUNIT_EXPECT_TRUE(test, found);
	found = false;
	in_dpc(test, look_at_stack, &found);
	KUNIT_EXPECT_TRUE(test, found);
}

static void user_is_told_by_the_log(struct kunit *test)
{
	UNICODE_STRING string = text(L"LPT1");
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, IoRaiseInformationalHardError(STATUS_DEVICE_PAPER_EMPTY, &string,
							       NULL));
	EXPECT_LOGGED_ONCE(test, &log, "status 0x8000000e, LPT1: reported in this log only");
}

static void idle_devices_stay_on(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_NULL(test, PoRegisterDeviceForIdleDetection(device, 10, 20, PowerDeviceD3));
	KUNIT_EXPECT_NULL(test, PoRegisterSystemState(NULL, ES_SYSTEM_REQUIRED | ES_CONTINUOUS));
	PoUnregisterSystemState(NULL);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_NULL(test, PoRegisterDeviceForIdleDetection(NULL, 10, 20, PowerDeviceD3));
	PoUnregisterSystemState(&log);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "PoRegisterDeviceForIdleDetection: "), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "PoUnregisterSystemState: "), 1U);
}

static struct kunit_case share_access_cases[] = {
	KUNIT_CASE_PARAM(files_go_together_or_not, pair_gen_params),
	KUNIT_CASE(file_says_what_it_is_for),
	KUNIT_CASE(stack_has_limits),
	KUNIT_CASE(other_stack_has_limits),
	KUNIT_CASE(user_is_told_by_the_log),
	KUNIT_CASE(idle_devices_stay_on),
	{ }
};

static struct kunit_suite share_access_suite = {
	.name = "ntparport_windows_io_share_access",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = share_access_cases,
};

kunit_test_suites(&share_access_suite);
