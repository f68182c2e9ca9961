// SPDX-License-Identifier: GPL-2.0
/* completion_kunit.c - completion routines, and requests that drivers pass on. */

#include "sender.h"
#include "toy.h"

struct invocation {
	NTSTATUS status;
	bool cancelled;
	bool on_success, on_error, on_cancel;
	bool called;
};

static const struct invocation invocations[] = {
	{ STATUS_SUCCESS, false, true, true, true, true },
	{ STATUS_SUCCESS, false, true, false, false, true },
	{ STATUS_SUCCESS, false, false, true, true, false },
	{ STATUS_UNSUCCESSFUL, false, false, true, false, true },
	{ STATUS_UNSUCCESSFUL, false, true, false, true, false },
	{ STATUS_CANCELLED, true, false, false, true, true },
	{ STATUS_CANCELLED, true, false, true, false, true },
	{ STATUS_CANCELLED, true, true, false, false, false },
	{ STATUS_SUCCESS, true, false, false, true, true },
	{ STATUS_SUCCESS, false, false, false, false, false },
};

static void describe_invocation(const struct invocation *invocation, char *description)
{
	snprintf(description, KUNIT_PARAM_DESC_SIZE, "status %x%s, wants%s%s%s",
		 invocation->status, invocation->cancelled ? " cancelled" : "",
		 invocation->on_success ? " success" : "", invocation->on_error ? " error" : "",
		 invocation->on_cancel ? " cancel" : "");
}

KUNIT_ARRAY_PARAM(invocations, invocations, describe_invocation);

static NTSTATUS with_status(PDEVICE_OBJECT device, PIRP irp)
{
	const struct invocation *invocation =
		IoGetCurrentIrpStackLocation(irp)->Parameters.Others.Argument1;

	return toy_complete(irp, invocation->status, 0);
}

static void completion_routine_is_called_when_wanted(struct kunit *test)
{
	const struct invocation *invocation = test->param_value;
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(device->StackSize, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	toy.on_request = with_status;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoGetNextIrpStackLocation(irp)->Parameters.Others.Argument1 = (void *)invocation;
	IoSetCompletionRoutine(irp, note_completion, &seen, invocation->on_success,
			       invocation->on_error, invocation->on_cancel);
	if (invocation->cancelled)
		IoCancelIrp(irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, invocation->status, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, seen.calls, (unsigned int)invocation->called);
	/* The driver that allocated the request has to take it back. */
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "STATUS_MORE_PROCESSING_REQUIRED"),
			(unsigned int)!invocation->called);
	KUNIT_EXPECT_NULL(test, seen.device);
	IoFreeIrp(irp);
}

/* Three devices: the middle one copies its location, the upper one skips its own. */

static PDEVICE_OBJECT stack[3];
static struct completion_seen middle, sender_seen;

static NTSTATUS pass_on(PDEVICE_OBJECT device, PIRP irp)
{
	if (device == stack[2]) {
		IoSkipCurrentIrpStackLocation(irp);
		return IoCallDriver(stack[1], irp);
	}
	if (device == stack[1]) {
		IoCopyCurrentIrpStackLocationToNext(irp);
		IoSetCompletionRoutine(irp, note_completion, &middle, TRUE, TRUE, TRUE);
		return IoCallDriver(stack[0], irp);
	}
	IoMarkIrpPending(irp);
	toy.request = irp;
	return STATUS_PENDING;
}

static void completion_goes_up_the_stack(struct kunit *test)
{
	struct nt_io_counts counts;
	PIRP irp;

	toy_stack(test, stack, 3);
	KUNIT_EXPECT_EQ(test, (int)stack[2]->StackSize, 3);
	completion_order = 0;
	memset(&middle, 0, sizeof(middle));
	sender_seen = (struct completion_seen){ .answer = STATUS_MORE_PROCESSING_REQUIRED };
	toy.on_request = pass_on;
	irp = IoAllocateIrp(stack[2]->StackSize, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, note_completion, &sender_seen, TRUE, TRUE, TRUE);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, IoCallDriver(stack[2], irp));
	KUNIT_EXPECT_EQ(test, toy.requests, 3U);
	KUNIT_EXPECT_PTR_EQ(test, IoGetCurrentIrpStackLocation(irp)->DeviceObject, stack[0]);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, middle.calls, 1U);
	KUNIT_EXPECT_PTR_EQ(test, middle.device, stack[1]);
	KUNIT_EXPECT_TRUE(test, middle.pending);
	KUNIT_EXPECT_EQ(test, sender_seen.calls, 1U);
	KUNIT_EXPECT_TRUE(test, sender_seen.pending);
	KUNIT_EXPECT_LT(test, middle.order, sender_seen.order);
	/* Devices are not held any longer. */
	IoFreeIrp(irp);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.irps, toy.before.irps);
}

static void driver_may_take_a_request_back(struct kunit *test)
{
	PIRP irp;

	toy_stack(test, stack, 2);
	stack[2] = NULL;
	completion_order = 0;
	middle = (struct completion_seen){ .answer = STATUS_MORE_PROCESSING_REQUIRED };
	sender_seen = (struct completion_seen){ .answer = STATUS_MORE_PROCESSING_REQUIRED };
	toy.on_request = pass_on;
	irp = IoAllocateIrp(2, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, note_completion, &sender_seen, TRUE, TRUE, TRUE);
	IoCallDriver(stack[1], irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, middle.calls, 1U);
	KUNIT_EXPECT_EQ(test, sender_seen.calls, 0U);
	/* The second time, completion goes on from the middle. */
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, sender_seen.calls, 1U);
	IoFreeIrp(irp);
}

/* A request as the upper driver's dispatch routine has it. */
static PIRP request_at_the_upper(struct kunit *test)
{
	PIRP irp;

	toy_stack(test, stack, 2);
	irp = IoAllocateIrp(3, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoSetNextIrpStackLocation(irp);
	IoGetCurrentIrpStackLocation(irp)->MajorFunction = IRP_MJ_PNP;
	return irp;
}

static void request_is_forwarded_and_awaited(struct kunit *test)
{
	PIRP irp = request_at_the_upper(test);

	toy.on_request = answer_with_warning;
	irp->AssociatedIrp.SystemBuffer = kunit_kzalloc(test, 8, GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, IoForwardIrpSynchronously(stack[0], irp));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_PNP], 1U);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_BUFFER_OVERFLOW);
	IoFreeIrp(irp);
}

static NTSTATUS forget(PDEVICE_OBJECT device, PIRP irp)
{
	toy.request = irp;
	return STATUS_SUCCESS;
}

/* The lower driver says that it is done, and completes the request when nobody waits any longer. */
static void request_comes_back_after_the_wait(struct kunit *test)
{
	PIRP irp = request_at_the_upper(test);

	toy.on_request = forget;
	log_mark(&toy.log);
	KUNIT_EXPECT_TRUE(test, IoForwardIrpSynchronously(stack[0], irp));
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "but has not completed request"), 1U);
	KUNIT_EXPECT_PTR_EQ(test, toy.request, irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
	IoFreeIrp(irp);
}

static void extended_completion_routine(struct kunit *test)
{
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoSetCompletionRoutineEx(device, irp, note_completion, &seen, TRUE, FALSE,
						 TRUE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoSetCompletionRoutineEx(device, irp, note_completion, &seen, TRUE, TRUE,
						 TRUE));
	IoCallDriver(device, irp);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	IoFreeIrp(irp);
}

static void request_in_memory_of_the_driver(struct kunit *test)
{
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = kunit_kzalloc(test, IoSizeOfIrp(1), GFP_KERNEL);
	int n;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	for (n = 0; n < 3; n++) {
		IoInitializeIrp(irp, IoSizeOfIrp(1), 1);
		IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
		IoSetCompletionRoutine(irp, note_completion, &seen, TRUE, TRUE, TRUE);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	}
	KUNIT_EXPECT_EQ(test, seen.calls, 3U);
	log_mark(&toy.log);
	IoFreeIrp(irp);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoFreeIrp");
}

/* Cancelling */

/* A request that its sender has back, and that is completed a second time, in any thread (W2). */

static NTSTATUS NTAPI take_back(PDEVICE_OBJECT device, PIRP irp, PVOID event)
{
	KeSetEvent(event, IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void sender_completes_a_second_time(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	KEVENT back;
	PIRP irp;

	toy.on_request = give_answer;
	KeInitializeEvent(&back, NotificationEvent, FALSE);
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	/* A request that was never sent. */
	log_mark(&toy.log);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is already complete, or was never sent");
	IoSetCompletionRoutine(irp, take_back, &back, TRUE, TRUE, TRUE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, wait_for(&back), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&sender->event), 0);
	EXPECT_SAME_BYTES(test, sender->output, "........", 8);
	log_mark(&toy.log);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sender->result.Information, (ULONG_PTR)6);
	EXPECT_SAME_BYTES(test, sender->output, "answer..", 8);
	/* By the third time, there is no such request. */
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IofCompleteRequest");
}

static void request_without_location_is_refused(struct kunit *test)
{
	PDEVICE_OBJECT devices[2];
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	toy_stack(test, devices, 2);
	IoSetNextIrpStackLocation(irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, IoCallDriver(devices[1], irp));
	EXPECT_LOGGED_ONCE(test, &toy.log, "no stack location left");
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
	IoFreeIrp(irp);
}

/* A request that cannot be sent is completed, so that nobody waits for it. */

static void request_to_no_device_is_completed(struct kunit *test)
{
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	struct sender *sender = sender_create(test);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoSetCompletionRoutine(irp, note_completion, &seen, FALSE, TRUE, FALSE);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, IoCallDriver((PDEVICE_OBJECT)sender, irp));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a device");
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_NO_SUCH_DEVICE);
	IoFreeIrp(irp);
	/* A request of the I/O manager's is gone after that. */
	irp = sender_control(sender, toy_device(test, NULL), CODE(METHOD_BUFFERED), 8, 8);
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, IoCallDriver((PDEVICE_OBJECT)sender, irp));
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_NO_SUCH_DEVICE);
}

enum passing { COPIES, SKIPS, HAS_NO_LOCATION, COPIES_TO_NO_LOCATION, FORWARDS };

static const enum passing passings[] = {
	COPIES, SKIPS, HAS_NO_LOCATION, COPIES_TO_NO_LOCATION, FORWARDS,
};

static void describe_passing(const enum passing *passing, char *description)
{
	static const char *const names[] = {
		"copies", "skips", "has no location", "copies to no location", "forwards",
	};

	strscpy(description, names[*passing], KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(passings, passings, describe_passing);

static enum passing passing;

/* Passes the request to a device that does not exist. */
static NTSTATUS pass_to_nobody(PDEVICE_OBJECT device, PIRP irp)
{
	PDEVICE_OBJECT nobody = (PDEVICE_OBJECT)&passing;

	switch (passing) {
	case COPIES:
	case COPIES_TO_NO_LOCATION:
		IoCopyCurrentIrpStackLocationToNext(irp);
		IoSetCompletionRoutine(irp, note_completion, &middle, TRUE, TRUE, TRUE);
		break;
	case SKIPS:
		IoSkipCurrentIrpStackLocation(irp);
		break;
	case HAS_NO_LOCATION:
		break;
	case FORWARDS:
		if (!IoForwardIrpSynchronously(nobody, irp))
			irp->IoStatus.Status = STATUS_UNSUCCESSFUL;
		return toy_complete(irp, irp->IoStatus.Status, 0);
	}
	return IoCallDriver(nobody, irp);
}

static void request_passed_to_no_device_is_completed(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device;
	NTSTATUS expected;
	bool location;

	passing = *(const enum passing *)test->param_value;
	toy_stack(test, stack, 2);
	location = passing != HAS_NO_LOCATION && passing != COPIES_TO_NO_LOCATION;
	device = stack[location];
	expected = location ? STATUS_NO_SUCH_DEVICE : STATUS_INVALID_PARAMETER;
	memset(&middle, 0, sizeof(middle));
	toy.on_request = pass_to_nobody;
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, expected,
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED),
							    8, 8)));
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "IoCallDriver"), 1U);
	KUNIT_EXPECT_EQ(test, middle.calls, passing == COPIES || passing == COPIES_TO_NO_LOCATION);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
	KUNIT_EXPECT_EQ(test, sender->result.Status, expected);
}

static struct kunit_case completion_cases[] = {
	KUNIT_CASE_PARAM(completion_routine_is_called_when_wanted, invocations_gen_params),
	KUNIT_CASE(completion_goes_up_the_stack),
	KUNIT_CASE(driver_may_take_a_request_back),
	KUNIT_CASE(request_is_forwarded_and_awaited),
	KUNIT_CASE(request_comes_back_after_the_wait),
	KUNIT_CASE(extended_completion_routine),
	KUNIT_CASE(request_in_memory_of_the_driver),
	KUNIT_CASE(sender_completes_a_second_time),
	KUNIT_CASE(request_without_location_is_refused),
	KUNIT_CASE(request_to_no_device_is_completed),
	KUNIT_CASE_PARAM(request_passed_to_no_device_is_completed, passings_gen_params),
	{ }
};

static struct kunit_suite completion_suite = {
	.name = "ntparport_windows_completion",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = completion_cases,
};

kunit_test_suites(&completion_suite);
