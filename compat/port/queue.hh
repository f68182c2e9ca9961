// SPDX-License-Identifier: GPL-2.0
/// queue.hh - requests that wait for a port; no driver sees it.
#pragma once

#include "port/port.hh"

namespace port {

/// Takes the port for the request, or queues the request for it (A1); returns what the
/// dispatch routine does. The request is a user of the port until it is complete.
NTSTATUS wait_for_port(Port &port, PIRP irp);

}
