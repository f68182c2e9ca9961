// SPDX-License-Identifier: GPL-2.0
/* event_kunit.c - events with names, and events by their handles. */

#include "toy.h"

#include <ntifs.h>

static PKEVENT create(const WCHAR *name, PHANDLE handle)
{
	UNICODE_STRING string = text(name);

	return IoCreateNotificationEvent(&string, handle);
}

static PKEVENT create_synchronization(const WCHAR *name, PHANDLE handle)
{
	UNICODE_STRING string = text(name);

	return IoCreateSynchronizationEvent(&string, handle);
}

static NTSTATUS open(const WCHAR *name, PHANDLE handle)
{
	UNICODE_STRING string = text(name);
	OBJECT_ATTRIBUTES attributes;

	InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE, NULL, NULL);
	return ZwOpenEvent(handle, EVENT_ALL_ACCESS, &attributes);
}

static void named_event_is_one_for_all(struct kunit *test)
{
	HANDLE first, second, third;
	PKEVENT event = create(L"\\BaseNamedObjects\\Toy", &first);

	KUNIT_ASSERT_NOT_NULL(test, event);
	/* A new one is signaled, and stays so. */
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeResetEvent(event), 1);
	/* One that exists stays as it is, also its type. */
	KUNIT_EXPECT_PTR_EQ(test, create_synchronization(L"\\basenamedobjects\\TOY", &second),
			    event);
	KUNIT_EXPECT_NE(test, (unsigned long)first, (unsigned long)second);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, ZwClose(first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\Toy", &third), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(third, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_SUCCESS);
	ZwClose(second);
	ZwClose(third);
	/* With the last handle the name goes. */
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\Toy", &third),
			STATUS_OBJECT_NAME_NOT_FOUND);
	event = create_synchronization(L"\\BaseNamedObjects\\Toy", &first);
	KUNIT_ASSERT_NOT_NULL(test, event);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_wait(event), STATUS_TIMEOUT);
	ZwClose(first);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void reference_outlives_the_handle(struct kunit *test)
{
	HANDLE handle, other;
	PKEVENT event = create(L"\\BaseNamedObjects\\Toy", &handle);
	UNICODE_STRING *name;
	u8 buffer[128];
	PVOID object;
	ULONG length;

	KUNIT_ASSERT_NOT_NULL(test, event);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(handle, 0, *PsThreadType, KernelMode,
							&object, NULL),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(handle, EVENT_MODIFY_STATE,
							*ExEventObjectType, KernelMode, &object,
							NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)event);
	KUNIT_EXPECT_EQ(test, ObQueryNameString(object, (POBJECT_NAME_INFORMATION)buffer,
						sizeof(buffer), &length), STATUS_SUCCESS);
	name = (UNICODE_STRING *)buffer;
	KUNIT_EXPECT_EQ(test, name->Length, 42);
	ZwClose(handle);
	KeClearEvent(event);
	KUNIT_EXPECT_EQ(test, KeSetEvent(event, 0, FALSE), 0);
	/* It no longer has a name. */
	KUNIT_ASSERT_NOT_NULL(test, create(L"\\BaseNamedObjects\\Toy", &handle));
	KUNIT_EXPECT_EQ(test, ObOpenObjectByPointer(event, 0, NULL, 0, *ExEventObjectType,
						    KernelMode, &other), STATUS_SUCCESS);
	ZwClose(other);
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\Toy", &other), STATUS_SUCCESS);
	ZwClose(other);
	ZwClose(handle);
	ObDereferenceObject(event);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void name_that_no_event_can_have(struct kunit *test)
{
	HANDLE handle = (HANDLE)1;
	struct log log;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_NULL(test, create(L"\\Device\\Toy0", &handle));
	KUNIT_EXPECT_NULL(test, handle);
	KUNIT_EXPECT_NULL(test, create(L"\\Nowhere\\Toy", &handle));
	KUNIT_EXPECT_NULL(test, create(L"\\BaseNamedObjects\\a\\b", &handle));
	KUNIT_EXPECT_NULL(test, create(L"\\BaseNamedObjects", &handle));
	KUNIT_EXPECT_NULL(test, create(L"Toy", &handle));
	KUNIT_EXPECT_EQ(test, open(L"\\Device\\Toy0", &handle), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\Toy", &handle),
			STATUS_OBJECT_NAME_NOT_FOUND);
	EXPECT_NOT_LOGGED(test, &toy.log);
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, IoCreateNotificationEvent(NULL, &handle));
	EXPECT_LOGGED_ONCE(test, &log, "IoCreateNotificationEvent: the name");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, create(L"\\BaseNamedObjects\\Toy", NULL));
	EXPECT_LOGGED_ONCE(test, &log, "the place for the handle");
}

static void create_in_dpc(void *event)
{
	HANDLE handle;

	*(PKEVENT *)event = create(L"\\BaseNamedObjects\\Toy", &handle);
	ZwSetEvent(handle, NULL);
}

static void event_is_refused_in_a_dpc(struct kunit *test)
{
	PKEVENT event = (PKEVENT)1;
	struct log log;

	log_mark(&log);
	in_dpc(test, create_in_dpc, &event);
	KUNIT_EXPECT_NULL(test, event);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 0"), 2U);
}

/* Several threads make it, use it and close it: there are never two of one name. */
static NTSTATUS make_and_close(void *data)
{
	unsigned int i;

	for (i = 0; i < 200; i++) {
		HANDLE handle, same;
		PKEVENT event = create(L"\\BaseNamedObjects\\Toy", &handle);

		if (!event || create(L"\\BaseNamedObjects\\Toy", &same) != event)
			return STATUS_UNSUCCESSFUL;
		ZwClose(handle);
		if (KeReadStateEvent(event) != 1)
			return STATUS_UNSUCCESSFUL;
		ZwClose(same);
	}
	return STATUS_SUCCESS;
}

static void event_is_made_by_many(struct kunit *test)
{
	struct worker *workers[3];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, make_and_close, NULL);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		KUNIT_EXPECT_EQ(test, worker_result(test, workers[i]), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void event_is_used_by_its_handle(struct kunit *test)
{
	LARGE_INTEGER at_once = AT_ONCE;
	HANDLE handle, thread;
	LONG state = 7;

	KUNIT_ASSERT_EQ(test, ZwCreateEvent(&handle, EVENT_ALL_ACCESS, NULL, SynchronizationEvent,
					    FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &at_once), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(handle, &state), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, state, 0);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(handle, &state), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, state, 1);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwResetEvent(handle, &state), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, state, 0);
	ZwSetEvent(handle, NULL);
	KUNIT_EXPECT_EQ(test, ZwPulseEvent(handle, &state), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, state, 1);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &at_once), STATUS_TIMEOUT);
	ZwSetEvent(handle, NULL);
	KUNIT_EXPECT_EQ(test, ZwClearEvent(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &at_once), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(handle, NULL), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, NULL), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, ZwCreateEvent(&handle, 0, NULL, 2, FALSE), STATUS_INVALID_PARAMETER);
	/* The type of a handle counts. */
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(toy.driver, 0, NULL, 0, NULL, KernelMode,
						    &thread), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(thread, NULL), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(thread, FALSE, NULL),
			STATUS_OBJECT_TYPE_MISMATCH);
	ZwClose(thread);
	/* Nobody waits for the end of a thread that no driver has made. */
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(PsGetCurrentThread(), 0, NULL, 0, *PsThreadType,
						    KernelMode, &thread), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(thread, FALSE, &at_once),
			STATUS_OBJECT_TYPE_MISMATCH);
	ZwClose(thread);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static VOID NTAPI end_at_once(PVOID context)
{
}

static void handle_of_a_thread_or_file_is_waited_for(struct kunit *test)
{
	LARGE_INTEGER patience = PATIENCE;
	PFILE_OBJECT file;
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, PsCreateSystemThread(&handle, 0, NULL, NULL, NULL, end_at_once,
						   NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &patience), STATUS_SUCCESS);
	ZwClose(handle);
	toy_device(test, L"\\Device\\Toy0");
	toy_open(test, L"\\Device\\Toy0", &file);
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(file, 0, NULL, 0, NULL, KernelMode, &handle),
			STATUS_SUCCESS);
	KeSetEvent(&file->Event, 0, FALSE);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, &patience), STATUS_SUCCESS);
	ZwClose(handle);
	ObDereferenceObject(file);
}

static NTSTATUS make(const WCHAR *name, ULONG flags, PHANDLE handle)
{
	UNICODE_STRING string = text(name);
	OBJECT_ATTRIBUTES attributes;

	InitializeObjectAttributes(&attributes, &string, flags, NULL, NULL);
	return ZwCreateEvent(handle, EVENT_ALL_ACCESS, &attributes, NotificationEvent, FALSE);
}

static void event_is_made_once(struct kunit *test)
{
	HANDLE handle, other = (HANDLE)1;

	KUNIT_ASSERT_EQ(test, make(L"\\BaseNamedObjects\\Toy", 0, &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, make(L"\\BaseNamedObjects\\Toy", 0, &other),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_NULL(test, other);
	KUNIT_EXPECT_EQ(test, make(L"\\BaseNamedObjects\\Toy", OBJ_OPENIF, &other),
			STATUS_OBJECT_NAME_EXISTS);
	KUNIT_EXPECT_EQ(test, ZwClose(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, make(L"\\Device\\Nobody\\Toy", OBJ_OPENIF, &handle),
			STATUS_OBJECT_PATH_NOT_FOUND);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void event_is_made_in_a_directory(struct kunit *test)
{
	UNICODE_STRING root = text(L"\\BaseNamedObjects"), name = text(L"Toy");
	OBJECT_ATTRIBUTES attributes;
	HANDLE directory, handle, other;

	InitializeObjectAttributes(&attributes, &root, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenDirectoryObject(&directory, DIRECTORY_QUERY, &attributes),
			STATUS_SUCCESS);
	InitializeObjectAttributes(&attributes, &name, 0, directory, NULL);
	KUNIT_ASSERT_EQ(test, ZwCreateEvent(&handle, EVENT_ALL_ACCESS, &attributes,
					    NotificationEvent, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, make(L"\\BaseNamedObjects\\Toy", 0, &other),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_EQ(test, ZwOpenEvent(&other, EVENT_ALL_ACCESS, &attributes), STATUS_SUCCESS);
	ZwClose(other);
	/* Half a character. */
	name.Length = 1;
	KUNIT_EXPECT_EQ(test, ZwOpenEvent(&other, EVENT_ALL_ACCESS, &attributes),
			STATUS_OBJECT_NAME_INVALID);
	name.Length = sizeof(L"Toy") - sizeof(WCHAR);
	ZwClose(directory);
	/* The directory is no longer a handle. */
	KUNIT_EXPECT_EQ(test, ZwOpenEvent(&other, EVENT_ALL_ACCESS, &attributes),
			STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_NULL(test, other);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static NTSTATUS wait_for_it(void *event)
{
	return wait_for(event);
}

/* On Windows this thread waits for memory that is freed. */
static void last_handle_is_closed_under_a_waiter(struct kunit *test)
{
	struct worker *waiter;
	HANDLE handle;
	PKEVENT event = create(L"\\BaseNamedObjects\\Toy", &handle);

	KUNIT_ASSERT_NOT_NULL(test, event);
	KeClearEvent(event);
	waiter = worker_start(test, wait_for_it, event);
	ASSERT_SEEN(test, waiters_of(event) == 1);
	log_mark(&toy.log);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, worker_result(test, waiter), STATUS_SUCCESS);
	EXPECT_LOGGED_ONCE(test, &toy.log, "was closed while a thread waits for it");
}

/* Waits for all of them. */
struct several {
	PVOID objects[2];
	KEVENT other;
};

static NTSTATUS wait_for_several(void *data)
{
	struct several *several = data;

	return KeWaitForMultipleObjects(2, several->objects, WaitAll, Executive, KernelMode, FALSE,
					NULL, NULL);
}

/* The wait would go on, for the other object, with a place in the memory that is freed. */
static void last_handle_is_closed_under_who_waits_for_more(struct kunit *test)
{
	struct several *several = kunit_kzalloc(test, sizeof(*several), GFP_KERNEL);
	struct worker *waiter;
	HANDLE handle;
	PKEVENT event = create(L"\\BaseNamedObjects\\Toy", &handle);

	KUNIT_ASSERT_NOT_NULL(test, several);
	KUNIT_ASSERT_NOT_NULL(test, event);
	KeClearEvent(event);
	KeInitializeEvent(&several->other, NotificationEvent, FALSE);
	several->objects[0] = event;
	several->objects[1] = &several->other;
	waiter = worker_start(test, wait_for_several, several);
	ASSERT_SEEN(test, waiters_of(event) == 1);
	log_mark(&toy.log);
	ZwClose(handle);
	/* Nothing of it is left in the other list. */
	KeSetEvent(&several->other, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, worker_result(test, waiter), STATUS_INVALID_HANDLE);
	EXPECT_LOGGED_ONCE(test, &toy.log, "was closed while a thread waits for it");
}

static void handle_that_is_left_is_closed(struct kunit *test)
{
	HANDLE handle;

	KUNIT_EXPECT_NOT_NULL(test, create(L"\\BaseNamedObjects\\Toy", &handle));
	log_mark(&toy.log);
	toy_unload();
	EXPECT_LOGGED_ONCE(test, &toy.log, "1 handle was never closed by ZwClose: closed");
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
	KUNIT_EXPECT_EQ(test, open(L"\\BaseNamedObjects\\Toy", &handle),
			STATUS_OBJECT_NAME_NOT_FOUND);
}

static struct kunit_case event_cases[] = {
	KUNIT_CASE(named_event_is_one_for_all),
	KUNIT_CASE(reference_outlives_the_handle),
	KUNIT_CASE(name_that_no_event_can_have),
	KUNIT_CASE(event_is_refused_in_a_dpc),
	KUNIT_CASE(event_is_made_by_many),
	KUNIT_CASE(event_is_used_by_its_handle),
	KUNIT_CASE(handle_of_a_thread_or_file_is_waited_for),
	KUNIT_CASE(event_is_made_once),
	KUNIT_CASE(event_is_made_in_a_directory),
	KUNIT_CASE(last_handle_is_closed_under_a_waiter),
	KUNIT_CASE(last_handle_is_closed_under_who_waits_for_more),
	KUNIT_CASE(handle_that_is_left_is_closed),
	{ }
};

static struct kunit_suite event_suite = {
	.name = "ntparport_windows_ob_event",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = event_cases,
};

kunit_test_suites(&event_suite);
