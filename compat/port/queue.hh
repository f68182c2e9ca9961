// SPDX-License-Identifier: GPL-2.0
/// queue.hh - requests that wait for a port; internal.
#pragma once

#include <parallel.h>

#include "port/port.hh"

namespace port {

/// Takes the port for the request, or queues the request for it (A1). Returns what the dispatch
/// routine returns. The request is a user of the port until it is complete. `selection`: the device
/// to select then, or nullptr; copied, since the request's buffer may go while it waits.
NTSTATUS wait_for_port(Port &port, PIRP irp, const PARALLEL_1284_COMMAND *selection);

}
