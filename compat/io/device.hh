// SPDX-License-Identifier: GPL-2.0
/// device.hh - what a device is, for this room.
#pragma once

#include "module/rt/list.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "io/device.h"
#include "io/driver.hh"

/// The list of devices, how they are attached, and what is said of them below.
using DevicesGuard = SpinGuard<NT_DEVICES_LOCK>;

/// A device, an object.
struct nt_device {
	DEVICE_OBJECT object{};	 // first: what drivers see
	const Ref<nt_driver> driver;
	Ref<nt_device> attached_to;    // the device below
	nt_device *above = nullptr;    // the one attached to it, as in AttachedDevice
	char label[32] = "(unnamed)";  // its name, for the log
	bool deleted = false;	       // IoDeleteDevice() was called
	bool removing = false;	       // it is not to be opened any more
	unsigned int opens = 0;	       // files on it
	nt_start_io start_io{};	       // its requests, its DPC and its timer
	rt::Link link{};	       // in the list of all devices
	const size_t size;	       // of all this and the extension behind it
	POWER_STATE power{ .DeviceState = PowerDeviceD0 };  // of PoSetPowerState()

	/// nullptr: there is no memory. PASSIVE_LEVEL.
	static Ref<nt_device> create(nt_driver *driver, ULONG extension_size);
	~nt_device();
	nt_device(const nt_device &) = delete;
	nt_device &operator=(const nt_device &) = delete;

	static nt_device *of(PDEVICE_OBJECT object)
	{
		return CONTAINING_RECORD(object, nt_device, object);
	}
	/// Counts a file among its opens: an exclusive device takes only one. The file holds
	/// the driver's module, or not.
	NTSTATUS open(bool has_module);
	void close();

	static const nt_object_type type;

private:
	nt_device(nt_driver *owner, size_t whole_size);
	static void destroy(void *object);
};
