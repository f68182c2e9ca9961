// SPDX-License-Identifier: GPL-2.0
/// queues.cc - where requests and routines wait: cancel-safe queues, device queues and StartIo,
/// work items, remove locks. A driver uses them in any order; a request may be cancelled between
/// any two calls of its routines. Each request must be completed once, by somebody who may do
/// so.
///
/// queues SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <map>
#include <memory>
#include <utility>

#include <csq.h>

#include "io/device.h"
#include "io/irp.h"
#include "io/work.h"

using world::check;
using world::Random;

namespace {

Random *chances;

unsigned int below(unsigned int limit) { return chances->below(limit); }
bool one_in(unsigned int n) { return chances->one_in(n); }

template <typename T>
T &any_of(std::vector<T> &all)
{
	return all[below(static_cast<unsigned int>(all.size()))];
}

/// Raises the IRQL to DISPATCH_LEVEL for a scope, if told to.
class Raised {
public:
	explicit Raised(bool really) : really_(really && KeGetCurrentIrql() < DISPATCH_LEVEL)
	{
		if (really_)
			KeRaiseIrql(DISPATCH_LEVEL, &old_);
	}
	~Raised()
	{
		if (really_)
			KeLowerIrql(old_);
	}
	Raised(const Raised &) = delete;
	Raised &operator=(const Raised &) = delete;

private:
	bool really_;
	KIRQL old_ = PASSIVE_LEVEL;
};

// Requests

struct Queue;
struct Device;

struct Packet {
	PIRP irp = nullptr;
	Queue *queue = nullptr;	   // the queue it goes to
	Device *device = nullptr;  // or the device
	IO_CSQ_IRP_CONTEXT context{};
	bool with_context = false;
	unsigned int kind = 0;
	unsigned long sequence = 0;  // when it was inserted
	bool cancelable = false;
	bool refused = false;
	bool has_cancel = false;  // it has a cancel routine of ours
	bool taken = false;	  // its canceller has taken the cancel routine
	bool started = false;
	bool pending = false;  // StartIo has left it to whoever comes next
	bool ended = false;
	bool over = false;
	NTSTATUS status = STATUS_PENDING;
	ULONG key = 0;
};

std::vector<std::unique_ptr<Packet>> packets;
std::map<PIRP, Packet *> under_way;
std::vector<PIRP> spare;  // the next requests have the addresses of those that have just ended
std::vector<Packet *> in_order;	 // as they were sent: the seed does not determine addresses
unsigned long count_of_requests;
/// How deeply random operations may be nested; no more begin at the end.
constexpr unsigned int max_depth = 3;
unsigned int depth;
bool interleaving;

Packet &packet_of(PIRP irp)
{
	const auto at = under_way.find(irp);

	check(at != under_way.end(), "requests: a driver's routine has one that is over");
	return *at->second;
}

IN_DRIVER(b) NTSTATUS NTAPI completed(PDEVICE_OBJECT, PIRP irp, PVOID context)
{
	auto &packet = *static_cast<Packet *>(context);

	check(!packet.over && packet.irp == irp, "requests: one is complete twice");
	check(packet.ended && irp->IoStatus.Status == packet.status,
	      "requests: one is complete with status %#x, not %#x", irp->IoStatus.Status,
	      packet.status);
	check(packet.status != STATUS_CANCELLED || irp->Cancel,
	      "requests: one is cancelled by nobody");
	packet.over = true;
	under_way.erase(irp);
	in_order.erase(std::find(in_order.begin(), in_order.end(), &packet));
	if (one_in(2))
		spare.push_back(irp);
	else
		IoFreeIrp(irp);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/// The driver completes it.
IN_DRIVER(a) void finish(Packet &packet, NTSTATUS status)
{
	check(!packet.ended, "requests: one is completed by two");
	packet.ended = true;
	packet.status = status;
	packet.irp->IoStatus.Status = status;
	packet.irp->IoStatus.Information = 0;
	IoCompleteRequest(packet.irp, IO_NO_INCREMENT);
	check(packet.over, "requests: one is completed, but does not end");
}

IN_DRIVER(b) PIRP make_request()
{
	if (spare.empty())
		return IoAllocateIrp(1, FALSE);
	PIRP irp = spare.back();
	spare.pop_back();
	IoReuseIrp(irp, STATUS_SUCCESS);
	return irp;
}

IN_DRIVER(b) void send(PDEVICE_OBJECT device, std::unique_ptr<Packet> made)
{
	PIRP irp = make_request();
	Packet &packet = *made;

	if (!irp)
		return;
	packet.irp = irp;
	packets.push_back(std::move(made));
	under_way[irp] = &packet;
	in_order.push_back(&packet);
	count_of_requests++;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_INTERNAL_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, completed, &packet, TRUE, TRUE, TRUE);
	// A request that is cancelled before it comes to the driver.
	if (one_in(16))
		irp->Cancel = TRUE;
	IoCallDriver(device, irp);
}

Packet *some_packet() { return in_order.empty() ? nullptr : any_of(in_order); }

// Cancel-safe queues

struct Queue {
	IO_CSQ csq;  // must be first
	KSPIN_LOCK lock;
	bool locked;
	bool extended;
	PDEVICE_OBJECT device;
	std::vector<Packet *> *list;

	static Queue &of(PIO_CSQ csq) { return *reinterpret_cast<Queue *>(csq); }
};

/// An operation on a queue that is under way; the innermost one is the last.
struct Operation {
	Queue *queue = nullptr;
	const unsigned int *peek = nullptr;  // what a remover looks for
	bool removes_next = false;
	Packet *wanted = nullptr;  // found by its context
	bool expected = false;
	unsigned long first = 0;  // the first request that it leaves in the queue
	bool searched = false;
};

std::vector<Operation *> operations;
/// Requests that another processor is cancelling, which waits for the lock.
std::vector<std::pair<Packet *, PDRIVER_CANCEL>> cancellers;

bool is_in(const Queue &queue, const Packet *packet)
{
	return std::count(queue.list->begin(), queue.list->end(), packet);
}

bool fits(const Packet &packet, const unsigned int *peek) { return !peek || packet.kind == *peek; }

class Under {
public:
	explicit Under(Operation &operation) { operations.push_back(&operation); }
	~Under() { operations.pop_back(); }
	Under(const Under &) = delete;
	Under &operator=(const Under &) = delete;
};

void random_queue_operation(Queue &queue);

/// Whatever another processor may do here, where the lock is not held.
void outside(Queue &queue)
{
	if (depth >= max_depth || !one_in(4))
		return;
	depth++;
	random_queue_operation(queue);
	depth--;
}

/// While the lock is held, another processor gets no further than to the lock.
void inside(Queue &queue)
{
	check(queue.locked, "queue: a routine is called without the lock");
	check(KeGetCurrentIrql() == DISPATCH_LEVEL, "queue: IRQL is %u", KeGetCurrentIrql());
	if (!one_in(4))
		return;
	Packet *packet = some_packet();
	if (!packet || packet->queue != &queue || packet->taken)
		return;
	packet->irp->Cancel = TRUE;
	PDRIVER_CANCEL routine = IoSetCancelRoutine(packet->irp, nullptr);
	if (!routine)
		return;
	packet->taken = true;
	cancellers.emplace_back(packet, routine);
}

IN_DRIVER(a) VOID NTAPI acquire_lock(PIO_CSQ csq, PKIRQL irql)
{
	Queue &queue = Queue::of(csq);

	outside(queue);
	KeAcquireSpinLock(&queue.lock, irql);
	check(!queue.locked, "queue: the lock is taken twice");
	queue.locked = true;
	if (!operations.empty() && operations.back()->wanted) {
		Operation &operation = *operations.back();
		operation.expected = is_in(queue, operation.wanted) && !operation.wanted->taken;
	}
}

IN_DRIVER(a) VOID NTAPI release_lock(PIO_CSQ csq, KIRQL irql)
{
	Queue &queue = Queue::of(csq);

	check(queue.locked, "queue: the lock is given back that was not taken");
	for (const Packet *packet : *queue.list)
		check(!packet->irp->Cancel || packet->taken,
		      "queue: a request that is cancelled stays in it");
	if (!operations.empty() && operations.back()->removes_next) {
		Operation &operation = *operations.back();
		operation.first = 0;
		for (const Packet *packet : *queue.list)
			if (!packet->taken && fits(*packet, operation.peek) &&
			    (!operation.first || packet->sequence < operation.first))
				operation.first = packet->sequence;
	}
	queue.locked = false;
	const auto waiting = std::exchange(cancellers, {});
	KeReleaseSpinLock(&queue.lock, irql);
	for (const auto &[packet, routine] : waiting) {
		Operation operation{ &queue };
		const Under under(operation);
		KIRQL cancel_irql;
		check(!packet->over,
		      "queue: a request is complete, and its canceller waits for the lock");
		IoAcquireCancelSpinLock(&cancel_irql);
		nt_call_cancel_routine(routine, queue.device, packet->irp, cancel_irql);
		check(packet->over, "queue: a request is cancelled, but not complete");
	}
	outside(queue);
}

unsigned long last_sequence;

IN_DRIVER(a) VOID NTAPI insert_irp(PIO_CSQ csq, PIRP irp)
{
	Queue &queue = Queue::of(csq);
	Packet &packet = packet_of(irp);

	inside(queue);
	check(!is_in(queue, &packet), "queue: a request is inserted twice");
	packet.sequence = ++last_sequence;
	queue.list->push_back(&packet);
	inside(queue);
}

IN_DRIVER(a) NTSTATUS NTAPI insert_irp_ex(PIO_CSQ csq, PIRP irp, PVOID context)
{
	Packet &packet = packet_of(irp);

	check(context == &packet, "queue: another insert context");
	inside(Queue::of(csq));
	if (packet.refused)
		return STATUS_DEVICE_BUSY;
	insert_irp(csq, irp);
	return STATUS_SUCCESS;
}

IN_DRIVER(a) VOID NTAPI remove_irp(PIO_CSQ csq, PIRP irp)
{
	Queue &queue = Queue::of(csq);
	Packet &packet = packet_of(irp);

	inside(queue);
	check(is_in(queue, &packet), "queue: a request is removed that is not in it");
	queue.list->erase(std::find(queue.list->begin(), queue.list->end(), &packet));
	inside(queue);
}

IN_DRIVER(a) PIRP NTAPI peek_next_irp(PIO_CSQ csq, PIRP irp, PVOID context)
{
	Queue &queue = Queue::of(csq);
	auto at = queue.list->begin();

	inside(queue);
	check(context == operations.back()->peek, "queue: another peek context");
	check(irp || !std::exchange(operations.back()->searched, true),
	      "queue: the search begins again");
	if (irp) {
		at = std::find(queue.list->begin(), queue.list->end(), &packet_of(irp));
		check(at != queue.list->end(), "queue: the search goes on after what is not in it");
		++at;
	}
	at = std::find_if(at, queue.list->end(), [=](const Packet *packet) {
		return fits(*packet, static_cast<const unsigned int *>(context));
	});
	return at == queue.list->end() ? nullptr : (*at)->irp;
}

IN_DRIVER(a) VOID NTAPI complete_cancelled(PIO_CSQ csq, PIRP irp)
{
	Queue &queue = Queue::of(csq);
	Packet &packet = packet_of(irp);

	check(!queue.locked, "queue: a request is completed with the lock held");
	check(irp->Cancel, "queue: a request is cancelled by nobody");
	check(!is_in(queue, &packet), "queue: a request is completed that is still in it");
	outside(queue);
	finish(packet, STATUS_CANCELLED);
}

IN_DRIVER(a) NTSTATUS into_queue(Packet &packet)
{
	Queue &queue = *packet.queue;
	Operation operation{ &queue };
	const Under under(operation);
	PIRP irp = packet.irp;
	PIO_CSQ_IRP_CONTEXT context = packet.with_context ? &packet.context : nullptr;

	if (!queue.extended) {
		IoCsqInsertIrp(&queue.csq, irp, context);
		return STATUS_PENDING;
	}
	const NTSTATUS status = IoCsqInsertIrpEx(&queue.csq, irp, context, &packet);
	check(status == (packet.refused ? STATUS_DEVICE_BUSY : STATUS_SUCCESS),
	      "queue: insert: status %#x", status);
	if (!packet.refused)
		return STATUS_PENDING;
	check(!packet.over && !is_in(queue, &packet) && !irp->CancelRoutine,
	      "queue: what it refuses is in it");
	check(!packet.context.Irp, "queue: the context of what it refuses has it");
	finish(packet, STATUS_DEVICE_BUSY);
	return STATUS_DEVICE_BUSY;
}

IN_DRIVER(a) void removed(Queue &queue, PIRP irp)
{
	Packet &packet = packet_of(irp);

	check(!packet.taken && !is_in(queue, &packet) && !irp->CancelRoutine,
	      "queue: somebody else has what is removed");
	check(!packet.context.Irp, "queue: the context of what is removed has it still");
	finish(packet, STATUS_SUCCESS);
}

IN_DRIVER(a) void remove_next(Queue &queue)
{
	unsigned int kind = below(3);
	Operation operation{ .queue = &queue,
			     .peek = one_in(2) ? &kind : nullptr,
			     .removes_next = true };
	PIRP irp;
	{
		const Under under(operation);

		irp = IoCsqRemoveNextIrp(&queue.csq, const_cast<unsigned int *>(operation.peek));
	}
	if (!irp) {
		check(!operation.first, "queue: nothing is removed, but there is something");
		return;
	}
	const Packet &packet = packet_of(irp);
	check(fits(packet, operation.peek), "queue: another kind is removed");
	check(!operation.first || packet.sequence < operation.first,
	      "queue: another one is the first");
	removed(queue, irp);
}

IN_DRIVER(a) void remove_by_context(Queue &queue)
{
	std::vector<Packet *> all;

	for (const auto &packet : packets)
		if (packet->queue == &queue && packet->with_context && packet->context.Type)
			all.push_back(packet.get());
	if (all.empty())
		return;
	Packet *wanted = one_in(3) || queue.list->empty() ? any_of(all) : any_of(*queue.list);
	if (!wanted->with_context)
		return;
	Operation operation{ .queue = &queue, .wanted = wanted };
	PIRP irp;
	{
		const Under under(operation);

		irp = IoCsqRemoveIrp(&queue.csq, &wanted->context);
	}
	check(static_cast<bool>(irp) == operation.expected,
	      "queue: a request is %sremoved by its context", irp ? "" : "not ");
	if (!irp)
		return;
	check(irp == wanted->irp, "queue: another one is removed by its context");
	removed(queue, irp);
}

/// Cancels it, as a program's thread or another driver does.
void cancel(Packet &packet)
{
	Operation operation{ packet.queue };
	const Under under(operation);
	const bool has_routine = packet.irp->CancelRoutine;

	if (packet.device)
		check(has_routine == packet.has_cancel,
		      "cancel: the routine is not what it was set to");
	packet.taken = has_routine;
	const bool is = IoCancelIrp(packet.irp);
	check(is == has_routine, "cancel: %d is returned", is);
	check(!is || packet.over, "cancel: a request is cancelled, but not complete");
}

std::unique_ptr<Packet> for_queue(Queue &queue)
{
	auto packet = std::make_unique<Packet>();

	packet->queue = &queue;
	packet->kind = below(3);
	packet->with_context = one_in(2);
	packet->refused = queue.extended && one_in(5);
	return packet;
}

void random_queue_operation(Queue &queue)
{
	switch (below(8)) {
	case 0:
	case 1:
	case 2:
		if (under_way.size() < 20)
			send(queue.device, for_queue(queue));
		break;
	case 3:
		remove_next(queue);
		break;
	case 4:
		remove_by_context(queue);
		break;
	case 5:
	case 6:
		// Leave out those that somebody else is completing.
		if (Packet *packet = some_packet())
			if (packet->queue == &queue && is_in(queue, packet) && !packet->taken)
				cancel(*packet);
		break;
	case 7:
		if (Packet *packet = some_packet())
			if (packet->queue == &queue && is_in(queue, packet) && !packet->taken &&
			    packet->irp->CancelRoutine) {
				IoCsqInsertIrp(&queue.csq, packet->irp, nullptr);
				check(world::logged("is already in a queue"),
				      "queue: no line about what is inserted twice");
				world::forget_log();
			}
		break;
	}
}

// Devices that start requests

struct Device {
	PDEVICE_OBJECT object = nullptr;
	std::vector<Packet *> queue;
	bool busy = false;
	bool keyed = false;
	Packet *current = nullptr;
	bool starting = false;
	bool late = false;  // whoever has ended the current one has yet to ask for the next one
	bool dpc_queued = false;
	Packet *of_dpc = nullptr;

	/// Checks what drivers see of it.
	void look() const
	{
		check(object->CurrentIrp == (current ? current->irp : nullptr),
		      "StartIo: CurrentIrp is another one");
		check(object->DeviceQueue.Busy == busy, "StartIo: the device is %sbusy",
		      busy ? "not " : "");
		for (const Packet *packet : queue)
			check(!packet->irp->Cancel || !packet->has_cancel,
			      "StartIo: a request that is cancelled stays queued");
	}
	/// Whether it is in the queue.
	bool has(const Packet &packet) const
	{
		return std::find(queue.begin(), queue.end(), &packet) != queue.end();
	}
	/// False: it becomes the current one.
	bool insert(Packet &packet)
	{
		if (!std::exchange(busy, true)) {
			current = &packet;
			return false;
		}
		auto at = keyed ? std::find_if(queue.begin(), queue.end(),
					       [&](const Packet *other) {
						       return other->key > packet.key;
					       }) :
				  queue.end();
		queue.insert(at, &packet);
		return true;
	}
	void next(ULONG key)
	{
		current = nullptr;
		busy = !queue.empty();
		if (!busy)
			return;
		auto at = std::find_if(queue.begin(), queue.end(),
				       [=](const Packet *packet) { return packet->key >= key; });
		if (at == queue.end())
			at = queue.begin();
		current = *at;
		queue.erase(at);
	}
};

constexpr unsigned int devices_that_start = 2;
Device devices[devices_that_start];

Device &device_of(PDEVICE_OBJECT object)
{
	for (Device &device : devices)
		if (device.object == object)
			return device;
	check(false, "StartIo: of another device");
	abort();
}

IN_DRIVER(a) void start_next(Device &device)
{
	const Raised raised(interleaving || one_in(2));
	const ULONG key = device.keyed && one_in(3) ? below(6) : 0;
	const bool cancelable = one_in(2);

	device.next(key);
	if (key)
		IoStartNextPacketByKey(device.object, cancelable, key);
	else
		IoStartNextPacket(device.object, cancelable);
	device.look();
}

IN_DRIVER(a) VOID NTAPI cancel_packet(PDEVICE_OBJECT object, PIRP irp)
{
	Device &device = device_of(object);
	Packet &packet = packet_of(irp);

	check(packet.has_cancel, "StartIo: a cancel routine is called twice");
	packet.has_cancel = false;
	device.look();
	const auto at = std::find(device.queue.begin(), device.queue.end(), &packet);
	// One that StartIo puts back is both, for a moment.
	if (at == device.queue.end()) {
		check(device.current == &packet,
		      "StartIo: a request is cancelled that is not in the queue");
		IoReleaseCancelSpinLock(irp->CancelIrql);
		if (one_in(2)) {
			start_next(device);
			finish(packet, STATUS_CANCELLED);
			return;
		}
		finish(packet, STATUS_CANCELLED);
		device.late = one_in(2);
		if (!device.late)
			start_next(device);
		return;
	}
	device.queue.erase(at);
	const bool forgets = one_in(8);
	if (!forgets)
		check(KeRemoveEntryDeviceQueue(&object->DeviceQueue,
					       &irp->Tail.Overlay.DeviceQueueEntry),
		      "StartIo: a queued request cannot be taken out");
	IoReleaseCancelSpinLock(irp->CancelIrql);
	world::forget_log();
	// Freeing it below DISPATCH_LEVEL would leave freed memory in the queue.
	finish(packet, STATUS_CANCELLED);
	check(world::logged("has ended, but is still in the queue") == forgets,
	      "StartIo: the log about a queued request");
}

void send_to(Device &device)
{
	auto packet = std::make_unique<Packet>();

	if (under_way.size() > 20)
		return;
	packet->device = &device;
	packet->key = device.keyed ? below(5) : 0;
	packet->cancelable = one_in(2);
	send(device.object, std::move(packet));
}

/// What else may happen at this moment.
void meanwhile()
{
	if (depth >= max_depth || !one_in(3))
		return;
	depth++;
	if (one_in(2)) {
		send_to(devices[below(devices_that_start)]);
	} else if (Packet *packet = some_packet()) {
		if (packet->device && !packet->ended && packet->has_cancel)
			cancel(*packet);
	}
	depth--;
}

/// Whoever was late asks for the next request.
IN_DRIVER(a) void start_next_late(Device &device)
{
	device.late = false;
	start_next(device);
}

/// Ends the current request, which StartIo has left.
IN_DRIVER(a) void end_current(Device &device)
{
	Packet &packet = *device.current;

	device.look();
	packet.pending = false;
	if (one_in(2)) {
		finish(packet, STATUS_SUCCESS);
		meanwhile();
		start_next(device);
	} else {
		start_next(device);
		meanwhile();
		finish(packet, STATUS_SUCCESS);
	}
}

IN_DRIVER(a) void start_packet(Device &device, Packet &packet)
{
	ULONG key = packet.key;

	packet.has_cancel = packet.cancelable;
	device.insert(packet);
	IoStartPacket(device.object, packet.irp, device.keyed ? &key : nullptr,
		      packet.cancelable ? cancel_packet : nullptr);
	device.look();
}

/// The hardware is not ready: the current request is to be started again later. It may end in the
/// queue before the next one is asked for.
IN_DRIVER(a) void put_back(Device &device)
{
	Packet &packet = *device.current;

	packet.pending = packet.started = false;
	start_packet(device, packet);
	meanwhile();
	start_next(device);
}

IN_DRIVER(a) VOID NTAPI start_io(PDEVICE_OBJECT object, PIRP irp)
{
	Device &device = device_of(object);
	Packet &packet = packet_of(irp);
	KIRQL irql;

	check(!device.starting, "StartIo: it is entered twice at once");
	check(KeGetCurrentIrql() == DISPATCH_LEVEL, "StartIo: IRQL is %u", KeGetCurrentIrql());
	check(device.current == &packet, "StartIo: another request is started");
	check(!packet.started, "StartIo: a request is started twice");
	device.look();
	device.starting = packet.started = true;
	meanwhile();
	if (!packet.over) {
		IoAcquireCancelSpinLock(&irql);
		const bool had_routine = IoSetCancelRoutine(irp, nullptr);
		check(had_routine == packet.has_cancel,
		      "StartIo: the cancel routine is not what it was set to");
		packet.has_cancel = false;
		IoReleaseCancelSpinLock(irql);
		device.look();
		packet.pending = true;
		if (irp->Cancel) {
			packet.pending = false;
			finish(packet, STATUS_CANCELLED);
			start_next(device);
		} else if (one_in(2)) {
			end_current(device);
		} else if (one_in(4)) {
			put_back(device);
		} else if (one_in(2)) {
			const bool queued = IoRequestDpc(object, irp, &packet);
			check(queued != device.dpc_queued, "DPC: it is %squeued",
			      queued ? "" : "not ");
			if (queued)
				device.of_dpc = &packet;
			device.dpc_queued = true;
		}
	}
	meanwhile();
	device.starting = false;
}

IN_DRIVER(a) VOID NTAPI dpc_of_device(PKDPC, PDEVICE_OBJECT object, PIRP irp, PVOID context)
{
	Device &device = device_of(object);

	check(device.dpc_queued && context == device.of_dpc && irp == device.of_dpc->irp,
	      "DPC: another one");
	device.dpc_queued = false;
	if (device.current && device.current == context && device.current->pending)
		end_current(device);
}

IN_DRIVER(a) NTSTATUS into_device(Packet &packet)
{
	Device &device = *packet.device;
	const Raised raised(interleaving || one_in(2));

	IoMarkIrpPending(packet.irp);
	start_packet(device, packet);
	return STATUS_PENDING;
}

IN_DRIVER(a) NTSTATUS NTAPI dispatch(PDEVICE_OBJECT, PIRP irp)
{
	Packet &packet = packet_of(irp);

	return packet.queue ? into_queue(packet) : into_device(packet);
}

void random_device_operation()
{
	Device &device = devices[below(devices_that_start)];

	switch (below(6)) {
	case 0:
	case 1:
		send_to(device);
		break;
	case 2:
	case 3: {
		const Raised raised(interleaving || one_in(2));
		if (device.late) {
			start_next_late(device);
			break;
		}
		if (!device.current || !device.current->pending)
			break;
		if (one_in(8))
			put_back(device);
		else
			end_current(device);
		break;
	}
	case 4: {
		const Raised raised(interleaving);
		Packet *packet = some_packet();
		if (packet && packet->device && !packet->ended)
			cancel(*packet);
		break;
	}
	case 5: {
		const Raised raised(interleaving);
		Packet *packet = some_packet();
		if (one_in(2)) {
			world::run_dpcs();
		} else if (packet && packet->device && packet->device->has(*packet)) {
			IoStartPacket(device.object, packet->irp, nullptr, nullptr);
			check(world::logged("is already in the queue of a device"),
			      "StartIo: no line about what is queued twice");
			device.look();
		}
		break;
	}
	}
	world::forget_log();
	// Nobody is in StartIo: whatever can be started has been.
	for (const Device &each : devices) {
		check(!each.current || each.current->started || each.late,
		      "StartIo: the current request was never started");
		check(each.current || each.queue.empty(), "StartIo: requests wait for nothing");
	}
}

// A driver

PDEVICE_OBJECT queue_device, work_device;
bool work_device_deleted;

IN_DRIVER(a) VOID NTAPI unload_driver(PDRIVER_OBJECT driver)
{
	while (driver->DeviceObject)
		IoDeleteDevice(driver->DeviceObject);
}

IN_DRIVER(a) NTSTATUS NTAPI driver_entry(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	driver->DriverUnload = unload_driver;
	driver->DriverStartIo = start_io;
	driver->MajorFunction[IRP_MJ_INTERNAL_DEVICE_CONTROL] = dispatch;
	NTSTATUS status =
		IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &queue_device);
	if (NT_SUCCESS(status))
		status = IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE,
					&work_device);
	for (Device &device : devices) {
		device = {};
		if (NT_SUCCESS(status))
			status = IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE,
						&device.object);
		if (NT_SUCCESS(status))
			IoInitializeDpcRequest(device.object, dpc_of_device);
	}
	return status;
}

// Work items

struct Item {
	PIO_WORKITEM item = nullptr;
	unsigned int queued = 0;
	bool freed = false;
	bool again = false;  // its routine queues it
	bool frees = false;  // its routine frees it
	unsigned int runs = 0, wanted = 0;
};

std::vector<std::unique_ptr<Item>> items;

IN_DRIVER(a) VOID NTAPI work_routine(PDEVICE_OBJECT device, PVOID context);

IN_DRIVER(a) void queue_item(Item &item)
{
	const Raised raised(interleaving);
	const bool gone = work_device_deleted && !nt_device_known(work_device);

	world::forget_log();
	// Counted as queued first, in case another thread comes to it meanwhile.
	item.queued++;
	IoQueueWorkItem(item.item, work_routine, DelayedWorkQueue, &item);
	const bool refused = world::logged("is queued already"),
		   no_device = world::logged("the device of work item");
	// Once a thread runs it, it is no longer queued, even before its routine begins.
	check(refused == (item.queued > 1) || (!refused && interleaving),
	      "work item: the log about one that is queued");
	// The device may be about to go.
	check(no_device == (gone && !refused) || (!gone && interleaving && work_device_deleted),
	      "work item: the log about a device that is gone");
	if (refused || no_device)
		item.queued--;
	else
		item.wanted++;
}

IN_DRIVER(a) void free_item(Item &item)
{
	const Raised raised(interleaving);
	const unsigned int before = nt_work_item_count();

	world::forget_log();
	IoFreeWorkItem(item.item);
	const bool refused = world::logged("is queued");
	check(refused == (item.queued > 0) || (!refused && interleaving),
	      "work item: the log about one that is freed while it is queued");
	check(nt_work_item_count() == before - !refused, "work item: %u are left of %u",
	      nt_work_item_count(), before);
	item.freed = !refused;
}

IN_DRIVER(a) VOID NTAPI work_routine(PDEVICE_OBJECT device, PVOID context)
{
	auto &item = *static_cast<Item *>(context);

	check(item.queued, "work item: a routine runs that was not queued");
	item.queued--;
	check(device == work_device && nt_device_known(device), "work item: its device is gone");
	check(KeGetCurrentIrql() == PASSIVE_LEVEL, "work item: IRQL is %u", KeGetCurrentIrql());
	check(world::holds_of(0), "work item: nothing holds the driver");
	item.runs++;
	if (item.again && !item.freed)
		queue_item(item);
	item.again = false;
	if (item.frees && !item.queued && !item.freed)
		free_item(item);
	if (one_in(2))
		nt_yield();
	check(nt_device_known(device), "work item: its device goes while its routine runs");
}

IN_DRIVER(a) void make_item()
{
	auto item = std::make_unique<Item>();

	if (items.size() > 12 || work_device_deleted)
		return;
	const Raised raised(interleaving || one_in(2));
	if (one_in(6))
		world::fail_allocation(below(2));
	item->item = IoAllocateWorkItem(work_device);
	if (world::allocation_failed() || !item->item) {
		check(!item->item, "work item: there is one without memory");
		return;
	}
	items.push_back(std::move(item));
}

bool is_any_queued()
{
	return std::any_of(items.begin(), items.end(),
			   [](const auto &item) { return item->queued; });
}

void random_work_operation()
{
	Item *item = items.empty() ? nullptr : any_of(items).get();

	if (item && item->freed)
		item = nullptr;
	switch (below(6)) {
	case 0:
		make_item();
		break;
	case 1:
	case 2:
		if (item) {
			item->again = item->again || one_in(4);
			item->frees = item->frees || one_in(4);
			const Raised raised(one_in(2));
			queue_item(*item);
		}
		break;
	case 3:
		if (item) {
			const Raised raised(one_in(2));
			free_item(*item);
		}
		break;
	case 4:
		world::run_work();
		break;
	case 5:
		if (is_any_queued()) {
			check(!world::unload(0, driver_entry),
			      "work item: the driver is unloaded before it runs");
			if (one_in(4) && !work_device_deleted) {
				work_device_deleted = true;
				IoDeleteDevice(work_device);
				check(nt_device_known(work_device) || !is_any_queued(),
				      "work item: its device goes before it runs");
			}
		} else if (item) {
			world::forget_log();
			auto junk = std::make_unique<Item>();
			IoFreeWorkItem(reinterpret_cast<PIO_WORKITEM>(junk.get()));
			check(world::logged("is not a work item, or was freed"),
			      "work item: no line about what is not one");
		}
		break;
	}
	world::forget_log();
}

void end_work()
{
	world::run_all();
	for (const auto &item : items) {
		check(!item->queued && item->runs == item->wanted,
		      "work item: its routine ran %u times, not %u", item->runs, item->wanted);
		// Leave some of them to the driver's end.
		if (!item->freed && !one_in(3))
			world::as(0, [&] { free_item(*item); });
	}
	const auto left = std::count_if(items.begin(), items.end(),
					[](const auto &item) { return !item->freed; });
	check(nt_work_item_count() == left, "work item: %u are left, not %ld", nt_work_item_count(),
	      left);
	check(!work_device_deleted || !nt_device_known(work_device), "work item: a device is left");
}

unsigned long requests_round()
{
	const long before = world::left();
	const unsigned int steps = 50 + below(300);

	work_device_deleted = false;
	check(!world::load(0, driver_entry), "driver: it does not load");
	check(!world::load(1,
			   [](PDRIVER_OBJECT driver, PUNICODE_STRING) -> NTSTATUS {
				   driver->DriverUnload = [](PDRIVER_OBJECT) {};
				   return STATUS_SUCCESS;
			   }),
	      "driver: it does not load");
	std::vector<Packet *> list;
	auto queue = std::make_unique<Queue>();
	*queue = {};
	queue->device = queue_device;
	queue->list = &list;
	queue->extended = one_in(2);
	KeInitializeSpinLock(&queue->lock);
	if (queue->extended)
		IoCsqInitializeEx(&queue->csq, insert_irp_ex, remove_irp, peek_next_irp,
				  acquire_lock, release_lock, complete_cancelled);
	else
		IoCsqInitialize(&queue->csq, insert_irp, remove_irp, peek_next_irp, acquire_lock,
				release_lock, complete_cancelled);
	for (Device &device : devices)
		device.keyed = one_in(2);
	interleaving = one_in(2);
	world::interleave(interleaving ? 2 + below(6) : 0);
	const unsigned int only = below(4);
	for (unsigned int n = 0; n < steps; n++) {
		switch (only < 3 ? only : below(3)) {
		case 0: {
			const Raised raised(one_in(2));
			random_queue_operation(*queue);
			check(!queue->locked && cancellers.empty() && operations.empty(),
			      "program: something is left under way");
			break;
		}
		case 1:
			random_device_operation();
			break;
		case 2:
			random_work_operation();
			break;
		}
	}
	depth = max_depth;
	while (!list.empty())
		remove_next(*queue);
	for (Device &device : devices)
		while (device.current)
			if (device.late)
				start_next_late(device);
			else
				end_current(device);
	world::run_all();
	depth = 0;
	check(under_way.empty(), "requests: %zu are never complete", under_way.size());
	for (PIRP irp : std::exchange(spare, {}))
		IoFreeIrp(irp);
	end_work();
	world::interleave(0);
	world::forget_log();
	const auto left = std::count_if(items.begin(), items.end(),
					[](const auto &item) { return !item->freed; });
	check(world::unload(1, nullptr), "driver: somebody holds it");
	check(world::unload(0, driver_entry), "driver: somebody holds it");
	check(std::count_if(world::log.begin(), world::log.end(),
			    [](const std::string &line) {
				    return line.find("never freed by IoFreeWorkItem") !=
					   std::string::npos;
			    }) == left,
	      "work item: the log about those that are left");
	check(!nt_work_item_count() && !nt_irp_count(),
	      "requests: %u requests, %u work items are left", nt_irp_count(),
	      nt_work_item_count());
	packets.clear();
	items.clear();
	world::run_all();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	return steps;
}

// Device queues used by themselves

unsigned long device_queue_round()
{
	constexpr unsigned int count = 8;
	const unsigned int steps = 20 + below(100);
	auto queue = std::make_unique<KDEVICE_QUEUE>();
	auto other_queue = std::make_unique<KDEVICE_QUEUE>();
	auto entries = std::make_unique<KDEVICE_QUEUE_ENTRY[]>(count);
	KDEVICE_QUEUE_ENTRY current{};
	std::vector<KDEVICE_QUEUE_ENTRY *> list;
	bool busy = false;

	memset(queue.get(), 0x5a, sizeof(*queue));
	KeInitializeDeviceQueue(queue.get());
	KeInitializeDeviceQueue(other_queue.get());
	check(!KeInsertDeviceQueue(other_queue.get(), &current), "device queue: busy at once");
	for (unsigned int n = 0; n < steps; n++) {
		const Raised raised(one_in(2));
		KDEVICE_QUEUE_ENTRY *entry = &entries[below(count)];
		const auto at = std::find(list.begin(), list.end(), entry);
		const bool is_in = at != list.end();
		world::forget_log();
		switch (below(6)) {
		case 0:
		case 1: {
			const bool by_key = one_in(2);
			const ULONG key = below(5);
			const bool queued =
				by_key ? KeInsertByKeyDeviceQueue(queue.get(), entry, key) :
					 KeInsertDeviceQueue(queue.get(), entry);
			check(queued == (busy && !is_in), "device queue: inserted: %d", queued);
			check(world::logged("is already in a queue") == is_in,
			      "device queue: the log about what is in it");
			if (is_in)
				break;
			check(entry->Inserted == queued, "device queue: Inserted is %d",
			      entry->Inserted);
			if (queued && by_key)
				list.insert(std::find_if(list.begin(), list.end(),
							 [=](const KDEVICE_QUEUE_ENTRY *other) {
								 return other->SortKey > key;
							 }),
					    entry);
			else if (queued)
				list.push_back(entry);
			check(!queued || !by_key || entry->SortKey == key,
			      "device queue: the key is lost");
			busy = true;
			break;
		}
		case 2: {
			const bool by_key = one_in(2);
			const ULONG key = by_key ? below(6) : 0;
			const KDEVICE_QUEUE_ENTRY *taken =
				by_key ? KeRemoveByKeyDeviceQueue(queue.get(), key) :
					 KeRemoveDeviceQueue(queue.get());
			check(world::logged("not busy") == !busy,
			      "device queue: the log about one that is not busy");
			busy = !list.empty();
			if (list.empty()) {
				check(!taken, "device queue: something comes out of nothing");
				break;
			}
			auto wanted = std::find_if(list.begin(), list.end(),
						   [=](const KDEVICE_QUEUE_ENTRY *other) {
							   return other->SortKey >= key;
						   });
			if (wanted == list.end())
				wanted = list.begin();
			check(taken == *wanted && !taken->Inserted,
			      "device queue: another one comes out");
			list.erase(wanted);
			break;
		}
		case 3: {
			const bool removed = KeRemoveEntryDeviceQueue(queue.get(), entry);
			check(removed == is_in, "device queue: removed: %d", removed);
			if (is_in)
				list.erase(at);
			break;
		}
		case 4:
			// An entry that is not in the queue may nevertheless say that it is.
			if (is_in)
				break;
			entry->Inserted = TRUE;
			check(!KeRemoveEntryDeviceQueue(queue.get(), entry),
			      "device queue: what is not in it is removed");
			check(world::logged("not in the queue"),
			      "device queue: no line about what is not in it");
			entry->Inserted = FALSE;
			break;
		case 5: {
			const bool queued = KeInsertDeviceQueue(other_queue.get(), entry);
			check(queued == !is_in, "device queue: inserted into another one: %d",
			      queued);
			check(world::logged("is already in a queue") == is_in,
			      "device queue: the log about what is in another one");
			check(KeRemoveEntryDeviceQueue(other_queue.get(), entry) == queued,
			      "device queue: it is not in the other one");
			break;
		}
		}
		check(queue->Busy == busy, "device queue: busy is %d", queue->Busy);
	}
	world::forget_log();
	return steps;
}

// Remove locks

unsigned long remove_lock_round()
{
	const long before = world::left();
	const unsigned int tasks = 1 + below(4);
	auto lock = std::make_unique<IO_REMOVE_LOCK>();
	IO_REMOVE_LOCK &it = *lock;
	std::vector<task_struct *> all;
	int held = 0;
	bool removed = false, returned = false;
	unsigned long steps = 0;

	memset(&it, 0x5a, sizeof(it));
	IoInitializeRemoveLock(&it, 0, 0, 0);
	interleaving = true;
	world::interleave(2 + below(4));
	for (unsigned int n = 0; n < tasks; n++)
		all.push_back(world::start("holder", [&] {
			unsigned int mine = 0;

			for (unsigned int rounds = 5 + below(20); rounds; rounds--) {
				const Raised raised(one_in(3));
				steps++;
				if (mine && one_in(2)) {
					mine--;
					held--;
					check(!returned,
					      "remove lock: the wait ended before it was released");
					IoReleaseRemoveLock(&it, nullptr);
				} else {
					const bool was_removed = removed;
					const NTSTATUS status = IoAcquireRemoveLock(&it, nullptr);
					check(status == STATUS_SUCCESS || removed,
					      "remove lock: status %#x", status);
					check(status == STATUS_DELETE_PENDING || !was_removed,
					      "remove lock: acquired after its removal");
					if (status == STATUS_SUCCESS) {
						mine++;
						held++;
					}
				}
				if (KeGetCurrentIrql() == PASSIVE_LEVEL)
					nt_yield();
			}
			while (mine) {
				mine--;
				held--;
				check(!returned,
				      "remove lock: the wait ended before it was released");
				IoReleaseRemoveLock(&it, nullptr);
				if (one_in(2))
					nt_yield();
			}
		}));
	all.push_back(world::start("remover", [&] {
		for (unsigned int n = below(10); n; n--)
			nt_yield();
		// Releasing a lock that nobody holds.
		if (!held && one_in(2)) {
			const Raised raised(true);
			world::forget_log();
			IoReleaseRemoveLock(&it, nullptr);
			check(world::logged("is not acquired"),
			      "remove lock: no line about one that is not acquired");
		}
		check(IoAcquireRemoveLock(&it, nullptr) == STATUS_SUCCESS,
		      "remove lock: it is removed before it is");
		// Removed, from some point within the call on.
		removed = true;
		IoReleaseRemoveLockAndWait(&it, nullptr);
		returned = true;
		check(!held, "remove lock: the wait ends while %d have it", held);
		check(IoAcquireRemoveLock(&it, nullptr) == STATUS_DELETE_PENDING,
		      "remove lock: acquired after its removal");
		world::forget_log();
		IoReleaseRemoveLockAndWait(&it, nullptr);
		check(world::logged("is not acquired"),
		      "remove lock: no line about one that is removed twice");
		world::forget_log();
		IoReleaseRemoveLock(&it, nullptr);
		check(world::logged("is not acquired"),
		      "remove lock: no line about one that is released too often");
	}));
	check(world::run_until([&] {
		      return std::none_of(all.begin(), all.end(), [](const task_struct *task) {
			      return world::is_alive(task);
		      });
	      }),
	      "remove lock: the wait never ends");
	world::interleave(0);
	for (task_struct *task : all)
		nt_task_put(task);
	check(returned && it.Common.IoCount == 0, "remove lock: %d are left", it.Common.IoCount);
	world::run_all();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	return steps;
}

// Work items used by themselves

struct OwnItem {
	WORK_QUEUE_ITEM item{};
	unsigned int queued = 0, called = 0;
};

IN_DRIVER(a) VOID NTAPI item_called(PVOID context) { static_cast<OwnItem *>(context)->called++; }

unsigned long work_queue_round()
{
	const unsigned int steps = 5 + below(40);
	std::vector<OwnItem> items(1 + below(4));

	for (OwnItem &one : items)
		ExInitializeWorkItem(&one.item, item_called, &one);
	for (unsigned int n = steps; n--;) {
		OwnItem &one = any_of(items);

		switch (below(4)) {
		case 0:
		case 1:
			if (one.queued == one.called) {
				one.queued++;
				ExQueueWorkItem(&one.item, DelayedWorkQueue);
			}
			break;
		case 2:
			// Code of the driver itself: nothing notices that the item is queued.
			ExInitializeWorkItem(&one.item, item_called, &one);
			break;
		default:
			world::run_one();
		}
	}
	world::run_all();
	for (const OwnItem &one : items)
		check(one.called == one.queued, "work queue: called %u times, queued %u times",
		      one.called, one.queued);
	check(!world::logged(""), "work queue: a line about what is right");
	return steps;
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long wanted = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	Random random(seed);

	world::seed(seed);
	chances = &random;
	world::start_rooms();
	const long before = world::left();
	for (unsigned long n = 0; n < wanted;) {
		switch (random.below(7)) {
		case 0:
			n += device_queue_round();
			break;
		case 1:
			n += remove_lock_round();
			break;
		case 2:
			n += work_queue_round();
			break;
		default:
			n += requests_round();
			break;
		}
		world::check_context("main()");
	}
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	world::stop_rooms();
	check(!world::left(), "memory: left: %s", world::what_is_left().c_str());
	check(wanted, "set-up: no operation");
	printf("%lu operations, %lu requests, seed %" PRIu64 "\n", wanted, count_of_requests, seed);
}
