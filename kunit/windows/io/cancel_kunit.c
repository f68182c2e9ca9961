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

static unsigned long not_a_request[128];

static const struct stranger {
	const char *name;
	const void *address;
} strangers[] = {
	{ "nothing", NULL },
	{ "a small number", (void *)64UL },
	{ "the address of a program", (void *)0x400000UL },
	{ "the highest address", (void *)-8L },
	{ "other memory", not_a_request },
	{ "an odd address", (char *)not_a_request + 1 },
};

static void stranger_name(const struct stranger *stranger, char *name)
{
	strscpy(name, stranger->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(stranger, strangers, stranger_name);

static void what_is_not_a_request_is_not_written_to(struct kunit *test)
{
	const struct stranger *stranger = test->param_value;
	PIRP irp = (void *)stranger->address;

	memset(not_a_request, 0x11, sizeof(not_a_request));
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoSetCancelRoutine(irp, cancel));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoSetCancelRoutine: ");
	/* Here, NULL means that there is no request. */
	if (irp) {
		log_mark(&toy.log);
		KUNIT_EXPECT_NULL(test, IoAllocateMdl(&toy, 8, FALSE, FALSE, irp));
		EXPECT_LOGGED_ONCE(test, &toy.log, "IoAllocateMdl: ");
	}
	KUNIT_EXPECT_NULL(test, memchr_inv(not_a_request, 0x11, sizeof(not_a_request)));
}

static void freed_request_has_no_cancel_routine(struct kunit *test)
{
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoFreeIrp(irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoSetCancelRoutine(irp, cancel));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoSetCancelRoutine: ");
}

static void set_and_take_back(void *data)
{
	PIRP irp = data;

	if (!IoSetCancelRoutine(irp, cancel) && IoSetCancelRoutine(irp, NULL) == cancel)
		cancelled.calls++;
}

/* The driver's own memory, known or not, whatever it has done to it, and wherever it is. */
static void request_of_the_driver_has_a_cancel_routine(struct kunit *test)
{
	PIRP own = kunit_kzalloc(test, IoSizeOfIrp(1), GFP_KERNEL);
	PIRP irps[] = { own, IoAllocateIrp(1, FALSE) };
	int i;

	KUNIT_ASSERT_NOT_NULL(test, own);
	KUNIT_ASSERT_NOT_NULL(test, irps[1]);
	IoInitializeIrp(own, IoSizeOfIrp(1), 1);
	log_mark(&toy.log);
	for (i = 0; i < ARRAY_SIZE(irps); i++) {
		cancelled.calls = 0;
		set_and_take_back(irps[i]);
		in_dpc(test, set_and_take_back, irps[i]);
		at_high_level(test, set_and_take_back, irps[i]);
		in_interrupt_routine(test, set_and_take_back, irps[i]);
		KUNIT_EXPECT_EQ(test, cancelled.calls, 4U);
		irps[i]->Type = 0;
		set_and_take_back(irps[i]);
		irps[i]->Type = IO_TYPE_IRP;
		irps[i]->CurrentLocation = 100;
		set_and_take_back(irps[i]);
		KUNIT_EXPECT_EQ(test, cancelled.calls, 6U);
	}
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoFreeIrp(irps[1]);
}

static struct kunit_case cancel_cases[] = {
	KUNIT_CASE(cancel_calls_the_routine),
	KUNIT_CASE(cancel_without_routine_only_marks),
	KUNIT_CASE(request_that_is_gone_is_not_cancelled),
	KUNIT_CASE(cancel_routine_is_exchanged),
	KUNIT_CASE_PARAM(what_is_not_a_request_is_not_written_to, stranger_gen_params),
	KUNIT_CASE(freed_request_has_no_cancel_routine),
	KUNIT_CASE(request_of_the_driver_has_a_cancel_routine),
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
