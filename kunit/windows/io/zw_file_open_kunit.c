// SPDX-License-Identifier: GPL-2.0
/* zw_file_open_kunit.c - devices opened by name. */

#include "toy.h"

#include <ntifs.h>

#include "zw_toy.h"

static void handle_is_closed_by_cleanup_and_close(struct kunit *test)
{
	HANDLE handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0), other;
	PFILE_OBJECT file = zw_file_of(test, handle);

	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 1U);
	KUNIT_EXPECT_EQ(test, file->Flags & (FO_SYNCHRONOUS_IO | FO_HANDLE_CREATED),
			(ULONG)(FO_SYNCHRONOUS_IO | FO_HANDLE_CREATED));
	KUNIT_EXPECT_TRUE(test, file->ReadAccess && file->WriteAccess && !file->DeleteAccess);
	KUNIT_EXPECT_TRUE(test, file->SharedRead && !file->SharedWrite && !file->SharedDelete);
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(file, 0, NULL, 0, NULL, KernelMode, &other),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 0U);
	KUNIT_EXPECT_EQ(test, ZwClose(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 0U);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
}

static struct {
	USHORT share, attributes;
	ULONG options;
} asked;

static NTSTATUS NTAPI note_create(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);

	asked.share = location->Parameters.Create.ShareAccess;
	asked.attributes = location->Parameters.Create.FileAttributes;
	asked.options = location->Parameters.Create.Options;
	return toy_complete(irp, irp->RequestorMode == KernelMode ? STATUS_SUCCESS :
			    STATUS_ACCESS_DENIED, FILE_CREATED);
}

static void driver_sees_how_it_is_opened(struct kunit *test)
{
	IO_STATUS_BLOCK result = { };
	HANDLE handle;

	toy_device(test, ZW_TOY);
	toy.driver->MajorFunction[IRP_MJ_CREATE] = note_create;
	KUNIT_ASSERT_EQ(test, zw_create(&handle, ZW_TOY, FILE_OPEN_IF, FILE_NON_DIRECTORY_FILE,
					&result), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, asked.share, (USHORT)FILE_SHARE_READ);
	KUNIT_EXPECT_EQ(test, asked.attributes, (USHORT)FILE_ATTRIBUTE_NORMAL);
	KUNIT_EXPECT_EQ(test, asked.options, (ULONG)(FILE_OPEN_IF << 24 | FILE_NON_DIRECTORY_FILE));
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Information, (ULONG_PTR)FILE_CREATED);
	ZwClose(handle);
}

static const struct {
	const WCHAR *path;
	ULONG disposition, options;
	NTSTATUS status;
	const char *line;
} openings[] = {
	{ ZW_TOY, FILE_OPEN, 0, STATUS_SUCCESS },
	{ L"\\??\\ToyLink", FILE_OPEN, 0, STATUS_SUCCESS },
	{ L"\\DosDevices\\toylink\\sub", FILE_OPEN, 0, STATUS_SUCCESS },
	{ L"\\Device\\NoToy", FILE_OPEN, 0, STATUS_OBJECT_NAME_NOT_FOUND },
	{ L"\\??\\NoToy", FILE_OPEN, 0, STATUS_OBJECT_NAME_NOT_FOUND },
	{ L"Device\\ToyFile", FILE_OPEN, 0, STATUS_OBJECT_PATH_SYNTAX_BAD },
	{ ZW_TOY, FILE_MAXIMUM_DISPOSITION + 1, 0, STATUS_INVALID_PARAMETER },
	{ ZW_TOY, FILE_OPEN, 0x01000000, STATUS_INVALID_PARAMETER },
	{ ZW_TOY, FILE_OPEN, FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT,
	  STATUS_INVALID_PARAMETER },
	{ ZW_TOY, FILE_OPEN, FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE,
	  STATUS_INVALID_PARAMETER },
	{ L"\\??\\C:\\log.txt", FILE_OVERWRITE_IF, 0, STATUS_OBJECT_PATH_NOT_FOUND,
	  "ZwCreateFile: \\??\\C:\\log.txt is on a disk" },
	{ L"\\DosDevices\\d:", FILE_OPEN, 0, STATUS_OBJECT_PATH_NOT_FOUND, "is on a disk" },
	{ L"\\SystemRoot\\x", FILE_OPEN, 0, STATUS_OBJECT_PATH_NOT_FOUND, "is on a disk" },
	{ L"\\Device\\HarddiskVolume1\\x", FILE_OPEN, 0, STATUS_OBJECT_PATH_NOT_FOUND,
	  "is on a disk" },
	{ L"\\??\\CD:\\x", FILE_OPEN, 0, STATUS_OBJECT_NAME_NOT_FOUND },
	{ L"\\??\\C", FILE_OPEN, 0, STATUS_OBJECT_NAME_NOT_FOUND },
};

static void opening_succeeds_or_says_why_not(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\ToyLink"), name = text(ZW_TOY);
	IO_STATUS_BLOCK result;
	HANDLE handle;
	unsigned int n;

	toy_device(test, ZW_TOY);
	KUNIT_ASSERT_EQ(test, IoCreateSymbolicLink(&link, &name), STATUS_SUCCESS);
	for (n = 0; n < ARRAY_SIZE(openings); n++) {
		NTSTATUS status;

		log_mark(&toy.log);
		status = zw_create(&handle, openings[n].path, openings[n].disposition,
				   openings[n].options, &result);
		KUNIT_EXPECT_EQ_MSG(test, status, openings[n].status, "row %u", n);
		if (openings[n].line)
			EXPECT_LOGGED_ONCE(test, &toy.log, openings[n].line);
		else
			EXPECT_NOT_LOGGED(test, &toy.log);
		if (NT_SUCCESS(status))
			ZwClose(handle);
	}
	IoDeleteSymbolicLink(&link);
}

static void some_attributes_cannot_be(struct kunit *test)
{
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;
	UNICODE_STRING name = text(ZW_TOY);
	HANDLE handle;
	int junk;

	toy_device(test, ZW_TOY);
	InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, ZW_ACCESS, &attributes, &result, 0, 0),
			STATUS_OBJECT_PATH_SYNTAX_BAD);
	InitializeObjectAttributes(&attributes, &name, 0, (HANDLE)4000, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, ZW_ACCESS, &attributes, &result, 0, 0),
			STATUS_INVALID_HANDLE);
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, ZW_ACCESS, &attributes, &result, 8, 0),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwCreateFile(&handle, ZW_ACCESS, &attributes, &result, NULL, 0, 0,
					   FILE_OPEN, 0, &junk, sizeof(junk)),
			STATUS_EAS_NOT_SUPPORTED);
	attributes.Length--;
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, ZW_ACCESS, &attributes, &result, 0, 0),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 0U);
}

static void device_is_opened_in_a_directory(struct kunit *test)
{
	UNICODE_STRING root = text(L"\\Device"), name = text(L"ToyFile");
	OBJECT_ATTRIBUTES attributes;
	HANDLE directory, handle;
	IO_STATUS_BLOCK result;

	toy_device(test, ZW_TOY);
	InitializeObjectAttributes(&attributes, &root, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenDirectoryObject(&directory, DIRECTORY_QUERY, &attributes),
			STATUS_SUCCESS);
	InitializeObjectAttributes(&attributes, &name, 0, directory, NULL);
	KUNIT_ASSERT_EQ(test, IoCreateFile(&handle, ZW_ACCESS, &attributes, &result, NULL, 0, 0,
					   FILE_OPEN, 0, NULL, 0, CreateFileTypeNone, NULL,
					   IO_NO_PARAMETER_CHECKING), STATUS_SUCCESS);
	ZwClose(directory);
	InitializeObjectAttributes(&attributes, &name, 0, handle, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&directory, ZW_ACCESS, &attributes, &result, 0, 0),
			STATUS_NOT_SUPPORTED);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, IoCreateFile(&handle, ZW_ACCESS, &attributes, &result, NULL, 0, 0,
					   FILE_OPEN, 0, NULL, 0, CreateFileTypeMailslot, NULL, 0),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "no named pipes");
}

static struct kunit_case zw_file_open_cases[] = {
	KUNIT_CASE(handle_is_closed_by_cleanup_and_close),
	KUNIT_CASE(driver_sees_how_it_is_opened),
	KUNIT_CASE(opening_succeeds_or_says_why_not),
	KUNIT_CASE(some_attributes_cannot_be),
	KUNIT_CASE(device_is_opened_in_a_directory),
	{ }
};

static struct kunit_suite zw_file_open_suite = {
	.name = "ntparport_windows_zw_file_open",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = zw_file_open_cases,
};

kunit_test_suites(&zw_file_open_suite);
