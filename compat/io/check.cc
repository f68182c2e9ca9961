// SPDX-License-Identifier: GPL-2.0
/// check.cc - checks whether drivers, devices and requests that drivers hand over exist.

#include "io/check.hh"
#include "io/device.h"
#include "io/driver.h"
#include "io/irp.h"
#include "io/request.hh"

bool io::driver_ok(PDRIVER_OBJECT driver, Caller caller)
{
	const bool known = nt_driver_known(driver);

	if (!known) [[unlikely]]
		caller.complain("%p is not a driver", driver);
	return known;
}

bool io::device_ok(PDEVICE_OBJECT device, Caller caller)
{
	const bool known = nt_device_known(device);

	if (!known) [[unlikely]]
		caller.complain("%p is not a device, or is already gone", device);
	return known;
}

/// Returns `is`; if it is false, logs that there is no such request.
static bool irp_is(bool is, PIRP irp, Caller caller)
{
	if (!is) [[unlikely]]
		caller.complain("%p is not a request, or is already gone", irp);
	return is;
}

bool io::irp_ok(PIRP irp, Caller caller) { return irp_is(nt_irp_find(irp), irp, caller); }

bool io::location_ok(PIRP irp, Caller caller)
{
	const Request *request = nt_irp_find(irp);
	if (!irp_is(request, irp, caller))
		return false;
	const bool has = request->mend() && irp->CurrentLocation <= irp->StackCount;

	if (!has) [[unlikely]]
		caller.complain(
			"request %p has no current stack location: it was never sent, or is damaged",
			irp);
	return has;
}

bool io::next_location_ok(PIRP irp, Caller caller)
{
	const Request *request = nt_irp_find(irp);
	if (!irp_is(request || looks_like_irp(irp), irp, caller))
		return false;
	const bool has = (request ? request->mend() : is_irp(irp)) && irp->CurrentLocation > 1;

	if (!has) [[unlikely]]
		caller.complain("request %p has no stack location left, or is damaged", irp);
	return has;
}

bool io::any_irp_ok(PIRP irp, Caller caller)
{
	return irp_is(nt_irp_find(irp) || looks_like_irp(irp), irp, caller);
}
