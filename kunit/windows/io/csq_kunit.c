// SPDX-License-Identifier: GPL-2.0
/* csq_kunit.c - cancel-safe queues. */

#include "sender.h"
#include "toy.h"

#include <csq.h>

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
		irp[n] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
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
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	IoCallDriver(device, irp);
	KUNIT_EXPECT_PTR_EQ(test, queue.insert_context, (void *)&queue);
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveIrp(&queue.csq, &context), irp);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveIrp(&queue.csq, &context));
	toy_complete(irp, STATUS_SUCCESS, 0);
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	IoCallDriver(device, irp);
	IoCancelIrp(irp);
	KUNIT_EXPECT_EQ(test, queue.completed, 1U);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveIrp(&queue.csq, &context));
}

/* A queue of either kind takes requests through either insert routine. */
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
		irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
		/* With IoCsqInsertIrp(), the driver gets no insert context. */
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
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED),
							    8, 0)));
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
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED),
							    8, 0)));
	KUNIT_EXPECT_EQ(test, queue.completed, 1U);
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_CANCELLED);
}

/* Drivers write to what is the queue's, and their lists have no end. */

static void expect_lost(struct kunit *test, PIRP irp)
{
	log_mark(&toy.log);
	IoCancelIrp(irp);
	EXPECT_LOGGED_ONCE(test, &toy.log, "has lost its queue");
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, queue.completed, 0U);
	/* It is still there. */
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveNextIrp(&queue.csq, NULL), irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
}

static void csq_that_is_lost_cancels_nothing(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = csq_device(test, false);
	IO_CSQ_IRP_CONTEXT context = { };
	PIRP irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);

	KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
	irp->Tail.Overlay.DriverContext[3] = (PVOID)10;
	expect_lost(test, irp);
	csq_context = &context;
	irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
	context.Csq = NULL;
	expect_lost(test, irp);
}

static PIRP NTAPI peek_without_end(PIO_CSQ csq, PIRP irp, PVOID context)
{
	return CONTAINING_RECORD(queue.list.Flink, IRP, Tail.Overlay.ListEntry);
}

static void csq_finds_no_request_in_a_head(struct kunit *test)
{
	csq_device(test, false);
	queue.csq.CsqPeekNextIrp = peek_without_end;
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveNextIrp(&queue.csq, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a request");
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&queue.list));
}

static void csq_does_not_search_for_ever(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = csq_device(test, false);
	PIRP irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	PDRIVER_CANCEL routine;

	KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
	queue.csq.CsqPeekNextIrp = peek_without_end;
	/* Somebody is about to cancel it, and waits for the lock. */
	routine = IoSetCancelRoutine(irp, NULL);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoCsqRemoveNextIrp(&queue.csq, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "which it was to go on from");
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	IoSetCancelRoutine(irp, routine);
	KUNIT_EXPECT_PTR_EQ(test, IoCsqRemoveNextIrp(&queue.csq, NULL), irp);
	toy_complete(irp, STATUS_SUCCESS, 0);
}

static struct kunit_case csq_cases[] = {
	KUNIT_CASE(csq_gives_requests_in_order),
	KUNIT_CASE(csq_finds_a_request_by_context),
	KUNIT_CASE(csq_takes_a_request_by_both_names),
	KUNIT_CASE(csq_may_refuse_a_request),
	KUNIT_CASE(csq_completes_what_is_cancelled_already),
	KUNIT_CASE(csq_that_is_lost_cancels_nothing),
	KUNIT_CASE(csq_finds_no_request_in_a_head),
	KUNIT_CASE(csq_does_not_search_for_ever),
	{ }
};

static struct kunit_suite csq_suite = {
	.name = "ntparport_windows_csq",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = csq_cases,
};

kunit_test_suites(&csq_suite);
