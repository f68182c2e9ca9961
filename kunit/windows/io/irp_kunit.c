// SPDX-License-Identifier: GPL-2.0
/* irp_kunit.c - requests: built, sent, completed, cancelled, and misused. */

#include <linux/mm.h>

#include "toy.h"

#include <csq.h>

#define CODE(method) CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, method, FILE_ANY_ACCESS)

/* The sender's side of a request. */
struct sender {
	KEVENT event;
	IO_STATUS_BLOCK result;
	char input[8];
	char output[8];
};

static struct sender *sender_create(struct kunit *test)
{
	struct sender *sender = kunit_kzalloc(test, sizeof(*sender), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sender);
	KeInitializeEvent(&sender->event, NotificationEvent, FALSE);
	sender->result.Status = -1;
	memcpy(sender->input, "question", 8);
	memset(sender->output, '.', 8);
	return sender;
}

static PIRP control(struct sender *sender, PDEVICE_OBJECT device, ULONG code, ULONG in, ULONG out)
{
	return IoBuildDeviceIoControlRequest(code, device, in ? sender->input : NULL, in,
					     out ? sender->output : NULL, out, FALSE,
					     &sender->event, &sender->result);
}

/* What a completion routine sees, and what it answers. */
struct completion_seen {
	unsigned int calls;
	PDEVICE_OBJECT device;
	bool pending;
	NTSTATUS answer;
	unsigned int order;
};

static unsigned int order;

static NTSTATUS NTAPI note_completion(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	struct completion_seen *seen = context;

	seen->calls++;
	seen->device = device;
	seen->pending = irp->PendingReturned;
	seen->order = ++order;
	if (irp->PendingReturned && irp->CurrentLocation <= irp->StackCount)
		IoMarkIrpPending(irp);
	return seen->answer;
}

/* IoAllocateIrp */

static void irp_has_its_locations(struct kunit *test)
{
	CCHAR size;
	PIRP irp;

	for (size = 1; size <= 5; size++) {
		irp = IoAllocateIrp(size, FALSE);
		KUNIT_ASSERT_NOT_NULL(test, irp);
		KUNIT_EXPECT_EQ(test, irp->Type, IO_TYPE_IRP);
		KUNIT_EXPECT_EQ(test, irp->Size, IoSizeOfIrp(size));
		KUNIT_EXPECT_EQ(test, (int)irp->StackCount, (int)size);
		KUNIT_EXPECT_EQ(test, (int)irp->CurrentLocation, size + 1);
		/* And a spare one, for those who take one more. */
		KUNIT_EXPECT_PTR_EQ(test, IoGetCurrentIrpStackLocation(irp),
				    (PIO_STACK_LOCATION)(irp + 1) + 1 + size);
		KUNIT_EXPECT_PTR_EQ(test, IoGetNextIrpStackLocation(irp) + 1,
				    IoGetCurrentIrpStackLocation(irp));
		IoFreeIrp(irp);
	}
	KUNIT_EXPECT_NULL(test, IoAllocateIrp(0, FALSE));
	KUNIT_EXPECT_NULL(test, IoAllocateIrp(-1, FALSE));
	KUNIT_EXPECT_NULL(test, IoAllocateIrp(127, FALSE));
}

static void irp_of_the_driver_is_initialized(struct kunit *test)
{
	PIRP irp = kunit_kzalloc(test, IoSizeOfIrp(2), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	memset(irp, 0x5a, IoSizeOfIrp(2));
	log_mark(&toy.log);
	IoInitializeIrp(irp, IoSizeOfIrp(2) - 1, 2);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoInitializeIrp");
	KUNIT_EXPECT_EQ(test, irp->Type, 0x5a5a);
	IoInitializeIrp(irp, IoSizeOfIrp(2), 2);
	KUNIT_EXPECT_EQ(test, irp->Type, IO_TYPE_IRP);
	KUNIT_EXPECT_EQ(test, (int)irp->CurrentLocation, 3);
	KUNIT_EXPECT_FALSE(test, irp->Cancel);
}

/* What it has been since it was sent must not be lost. */
static void irp_under_way_is_not_initialized(struct kunit *test)
{
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	toy.on_request = toy_pend;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, note_completion, &seen, TRUE, TRUE, TRUE);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
	log_mark(&toy.log);
	IoInitializeIrp(irp, IoSizeOfIrp(1), 1);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoInitializeIrp: request");
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "is under way"), 1U);
	KUNIT_EXPECT_EQ(test, (int)irp->CurrentLocation, 1);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	/* Nor may it get more locations than there is room for. */
	log_mark(&toy.log);
	IoInitializeIrp(irp, IoSizeOfIrp(2), 2);
	EXPECT_LOGGED_ONCE(test, &toy.log, "of another size");
	KUNIT_EXPECT_EQ(test, (int)irp->StackCount, 1);
	log_mark(&toy.log);
	IoInitializeIrp(irp, IoSizeOfIrp(1), 1);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, (int)irp->CurrentLocation, 2);
	IoFreeIrp(irp);
}

static void irp_is_reused(struct kunit *test)
{
	PIRP irp = IoAllocateIrp(2, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	irp->Cancel = TRUE;
	irp->CurrentLocation = 1;
	irp->IoStatus.Information = 7;
	IoReuseIrp(irp, STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Information, (ULONG_PTR)0);
	KUNIT_EXPECT_FALSE(test, irp->Cancel);
	KUNIT_EXPECT_EQ(test, (int)irp->CurrentLocation, 3);
	IoFreeIrp(irp);
}

/* METHOD_BUFFERED */

static NTSTATUS give_answer(PDEVICE_OBJECT device, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "answer!!", 8);
	return toy_complete(irp, STATUS_SUCCESS, 6);
}

static void output_is_copied_back(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = give_answer;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 8)));
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sender->result.Information, (ULONG_PTR)6);
	EXPECT_SAME_BYTES(test, sender->output, "answer..", 8);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
	/* The driver claims more than there is room for. */
	memset(sender->output, '.', 8);
	IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 4));
	EXPECT_SAME_BYTES(test, sender->output, "answ....", 8);
}

static NTSTATUS answer_with_failure(PDEVICE_OBJECT device, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "answer!!", 8);
	return toy_complete(irp, STATUS_IO_DEVICE_ERROR, 6);
}

static NTSTATUS answer_with_warning(PDEVICE_OBJECT device, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "answer!!", 8);
	return toy_complete(irp, STATUS_BUFFER_OVERFLOW, 6);
}

static void output_of_a_failure_is_not_copied(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = answer_with_failure;
	KUNIT_EXPECT_EQ(test, STATUS_IO_DEVICE_ERROR,
			IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 8)));
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_IO_DEVICE_ERROR);
	EXPECT_SAME_BYTES(test, sender->output, "........", 8);
	toy.on_request = answer_with_warning;
	IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 8));
	EXPECT_SAME_BYTES(test, sender->output, "answer..", 8);
}

/* What the driver sees, for each method. */
static struct seen {
	ULONG code;
	ULONG in, out;
	bool buffer, mdl, user_buffer, type3;
} seen;

static NTSTATUS look(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);

	seen = (struct seen){
		.code = location->Parameters.DeviceIoControl.IoControlCode,
		.in = location->Parameters.DeviceIoControl.InputBufferLength,
		.out = location->Parameters.DeviceIoControl.OutputBufferLength,
		.buffer = irp->AssociatedIrp.SystemBuffer &&
			!memcmp(irp->AssociatedIrp.SystemBuffer, "question", 8),
		.mdl = irp->MdlAddress,
		.user_buffer = irp->UserBuffer,
		.type3 = location->Parameters.DeviceIoControl.Type3InputBuffer,
	};
	if (irp->MdlAddress) {
		char *memory = MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);

		if (memory)
			memcpy(memory, "direct", 6);
	}
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static const struct seen methods[] = {
	{ CODE(METHOD_BUFFERED), 8, 8, .buffer = true, .user_buffer = true },
	{ CODE(METHOD_BUFFERED), 8, 0, .buffer = true },
	{ CODE(METHOD_BUFFERED), 0, 0 },
	{ CODE(METHOD_IN_DIRECT), 8, 8, .buffer = true, .mdl = true },
	{ CODE(METHOD_OUT_DIRECT), 8, 8, .buffer = true, .mdl = true },
	{ CODE(METHOD_OUT_DIRECT), 0, 8, .mdl = true },
	{ CODE(METHOD_NEITHER), 8, 8, .user_buffer = true, .type3 = true },
};

static void describe_method(const struct seen *method, char *description)
{
	snprintf(description, KUNIT_PARAM_DESC_SIZE, "method %u, %u bytes in, %u out",
		 method->code & 3, method->in, method->out);
}

KUNIT_ARRAY_PARAM(methods, methods, describe_method);

static void buffers_follow_the_method(struct kunit *test)
{
	const struct seen *method = test->param_value;
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = look;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCallDriver(device, control(sender, device, method->code, method->in,
						     method->out)));
	KUNIT_EXPECT_EQ(test, seen.code, method->code);
	KUNIT_EXPECT_EQ(test, seen.in, method->in);
	KUNIT_EXPECT_EQ(test, seen.out, method->out);
	KUNIT_EXPECT_EQ(test, seen.buffer, method->buffer);
	KUNIT_EXPECT_EQ(test, seen.mdl, method->mdl);
	KUNIT_EXPECT_EQ(test, seen.user_buffer, method->user_buffer);
	KUNIT_EXPECT_EQ(test, seen.type3, method->type3);
	if (method->mdl)
		EXPECT_SAME_BYTES(test, sender->output, "direct..", 8);
}

static void internal_control_is_another_function(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	IoCallDriver(device, IoBuildDeviceIoControlRequest(7, device, NULL, 0, NULL, 0, TRUE,
							   NULL, &sender->result));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_INTERNAL_DEVICE_CONTROL], 1U);
	IoCallDriver(device, control(sender, device, 7, 0, 0));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_DEVICE_CONTROL], 1U);
}

/* Reading and writing */

struct transfer {
	const char *name;
	ULONG major;
	ULONG flags;
	bool asynchronous;
};

static const struct transfer transfers[] = {
	{ "read, buffered", IRP_MJ_READ, DO_BUFFERED_IO },
	{ "read, direct", IRP_MJ_READ, DO_DIRECT_IO },
	{ "read, neither", IRP_MJ_READ, 0 },
	{ "write, buffered", IRP_MJ_WRITE, DO_BUFFERED_IO },
	{ "write, direct", IRP_MJ_WRITE, DO_DIRECT_IO },
	{ "write, neither", IRP_MJ_WRITE, 0 },
	{ "asynchronous read, buffered", IRP_MJ_READ, DO_BUFFERED_IO, true },
	{ "asynchronous write, direct", IRP_MJ_WRITE, DO_DIRECT_IO, true },
};

static void describe_transfer(const struct transfer *transfer, char *description)
{
	strscpy(description, transfer->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(transfers, transfers, describe_transfer);

static LONGLONG offset_seen;
static char written[8];

static NTSTATUS transfer_data(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	char *data = device->Flags & DO_BUFFERED_IO ? irp->AssociatedIrp.SystemBuffer :
		device->Flags & DO_DIRECT_IO ? MmGetSystemAddressForMdl(irp->MdlAddress) :
		irp->UserBuffer;

	if (location->MajorFunction == IRP_MJ_READ) {
		offset_seen = location->Parameters.Read.ByteOffset.QuadPart;
		memcpy(data, "reading!", location->Parameters.Read.Length);
	} else {
		offset_seen = location->Parameters.Write.ByteOffset.QuadPart;
		memcpy(written, data, location->Parameters.Write.Length);
	}
	return toy_complete(irp, STATUS_SUCCESS, 4);
}

static void transfer_takes_the_way_of_the_device(struct kunit *test)
{
	const struct transfer *transfer = test->param_value;
	LARGE_INTEGER offset = { .QuadPart = 0x123456789 };
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	char buffer[8] = "writing!";
	PIRP irp;

	device->Flags |= transfer->flags;
	toy.on_request = transfer_data;
	memset(written, 0, sizeof(written));
	irp = transfer->asynchronous ?
		IoBuildAsynchronousFsdRequest(transfer->major, device, buffer, 4, &offset,
					      &sender->result) :
		IoBuildSynchronousFsdRequest(transfer->major, device, buffer, 4, &offset,
					     &sender->event, &sender->result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, offset_seen, offset.QuadPart);
	KUNIT_EXPECT_EQ(test, sender->result.Information, (ULONG_PTR)4);
	if (transfer->major == IRP_MJ_READ)
		EXPECT_SAME_BYTES(test, buffer, "reading!", 8);
	else
		EXPECT_SAME_BYTES(test, written, "writ\0\0\0\0", 8);
}

static NTSTATUS NTAPI free_request(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	if (irp->Flags & IRP_DEALLOCATE_BUFFER)
		ExFreePool(irp->AssociatedIrp.SystemBuffer);
	if (irp->MdlAddress)
		IoFreeMdl(irp->MdlAddress);
	IoFreeIrp(irp);
	++*(unsigned int *)context;
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void asynchronous_request_can_be_freed_by_its_sender(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	unsigned int freed = 0;
	char buffer[8] = "";
	PIRP irp;

	device->Flags |= DO_BUFFERED_IO;
	irp = IoBuildAsynchronousFsdRequest(IRP_MJ_WRITE, device, buffer, 8, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoSetCompletionRoutine(irp, free_request, &freed, TRUE, TRUE, TRUE);
	log_mark(&toy.log);
	IoCallDriver(device, irp);
	KUNIT_EXPECT_EQ(test, freed, 1U);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void fsd_request_of_another_function_is_refused(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	KUNIT_EXPECT_NULL(test, IoBuildAsynchronousFsdRequest(IRP_MJ_CREATE, device, NULL, 0,
							      NULL, NULL));
	KUNIT_EXPECT_NULL(test, IoBuildSynchronousFsdRequest(IRP_MJ_DEVICE_CONTROL, device, NULL,
							     0, NULL, NULL, NULL));
}

/* Pending */

static void complete_pending(void *data)
{
	toy_complete(toy.request, STATUS_SUCCESS, 3);
}

static void pending_request_is_completed_later(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = toy_pend;
	KUNIT_ASSERT_EQ(test, STATUS_PENDING,
			IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 8)));
	KUNIT_EXPECT_EQ(test, try_wait(&sender->event), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, sender->result.Status, -1);
	in_dpc(test, complete_pending, NULL);
	KUNIT_EXPECT_EQ(test, wait_for(&sender->event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sender->result.Information, (ULONG_PTR)3);
}

static void unknown_function_is_refused(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PDRIVER_DISPATCH kept = toy.driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS];

	toy.driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = NULL;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoCallDriver(device, IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS,
									  device, NULL, 0, NULL,
									  NULL, &result)));
	KUNIT_EXPECT_EQ(test, result.Status, STATUS_INVALID_DEVICE_REQUEST);
	toy.driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = kept;
}

/* Completion routines */

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
	/* Who allocated it has to take it back. */
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "STATUS_MORE_PROCESSING_REQUIRED"),
			(unsigned int)!invocation->called);
	KUNIT_EXPECT_NULL(test, seen.device);
	IoFreeIrp(irp);
}

/* Three devices: the middle one copies its location, the upper one skips. */

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
	order = 0;
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
	/* Devices are held no longer than that. */
	IoFreeIrp(irp);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.irps, toy.before.irps);
}

static void driver_may_take_a_request_back(struct kunit *test)
{
	PIRP irp;

	toy_stack(test, stack, 2);
	stack[2] = NULL;
	order = 0;
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
	/* The second time it goes on from the middle. */
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, sender_seen.calls, 1U);
	IoFreeIrp(irp);
}

static void request_is_forwarded_and_awaited(struct kunit *test)
{
	PIRP irp;

	toy_stack(test, stack, 2);
	irp = IoAllocateIrp(3, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	/* As if this were the upper driver's dispatch routine. */
	IoSetNextIrpStackLocation(irp);
	IoGetCurrentIrpStackLocation(irp)->MajorFunction = IRP_MJ_PNP;
	toy.on_request = answer_with_warning;
	irp->AssociatedIrp.SystemBuffer = kunit_kzalloc(test, 8, GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, IoForwardIrpSynchronously(stack[0], irp));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_PNP], 1U);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_BUFFER_OVERFLOW);
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

static struct {
	unsigned int calls;
	PDEVICE_OBJECT device;
	KIRQL irql, restored;
	bool forgets;
} cancelled;

static VOID NTAPI cancel(PDEVICE_OBJECT device, PIRP irp)
{
	cancelled.calls++;
	cancelled.device = device;
	cancelled.irql = KeGetCurrentIrql();
	if (cancelled.forgets)
		return;
	IoReleaseCancelSpinLock(irp->CancelIrql);
	cancelled.restored = KeGetCurrentIrql();
	toy_complete(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS pend_cancellable(PDEVICE_OBJECT device, PIRP irp)
{
	IoSetCancelRoutine(irp, cancel);
	return toy_pend(device, irp);
}

static void cancel_calls_the_routine(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp;

	memset(&cancelled, 0, sizeof(cancelled));
	toy.on_request = pend_cancellable;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(irp));
	KUNIT_EXPECT_EQ(test, cancelled.calls, 1U);
	KUNIT_EXPECT_PTR_EQ(test, cancelled.device, device);
	KUNIT_EXPECT_EQ(test, cancelled.irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, cancelled.restored, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, wait_for(&sender->event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_CANCELLED);
}

static void cancel_without_routine_only_marks(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp;

	toy.on_request = toy_pend;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp));
	KUNIT_EXPECT_TRUE(test, irp->Cancel);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp));
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
}

static void request_that_is_gone_is_not_cancelled(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoFreeIrp(irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoCancelIrp");
	/* The I/O manager freed this one. */
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is no request, or is gone already");
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
}

static void cancel_routine_is_exchanged(struct kunit *test)
{
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_NULL(test, IoSetCancelRoutine(irp, cancel));
	KUNIT_EXPECT_PTR_EQ(test, IoSetCancelRoutine(irp, NULL), (PDRIVER_CANCEL)cancel);
	KUNIT_EXPECT_NULL(test, IoSetCancelRoutine(irp, NULL));
	IoFreeIrp(irp);
}

static void cancel_routine_that_keeps_the_lock_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	KIRQL irql;
	PIRP irp;

	memset(&cancelled, 0, sizeof(cancelled));
	cancelled.forgets = true;
	toy.on_request = pend_cancellable;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	IoCancelIrp(irp);
	EXPECT_LOGGED_ONCE(test, &toy.log, "must release the cancel spin lock");
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	IoAcquireCancelSpinLock(&irql);
	IoReleaseCancelSpinLock(irql);
	log_mark(&toy.log);
	IoReleaseCancelSpinLock(PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoReleaseCancelSpinLock");
	toy_complete(irp, STATUS_CANCELLED, 0);
}

/* A request that its sender has back, in whatever thread, and completes a second time (W2). */

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
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	/* Never sent. */
	log_mark(&toy.log);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is complete already, or was never sent");
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
	/* A third time there is no such request. */
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IofCompleteRequest");
}

/* Misuse: a line in the log, and the kernel lives */

static void second_completion_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PIRP irp;

	toy.on_request = toy_pend;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KeClearEvent(&sender->event);
	log_mark(&toy.log);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IofCompleteRequest");
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&sender->event), 0);

	/* One that its sender still has. */
	irp = IoAllocateIrp(1, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, note_completion, &seen, TRUE, TRUE, TRUE);
	IoCallDriver(device, irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_SUCCESS, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "complete already");
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	IoFreeIrp(irp);
}

static void completion_with_pending_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp;

	toy.on_request = toy_pend;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_PENDING, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "STATUS_PENDING");
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&sender->event), 0);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
}

static void completion_with_cancel_routine_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp;

	memset(&cancelled, 0, sizeof(cancelled));
	toy.on_request = pend_cancellable;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_SUCCESS, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "cancel routine");
	KUNIT_EXPECT_EQ(test, cancelled.calls, 0U);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
}

static void free_of_a_request_in_use_is_refused(struct kunit *test)
{
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	toy.on_request = toy_pend;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, note_completion, &seen, TRUE, TRUE, TRUE);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	IoFreeIrp(irp);
	IoReuseIrp(irp, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "is under way"), 2U);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	log_mark(&toy.log);
	IoFreeIrp(irp);
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoFreeIrp(irp);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoFreeIrp");
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

/* What cannot be sent is complete: nobody waits for it. */

static void request_to_no_device_is_completed(struct kunit *test)
{
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	struct sender *sender = sender_create(test);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoSetCompletionRoutine(irp, note_completion, &seen, FALSE, TRUE, FALSE);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, IoCallDriver((PDEVICE_OBJECT)sender, irp));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is no device");
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_NO_SUCH_DEVICE);
	IoFreeIrp(irp);
	/* One of the I/O manager's is gone. */
	irp = control(sender, toy_device(test, NULL), CODE(METHOD_BUFFERED), 8, 8);
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

/* To a device that does not exist. */
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
			IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 8)));
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "IoCallDriver"), 1U);
	KUNIT_EXPECT_EQ(test, middle.calls, passing == COPIES || passing == COPIES_TO_NO_LOCATION);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
	KUNIT_EXPECT_EQ(test, sender->result.Status, expected);
}

/* What a driver leaves behind */

static void what_is_left_of_requests_is_freed(struct kunit *test)
{
	UNICODE_STRING machine = text(L"\\Registry\\Machine");
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	OBJECT_ATTRIBUTES attributes;
	HANDLE handle = NULL;

	KUNIT_ASSERT_NOT_NULL(test, control(sender, device, CODE(METHOD_BUFFERED), 8, 8));
	KUNIT_ASSERT_NOT_NULL(test, control(sender, device, CODE(METHOD_OUT_DIRECT), 8, 8));
	KUNIT_ASSERT_NOT_NULL(test, IoAllocateMdl(sender->output, 8, FALSE, FALSE, NULL));
	InitializeObjectAttributes(&attributes, &machine, OBJ_CASE_INSENSITIVE, NULL, NULL);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, ZwOpenKey(&handle, KEY_READ, &attributes));
	toy_delete(device);
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: 2 requests were never sent"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: 1 memory descriptor list was"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: 1 handle was"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, ""), 3U);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_HANDLE, ZwClose(handle));
}

/* At HIGH_LEVEL each of them is logged, and does nothing. */

static struct {
	PDEVICE_OBJECT device;
	PIRP irp;
	NTSTATUS status;
	PIRP allocated;
} high;

static void misuse(void *data)
{
	high.allocated = IoAllocateIrp(1, FALSE);
	high.status = IoCallDriver(high.device, high.irp);
	IoCompleteRequest(high.irp, IO_NO_INCREMENT);
	IoCancelIrp(high.irp);
	IoFreeIrp(high.irp);
}

static void irql_is_checked(struct kunit *test)
{
	high.device = toy_device(test, NULL);
	high.irp = IoAllocateIrp(1, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, high.irp);
	log_mark(&toy.log);
	at_high_level(test, misuse, NULL);
	KUNIT_EXPECT_NULL(test, high.allocated);
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(high.status));
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "IRQL"), 5U);
	IoFreeIrp(high.irp);
}

/* Memory descriptor lists */

static void mdl_describes_its_memory(struct kunit *test)
{
	char *memory = kunit_kzalloc(test, 3 * PAGE_SIZE, GFP_KERNEL);
	PMDL mdl, second;
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	mdl = IoAllocateMdl(memory + 100, 5000, FALSE, FALSE, irp);
	KUNIT_ASSERT_NOT_NULL(test, mdl);
	KUNIT_EXPECT_PTR_EQ(test, irp->MdlAddress, mdl);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(mdl), 5000U);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteOffset(mdl), (ULONG)offset_in_page(memory + 100));
	KUNIT_EXPECT_PTR_EQ(test, MmGetMdlVirtualAddress(mdl), (void *)(memory + 100));
	KUNIT_EXPECT_NULL(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority));
	MmBuildMdlForNonPagedPool(mdl);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority),
			    (void *)(memory + 100));
	second = IoAllocateMdl(memory, 1, TRUE, FALSE, irp);
	KUNIT_EXPECT_PTR_EQ(test, mdl->Next, second);
	KUNIT_EXPECT_NULL(test, IoAllocateMdl(memory, 0, FALSE, FALSE, NULL));
	IoFreeMdl(second);
	IoFreeMdl(mdl);
	IoFreeIrp(irp);
}

static void sizes_in_pages(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(0), (ULONG_PTR)0);
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(1), (ULONG_PTR)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(PAGE_SIZE), (ULONG_PTR)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(PAGE_SIZE + 1), (ULONG_PTR)2 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(0), 0);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(1), 1);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(PAGE_SIZE), 1UL);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(PAGE_SIZE + 1), 2UL);
	/* The sum does not wrap. */
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(MAXULONG), 0x100000U);
}

static const ULONG paged_data = 5;

/* There is nothing to do, but a driver must get a handle and its code go on. */
static void code_is_locked_and_unlocked(struct kunit *test)
{
	PVOID code, data;

	log_mark(&toy.log);
	code = MmLockPagableCodeSection(code_is_locked_and_unlocked);
	data = MmLockPagableDataSection(&paged_data);
	KUNIT_EXPECT_NOT_NULL(test, code);
	KUNIT_EXPECT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, READ_ONCE(paged_data), 5U);
	MmUnlockPagableImageSection(code);
	MmUnlockPagableImageSection(data);
	KUNIT_EXPECT_NOT_NULL(test, MmPageEntireDriver(code_is_locked_and_unlocked));
	KUNIT_EXPECT_EQ(test, READ_ONCE(paged_data), 5U);
	MmResetDriverPaging(code_is_locked_and_unlocked);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* StartIo */

static struct {
	PIRP order[64];
	unsigned int started;
	bool plain;	/* without cancel routine */
	bool finishes;	/* completes each at once, and starts the next */
	bool next_first;	/* in the other order */
	PIRP end_at;	/* when this one is started, the next one ends, too, not started yet */
	PIRP current_after[64];	/* the device's, when the next one was asked for */
	unsigned int depth, deepest;
} starts;

static VOID NTAPI start_io(PDEVICE_OBJECT device, PIRP irp)
{
	if (starts.started < ARRAY_SIZE(starts.order))
		starts.order[starts.started] = irp;
	starts.started++;
	if (!starts.finishes)
		return;
	starts.deepest = max(starts.deepest, ++starts.depth);
	if (!starts.next_first)
		toy_complete(irp, STATUS_SUCCESS, 0);
	IoStartNextPacket(device, FALSE);
	if (starts.started <= ARRAY_SIZE(starts.current_after))
		starts.current_after[starts.started - 1] = device->CurrentIrp;
	if (starts.next_first)
		toy_complete(irp, STATUS_SUCCESS, 0);
	if (irp == starts.end_at) {
		toy_complete(device->CurrentIrp, STATUS_CANCELLED, 0);
		IoStartNextPacket(device, FALSE);
	}
	starts.depth--;
}

static VOID NTAPI cancel_packet(PDEVICE_OBJECT device, PIRP irp)
{
	bool removed = KeRemoveEntryDeviceQueue(&device->DeviceQueue,
						&irp->Tail.Overlay.DeviceQueueEntry);

	cancelled.calls++;
	IoReleaseCancelSpinLock(irp->CancelIrql);
	if (removed)
		toy_complete(irp, STATUS_CANCELLED, 0);
}

static const ULONG *next_key;

static NTSTATUS queue_packet(PDEVICE_OBJECT device, PIRP irp)
{
	ULONG key = next_key ? *next_key++ : 0;

	IoMarkIrpPending(irp);
	IoStartPacket(device, irp, next_key ? &key : NULL,
		      starts.plain ? NULL : cancel_packet);
	return STATUS_PENDING;
}

static void next_packet_after(PDEVICE_OBJECT device, PIRP irp)
{
	KIRQL irql;

	IoSetCancelRoutine(irp, NULL);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	IoStartNextPacket(device, TRUE);
	KeLowerIrql(irql);
}

static PDEVICE_OBJECT packet_device(struct kunit *test)
{
	memset(&starts, 0, sizeof(starts));
	memset(&cancelled, 0, sizeof(cancelled));
	next_key = NULL;
	toy.driver->DriverStartIo = start_io;
	toy.on_request = queue_packet;
	return toy_device(test, NULL);
}

static void packets_start_one_after_the_other(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[3];
	int n;

	for (n = 0; n < 3; n++) {
		irp[n] = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp[n]));
	}
	for (n = 0; n < 3; n++) {
		KUNIT_ASSERT_EQ(test, starts.started, n + 1U);
		KUNIT_EXPECT_PTR_EQ(test, starts.order[n], irp[n]);
		KUNIT_EXPECT_PTR_EQ(test, device->CurrentIrp, irp[n]);
		next_packet_after(device, irp[n]);
	}
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
}

static void packets_start_by_key(struct kunit *test)
{
	static const ULONG keys[] = { 9, 30, 10, 20, 10, 0 };
	static const int expected[] = { 0, 2, 4, 3, 1 };
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[5];
	int n;

	next_key = keys;
	for (n = 0; n < 5; n++) {
		irp[n] = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		IoCallDriver(device, irp[n]);
	}
	for (n = 0; n < 5; n++) {
		KUNIT_ASSERT_EQ(test, starts.started, n + 1U);
		KUNIT_EXPECT_PTR_EQ(test, starts.order[n], irp[expected[n]]);
		next_packet_after(device, starts.order[n]);
	}
}

/* The first from the key on; when there is none, from the beginning: an elevator. */
static void next_packet_is_chosen_by_key(struct kunit *test)
{
	static const ULONG keys[] = { 0, 10, 20, 30, 0 };
	static const ULONG asked[] = { 15, 30, 31 };
	static const int expected[] = { 2, 3, 1 };
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[4];
	KIRQL irql;
	int n;

	next_key = keys;
	for (n = 0; n < 4; n++) {
		irp[n] = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		IoCallDriver(device, irp[n]);
	}
	for (n = 0; n < 4; n++) {
		KUNIT_ASSERT_EQ(test, starts.started, n + 1U);
		KUNIT_EXPECT_PTR_EQ(test, starts.order[n], irp[n ? expected[n - 1] : 0]);
		IoSetCancelRoutine(starts.order[n], NULL);
		toy_complete(starts.order[n], STATUS_SUCCESS, 0);
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
		IoStartNextPacketByKey(device, TRUE, n < 3 ? asked[n] : 0);
		KeLowerIrql(irql);
	}
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
}

static void queued_packet_is_cancelled(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP first = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	PIRP second = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);

	IoCallDriver(device, first);
	IoCallDriver(device, second);
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(second));
	KUNIT_EXPECT_EQ(test, cancelled.calls, 1U);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_CANCELLED);
	next_packet_after(device, first);
	KUNIT_EXPECT_EQ(test, starts.started, 1U);
}

static void long_queue_needs_no_stack(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP first;
	int n;

	starts.plain = true;
	first = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	IoCallDriver(device, first);
	for (n = 0; n < 1000; n++)
		IoCallDriver(device, control(sender, device, CODE(METHOD_NEITHER), 0, 0));
	KUNIT_EXPECT_EQ(test, starts.started, 1U);
	starts.finishes = true;
	toy_complete(first, STATUS_SUCCESS, 0);
	IoStartNextPacket(device, FALSE);
	KUNIT_EXPECT_EQ(test, starts.started, 1001U);
	KUNIT_EXPECT_EQ(test, starts.deepest, 1U);
}

/* The first is started; StartIo ends those that follow it at once. */
static void queue_packets(struct kunit *test, PDEVICE_OBJECT device, PIRP *irps,
			  unsigned int number)
{
	struct sender *sender = sender_create(test);
	unsigned int n;

	starts.plain = true;
	for (n = 0; n < number; n++) {
		irps[n] = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		IoCallDriver(device, irps[n]);
	}
	starts.finishes = true;
}

/* A request that is over is nobody's current one: its memory may be gone. */
static void next_packet_is_current_at_once(struct kunit *test)
{
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[3];

	queue_packets(test, device, irp, ARRAY_SIZE(irp));
	starts.next_first = true;
	toy_complete(irp[0], STATUS_SUCCESS, 0);
	IoStartNextPacket(device, FALSE);
	KUNIT_ASSERT_EQ(test, starts.started, 3U);
	KUNIT_EXPECT_PTR_EQ(test, starts.current_after[1], irp[2]);
	KUNIT_EXPECT_NULL(test, starts.current_after[2]);
	KUNIT_EXPECT_EQ(test, starts.deepest, 1U);
}

/* The current request ends before its StartIo was called, by being cancelled perhaps. */
static void packet_that_ends_before_its_start_is_not_started(struct kunit *test)
{
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[3];

	queue_packets(test, device, irp, ARRAY_SIZE(irp));
	toy_complete(irp[0], STATUS_SUCCESS, 0);
	starts.end_at = irp[1];
	IoStartNextPacket(device, FALSE);
	KUNIT_EXPECT_EQ(test, starts.started, 2U);
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
}

static void packet_without_start_io_is_refused(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);

	starts.plain = true;
	toy.driver->DriverStartIo = NULL;
	log_mark(&toy.log);
	IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 0));
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "StartIo"), 1U);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_INVALID_DEVICE_REQUEST);
}

static void device_queue_is_busy_or_not(struct kunit *test)
{
	KDEVICE_QUEUE_ENTRY entries[3] = { };
	KDEVICE_QUEUE queue;

	KeInitializeDeviceQueue(&queue);
	KUNIT_EXPECT_FALSE(test, KeInsertDeviceQueue(&queue, &entries[0]));
	KUNIT_EXPECT_FALSE(test, entries[0].Inserted);
	KUNIT_EXPECT_TRUE(test, KeInsertDeviceQueue(&queue, &entries[1]));
	KUNIT_EXPECT_TRUE(test, KeInsertByKeyDeviceQueue(&queue, &entries[2], 5));
	KUNIT_EXPECT_TRUE(test, KeRemoveEntryDeviceQueue(&queue, &entries[1]));
	KUNIT_EXPECT_FALSE(test, KeRemoveEntryDeviceQueue(&queue, &entries[1]));
	KUNIT_EXPECT_PTR_EQ(test, KeRemoveByKeyDeviceQueue(&queue, 9), &entries[2]);
	KUNIT_EXPECT_NULL(test, KeRemoveDeviceQueue(&queue));
	KUNIT_EXPECT_FALSE(test, KeInsertDeviceQueue(&queue, &entries[0]));
}

/* Cancel-safe queues */

static struct {
	IO_CSQ csq;
	LIST_ENTRY list;
	KSPIN_LOCK lock;
	unsigned int completed;
	NTSTATUS refuses;
	PVOID insert_context;
} queue;

static VOID NTAPI csq_insert(PIO_CSQ csq, PIRP irp)
{
	InsertTailList(&queue.list, &irp->Tail.Overlay.ListEntry);
}

static NTSTATUS NTAPI csq_insert_ex(PIO_CSQ csq, PIRP irp, PVOID context)
{
	queue.insert_context = context;
	if (!NT_SUCCESS(queue.refuses))
		return queue.refuses;
	csq_insert(csq, irp);
	return STATUS_SUCCESS;
}

static VOID NTAPI csq_remove(PIO_CSQ csq, PIRP irp)
{
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
}

static PIRP NTAPI csq_peek(PIO_CSQ csq, PIRP irp, PVOID context)
{
	PLIST_ENTRY entry = irp ? irp->Tail.Overlay.ListEntry.Flink : queue.list.Flink;

	for (; entry != &queue.list; entry = entry->Flink) {
		irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);
		if (!context || IoGetCurrentIrpStackLocation(irp)->FileObject == context)
			return irp;
	}
	return NULL;
}

static VOID NTAPI csq_acquire(PIO_CSQ csq, PKIRQL irql)
{
	KeAcquireSpinLock(&queue.lock, irql);
}

static VOID NTAPI csq_release(PIO_CSQ csq, KIRQL irql)
{
	KeReleaseSpinLock(&queue.lock, irql);
}

static VOID NTAPI csq_complete(PIO_CSQ csq, PIRP irp)
{
	queue.completed++;
	toy_complete(irp, STATUS_CANCELLED, 0);
}

static IO_CSQ_IRP_CONTEXT *csq_context;
static bool csq_extended;

static NTSTATUS csq_dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	NTSTATUS status;

	if (!csq_extended) {
		IoCsqInsertIrp(&queue.csq, irp, csq_context);
		return STATUS_PENDING;
	}
	status = IoCsqInsertIrpEx(&queue.csq, irp, csq_context, &queue);
	return NT_SUCCESS(status) ? STATUS_PENDING : toy_complete(irp, status, 0);
}

static PDEVICE_OBJECT csq_device(struct kunit *test, bool extended)
{
	memset(&queue, 0, sizeof(queue));
	InitializeListHead(&queue.list);
	KeInitializeSpinLock(&queue.lock);
	csq_context = NULL;
	csq_extended = extended;
	if (extended)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				IoCsqInitializeEx(&queue.csq, csq_insert_ex, csq_remove, csq_peek,
						  csq_acquire, csq_release, csq_complete));
	else
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				IoCsqInitialize(&queue.csq, csq_insert, csq_remove, csq_peek,
						csq_acquire, csq_release, csq_complete));
	toy.on_request = csq_dispatch;
	return toy_device(test, NULL);
}

static void csq_gives_requests_in_order(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = csq_device(test, false);
	PIRP irp[3];
	int n;

	for (n = 0; n < 3; n++) {
		irp[n] = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp[n]));
	}
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(irp[1]));
	KUNIT_EXPECT_EQ(test, queue.completed, 1U);
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveNextIrp(&queue.csq, NULL), irp[0]);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp[0]));
	KUNIT_EXPECT_NULL(test, IoCsqRemoveNextIrp(&queue.csq, &queue));
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveNextIrp(&queue.csq, NULL), irp[2]);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveNextIrp(&queue.csq, NULL));
	toy_complete(irp[0], STATUS_SUCCESS, 0);
	toy_complete(irp[2], STATUS_SUCCESS, 0);
}

static void csq_finds_a_request_by_context(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = csq_device(test, true);
	IO_CSQ_IRP_CONTEXT context = { };
	PIRP irp;

	csq_context = &context;
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	IoCallDriver(device, irp);
	KUNIT_EXPECT_PTR_EQ(test, queue.insert_context, (void *)&queue);
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveIrp(&queue.csq, &context), irp);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveIrp(&queue.csq, &context));
	toy_complete(irp, STATUS_SUCCESS, 0);
	irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	IoCallDriver(device, irp);
	IoCancelIrp(irp);
	KUNIT_EXPECT_EQ(test, queue.completed, 1U);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveIrp(&queue.csq, &context));
}

/* A queue of either kind takes a request from either routine. */
static void csq_takes_a_request_by_both_names(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	IO_CSQ_IRP_CONTEXT context = { };
	PDEVICE_OBJECT device;
	unsigned int n;
	PIRP irp;

	for (n = 0; n < 4; n++) {
		device = csq_device(test, n & 1);
		csq_extended = n & 2;
		csq_context = &context;
		queue.insert_context = &context;
		irp = control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
		/* IoCsqInsertIrp() has none for the driver. */
		KUNIT_EXPECT_PTR_EQ(test, queue.insert_context,
				    !(n & 1) ? (PVOID)&context : n & 2 ? (PVOID)&queue : NULL);
		KUNIT_EXPECT_PTR_EQ(test, context.Irp, irp);
		KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveIrp(&queue.csq, &context), irp);
		KUNIT_EXPECT_TRUE(test, IsListEmpty(&queue.list));
		toy_complete(irp, STATUS_SUCCESS, 0);
	}
}

static void csq_may_refuse_a_request(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = csq_device(test, true);

	queue.refuses = STATUS_DEVICE_NOT_READY;
	KUNIT_EXPECT_EQ(test, STATUS_DEVICE_NOT_READY,
			IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 0)));
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&queue.list));
}

static NTSTATUS cancel_then_queue(PDEVICE_OBJECT device, PIRP irp)
{
	irp->Cancel = TRUE;
	return csq_dispatch(device, irp);
}

static void csq_completes_what_is_cancelled_already(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = csq_device(test, false);

	toy.on_request = cancel_then_queue;
	KUNIT_EXPECT_EQ(test, STATUS_PENDING,
			IoCallDriver(device, control(sender, device, CODE(METHOD_BUFFERED), 8, 0)));
	KUNIT_EXPECT_EQ(test, queue.completed, 1U);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_CANCELLED);
}

static struct kunit_case irp_cases[] = {
	KUNIT_CASE(irp_has_its_locations),
	KUNIT_CASE(irp_of_the_driver_is_initialized),
	KUNIT_CASE(irp_under_way_is_not_initialized),
	KUNIT_CASE(irp_is_reused),
	KUNIT_CASE(output_is_copied_back),
	KUNIT_CASE(output_of_a_failure_is_not_copied),
	KUNIT_CASE_PARAM(buffers_follow_the_method, methods_gen_params),
	KUNIT_CASE(internal_control_is_another_function),
	KUNIT_CASE_PARAM(transfer_takes_the_way_of_the_device, transfers_gen_params),
	KUNIT_CASE(asynchronous_request_can_be_freed_by_its_sender),
	KUNIT_CASE(fsd_request_of_another_function_is_refused),
	KUNIT_CASE(pending_request_is_completed_later),
	KUNIT_CASE(unknown_function_is_refused),
	KUNIT_CASE_PARAM(completion_routine_is_called_when_wanted, invocations_gen_params),
	KUNIT_CASE(completion_goes_up_the_stack),
	KUNIT_CASE(driver_may_take_a_request_back),
	KUNIT_CASE(request_is_forwarded_and_awaited),
	KUNIT_CASE(extended_completion_routine),
	KUNIT_CASE(request_in_memory_of_the_driver),
	KUNIT_CASE(cancel_calls_the_routine),
	KUNIT_CASE(cancel_without_routine_only_marks),
	KUNIT_CASE(request_that_is_gone_is_not_cancelled),
	KUNIT_CASE(cancel_routine_is_exchanged),
	KUNIT_CASE(cancel_routine_that_keeps_the_lock_is_logged),
	KUNIT_CASE(sender_completes_a_second_time),
	KUNIT_CASE(second_completion_is_logged),
	KUNIT_CASE(completion_with_pending_is_logged),
	KUNIT_CASE(completion_with_cancel_routine_is_logged),
	KUNIT_CASE(free_of_a_request_in_use_is_refused),
	KUNIT_CASE(request_without_location_is_refused),
	KUNIT_CASE(request_to_no_device_is_completed),
	KUNIT_CASE_PARAM(request_passed_to_no_device_is_completed, passings_gen_params),
	KUNIT_CASE(what_is_left_of_requests_is_freed),
	KUNIT_CASE(irql_is_checked),
	KUNIT_CASE(mdl_describes_its_memory),
	KUNIT_CASE(sizes_in_pages),
	KUNIT_CASE(code_is_locked_and_unlocked),
	KUNIT_CASE(packets_start_one_after_the_other),
	KUNIT_CASE(packets_start_by_key),
	KUNIT_CASE(next_packet_is_chosen_by_key),
	KUNIT_CASE(queued_packet_is_cancelled),
	KUNIT_CASE(long_queue_needs_no_stack),
	KUNIT_CASE(next_packet_is_current_at_once),
	KUNIT_CASE(packet_that_ends_before_its_start_is_not_started),
	KUNIT_CASE(packet_without_start_io_is_refused),
	KUNIT_CASE(device_queue_is_busy_or_not),
	KUNIT_CASE(csq_gives_requests_in_order),
	KUNIT_CASE(csq_finds_a_request_by_context),
	KUNIT_CASE(csq_takes_a_request_by_both_names),
	KUNIT_CASE(csq_may_refuse_a_request),
	KUNIT_CASE(csq_completes_what_is_cancelled_already),
	{ }
};

static struct kunit_suite irp_suite = {
	.name = "ntparport_windows_irp",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = irp_cases,
};

kunit_test_suites(&irp_suite);
