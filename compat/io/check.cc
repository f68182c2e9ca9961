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

bool io::irp_ok(PIRP irp, Caller caller)
{
	const bool known = nt_irp_find(irp);

	if (!known) [[unlikely]]
		caller.complain("%p is not a request, or is already gone", irp);
	return known;
}

bool io::location_ok(PIRP irp, Caller caller)
{
	if (!irp_ok(irp, caller))
		return false;
	const bool has = nt_irp_find(irp)->mend() && irp->CurrentLocation <= irp->StackCount;

	if (!has) [[unlikely]]
		caller.complain(
			"request %p has no current stack location: it was never sent, or is damaged",
			irp);
	return has;
}

bool io::next_location_ok(PIRP irp, Caller caller)
{
	if (!any_irp_ok(irp, caller))
		return false;
	const Request *request = nt_irp_find(irp);
	const bool has = (request ? request->mend() : is_irp(irp)) && irp->CurrentLocation > 1;

	if (!has) [[unlikely]]
		caller.complain("request %p has no stack location left, or is damaged", irp);
	return has;
}

bool io::any_irp_ok(PIRP irp, Caller caller)
{
	const bool may_be = nt_irp_find(irp) || looks_like_irp(irp);

	if (!may_be) [[unlikely]]
		caller.complain("%p is not a request, or is already gone", irp);
	return may_be;
}
