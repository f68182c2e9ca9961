// SPDX-License-Identifier: GPL-2.0
/// dispatch_level.hh - the IRQL at which routines of drivers are called; internal.
#pragma once

#include "glue/nt.h"

namespace io {

/// Raises the IRQL to DISPATCH_LEVEL for a scope. At or below DISPATCH_LEVEL.
class DispatchLevel {
public:
	DispatchLevel() { KeRaiseIrql(DISPATCH_LEVEL, &old_); }
	~DispatchLevel() { KeLowerIrql(old_); }
	DispatchLevel(const DispatchLevel &) = delete;
	DispatchLevel &operator=(const DispatchLevel &) = delete;

private:
	KIRQL old_ = PASSIVE_LEVEL;
};

}
