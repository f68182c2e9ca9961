// SPDX-License-Identifier: GPL-2.0
/// device.hh - what a device is, within this room.
#pragma once

#include "module/rt/list.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "io/controller.hh"
#include "io/device.h"
#include "io/driver.hh"

/// Guards which requests are current. Held for a few instructions.
using PacketsGuard = SpinGuard<NT_PACKETS_LOCK>;

/// What start_io.cc keeps about a device.
struct nt_start_io {
	/// A thread or softirq is in StartIo.
	bool starting GUARDED_BY(PacketsGuard::lock);
	/// The current request, as long as it is not started.
	PIRP to_start GUARDED_BY(PacketsGuard::lock);
	/// A request no longer has a cancel routine when it is started.
	bool not_cancelable;
};

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
	nt_start_io start_io{};
	PIO_DPC_ROUTINE dpc = nullptr;	// of IoRequestDpc()
	/// Made by IoInitializeTimer(). Drivers see it as Timer.
	struct _IO_TIMER *timer = nullptr;
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
	/// Those that there are.
	static rt::List<nt_device> all GUARDED_BY(DevicesGuard::lock);

	/// The device, with a reference, or nullptr if there is none or it is about to go. Every
	/// request comes this way, so this is inline and returns no Ref, which would be in memory.
	static nt_device *reference_locked(PDEVICE_OBJECT object) REQUIRES(DevicesGuard::lock)
	{
		for (nt_device &device : all)
			if (&device.object == object)
				return nt_object_get_unless_gone(&device) ? &device : nullptr;
		return nullptr;
	}
	/// The same. At or below DISPATCH_LEVEL.
	static Ref<nt_device> get(PDEVICE_OBJECT object);

private:
	nt_device(nt_driver *owner, size_t whole_size);
	static void destroy(void *object);
};

namespace io {

/// Whether the caller may change the device: its code is not another driver's. Code that is in one
/// module with several drivers is that of each of them. A device of the ports is not any caller's:
/// only we change it, by nt_device_delete(). If not, logs it.
bool is_callers(const nt_device &device, Caller caller = Caller());

/// Puts the driver's list of its devices right, which the driver may have damaged. Returns the last
/// device, or nullptr if there is none.
PDEVICE_OBJECT link_devices(nt_driver *driver);

/// A reference for the driver that asks; nullptr: none.
PDEVICE_OBJECT lend(nt_device *device);

// The device that is attached to one. At or below DISPATCH_LEVEL.

/// None: nothing is attached.
Ref<nt_device> attached_to(const nt_device &below);
/// Takes it off, if it is the wanted one; false: that is not attached.
bool take_off(nt_device &below, const nt_device &wanted);
/// Takes the device off the one below it; false: there is none.
bool detach(const nt_device &device);

}
