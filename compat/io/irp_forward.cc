// SPDX-License-Identifier: GPL-2.0
/// irp_forward.cc - routines with which drivers pass a request on, and get it back.

#include <new>

#include "module/rt/unique.hh"
#include "glue/log.h"
#include "base/check.hh"
#include "base/depth.hh"
#include "base/gate.hh"
#include "base/handed.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/owned_by_two.hh"
#include "io/check.hh"
#include "io/held.hh"
#include "io/request.hh"

using io::Held;
using io::Request;
using rt::Unique;

namespace {

/// A request that was passed on. It is not on the stack: a driver that returns without completing the
/// request may complete it when the caller has gone on.
struct Forwarded {
	KEVENT back;
	bool has_one_owner;
};

NTSTATUS NTAPI came_back(PDEVICE_OBJECT, PIRP, PVOID context)
{
	const OwnedByTwo forwarded(static_cast<Forwarded *>(context));

	KeSetEvent(&forwarded->back, IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

}

BOOLEAN NTAPI IoForwardIrpSynchronously(PDEVICE_OBJECT device, PIRP irp)
{
	const void *code = Caller().code();

	// What is never sent would not come back, and never be freed.
	if (!irql_ok(PASSIVE_LEVEL) || !io::location_ok(irp) || !io::next_location_ok(irp) ||
	    !io::may_be_sent(nt_irp_find(irp), irp, code))
		return FALSE;
	void *memory = nt_alloc_surely(sizeof(Forwarded));
	const OwnedByTwo forwarded(new (memory) Forwarded{});
	KeInitializeEvent(&forwarded->back, NotificationEvent, FALSE);
	IoCopyCurrentIrpStackLocationToNext(irp);
	IoSetCompletionRoutine(irp, handed<came_back>(), forwarded.get(), TRUE, TRUE, TRUE);
	const NTSTATUS status = nt_irp_send(device, irp, code);
	if (status == STATUS_PENDING)
		KeWaitForSingleObject(&forwarded->back, Executive, KernelMode, FALSE, nullptr);
	else if (!KeReadStateEvent(&forwarded->back))
		nt_warn("%pS: IoForwardIrpSynchronously: the lower driver returned status 0x%08x, but has not completed request %p\n",
			code, status, irp);
	return TRUE;
}

namespace {

/// A completion routine whose driver stays until the routine has returned.
struct KeptRoutine {
	PIO_COMPLETION_ROUTINE routine;
	PVOID context;
	Held hold;
};

NTSTATUS NTAPI call_kept(PDEVICE_OBJECT device, PIRP irp, PVOID memory)
{
	// The memory is freed first, because the routine may never return.
	const KeptRoutine kept = std::move(*Unique(static_cast<KeptRoutine *>(memory)));

	// See nt_irp_send().
	const Depth depth;
	if (depth.too_deep() && nt_gate_is_in(code_of(kept.routine)))
		return STATUS_SUCCESS;
	return call_or(STATUS_SUCCESS, kept.routine, device, irp, kept.context);
}

}

NTSTATUS NTAPI IoSetCompletionRoutineEx(PDEVICE_OBJECT device, PIRP irp,
					PIO_COMPLETION_ROUTINE routine, PVOID context,
					BOOLEAN on_success, BOOLEAN on_error, BOOLEAN on_cancel)
{
	if (!irql_ok(DISPATCH_LEVEL) || !io::device_ok(device) || !io::next_location_ok(irp))
		return STATUS_INVALID_PARAMETER;
	// It must be called in any case, or the driver would stay for ever.
	if (!routine || !on_success || !on_error || !on_cancel)
		return STATUS_INVALID_PARAMETER;
	if (!ok(nt_is_address(code_of(routine)), "the routine"))
		return STATUS_INVALID_PARAMETER;
	const bool may_sleep = nt_may_sleep();
	Unique<KeptRoutine> kept{ new (rt::kernel, may_sleep) KeptRoutine{
		.routine = routine, .context = context, .hold = Held(device) } };
	if (!kept)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!kept->hold)
		return STATUS_INVALID_PARAMETER;
	IoSetCompletionRoutine(irp, handed<call_kept>(), kept.release(), TRUE, TRUE, TRUE);
	return STATUS_SUCCESS;
}
