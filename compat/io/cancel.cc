// SPDX-License-Identifier: GPL-2.0
/// cancel.cc - cancelling requests.

#include "glue/log.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "io/check.hh"
#include "io/held.hh"
#include "io/known_requests.hh"
#include "io/request.hh"

using io::Held;
using io::KnownRequests;
using io::Request;

// The cancel spin lock

static constinit KSPIN_LOCK cancel_lock{};
// The thread that has it, so that a cancel routine that forgets to release it is noticed.
static constinit PETHREAD cancel_owner;

static bool this_thread_has_it()
{
	return __atomic_load_n(&cancel_owner, __ATOMIC_RELAXED) == PsGetCurrentThread();
}

VOID NTAPI IoAcquireCancelSpinLock(PKIRQL irql)
{
	if (!irql_ok(DISPATCH_LEVEL) || !ok(is_memory(irql), "the place for the IRQL"))
		return;
	if (this_thread_has_it() && KeGetCurrentIrql() == DISPATCH_LEVEL) {
		Caller().complain("the driver already has the cancel spin lock");
		return;
	}
	KeAcquireSpinLock(&cancel_lock, irql);
	__atomic_store_n(&cancel_owner, PsGetCurrentThread(), __ATOMIC_RELAXED);
}

VOID NTAPI IoReleaseCancelSpinLock(KIRQL irql)
{
	if (!this_thread_has_it() || KeGetCurrentIrql() != DISPATCH_LEVEL) {
		Caller().complain("the cancel spin lock is not held");
		return;
	}
	__atomic_store_n(&cancel_owner, nullptr, __ATOMIC_RELAXED);
	KeReleaseSpinLock(&cancel_lock, irql);
}

// Cancel routines

PDRIVER_CANCEL IoSetCancelRoutine(PIRP irp, PDRIVER_CANCEL routine)
{
	if (!io::any_irp_ok(irp) ||
	    (routine && !ok(nt_is_address(code_of(routine)), "the routine")))
		return nullptr;
	return io::set_cancel_routine(irp, routine);
}

void nt_call_cancel_routine(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql)
{
	// The routine may complete the request, which ends the hold on its driver.
	const Held hold(device);

	irp->CancelIrql = irql;
	const auto check = [=] {
		if (!this_thread_has_it())
			return;
		nt_warn("%pS: a cancel routine must release the cancel spin lock\n",
			code_of(routine));
		IoReleaseCancelSpinLock(irql);
	};
	if (!call_cancel_routine(irql, check, routine, device, irp))
		IoReleaseCancelSpinLock(irql);
}

/// The device that works on the request. The request's own pointer is not used: the driver may
/// damage it, or move it at this moment.
static PDEVICE_OBJECT device_with(const Request &request)
{
	CHAR place = __atomic_load_n(&request.irp->CurrentLocation, __ATOMIC_RELAXED);

	if (place < 1 || place > request.count)
		place = request.location;
	return place < 1 || place > request.count ? nullptr :
						    request.location_at(place)->DeviceObject;
}

BOOLEAN NTAPI IoCancelIrp(PIRP irp)
{
	KIRQL irql = PASSIVE_LEVEL;

	if (!irql_ok(DISPATCH_LEVEL))
		return FALSE;
	const Request *request = nt_irp_find(irp);
	if (!request) {
		Caller().complain("%p is not a request, or is already gone", irp);
		return FALSE;
	}
	IoAcquireCancelSpinLock(&irql);
	__atomic_store_n(&irp->Cancel, TRUE, __ATOMIC_RELAXED);
	PDRIVER_CANCEL routine = io::set_cancel_routine(irp, nullptr);
	if (!routine) {
		IoReleaseCancelSpinLock(irql);
		return FALSE;
	}
	nt_call_cancel_routine(routine, device_with(*request), irp, irql);
	return TRUE;
}

// A driver's requests end with it

namespace {

/// A request that has been cancelled.
struct Cancelled {
	PIRP irp = nullptr;  // nullptr: there is none
	PDRIVER_CANCEL routine = nullptr;
	PDEVICE_OBJECT device = nullptr;
};

/// Cancels a request for which `wanted(request)`, that is under way and does not have the flag yet;
/// it gets the flag. The request stays while the cancel spin lock is held, and, if it had a cancel
/// routine, until that has been called.
template <typename Predicate>
Cancelled cancel_locked(bool Request::*flag, Predicate wanted)
{
	const KnownRequests known;
	Request *request = known.find_if([=](const Request &sent) {
		return sent.is_under_way() && !(sent.*flag) && wanted(sent);
	});
	Cancelled cancelled;

	if (!request)
		return cancelled;
	request->*flag = true;
	cancelled.irp = request->irp;
	__atomic_store_n(&cancelled.irp->Cancel, TRUE, __ATOMIC_RELAXED);
	cancelled.routine = io::set_cancel_routine(cancelled.irp, nullptr);
	if (cancelled.routine)
		cancelled.device = device_with(*request);
	return cancelled;
}

/// nullptr: there is no longer such a request.
template <typename Predicate>
PIRP cancel_one(bool Request::*flag, Predicate wanted)
{
	KIRQL irql = PASSIVE_LEVEL;

	IoAcquireCancelSpinLock(&irql);
	const Cancelled cancelled = cancel_locked(flag, wanted);
	if (cancelled.routine)
		nt_call_cancel_routine(cancelled.routine, cancelled.device, cancelled.irp, irql);
	else
		IoReleaseCancelSpinLock(irql);
	return cancelled.irp;
}

}

void nt_irps_of_driver_end(nt_driver *driver)
{
	auto is_of_it = [=](const Request &sent) { return sent.sender.driver() == driver; };

	while (PIRP irp = cancel_one(&Request::cancelled_at_end, is_of_it))
		nt_warn("%s: request %p is still under way when the driver ends: cancelled\n",
			nt_driver_name(driver), irp);
}

void io::cancel_for(PFILE_OBJECT file)
{
	const PETHREAD thread = PsGetCurrentThread();

	while (cancel_one(&Request::cancelled_for_file, [=](const Request &sent) {
		return sent.thread.get() == thread && !sent.foreign &&
		       sent.irp->Tail.Overlay.OriginalFileObject == file;
	})) { }
}
