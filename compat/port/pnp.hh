// SPDX-License-Identifier: GPL-2.0
/// pnp.hh - drivers on ports, within this room (see pnp.h); internal.
#pragma once

#include "port/pnp.h"
#include "port/port.hh"

namespace port {

/// Loading and unloading of ntparport. 0 or a negative errno. Before pnp_stop(), nt_power_exit()
/// must have been called, and all queued work must have ended.
int pnp_start();
void pnp_stop();

/// Tells the drivers. PASSIVE_LEVEL; Linux's lock of the port's device is held.
void pnp_port_added(Port &port);
void pnp_port_removed(Port &port);

}
