// SPDX-License-Identifier: GPL-2.0
/// power_request.cc - asks a driver to turn its device on or off.

#include "glue/log.h"
#include "io/timed_request.hh"
#include "port/instance.hh"

using port::Instance;

namespace {

/// How long a driver may take.
constexpr unsigned int patience_s = 5;

}

/// Without memory, the device goes on as it is: the port's registers are restored anyway.
void Instance::set_power(DEVICE_POWER_STATE state)
{
	if (!is_attached() || surprised_ || nt_driver_dead(driver_))
		return;
	io::TimedRequest *request = io::TimedRequest::create(device_, IRP_MJ_POWER);
	if (!request)
		return;
	PIO_STACK_LOCATION location = request->location();
	location->MinorFunction = IRP_MN_SET_POWER;
	location->Parameters.Power.Type = DevicePowerState;
	location->Parameters.Power.State.DeviceState = state;
	if (!request->send_and_wait(patience_s))
		nt_warn("%s: IRP_MN_SET_POWER for parport%u is not complete after %u s: continuing without it\n",
			name(), port_->number(), patience_s);
}
