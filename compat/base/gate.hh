// SPDX-License-Identifier: GPL-2.0
/// gate.hh - the gate into drivers, for C++ (see gate.h): their code is called by these, and in
/// no other way.
#pragma once

#include "base/gate.h"

/// Calls a driver's routine and returns what it does, or `refused` if its driver is dead.
template <typename Result, typename... Parameters, typename... Arguments>
Result call_or(Result refused, Result (*routine)(Parameters...), Arguments... arguments)
{
	nt_gate gate;

	if (!nt_gate_enter(&gate, reinterpret_cast<const void *>(routine)))
		return refused;
	const Result result = routine(arguments...);
	nt_gate_leave(&gate);
	return result;
}
