// SPDX-License-Identifier: GPL-2.0
/* zw_file_kunit.c - devices by handle. */

#include "toy.h"

#include <ntifs.h>

#define NAME L"\\Device\\ToyFile"

static const ACCESS_MASK both = GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE;

static NTSTATUS create(HANDLE *handle, const WCHAR *path, ULONG disposition, ULONG options,
		       IO_STATUS_BLOCK *result)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name = text(path);

	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE,
				   NULL, NULL);
	return ZwCreateFile(handle, both, &attributes, result, NULL, FILE_ATTRIBUTE_NORMAL,
			    FILE_SHARE_READ, disposition, options, NULL, 0);
}

/* The device of the case, and a handle to it. */
static HANDLE open_toy(struct kunit *test, ULONG options, ULONG flags)
{
	PDEVICE_OBJECT device = toy_device(test, NAME);
	IO_STATUS_BLOCK result;
	HANDLE handle = NULL;

	device->Flags |= flags;
	KUNIT_ASSERT_EQ(test, create(&handle, NAME, FILE_OPEN, options, &result), STATUS_SUCCESS);
	return handle;
}

static PFILE_OBJECT file_of(struct kunit *test, HANDLE handle)
{
	PVOID file = NULL;

	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(handle, 0, *IoFileObjectType, KernelMode,
							&file, NULL), STATUS_SUCCESS);
	return file;
}

static void handle_is_closed_by_cleanup_and_close(struct kunit *test)
{
	HANDLE handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0), other;
	PFILE_OBJECT file = file_of(test, handle);

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

	toy_device(test, NAME);
	toy.driver->MajorFunction[IRP_MJ_CREATE] = note_create;
	KUNIT_ASSERT_EQ(test, create(&handle, NAME, FILE_OPEN_IF, FILE_NON_DIRECTORY_FILE, &result),
			STATUS_SUCCESS);
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
	{ NAME, FILE_OPEN, 0, STATUS_SUCCESS },
	{ L"\\??\\ToyLink", FILE_OPEN, 0, STATUS_SUCCESS },
	{ L"\\DosDevices\\toylink\\sub", FILE_OPEN, 0, STATUS_SUCCESS },
	{ L"\\Device\\NoToy", FILE_OPEN, 0, STATUS_OBJECT_NAME_NOT_FOUND },
	{ L"\\??\\NoToy", FILE_OPEN, 0, STATUS_OBJECT_NAME_NOT_FOUND },
	{ L"Device\\ToyFile", FILE_OPEN, 0, STATUS_OBJECT_PATH_SYNTAX_BAD },
	{ NAME, FILE_MAXIMUM_DISPOSITION + 1, 0, STATUS_INVALID_PARAMETER },
	{ NAME, FILE_OPEN, 0x01000000, STATUS_INVALID_PARAMETER },
	{ NAME, FILE_OPEN, FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT,
	  STATUS_INVALID_PARAMETER },
	{ NAME, FILE_OPEN, FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE,
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
	UNICODE_STRING link = text(L"\\DosDevices\\ToyLink"), name = text(NAME);
	IO_STATUS_BLOCK result;
	HANDLE handle;
	unsigned int n;

	toy_device(test, NAME);
	KUNIT_ASSERT_EQ(test, IoCreateSymbolicLink(&link, &name), STATUS_SUCCESS);
	for (n = 0; n < ARRAY_SIZE(openings); n++) {
		NTSTATUS status;

		log_mark(&toy.log);
		status = create(&handle, openings[n].path, openings[n].disposition,
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
	UNICODE_STRING name = text(NAME);
	HANDLE handle;
	int junk;

	toy_device(test, NAME);
	InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, both, &attributes, &result, 0, 0),
			STATUS_OBJECT_PATH_SYNTAX_BAD);
	InitializeObjectAttributes(&attributes, &name, 0, (HANDLE)4000, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, both, &attributes, &result, 0, 0),
			STATUS_INVALID_HANDLE);
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, both, &attributes, &result, 8, 0),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwCreateFile(&handle, both, &attributes, &result, NULL, 0, 0,
					   FILE_OPEN, 0, &junk, sizeof(junk)),
			STATUS_EAS_NOT_SUPPORTED);
	attributes.Length--;
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&handle, both, &attributes, &result, 0, 0),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 0U);
}

static LONGLONG seen_offset;
static ULONG seen_key;

/* Answers with five bytes, for whatever method. */
static NTSTATUS answer(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	void *buffer = irp->AssociatedIrp.SystemBuffer;

	if (irp->RequestorMode != KernelMode || !location->FileObject)
		return toy_complete(irp, STATUS_ACCESS_DENIED, 0);
	if (location->MajorFunction != IRP_MJ_DEVICE_CONTROL) {
		seen_offset = location->Parameters.Read.ByteOffset.QuadPart;
		seen_key = location->Parameters.Read.Key;
	}
	if (!buffer && irp->MdlAddress)
		buffer = MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);
	if (!buffer)
		buffer = irp->UserBuffer;
	if (location->MajorFunction == IRP_MJ_WRITE)
		return toy_complete(irp, memcmp(buffer, "hello", 5) ? STATUS_DATA_ERROR :
				    STATUS_SUCCESS, 5);
	memcpy(buffer, "world", 5);
	return toy_complete(irp, STATUS_SUCCESS, 5);
}

static void transfers_reach_the_driver_and_move_on(struct kunit *test)
{
	static const ULONG kinds[] = { DO_BUFFERED_IO, DO_DIRECT_IO, 0 };
	LARGE_INTEGER offset = { .QuadPart = 100 };
	IO_STATUS_BLOCK result;
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;
	ULONG key = 7;
	HANDLE handle;
	char data[8];
	unsigned int n;

	toy.on_request = answer;
	handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	file = file_of(test, handle);
	device = file->DeviceObject;
	for (n = 0; n < ARRAY_SIZE(kinds); n++) {
		device->Flags &= ~(DO_BUFFERED_IO | DO_DIRECT_IO);
		device->Flags |= kinds[n];
		memset(data, '.', sizeof(data));
		memset(&result, 0, sizeof(result));
		KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, &result, data,
						 sizeof(data), &offset, &key), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, result.Information, 5UL);
		EXPECT_SAME_BYTES(test, data, "world...", 8);
		KUNIT_EXPECT_EQ(test, seen_offset, 100LL);
		KUNIT_EXPECT_EQ(test, seen_key, 7U);
		KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &result, "hello", 5,
						  NULL, NULL), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, seen_offset, 105LL);
		KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &result, "olleh", 5,
						  NULL, NULL), STATUS_DATA_ERROR);
		/* What fails does not move on. */
		KUNIT_EXPECT_EQ(test, file->CurrentByteOffset.QuadPart, 110LL);
	}
	ObDereferenceObject(file);
	ZwClose(handle);
}

static void controls_of_every_method_reach_the_driver(struct kunit *test)
{
	static const ULONG methods[] = {
		METHOD_BUFFERED, METHOD_OUT_DIRECT, METHOD_NEITHER
	};
	IO_STATUS_BLOCK result;
	HANDLE handle;
	char data[8];
	unsigned int n;

	toy.on_request = answer;
	handle = open_toy(test, 0, 0);
	for (n = 0; n < ARRAY_SIZE(methods); n++) {
		memset(data, '.', sizeof(data));
		KUNIT_EXPECT_EQ(test, ZwDeviceIoControlFile(handle, NULL, NULL, NULL, &result,
							    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800,
								     methods[n], FILE_ANY_ACCESS),
							    NULL, 0, data, sizeof(data)),
				STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, result.Information, 5UL);
		EXPECT_SAME_BYTES(test, data, "world...", 8);
	}
	ZwClose(handle);
}

static void offsets_have_to_be(struct kunit *test)
{
	LARGE_INTEGER negative = { .QuadPart = -3 };
	LARGE_INTEGER end = { .QuadPart = -1 }, here = { .QuadPart = -2 };
	IO_STATUS_BLOCK result;
	HANDLE handle;

	toy.on_request = answer;
	handle = open_toy(test, 0, DO_BUFFERED_IO);
	KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &result, "hello", 5, NULL,
					  NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &result, "hello", 5, &here,
					  NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &result, "hello", 5, &negative,
					  NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &result, "hello", 5, &end,
					  NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen_offset, -1LL);
	ZwClose(handle);
}

static void pending_request_of_an_asynchronous_file_completes_later(struct kunit *test)
{
	LARGE_INTEGER offset = { .QuadPart = 0 };
	IO_STATUS_BLOCK result = { .Status = STATUS_PENDING };
	PFILE_OBJECT file;
	char data[8] = "........";
	HANDLE handle;

	toy.on_request = toy_pend;
	handle = open_toy(test, 0, DO_BUFFERED_IO);
	file = file_of(test, handle);
	KUNIT_ASSERT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, &result, data, sizeof(data),
					 &offset, NULL), STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, try_wait(&file->Event), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_PENDING);
	/* The request keeps the file. */
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	memcpy(toy.request->AssociatedIrp.SystemBuffer, "later", 5);
	toy_complete(toy.request, STATUS_SUCCESS, 5);
	KUNIT_EXPECT_EQ(test, try_wait(&file->Event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Information, 5UL);
	EXPECT_SAME_BYTES(test, data, "later...", 8);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 0U);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
}

struct reader {
	HANDLE handle;
	char data[8];
};

static NTSTATUS read_in_thread(void *data)
{
	struct reader *reader = data;
	IO_STATUS_BLOCK result;

	return ZwReadFile(reader->handle, NULL, NULL, NULL, &result, reader->data,
			  sizeof(reader->data), NULL, NULL);
}

static void synchronous_file_waits_and_has_one_request_at_a_time(struct kunit *test)
{
	struct reader first = { }, second = { };
	struct worker *one, *two;
	PIRP request;

	toy.on_request = toy_pend;
	first.handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, DO_BUFFERED_IO);
	second.handle = first.handle;
	one = worker_start(test, read_in_thread, &first);
	ASSERT_SEEN(test, READ_ONCE(toy.request));
	request = toy.request;
	two = worker_start(test, read_in_thread, &second);
	KUNIT_EXPECT_EQ(test, try_wait(one->object), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, toy.requests, 1U);
	WRITE_ONCE(toy.request, NULL);
	memcpy(request->AssociatedIrp.SystemBuffer, "1", 1);
	toy_complete(request, STATUS_SUCCESS, 1);
	KUNIT_EXPECT_EQ(test, worker_result(test, one), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, first.data[0], '1');
	ASSERT_SEEN(test, READ_ONCE(toy.request));
	toy_complete(toy.request, STATUS_END_OF_FILE, 0);
	KUNIT_EXPECT_EQ(test, worker_result(test, two), STATUS_END_OF_FILE);
	ZwClose(first.handle);
}

static NTSTATUS forget(PDEVICE_OBJECT device, PIRP irp)
{
	return STATUS_DEVICE_BUSY;
}

/* W4: the call is over, and nothing more is written. */
static void forgotten_request_ends_with_what_was_returned(struct kunit *test)
{
	IO_STATUS_BLOCK result = { };
	HANDLE handle;
	char data[8];

	toy.on_request = forget;
	handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, DO_BUFFERED_IO);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, &result, data, sizeof(data),
					 NULL, NULL), STATUS_DEVICE_BUSY);
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_DEVICE_BUSY);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "neither completed request"), 1U);
	toy.on_request = answer;
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, &result, data, sizeof(data),
					 NULL, NULL), STATUS_SUCCESS);
	ZwClose(handle);
}

static CHAR location_before;

/* What a CPU that completes the request writes first, while this one returns from the driver. */
static NTSTATUS begin_to_complete(PDEVICE_OBJECT device, PIRP irp)
{
	location_before = irp->CurrentLocation++;
	WRITE_ONCE(toy.request, irp);
	return STATUS_SUCCESS;
}

/* W4: a request that is being completed is left alone. */
static void request_that_another_cpu_completes_is_not_forgotten(struct kunit *test)
{
	struct reader reader = { };
	struct worker *worker;

	toy.on_request = begin_to_complete;
	reader.handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, DO_BUFFERED_IO);
	log_mark(&toy.log);
	worker = worker_start(test, read_in_thread, &reader);
	ASSERT_SEEN(test, READ_ONCE(toy.request));
	schedule_timeout_uninterruptible(HZ / 20);
	KUNIT_EXPECT_EQ(test, try_wait(worker->object), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, toy.request->CurrentLocation, location_before + 1);
	EXPECT_NOT_LOGGED(test, &toy.log);
	toy.request->CurrentLocation = location_before;
	memcpy(toy.request->AssociatedIrp.SystemBuffer, "late", 4);
	toy_complete(toy.request, STATUS_SUCCESS, 4);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	EXPECT_SAME_BYTES(test, reader.data, "late", 4);
	ZwClose(reader.handle);
}

static void handle_has_to_be_that_of_a_file(struct kunit *test)
{
	HANDLE bad[] = { NULL, (HANDLE)0x7654, NtCurrentThread() };
	LARGE_INTEGER offset = { };
	FILE_POSITION_INFORMATION position;
	IO_STATUS_BLOCK result;
	HANDLE handle;
	char data[8];
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(bad); n++) {
		const NTSTATUS status = bad[n] == NtCurrentThread() ?
			STATUS_OBJECT_TYPE_MISMATCH : STATUS_INVALID_HANDLE;

		KUNIT_EXPECT_EQ(test, ZwReadFile(bad[n], NULL, NULL, NULL, &result, data, 8,
						 &offset, NULL), status);
		KUNIT_EXPECT_EQ(test, ZwWriteFile(bad[n], NULL, NULL, NULL, &result, data, 8,
						  &offset, NULL), status);
		KUNIT_EXPECT_EQ(test, ZwDeviceIoControlFile(bad[n], NULL, NULL, NULL, &result, 0,
							    NULL, 0, NULL, 0), status);
		KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(bad[n], &result, &position,
							     sizeof(position),
							     FilePositionInformation), status);
		if (!bad[n])
			continue;
		/* None of them is one to an event. */
		if (toy.majors[IRP_MJ_CREATE])
			continue;
		handle = open_toy(test, 0, 0);
		KUNIT_EXPECT_EQ(test, ZwReadFile(handle, bad[n], NULL, NULL, &result, data, 8,
						 &offset, NULL), status);
		KUNIT_EXPECT_EQ(test, ZwReadFile(handle, handle, NULL, NULL, &result, data, 8,
						 &offset, NULL), STATUS_OBJECT_TYPE_MISMATCH);
		ZwClose(handle);
	}
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
}

/* Of a request that is pending, and of one that is complete at once. */
static void event_tells_of_the_end(struct kunit *test)
{
	HANDLE file = open_toy(test, 0, DO_BUFFERED_IO), handle;
	LARGE_INTEGER offset = { };
	UNICODE_STRING name = text(L"\\BaseNamedObjects\\ToyFile");
	PKEVENT event = IoCreateNotificationEvent(&name, &handle);
	IO_STATUS_BLOCK result = { };
	char data[8];

	KUNIT_ASSERT_NOT_NULL(test, event);
	toy.on_request = toy_pend;
	KUNIT_EXPECT_EQ(test, ZwReadFile(file, handle, NULL, NULL, &result, data, 8, &offset,
					 NULL), STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_TIMEOUT);
	/* The event stays until then. */
	ObReferenceObject(event);
	ZwClose(handle);
	toy_complete(toy.request, STATUS_SUCCESS, 8);
	KUNIT_EXPECT_EQ(test, wait_for(event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Information, 8UL);
	ObDereferenceObject(event);
	event = IoCreateNotificationEvent(&name, &handle);
	KUNIT_ASSERT_NOT_NULL(test, event);
	KeClearEvent(event);
	toy.on_request = NULL;
	KUNIT_EXPECT_EQ(test, ZwWriteFile(file, handle, NULL, NULL, &result, data, 8, &offset,
					  NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_SUCCESS);
	ZwClose(handle);
	ZwClose(file);
}

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
	handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	file = file_of(test, handle);
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

static VOID NTAPI routine(PVOID context, PIO_STATUS_BLOCK result, ULONG reserved)
{
}

static void apc_routine_is_refused(struct kunit *test)
{
	LARGE_INTEGER offset = { };
	IO_STATUS_BLOCK result;
	HANDLE handle;
	char data[8];

	handle = open_toy(test, 0, 0);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, routine, NULL, &result, data, 8, &offset,
					 NULL), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ZwReadFile: ApcRoutine is reserved");
	/* There it would be called, which cannot be. */
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, ZwDeviceIoControlFile(handle, NULL, routine, NULL, &result, 0, NULL,
						    0, NULL, 0), STATUS_NOT_SUPPORTED);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ZwDeviceIoControlFile: no APC can be queued");
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
	HANDLE handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
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
	HANDLE handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
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
	HANDLE handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	UNICODE_STRING name = text(NAME L"\\old");
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

/* The event of an asynchronous file is for what is sent and not waited for. */
static void event_of_an_asynchronous_file_is_left_alone(struct kunit *test)
{
	HANDLE handle = open_toy(test, 0, 0);
	PFILE_OBJECT file = file_of(test, handle);
	IO_STATUS_BLOCK result;

	toy.on_request = note_change;
	KeClearEvent(&file->Event);
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(&file->Event), STATUS_TIMEOUT);
	KeSetEvent(&file->Event, IO_NO_INCREMENT, FALSE);
	toy.on_request = toy_succeed;
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(&file->Event), STATUS_SUCCESS);
	ObDereferenceObject(file);
	ZwClose(handle);
}

static VOID NTAPI end_cancelled(PDEVICE_OBJECT device, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	toy_complete(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS pend_cancelable(PDEVICE_OBJECT device, PIRP irp)
{
	IoSetCancelRoutine(irp, end_cancelled);
	return toy_pend(device, irp);
}

static void what_a_thread_has_sent_is_cancelled(struct kunit *test)
{
	HANDLE handle = open_toy(test, 0, 0);
	IO_STATUS_BLOCK results[2] = { }, result;
	LARGE_INTEGER offset = { };
	char data[8];
	int n;

	toy.on_request = pend_cancelable;
	for (n = 0; n < 2; n++)
		KUNIT_ASSERT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, &results[n], data, 8,
						 &offset, NULL), STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, ZwCancelIoFile(handle, &result), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
	for (n = 0; n < 2; n++)
		KUNIT_EXPECT_EQ(test, results[n].Status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, ZwCancelIoFile(handle, &result), STATUS_SUCCESS);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void device_is_opened_in_a_directory(struct kunit *test)
{
	UNICODE_STRING root = text(L"\\Device"), name = text(L"ToyFile");
	OBJECT_ATTRIBUTES attributes;
	HANDLE directory, handle;
	IO_STATUS_BLOCK result;

	toy_device(test, NAME);
	InitializeObjectAttributes(&attributes, &root, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenDirectoryObject(&directory, DIRECTORY_QUERY, &attributes),
			STATUS_SUCCESS);
	InitializeObjectAttributes(&attributes, &name, 0, directory, NULL);
	KUNIT_ASSERT_EQ(test, IoCreateFile(&handle, both, &attributes, &result, NULL, 0, 0,
					   FILE_OPEN, 0, NULL, 0, CreateFileTypeNone, NULL,
					   IO_NO_PARAMETER_CHECKING), STATUS_SUCCESS);
	ZwClose(directory);
	InitializeObjectAttributes(&attributes, &name, 0, handle, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenFile(&directory, both, &attributes, &result, 0, 0),
			STATUS_NOT_SUPPORTED);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, IoCreateFile(&handle, both, &attributes, &result, NULL, 0, 0,
					   FILE_OPEN, 0, NULL, 0, CreateFileTypeMailslot, NULL, 0),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "no named pipes");
}

static void memory_is_not_mapped_by_sections(struct kunit *test)
{
	UNICODE_STRING name = text(L"\\device\\PHYSICALMEMORY");
	HANDLE toys = open_toy(test, 0, 0), handle = (HANDLE)1;
	OBJECT_ATTRIBUTES attributes;
	LARGE_INTEGER size = { .QuadPart = 4096 };
	PVOID base = NULL;
	SIZE_T view = 0;

	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenSection(&handle, SECTION_ALL_ACCESS, &attributes),
			STATUS_ACCESS_DENIED);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmMapIoSpace maps a device's memory");
	name = text(NAME);
	KUNIT_EXPECT_EQ(test, ZwOpenSection(&handle, SECTION_ALL_ACCESS, &attributes),
			STATUS_OBJECT_TYPE_MISMATCH);
	name = text(L"\\BaseNamedObjects\\Nothing");
	KUNIT_EXPECT_EQ(test, ZwOpenSection(&handle, SECTION_ALL_ACCESS, &attributes),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ZwMapViewOfSection(toys, NtCurrentProcess(), &base, 0, 0, NULL, &view,
						 ViewShare, 0, PAGE_READWRITE),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwUnmapViewOfSection(NtCurrentProcess(), base),
			STATUS_NOT_MAPPED_VIEW);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, ZwCreateSection(&handle, SECTION_ALL_ACCESS, NULL, &size,
					      PAGE_READWRITE, SEC_COMMIT, NULL),
			STATUS_NOT_SUPPORTED);
	EXPECT_LOGGED_ONCE(test, &toy.log, "there are no sections");
	KUNIT_EXPECT_EQ(test, ZwCreateSection(&handle, SECTION_ALL_ACCESS, NULL, NULL,
					      PAGE_READWRITE, SEC_COMMIT, toys),
			STATUS_INVALID_FILE_FOR_SECTION);
	ZwClose(toys);
}

static BOOLEAN synchronous;
static NTSTATUS may_read, may_write, may_nothing;

static NTSTATUS look_at_access(PDEVICE_OBJECT device, PIRP irp)
{
	synchronous = IoIsOperationSynchronous(irp);
	may_read = IoValidateDeviceIoControlAccess(irp, FILE_READ_ACCESS);
	may_write = IoValidateDeviceIoControlAccess(irp, FILE_WRITE_ACCESS);
	may_nothing = IoValidateDeviceIoControlAccess(irp, 8);
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static void driver_asks_how_the_file_is_open(struct kunit *test)
{
	UNICODE_STRING name = text(NAME);
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;
	PFILE_OBJECT file;
	HANDLE handle;

	toy_device(test, NAME);
	toy.on_request = look_at_access;
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenFile(&handle, GENERIC_READ, &attributes, &result, 0, 0),
			STATUS_SUCCESS);
	file = file_of(test, handle);
	KUNIT_EXPECT_TRUE(test, IoIsFileOpenedExclusively(file));
	ZwDeviceIoControlFile(handle, NULL, NULL, NULL, &result, CTL_CODE(9, 1, METHOD_BUFFERED, 0),
			      NULL, 0, NULL, 0);
	KUNIT_EXPECT_FALSE(test, synchronous);
	KUNIT_EXPECT_EQ(test, may_read, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, may_write, STATUS_ACCESS_DENIED);
	KUNIT_EXPECT_EQ(test, may_nothing, STATUS_INVALID_PARAMETER);
	ZwFlushBuffersFile(handle, &result);
	KUNIT_EXPECT_TRUE(test, synchronous);
	ObDereferenceObject(file);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static NTSTATUS raise_hard_error(PDEVICE_OBJECT device, PIRP irp)
{
	irp->IoStatus.Status = STATUS_DEVICE_NOT_READY;
	irp->IoStatus.Information = 0;
	IoRaiseHardError(irp, NULL, device);
	return STATUS_DEVICE_NOT_READY;
}

static void hard_error_ends_the_request(struct kunit *test)
{
	HANDLE handle = open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	IO_STATUS_BLOCK result;

	toy.on_request = raise_hard_error;
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_DEVICE_NOT_READY);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoRaiseHardError: status 0xc00000a3");
	KUNIT_EXPECT_FALSE(test, IoSetThreadHardErrorMode(TRUE));
	KUNIT_EXPECT_FALSE(test, IoSetThreadHardErrorMode(FALSE));
	ZwClose(handle);
}

static struct kunit_case zw_file_cases[] = {
	KUNIT_CASE(handle_is_closed_by_cleanup_and_close),
	KUNIT_CASE(driver_sees_how_it_is_opened),
	KUNIT_CASE(opening_succeeds_or_says_why_not),
	KUNIT_CASE(some_attributes_cannot_be),
	KUNIT_CASE(transfers_reach_the_driver_and_move_on),
	KUNIT_CASE(controls_of_every_method_reach_the_driver),
	KUNIT_CASE(offsets_have_to_be),
	KUNIT_CASE(pending_request_of_an_asynchronous_file_completes_later),
	KUNIT_CASE(synchronous_file_waits_and_has_one_request_at_a_time),
	KUNIT_CASE(forgotten_request_ends_with_what_was_returned),
	KUNIT_CASE(request_that_another_cpu_completes_is_not_forgotten),
	KUNIT_CASE(handle_has_to_be_that_of_a_file),
	KUNIT_CASE(event_tells_of_the_end),
	KUNIT_CASE(information_is_that_of_the_device),
	KUNIT_CASE(apc_routine_is_refused),
	KUNIT_CASE(file_is_changed),
	KUNIT_CASE(volume_is_that_of_the_device),
	KUNIT_CASE(other_requests_reach_the_driver),
	KUNIT_CASE(event_of_an_asynchronous_file_is_left_alone),
	KUNIT_CASE(what_a_thread_has_sent_is_cancelled),
	KUNIT_CASE(device_is_opened_in_a_directory),
	KUNIT_CASE(memory_is_not_mapped_by_sections),
	KUNIT_CASE(driver_asks_how_the_file_is_open),
	KUNIT_CASE(hard_error_ends_the_request),
	{ }
};

static struct kunit_suite zw_file_suite = {
	.name = "ntparport_windows_zw_file",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = zw_file_cases,
};

kunit_test_suites(&zw_file_suite);
