// SPDX-License-Identifier: GPL-2.0
/// pnp.hh - drivers on ports, for this room (see pnp.h); no driver sees it.
#pragma once

#include "port/pnp.h"
#include "port/port.hh"

namespace port {

/// Loading and unloading of ntparport. 0 or a negative errno. Before pnp_stop() come
/// nt_power_exit(), and the end of all work that is queued.
int pnp_start();
void pnp_stop();

/// Tells the drivers. PASSIVE_LEVEL, with Linux's lock of the port's device.
void pnp_port_added(Port &port);
void pnp_port_removed(Port &port);

}
