// SPDX-License-Identifier: GPL-2.0
/* irp_kunit.c - requests: made, pending, misused, left behind. */

#include "sender.h"
#include "toy.h"

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
		/* There is one more location, for drivers that take one too many. */
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

/* Nobody knows how much memory there is beyond what the request takes. */
static void irp_of_the_driver_that_says_it_is_larger_is_reused(struct kunit *test)
{
	PIRP irp = kunit_kzalloc(test, IoSizeOfIrp(2), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoInitializeIrp(irp, IoSizeOfIrp(1), 1);
	memset((char *)irp + IoSizeOfIrp(1), 0x5a, IoSizeOfIrp(2) - IoSizeOfIrp(1));
	irp->Size = 0xffff;
	IoReuseIrp(irp, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, irp->Size, IoSizeOfIrp(1));
	KUNIT_EXPECT_EQ(test, *((char *)irp + IoSizeOfIrp(1)), 0x5a);
}

/* What has happened to a request since it was sent must not be lost. */
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
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED),
							    8, 8)));
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

/* Misuse: a line in the log, and the kernel lives */

static void second_completion_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	struct completion_seen seen = { .answer = STATUS_MORE_PROCESSING_REQUIRED };
	PIRP irp;

	toy.on_request = toy_pend;
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KeClearEvent(&sender->event);
	log_mark(&toy.log);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IofCompleteRequest");
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&sender->event), 0);

	/* A request that its sender still has. */
	irp = IoAllocateIrp(1, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, note_completion, &seen, TRUE, TRUE, TRUE);
	IoCallDriver(device, irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_SUCCESS, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "already complete");
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	IoFreeIrp(irp);
}

static void completion_with_pending_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp;

	toy.on_request = toy_pend;
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_PENDING, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "STATUS_PENDING");
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&sender->event), 0);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
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

/* What a driver leaves behind */

static void what_is_left_of_requests_is_freed(struct kunit *test)
{
	UNICODE_STRING machine = text(L"\\Registry\\Machine");
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	OBJECT_ATTRIBUTES attributes;
	HANDLE handle = NULL;

	KUNIT_ASSERT_NOT_NULL(test, sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8));
	KUNIT_ASSERT_NOT_NULL(test, sender_control(sender, device, CODE(METHOD_OUT_DIRECT), 8, 8));
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

/* At HIGH_LEVEL each of these is logged, and does nothing. */

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

static struct kunit_case irp_cases[] = {
	KUNIT_CASE(irp_has_its_locations),
	KUNIT_CASE(irp_of_the_driver_is_initialized),
	KUNIT_CASE(irp_of_the_driver_that_says_it_is_larger_is_reused),
	KUNIT_CASE(irp_under_way_is_not_initialized),
	KUNIT_CASE(irp_is_reused),
	KUNIT_CASE(pending_request_is_completed_later),
	KUNIT_CASE(unknown_function_is_refused),
	KUNIT_CASE(second_completion_is_logged),
	KUNIT_CASE(completion_with_pending_is_logged),
	KUNIT_CASE(free_of_a_request_in_use_is_refused),
	KUNIT_CASE(what_is_left_of_requests_is_freed),
	KUNIT_CASE(irql_is_checked),
	{ }
};

static struct kunit_suite irp_suite = {
	.name = "ntparport_windows_irp",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = irp_cases,
};

kunit_test_suites(&irp_suite);
