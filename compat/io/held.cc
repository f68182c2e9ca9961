// SPDX-License-Identifier: GPL-2.0
/// held.cc - devices in use.

#include "ob/namespace.h"
#include "io/device.hh"
#include "io/held.hh"

using io::Held;
using Device = nt_device;

/// Done in one step, under the lock: unloading the driver, which waits for those who hold it, then
/// finds this hold, or nobody can hold it from then on, even with a reference to the device.
Held::Held(PDEVICE_OBJECT object)
{
	Device *unloaded = nullptr;
	{
		const DevicesGuard guard;
		Device *device = Device::reference_locked(object);

		if (device && device->driver->devices_gone && !device->driver->hold_again())
			unloaded = device;
		else if (device)
			set(device, !device->driver->devices_gone && device->driver->hold(true));
	}
	if (unloaded)
		nt_object_put(unloaded);
}

void io::end_hold(Device *device, bool module)
{
	nt_driver *driver = device->driver.get();

	// First, because the end of the device needs the driver.
	nt_object_put(device);
	driver->release(module);
}

Held Held::by_name(PUNICODE_STRING name, UNICODE_STRING &rest, NTSTATUS &status)
{
	const auto device =
		Ref<Device>::taken(static_cast<Device *>(nt_name_lookup(name, &rest, &status)));

	if (!device)
		return {};
	Held held(&device->object);
	if (!held)
		status = STATUS_OBJECT_NAME_NOT_FOUND;
	return held;
}

Held Held::top_of(PDEVICE_OBJECT device)
{
	// A device whose driver has just been unloaded is off the stack by now: the next try finds
	// another top.
	for (;;) {
		const auto top = Ref<Device>::taken(Device::of(nt_device_top(device)));
		Held held(&top->object);

		if (held)
			return held;
	}
}
