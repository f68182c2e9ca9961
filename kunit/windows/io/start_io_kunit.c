// SPDX-License-Identifier: GPL-2.0
/* start_io_kunit.c - StartIo, one request after the other, and device queues. */

#include "sender.h"
#include "toy.h"

static struct {
	PIRP order[64];
	unsigned int started;
	bool plain;	/* requests have no cancel routine */
	bool finishes;	/* StartIo completes each request at once, and starts the next one */
	bool next_first;	/* StartIo does these two in the opposite order */
	PIRP end_at;	/* when this is started, the next request ends, unstarted */
	bool late;	/* and the one after that is not asked for meanwhile */
	PIRP cancel_at;	/* when this is started, StartIo cancels the next one */
	BOOLEAN cancelled;
	PIRP put_back;	/* when this is started, it goes back into the queue, once */
	PIRP current_after[64];	/* the device's current request after the next one was asked for */
	unsigned int depth, deepest;
} starts;

static VOID NTAPI start_io(PDEVICE_OBJECT device, PIRP irp)
{
	if (starts.started < ARRAY_SIZE(starts.order))
		starts.order[starts.started] = irp;
	starts.started++;
	if (irp == starts.put_back) {
		starts.put_back = NULL;
		IoStartPacket(device, irp, NULL, NULL);
		IoStartNextPacket(device, FALSE);
		return;
	}
	if (irp == starts.cancel_at) {
		IoSetCancelRoutine(irp, NULL);
		toy_complete(irp, STATUS_SUCCESS, 0);
		IoStartNextPacket(device, TRUE);
		starts.cancelled = IoCancelIrp(device->CurrentIrp);
		return;
	}
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
		if (!starts.late)
			IoStartNextPacket(device, FALSE);
	}
	starts.depth--;
}

static unsigned int cancellations;

static VOID NTAPI cancel_packet(PDEVICE_OBJECT device, PIRP irp)
{
	bool removed = KeRemoveEntryDeviceQueue(&device->DeviceQueue,
						&irp->Tail.Overlay.DeviceQueueEntry);

	cancellations++;
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
	cancellations = 0;
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
		irp[n] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
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

/* What was in the queue can no longer be cancelled, even if it is yet to be started. */
static void dequeued_packet_loses_its_cancel_routine(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[3];
	int n;

	IoSetStartIoAttributes(device, FALSE, TRUE);
	for (n = 0; n < 3; n++) {
		irp[n] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp[n]));
	}
	starts.cancel_at = irp[1];
	starts.cancelled = TRUE;
	next_packet_after(device, irp[0]);
	KUNIT_EXPECT_FALSE(test, starts.cancelled);
	KUNIT_ASSERT_EQ(test, starts.started, 3U);
	KUNIT_EXPECT_PTR_EQ(test, starts.order[2], irp[2]);
	KUNIT_EXPECT_FALSE(test, IoCancelIrp(irp[2]));
	KUNIT_EXPECT_EQ(test, cancellations, 0U);
	next_packet_after(device, irp[2]);
	/* This one was not in the queue. */
	irp[0] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp[0]));
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(irp[0]));
	KUNIT_EXPECT_EQ(test, cancellations, 1U);
	next_packet_after(device, irp[0]);
	EXPECT_NOT_LOGGED(test, &toy.log);
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
		irp[n] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		IoCallDriver(device, irp[n]);
	}
	for (n = 0; n < 5; n++) {
		KUNIT_ASSERT_EQ(test, starts.started, n + 1U);
		KUNIT_EXPECT_PTR_EQ(test, starts.order[n], irp[expected[n]]);
		next_packet_after(device, starts.order[n]);
	}
}

/* The first request from the key on; if there is none, the first of all: like an elevator. */
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
		irp[n] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
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
	PIRP first = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	PIRP second = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);

	IoCallDriver(device, first);
	IoCallDriver(device, second);
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(second));
	KUNIT_EXPECT_EQ(test, cancellations, 1U);
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
	first = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	IoCallDriver(device, first);
	for (n = 0; n < 1000; n++)
		IoCallDriver(device, sender_control(sender, device, CODE(METHOD_NEITHER), 0, 0));
	KUNIT_EXPECT_EQ(test, starts.started, 1U);
	starts.finishes = true;
	toy_complete(first, STATUS_SUCCESS, 0);
	IoStartNextPacket(device, FALSE);
	KUNIT_EXPECT_EQ(test, starts.started, 1001U);
	KUNIT_EXPECT_EQ(test, starts.deepest, 1U);
}

/* The first request is started; StartIo ends those that follow it at once. */
static void queue_packets(struct kunit *test, PDEVICE_OBJECT device, PIRP *irps,
			  unsigned int number)
{
	struct sender *sender = sender_create(test);
	unsigned int n;

	starts.plain = true;
	for (n = 0; n < number; n++) {
		irps[n] = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
		IoCallDriver(device, irps[n]);
	}
	starts.finishes = true;
}

/* A request that is over is not anybody's current request: its memory may be gone. */
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

/* The current request ends before its StartIo is called, for instance by being cancelled. */
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

/*
 * The same, but whoever ends it asks for the next one only when StartIo has returned: another
 * processor may take that long.
 */
static void packet_that_has_ended_is_not_started_late(struct kunit *test)
{
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[4];

	queue_packets(test, device, irp, ARRAY_SIZE(irp));
	toy_complete(irp[0], STATUS_SUCCESS, 0);
	starts.end_at = irp[1];
	starts.late = true;
	IoStartNextPacket(device, FALSE);
	KUNIT_EXPECT_EQ(test, starts.started, 2U);
	KUNIT_EXPECT_TRUE(test, device->DeviceQueue.Busy);
	/* That it stays the current one is as on Windows. */
	KUNIT_EXPECT_PTR_EQ(test, device->CurrentIrp, irp[2]);
	IoStartNextPacket(device, FALSE);
	KUNIT_ASSERT_EQ(test, starts.started, 3U);
	KUNIT_EXPECT_PTR_EQ(test, starts.order[2], irp[3]);
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
}

/* As StartIo does when the hardware is not ready. It waits after those that are queued. */
static void current_packet_is_put_back_and_started_again(struct kunit *test)
{
	static const int expected[] = { 0, 1, 2, 1 };
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[3];
	int n;

	queue_packets(test, device, irp, ARRAY_SIZE(irp));
	starts.put_back = irp[1];
	log_mark(&toy.log);
	toy_complete(irp[0], STATUS_SUCCESS, 0);
	IoStartNextPacket(device, FALSE);
	KUNIT_ASSERT_EQ(test, starts.started, 4U);
	for (n = 0; n < ARRAY_SIZE(expected); n++)
		KUNIT_EXPECT_PTR_EQ(test, starts.order[n], irp[expected[n]]);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
}

/* Alone in the queue, it is next. */
static void current_packet_is_put_back_into_an_empty_queue(struct kunit *test)
{
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp[2];

	queue_packets(test, device, irp, ARRAY_SIZE(irp));
	starts.put_back = irp[1];
	toy_complete(irp[0], STATUS_SUCCESS, 0);
	IoStartNextPacket(device, FALSE);
	KUNIT_ASSERT_EQ(test, starts.started, 3U);
	KUNIT_EXPECT_PTR_EQ(test, starts.order[2], irp[1]);
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
}

/* It is started, and queued as well; the queue must not refer to it when it is over. */
static void request_that_is_started_twice_leaves_the_queue(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);

	starts.plain = true;
	IoCallDriver(device, irp);
	IoStartPacket(device, irp, NULL, NULL);
	log_mark(&toy.log);
	toy_complete(irp, STATUS_SUCCESS, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "has ended, but is still in the queue");
	IoStartNextPacket(device, FALSE);
	KUNIT_EXPECT_EQ(test, starts.started, 1U);
	KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
}

/**
 * struct resent - a request of a driver's own, which its completion routine sends once more
 * @device: the device that it is sent to
 * @times: how many more times it is sent
 * @reuse: it is made new by IoReuseIrp() before that
 * @ended: how many times it was complete
 */
struct resent {
	PDEVICE_OBJECT device;
	unsigned int times;
	bool reuse;
	unsigned int ended;
};

static NTSTATUS NTAPI send_again(PDEVICE_OBJECT unused, PIRP irp, PVOID context)
{
	struct resent *resent = context;

	resent->ended++;
	if (!resent->times)
		return STATUS_MORE_PROCESSING_REQUIRED;
	resent->times--;
	if (resent->reuse)
		IoReuseIrp(irp, STATUS_SUCCESS);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, send_again, resent, TRUE, TRUE, TRUE);
	IoCallDriver(resent->device, irp);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/*
 * A driver completes its current request and then asks for the next one. In between, a new request
 * may have the same memory.
 */
static void request_at_the_address_of_the_last_one_is_started(struct kunit *test)
{
	struct resent resent = { };
	PDEVICE_OBJECT device = packet_device(test);
	PIRP irp = IoAllocateIrp(device->StackSize, FALSE);
	int n;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	starts.plain = true;
	resent.device = device;
	log_mark(&toy.log);
	for (n = 0; n < 2; n++) {
		resent.reuse = n;
		resent.times = 1;
		resent.ended = 0;
		starts.started = 0;
		IoReuseIrp(irp, STATUS_SUCCESS);
		IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
		IoSetCompletionRoutine(irp, send_again, &resent, TRUE, TRUE, TRUE);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
		KUNIT_EXPECT_EQ(test, starts.started, 1U);
		/* It is sent again in here, and has to wait for the next one to be asked for. */
		next_packet_after(device, irp);
		KUNIT_EXPECT_EQ(test, resent.ended, 1U);
		KUNIT_ASSERT_EQ(test, starts.started, 2U);
		KUNIT_EXPECT_PTR_EQ(test, device->CurrentIrp, irp);
		next_packet_after(device, irp);
		KUNIT_EXPECT_EQ(test, resent.ended, 2U);
		KUNIT_EXPECT_NULL(test, device->CurrentIrp);
	}
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoFreeIrp(irp);
}

static void freed_request_leaves_the_queue(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);
	PIRP busy = sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0);
	PIRP freed = IoAllocateIrp(1, FALSE);
	PIRP reused = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, freed);
	KUNIT_ASSERT_NOT_NULL(test, reused);
	starts.plain = true;
	IoCallDriver(device, busy);
	IoStartPacket(device, freed, NULL, NULL);
	IoStartPacket(device, reused, NULL, NULL);
	log_mark(&toy.log);
	IoFreeIrp(freed);
	EXPECT_LOGGED_ONCE(test, &toy.log, "has ended, but is still in the queue");
	log_mark(&toy.log);
	IoReuseIrp(reused, STATUS_SUCCESS);
	EXPECT_LOGGED_ONCE(test, &toy.log, "has ended, but is still in the queue");
	next_packet_after(device, busy);
	KUNIT_EXPECT_EQ(test, starts.started, 1U);
	KUNIT_EXPECT_FALSE(test, device->DeviceQueue.Busy);
	IoFreeIrp(reused);
}

static void request_is_in_the_queue_of_one_device(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT devices[] = { packet_device(test), toy_device(test, NULL) };
	PIRP busy[2], irp = IoAllocateIrp(1, FALSE);
	int n;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	starts.plain = true;
	for (n = 0; n < 2; n++) {
		busy[n] = sender_control(sender, devices[n], CODE(METHOD_BUFFERED), 8, 0);
		IoCallDriver(devices[n], busy[n]);
	}
	IoStartPacket(devices[0], irp, NULL, NULL);
	log_mark(&toy.log);
	IoStartPacket(devices[1], irp, NULL, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "already in the queue of a device");
	next_packet_after(devices[1], busy[1]);
	KUNIT_EXPECT_EQ(test, starts.started, 2U);
	next_packet_after(devices[0], busy[0]);
	KUNIT_ASSERT_EQ(test, starts.started, 3U);
	/* The current request of one device may be queued for another. */
	log_mark(&toy.log);
	IoStartPacket(devices[1], irp, NULL, NULL);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, starts.started, 4U);
	for (n = 0; n < 2; n++)
		IoStartNextPacket(devices[n], FALSE);
	IoFreeIrp(irp);
}

static void packet_without_start_io_is_refused(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = packet_device(test);

	starts.plain = true;
	toy.driver->DriverStartIo = NULL;
	log_mark(&toy.log);
	IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 0));
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

/* It would lead from one queue into the other, and the first would have no end. */
static void entry_of_another_queue_is_refused(struct kunit *test)
{
	KDEVICE_QUEUE_ENTRY entries[3] = { };
	KDEVICE_QUEUE queue, other;

	KeInitializeDeviceQueue(&queue);
	KeInitializeDeviceQueue(&other);
	KUNIT_EXPECT_FALSE(test, KeInsertDeviceQueue(&queue, &entries[0]));
	KUNIT_EXPECT_FALSE(test, KeInsertDeviceQueue(&other, &entries[1]));
	KUNIT_EXPECT_TRUE(test, KeInsertDeviceQueue(&queue, &entries[2]));
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, KeInsertDeviceQueue(&other, &entries[2]));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is already in a queue");
	KUNIT_EXPECT_NULL(test, KeRemoveDeviceQueue(&other));
	KUNIT_EXPECT_PTR_EQ(test, KeRemoveDeviceQueue(&queue), &entries[2]);
	KUNIT_EXPECT_FALSE(test, KeInsertDeviceQueue(&other, &entries[1]));
	KUNIT_EXPECT_TRUE(test, KeInsertDeviceQueue(&other, &entries[2]));
	KUNIT_EXPECT_PTR_EQ(test, KeRemoveDeviceQueue(&other), &entries[2]);
}

static struct kunit_case start_io_cases[] = {
	KUNIT_CASE(packets_start_one_after_the_other),
	KUNIT_CASE(dequeued_packet_loses_its_cancel_routine),
	KUNIT_CASE(packets_start_by_key),
	KUNIT_CASE(next_packet_is_chosen_by_key),
	KUNIT_CASE(queued_packet_is_cancelled),
	KUNIT_CASE(long_queue_needs_no_stack),
	KUNIT_CASE(next_packet_is_current_at_once),
	KUNIT_CASE(packet_that_ends_before_its_start_is_not_started),
	KUNIT_CASE(packet_that_has_ended_is_not_started_late),
	KUNIT_CASE(current_packet_is_put_back_and_started_again),
	KUNIT_CASE(current_packet_is_put_back_into_an_empty_queue),
	KUNIT_CASE(request_that_is_started_twice_leaves_the_queue),
	KUNIT_CASE(request_at_the_address_of_the_last_one_is_started),
	KUNIT_CASE(freed_request_leaves_the_queue),
	KUNIT_CASE(request_is_in_the_queue_of_one_device),
	KUNIT_CASE(packet_without_start_io_is_refused),
	KUNIT_CASE(device_queue_is_busy_or_not),
	KUNIT_CASE(entry_of_another_queue_is_refused),
	{ }
};

static struct kunit_suite start_io_suite = {
	.name = "ntparport_windows_start_io",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = start_io_cases,
};

kunit_test_suites(&start_io_suite);
