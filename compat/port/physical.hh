// SPDX-License-Identifier: GPL-2.0
/// physical.hh - what a port's device does with Plug and Play and power; no driver sees it.
#pragma once

#include "base/nt.h"

namespace port {

/// Dispatch routines.
NTSTATUS NTAPI pnp_request(PDEVICE_OBJECT device, PIRP irp);
NTSTATUS NTAPI power_request(PDEVICE_OBJECT device, PIRP irp);

}
