// SPDX-License-Identifier: GPL-2.0
/* cancel_kunit.c - requests that are cancelled. */

#include "sender.h"
#include "toy.h"

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
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
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
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
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
	/* The I/O manager has freed this request. */
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a request, or is already gone");
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
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
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

static void completion_with_cancel_routine_is_logged(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp;

	memset(&cancelled, 0, sizeof(cancelled));
	toy.on_request = pend_cancellable;
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_SUCCESS, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "cancel routine");
	KUNIT_EXPECT_EQ(test, cancelled.calls, 0U);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
}

static struct kunit_case cancel_cases[] = {
	KUNIT_CASE(cancel_calls_the_routine),
	KUNIT_CASE(cancel_without_routine_only_marks),
	KUNIT_CASE(request_that_is_gone_is_not_cancelled),
	KUNIT_CASE(cancel_routine_is_exchanged),
	KUNIT_CASE(cancel_routine_that_keeps_the_lock_is_logged),
	KUNIT_CASE(completion_with_cancel_routine_is_logged),
	{ }
};

static struct kunit_suite cancel_suite = {
	.name = "ntparport_windows_cancel",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = cancel_cases,
};

kunit_test_suites(&cancel_suite);
