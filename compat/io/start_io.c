// SPDX-License-Identifier: GPL-2.0
/* start_io.c - a device's queue, its DPC and its timer. */

#include <linux/bottom_half.h>
#include <linux/slab.h>

#include "base/gate.h"
#include "io/nt_io.h"

/* Device queues: one lock for all, held for a few instructions. */

static DEFINE_SPINLOCK(queues_lock);

/* What Windows has in Type. */
#define QUEUE_TYPE 20

VOID NTAPI KeInitializeDeviceQueue(PKDEVICE_QUEUE queue)
{
	if (!nt_ok(nt_is_memory(queue, sizeof(*queue)), "the queue"))
		return;
	memset(queue, 0, sizeof(*queue));
	queue->Type = QUEUE_TYPE;
	queue->Size = sizeof(*queue);
	INIT_LIST_HEAD(nt_list(&queue->DeviceListHead));
}
EXPORT_SYMBOL_GPL(KeInitializeDeviceQueue);

static PKDEVICE_QUEUE_ENTRY entry_of(struct list_head *list)
{
	return container_of((LIST_ENTRY *)list, KDEVICE_QUEUE_ENTRY, DeviceListEntry);
}

static bool is_queue(const KDEVICE_QUEUE *queue)
{
	return nt_is_memory(queue, sizeof(*queue)) && queue->Type == QUEUE_TYPE;
}

/* Its memory may hold anything: the queue knows whether it is in it. */
static bool has_locked(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	struct list_head *other;

	list_for_each(other, nt_list(&queue->DeviceListHead))
		if (entry_of(other) == entry)
			return true;
	return false;
}

static bool has(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	bool found;

	spin_lock_bh(&queues_lock);
	found = has_locked(queue, entry);
	spin_unlock_bh(&queues_lock);
	return found;
}

/* The macros in the log name the routine they are used in, so they are checked there. */

#define QUEUE_OK(queue)								\
({										\
	bool __is = is_queue(queue);						\
										\
	if (!__is)								\
		nt_complain("the queue is not initialised");			\
	__is;									\
})

#define INSERT_OK(queue, entry)							\
({										\
	bool __fits = nt_irql_ok(DISPATCH_LEVEL) && QUEUE_OK(queue) &&		\
		nt_ok(nt_is_memory(entry, sizeof(*(entry))), "the entry");		\
										\
	if (__fits && (entry)->Inserted && has(queue, entry)) {			\
		nt_complain("the entry is in the queue already");		\
		__fits = false;							\
	}									\
	__fits;									\
})

#define REMOVE_OK(queue)							\
({										\
	bool __can = nt_irql_ok(DISPATCH_LEVEL) && QUEUE_OK(queue);		\
										\
	if (__can && !READ_ONCE((queue)->Busy)) {				\
		nt_complain("the queue is not busy: nothing is to be removed");	\
		__can = false;							\
	}									\
	__can;									\
})

/* In order of the keys, after its equals. @key NULL: at the end. */
static BOOLEAN insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key)
{
	struct list_head *head = nt_list(&queue->DeviceListHead), *before = head;

	spin_lock_bh(&queues_lock);
	entry->Inserted = queue->Busy;
	queue->Busy = TRUE;
	if (entry->Inserted) {
		if (key) {
			entry->SortKey = *key;
			list_for_each(before, head)
				if (entry_of(before)->SortKey > *key)
					break;
		}
		list_add_tail(nt_list(&entry->DeviceListEntry), before);
	}
	spin_unlock_bh(&queues_lock);
	return entry->Inserted;
}

BOOLEAN NTAPI KeInsertDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	return INSERT_OK(queue, entry) && insert(queue, entry, NULL);
}
EXPORT_SYMBOL_GPL(KeInsertDeviceQueue);

BOOLEAN NTAPI KeInsertByKeyDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, ULONG key)
{
	return INSERT_OK(queue, entry) && insert(queue, entry, &key);
}
EXPORT_SYMBOL_GPL(KeInsertByKeyDeviceQueue);

/* The first one from @key on, and else from the beginning. An empty queue becomes idle. */
static PKDEVICE_QUEUE_ENTRY take(PKDEVICE_QUEUE queue, ULONG key)
{
	struct list_head *head = nt_list(&queue->DeviceListHead), *found;
	PKDEVICE_QUEUE_ENTRY entry = NULL;

	spin_lock_bh(&queues_lock);
	if (list_empty(head)) {
		queue->Busy = FALSE;
	} else {
		list_for_each(found, head)
			if (entry_of(found)->SortKey >= key)
				break;
		entry = entry_of(found == head ? head->next : found);
		list_del(nt_list(&entry->DeviceListEntry));
		entry->Inserted = FALSE;
	}
	spin_unlock_bh(&queues_lock);
	return entry;
}

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveDeviceQueue(PKDEVICE_QUEUE queue)
{
	return REMOVE_OK(queue) ? take(queue, 0) : NULL;
}
EXPORT_SYMBOL_GPL(KeRemoveDeviceQueue);

PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE queue, ULONG key)
{
	return REMOVE_OK(queue) ? take(queue, key) : NULL;
}
EXPORT_SYMBOL_GPL(KeRemoveByKeyDeviceQueue);

BOOLEAN NTAPI KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry)
{
	bool claims, there;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !QUEUE_OK(queue) ||
	    !nt_ok(nt_is_memory(entry, sizeof(*entry)), "the entry"))
		return FALSE;
	spin_lock_bh(&queues_lock);
	claims = entry->Inserted;
	there = claims && has_locked(queue, entry);
	if (there) {
		list_del(nt_list(&entry->DeviceListEntry));
		entry->Inserted = FALSE;
	}
	spin_unlock_bh(&queues_lock);
	if (claims && !there)
		nt_complain("the entry is not in the queue, or not initialised");
	return there;
}
EXPORT_SYMBOL_GPL(KeRemoveEntryDeviceQueue);

/* Packets: requests in a device's queue */

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
	spin_lock_bh(&queues_lock);
	device->object.CurrentIrp = irp;
	device->to_start = irp;
	spin_unlock_bh(&queues_lock);
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

	spin_lock_bh(&queues_lock);
	if (!device->starting) {
		device->starting = true;
		while ((irp = device->to_start)) {
			device->to_start = NULL;
			spin_unlock_bh(&queues_lock);
			start(device, irp);
			spin_lock_bh(&queues_lock);
		}
		device->starting = false;
	}
	spin_unlock_bh(&queues_lock);
}

VOID NTAPI IoStartPacket(PDEVICE_OBJECT object, PIRP irp, PULONG key, PDRIVER_CANCEL cancel)
{
	PDRIVER_CANCEL routine = NULL;
	KIRQL irql = 0, cancel_irql = 0;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object) || !nt_irp_ok(irp))
		return;
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (cancel) {
		IoAcquireCancelSpinLock(&cancel_irql);
		IoSetCancelRoutine(irp, cancel);
	}
	if (insert(&object->DeviceQueue, &irp->Tail.Overlay.DeviceQueueEntry, key)) {
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
	entry = take(&object->DeviceQueue, key);
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
	timer = object->Timer;
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
	object->Timer = timer;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoInitializeTimer);

VOID NTAPI IoStartTimer(PDEVICE_OBJECT object)
{
	LARGE_INTEGER due = { .QuadPart = -SECOND_IN_100NS };

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object))
		return;
	if (!object->Timer) {
		nt_complain("before IoInitializeTimer: nothing is done");
		return;
	}
	if (READ_ONCE(nt_device(object)->deleted)) {
		nt_complain("the device is deleted: nothing is done");
		return;
	}
	KeSetTimerEx(&object->Timer->timer, due, SECOND_IN_MS, &object->Timer->dpc);
}
EXPORT_SYMBOL_GPL(IoStartTimer);

VOID NTAPI IoStopTimer(PDEVICE_OBJECT object)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object) || !object->Timer)
		return;
	KeCancelTimer(&object->Timer->timer);
	KeRemoveQueueDpc(&object->Timer->dpc);
}
EXPORT_SYMBOL_GPL(IoStopTimer);

void nt_timer_free(struct nt_device *device)
{
	struct _IO_TIMER *timer = device->object.Timer;

	if (!timer)
		return;
	nt_memory_gone(timer, sizeof(*timer), device->driver->object.DriverInit);
	kfree(timer);
}
