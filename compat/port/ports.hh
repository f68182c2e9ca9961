// SPDX-License-Identifier: GPL-2.0
/// ports.hh - all ports, and the driver of their devices; internal.
#pragma once

#include "base/guard.hh"
#include "port/port.hh"

namespace port {

/// The driver of the ports and of the physical devices.
extern PDRIVER_OBJECT builtin_driver;

/// Sets its dispatch routines.
void set_dispatch_routines(PDRIVER_OBJECT driver);

/// Calls `visit` for every port, in the order of their numbers; a port may go meanwhile.
/// PASSIVE_LEVEL.
void visit_ports(void (*visit)(Port &port, void *context), void *context)
	EXCLUDES(MutexGuard<NT_PORTS_MUTEX>::lock);

}
