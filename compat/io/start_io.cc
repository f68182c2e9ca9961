// SPDX-License-Identifier: GPL-2.0
/// start_io.cc - a device's queue of requests, which its driver starts one after the other.

#include <utility>

#include "glue/log.h"
#include "base/gate.hh"
#include "ke/device_queue.h"
#include "io/check.hh"
#include "io/device.hh"
#include "io/dispatch_level.hh"
#include "io/driver.h"
#include "io/held.hh"
#include "io/irp.h"
#include "io/request.hh"

using io::device_ok;
using io::DispatchLevel;
using io::Held;
using io::own_device_ok;
using io::Request;

namespace {

PKDEVICE_QUEUE_ENTRY entry_of(PIRP irp) { return &irp->Tail.Overlay.DeviceQueueEntry; }

/// Holds the cancel spin lock, if `needed`, for a scope or until a cancel routine gets it.
class CancelGuard {
public:
	explicit CancelGuard(bool needed) : held_(needed)
	{
		if (held_)
			IoAcquireCancelSpinLock(&irql_);
	}
	~CancelGuard()
	{
		if (held_)
			IoReleaseCancelSpinLock(irql_);
	}
	CancelGuard(const CancelGuard &) = delete;
	CancelGuard &operator=(const CancelGuard &) = delete;

	/// The cancel routine releases the lock.
	void call(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp)
	{
		held_ = false;
		nt_call_cancel_routine(routine, device, irp, irql_);
	}

private:
	bool held_;
	KIRQL irql_ = 0;
};

void start(PDEVICE_OBJECT device, PIRP irp)
{
	nt_driver *driver = nt_device_driver(device);
	const bool dead = nt_driver_dead(driver);
	PDRIVER_STARTIO routine = nt_driver_start_io(driver);

	if (!dead && nt_is_address(code_of(routine))) {
		call(routine, device, irp);
		return;
	}
	if (!dead && routine)
		nt_warn("%s: IoStartPacket: the driver's StartIo is not at a valid address\n",
			nt_driver_name(driver));
	else if (!dead)
		nt_warn("%s: IoStartPacket: the driver has no StartIo\n", nt_driver_name(driver));
	nt_irp_finish(irp, dead ? STATUS_DEVICE_REMOVED : STATUS_INVALID_DEVICE_REQUEST, 0);
	IoStartNextPacket(device, FALSE);
}

/// The device's current request changes only here, and with it the one that is to be started. If
/// the last one was never started, it is over, or nobody would have asked for the next.
void make_current(PDEVICE_OBJECT device, PIRP irp)
{
	PacketsGuard guard;
	nt_start_io &state = nt_device::of(device)->start_io;

	device->CurrentIrp = irp;
	state.to_start = irp;
}

/// Makes a request current that was in the queue. Under the cancel spin lock, if it may be cancelled:
/// whoever finds its cancel routine finds it in the queue, too.
void dequeue(PDEVICE_OBJECT device, PIRP irp)
{
	// The driver may have queued something else.
	if (__atomic_load_n(&nt_device::of(device)->start_io.not_cancelable, __ATOMIC_RELAXED) &&
	    nt_irp_find(irp))
		io::set_cancel_routine(irp, nullptr);
	make_current(device, irp);
}

/// The request that the caller must start. nullptr: there is none, or somebody else is starting
/// requests of the device and will come to it. `again`: that is the caller.
PIRP take_to_start(nt_start_io &state, bool again)
{
	PacketsGuard guard;

	if (state.starting && !again)
		return nullptr;
	PIRP irp = std::exchange(state.to_start, nullptr);
	state.starting = irp;
	return irp;
}

/// Starts the current request. A StartIo that completes its request at once calls
/// IoStartNextPacket(): the next request is current from then on, but is started only when that
/// StartIo has returned, not inside it, or a long queue would need a long stack. At DISPATCH_LEVEL.
void start_current(PDEVICE_OBJECT device)
{
	nt_start_io &state = nt_device::of(device)->start_io;

	for (PIRP irp = take_to_start(state, false); irp; irp = take_to_start(state, true))
		start(device, irp);
}

/// The request has ended. If it is still to be started, it no longer is: somebody else who is in
/// StartIo would come to it only now, while whoever ended it has yet to ask for the next one. It
/// stays CurrentIrp until then, as on Windows.
void do_not_start(PDEVICE_OBJECT device, PIRP irp)
{
	PacketsGuard guard;
	nt_start_io &state = nt_device::of(device)->start_io;

	if (state.to_start == irp)
		state.to_start = nullptr;
}

/// The same for a device that may be gone.
void do_not_start_there(PDEVICE_OBJECT device, PIRP irp)
{
	const Held held(device);

	if (held)
		do_not_start(device, irp);
}

}

void io::leave_queue(PDEVICE_OBJECT device, PIRP irp)
{
	if (nt_device_queue_remove(&device->DeviceQueue, entry_of(irp)))
		nt_warn("%s: request %p has ended, but is still in the queue of %s: it has to be taken out by KeRemoveEntryDeviceQueue first\n",
			nt_driver_name(nt_device_driver(device)), irp, nt_device_label(device));
}

void io::end_packet(Request &request, const Held &worker)
{
	PDEVICE_OBJECT device = std::exchange(request.packet_of, nullptr);
	const bool is_held = worker && worker.object() == device;
	const Held held = is_held ? Held() : Held(device);

	if (!is_held && !held)
		return;
	if (entry_of(request.irp)->Inserted) [[unlikely]]
		leave_queue(device, request.irp);
	do_not_start(device, request.irp);
}

VOID NTAPI IoStartPacket(PDEVICE_OBJECT object, PIRP irp, PULONG key, PDRIVER_CANCEL cancel)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object) ||
	    (cancel && !ok(nt_is_address(code_of(cancel)), "the cancel routine")))
		return;
	Request *request = nt_irp_find(irp);
	if (!request) {
		Caller().complain("%p is not a request, or is already gone", irp);
		return;
	}
	// The current request is in none: a StartIo that finds the hardware not ready puts it back,
	// and then asks for the next one.
	if (nt_device_queue_has(&object->DeviceQueue, entry_of(irp))) {
		Caller().complain("request %p is already in the queue of a device", irp);
		return;
	}
	// It may be the current one of another device, whose StartIo passes it on.
	if (request->packet_of && request->packet_of != object)
		do_not_start_there(request->packet_of, irp);
	request->packet_of = object;
	request->packet_at = irp->CurrentLocation;
	const DispatchLevel raised;
	{
		CancelGuard guard(cancel);

		if (cancel)
			io::set_cancel_routine(irp, cancel);
		if (nt_device_queue_insert(&object->DeviceQueue, entry_of(irp), key)) {
			if (!cancel || !io::is_cancelled(irp))
				return;
			if (PDRIVER_CANCEL routine = io::set_cancel_routine(irp, nullptr))
				guard.call(routine, object, irp);
			return;
		}
		make_current(object, irp);
	}
	start_current(object);
}

static void start_next(PDEVICE_OBJECT object, bool cancelable, ULONG key)
{
	const DispatchLevel raised;
	{
		const CancelGuard guard(cancelable);

		// Before the queue may become idle: whoever finds it idle makes the next request
		// current.
		make_current(object, nullptr);
		PKDEVICE_QUEUE_ENTRY entry = nt_device_queue_take(&object->DeviceQueue, key);
		if (!entry)
			return;
		dequeue(object, CONTAINING_RECORD(entry, IRP, Tail.Overlay.DeviceQueueEntry));
	}
	start_current(object);
}

VOID NTAPI IoStartNextPacket(PDEVICE_OBJECT object, BOOLEAN cancelable)
{
	if (irql_ok(DISPATCH_LEVEL) && device_ok(object))
		start_next(object, cancelable, 0);
}

VOID NTAPI IoStartNextPacketByKey(PDEVICE_OBJECT object, BOOLEAN cancelable, ULONG key)
{
	if (irql_ok(DISPATCH_LEVEL) && device_ok(object))
		start_next(object, cancelable, key);
}

VOID NTAPI IoSetStartIoAttributes(PDEVICE_OBJECT object, BOOLEAN, BOOLEAN not_cancelable)
{
	if (own_device_ok(object))
		__atomic_store_n(&nt_device::of(object)->start_io.not_cancelable, !!not_cancelable,
				 __ATOMIC_RELAXED);
}
