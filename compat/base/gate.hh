// SPDX-License-Identifier: GPL-2.0
/// gate.hh - the gate into drivers (see gate.h): their code is called by these functions, and in no
/// other way.
#pragma once

#include <type_traits>

#include "base/gate.h"
#include "base/guard.hh"
#include "glue/calls.h"
#include "glue/lock.h"
#include "glue/memory.h"

/// What a task may leave behind when its outermost call returns.
enum nt_left { NT_LEFT_IN_REGION, NT_LEFT_BOUND, NT_LEFT_KINDS };

/// While `left` is not nullptr, it is called when the outermost call of a task, of the routine
/// `code`, returns, at or below DISPATCH_LEVEL, before that is forgotten; without the lock. Only
/// while there is something that may be left: it costs every call.
extern "C" void nt_left_note_locked(nt_left which, void (*left)(const void *code))
	REQUIRES(SpinGuard<NT_REGIONS_LOCK>::lock);

/// Where the code of a routine begins.
template <typename Result, typename... Parameters>
const void *code_of(Result (*routine)(Parameters...))
{
	return reinterpret_cast<const void *>(routine);
}

/// Whether there may be a routine.
template <typename Result, typename... Parameters>
bool is_routine(Result (*routine)(Parameters...))
{
	return nt_is_memory(code_of(routine), 1);
}

/// nt_gate_enter() sets all that counts: kernels that zero every variable need not zero this one
/// for each call of a driver.
#define GATE_STORAGE __attribute__((uninitialized))

/// Calls a driver's routine that returns nothing; not if its driver is dead.
template <typename... Parameters, typename... Arguments>
void call(void (*routine)(Parameters...), Arguments... arguments)
{
	GATE_STORAGE nt_gate gate;

	if (!nt_gate_enter(&gate, code_of(routine)))
		return;
	// NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): callers without one do not call
	routine(arguments...);
	nt_gate_leave(&gate);
}

/// Calls a driver's routine and returns its result, or `refused` if its driver is dead.
template <typename Result, typename... Parameters, typename... Arguments>
Result call_or(std::type_identity_t<Result> refused, Result (*routine)(Parameters...),
	       Arguments... arguments)
{
	GATE_STORAGE nt_gate gate;

	if (!nt_gate_enter(&gate, code_of(routine)))
		return refused;
	// NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): callers without one do not call
	const Result result = routine(arguments...);
	nt_gate_leave(&gate);
	return result;
}

/// Calls a routine that acquires or releases a lock for its driver, even if the driver has died in
/// between.
template <typename... Parameters, typename... Arguments>
void call_lock_routine(void (*routine)(Parameters...), Arguments... arguments)
{
	GATE_STORAGE nt_gate gate;

	nt_gate_push(&gate, code_of(routine));
	routine(arguments...);
	nt_gate_pop(&gate);
}

/// Calls a cancel routine. It gives back the cancel spin lock, which lowers the IRQL to `irql`;
/// `check` is called when it has returned. False: its driver is dead.
template <typename Check, typename... Parameters, typename... Arguments>
bool call_cancel_routine(KIRQL irql, Check check, void (*routine)(Parameters...),
			 Arguments... arguments)
{
	GATE_STORAGE nt_gate gate;

	if (!nt_gate_enter(&gate, code_of(routine)))
		return false;
	routine(arguments...);
	check();
	nt_gate_leave_cancel(&gate, irql);
	return true;
}
