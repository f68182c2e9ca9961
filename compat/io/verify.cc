// SPDX-License-Identifier: GPL-2.0
/// verify.cc - checks that a dispatch routine's answer fits what has become of its request.

#include "base/client.h"
#include "base/gate.hh"
#include "glue/log.h"
#include "glue/modules.h"
#include "io/known_requests.hh"
#include "io/request.hh"
#include "io/verify.hh"

using io::KnownRequests;
using io::Request;

namespace {

/// A call of a dispatch routine. Whoever completes the request notes here how, because the request
/// may be gone when the routine returns.
struct Call {
	enum class State : UCHAR {
		open,	    // nobody has completed the request at this location
		completed,  // somebody has completed it
		not_known   // the routine has passed it on, or its location was lost
	};

	const IRP *irp;
	unsigned long number;
	NTSTATUS completed_with;
	CHAR location;
	bool marked;
	State state;
};

constexpr Call no_call{ nullptr, 0, 0, 0, false, Call::State::not_known };

/// The last calls. They are not on the threads' stacks, because a thread may end inside a routine.
/// None is freed: a call that lasts while this many others begin is not checked.
class Calls {
public:
	unsigned long begin(PIRP irp)
	{
		const unsigned long number = ++last_;

		Call &call = calls_[number % max];

		call = no_call;
		call.irp = irp;
		call.number = number;
		call.location = irp->CurrentLocation;
		// Not checked if a driver above has marked the location, and then skipped it.
		if (!(IoGetCurrentIrpStackLocation(irp)->Control & SL_PENDING_RETURNED))
			call.state = Call::State::open;
		return number;
	}
	/// nullptr: the call is no longer known.
	Call *find(unsigned long number)
	{
		Call &call = calls_[number % max];

		return call.number == number ? &call : nullptr;
	}
	template <typename Do>
	void for_each_open(const IRP *irp, Do what)
	{
		for (Call &call : calls_)
			if (call.irp == irp && call.state == Call::State::open)
				what(call);
	}

private:
	enum : unsigned int { max = 32 };

	Call calls_[max] = {};
	unsigned long last_ = 0;
};

constinit Calls calls GUARDED_BY(io::RequestsGuard::lock);

/// The routine has returned. Returns what is known about its call.
Call end(unsigned long number)
{
	const KnownRequests known;
	Call *call = calls.find(number);

	if (!call)
		return no_call;
	Call ended = *call;
	call->irp = nullptr;
	if (ended.state != Call::State::open)
		return ended;
	// Our own request is there as long as it is known; a driver's own memory may not be.
	const Request *request = known.find(ended.irp);
	if (!request || !request->origin || request->foreign || ended.location > request->count)
		return no_call;
	ended.marked = request->location_at(ended.location)->Control & SL_PENDING_RETURNED;
	return ended;
}

[[gnu::noinline]] void complain(const Call &call, PDRIVER_DISPATCH routine, NTSTATUS status)
{
	const void *code = code_of(routine);
	char name[NT_DRIVER_NAME];

	if (!nt_driver_of(code, name))
		return;
	if (call.marked)
		nt_warn("%s: %ps marked request %p pending, but returned status 0x%08x: it has to return STATUS_PENDING\n",
			name, code, call.irp, status);
	else if (status == STATUS_PENDING)
		nt_warn("%s: %ps returned STATUS_PENDING, but did not mark request %p pending: it has to call IoMarkIrpPending before that\n",
			name, code, call.irp);
	else
		nt_warn("%s: %ps returned status 0x%08x, but completed request %p with 0x%08x: it has to return the same\n",
			name, code, status, call.irp, call.completed_with);
}

/// A request that was neither completed nor marked is forgotten: see irp_wait.cc.
bool fits(const Call &call, NTSTATUS status)
{
	if (call.state == Call::State::not_known)
		return true;
	if (call.marked || status == STATUS_PENDING)
		return call.marked && status == STATUS_PENDING;
	return call.state == Call::State::open || call.completed_with == status;
}

}

NTSTATUS io::call_watched(PDRIVER_DISPATCH routine, PDEVICE_OBJECT device, PIRP irp)
{
	unsigned long number;
	{
		const KnownRequests known;

		number = calls.begin(irp);
	}
	const NTSTATUS status = call_or(STATUS_DEVICE_REMOVED, routine, device, irp);
	const Call call = end(number);
	if (!fits(call, status) && !nt_dead(code_of(routine)))
		complain(call, routine, status);
	return status;
}

void io::note_sent(const IRP *irp)
{
	const KnownRequests known;

	calls.for_each_open(irp, [](Call &call) { call.state = Call::State::not_known; });
}

void io::note_completed(PIRP irp)
{
	const KnownRequests known;

	calls.for_each_open(irp, [=](Call &call) {
		// Drivers further up are not done yet.
		if (call.location > irp->CurrentLocation)
			return;
		// A routine that skipped its location and completed the request there has lost it.
		call.state = call.location == irp->CurrentLocation ? Call::State::completed :
								     Call::State::not_known;
		call.completed_with = irp->IoStatus.Status;
		call.marked = IoGetCurrentIrpStackLocation(irp)->Control & SL_PENDING_RETURNED;
	});
}
