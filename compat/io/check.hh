// SPDX-License-Identifier: GPL-2.0
/// check.hh - checks whether drivers, devices and requests that drivers hand over exist.
#pragma once

#include "base/check.hh"

namespace io {

/// Whether there is such a driver; if not, logs it. Any IRQL.
[[nodiscard]] bool driver_ok(PDRIVER_OBJECT driver, Caller caller = Caller());
/// Whether there is such a device, deleted or not; if not, logs it. Any IRQL.
[[nodiscard]] bool device_ok(PDEVICE_OBJECT device, Caller caller = Caller());
/// The same, and whether the caller may change it: its code is not another driver's.
[[nodiscard]] bool own_device_ok(PDEVICE_OBJECT device, Caller caller = Caller());
/// Whether there is such a request; if not, logs it. Any IRQL.
[[nodiscard]] bool irp_ok(PIRP irp, Caller caller = Caller());
/// The same, and whether it has a current stack location: neither damaged nor one beyond the last, as
/// before it is sent. Any IRQL.
[[nodiscard]] bool location_ok(PIRP irp, Caller caller = Caller());
/// Whether there is such a request, which may also be in a driver's own memory, and whether it has a
/// next stack location, undamaged. Any IRQL.
[[nodiscard]] bool next_location_ok(PIRP irp, Caller caller = Caller());
/// The same as irp_ok(); but it may also be in a driver's own memory, and not under way.
[[nodiscard]] bool any_irp_ok(PIRP irp, Caller caller = Caller());

}
