// SPDX-License-Identifier: GPL-2.0
/// irp_forward.cc - routines with which drivers pass a request on, and get it back.

#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/handed.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "io/check.hh"
#include "io/held.hh"
#include "io/request.hh"

using io::Held;
using io::Request;
using rt::Unique;

static NTSTATUS NTAPI set_event(PDEVICE_OBJECT, PIRP, PVOID event)
{
	KeSetEvent(static_cast<PKEVENT>(event), IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

BOOLEAN NTAPI IoForwardIrpSynchronously(PDEVICE_OBJECT device, PIRP irp)
{
	KEVENT event;

	if (!irql_ok(PASSIVE_LEVEL) || !io::location_ok(irp) || !io::next_location_ok(irp))
		return FALSE;
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	IoCopyCurrentIrpStackLocationToNext(irp);
	IoSetCompletionRoutine(irp, handed<set_event>(), &event, TRUE, TRUE, TRUE);
	if (nt_irp_send(device, irp, Caller().code()) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr);
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
