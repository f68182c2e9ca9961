// SPDX-License-Identifier: GPL-2.0
/// irp_associated.cc - requests into which a driver has split one, their master.

#include "base/check.hh"
#include "io/irp.h"
#include "io/known_requests.hh"
#include "io/request.hh"

using io::KnownRequests;
using io::Request;

namespace {

/// How often a request, and each of its parts, may be split. The last one of all to be completed
/// completes all masters, each inside the completion of the one before.
constexpr UCHAR max_splits = 8;

/// Why an associated request that has ended does nothing to its master, or nullptr: `last` is the
/// master if it was the last one.
const char *count_down(const Request &associated, PIRP &last)
{
	// Whoever counts it down to 0 completes it; others must not look at it after that.
	const KnownRequests known;
	const Request *master = associated.master;

	if (!master || !master->is_under_way())
		return "was completed before the requests that are associated with it";
	const LONG left = __atomic_load_n(&master->irp->AssociatedIrp.IrpCount, __ATOMIC_RELAXED);
	if (left <= 0)
		return "has no more associated requests by its IrpCount, which its driver sets";
	__atomic_store_n(&master->irp->AssociatedIrp.IrpCount, left - 1, __ATOMIC_RELAXED);
	last = left == 1 ? master->irp : nullptr;
	return nullptr;
}

void end_associated(PIRP irp, void *context)
{
	const Request &associated = *nt_irp_find(irp);
	const Caller caller(associated.caller, "IoMakeAssociatedIrp");
	PIRP last = nullptr;

	if (const char *wrong = count_down(associated, last))
		caller.complain("request %p %s", context, wrong);
	nt_irp_free(irp);
	if (last)
		io::complete_for(last, Caller(caller.address(), "IofCompleteRequest"));
}

}

PIRP NTAPI IoMakeAssociatedIrp(PIRP irp, CCHAR stack_size)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL, caller))
		return nullptr;
	PIRP made = io::allocate_irp(stack_size, caller);
	if (!made)
		return nullptr;
	bool too_often;
	{
		const KnownRequests known;
		Request *request = known.find(made);
		Request *master = known.find(irp);

		too_often = master && master->splits == max_splits;
		if (master && master->is_under_way() && !too_often) {
			request->splits = static_cast<UCHAR>(master->splits + 1);
			master->has_associated = true;
			request->master = master;
			request->thread = Ref<_ETHREAD>::of(master->thread.get());
			request->done = end_associated;
			request->done_context = irp;
			request->built = true;
			made->Flags = IRP_ASSOCIATED_IRP;
			made->AssociatedIrp.MasterIrp = irp;
			made->RequestorMode = irp->RequestorMode;
			made->Tail.Overlay.Thread = irp->Tail.Overlay.Thread;
			return made;
		}
	}
	nt_irp_destroy(made);
	if (too_often)
		caller.complain("request %p is a part of a part, %u times over: not split again",
				irp, max_splits);
	else
		caller.complain("%p is not a request, or is not under way", irp);
	return nullptr;
}
