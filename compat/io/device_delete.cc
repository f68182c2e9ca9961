// SPDX-License-Identifier: GPL-2.0
/// device_delete.cc - the end of devices.

#include "glue/log.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "ke/gone.h"
#include "ex/work_queue.h"
#include "ob/namespace.h"
#include "io/device.hh"
#include "io/notification.h"
#include "io/shutdown.h"

using io::is_callers;
using Device = nt_device;

/// Files that are open on it may be closed at any moment.
static bool is_open(const Device &device)
{
	const DevicesGuard guard;

	return device.opens;
}

/// Logs that the device goes although another is attached to it.
static void complain_of_attached(const Device &device, const Device &above, const void *caller)
{
	if (!device.is_of_ports())
		nt_warn("%pS: IoDeleteDevice: a device is attached to %p: it has to be detached first\n",
			caller, &device.object);
	// That of an instance is logged there.
	else if (!(device.object.Flags & DO_BUS_ENUMERATED_DEVICE))
		nt_warn("%s: device %s is attached to %s, which goes with its port: detached\n",
			above.driver->name.get(), above.label, device.label);
}

/// Nobody else deletes it, and the device stays meanwhile. `caller`: that of IoDeleteDevice, for a
/// driver's device.
static void delete_device(Device &device, const void *caller)
{
	PDEVICE_OBJECT object = &device.object;

	if (const auto above = io::attached_to(device); above && io::take_off(device, *above))
		complain_of_attached(device, *above, caller);
	if (io::detach(device))
		nt_warn("%pS: IoDeleteDevice: %p is attached to a device: call IoDetachDevice first\n",
			caller, object);
	if (object->CurrentIrp)
		nt_warn("%pS: IoDeleteDevice: %p has a current request in its queue\n", caller,
			object);
	// A port's device goes with the port: that it was in use is logged elsewhere (L9).
	if (!device.is_of_ports() && is_open(device))
		nt_warn("%pS: IoDeleteDevice: %p is open: it stays until it is closed\n", caller,
			object);
	nt_controller_device_gone(object);
	nt_shutdown_device_gone(object);
	nt_interfaces_gone(object);
	nt_target_gone(object);
	nt_unname_object(&device);
	io::link_devices(device.driver.get());
	IoStopTimer(object);
	if (device.dpc)
		KeRemoveQueueDpc(&object->Dpc);
	nt_memory_stop(&device, device.size, code_of(device.driver->entry));
	nt_work_queue_memory_gone(&device, device.size);
	// The timer's routine, which has ended by now, may have started the timer once more.
	if (device.timer) {
		IoStopTimer(object);
		KeFlushQueuedDpcs();
	}
	// The reference that add() left.
	const auto last = Ref<Device>::taken(&device);
}

/// False: it was deleted before, or is being deleted.
static bool mark_deleted(Device &device)
{
	const DevicesGuard guard;
	const bool first = !device.deleted;

	__atomic_store_n(&device.deleted, true, __ATOMIC_RELAXED);
	return first;
}

void nt_device_delete(PDEVICE_OBJECT object)
{
	const Ref<Device> device = Device::get(object);

	if (device && mark_deleted(*device))
		delete_device(*device, nullptr);
}

VOID NTAPI IoDeleteDevice(PDEVICE_OBJECT object)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return;
	const Ref<Device> device = Device::get(object);
	if (!device) {
		Caller().complain("%p is not a device, or is already gone", object);
		return;
	}
	if (!is_callers(*device))
		return;
	if (mark_deleted(*device))
		delete_device(*device, Caller().code());
	else
		Caller().complain("device %p is already deleted", object);
}

void nt_devices_gone(nt_driver *driver)
{
	while (PDEVICE_OBJECT object = io::link_devices(driver)) {
		const Ref<Device> device = Device::get(object);

		if (!device || !mark_deleted(*device))
			continue;
		nt_warn("%s: device %s was never deleted by IoDeleteDevice: deleted\n",
			driver->name.get(), device->label);
		delete_device(*device, code_of(driver->entry));
	}
	const DevicesGuard guard;
	driver->devices_gone = true;
}
