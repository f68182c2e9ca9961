// SPDX-License-Identifier: GPL-2.0
/// processor.cc - what drivers do not get of the processor: its caches, and its floating-point unit.

#include "base/check.hh"
#include "base/poll.h"

BOOLEAN NTAPI KeInvalidateAllCaches()
{
	nt_poll();
	return FALSE;
}

static NTSTATUS refuse_floating_point(Caller caller = Caller())
{
	nt_poll();
	complain_of_mistake("drivers cannot use the floating-point unit: refused", caller);
	return STATUS_ILLEGAL_FLOAT_CONTEXT;
}

NTSTATUS NTAPI KeSaveFloatingPointState(PKFLOATING_SAVE) { return refuse_floating_point(); }
NTSTATUS NTAPI KeRestoreFloatingPointState(PKFLOATING_SAVE) { return refuse_floating_point(); }
