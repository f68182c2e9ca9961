// SPDX-License-Identifier: GPL-2.0
/// queue.cc - requests that wait for a port until they get it, or are cancelled.
///
/// Which of them ends a queued request? The core answers once, from its tasklet, and meanwhile the
/// request may be cancelled. The request's cancel routine, which is taken away by an exchange,
/// decides:
///
/// - The answer finds the cancel routine: nobody is cancelling, or can begin to. The answer ends
///   the request.
/// - It is gone: whoever has taken it calls cancel() at once, which makes the core answer if it has
///   not yet. So both come, in either order. The first to take the lock leaves word in the record;
///   the second finds that and ends the request.
///
/// So the record stays until both are done with it, and exactly one of them frees it.

#include <utility>

#include "module/glue/glue.h"
#include "base/guard.hh"
#include "base/handed.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "io/irp.h"
#include "port/queue.hh"
#include "port/request.hh"

using port::Port;
using port::PortRef;
using rt::Unique;
using RequestsGuard = SpinGuard<NT_PORT_REQUESTS_LOCK>;

namespace {

void answered(ntparport_waiter *waiter, int answer);

/// A request that waits for a port. Once it is in the list, the lock guards it. What the request
/// wants is here: it may wait for minutes, in which drivers can do anything to its buffer and its
/// stack location.
struct Queued {
	rt::Link link{};	    // first: in the list
	ntparport_waiter waiter{};  // as the core knows it
	Port *const port;
	const PIRP irp;
	const bool selects;
	const PARALLEL_1284_COMMAND command;  // if it selects a device
	int answer = 0;
	/// While somebody cancels: then cancel() ends it.
	bool answered GUARDED_BY(RequestsGuard::lock) = false;
	/// cancel() was here: then the answer ends it.
	bool cancelled GUARDED_BY(RequestsGuard::lock) = false;

	Queued(Port &where, PIRP request, const PARALLEL_1284_COMMAND *selection)
		: port(&where),
		  irp(request),
		  selects(selection),
		  command(selection ? *selection : PARALLEL_1284_COMMAND())
	{
		waiter.complete = ::answered;
	}

	const PARALLEL_1284_COMMAND *selection() const { return selects ? &command : nullptr; }
};

constinit rt::List<Queued> requests GUARDED_BY(RequestsGuard::lock);

NTSTATUS status_of_answer(int answer)
{
	switch (answer) {
	case 0:
		return STATUS_SUCCESS;
	case -GLUE_ECANCELED:
		return STATUS_CANCELLED;
	case -GLUE_ENOMEM:
		return STATUS_INSUFFICIENT_RESOURCES;
	default:
		return STATUS_DELETE_PENDING;
	}
}

/// The request has the port, or will not get it: completes it. `queued` is empty if it never
/// waited; otherwise `selection` is in it.
NTSTATUS end(Port &port, PIRP irp, int answer, const PARALLEL_1284_COMMAND *selection,
	     Unique<Queued> queued = {})
{
	NTSTATUS status = status_of_answer(answer);

	if (NT_SUCCESS(status) && selection)
		status = port::selected(port.core(), *selection);
	// The request keeps the device, and the device keeps the port.
	const PortRef keep(port);
	if (queued)
		nt_irp_set_queued(irp, false);
	nt_irp_finish(irp, status, 0);
	port.close();
	return status;
}

NTSTATUS end(Unique<Queued> queued)
{
	// First, because what follows moves the record away.
	Port &port = *queued->port;
	PIRP irp = queued->irp;
	const int answer = queued->answer;
	const PARALLEL_1284_COMMAND *selection = queued->selection();

	return end(port, irp, answer, selection, std::move(queued));
}

/// Takes the record off the list; the caller must end the request.
Unique<Queued> take_locked(Queued &request) REQUIRES(RequestsGuard::lock)
{
	rt::List<Queued>::remove(request);
	return Unique(&request);
}

void answered(ntparport_waiter *waiter, int answer)
{
	Queued &request = *CONTAINING_RECORD(waiter, Queued, waiter);
	Unique<Queued> ours;
	{
		const RequestsGuard guard;

		request.answer = answer;
		if (io::set_cancel_routine(request.irp, nullptr) || request.cancelled)
			ours = take_locked(request);
		else
			request.answered = true;
	}
	if (ours)
		end(std::move(ours));
}

/// Called by whoever has taken the cancel routine away.
void cancel(Queued &request)
{
	Unique<Queued> ours;

	ntparport_cancel(request.port->core(), &request.waiter);
	{
		const RequestsGuard guard;

		if (request.answered)
			ours = take_locked(request);
		else
			request.cancelled = true;
	}
	if (ours)
		end(std::move(ours));
}

Queued *find(PIRP irp)
{
	const RequestsGuard guard;

	for (Queued &request : requests)
		if (request.irp == irp)
			return &request;
	return nullptr;
}

VOID NTAPI cancel_routine(PDEVICE_OBJECT, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	// Nobody ends the request before this has found it.
	if (Queued *request = find(irp))
		cancel(*request);
}

/// Queues the request: -GLUE_EINPROGRESS; or returns the answer that the core gave at once.
int queue(Unique<Queued> &record, ntparport *core, const void *caller)
{
	Queued &request = *record;
	PIRP irp = request.irp;
	bool lost;
	{
		const RequestsGuard guard;

		const int answer = ntparport_allocate_async_as(core, &request.waiter, caller);
		if (answer != -GLUE_EINPROGRESS)
			return answer;
		// The core's next answer waits for the lock.
		requests.push_back(*record.release());
		IoMarkIrpPending(irp);
		io::set_cancel_routine(irp, handed<cancel_routine>());
		// It was cancelled after we looked, but before the routine was set: nobody has
		// found that.
		lost = io::is_cancelled(irp) && io::set_cancel_routine(irp, nullptr);
	}
	if (lost)
		cancel(request);
	return -GLUE_EINPROGRESS;
}

}

NTSTATUS port::wait_for_port(Port &port, PIRP irp, const PARALLEL_1284_COMMAND *selection)
{
	const void *caller = nt_irp_caller(irp);
	ntparport *core = port.core();

	if (io::is_cancelled(irp))
		return end(port, irp, -GLUE_ECANCELED, selection);
	// For most requests that is all, and needs no memory.
	if (ntparport_try_allocate_as(core, caller))
		return end(port, irp, 0, selection);
	const bool may_sleep = nt_may_sleep();
	Unique<Queued> record{ new (rt::kernel, may_sleep) Queued(port, irp, selection) };
	if (!record)
		return end(port, irp, -GLUE_ENOMEM, selection);
	// From here on nobody else completes it.
	nt_irp_set_queued(irp, true);
	const int answer = queue(record, core, caller);
	return answer == -GLUE_EINPROGRESS ? STATUS_PENDING :
					     end(port, irp, answer, selection, std::move(record));
}
