// SPDX-License-Identifier: GPL-2.0
/// ports.hh - all ports, and the driver of their devices; no driver sees it.
#pragma once

#include "base/guard.hh"
#include "port/port.hh"

namespace port {

/// That of the ports and of the physical devices.
extern PDRIVER_OBJECT builtin_driver;

/// Sets its dispatch routines.
void set_dispatch_routines(PDRIVER_OBJECT driver);

/// Calls `visit` for every port by number; one may go meanwhile. PASSIVE_LEVEL.
void visit_ports(void (*visit)(Port &port, void *context), void *context);

}
