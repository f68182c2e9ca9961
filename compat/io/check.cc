// SPDX-License-Identifier: GPL-2.0
/// check.cc - checks whether devices and requests that drivers hand over exist.

#include "io/check.hh"
#include "io/device.h"
#include "io/irp.h"

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
