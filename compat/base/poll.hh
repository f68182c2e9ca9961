// SPDX-License-Identifier: GPL-2.0
/// poll.hh - calls that take long let others run (W7).
#pragma once

#include "base/poll.h"

/// How many accesses to a register are made at a time: each takes a microsecond or two, so that all
/// of them take less than a tick.
constexpr ULONG accesses_at_a_time = 256;

/// Calls `access(from, number)` for one part after the other of that many accesses to a register; at
/// PASSIVE_LEVEL others run in between. The caller holds no lock.
template <typename Access>
void in_parts(ULONG count, Access access)
{
	ULONG from = 0;

	while (count - from > accesses_at_a_time) {
		access(from, accesses_at_a_time);
		from += accesses_at_a_time;
		nt_poll();
	}
	access(from, count - from);
}
