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

/// Calls the routine, which may send a Plug and Play request and wait for it, while no other is
/// sent and the machine is awake. PASSIVE_LEVEL.
void pnp_do_while_awake(void (*routine)(void *context), void *context);

/// Tells the drivers. PASSIVE_LEVEL; Linux's lock of the port's device is held.
void pnp_port_added(Port &port);
void pnp_port_removed(Port &port);

}
