// SPDX-License-Identifier: GPL-2.0
/* node_kunit.c - device nodes, as far as the kernel sees them. */

#include "toy.h"

#define LINKERS 4
#define LINK_ROUNDS 250

static struct {
	atomic_t going;
	atomic_t refused;
	KEVENT over;
} linkers;

static VOID NTAPI link_and_unlink(PVOID number)
{
	WCHAR name[] = L"\\DosDevices\\Linker0";
	UNICODE_STRING link, target = text(L"\\Device\\Toy0");
	unsigned int round;

	name[ARRAY_SIZE(name) - 2] += (unsigned long)number;
	link = text(name);
	for (round = 0; round < LINK_ROUNDS; round++)
		if (IoCreateSymbolicLink(&link, &target) != STATUS_SUCCESS ||
		    IoDeleteSymbolicLink(&link) != STATUS_SUCCESS)
			atomic_inc(&linkers.refused);
	if (atomic_dec_and_test(&linkers.going))
		KeSetEvent(&linkers.over, IO_NO_INCREMENT, FALSE);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

/* While one is announced, another one goes: its node must go, too. */
static void links_of_many_threads_leave_no_nodes(struct kunit *test)
{
	struct nt_io_counts before, after;
	unsigned long n;
	HANDLE thread;

	toy_device(test, L"\\Device\\Toy0");
	ntparport_io_counts(&before);
	atomic_set(&linkers.going, LINKERS);
	atomic_set(&linkers.refused, 0);
	KeInitializeEvent(&linkers.over, NotificationEvent, FALSE);
	for (n = 0; n < LINKERS; n++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL,
						     link_and_unlink, (void *)n));
		ZwClose(thread);
	}
	KeWaitForSingleObject(&linkers.over, Executive, KernelMode, FALSE, NULL);
	ntparport_io_counts(&after);
	KUNIT_EXPECT_EQ(test, atomic_read(&linkers.refused), 0);
	KUNIT_EXPECT_EQ(test, after.links, before.links);
	KUNIT_EXPECT_EQ(test, after.nodes, before.nodes);
}

/* The driver goes on without it. */
static const struct {
	const WCHAR *name;
	const char *reason;
} no_files[] = {
	{ L"\\DosDevices\\.", "." },
	{ L"\\DosDevices\\..", ".." },
	{ L"\\DosDevices\\../null", "../null: no file can have that name" },
	{ L"\\DosDevices\\a/../null", "a/../null: no file can have that name" },
	{ L"\\DosDevices\\a!..!b", "a!..!b: no file can have that name" },
	{ L"\\DosDevices\\a//b", "a//b: no file can have that name" },
	{ L"\\DosDevices\\/a", "/a: no file can have that name" },
	{ L"\\DosDevices\\a!", "a!: no file can have that name" },
	{ L"\\DosDevices\\a\nb", "no file can have that name" },
	{ L"\\DosDevices\\toy!0", "toy!0: the one of another link has its name" },
	{ L"\\DosDevices\\null", "null: there is another file of that name in /dev" },
};

static void name_that_is_no_file_name_gets_no_node(struct kunit *test)
{
	UNICODE_STRING target = text(L"\\Device\\Toy0"), link;
	UNICODE_STRING folder = text(L"\\DosDevices\\toy/0");
	unsigned int i;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&folder, &target));
	for (i = 0; i < ARRAY_SIZE(no_files); i++) {
		link = text(no_files[i].name);
		log_mark(&toy.log);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
		KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "no device node for \\DosDevices\\"), 1U);
		KUNIT_EXPECT_EQ_MSG(test, log_lines(&toy.log, no_files[i].reason), 1U, "%s",
				    no_files[i].reason);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(no_files[i].name));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	}
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&folder));
	/* The name is free again. */
	log_mark(&toy.log);
	link = text(L"\\DosDevices\\toy!0");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static struct kunit_case node_cases[] = {
	KUNIT_CASE(links_of_many_threads_leave_no_nodes),
	KUNIT_CASE(name_that_is_no_file_name_gets_no_node),
	{ }
};

static struct kunit_suite node_suite = {
	.name = "ntparport_windows_node",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = node_cases,
};

kunit_test_suites(&node_suite);
