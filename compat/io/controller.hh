// SPDX-License-Identifier: GPL-2.0
/// controller.hh - devices that wait for a controller; internal.
#pragma once

#include "module/rt/list.hh"
#include "io/device.h"

/// What a device waits for: its controller, and what is called when it has it. Part of the device.
struct nt_controller_wait {
	rt::Link link{};	     // first: in the list of the controller
	void *controller = nullptr;  // nullptr: it waits for none
	PDRIVER_CONTROL routine = nullptr;
	PVOID context = nullptr;
};

/// The device is about to go: it no longer waits for a controller, which is logged. The device is
/// deleted already. At or below DISPATCH_LEVEL.
void nt_controller_device_gone(PDEVICE_OBJECT device);
