// SPDX-License-Identifier: GPL-2.0
/// irp_damage.cc - damage that drivers may have done to an IRP: found, and repaired or refused.

#include "base/check.hh"
#include "glue/log.h"
#include "glue/memory.h"
#include "io/known_requests.hh"
#include "io/request.hh"

using io::Request;

void Request::put_back() const
{
	irp->StackCount = count;
	irp->CurrentLocation = location;
	irp->Tail.Overlay.CurrentStackLocation = location_at(location);
}

bool Request::is_in_order() const
{
	// A driver's own memory has no spare location below the first.
	return irp->StackCount == count && irp->CurrentLocation >= foreign &&
	       irp->CurrentLocation <= count + 1 &&
	       irp->Tail.Overlay.CurrentStackLocation == location_at(irp->CurrentLocation);
}

bool Request::mend() const
{
	if (is_in_order())
		return true;
	put_back();
	return false;
}

bool Request::mend_place() const
{
	if (mend() && irp->CurrentLocation == location)
		return true;
	put_back();
	return false;
}

/// False: there is no memory there.
template <typename T>
static bool read(T &to, const T *from)
{
	// NOLINTNEXTLINE(bugprone-sizeof-expression): one of these is a pointer
	return nt_read(&to, from, sizeof(T));
}

static bool has_type(PIRP irp)
{
	SHORT type{};

	return read(type, &irp->Type) && type == IO_TYPE_IRP;
}

static bool has_locations(PIRP irp)
{
	CHAR count{};
	CHAR place{};
	PIO_STACK_LOCATION location{};

	return read(count, &irp->StackCount) && read(place, &irp->CurrentLocation) &&
	       read(location, &irp->Tail.Overlay.CurrentStackLocation) &&
	       io::is_stack_count(count) && place >= 1 && place <= count + 1 &&
	       location == reinterpret_cast<PIO_STACK_LOCATION>(irp + 1) + place - 1 &&
	       nt_is_memory(irp, IoSizeOfIrp(count));
}

bool io::is_irp(PIRP irp) { return has_type(irp) && has_locations(irp); }

// A request of ours that was freed has neither: it has no type, and had a spare location.
bool io::looks_like_irp(PIRP irp)
{
	return reinterpret_cast<ULONG_PTR>(irp) % alignof(IRP) == 0 && is_memory(irp) &&
	       (has_type(irp) || has_locations(irp));
}

NTSTATUS io::refuse(Request *request, PIRP irp, NTSTATUS status)
{
	io::set_cancel_routine(irp, nullptr);
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	complete(request, irp);
	return status;
}

/// The request was never sent, or it is back: whoever made it must not wait for it.
static void refuse_to_maker(Request *request, PIRP irp)
{
	irp->IoStatus.Status = STATUS_INVALID_PARAMETER;
	if (request && request->done && io::claim_end(irp))
		request->done(irp, request->done_context);
}

/// Its locations were damaged; it is now at the last one that is known.
static void refuse_damaged(Request &request)
{
	PIRP irp = request.irp;

	if (request.origin && irp->CurrentLocation <= irp->StackCount)
		io::refuse(&request, irp, STATUS_INVALID_PARAMETER);
	else
		refuse_to_maker(&request, irp);
}

/// There is no location for the driver that should get it: it ends at the spare one, or at the
/// sender's.
static void refuse_without_location(Request *request, PIRP irp)
{
	if (!request || !request->origin) {
		refuse_to_maker(request, irp);
		return;
	}
	if (!request->foreign && irp->CurrentLocation == 1)
		IoSetNextIrpStackLocation(irp);
	io::refuse(request, irp, STATUS_INVALID_PARAMETER);
}

bool io::may_be_sent(Request *request, PIRP irp, const void *caller)
{
	if (!request && !is_irp(irp)) {
		nt_warn("%pS: IoCallDriver: %p is not a request\n", caller, irp);
	} else if (request && (request->is_over() || request->is_queued())) {
		nt_warn("%pS: IoCallDriver: request %p is %s\n", caller, irp,
			request->queued ? "under way: it is waiting for the port" :
					  "already complete");
	} else if (request && (!request->mend() || irp->CurrentLocation > irp->StackCount + 1)) {
		nt_warn("%pS: IoCallDriver: request %p: its stack location, or their number, is damaged\n",
			caller, irp);
		refuse_damaged(*request);
	} else if (irp->CurrentLocation <= 1) {
		nt_warn("%pS: IoCallDriver: request %p has no stack location left: allocate it with the StackSize of the device\n",
			caller, irp);
		refuse_without_location(request, irp);
	} else {
		return true;
	}
	return false;
}
