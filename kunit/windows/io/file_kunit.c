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
	EXPECT_LOGGED_ONCE(test, &toy.log, "deleted already");
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.devices, toy.before.devices);
	log_mark(&toy.log);
	IoDeleteDevice(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoDeleteDevice");
}

static struct kunit_case file_cases[] = {
	KUNIT_CASE(file_is_opened_and_closed),
	KUNIT_CASE(file_may_be_given_back_in_a_dpc),
	KUNIT_CASE(open_that_the_driver_refuses),
	KUNIT_CASE(exclusive_device_is_opened_once),
	KUNIT_CASE(device_that_is_not_ready_cannot_be_opened),
	KUNIT_CASE(deleted_device_stays_while_it_is_open),
	{ }
};

static struct kunit_suite file_suite = {
	.name = "ntparport_windows_file",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = file_cases,
};

kunit_test_suites(&file_suite);
