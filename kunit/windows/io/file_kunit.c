// SPDX-License-Identifier: GPL-2.0
/* file_kunit.c - files: opened, shared, closed. */

#include "toy.h"

static void file_is_opened_and_closed(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	KUNIT_ASSERT_PTR_EQ(test, toy_open(test, L"\\Device\\Toy0", &file), device);
	KUNIT_EXPECT_EQ(test, file->Type, IO_TYPE_FILE);
	KUNIT_EXPECT_PTR_EQ(test, file->DeviceObject, device);
	KUNIT_EXPECT_PTR_EQ(test, IoGetRelatedDeviceObject(file), device);
	KUNIT_EXPECT_TRUE(test, file->ReadAccess);
	KUNIT_EXPECT_FALSE(test, file->WriteAccess);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 1U);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	ObfReferenceObject(file);
	ObfDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 0U);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
}

static void dereference(void *file)
{
	ObDereferenceObject(file);
}

static void file_may_be_given_back_in_a_dpc(struct kunit *test)
{
	PFILE_OBJECT file = NULL;

	toy_device(test, L"\\Device\\Toy0");
	toy_open(test, L"\\Device\\Toy0", &file);
	KUNIT_ASSERT_NOT_NULL(test, file);
	in_dpc(test, dereference, file);
	ASSERT_SEEN(test, READ_ONCE(toy.majors[IRP_MJ_CLOSE]) == 1);
}

static NTSTATUS NTAPI refuse(PDEVICE_OBJECT device, PIRP irp)
{
	return toy_complete(irp, STATUS_SHARING_VIOLATION, 0);
}

static void open_that_the_driver_refuses(struct kunit *test)
{
	PDRIVER_DISPATCH kept = toy.driver->MajorFunction[IRP_MJ_CREATE];

	toy_device(test, L"\\Device\\Toy0");
	toy.driver->MajorFunction[IRP_MJ_CREATE] = refuse;
	KUNIT_EXPECT_EQ(test, STATUS_SHARING_VIOLATION, toy_open_status(L"\\Device\\Toy0"));
	toy.driver->MajorFunction[IRP_MJ_CREATE] = kept;
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 0U);
}

static void exclusive_device_is_opened_once(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	device->Flags |= DO_EXCLUSIVE;
	toy_open(test, L"\\Device\\Toy0", &file);
	KUNIT_EXPECT_EQ(test, STATUS_ACCESS_DENIED, toy_open_status(L"\\Device\\Toy0"));
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(L"\\Device\\Toy0"));
}

static void device_that_is_not_ready_cannot_be_opened(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");

	device->Flags |= DO_DEVICE_INITIALIZING;
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_DEVICE_NOT_READY, toy_open_status(L"\\Device\\Toy0"));
	EXPECT_LOGGED_ONCE(test, &toy.log, "DO_DEVICE_INITIALIZING");
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(L"\\Device\\Toy0"));
}

static void deleted_device_stays_while_it_is_open(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	struct nt_io_counts counts;
	PFILE_OBJECT file = NULL;

	toy_open(test, L"\\Device\\Toy0", &file);
	log_mark(&toy.log);
	toy_delete(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is open");
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\Device\\Toy0"));
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.devices, toy.before.devices + 1);
	log_mark(&toy.log);
	IoDeleteDevice(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "already deleted");
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.devices, toy.before.devices);
	log_mark(&toy.log);
	IoDeleteDevice(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoDeleteDevice");
}

/* What the driver sees of files: which request came, for which file, with what in FsContext. */
static struct {
	unsigned int number;
	struct {
		UCHAR major;
		PFILE_OBJECT file;
		PVOID context;
		KIRQL irql;
	} seen[16];
	ACCESS_MASK access;
	USHORT share;
	ULONG options;
} files;

static NTSTATUS NTAPI note_file(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	PFILE_OBJECT file = location->FileObject;

	if (location->MajorFunction == IRP_MJ_CREATE) {
		/* The file itself will serve as a context. */
		file->FsContext = file;
		file->FsContext2 = &files;
		files.access = location->Parameters.Create.SecurityContext->DesiredAccess;
		files.share = location->Parameters.Create.ShareAccess;
		files.options = location->Parameters.Create.Options;
	}
	if (files.number < ARRAY_SIZE(files.seen)) {
		files.seen[files.number].major = location->MajorFunction;
		files.seen[files.number].file = file;
		files.seen[files.number].context = file->FsContext;
		files.seen[files.number].irql = KeGetCurrentIrql();
	}
	files.number++;
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static void note_files(void)
{
	memset(&files, 0, sizeof(files));
	toy.driver->MajorFunction[IRP_MJ_CREATE] = note_file;
	toy.driver->MajorFunction[IRP_MJ_CLEANUP] = note_file;
	toy.driver->MajorFunction[IRP_MJ_CLOSE] = note_file;
}

static void expect_file(struct kunit *test, unsigned int n, UCHAR major, PFILE_OBJECT file)
{
	KUNIT_EXPECT_EQ(test, files.seen[n].major, major);
	KUNIT_EXPECT_PTR_EQ(test, files.seen[n].file, file);
	KUNIT_EXPECT_PTR_EQ(test, files.seen[n].context, (PVOID)file);
	KUNIT_EXPECT_EQ(test, files.seen[n].irql, PASSIVE_LEVEL);
}

static void create_cleanup_close_are_of_one_file(struct kunit *test)
{
	PFILE_OBJECT file = NULL;

	toy_device(test, L"\\Device\\Toy0");
	note_files();
	toy_open(test, L"\\Device\\Toy0", &file);
	KUNIT_ASSERT_NOT_NULL(test, file);
	/* The caller has no handle: the handle was closed, the file was not. */
	KUNIT_EXPECT_EQ(test, files.number, 2U);
	KUNIT_EXPECT_PTR_EQ(test, file->FsContext2, (PVOID)&files);
	ObDereferenceObject(file);
	KUNIT_ASSERT_EQ(test, files.number, 3U);
	expect_file(test, 0, IRP_MJ_CREATE, file);
	expect_file(test, 1, IRP_MJ_CLEANUP, file);
	expect_file(test, 2, IRP_MJ_CLOSE, file);
}

static void each_opening_is_a_file_of_its_own(struct kunit *test)
{
	PFILE_OBJECT first = NULL, second = NULL;

	toy_device(test, L"\\Device\\Toy0");
	note_files();
	toy_open(test, L"\\Device\\Toy0", &first);
	toy_open(test, L"\\Device\\Toy0", &second);
	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_ASSERT_NOT_NULL(test, second);
	KUNIT_EXPECT_PTR_NE(test, first, second);
	ObDereferenceObject(first);
	ObDereferenceObject(second);
	KUNIT_ASSERT_EQ(test, files.number, 6U);
	expect_file(test, 2, IRP_MJ_CREATE, second);
	expect_file(test, 3, IRP_MJ_CLEANUP, second);
	expect_file(test, 4, IRP_MJ_CLOSE, first);
	expect_file(test, 5, IRP_MJ_CLOSE, second);
}

static void create_says_what_is_asked_for(struct kunit *test)
{
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;
	PDEVICE_OBJECT device;

	toy_device(test, L"\\Device\\Toy0");
	note_files();
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA | FILE_WRITE_DATA, &file,
						 &device));
	KUNIT_EXPECT_EQ(test, files.access, (ACCESS_MASK)(FILE_READ_DATA | FILE_WRITE_DATA));
	KUNIT_EXPECT_EQ(test, files.share, FILE_SHARE_READ | FILE_SHARE_WRITE);
	KUNIT_EXPECT_EQ(test, files.options >> 24, (ULONG)FILE_OPEN);
	KUNIT_EXPECT_TRUE(test, file->ReadAccess);
	KUNIT_EXPECT_TRUE(test, file->WriteAccess);
	KUNIT_EXPECT_TRUE(test, file->SharedRead);
	KUNIT_EXPECT_TRUE(test, file->SharedWrite);
	KUNIT_EXPECT_NE(test, file->Flags & FO_FILE_OPEN, 0U);
	ObDereferenceObject(file);
}

static void file_name_is_what_follows_the_device(struct kunit *test)
{
	static const struct {
		const WCHAR *name, *rest;
	} names[] = {
		{ L"\\Device\\Toy0", L"" },
		{ L"\\Device\\Toy0\\", L"\\" },
		{ L"\\device\\TOY0\\Sub\\File", L"\\Sub\\File" },
	};
	PFILE_OBJECT file;
	unsigned int n;

	toy_device(test, L"\\Device\\Toy0");
	for (n = 0; n < ARRAY_SIZE(names); n++) {
		UNICODE_STRING rest = text(names[n].rest);

		file = NULL;
		toy_open(test, names[n].name, &file);
		KUNIT_ASSERT_NOT_NULL(test, file);
		KUNIT_ASSERT_EQ(test, file->FileName.Length, rest.Length);
		EXPECT_SAME_BYTES(test, file->FileName.Buffer, rest.Buffer, rest.Length);
		ObDereferenceObject(file);
	}
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\Device\\Toy01"));
}

static NTSTATUS open_in_thread(void *name)
{
	return toy_open_status(name);
}

static void opening_waits_for_a_pending_create(struct kunit *test)
{
	struct worker *worker;

	toy_device(test, L"\\Device\\Toy0");
	toy.driver->MajorFunction[IRP_MJ_CREATE] = toy_pend;
	worker = worker_start(test, open_in_thread, L"\\Device\\Toy0");
	ASSERT_SEEN(test, READ_ONCE(toy.request));
	KUNIT_EXPECT_EQ(test, try_wait(worker->object), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 0U);
	toy_complete(toy.request, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
}

/* A file that was not opened need not be closed, and is in nobody's way. */
static void refused_opening_leaves_no_file(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	PDRIVER_DISPATCH kept = toy.driver->MajorFunction[IRP_MJ_CREATE];
	struct nt_io_counts counts;

	device->Flags |= DO_EXCLUSIVE;
	toy.driver->MajorFunction[IRP_MJ_CREATE] = refuse;
	KUNIT_EXPECT_EQ(test, STATUS_SHARING_VIOLATION, toy_open_status(L"\\Device\\Toy0"));
	toy.driver->MajorFunction[IRP_MJ_CREATE] = kept;
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP] + toy.majors[IRP_MJ_CLOSE], 0U);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.files, toy.before.files);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(L"\\Device\\Toy0"));
}

static struct kunit_case file_cases[] = {
	KUNIT_CASE(file_is_opened_and_closed),
	KUNIT_CASE(file_may_be_given_back_in_a_dpc),
	KUNIT_CASE(open_that_the_driver_refuses),
	KUNIT_CASE(exclusive_device_is_opened_once),
	KUNIT_CASE(device_that_is_not_ready_cannot_be_opened),
	KUNIT_CASE(deleted_device_stays_while_it_is_open),
	KUNIT_CASE(create_cleanup_close_are_of_one_file),
	KUNIT_CASE(each_opening_is_a_file_of_its_own),
	KUNIT_CASE(create_says_what_is_asked_for),
	KUNIT_CASE(file_name_is_what_follows_the_device),
	KUNIT_CASE(opening_waits_for_a_pending_create),
	KUNIT_CASE(refused_opening_leaves_no_file),
	{ }
};

static struct kunit_suite file_suite = {
	.name = "ntparport_windows_file",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = file_cases,
};

kunit_test_suites(&file_suite);
