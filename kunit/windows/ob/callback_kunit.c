// SPDX-License-Identifier: GPL-2.0
/* callback_kunit.c - callback objects. */

#include <linux/workqueue.h>

#include "toy.h"

static struct {
	unsigned int calls[2];
	unsigned int order;	/* a digit for each call */
	PVOID argument1, argument2;
	KIRQL irql;
	PVOID handle;
	KEVENT started, go;
	KEVENT second_started, second_go;
} seen;

static VOID NTAPI note(PVOID context, PVOID argument1, PVOID argument2)
{
	unsigned int which = (unsigned long)context;

	seen.calls[which]++;
	seen.order = 10 * seen.order + which + 1;
	seen.argument1 = argument1;
	seen.argument2 = argument2;
	seen.irql = KeGetCurrentIrql();
}

static VOID NTAPI end_itself(PVOID context, PVOID argument1, PVOID argument2)
{
	seen.calls[0]++;
	ExUnregisterCallback(seen.handle);
}

static VOID NTAPI stay(PVOID context, PVOID argument1, PVOID argument2)
{
	KeSetEvent(&seen.started, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&seen.go, Executive, KernelMode, FALSE, NULL);
	seen.calls[0]++;
}

/* The first of two threads ends the registration, while the second one is in here, too. */
static VOID NTAPI end_it_first(PVOID context, PVOID argument1, PVOID argument2)
{
	bool is_first = !seen.calls[0]++;

	KeSetEvent(is_first ? &seen.started : &seen.second_started, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(is_first ? &seen.go : &seen.second_go, Executive, KernelMode, FALSE,
			      NULL);
	if (is_first)
		ExUnregisterCallback(seen.handle);
}

static VOID NTAPI end_itself_and_stay(PVOID context, PVOID argument1, PVOID argument2)
{
	LARGE_INTEGER a_while = MILLISECONDS(300);

	ExUnregisterCallback(seen.handle);
	KeSetEvent(&seen.started, IO_NO_INCREMENT, FALSE);
	KeDelayExecutionThread(KernelMode, FALSE, &a_while);
	seen.calls[0]++;
}

static NTSTATUS open(const WCHAR *name, BOOLEAN create, BOOLEAN multiple, PCALLBACK_OBJECT *object)
{
	UNICODE_STRING string = name ? text(name) : (UNICODE_STRING){ };
	OBJECT_ATTRIBUTES attributes;

	memset(&seen, 0, sizeof(seen));
	KeInitializeEvent(&seen.started, SynchronizationEvent, FALSE);
	KeInitializeEvent(&seen.go, SynchronizationEvent, FALSE);
	KeInitializeEvent(&seen.second_started, SynchronizationEvent, FALSE);
	KeInitializeEvent(&seen.second_go, SynchronizationEvent, FALSE);
	InitializeObjectAttributes(&attributes, name ? &string : NULL, OBJ_CASE_INSENSITIVE, NULL,
				   NULL);
	return ExCreateCallback(object, &attributes, create, multiple);
}

static void notify(void *object)
{
	ExNotifyCallback(object, (PVOID)1, (PVOID)2);
}

static void functions_are_called_in_order(struct kunit *test)
{
	PCALLBACK_OBJECT object = NULL, same = NULL;
	PVOID handles[2];

	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, open(L"\\Callback\\toy", FALSE, TRUE, &object),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_ASSERT_EQ(test, open(L"\\Callback\\toy", TRUE, TRUE, &object), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, open(L"\\callback\\TOY", TRUE, TRUE, &same), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, same);
	ObDereferenceObject(same);
	notify(object);
	handles[0] = ExRegisterCallback(object, note, (PVOID)0);
	handles[1] = ExRegisterCallback(object, note, (PVOID)1);
	KUNIT_ASSERT_NOT_NULL(test, handles[0]);
	KUNIT_ASSERT_NOT_NULL(test, handles[1]);
	notify(object);
	KUNIT_EXPECT_EQ(test, seen.order, 12U);
	KUNIT_EXPECT_PTR_EQ(test, seen.argument1, (PVOID)1);
	KUNIT_EXPECT_PTR_EQ(test, seen.argument2, (PVOID)2);
	KUNIT_EXPECT_EQ(test, seen.irql, PASSIVE_LEVEL);
	in_dpc(test, notify, object);
	KUNIT_EXPECT_EQ(test, seen.order, 1212U);
	KUNIT_EXPECT_EQ(test, seen.irql, DISPATCH_LEVEL);
	ExUnregisterCallback(handles[0]);
	notify(object);
	KUNIT_EXPECT_EQ(test, seen.order, 12122U);
	EXPECT_NOT_LOGGED(test, &toy.log);
	ExUnregisterCallback(handles[0]);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExUnregisterCallback: ");
	ExUnregisterCallback(handles[1]);
	ObDereferenceObject(object);
}

static void object_without_a_name_takes_one_function(struct kunit *test)
{
	PCALLBACK_OBJECT object;
	PVOID handle;

	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, open(NULL, FALSE, FALSE, &object), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_ASSERT_EQ(test, open(NULL, TRUE, FALSE, &object), STATUS_SUCCESS);
	handle = ExRegisterCallback(object, note, (PVOID)0);
	KUNIT_ASSERT_NOT_NULL(test, handle);
	KUNIT_EXPECT_NULL(test, ExRegisterCallback(object, note, (PVOID)1));
	/* It keeps the object. */
	ObDereferenceObject(object);
	notify(object);
	KUNIT_EXPECT_EQ(test, seen.calls[0], 1U);
	ExUnregisterCallback(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
	notify(object);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a callback object");
}

static void name_of_something_else_is_refused(struct kunit *test)
{
	PCALLBACK_OBJECT object;
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\toycallback");
	PFILE_OBJECT file;
	UNICODE_STRING name = text(L"\\Callback\\toydevice");

	KUNIT_EXPECT_EQ(test, open(L"\\Device\\toycallback", TRUE, TRUE, &object),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_NULL(test, object);
	/* And the reverse. */
	KUNIT_ASSERT_EQ(test, open(L"\\Callback\\toydevice", TRUE, TRUE, &object), STATUS_SUCCESS);
	KUNIT_EXPECT_NE(test, IoGetDeviceObjectPointer(&name, 0, &file, &device), STATUS_SUCCESS);
	ObDereferenceObject(object);
}

static void function_ends_itself(struct kunit *test)
{
	PCALLBACK_OBJECT object;

	KUNIT_ASSERT_EQ(test, open(NULL, TRUE, TRUE, &object), STATUS_SUCCESS);
	log_mark(&toy.log);
	seen.handle = ExRegisterCallback(object, end_itself, NULL);
	notify(object);
	notify(object);
	KUNIT_EXPECT_EQ(test, seen.calls[0], 1U);
	ObDereferenceObject(object);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static NTSTATUS notify_in_thread(void *object)
{
	notify(object);
	return STATUS_SUCCESS;
}

static NTSTATUS unregister_in_thread(void *handle)
{
	ExUnregisterCallback(handle);
	return seen.calls[0] ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static void unregistering_waits_for_the_function(struct kunit *test)
{
	struct worker *notifier, *ender;
	PCALLBACK_OBJECT object;
	PVOID handle;

	KUNIT_ASSERT_EQ(test, open(NULL, TRUE, TRUE, &object), STATUS_SUCCESS);
	handle = ExRegisterCallback(object, stay, NULL);
	notifier = worker_start(test, notify_in_thread, object);
	KUNIT_EXPECT_EQ(test, wait_for(&seen.started), STATUS_SUCCESS);
	ender = worker_start(test, unregister_in_thread, handle);
	schedule_timeout_uninterruptible(HZ / 20);
	KUNIT_EXPECT_EQ(test, try_wait(ender->object), STATUS_TIMEOUT);
	KeSetEvent(&seen.go, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, worker_result(test, ender), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, worker_result(test, notifier), STATUS_SUCCESS);
	ObDereferenceObject(object);
}

static void first_of_two_threads_ends_the_registration(struct kunit *test)
{
	struct worker *first, *second;
	PCALLBACK_OBJECT object;

	KUNIT_ASSERT_EQ(test, open(NULL, TRUE, TRUE, &object), STATUS_SUCCESS);
	log_mark(&toy.log);
	seen.handle = ExRegisterCallback(object, end_it_first, NULL);
	first = worker_start(test, notify_in_thread, object);
	KUNIT_EXPECT_EQ(test, wait_for(&seen.started), STATUS_SUCCESS);
	second = worker_start(test, notify_in_thread, object);
	KUNIT_EXPECT_EQ(test, wait_for(&seen.second_started), STATUS_SUCCESS);
	KeSetEvent(&seen.go, IO_NO_INCREMENT, FALSE);
	/* It waits neither for itself nor for the other one. */
	KUNIT_EXPECT_EQ(test, wait_for(first->object), STATUS_SUCCESS);
	notify(object);
	KUNIT_EXPECT_EQ(test, seen.calls[0], 2U);
	KeSetEvent(&seen.second_go, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, worker_result(test, first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, worker_result(test, second), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
	ObDereferenceObject(object);
}

/* The name is there as long as a driver has it open or is registered. */
static void name_outlives_the_driver_that_made_it(struct kunit *test)
{
	PCALLBACK_OBJECT object = NULL, same = NULL;

	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_leaky.ko", NULL), 0);
	KUNIT_EXPECT_EQ(test, open(L"\\Callback\\leaky", FALSE, TRUE, &object), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, run("rmmod", "ntparport_leaky", NULL), 0);
	KUNIT_ASSERT_NOT_NULL(test, object);
	KUNIT_EXPECT_EQ(test, open(L"\\Callback\\leaky", FALSE, TRUE, &same), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, same);
	if (same)
		ObDereferenceObject(same);
	ObDereferenceObject(object);
	toy_unload();
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
	KUNIT_EXPECT_EQ(test, open(L"\\Callback\\leaky", FALSE, TRUE, &object),
			STATUS_OBJECT_NAME_NOT_FOUND);
}

/* Functions are told of a sleep and of its end, each in a thread of its own. */
static void power_state_tells_of_sleep(struct kunit *test)
{
	PCALLBACK_OBJECT object;
	PVOID first, second;

	KUNIT_ASSERT_EQ(test, open(L"\\Callback\\PowerState", FALSE, TRUE, &object),
			STATUS_SUCCESS);
	first = ExRegisterCallback(object, note, (PVOID)0);
	second = ExRegisterCallback(object, note, (PVOID)1);
	log_mark(&toy.log);
	ntparport_callback_power_state(false);
	KUNIT_EXPECT_EQ(test, seen.order, 12U);
	KUNIT_EXPECT_PTR_EQ(test, seen.argument1, (PVOID)PO_CB_SYSTEM_STATE_LOCK);
	KUNIT_EXPECT_PTR_EQ(test, seen.argument2, (PVOID)0);
	KUNIT_EXPECT_EQ(test, seen.irql, PASSIVE_LEVEL);
	ntparport_callback_power_state(true);
	KUNIT_EXPECT_EQ(test, seen.order, 1212U);
	KUNIT_EXPECT_PTR_EQ(test, seen.argument2, (PVOID)1);
	ExUnregisterCallback(first);
	ntparport_callback_power_state(false);
	KUNIT_EXPECT_EQ(test, seen.order, 12122U);
	ExUnregisterCallback(second);
	ObDereferenceObject(object);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* A function that does not return does not keep the machine awake, and can be ended once it has. */
static void power_state_does_not_wait_for_ever(struct kunit *test)
{
	PCALLBACK_OBJECT object;
	struct worker *ender;
	PVOID handle;

	KUNIT_ASSERT_EQ(test, open(L"\\Callback\\PowerState", FALSE, TRUE, &object),
			STATUS_SUCCESS);
	handle = ExRegisterCallback(object, stay, NULL);
	log_mark(&toy.log);
	ntparport_callback_power_state(false);
	EXPECT_LOGGED_ONCE(test, &toy.log, "has not returned after 5 s: continuing without it");
	KUNIT_EXPECT_EQ(test, seen.calls[0], 0U);
	KUNIT_EXPECT_EQ(test, wait_for(&seen.started), STATUS_SUCCESS);
	KeSetEvent(&seen.go, IO_NO_INCREMENT, FALSE);
	ender = worker_start(test, unregister_in_thread, handle);
	KUNIT_EXPECT_EQ(test, worker_result(test, ender), STATUS_SUCCESS);
	ntparport_callback_power_state(true);
	KUNIT_EXPECT_EQ(test, seen.calls[0], 1U);
	ObDereferenceObject(object);
}

static void unloading_ends_what_is_left(struct kunit *test)
{
	PCALLBACK_OBJECT object;

	KUNIT_ASSERT_EQ(test, open(L"\\Callback\\PowerState", FALSE, TRUE, &object),
			STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, ExRegisterCallback(object, note, (PVOID)0));
	log_mark(&toy.log);
	toy_unload();
	EXPECT_LOGGED_ONCE(test, &toy.log, "1 callback was never unregistered");
	notify(object);
	KUNIT_EXPECT_EQ(test, seen.calls[0], 0U);
	ObDereferenceObject(object);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void tell_of_sleep(struct work_struct *unused)
{
	ntparport_callback_power_state(false);
}

/* Nor is the code of a function unloaded that has ended its registration and is still at work. */
static void unloading_waits_for_a_function_that_ended_itself(struct kunit *test)
{
	struct work_struct work;
	PCALLBACK_OBJECT object;

	KUNIT_ASSERT_EQ(test, open(L"\\Callback\\PowerState", FALSE, TRUE, &object),
			STATUS_SUCCESS);
	seen.handle = ExRegisterCallback(object, end_itself_and_stay, NULL);
	ObDereferenceObject(object);
	KUNIT_ASSERT_NOT_NULL(test, seen.handle);
	/* In a thread that is not the driver's: unloading waits for those anyway. */
	INIT_WORK_ONSTACK(&work, tell_of_sleep);
	schedule_work(&work);
	KUNIT_EXPECT_EQ(test, wait_for(&seen.started), STATUS_SUCCESS);
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, seen.calls[0], 1U);
	/* Nobody has to be reminded of it. */
	EXPECT_NOT_LOGGED(test, &toy.log);
	flush_work(&work);
	destroy_work_on_stack(&work);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static struct kunit_case callback_cases[] = {
	KUNIT_CASE(functions_are_called_in_order),
	KUNIT_CASE(object_without_a_name_takes_one_function),
	KUNIT_CASE(name_of_something_else_is_refused),
	KUNIT_CASE(function_ends_itself),
	KUNIT_CASE(unregistering_waits_for_the_function),
	KUNIT_CASE(first_of_two_threads_ends_the_registration),
	KUNIT_CASE(name_outlives_the_driver_that_made_it),
	KUNIT_CASE(power_state_tells_of_sleep),
	KUNIT_CASE(power_state_does_not_wait_for_ever),
	KUNIT_CASE(unloading_ends_what_is_left),
	KUNIT_CASE(unloading_waits_for_a_function_that_ended_itself),
	{ }
};

static struct kunit_suite callback_suite = {
	.name = "ntparport_windows_ob_callback",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = callback_cases,
};

kunit_test_suites(&callback_suite);
