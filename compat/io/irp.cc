// SPDX-License-Identifier: GPL-2.0
/// irp.cc - what happens to a request: it is sent, passed from driver to driver, and completed.

#include "glue/log.h"
#include "base/check.hh"
#include "base/depth.hh"
#include "base/gate.hh"
#include "io/device.h"
#include "io/known_requests.hh"
#include "io/request.hh"
#include "io/verify.hh"

using io::Held;
using io::HeldDriver;
using io::KnownRequests;
using io::Request;

// Sending

/// The request is under way from here on. Until the sender has it back, the sender is held, because
/// its completion routine may be called and its buffers used. A sender that waits for another
/// driver keeps its module loaded; ports answer when told to, see nt_irps_of_driver_end(). `target`
/// is nullptr if there is no device. Returns nullptr if there is no memory.
static Request *begin(Request *request, PIRP irp, const void *caller, const nt_driver *target)
{
	if (!request) {
		rt::Unique<Request> foreign = Request::create_foreign(irp);

		if (!foreign)
			return nullptr;
		request = KnownRequests().add(std::move(foreign));
	}
	if (!request->origin) {
		request->cancelled_at_end = false;
		request->cancelled_for_file = false;
		request->finished = false;
		request->caller = caller;
		const Ref<nt_driver> sender = Ref<nt_driver>::taken(nt_driver_get(caller));
		if (sender)
			request->sender =
				HeldDriver(sender.get(), target && target != sender.get() &&
								 nt_driver_module(target));
		request->set_under_way(irp->CurrentLocation);
	} else if (!request->sender) {
		// A program's request: what the driver receives belongs to the one that passes it
		// on.
		request->caller = caller;
	}
	return request;
}

static NTSTATUS dispatch(nt_driver *driver, PDEVICE_OBJECT device, PIRP irp, UCHAR major)
{
	PDRIVER_DISPATCH routine = nullptr;

	if (nt_driver_dead(driver))
		return nt_irp_finish(irp, STATUS_DEVICE_REMOVED, 0);
	if (major <= IRP_MJ_MAXIMUM_FUNCTION)
		routine = nt_driver_major(driver, major);
	if (routine && !nt_is_address(code_of(routine))) [[unlikely]] {
		nt_warn("%s: IoCallDriver: the driver's routine for major function 0x%x is not at a valid address\n",
			nt_driver_name(driver), major);
		routine = nullptr;
	}
	if (routine && nt_verify()) [[unlikely]]
		return io::call_watched(routine, device, irp);
	// The driver may have cleared the pointer.
	return routine ? call_or(STATUS_DEVICE_REMOVED, routine, device, irp) :
			 nt_irp_finish(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
}

// Flatten: all that every request runs through becomes one piece of code.

[[gnu::flatten]] NTSTATUS nt_irp_send(PDEVICE_OBJECT device, PIRP irp, const void *caller)
{
	Request *request = nt_irp_find(irp);

	if (nt_verify()) [[unlikely]]
		io::note_sent(irp);
	if (!io::may_be_sent(request, irp, caller))
		return STATUS_INVALID_PARAMETER;
	const Held target(device);
	nt_driver *driver = target ? nt_device_driver(device) : nullptr;
	if (!target)
		nt_warn("%pS: IoCallDriver: %p is not a device, or was deleted\n", caller, device);
	request = begin(request, irp, caller, driver);
	IoSetNextIrpStackLocation(irp);
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	location->DeviceObject = target ? device : nullptr;
	if (request)
		request->location = irp->CurrentLocation;
	if (!target)
		return io::refuse(request, irp, STATUS_NO_SUCH_DEVICE);
	if (!request)
		return io::refuse(request, irp, STATUS_INSUFFICIENT_RESOURCES);
	const Depth depth;
	if (depth.too_deep()) {
		nt_warn("%s: IoCallDriver: request %p goes from dispatch routine to dispatch routine until the stack is full\n",
			nt_driver_name(driver), irp);
		// A completion routine that has sent it would send it again.
		if (nt_gate_is_in(code_of(location->CompletionRoutine)))
			location->CompletionRoutine = nullptr;
		return io::refuse(request, irp, STATUS_INSUFFICIENT_RESOURCES);
	}
	// A driver that skipped its location is in use until this call returns.
	const Held skipped = std::exchange(request->worker(), Held(device));
	return dispatch(driver, device, irp, location->MajorFunction);
}

NTSTATUS NTAPI IofCallDriver(PDEVICE_OBJECT device, PIRP irp)
{
	return irql_ok(DISPATCH_LEVEL) ? nt_irp_send(device, irp, Caller().code()) :
					 STATUS_INVALID_DEVICE_REQUEST;
}

/// Power requests are passed on at once: there is no order to keep.
NTSTATUS NTAPI PoCallDriver(PDEVICE_OBJECT device, PIRP irp)
{
	return irql_ok(DISPATCH_LEVEL) ? nt_irp_send(device, irp, Caller().code()) :
					 STATUS_INVALID_DEVICE_REQUEST;
}

// Completing

static bool wants_completion(const IO_STACK_LOCATION &location, const IRP *irp)
{
	UCHAR wanted = NT_SUCCESS(irp->IoStatus.Status) ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR;

	if (io::is_cancelled(irp))
		wanted |= SL_INVOKE_ON_CANCEL;
	return nt_is_address(code_of(location.CompletionRoutine)) && location.Control & wanted &&
	       !nt_dead(code_of(location.CompletionRoutine));
}

/// The request is where its completion routine, which is not code, was set: in the location of a
/// driver that has passed it on, or where it was sent.
[[gnu::noinline]] static void complain_of_routine(const Request *request, PIRP irp)
{
	const bool has_location = irp->CurrentLocation <= irp->StackCount;
	PDEVICE_OBJECT device = has_location ? IoGetCurrentIrpStackLocation(irp)->DeviceObject :
					       nullptr;
	const void *code = request ? request->caller : nullptr;
	char name[NT_DRIVER_NAME];

	if (device && nt_device_known(device))
		code = nt_driver_code(nt_device_driver(device));
	nt_warn("%s: request %p has a completion routine that is not at a valid address: not called\n",
		nt_driver_name_of(code, name), irp);
}

/// The sender gets it back: it is no longer under way. Returns the sender.
static HeldDriver leave(Request &request)
{
	const KnownRequests known;

	request.origin = 0;
	return std::move(request.sender);
}

/// The same for a driver's own memory, which is known only until then.
static HeldDriver leave_foreign(Request &request)
{
	rt::Unique<Request> foreign;  // freed without the lock
	KnownRequests known;

	request.origin = 0;
	foreign = known.take(request);
	return std::move(foreign->sender);
}

/// To be called after a completion routine. False: the request is no longer there.
static bool has_stayed(const Request *request, PIRP irp, const void *routine)
{
	if (nt_irp_find(irp) != request) {
		nt_warn("%pS has freed request %p and did not return STATUS_MORE_PROCESSING_REQUIRED\n",
			routine, irp);
		return false;
	}
	if (!request->mend_place())
		nt_warn("%pS has damaged the stack location of request %p, or their number\n",
			routine, irp);
	return true;
}

/// Goes up one stack location. If the request was sent from there, sets `sender`, and a foreign
/// request becomes nullptr. False: the request stays there, because a completion routine has it
/// now.
static bool go_up(Request *&request, PIRP irp, HeldDriver &sender)
{
	if (nt_verify()) [[unlikely]]
		io::note_completed(irp);
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	const IO_STACK_LOCATION left = *location;
	// In use until the completion routine has returned.
	const Held worker = request ? request->worker().take() : Held();

	if (worker && irp->Tail.Overlay.DeviceQueueEntry.Inserted)
		io::leave_queue(worker.object(), irp);
	if (request && request->packet_of && irp->CurrentLocation >= request->packet_at)
		io::end_packet(*request, worker);
	irp->PendingReturned = left.Control & SL_PENDING_RETURNED;
	__builtin_memset(location, 0, offsetof(IO_STACK_LOCATION, DeviceObject));
	location->CompletionRoutine = nullptr;
	IoSkipCurrentIrpStackLocation(irp);
	const bool has_location = irp->CurrentLocation <= irp->StackCount;
	if (request) {
		request->location = irp->CurrentLocation;
		if (irp->CurrentLocation == request->origin && request->foreign)
			sender = leave_foreign(*std::exchange(request, nullptr));
		else if (irp->CurrentLocation == request->origin)
			sender = leave(*request);
	}
	if (!wants_completion(left, irp)) {
		if (left.CompletionRoutine && !nt_is_address(code_of(left.CompletionRoutine)))
			complain_of_routine(request, irp);
		if (irp->PendingReturned && has_location)
			IoMarkIrpPending(irp);
		return true;
	}
	PDEVICE_OBJECT device = has_location ? IoGetCurrentIrpStackLocation(irp)->DeviceObject :
					       nullptr;
	// After this, the request may be gone.
	return call_or(STATUS_SUCCESS, left.CompletionRoutine, device, irp, left.Context) !=
		       STATUS_MORE_PROCESSING_REQUIRED &&
	       (!request || has_stayed(request, irp, code_of(left.CompletionRoutine)));
}

bool io::claim_end(PIRP irp)
{
	const KnownRequests known;
	Request *request = known.find(irp);

	return request && !std::exchange(request->finished, true);
}

/// All drivers have had the request: ends it. False: that was done before.
static bool end(const Request &request, PIRP irp)
{
	if (!io::claim_end(irp))
		return false;
	if (request.done)
		request.done(irp, request.done_context);
	else if (request.owner && !nt_driver_dead(request.owner.get()))
		nt_warn("%s: request %p: the completion routine of the driver that allocated it must return STATUS_MORE_PROCESSING_REQUIRED\n",
			nt_driver_name(request.owner.get()), irp);
	return true;
}

[[gnu::flatten]] void io::complete(Request *request, PIRP irp)
{
	HeldDriver sender;  // held until this returns

	do {
		if (!go_up(request, irp, sender))
			return;
	} while (request && irp->CurrentLocation <= irp->StackCount);
	if (request)
		end(*request, irp);
}

void io::complete_for(PIRP irp, Caller caller)
{
	Request *request = nt_irp_find(irp);
	if (!request) {
		caller.complain("%p is not a request, or is already complete", irp);
		return;
	}
	if (request->is_queued()) {
		caller.complain("request %p is waiting for the port: cancel it with IoCancelIrp",
				irp);
		return;
	}
	request->completer = caller.code();
	if (!request->mend() ||
	    (request->location <= request->count && irp->CurrentLocation > irp->StackCount)) {
		caller.complain("request %p: its stack location, or their number, is damaged", irp);
		request->put_back();
	}
	if (irp->CurrentLocation > irp->StackCount) {
		if (!request->sender_has_it_back() || !end(*request, irp))
			caller.complain("request %p is already complete, or was never sent", irp);
		return;
	}
	if (irp->IoStatus.Status == STATUS_PENDING) {
		caller.complain("request %p must not be completed with STATUS_PENDING", irp);
		return;
	}
	if (io::set_cancel_routine(irp, nullptr))
		caller.complain("request %p still has a cancel routine: it must be reset first",
				irp);
	io::complete(request, irp);
}

VOID NTAPI IofCompleteRequest(PIRP irp, CCHAR)
{
	const Caller caller;

	if (irql_ok(DISPATCH_LEVEL, caller))
		io::complete_for(irp, caller);
}

/// Not inlined: which code completes a request is known by where this was called.
[[gnu::noinline]] NTSTATUS nt_irp_finish(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}
