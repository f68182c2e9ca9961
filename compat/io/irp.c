// SPDX-License-Identifier: GPL-2.0
/*
 * irp.c - requests: sent from driver to driver, completed, cancelled.
 *
 * Every request that may be under way is in a table by its address, so that a
 * driver that completes or frees one twice is told so instead of believed.
 */

#include <linux/completion.h>
#include <linux/export.h>
#include <linux/hashtable.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/list.h"
#include "base/log.h"
#include "base/object.h"
#include "ke/device_queue.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/irp.h"

static DEFINE_HASHTABLE(irps, 8);
static DEFINE_SPINLOCK(irps_lock);

static KSPIN_LOCK cancel_lock;
/* Who has it: to notice a cancel routine that forgets to release it. */
static struct task_struct *cancel_owner;

static atomic_t count;

unsigned int nt_irp_count(void)
{
	return atomic_read(&count);
}

static struct nt_irp *find_locked(PIRP irp)
{
	struct nt_irp *known;

	hash_for_each_possible(irps, known, link, (unsigned long)irp)
		if (known->irp == irp)
			return known;
	return NULL;
}

struct nt_irp *nt_irp_find(PIRP irp)
{
	struct nt_irp *known;

	spin_lock_bh(&irps_lock);
	known = find_locked(irp);
	spin_unlock_bh(&irps_lock);
	return known;
}
EXPORT_SYMBOL_GPL(nt_irp_find);

static void remember(struct nt_irp *known)
{
	spin_lock_bh(&irps_lock);
	hash_add(irps, &known->link, (unsigned long)known->irp);
	spin_unlock_bh(&irps_lock);
}

/*
 * A request in our memory has a spare stack location below its first one: a driver
 * whose StackSize is too small fills it in before IoCallDriver() can refuse.
 */
static void initialize(PIRP irp, USHORT size, CCHAR stack_size, bool spare)
{
	memset(irp, 0, size + spare * sizeof(IO_STACK_LOCATION));
	irp->Type = IO_TYPE_IRP;
	irp->Size = size;
	irp->StackCount = stack_size;
	irp->CurrentLocation = stack_size + 1;
	INIT_LIST_HEAD(nt_list(&irp->ThreadListEntry));
	irp->Tail.Overlay.CurrentStackLocation =
		(PIO_STACK_LOCATION)(irp + 1) + spare + stack_size;
}

/* The request begins anew. */
static void initialize_known(struct nt_irp *known, USHORT size, CCHAR stack_size)
{
	initialize(known->irp, size, stack_size, !known->foreign);
	known->count = stack_size;
	known->location = stack_size + 1;
}

/* At a stack location: the one before the first is there, too, if the memory is ours. */
static PIO_STACK_LOCATION stack_location(const struct nt_irp *known, int place)
{
	return (PIO_STACK_LOCATION)(known->irp + 1) + !known->foreign - 1 + place;
}

/* It gets back to where it was sent or completed last: whoever sent it waits for it. */
static void put_back(struct nt_irp *known)
{
	known->irp->StackCount = known->count;
	known->irp->CurrentLocation = known->location;
	known->irp->Tail.Overlay.CurrentStackLocation = stack_location(known, known->location);
}

/*
 * What a driver has made of its place in the stack locations. Where that is none, it
 * is put back: the answer is false then.
 */
static bool mend(struct nt_irp *known)
{
	PIRP irp = known->irp;

	if (irp->StackCount == known->count && irp->CurrentLocation >= 0 &&
	    irp->CurrentLocation <= known->count + 1 &&
	    irp->Tail.Overlay.CurrentStackLocation == stack_location(known, irp->CurrentLocation))
		return true;
	put_back(known);
	return false;
}

/* The same, and it is nowhere else than where it was sent or completed last. */
static bool mend_place(struct nt_irp *known)
{
	if (mend(known) && known->irp->CurrentLocation == known->location)
		return true;
	put_back(known);
	return false;
}

/*
 * It was made for whoever waits for it, who has been told that it is complete, and is about
 * to free it. What a driver allocates it may send again.
 */
static bool is_over(const struct nt_irp *known)
{
	return known->finished && known->done && !known->origin;
}

static struct nt_irp *allocate(CCHAR stack_size, gfp_t flags)
{
	struct nt_irp *known;
	size_t head;

	if (stack_size < 1 || stack_size == S8_MAX)
		return NULL;
	head = ALIGN(struct_size(known, holds, stack_size + 1), 16);
	known = kzalloc(head + IoSizeOfIrp(stack_size + 1), flags);
	if (!known)
		return NULL;
	known->irp = (void *)known + head;
	initialize_known(known, IoSizeOfIrp(stack_size), stack_size);
	atomic_inc(&count);
	remember(known);
	return known;
}

static void destroy(struct nt_irp *known)
{
	if (known->owner)
		ObDereferenceObject(&known->owner->object);
	if (known->thread)
		ObDereferenceObject(known->thread);
	if (known->forgotten_by)
		ObDereferenceObject(&known->forgotten_by->object);
	atomic_dec(&count);
	/* Who sends it nevertheless has no request. */
	known->irp->Type = 0;
	kfree(known);
}

PIRP nt_irp_alloc(CCHAR stack_size, gfp_t flags)
{
	struct nt_irp *known = allocate(stack_size, flags);

	if (!known)
		return NULL;
	/* It may outlive the caller, who can be killed. */
	known->thread = PsGetCurrentThread();
	ObReferenceObject(known->thread);
	known->irp->Tail.Overlay.Thread = known->thread;
	return known->irp;
}

PIRP nt_irp_create(CCHAR stack_size, bool must)
{
	return nt_irp_alloc(stack_size, GFP_KERNEL | (must ? __GFP_NOFAIL : 0));
}

PIRP NTAPI IoAllocateIrp(CCHAR stack_size, BOOLEAN charge_quota)
{
	struct nt_irp *known;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return NULL;
	if (stack_size < 1 || stack_size == S8_MAX) {
		nt_complain("there is no request with %d stack locations", stack_size);
		return NULL;
	}
	known = allocate(stack_size, nt_gfp());
	if (!known)
		return NULL;
	known->owner = nt_driver_get(nt_caller());
	return known->irp;
}
EXPORT_SYMBOL_GPL(IoAllocateIrp);

VOID NTAPI IoInitializeIrp(PIRP irp, USHORT size, CCHAR stack_size)
{
	struct nt_irp *known;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	if (stack_size < 1 || stack_size == S8_MAX || size < IoSizeOfIrp(stack_size)) {
		nt_complain("%u bytes do not hold a request with %d stack locations",
			    size, stack_size);
		return;
	}
	known = nt_irp_find(irp);
	if (known && (known->origin || is_over(known) || IoSizeOfIrp(known->count) < size)) {
		nt_complain("request %p is under way, or of another size", irp);
		return;
	}
	if (known)
		initialize_known(known, size, stack_size);
	else if (nt_ok(nt_is_memory(irp, size), "the request"))
		initialize(irp, size, stack_size, false);
}
EXPORT_SYMBOL_GPL(IoInitializeIrp);

/*
 * Memory of a driver's, as IoInitializeIrp() leaves it. It may be gone: it is read
 * like memory that is not there.
 */
static bool is_irp(PIRP irp)
{
	struct {
		CSHORT type;
		CHAR count, place;
		PIO_STACK_LOCATION location;
	} seen;

#define SEEN(member, from) !copy_from_kernel_nofault(&seen.member, from, sizeof(seen.member))
	return SEEN(type, &irp->Type) && SEEN(count, &irp->StackCount) &&
	       SEEN(place, &irp->CurrentLocation) &&
	       SEEN(location, &irp->Tail.Overlay.CurrentStackLocation) &&
	       seen.type == IO_TYPE_IRP &&
	       seen.count >= 1 && seen.count < S8_MAX && seen.place >= 1 &&
	       seen.place <= seen.count + 1 &&
	       seen.location == (PIO_STACK_LOCATION)(irp + 1) + seen.place - 1 &&
	       nt_is_memory(irp, IoSizeOfIrp(seen.count));
#undef SEEN
}

VOID NTAPI IoReuseIrp(PIRP irp, NTSTATUS status)
{
	struct nt_irp *known;
	UCHAR flags;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	known = nt_irp_find(irp);
	if (known && (known->origin || is_over(known))) {
		nt_complain("request %p is under way, or the driver's no more", irp);
		return;
	}
	if (!known && !is_irp(irp)) {
		nt_complain("%p is no request, or is gone already", irp);
		return;
	}
	flags = irp->AllocationFlags;
	if (known)
		initialize_known(known, IoSizeOfIrp(known->count), known->count);
	else
		initialize(irp, irp->Size, irp->StackCount, false);
	irp->AllocationFlags = flags;
	irp->IoStatus.Status = status;
}
EXPORT_SYMBOL_GPL(IoReuseIrp);

VOID NTAPI IoFreeIrp(PIRP irp)
{
	struct nt_irp *known;
	const char *wrong = NULL;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	spin_lock_bh(&irps_lock);
	known = find_locked(irp);
	if (!known)
		wrong = "was not allocated by IoAllocateIrp, or is free already";
	else if (known->origin)
		wrong = "is under way: wait until it is complete";
	else if (known->foreign)
		wrong = "is memory of the driver";
	else if (known->done && !known->free_buffers)
		wrong = "was not allocated by a driver: it has to be completed";
	else
		hash_del(&known->link);
	spin_unlock_bh(&irps_lock);
	if (wrong) {
		nt_complain("request %p %s", irp, wrong);
		return;
	}
	destroy(known);
}
EXPORT_SYMBOL_GPL(IoFreeIrp);

void nt_irp_destroy(PIRP irp)
{
	struct nt_irp *known;

	spin_lock_bh(&irps_lock);
	known = find_locked(irp);
	hash_del(&known->link);
	spin_unlock_bh(&irps_lock);
	destroy(known);
}

void nt_irp_set_done(PIRP irp, void (*done)(PIRP irp, void *context), void *context)
{
	struct nt_irp *known = nt_irp_find(irp);

	known->done = done;
	known->done_context = context;
}

/*
 * A request is sent: it is under way from here on. Until the sender has it back
 * its completion routine may be called and its buffers used: the sender is
 * held. One that waits for another driver keeps its module loaded; ports answer
 * when they are told to, see nt_irps_of_driver_end(). @target is NULL if
 * there is no device. NULL: no memory.
 */
static struct nt_irp *begin(PIRP irp, const void *caller, const struct nt_driver *target)
{
	struct nt_irp *known = nt_irp_find(irp);

	if (!known) {
		known = kzalloc(struct_size(known, holds, irp->StackCount + 1), nt_gfp());
		if (!known)
			return NULL;
		known->irp = irp;
		known->foreign = true;
		known->count = irp->StackCount;
		known->location = irp->CurrentLocation;
		remember(known);
	}
	if (!known->origin) {
		struct nt_driver *sender = nt_driver_get(caller);

		known->cancelling = false;
		known->finished = false;
		known->caller = caller;
		if (sender) {
			known->sender = nt_driver_hold(sender, target && target->module &&
						       target != sender);
			ObDereferenceObject(&sender->object);
		}
		known->origin = irp->CurrentLocation;
	} else if (!known->sender) {
		/* A program's request: what it gets belongs to the driver that passes it on. */
		known->caller = caller;
	}
	return known;
}

/* The sender gets it back: no longer under way. Returns the hold on the sender. */
static unsigned long end(struct nt_irp *known)
{
	unsigned long sender = known->sender;
	bool foreign = known->foreign;

	spin_lock_bh(&irps_lock);
	known->origin = 0;
	known->sender = 0;
	if (foreign)
		hash_del(&known->link);
	spin_unlock_bh(&irps_lock);
	if (foreign)
		kfree(known);
	return sender;
}

/* Whoever gets true ends the request, and nobody does after that. */
static bool claim_end(PIRP irp)
{
	struct nt_irp *known;
	bool ours;

	spin_lock_bh(&irps_lock);
	known = find_locked(irp);
	ours = known && !known->finished;
	if (ours)
		known->finished = true;
	spin_unlock_bh(&irps_lock);
	return ours;
}

/*
 * The I/O manager made it for a driver, which has sent it, and has got it back by
 * a completion routine that returned STATUS_MORE_PROCESSING_REQUIRED (W2).
 */
static bool sender_has_it_back(const struct nt_irp *known)
{
	return known->free_buffers && known->caller && !known->origin;
}

static NTSTATUS dispatch(PDEVICE_OBJECT device, PIRP irp, UCHAR major)
{
	PDRIVER_DISPATCH routine = NULL;

	if (nt_driver_dead(nt_device(device)->driver))
		return nt_irp_finish(irp, STATUS_DEVICE_REMOVED, 0);
	if (major <= IRP_MJ_MAXIMUM_FUNCTION)
		routine = nt_device(device)->driver->object.MajorFunction[major];
	/* A driver may have cleared it. */
	return routine ? nt_call_or(STATUS_DEVICE_REMOVED, routine, device, irp) :
		nt_irp_finish(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
}

static bool wants_completion(const IO_STACK_LOCATION *location, const IRP *irp)
{
	UCHAR wanted = NT_SUCCESS(irp->IoStatus.Status) ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR;

	if (irp->Cancel)
		wanted |= SL_INVOKE_ON_CANCEL;
	return location->CompletionRoutine && location->Control & wanted &&
		!nt_dead(location->CompletionRoutine);
}

/* All drivers have had it. */
static void finish(struct nt_irp *known, PIRP irp)
{
	if (known->done) {
		known->done(irp, known->done_context);
		return;
	}
	if (known->owner && !nt_driver_dead(known->owner))
		pr_warn_ratelimited("%s: request %p: the completion routine of the driver that allocated it must return STATUS_MORE_PROCESSING_REQUIRED\n",
				    known->owner->name, irp);
}

/*
 * A request ends at a device whose queue it is still in (IoStartPacket()): the queue would
 * have memory that is freed.
 */
static void leave_queue(struct nt_device *device, PIRP irp)
{
	if (irp->Tail.Overlay.DeviceQueueEntry.Inserted &&
	    nt_device_queue_remove(&device->object.DeviceQueue,
				   &irp->Tail.Overlay.DeviceQueueEntry))
		pr_warn("%s: request %p is complete, but still in the queue of %s: it has to be taken out by KeRemoveEntryDeviceQueue first\n",
			device->driver->name, irp, device->label);
}

/* After a completion routine. False: the request is not there any more. */
static bool stayed(struct nt_irp *known, PIRP irp, const void *routine)
{
	if (nt_irp_find(irp) != known) {
		pr_warn("%pS has freed request %p and did not return STATUS_MORE_PROCESSING_REQUIRED\n",
			routine, irp);
		return false;
	}
	if (!mend_place(known))
		pr_warn("%pS has damaged the stack location of request %p, or how many there are\n",
			routine, irp);
	return true;
}

static void complete_request(struct nt_irp *known, PIRP irp)
{
	bool foreign = known && known->foreign;
	unsigned long sender = 0;

	do {
		PIO_STACK_LOCATION location = irp->Tail.Overlay.CurrentStackLocation;
		unsigned long hold = 0;
		IO_STACK_LOCATION left = *location;
		NTSTATUS status = STATUS_SUCCESS;
		bool called;

		if (known)
			hold = xchg(&known->holds[(u8)irp->CurrentLocation], 0);
		if (hold)
			leave_queue(nt_held_device(hold), irp);
		irp->PendingReturned = left.Control & SL_PENDING_RETURNED;
		memset(location, 0, offsetof(IO_STACK_LOCATION, DeviceObject));
		location->CompletionRoutine = NULL;
		IoSkipCurrentIrpStackLocation(irp);
		if (known)
			known->location = irp->CurrentLocation;
		if (known && irp->CurrentLocation == known->origin) {
			sender = end(known);
			if (foreign)
				known = NULL;
		}
		called = wants_completion(&left, irp);
		if (called)
			status = nt_call_or(STATUS_SUCCESS, left.CompletionRoutine,
					    irp->CurrentLocation > irp->StackCount ? NULL :
					    IoGetCurrentIrpStackLocation(irp)->DeviceObject,
					    irp, left.Context);
		else if (irp->PendingReturned && irp->CurrentLocation <= irp->StackCount)
			IoMarkIrpPending(irp);
		nt_device_release(hold);
		/* The request may be gone. */
		if (status == STATUS_MORE_PROCESSING_REQUIRED ||
		    (known && called && !stayed(known, irp, left.CompletionRoutine)))
			goto out;
	} while (known && irp->CurrentLocation <= irp->StackCount);
	if (known && claim_end(irp))
		finish(known, irp);
out:
	nt_driver_release(sender);
}

/*
 * Nobody gets the request: it ends as if a driver had completed it at its current
 * location. @known is NULL if there is no memory for it.
 */
static NTSTATUS refuse(struct nt_irp *known, PIRP irp, NTSTATUS status)
{
	IoSetCancelRoutine(irp, NULL);
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	complete_request(known, irp);
	return status;
}

/* Its locations were damaged; it is at the last that is known. */
static NTSTATUS refuse_damaged(struct nt_irp *known, PIRP irp)
{
	if (known->origin && irp->CurrentLocation <= irp->StackCount)
		return refuse(known, irp, STATUS_INVALID_PARAMETER);
	irp->IoStatus.Status = STATUS_INVALID_PARAMETER;
	if (known->done && claim_end(irp))
		known->done(irp, known->done_context);
	return STATUS_INVALID_PARAMETER;
}

/* There is no location for whom it is sent to: it ends at the spare one, or at the sender's. */
static NTSTATUS refuse_without_location(PIRP irp)
{
	struct nt_irp *known = nt_irp_find(irp);

	if (known && known->origin) {
		if (!known->foreign && irp->CurrentLocation == 1)
			IoSetNextIrpStackLocation(irp);
		return refuse(known, irp, STATUS_INVALID_PARAMETER);
	}
	/* It was never sent. Who made it must not wait for it. */
	irp->IoStatus.Status = STATUS_INVALID_PARAMETER;
	if (known && known->done && claim_end(irp))
		known->done(irp, known->done_context);
	return STATUS_INVALID_PARAMETER;
}

/*
 * A driver that sends on from its dispatch routine what it gets, to itself in the
 * end, needs more and more of the stack: this much has to be left for whom it calls.
 * That of interrupts is not measured, but counted.
 */
#define STACK_LEFT	(THREAD_SIZE / 4)
#define NESTED_MAX	16

static DEFINE_PER_CPU(unsigned int, nested);

static bool is_too_deep(void)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);
	const unsigned long stack = (unsigned long)task_stack_page(current);

	if (here >= stack && here < stack + THREAD_SIZE)
		return here - stack < STACK_LEFT;
	return this_cpu_read(nested) >= NESTED_MAX;
}

static NTSTATUS call(PDEVICE_OBJECT device, PIRP irp, UCHAR major)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);
	const unsigned long stack = (unsigned long)task_stack_page(current);
	const bool counted = here < stack || here >= stack + THREAD_SIZE;
	NTSTATUS status;

	/* Nobody leaves the stack of an interrupt for another CPU. */
	if (counted)
		this_cpu_inc(nested);
	status = dispatch(device, irp, major);
	if (counted)
		this_cpu_dec(nested);
	return status;
}

NTSTATUS nt_irp_send(PDEVICE_OBJECT device, PIRP irp, const void *caller)
{
	PIO_STACK_LOCATION location;
	struct nt_irp *known = nt_irp_find(irp);
	unsigned long hold, replaced, *at;
	NTSTATUS status;
	bool too_deep;

	if (!known && !is_irp(irp)) {
		pr_warn_ratelimited("%pS: IoCallDriver: %p is no request\n", caller, irp);
		return STATUS_INVALID_PARAMETER;
	}
	if (known && (is_over(known) || READ_ONCE(known->queued))) {
		pr_warn("%pS: IoCallDriver: request %p is %s\n", caller, irp, known->queued ?
			"under way: it waits for the port" : "complete already");
		return STATUS_INVALID_PARAMETER;
	}
	if (known && (!mend(known) || irp->CurrentLocation > irp->StackCount + 1)) {
		pr_warn_ratelimited("%pS: IoCallDriver: request %p: somebody has damaged its stack location, or how many there are\n",
				    caller, irp);
		return refuse_damaged(known, irp);
	}
	if (irp->CurrentLocation <= 1) {
		pr_warn_ratelimited("%pS: IoCallDriver: request %p has no stack location left: allocate it with the StackSize of the device\n",
				    caller, irp);
		return refuse_without_location(irp);
	}
	hold = nt_device_hold(device);
	if (!hold)
		pr_warn_ratelimited("%pS: IoCallDriver: %p is no device, or was deleted\n",
				    caller, device);
	known = begin(irp, caller, hold ? nt_held_device(hold)->driver : NULL);
	irp->CurrentLocation--;
	location = --irp->Tail.Overlay.CurrentStackLocation;
	location->DeviceObject = hold ? device : NULL;
	if (known)
		known->location = irp->CurrentLocation;
	too_deep = hold && is_too_deep();
	if (too_deep)
		pr_warn_ratelimited("%s: IoCallDriver: request %p goes from dispatch routine to dispatch routine until the stack is full\n",
				    nt_held_device(hold)->driver->name, irp);
	if (!hold || !known || too_deep) {
		status = refuse(known, irp, hold ? STATUS_INSUFFICIENT_RESOURCES :
				STATUS_NO_SUCH_DEVICE);
		nt_device_release(hold);
		return status;
	}
	at = &known->holds[(u8)irp->CurrentLocation];
	replaced = *at;
	*at = nt_device_hold(device);
	status = call(device, irp, location->MajorFunction);
	/* A driver that skipped its location is done with it only now. */
	nt_device_release(replaced);
	nt_device_release(hold);
	return status;
}

NTSTATUS NTAPI IofCallDriver(PDEVICE_OBJECT device, PIRP irp)
{
	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_REQUEST;
	return nt_irp_send(device, irp, nt_caller());
}
EXPORT_SYMBOL_GPL(IofCallDriver);

/* Every power request is passed on at once: there is nothing to put in order. */
NTSTATUS NTAPI PoCallDriver(PDEVICE_OBJECT device, PIRP irp)
{
	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_REQUEST;
	return nt_irp_send(device, irp, nt_caller());
}
EXPORT_SYMBOL_GPL(PoCallDriver);

VOID NTAPI IofCompleteRequest(PIRP irp, CCHAR boost)
{
	struct nt_irp *known;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return;
	known = nt_irp_find(irp);
	if (!known) {
		nt_complain("%p is no request, or is complete already", irp);
		return;
	}
	if (READ_ONCE(known->queued)) {
		nt_complain("request %p waits for the port: it has to be cancelled, by IoCancelIrp",
			    irp);
		return;
	}
	known->completer = nt_caller();
	if (!mend(known) || (known->location <= known->count &&
			     irp->CurrentLocation > irp->StackCount)) {
		nt_complain("request %p: its stack location is damaged, or how many there are",
			    irp);
		put_back(known);
	}
	if (irp->CurrentLocation > irp->StackCount) {
		if (sender_has_it_back(known) && claim_end(irp)) {
			finish(known, irp);
			return;
		}
		nt_complain("request %p is complete already, or was never sent", irp);
		return;
	}
	if (irp->IoStatus.Status == STATUS_PENDING) {
		nt_complain("request %p must not be completed with STATUS_PENDING", irp);
		return;
	}
	if (IoSetCancelRoutine(irp, NULL))
		nt_complain("request %p still has a cancel routine: it must be reset first",
			    irp);
	complete_request(known, irp);
}
EXPORT_SYMBOL_GPL(IofCompleteRequest);

NTSTATUS nt_irp_finish(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

/*
 * W4: the top driver has the request, and nothing says that it will complete it.
 * For its caller it is over; the driver may be unloaded, which ends it, and if
 * it is completed after all, that does no harm.
 */
bool nt_irp_forgotten(PIRP irp, NTSTATUS status)
{
	PIO_STACK_LOCATION location = NULL;
	struct nt_driver *driver;
	struct nt_irp *known;
	unsigned long hold = 0;

	if (status == STATUS_PENDING)
		return false;
	spin_lock_bh(&irps_lock);
	known = find_locked(irp);
	if (known && known->origin && mend(known) && irp->CurrentLocation == known->origin - 1) {
		location = IoGetCurrentIrpStackLocation(irp);
		if (!(location->Control & SL_PENDING_RETURNED) && !irp->CancelRoutine)
			hold = xchg(&known->holds[(u8)irp->CurrentLocation], 0);
	}
	if (hold) {
		driver = nt_held_device(hold)->driver;
		ObReferenceObject(&driver->object);
		known->forgotten_by = driver;
	}
	spin_unlock_bh(&irps_lock);
	if (!hold)
		return false;
	pr_warn_ratelimited("%s: a dispatch routine (major function 0x%02x) returned status 0x%08x, but neither completed request %p nor marked it pending: it has to call IoCompleteRequest\n",
			    nt_held_device(hold)->driver->name, location->MajorFunction, status,
			    irp);
	nt_device_release(hold);
	return true;
}

/* Ends one that the driver has forgotten. False: there is none. */
static bool end_forgotten(const struct nt_driver *driver)
{
	struct nt_irp *known, *found = NULL;
	int bucket;

	spin_lock_bh(&irps_lock);
	hash_for_each(irps, bucket, known, link) {
		if (known->forgotten_by == driver && known->origin) {
			known->origin = 0;
			found = known;
			break;
		}
	}
	spin_unlock_bh(&irps_lock);
	if (found)
		found->done(found->irp, found->done_context);
	return found;
}

/* Waiting for a request, which may be complete only after the wait was given up. */
struct wait {
	refcount_t references;
	struct completion complete;
	PIRP irp;
	IO_STATUS_BLOCK result;
	void (*finish)(void *context, NTSTATUS status);
	void *context;
};

/* Such a request was completed, or a driver has died. */
static DECLARE_WAIT_QUEUE_HEAD(changes);

void nt_irps_look(void)
{
	wake_up_all(&changes);
}

static void put_wait(struct wait *wait)
{
	if (!refcount_dec_and_test(&wait->references))
		return;
	nt_irp_free(wait->irp);
	kfree(wait);
}

static void finish_wait_once(struct wait *wait, NTSTATUS status)
{
	void (*finish)(void *context, NTSTATUS status);

	finish = xchg(&wait->finish, NULL);
	if (finish)
		finish(wait->context, status);
}

static void wait_done(PIRP irp, void *context)
{
	struct wait *wait = context;

	wait->result = irp->IoStatus;
	finish_wait_once(wait, irp->IoStatus.Status);
	complete_all(&wait->complete);
	wake_up_all(&changes);
	put_wait(wait);
}

/* No signal reaches a process that is exiting by itself, or a thread of the kernel. */
#define PATIENCE (5 * HZ)

bool nt_wait_killable(struct completion *completion)
{
	if (!(current->flags & (PF_EXITING | PF_KTHREAD)))
		return !wait_for_completion_state(completion,
						  TASK_KILLABLE | TASK_FREEZABLE_UNSAFE);
	/* The low bits are the signal that has killed it. */
	if (current->flags & PF_EXITING && current->exit_code & 0x7f)
		return completion_done(completion);
	return wait_for_completion_timeout(completion, PATIENCE);
}

/* Sends it. NULL: the driver has forgotten it, and @finish was called. */
static struct wait *send(PDEVICE_OBJECT device, PIRP irp,
			 void (*finish)(void *context, NTSTATUS status), void *context,
			 NTSTATUS *status)
{
	/* A few bytes; and the end of a file must not be lost for them. */
	struct wait *wait = kzalloc(sizeof(*wait), GFP_KERNEL | __GFP_NOFAIL);

	refcount_set(&wait->references, 2);
	init_completion(&wait->complete);
	wait->irp = irp;
	wait->finish = finish;
	wait->context = context;
	nt_irp_set_done(irp, wait_done, wait);
	*status = nt_irp_send(device, irp, send);
	if (!nt_irp_forgotten(irp, *status))
		return wait;
	finish_wait_once(wait, *status);
	put_wait(wait);
	return NULL;
}

void nt_irp_send_and_finish(PDEVICE_OBJECT device, PIRP irp,
			    void (*finish)(void *context, NTSTATUS status), void *context)
{
	NTSTATUS status;
	struct wait *wait = send(device, irp, finish, context, &status);

	if (wait)
		put_wait(wait);
}

NTSTATUS nt_irp_send_and_wait(PDEVICE_OBJECT device, PIRP irp, const struct nt_driver *driver,
			      void (*finish)(void *context, NTSTATUS status), void *context)
{
	NTSTATUS status;
	struct wait *wait = send(device, irp, finish, context, &status);

	if (!wait)
		return status;
	status = STATUS_CANCELLED;
	if (driver) {
		wait_event_state(changes,
				 completion_done(&wait->complete) || nt_driver_dead(driver),
				 (TASK_UNINTERRUPTIBLE | TASK_FREEZABLE_UNSAFE));
		status = STATUS_DEVICE_REMOVED;
	} else if (!completion_done(&wait->complete) && !nt_wait_killable(&wait->complete)) {
		IoCancelIrp(irp);
	}
	if (completion_done(&wait->complete))
		status = wait->result.Status;
	put_wait(wait);
	return status;
}

static NTSTATUS NTAPI set_event(PDEVICE_OBJECT device, PIRP irp, PVOID event)
{
	KeSetEvent(event, IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

BOOLEAN NTAPI IoForwardIrpSynchronously(PDEVICE_OBJECT device, PIRP irp)
{
	KEVENT event;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_irp_ok(irp))
		return FALSE;
	if (!mend(nt_irp_find(irp)) || irp->CurrentLocation <= 1) {
		nt_complain("request %p has no stack location left", irp);
		return FALSE;
	}
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	IoCopyCurrentIrpStackLocationToNext(irp);
	IoSetCompletionRoutine(irp, set_event, &event, TRUE, TRUE, TRUE);
	if (nt_irp_send(device, irp, nt_caller()) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return TRUE;
}
EXPORT_SYMBOL_GPL(IoForwardIrpSynchronously);

/* Cancelling */

VOID NTAPI IoAcquireCancelSpinLock(PKIRQL irql)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) ||
	    !nt_ok(nt_is_memory(irql, sizeof(*irql)), "the place for the IRQL"))
		return;
	if (READ_ONCE(cancel_owner) == current && KeGetCurrentIrql() == DISPATCH_LEVEL) {
		nt_complain("the driver has the cancel spin lock already");
		return;
	}
	KeAcquireSpinLock(&cancel_lock, irql);
	WRITE_ONCE(cancel_owner, current);
}
EXPORT_SYMBOL_GPL(IoAcquireCancelSpinLock);

VOID NTAPI IoReleaseCancelSpinLock(KIRQL irql)
{
	if (READ_ONCE(cancel_owner) != current || KeGetCurrentIrql() != DISPATCH_LEVEL) {
		nt_complain("the cancel spin lock is not held");
		return;
	}
	WRITE_ONCE(cancel_owner, NULL);
	KeReleaseSpinLock(&cancel_lock, irql);
}
EXPORT_SYMBOL_GPL(IoReleaseCancelSpinLock);

PDRIVER_CANCEL IoSetCancelRoutine(PIRP irp, PDRIVER_CANCEL routine)
{
	return xchg(&irp->CancelRoutine, routine);
}
EXPORT_SYMBOL_GPL(IoSetCancelRoutine);

void nt_call_cancel_routine(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql)
{
	/* The routine may complete the request, and with it end what held its driver. */
	unsigned long hold = nt_device_hold(device);
	struct nt_gate gate;

	irp->CancelIrql = irql;
	if (!nt_gate_enter(&gate, routine)) {
		IoReleaseCancelSpinLock(irql);
		goto release;
	}
	routine(device, irp);
	if (READ_ONCE(cancel_owner) == current) {
		pr_warn_ratelimited("%pS: a cancel routine must release the cancel spin lock\n",
				    routine);
		IoReleaseCancelSpinLock(irql);
	}
	nt_gate_leave_cancel(&gate, irql);
release:
	nt_device_release(hold);
}

/*
 * The device that works on it. The request's own pointer is the driver's to damage, or
 * to move at this moment.
 */
static PDEVICE_OBJECT device_with(const struct nt_irp *known)
{
	const PIO_STACK_LOCATION before = (PIO_STACK_LOCATION)(known->irp + 1) +
					  !known->foreign - 1;
	CHAR place = READ_ONCE(known->irp->CurrentLocation);

	if (place < 1 || place > known->count)
		place = known->location;
	return place < 1 || place > known->count ? NULL : before[(int)place].DeviceObject;
}

BOOLEAN NTAPI IoCancelIrp(PIRP irp)
{
	struct nt_irp *known;
	PDRIVER_CANCEL routine;
	KIRQL irql;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return FALSE;
	known = nt_irp_find(irp);
	if (!known) {
		nt_complain("%p is no request, or is gone already", irp);
		return FALSE;
	}
	IoAcquireCancelSpinLock(&irql);
	irp->Cancel = TRUE;
	routine = IoSetCancelRoutine(irp, NULL);
	if (!routine) {
		IoReleaseCancelSpinLock(irql);
		return FALSE;
	}
	nt_call_cancel_routine(routine, device_with(known), irp, irql);
	return TRUE;
}
EXPORT_SYMBOL_GPL(IoCancelIrp);

/* Completion routines that outlive nobody */

struct completion_context {
	PIO_COMPLETION_ROUTINE routine;
	PVOID context;
	unsigned long hold;
};

static NTSTATUS NTAPI call_completion(PDEVICE_OBJECT device, PIRP irp, PVOID memory)
{
	struct completion_context context = *(struct completion_context *)memory;
	NTSTATUS status;

	kfree(memory);
	status = nt_call_or(STATUS_SUCCESS, context.routine, device, irp, context.context);
	nt_device_release(context.hold);
	return status;
}

NTSTATUS NTAPI IoSetCompletionRoutineEx(PDEVICE_OBJECT device, PIRP irp,
					PIO_COMPLETION_ROUTINE routine, PVOID context,
					BOOLEAN on_success, BOOLEAN on_error, BOOLEAN on_cancel)
{
	struct completion_context *memory;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_PARAMETER;
	if (!nt_device_ok(device) || !nt_irp_ok(irp))
		return STATUS_INVALID_PARAMETER;
	/* Called in any case: else the driver would stay for ever. */
	if (!routine || !on_success || !on_error || !on_cancel)
		return STATUS_INVALID_PARAMETER;
	memory = kmalloc(sizeof(*memory), nt_gfp());
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	memory->routine = routine;
	memory->context = context;
	memory->hold = nt_device_hold(device);
	if (!memory->hold) {
		kfree(memory);
		return STATUS_INVALID_PARAMETER;
	}
	IoSetCompletionRoutine(irp, call_completion, memory, TRUE, TRUE, TRUE);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoSetCompletionRoutineEx);

/* The end of a driver */

/*
 * Cancels a request that the driver sent and that is under way. False: there is
 * none that was not cancelled yet. The request stays while its lock is held;
 * and, if it had a cancel routine, until that has been called.
 */
static bool cancel_one_of(const struct nt_driver *driver)
{
	PDRIVER_CANCEL routine = NULL;
	PDEVICE_OBJECT device = NULL;
	struct nt_irp *known;
	PIRP irp = NULL;
	int bucket;
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	spin_lock_bh(&irps_lock);
	hash_for_each(irps, bucket, known, link) {
		if (!known->origin || known->cancelling ||
		    nt_held_driver(known->sender) != driver)
			continue;
		known->cancelling = true;
		irp = known->irp;
		irp->Cancel = TRUE;
		routine = IoSetCancelRoutine(irp, NULL);
		if (routine)
			device = device_with(known);
		break;
	}
	spin_unlock_bh(&irps_lock);
	if (routine)
		nt_call_cancel_routine(routine, device, irp, irql);
	else
		IoReleaseCancelSpinLock(irql);
	if (irp)
		pr_warn("%s: request %p is still under way when the driver ends: cancelled\n",
			driver->name, irp);
	return irp;
}

void nt_irps_of_driver_end(struct nt_driver *driver)
{
	while (cancel_one_of(driver))
		;
}

void nt_irps_gone(struct nt_driver *driver)
{
	struct nt_irp *known;
	struct hlist_node *next;
	HLIST_HEAD(left);
	unsigned int number = 0;
	int bucket;

	while (end_forgotten(driver))
		;
	spin_lock_bh(&irps_lock);
	hash_for_each_safe(irps, bucket, next, known, link) {
		if (known->owner != driver || known->origin)
			continue;
		hash_del(&known->link);
		hlist_add_head(&known->link, &left);
		number++;
	}
	spin_unlock_bh(&irps_lock);
	hlist_for_each_entry_safe(known, next, &left, link) {
		if (known->free_buffers)
			known->free_buffers(known);
		destroy(known);
	}
	if (number)
		pr_warn("%s: %u requests were never sent, or never freed by IoFreeIrp: freed\n",
			driver->name, number);
}
