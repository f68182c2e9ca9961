// SPDX-License-Identifier: GPL-2.0
/// notify.cc - drivers that want to be told of programs: Linux tells nobody at PASSIVE_LEVEL, so
/// there is room for none, as on Windows when others have taken it all.

#include <ntddk.h>

#include "base/check.hh"
#include "base/gate.hh"

namespace {

/// Refuses to tell a routine of something.
NTSTATUS refuse(bool is_routine, NTSTATUS status, const char *what, Caller caller)
{
	if (irql_ok(PASSIVE_LEVEL, caller) && ok(is_routine, "the routine", caller))
		caller.complain("nobody is told of %s here: not registered", what);
	return status;
}

/// There is nothing to remove.
NTSTATUS refuse_removal(NTSTATUS status, Caller caller)
{
	if (irql_ok(PASSIVE_LEVEL, caller))
		caller.complain("the routine was not registered");
	return status;
}

}

NTSTATUS NTAPI PsSetCreateProcessNotifyRoutine(PCREATE_PROCESS_NOTIFY_ROUTINE routine,
					       BOOLEAN remove)
{
	const Caller caller;

	return remove ? refuse_removal(STATUS_PROCEDURE_NOT_FOUND, caller) :
			refuse(is_routine(routine), STATUS_INVALID_PARAMETER, "processes", caller);
}

NTSTATUS NTAPI PsSetCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE routine)
{
	return refuse(is_routine(routine), STATUS_INSUFFICIENT_RESOURCES, "threads", Caller());
}

NTSTATUS NTAPI PsSetLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE routine)
{
	return refuse(is_routine(routine), STATUS_INSUFFICIENT_RESOURCES, "images", Caller());
}

NTSTATUS NTAPI PsRemoveCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE)
{
	return refuse_removal(STATUS_PROCEDURE_NOT_FOUND, Caller());
}

NTSTATUS NTAPI PsRemoveLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE)
{
	return refuse_removal(STATUS_PROCEDURE_NOT_FOUND, Caller());
}
