// SPDX-License-Identifier: GPL-2.0
/* zw_file_kunit.c - devices read, written and controlled by handle. */

#include "toy.h"

#include <ntifs.h>

#include "zw_toy.h"

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
	handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	file = zw_file_of(test, handle);
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
	handle = zw_open_toy(test, 0, 0);
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
	handle = zw_open_toy(test, 0, DO_BUFFERED_IO);
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
	handle = zw_open_toy(test, 0, DO_BUFFERED_IO);
	file = zw_file_of(test, handle);
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
	first.handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, DO_BUFFERED_IO);
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
	handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, DO_BUFFERED_IO);
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
	reader.handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, DO_BUFFERED_IO);
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
		handle = zw_open_toy(test, 0, 0);
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
	HANDLE file = zw_open_toy(test, 0, DO_BUFFERED_IO), handle;
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

static VOID NTAPI routine(PVOID context, PIO_STATUS_BLOCK result, ULONG reserved)
{
}

static void apc_routine_is_refused(struct kunit *test)
{
	LARGE_INTEGER offset = { };
	IO_STATUS_BLOCK result;
	HANDLE handle;
	char data[8];

	handle = zw_open_toy(test, 0, 0);
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

/* The event of an asynchronous file is for what is sent and not waited for. */
static void event_of_an_asynchronous_file_is_left_alone(struct kunit *test)
{
	HANDLE handle = zw_open_toy(test, 0, 0);
	PFILE_OBJECT file = zw_file_of(test, handle);
	IO_STATUS_BLOCK result;

	toy.on_request = toy_succeed;
	KeClearEvent(&file->Event);
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(&file->Event), STATUS_TIMEOUT);
	KeSetEvent(&file->Event, IO_NO_INCREMENT, FALSE);
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
	HANDLE handle = zw_open_toy(test, 0, 0);
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
	UNICODE_STRING name = text(ZW_TOY);
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;
	PFILE_OBJECT file;
	HANDLE handle;

	toy_device(test, ZW_TOY);
	toy.on_request = look_at_access;
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenFile(&handle, GENERIC_READ, &attributes, &result, 0, 0),
			STATUS_SUCCESS);
	file = zw_file_of(test, handle);
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
	HANDLE handle = zw_open_toy(test, FILE_SYNCHRONOUS_IO_NONALERT, 0);
	IO_STATUS_BLOCK result;

	toy.on_request = raise_hard_error;
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &result), STATUS_DEVICE_NOT_READY);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoRaiseHardError: status 0xc00000a3");
	KUNIT_EXPECT_FALSE(test, IoSetThreadHardErrorMode(TRUE));
	KUNIT_EXPECT_FALSE(test, IoSetThreadHardErrorMode(FALSE));
	ZwClose(handle);
}

static struct kunit_case zw_file_cases[] = {
	KUNIT_CASE(transfers_reach_the_driver_and_move_on),
	KUNIT_CASE(controls_of_every_method_reach_the_driver),
	KUNIT_CASE(offsets_have_to_be),
	KUNIT_CASE(pending_request_of_an_asynchronous_file_completes_later),
	KUNIT_CASE(synchronous_file_waits_and_has_one_request_at_a_time),
	KUNIT_CASE(forgotten_request_ends_with_what_was_returned),
	KUNIT_CASE(request_that_another_cpu_completes_is_not_forgotten),
	KUNIT_CASE(handle_has_to_be_that_of_a_file),
	KUNIT_CASE(event_tells_of_the_end),
	KUNIT_CASE(apc_routine_is_refused),
	KUNIT_CASE(event_of_an_asynchronous_file_is_left_alone),
	KUNIT_CASE(what_a_thread_has_sent_is_cancelled),
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
