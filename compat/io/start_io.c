// SPDX-License-Identifier: GPL-2.0
/* start_io.c - requests in a device's queue, its DPC and its timer. */

#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"
#include "ke/device_queue.h"
#include "ke/gone.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/irp.h"

/* Packets: requests in a device's queue */

/* Guards who the current ones are, for a few instructions. */
static DEFINE_SPINLOCK(packets_lock);

static void start(struct nt_device *device, PIRP irp)
{
	PDRIVER_STARTIO routine = device->driver->object.DriverStartIo;

	if (nt_driver_dead(device->driver)) {
		nt_irp_finish(irp, STATUS_DEVICE_REMOVED, 0);
		IoStartNextPacket(&device->object, FALSE);
		return;
	}
	if (!routine) {
		pr_warn_ratelimited("%s: IoStartPacket: the driver has no StartIo\n",
				    device->driver->name);
		nt_irp_finish(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
		IoStartNextPacket(&device->object, FALSE);
		return;
	}
	nt_call(routine, &device->object, irp);
}

/*
 * The device's current request changes here and nowhere else, and with it what is
 * to be started: one that was not started yet is over, or nobody would have asked
 * for the next.
 */
static void make_current(struct nt_device *device, PIRP irp)
{
	spin_lock_bh(&packets_lock);
	device->object.CurrentIrp = irp;
	device->to_start = irp;
	spin_unlock_bh(&packets_lock);
}

/*
 * Starts the current request. A StartIo that completes its request at once calls
 * IoStartNextPacket(): the next one is the current one from then on, but it is
 * started when that StartIo returns, not inside it, or a long queue would need a
 * long stack. At DISPATCH_LEVEL.
 */
static void start_current(struct nt_device *device)
{
	PIRP irp;

	spin_lock_bh(&packets_lock);
	if (!device->starting) {
		device->starting = true;
		while ((irp = device->to_start)) {
			device->to_start = NULL;
			spin_unlock_bh(&packets_lock);
			start(device, irp);
			spin_lock_bh(&packets_lock);
		}
		device->starting = false;
	}
	spin_unlock_bh(&packets_lock);
}

VOID NTAPI IoStartPacket(PDEVICE_OBJECT object, PIRP irp, PULONG key, PDRIVER_CANCEL cancel)
{
	PDRIVER_CANCEL routine = NULL;
	KIRQL irql = 0, cancel_irql = 0;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object) || !nt_irp_ok(irp))
		return;
	if (irp == READ_ONCE(object->CurrentIrp) ||
	    nt_device_queue_has(&object->DeviceQueue, &irp->Tail.Overlay.DeviceQueueEntry)) {
		nt_complain("request %p is in the queue of %s already, or its current one", irp,
			    nt_device(object)->label);
		return;
	}
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (cancel) {
		IoAcquireCancelSpinLock(&cancel_irql);
		IoSetCancelRoutine(irp, cancel);
	}
	if (nt_device_queue_insert(&object->DeviceQueue, &irp->Tail.Overlay.DeviceQueueEntry,
				   key)) {
		if (cancel && irp->Cancel)
			routine = IoSetCancelRoutine(irp, NULL);
		if (routine)
			nt_call_cancel_routine(routine, object, irp, cancel_irql);
		else if (cancel)
			IoReleaseCancelSpinLock(cancel_irql);
	} else {
		make_current(nt_device(object), irp);
		if (cancel)
			IoReleaseCancelSpinLock(cancel_irql);
		start_current(nt_device(object));
	}
	KeLowerIrql(irql);
}
EXPORT_SYMBOL_GPL(IoStartPacket);

static void start_next(PDEVICE_OBJECT object, bool cancelable, ULONG key)
{
	PKDEVICE_QUEUE_ENTRY entry;
	KIRQL irql, cancel_irql = 0;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (cancelable)
		IoAcquireCancelSpinLock(&cancel_irql);
	/* Before the queue may become idle: whoever finds it so has the next one. */
	make_current(nt_device(object), NULL);
	entry = nt_device_queue_take(&object->DeviceQueue, key);
	if (entry)
		make_current(nt_device(object),
			     container_of(entry, IRP, Tail.Overlay.DeviceQueueEntry));
	if (cancelable)
		IoReleaseCancelSpinLock(cancel_irql);
	if (entry)
		start_current(nt_device(object));
	KeLowerIrql(irql);
}

VOID NTAPI IoStartNextPacket(PDEVICE_OBJECT object, BOOLEAN cancelable)
{
	if (nt_irql_ok(DISPATCH_LEVEL) && nt_device_ok(object))
		start_next(object, cancelable, 0);
}
EXPORT_SYMBOL_GPL(IoStartNextPacket);

VOID NTAPI IoStartNextPacketByKey(PDEVICE_OBJECT object, BOOLEAN cancelable, ULONG key)
{
	if (nt_irql_ok(DISPATCH_LEVEL) && nt_device_ok(object))
		start_next(object, cancelable, key);
}
EXPORT_SYMBOL_GPL(IoStartNextPacketByKey);

/* The DPC */

static VOID NTAPI run_dpc(struct _KDPC *dpc, PVOID context, PVOID irp, PVOID argument)
{
	struct nt_device *device = context;

	nt_call(device->dpc, dpc, &device->object, irp, argument);
}

VOID IoInitializeDpcRequest(PDEVICE_OBJECT object, PIO_DPC_ROUTINE routine)
{
	if (!nt_device_ok(object) || !nt_ok(nt_is_memory(routine, 1), "the routine"))
		return;
	nt_device(object)->dpc = routine;
	KeInitializeDpc(&object->Dpc, run_dpc, nt_device(object));
}
EXPORT_SYMBOL_GPL(IoInitializeDpcRequest);

BOOLEAN IoRequestDpc(PDEVICE_OBJECT object, PIRP irp, PVOID context)
{
	if (!nt_device_ok(object))
		return FALSE;
	if (!READ_ONCE(nt_device(object)->dpc)) {
		nt_complain("before IoInitializeDpcRequest: nothing is done");
		return FALSE;
	}
	return KeInsertQueueDpc(&object->Dpc, irp, context);
}
EXPORT_SYMBOL_GPL(IoRequestDpc);

/* The timer */

struct _IO_TIMER {
	KTIMER timer;
	KDPC dpc;
	PIO_TIMER_ROUTINE routine;
	PVOID context;
	PDEVICE_OBJECT device;
};

#define SECOND_IN_MS 1000
#define SECOND_IN_100NS 10000000LL

static VOID NTAPI run_timer(struct _KDPC *dpc, PVOID context, PVOID unused1, PVOID unused2)
{
	struct _IO_TIMER *timer = context;

	nt_call(timer->routine, timer->device, timer->context);
}

NTSTATUS NTAPI IoInitializeTimer(PDEVICE_OBJECT object, PIO_TIMER_ROUTINE routine, PVOID context)
{
	struct _IO_TIMER *timer;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(object) ||
	    !nt_ok(nt_is_memory(routine, 1), "the routine"))
		return STATUS_INVALID_PARAMETER;
	timer = nt_device(object)->timer;
	if (timer) {
		timer->routine = routine;
		timer->context = context;
		return STATUS_SUCCESS;
	}
	timer = kzalloc(sizeof(*timer), GFP_KERNEL);
	if (!timer)
		return STATUS_INSUFFICIENT_RESOURCES;
	timer->routine = routine;
	timer->context = context;
	timer->device = object;
	KeInitializeTimer(&timer->timer);
	KeInitializeDpc(&timer->dpc, run_timer, timer);
	nt_device(object)->timer = timer;
	object->Timer = timer;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoInitializeTimer);

VOID NTAPI IoStartTimer(PDEVICE_OBJECT object)
{
	LARGE_INTEGER due = { .QuadPart = -SECOND_IN_100NS };
	struct _IO_TIMER *timer;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object))
		return;
	if (!nt_device(object)->timer) {
		nt_complain("before IoInitializeTimer: nothing is done");
		return;
	}
	if (READ_ONCE(nt_device(object)->deleted)) {
		nt_complain("the device is deleted: nothing is done");
		return;
	}
	timer = nt_device(object)->timer;
	KeSetTimerEx(&timer->timer, due, SECOND_IN_MS, &timer->dpc);
}
EXPORT_SYMBOL_GPL(IoStartTimer);

VOID NTAPI IoStopTimer(PDEVICE_OBJECT object)
{
	struct _IO_TIMER *timer;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object))
		return;
	/* Drivers may write to the one that they see. */
	timer = nt_device(object)->timer;
	if (!timer)
		return;
	KeCancelTimer(&timer->timer);
	KeRemoveQueueDpc(&timer->dpc);
}
EXPORT_SYMBOL_GPL(IoStopTimer);

void nt_timer_free(struct nt_device *device)
{
	struct _IO_TIMER *timer = device->timer;

	if (!timer)
		return;
	nt_memory_gone(timer, sizeof(*timer), device->driver->entry);
	kfree(timer);
}
