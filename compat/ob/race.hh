// SPDX-License-Identifier: GPL-2.0
/// race.hh - how long to keep trying when objects of a name are made and closed again; internal.
#pragma once

#include "glue/nt.h"

namespace ob {

/// How often somebody else may make an object and close it again between a look for it and the
/// attempt to make it. A name may also be that of a directory, or of a link that leads nowhere.
constexpr unsigned int most_races = 50;

/// Lets others go on. PASSIVE_LEVEL.
inline void wait_a_tick()
{
	LARGE_INTEGER tick;

	tick.QuadPart = -static_cast<LONGLONG>(KeQueryTimeIncrement());
	KeDelayExecutionThread(KernelMode, FALSE, &tick);
}

}
