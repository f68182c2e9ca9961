// SPDX-License-Identifier: GPL-2.0
/// queue.hh - requests that wait for a port; internal.
#pragma once

#include "port/port.hh"

namespace port {

/// Takes the port for the request, or queues the request for it (A1). Returns what the dispatch
/// routine returns. The request is a user of the port until it is complete.
NTSTATUS wait_for_port(Port &port, PIRP irp);

}
