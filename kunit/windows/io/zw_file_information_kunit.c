// SPDX-License-Identifier: GPL-2.0
/* zw_file_information_kunit.c - what is known of devices, asked for and set by handle. */

#include "toy.h"

#include <ntifs.h>

#include "zw_toy.h"

static NTSTATUS describe(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	FILE_STANDARD_INFORMATION *information = irp->AssociatedIrp.SystemBuffer;

	if (location->MajorFunction != IRP_MJ_QUERY_INFORMATION ||
	    location->Parameters.QueryFile.FileInformationClass != FileStandardInformation ||
	    location->Parameters.QueryFile.Length != sizeof(*information))
		return toy_complete(irp, STATUS_INVALID_PARAMETER, 0);
	information->EndOfFile.QuadPart = 42;
	return toy_complete(irp, STATUS_SUCCESS, sizeof(*information));
}

static void information_is_that_of_the_device(struct kunit *test)
{
	FILE_STANDARD_INFORMATION standard = { };
	FILE_POSITION_INFORMATION position;
	FILE_ALIGNMENT_INFORMATION alignment;
	IO_STATUS_BLOCK result;
	PFILE_OBJECT file;
	HANDLE handle;

	toy.on_request = describe;
	handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	file = zw_file_of(test, handle);
	file->CurrentByteOffset.QuadPart = 33;
	file->DeviceObject->AlignmentRequirement = FILE_LONG_ALIGNMENT;
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &result, &position, sizeof(position),
						     FilePositionInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, position.CurrentByteOffset.QuadPart, 33LL);
	KUNIT_EXPECT_EQ(test, result.Information, (ULONG_PTR)sizeof(position));
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &result, &alignment, sizeof(alignment),
						     FileAlignmentInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, alignment.AlignmentRequirement, (ULONG)FILE_LONG_ALIGNMENT);
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &result, &standard, sizeof(standard),
						     FileStandardInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, standard.EndOfFile.QuadPart, 42LL);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &result, &standard,
						     sizeof(standard) - 1, FileStandardInformation),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &result, &standard, sizeof(standard),
						     FileDirectoryInformation),
			STATUS_INVALID_INFO_CLASS);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_INFO_CLASS,
			ZwQueryInformationFile(handle, &result, &standard, sizeof(standard), 99));
	ObDereferenceObject(file);
	ZwClose(handle);
}

/* What the driver was told to set, and what it answers of its volume. */
static struct {
	FILE_INFORMATION_CLASS class;
	ULONG length;
	u8 data[64];
	UCHAR major;
} changed;

static NTSTATUS note_change(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	FILE_FS_SIZE_INFORMATION *size = irp->AssociatedIrp.SystemBuffer;

	changed.major = location->MajorFunction;
	switch (location->MajorFunction) {
	case IRP_MJ_SET_INFORMATION:
		changed.class = location->Parameters.SetFile.FileInformationClass;
		changed.length = location->Parameters.SetFile.Length;
		memcpy(changed.data, irp->AssociatedIrp.SystemBuffer,
		       min_t(size_t, changed.length, sizeof(changed.data)));
		return toy_complete(irp, STATUS_SUCCESS, 0);
	case IRP_MJ_QUERY_VOLUME_INFORMATION:
		if (location->Parameters.QueryVolume.FsInformationClass != FileFsSizeInformation)
			return toy_complete(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
		size->BytesPerSector = 512;
		return toy_complete(irp, STATUS_SUCCESS, sizeof(*size));
	}
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static void file_is_changed(struct kunit *test)
{
	HANDLE handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	FILE_POSITION_INFORMATION position = { .CurrentByteOffset.QuadPart = 70 }, now = { };
	FILE_END_OF_FILE_INFORMATION end = { .EndOfFile.QuadPart = 5 };
	IO_STATUS_BLOCK result;

	toy.on_request = note_change;
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &result, &position, sizeof(position),
						   FilePositionInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &result, &now, sizeof(now),
						     FilePositionInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, now.CurrentByteOffset.QuadPart, 70);
	position.CurrentByteOffset.QuadPart = -1;
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &result, &position, sizeof(position),
						   FilePositionInformation),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, NtSetInformationFile(handle, &result, &end, sizeof(end),
						   FileEndOfFileInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, changed.class, FileEndOfFileInformation);
	KUNIT_EXPECT_EQ(test, changed.length, (ULONG)sizeof(end));
	EXPECT_SAME_BYTES(test, changed.data, &end, sizeof(end));
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &result, &end, 2,
						   FileEndOfFileInformation),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &result, &end, sizeof(end),
						   FileRenameInformation),
			STATUS_INVALID_INFO_CLASS);
	KUNIT_EXPECT_EQ(test, NtClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &result, &end, sizeof(end),
						   FileEndOfFileInformation),
			STATUS_INVALID_HANDLE);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void volume_is_that_of_the_device(struct kunit *test)
{
	HANDLE handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	FILE_FS_DEVICE_INFORMATION device = { };
	FILE_FS_SIZE_INFORMATION size = { };
	FILE_FS_VOLUME_INFORMATION volume;
	IO_STATUS_BLOCK result;

	toy.on_request = note_change;
	KUNIT_EXPECT_EQ(test, ZwQueryVolumeInformationFile(handle, &result, &device, sizeof(device),
							   FileFsDeviceInformation),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, device.DeviceType, (ULONG)FILE_DEVICE_UNKNOWN);
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
	KUNIT_EXPECT_EQ(test, ZwQueryVolumeInformationFile(handle, &result, &size, sizeof(size),
							   FileFsSizeInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size.BytesPerSector, 512U);
	KUNIT_EXPECT_EQ(test, ZwQueryVolumeInformationFile(handle, &result, &volume, sizeof(volume),
							   FileFsVolumeInformation),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_EQ(test, ZwQueryVolumeInformationFile(handle, &result, &size, 3,
							   FileFsSizeInformation),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_INFO_CLASS,
			ZwQueryVolumeInformationFile(handle, &result, &size, sizeof(size), 99));
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void other_requests_reach_the_driver(struct kunit *test)
{
	HANDLE handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	UNICODE_STRING name = text(ZW_TOY L"\\old");
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;

	toy.on_request = note_change;
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, changed.major, IRP_MJ_FLUSH_BUFFERS);
	KUNIT_EXPECT_EQ(test, ZwFsControlFile(handle, NULL, NULL, NULL, &result,
					      CTL_CODE(9, 1, METHOD_BUFFERED, 0), NULL, 0, NULL, 0),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, changed.major, IRP_MJ_FILE_SYSTEM_CONTROL);
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwDeleteFile(&attributes), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, changed.class, FileDispositionInformation);
	KUNIT_EXPECT_EQ(test, changed.data[0], 1);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_INVALID_HANDLE);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static struct kunit_case zw_file_information_cases[] = {
	KUNIT_CASE(information_is_that_of_the_device),
	KUNIT_CASE(file_is_changed),
	KUNIT_CASE(volume_is_that_of_the_device),
	KUNIT_CASE(other_requests_reach_the_driver),
	{ }
};

static struct kunit_suite zw_file_information_suite = {
	.name = "ntparport_windows_zw_file_information",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = zw_file_information_cases,
};

kunit_test_suites(&zw_file_information_suite);
