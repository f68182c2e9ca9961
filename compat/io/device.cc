// SPDX-License-Identifier: GPL-2.0
/// device.cc - devices: made, found, opened.

#include <ntifs.h>

#include <new>
#include <utility>

#include "glue/log.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "ke/gone.h"
#include "ex/pool.h"
#include "ob/namespace.h"
#include "io/check.hh"
#include "io/device.hh"
#include "io/request.hh"

using Device = nt_device;

// A device, and the list of all of them

static unsigned int count;
constinit rt::List<Device> Device::all;

constinit const nt_object_type Device::type = {
	.name = "device",
	.destroy = Device::destroy,
	.release = nullptr,
	.named_after = nullptr,
};

/// Windows aligns the extension like an allocation.
static constexpr size_t extension_at = (sizeof(Device) + 15) / 16 * 16;

Device::nt_device(nt_driver *owner, size_t whole_size)
	: driver(Ref<nt_driver>::of(owner)), size(whole_size)
{
	__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
}

Device::~nt_device()
{
	{
		const DevicesGuard guard;

		// A device whose name was taken never was in the list.
		if (link.next)
			rt::List<Device>::remove(*this);
	}
	// Takes out what was queued in the extension after IoDeleteDevice().
	nt_driver_memory_gone(this, size, code_of(driver->entry));
	nt_timer_free(&object);
	if (driver->device_gone)
		driver->device_gone(&object);
	__atomic_fetch_sub(&count, 1, __ATOMIC_RELAXED);
}

void Device::destroy(void *object) { static_cast<Device *>(object)->~Device(); }

Ref<Device> Device::create(nt_driver *driver, ULONG extension_size)
{
	const size_t size = extension_at + extension_size;
	void *memory = nt_object_alloc(&type, size);

	return memory ? Ref<Device>::taken(new (memory) Device(driver, size)) : Ref<Device>();
}

Ref<Device> Device::get(PDEVICE_OBJECT object)
{
	const DevicesGuard guard;

	return Ref<Device>::taken(reference_locked(object));
}

unsigned int nt_device_count() { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

// For other rooms

PDEVICE_OBJECT nt_device_object(Device *device) { return &device->object; }
bool nt_device_known(PDEVICE_OBJECT object) { return nt_object_known(object, &Device::type); }
nt_driver *nt_device_driver(PDEVICE_OBJECT object) { return Device::of(object)->driver.get(); }
const char *nt_device_label(PDEVICE_OBJECT object) { return Device::of(object)->label; }

void *nt_device_extension(PDEVICE_OBJECT object)
{
	return reinterpret_cast<char *>(object) + extension_at;
}

/// Drivers may need more than one for each device, and say so in the object.
CCHAR nt_device_stack_size(PDEVICE_OBJECT object)
{
	const Device &device = *Device::of(object);
	const CCHAR size = device.is_of_ports() ? CCHAR{ 1 } : object->StackSize;

	if (io::is_stack_count(size)) [[likely]]
		return size;
	const CCHAR valid = size < 1 ? CCHAR{ 1 } : io::most_locations;
	nt_warn("%s: StackSize of device %s is %d, which no request can have: %d is used\n",
		device.driver->name.get(), device.label, size, valid);
	return valid;
}

bool nt_device_is_physical(PDEVICE_OBJECT object)
{
	return Device::of(object)->is_of_ports() || object->Flags & DO_BUS_ENUMERATED_DEVICE;
}

bool nt_device_is_attached_to(PDEVICE_OBJECT object)
{
	const DevicesGuard guard;

	return Device::of(object)->above;
}

static PDEVICE_OBJECT with_extension(void *extension)
{
	return reinterpret_cast<PDEVICE_OBJECT>(static_cast<char *>(extension) - extension_at);
}

void *nt_device_port(PDEVICE_OBJECT object) { return Device::of(object)->port; }

void *nt_device_port_of_extension(void *extension)
{
	return nt_device_port(with_extension(extension));
}

bool nt_device_is_port_extension(void *extension)
{
	PDEVICE_OBJECT object = with_extension(extension);

	return nt_device_known(object) && nt_device_port(object);
}

bool nt_device_deleted(PDEVICE_OBJECT object)
{
	return __atomic_load_n(&Device::of(object)->deleted, __ATOMIC_RELAXED);
}
// Opening

NTSTATUS Device::open(bool has_module)
{
	const DevicesGuard guard;

	if (deleted)
		return STATUS_NO_SUCH_DEVICE;
	// A driver whose module cannot be held is not loaded yet, or may already have freed what an
	// open file needs.
	if (removing || (driver->module && !has_module))
		return STATUS_DELETE_PENDING;
	if (!is_of_ports() && object.Flags & DO_DEVICE_INITIALIZING)
		return STATUS_DEVICE_NOT_READY;
	if (!is_of_ports() && object.Flags & DO_EXCLUSIVE && opens)
		return STATUS_ACCESS_DENIED;
	opens++;
	return STATUS_SUCCESS;
}

void Device::close()
{
	const DevicesGuard guard;

	opens--;
}

// Creating

PDEVICE_OBJECT io::link_devices(nt_driver *driver)
{
	const DevicesGuard guard;
	PDEVICE_OBJECT last = nullptr;

	// The last device is the first in the driver's list.
	for (Device &device : Device::all) {
		if (device.driver.get() != driver || device.deleted)
			continue;
		device.object.NextDevice = last;
		last = &device.object;
	}
	driver->object.DeviceObject = last;
	return last;
}

void nt_devices_ready(const nt_driver *driver)
{
	const DevicesGuard guard;

	for (Device &device : Device::all)
		if (device.driver.get() == driver)
			device.object.Flags &= ~DO_DEVICE_INITIALIZING;
}

/// The device can be found from now on; the reference is the one that IoDeleteDevice() gives back.
static void add(Ref<Device> created)
{
	Device &device = *created.release();
	{
		const DevicesGuard guard;

		Device::all.push_back(device);
	}
	io::link_devices(device.driver.get());
}

bool io::is_callers(const Device &device, Caller caller)
{
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	const bool is = !device.is_of_ports() &&
			(!driver || driver->module == device.driver->module);

	if (!is)
		caller.complain("device %s is not the driver's: it is one of %s", device.label,
				device.driver->name.get());
	return is;
}

bool io::own_device_ok(PDEVICE_OBJECT object, Caller caller)
{
	return device_ok(object, caller) && is_callers(*Device::of(object), caller);
}

NTSTATUS nt_device_create(PDRIVER_OBJECT driver, ULONG extension_size, PUNICODE_STRING name,
			  DEVICE_TYPE type, ULONG characteristics, BOOLEAN exclusive, void *port,
			  PDEVICE_OBJECT *result)
{
	if (extension_size > nt_alloc_max() / 2)
		return STATUS_INSUFFICIENT_RESOURCES;
	Ref<Device> device = Device::create(nt_driver::of(driver), extension_size);
	if (!device)
		return STATUS_INSUFFICIENT_RESOURCES;
	PDEVICE_OBJECT object = &device->object;
	object->Type = IO_TYPE_DEVICE;
	object->Size = static_cast<USHORT>(sizeof(*object) + extension_size);
	object->DriverObject = driver;
	object->Flags = DO_DEVICE_INITIALIZING | (exclusive ? DO_EXCLUSIVE : 0) |
			(name ? DO_DEVICE_HAS_NAME : 0);
	object->Characteristics = characteristics;
	if (extension_size)
		object->DeviceExtension = nt_device_extension(object);
	object->DeviceType = type;
	object->StackSize = 1;
	KeInitializeDeviceQueue(&object->DeviceQueue);
	KeInitializeEvent(&object->DeviceLock, SynchronizationEvent, TRUE);
	if (name) {
		// Whoever looks it up by its name does not get it before it is added.
		const NTSTATUS status =
			nt_name_object(name, object, device->label, sizeof(device->label));
		if (!NT_SUCCESS(status))
			return status;
	}
	device->port = port;
	*result = object;
	add(std::move(device));
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoCreateDevice(PDRIVER_OBJECT driver, ULONG extension_size, PUNICODE_STRING name,
			      DEVICE_TYPE type, ULONG characteristics, BOOLEAN exclusive,
			      PDEVICE_OBJECT *result)
{
	if (!ok(is_memory(result), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	*result = nullptr;
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_PARAMETER;
	if (!io::driver_ok(driver))
		return STATUS_INVALID_PARAMETER;
	// Only we make devices of the ports' driver, by nt_device_create().
	if (!nt_driver::of(driver)->module) {
		Caller().complain("the driver object is not the driver's: it is that of the ports");
		return STATUS_INVALID_PARAMETER;
	}
	if (name && !ok(nt_is_string(name), "the name"))
		return STATUS_OBJECT_NAME_INVALID;
	return nt_device_create(driver, extension_size, name, type, characteristics, exclusive,
				nullptr, result);
}
PDEVICE_OBJECT io::lend(Device *device)
{
	if (!device)
		return nullptr;
	nt_object_lend(device);
	return &device->object;
}

NTSTATUS NTAPI IoEnumerateDeviceObjectList(PDRIVER_OBJECT driver, PDEVICE_OBJECT *list, ULONG size,
					   PULONG actual)
{
	const ULONG room = size / sizeof(PVOID);
	ULONG number = 0;

	if (!irql_ok(DISPATCH_LEVEL) || !io::driver_ok(driver) ||
	    !ok(is_memory(actual), "the place for the number") ||
	    (room && !ok(are_memory(list, room), "the list")))
		return STATUS_INVALID_PARAMETER;
	const DevicesGuard guard;
	for (Device &device : Device::all) {
		if (device.driver.get() != nt_driver::of(driver) || device.deleted ||
		    !nt_object_get_unless_gone(&device))
			continue;
		if (number++ < room)
			list[number - 1] = io::lend(&device);
		else
			// Not the last one: it is in the list, and not deleted.
			nt_object_put(&device);
	}
	*actual = number;
	return number > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

static constinit nt_object_type *device_type = const_cast<nt_object_type *>(&Device::type);
POBJECT_TYPE *IoDeviceObjectType = reinterpret_cast<POBJECT_TYPE *>(&device_type);
