// SPDX-License-Identifier: GPL-2.0
/// irp_wait.cc - waits for requests, which their driver may never complete (W4).

#include <new>
#include <utility>

#include "base/gate.hh"
#include "base/owned_by_two.hh"
#include "glue/log.h"
#include "glue/memory.h"
#include "glue/wait_alive.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/known_requests.hh"
#include "io/request.hh"

using io::Held;
using io::HeldDriver;
using io::KnownRequests;
using io::Request;

/// For its sender the request is over, although it is not complete: it no longer keeps the sender.
static void end_for_sender(PIRP irp)
{
	io::HeldDriver sender;	// given back without the lock
	const KnownRequests known;

	if (Request *request = known.find(irp))
		sender = std::move(request->sender);
}

// Requests that a driver has forgotten

/// Whether the top driver still has the request, although nothing says that it will complete it.
/// Another CPU may be completing it: nothing is written to it, and what it says is read only to be
/// compared. The lock keeps `origin`, which says where the top driver's location is.
static bool seems_forgotten(const Request &request) REQUIRES(io::RequestsGuard::lock)
{
	const int top = request.origin - 1;

	if (!request.origin || !request.is_in_order() || request.irp->CurrentLocation != top)
		return false;
	return !(request.location_at(top)->Control & SL_PENDING_RETURNED) &&
	       !request.irp->CancelRoutine;
}

/// For its caller the request is over. The driver may be unloaded, which ends the request; if it is
/// completed after all, that does no harm.
bool nt_irp_forgotten(PIRP irp, NTSTATUS status)
{
	Held worker;	    // held until this returns
	HeldDriver sender;  // has its result, and is no longer kept
	UCHAR major = 0;

	if (status == STATUS_PENDING)
		return false;
	{
		const KnownRequests known;
		Request *request = known.find(irp);

		if (!request || !seems_forgotten(*request))
			return false;
		const auto top = static_cast<CHAR>(request->origin - 1);
		worker = request->worker_at(top).take();
		if (!worker)
			return false;
		sender = std::move(request->sender);
		request->forgotten_by = Ref<nt_driver>::of(worker.driver());
		major = request->location_at(top)->MajorFunction;
	}
	nt_warn("%s: a dispatch routine (major function 0x%02x) returned status 0x%08x, but neither completed request %p nor marked it pending: it has to call IoCompleteRequest\n",
		nt_driver_name(worker.driver()), major, status, irp);
	return true;
}

// Waits

namespace {

using Finish = void (*)(void *context, NTSTATUS status);
using FinishIrp = void (*)(void *context, PIRP irp);

/// A request that somebody waits for and may give up on; then it may be complete later. It belongs
/// to two: the waiter, and what is called when it is complete.
struct Wait {
	Wait(PIRP request, Finish what, void *with) : irp(request), finish(what), context(with) { }
	Wait(PIRP request, FinishIrp what, void *with)
		: irp(request), finish_irp(what), context(with)
	{ }
	~Wait() { nt_irp_free(irp); }
	Wait(const Wait &) = delete;
	Wait &operator=(const Wait &) = delete;

	bool is_complete() const { return __atomic_load_n(&complete, __ATOMIC_ACQUIRE); }
	void finish_once(NTSTATUS status)
	{
		if (Finish once = __atomic_exchange_n(&finish, nullptr, __ATOMIC_ACQ_REL))
			once(context, status);
	}
	/// What is still to be called, and will not be called by anybody else.
	FinishIrp take_finish_irp()
	{
		return __atomic_exchange_n(&finish_irp, nullptr, __ATOMIC_ACQ_REL);
	}

	PIRP const irp;
	Finish finish = nullptr;
	FinishIrp finish_irp = nullptr;
	void *const context;
	const nt_driver *driver = nullptr;  // the waiter gives up when this driver dies
	IO_STATUS_BLOCK result{};
	bool complete = false;
	bool has_one_owner = false;
};

bool is_complete(const void *wait) { return static_cast<const Wait *>(wait)->is_complete(); }

bool is_complete_or_dead(const void *context)
{
	const auto *wait = static_cast<const Wait *>(context);

	return wait->is_complete() || nt_driver_dead(wait->driver);
}

void done(PIRP irp, void *context)
{
	const OwnedByTwo<Wait> wait(static_cast<Wait *>(context));

	wait->result = irp->IoStatus;
	wait->finish_once(irp->IoStatus.Status);
	if (FinishIrp once = wait->take_finish_irp())
		once(wait->context, wait->irp);
	__atomic_store_n(&wait->complete, true, __ATOMIC_RELEASE);
	nt_wake_all();
}

/// Sends the request. Returns none if the driver has forgotten it; `finish` was called then.
OwnedByTwo<Wait> send(PDEVICE_OBJECT device, PIRP irp, Finish finish, void *context,
		      NTSTATUS &status)
{
	// Only a few bytes; and the end of a file must not be lost for lack of them.
	void *memory = nt_alloc_surely(sizeof(Wait));
	OwnedByTwo<Wait> wait(new (memory) Wait(irp, finish, context));

	nt_irp_set_done(irp, done, wait.get());
	status = nt_irp_send(device, irp, code_of(nt_irp_send_and_finish));
	if (!nt_irp_forgotten(irp, status))
		return wait;
	wait->finish_once(status);
	return OwnedByTwo<Wait>();
}

}

void nt_irp_send_and_finish(PDEVICE_OBJECT device, PIRP irp, Finish finish, void *context)
{
	NTSTATUS status = STATUS_SUCCESS;

	send(device, irp, finish, context, status);
}

NTSTATUS nt_irp_send_and_wait(PDEVICE_OBJECT device, PIRP irp, const nt_driver *driver,
			      Finish finish, void *context)
{
	NTSTATUS status = STATUS_SUCCESS;
	const OwnedByTwo<Wait> wait = send(device, irp, finish, context, status);

	if (!wait)
		return status;
	status = STATUS_CANCELLED;
	if (driver) {
		wait->driver = driver;
		nt_wait_for(is_complete_or_dead, wait.get());
		status = STATUS_DEVICE_REMOVED;
	} else if (!nt_wait_while_alive(is_complete, wait.get())) {
		IoCancelIrp(irp);
	}
	return wait->is_complete() ? wait->result.Status : status;
}

NTSTATUS io::send_for_driver(PDEVICE_OBJECT device, PIRP irp, const CallOfDriver &call,
			     bool &gave_up)
{
	// Whoever sends it must not lose what it has begun for lack of a few bytes.
	void *memory = nt_alloc_surely(sizeof(Wait));
	OwnedByTwo<Wait> wait(new (memory) Wait(irp, call.finish, call.context));

	wait->driver = nt_device_driver(device);
	nt_irp_set_done(irp, done, wait.get());
	if (call.wait)
		nt_irp_set_call(irp);
	const NTSTATUS status = nt_irp_send(device, irp, call.caller);
	gave_up = nt_irp_forgotten(irp, status) && wait->take_finish_irp();
	if (gave_up)
		end_for_sender(irp);
	if (gave_up || !call.wait)
		return status;
	if (call.alertable && !nt_wait_unless_killed(is_complete_or_dead, wait.get()))
		IoCancelIrp(irp);
	nt_wait_for(is_complete_or_dead, wait.get());
	gave_up = wait->take_finish_irp();
	if (gave_up) {
		end_for_sender(irp);
		return STATUS_DEVICE_REMOVED;
	}
	// If the driver has died, what completes the request may still be at work.
	nt_wait_for(is_complete, wait.get());
	return wait->result.Status;
}

void nt_irps_look() { nt_wake_all(); }
