// SPDX-License-Identifier: GPL-2.0
/// device.hh - what a device is, within this room.
#pragma once

#include "module/rt/list.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "io/controller.hh"
#include "io/device.h"
#include "io/driver.hh"

/// A device, which is an object.
struct nt_device {
	DEVICE_OBJECT object{};	 // first: what drivers see
	const Ref<nt_driver> driver;
	/// The device below, and the one attached to this one, as in AttachedDevice.
	Ref<nt_device> attached_to GUARDED_BY(DevicesGuard::lock);
	nt_device *above GUARDED_BY(DevicesGuard::lock) = nullptr;
	char label[32] = "(unnamed)";  // its name, for the log
	/// IoDeleteDevice() was called.
	bool deleted GUARDED_BY(DevicesGuard::lock) = false;
	/// It must no longer be opened.
	bool removing GUARDED_BY(DevicesGuard::lock) = false;
	/// How many files are open on it.
	unsigned int opens GUARDED_BY(DevicesGuard::lock) = 0;
	nt_start_io start_io{};	 // its requests, its DPC and its timer
	/// What it waits for; see controller.cc.
	nt_controller_wait controller{};
	rt::Link link{};    // in the list of all devices
	const size_t size;  // of all this and the extension that follows
	POWER_STATE power{ .DeviceState = PowerDeviceD0 };  // set by PoSetPowerState()
	void *port = nullptr;  // see nt_device_port(); set before the device can be found

	/// nullptr: there is no memory. PASSIVE_LEVEL.
	static Ref<nt_device> create(nt_driver *driver, ULONG extension_size);
	~nt_device();
	nt_device(const nt_device &) = delete;
	nt_device &operator=(const nt_device &) = delete;

	static nt_device *of(PDEVICE_OBJECT object)
	{
		return CONTAINING_RECORD(object, nt_device, object);
	}
	/// What drivers write to a device of the ports means nothing.
	bool is_of_ports() const { return !driver->module; }
	/// Counts a file among its opens; an exclusive device takes only one. `has_module`: the
	/// file holds the driver's module.
	NTSTATUS open(bool has_module);
	void close();

	static const nt_object_type type;

private:
	nt_device(nt_driver *owner, size_t whole_size);
	static void destroy(void *object);
};
