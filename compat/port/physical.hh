// SPDX-License-Identifier: GPL-2.0
/// physical.hh - how a port's device handles Plug and Play and power; internal.
#pragma once

#include "glue/nt.h"

namespace port {

/// Dispatch routines.
NTSTATUS NTAPI pnp_request(PDEVICE_OBJECT device, PIRP irp);
NTSTATUS NTAPI power_request(PDEVICE_OBJECT device, PIRP irp);

}
