// SPDX-License-Identifier: GPL-2.0
/* node_kunit.c - device nodes, as far as the kernel sees them. */

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/stat.h>

#include "../../open_file.h"
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

/* While one link is being announced, another one goes: its node must go, too. */
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

/* Each of its folders has a name that a file can have, but not the whole in sysfs. */
#define LONG_PART L"/0123456789012345678901234567890123456789012345678901234567890123"
#define LONG_NAME L"\\DosDevices\\a" LONG_PART LONG_PART LONG_PART LONG_PART

/* For these there is no node, and the driver goes on without it. */
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
	{ L"\\DosDevices\\a\nb", "a\xef\xbf\xbd" "b: no file can have that name" },
	{ L"\\DosDevices\\toy!0", "toy!0: the one of another link has its name" },
	{ L"\\DosDevices\\null", "null: there is another file of that name in /dev" },
	{ L"\\DosDevices\\null/0", "null/0: in the place of its folder in /dev" },
	{ L"\\DosDevices\\toy", "toy: there is another file of that name in /dev" },
	{ L"\\DosDevices\\toy/0/1", "toy/0/1: in the place of its folder in /dev" },
	{ LONG_NAME, "no file can have that name" },
};

static void name_that_is_no_file_name_gets_no_node(struct kunit *test)
{
	UNICODE_STRING target = text(L"\\Device\\Toy0"), link;
	UNICODE_STRING folder = text(L"\\DosDevices\\toy/0");
	struct nt_io_counts before, after;
	unsigned int i;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&folder, &target));
	ntparport_io_counts(&before);
	for (i = 0; i < ARRAY_SIZE(no_files); i++) {
		link = text(no_files[i].name);
		log_mark(&toy.log);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
		KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "no device node for \\DosDevices\\"), 1U);
		KUNIT_EXPECT_EQ_MSG(test, log_lines(&toy.log, no_files[i].reason), 1U, "%s",
				    no_files[i].reason);
		/* Nothing is left of it, in sysfs either. */
		ntparport_io_counts(&after);
		KUNIT_EXPECT_EQ_MSG(test, after.nodes, before.nodes, "%s", no_files[i].reason);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(no_files[i].name));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	}
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&folder));
	/* The name can be used again. */
	log_mark(&toy.log);
	link = text(L"\\DosDevices\\toy!0");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

/* Looks at /dev without opening the device: its number; 0: there is no such file. */
static dev_t node_of(struct kunit *test, const char *path)
{
	struct file *file = open_file(path, O_PATH);
	dev_t number;

	if (IS_ERR(file)) {
		KUNIT_EXPECT_EQ_MSG(test, PTR_ERR(file), (long)-ENOENT, "%s", path);
		return 0;
	}
	KUNIT_EXPECT_TRUE_MSG(test, S_ISCHR(file_inode(file)->i_mode), "%s", path);
	number = file_inode(file)->i_rdev;
	filp_close(file, NULL);
	return number;
}

static void link_has_a_node_of_its_name(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_NE(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
	/* Linux knows the name only as it was written, in that case. */
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/toynode"), (dev_t)0);
	/* Nor does the device get a node without a link. */
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/Toy0"), (dev_t)0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
}

static void node_comes_and_goes_with_the_device(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;
	unsigned int n;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	for (n = 0; n < 3; n++) {
		KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
		device = toy_device(test, L"\\Device\\Toy0");
		KUNIT_EXPECT_NE(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
		toy_delete(device);
	}
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static void each_link_has_a_node(struct kunit *test)
{
	UNICODE_STRING first = text(L"\\DosDevices\\ToyNode1"), target = text(L"\\Device\\Toy0");
	UNICODE_STRING second = text(L"\\DosDevices\\ToyNode2");
	dev_t number;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&first, &target));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&second, &target));
	number = node_of(test, "/dev/ToyNode2");
	KUNIT_EXPECT_NE(test, number, (dev_t)0);
	KUNIT_EXPECT_NE(test, node_of(test, "/dev/ToyNode1"), number);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&first));
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode1"), (dev_t)0);
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode2"), number);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&second));
}

static void slash_in_a_name_makes_a_folder(struct kunit *test)
{
	static const WCHAR *const names[] = {
		L"\\DosDevices\\toyfolder/0", L"\\DosDevices\\toyfolder!0",
	};
	UNICODE_STRING target = text(L"\\Device\\Toy0"), link;
	unsigned int n;

	toy_device(test, L"\\Device\\Toy0");
	for (n = 0; n < ARRAY_SIZE(names); n++) {
		link = text(names[n]);
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
		KUNIT_EXPECT_NE(test, node_of(test, "/dev/toyfolder/0"), (dev_t)0);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
		KUNIT_EXPECT_EQ(test, node_of(test, "/dev/toyfolder/0"), (dev_t)0);
	}
}

static void opening_the_node_opens_the_device(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");
	struct file *file;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	file = open_file("/dev/ToyNode", O_RDWR);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 1U);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 0U);
	filp_close(file, NULL);
	/* A kernel thread that closes a file leaves the end of that to another thread. */
	ASSERT_SEEN(test, READ_ONCE(toy.majors[IRP_MJ_CLOSE]) == 1);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

/* What ExGetPreviousMode() says in the program's request, and in those of its driver meanwhile. */
static struct {
	PDEVICE_OBJECT outer;
	KPROCESSOR_MODE of_program, of_opening, of_built, after;
	KPROCESSOR_MODE requestor;
} modes;

static NTSTATUS ask_in_request(PDEVICE_OBJECT device, PIRP irp)
{
	modes.of_built = ExGetPreviousMode();
	return toy_succeed(device, irp);
}

static void send_flush(PDEVICE_OBJECT device)
{
	IO_STATUS_BLOCK result = { };
	PIRP irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
						&result);

	if (irp)
		IoCallDriver(device, irp);
}

static NTSTATUS NTAPI ask_in_create(PDEVICE_OBJECT device, PIRP irp)
{
	UNICODE_STRING name = text(L"\\Device\\Toy1");
	PDEVICE_OBJECT inner;
	PFILE_OBJECT file;

	if (device != modes.outer) {
		modes.of_opening = ExGetPreviousMode();
		return toy_complete(irp, STATUS_SUCCESS, 0);
	}
	modes.of_program = ExGetPreviousMode();
	modes.requestor = irp->RequestorMode;
	if (NT_SUCCESS(IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &inner))) {
		send_flush(inner);
		ObDereferenceObject(file);
	}
	modes.after = ExGetPreviousMode();
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static void thread_works_for_the_program_whose_request_it_has(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");
	struct file *file;

	memset(&modes, 0xff, sizeof(modes));
	modes.outer = toy_device(test, L"\\Device\\Toy0");
	toy_device(test, L"\\Device\\Toy1");
	toy.driver->MajorFunction[IRP_MJ_CREATE] = ask_in_create;
	toy.on_request = ask_in_request;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	file = open_file("/dev/ToyNode", O_RDWR);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	filp_close(file, NULL);
	ASSERT_SEEN(test, READ_ONCE(toy.majors[IRP_MJ_CLOSE]) == 2);
	KUNIT_EXPECT_EQ(test, (int)modes.of_program, UserMode);
	KUNIT_EXPECT_EQ(test, (int)modes.requestor, UserMode);
	KUNIT_EXPECT_EQ(test, (int)modes.of_opening, KernelMode);
	/* As on Windows: the thread is in no other call of the system. */
	KUNIT_EXPECT_EQ(test, (int)modes.of_built, UserMode);
	KUNIT_EXPECT_EQ(test, (int)modes.after, UserMode);
	KUNIT_EXPECT_EQ(test, (int)ExGetPreviousMode(), KernelMode);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static struct {
	NTSTATUS opened, closed;
	unsigned int cleanups;
} again;

static NTSTATUS open_again(PDEVICE_OBJECT device, PIRP irp)
{
	HANDLE handle = NULL;

	again.opened = ObOpenObjectByPointer(IoGetCurrentIrpStackLocation(irp)->FileObject,
					     OBJ_KERNEL_HANDLE, NULL, 0, *IoFileObjectType,
					     KernelMode, &handle);
	again.closed = ZwClose(handle);
	again.cleanups = toy.majors[IRP_MJ_CLEANUP];
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

/* A program's file has a handle of its own: the last one counts. */
static void handle_of_a_driver_does_not_close_a_programs_file(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");
	struct file *file;

	memset(&again, 0xff, sizeof(again));
	toy_device(test, L"\\Device\\Toy0");
	toy.on_request = open_again;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	file = open_file("/dev/ToyNode", O_RDWR);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, vfs_fsync(file, 0), 0);
	KUNIT_EXPECT_EQ(test, again.opened, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, again.closed, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, again.cleanups, 0U);
	filp_close(file, NULL);
	ASSERT_SEEN(test, READ_ONCE(toy.majors[IRP_MJ_CLOSE]) == 1);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static NTSTATUS NTAPI refuse(PDEVICE_OBJECT device, PIRP irp)
{
	return toy_complete(irp, STATUS_ACCESS_DENIED, 0);
}

static void refused_opening_is_an_errno(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");
	struct file *file;

	toy_device(test, L"\\Device\\Toy0");
	toy.driver->MajorFunction[IRP_MJ_CREATE] = refuse;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	file = open_file("/dev/ToyNode", O_RDWR);
	KUNIT_EXPECT_TRUE(test, IS_ERR(file));
	if (IS_ERR(file))
		KUNIT_EXPECT_EQ(test, PTR_ERR(file), (long)-EACCES);
	else
		filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static void node_of_a_forgotten_link_goes_with_the_driver(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyNode"), target = text(L"\\Device\\Toy0");

	toy_forget(toy_device(test, L"\\Device\\Toy0"));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_NE(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
	toy_unload();
	KUNIT_EXPECT_EQ(test, node_of(test, "/dev/ToyNode"), (dev_t)0);
}

static struct kunit_case node_cases[] = {
	KUNIT_CASE(links_of_many_threads_leave_no_nodes),
	KUNIT_CASE(handle_of_a_driver_does_not_close_a_programs_file),
	KUNIT_CASE(name_that_is_no_file_name_gets_no_node),
	KUNIT_CASE(link_has_a_node_of_its_name),
	KUNIT_CASE(node_comes_and_goes_with_the_device),
	KUNIT_CASE(each_link_has_a_node),
	KUNIT_CASE(slash_in_a_name_makes_a_folder),
	KUNIT_CASE(opening_the_node_opens_the_device),
	KUNIT_CASE(thread_works_for_the_program_whose_request_it_has),
	KUNIT_CASE(refused_opening_is_an_errno),
	KUNIT_CASE(node_of_a_forgotten_link_goes_with_the_driver),
	{ }
};

static struct kunit_suite node_suite = {
	.name = "ntparport_windows_node",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = node_cases,
};

kunit_test_suites(&node_suite);
