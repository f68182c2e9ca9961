// SPDX-License-Identifier: GPL-2.0
/// device.cc - devices: made, stacked, deleted.

#include <ntifs.h>

#include <new>
#include <utility>

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "base/gate.hh"
#include "ke/gone.h"
#include "ex/pool.h"
#include "ex/work_queue.h"
#include "ob/namespace.h"
#include "io/check.hh"
#include "io/device.hh"
#include "io/notification.h"
#include "io/request.hh"
#include "io/shutdown.h"
#include "io/held.hh"

using io::device_ok;
using io::Held;
using Device = nt_device;

static constinit CONFIGURATION_INFORMATION configuration = {
	.Version = sizeof(CONFIGURATION_INFORMATION),
};

PCONFIGURATION_INFORMATION NTAPI IoGetConfigurationInformation() { return &configuration; }

// A device, and the list of all of them

static unsigned int count;
static constinit rt::List<Device> devices GUARDED_BY(DevicesGuard::lock);

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

/// The device, with a reference, or nullptr if there is none or it is about to go. Every request
/// comes this way, so this returns no Ref, which would be in memory.
static Device *reference_locked(PDEVICE_OBJECT object) REQUIRES(DevicesGuard::lock)
{
	for (Device &device : devices)
		if (&device.object == object)
			return nt_object_get_unless_gone(&device) ? &device : nullptr;
	return nullptr;
}

static Ref<Device> get(PDEVICE_OBJECT object)
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
nt_start_io *nt_device_start_io(PDEVICE_OBJECT object) { return &Device::of(object)->start_io; }

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

// Devices in use

/// Done in one step, under the lock: unloading the driver, which waits for those who hold it, then
/// finds this hold, or nobody can hold it from then on, even with a reference to the device.
Held::Held(PDEVICE_OBJECT object)
{
	Device *unloaded = nullptr;
	{
		const DevicesGuard guard;
		Device *device = reference_locked(object);

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

// Creating and deleting

/// Puts the driver's list of its devices right, which the driver may have damaged. Returns the last
/// device, or nullptr if there is none.
static PDEVICE_OBJECT link_devices(nt_driver *driver)
{
	const DevicesGuard guard;
	PDEVICE_OBJECT last = nullptr;

	// The last device is the first in the driver's list.
	for (Device &device : devices) {
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

	for (Device &device : devices)
		if (device.driver.get() == driver)
			device.object.Flags &= ~DO_DEVICE_INITIALIZING;
}

/// The device can be found from now on; the reference is the one that IoDeleteDevice() gives back.
static void add(Ref<Device> created)
{
	Device &device = *created.release();
	{
		const DevicesGuard guard;

		devices.push_back(device);
	}
	link_devices(device.driver.get());
}

/// Whether the caller may change the device: its code is not another driver's. Code that is in one
/// module with several drivers is that of each of them. A device of the ports is not any caller's:
/// only we change it, by nt_device_delete(). If not, logs it.
static bool is_callers(const Device &device, Caller caller = Caller())
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

/// Takes what is attached to the device off, and returns its reference to the device, or none if
/// nothing is attached.
static Ref<Device> take_off_locked(Device &below) REQUIRES(DevicesGuard::lock)
{
	Device *above = below.above;

	if (!above)
		return {};
	below.above = nullptr;
	below.object.AttachedDevice = nullptr;
	return std::move(above->attached_to);
}

/// The same, if it is that device; false: it is not attached.
static bool take_off(Device &below, const Device &wanted)
{
	Ref<Device> last;  // given back without the lock
	const DevicesGuard guard;

	if (below.above == &wanted)
		last = take_off_locked(below);
	return static_cast<bool>(last);
}

static Ref<Device> attached_to(const Device &below)
{
	const DevicesGuard guard;

	return Ref<Device>::of(below.above);
}

/// Takes the device off the one below it; false: there is none.
static bool detach(const Device &device)
{
	Ref<Device> last;
	const DevicesGuard guard;

	if (device.attached_to)
		last = take_off_locked(*device.attached_to);
	return static_cast<bool>(last);
}

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
	const nt_start_io &start_io = device.start_io;

	if (const auto above = attached_to(device); above && take_off(device, *above))
		complain_of_attached(device, *above, caller);
	if (detach(device))
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
	link_devices(device.driver.get());
	IoStopTimer(object);
	if (start_io.dpc)
		KeRemoveQueueDpc(&object->Dpc);
	nt_memory_stop(&device, device.size, code_of(device.driver->entry));
	nt_work_queue_memory_gone(&device, device.size);
	// The timer's routine, which has ended by now, may have started the timer once more.
	if (start_io.timer) {
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
	const Ref<Device> device = get(object);

	if (device && mark_deleted(*device))
		delete_device(*device, nullptr);
}

VOID NTAPI IoDeleteDevice(PDEVICE_OBJECT object)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return;
	const Ref<Device> device = get(object);
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
	while (PDEVICE_OBJECT object = link_devices(driver)) {
		const Ref<Device> device = get(object);

		if (!device || !mark_deleted(*device))
			continue;
		nt_warn("%s: device %s was never deleted by IoDeleteDevice: deleted\n",
			driver->name.get(), device->label);
		delete_device(*device, code_of(driver->entry));
	}
	const DevicesGuard guard;
	driver->devices_gone = true;
}

// Stacks

static Device *top_locked(Device *device) REQUIRES(DevicesGuard::lock)
{
	while (device->above)
		device = device->above;
	return device;
}

/// Returns what the device is now attached to, which stays as long as it is; nullptr: one of the
/// two is deleted, or something is `wrong`.
static Device *attach(Device &device, Device &target, const char *&wrong)
{
	const DevicesGuard guard;
	Device *below = top_locked(&target);

	// A device with others on top would close a circle on its own stack.
	if (device.attached_to || device.above || below == &device) {
		wrong = "is attached already";
		return nullptr;
	}
	if (below->deleted || device.deleted)
		return nullptr;
	device.attached_to = Ref<Device>::of(below);
	below->above = &device;
	below->object.AttachedDevice = &device.object;
	device.object.StackSize =
		rt::min<CCHAR>(static_cast<CCHAR>(nt_device_stack_size(&below->object) + 1),
			       io::most_locations);
	device.object.AlignmentRequirement = below->object.AlignmentRequirement;
	return below;
}

/// The caller's own device, which must be there. Returns the one that it is on now, or nullptr.
static PDEVICE_OBJECT attach_own(PDEVICE_OBJECT source, PDEVICE_OBJECT target, Caller caller)
{
	const char *wrong = nullptr;

	if (!is_callers(*Device::of(source), caller))
		return nullptr;
	Device *below = attach(*Device::of(source), *Device::of(target), wrong);
	if (wrong)
		caller.complain("device %p %s", source, wrong);
	return below ? &below->object : nullptr;
}

PDEVICE_OBJECT NTAPI IoAttachDeviceToDeviceStack(PDEVICE_OBJECT source, PDEVICE_OBJECT target)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(source) || !device_ok(target))
		return nullptr;
	return attach_own(source, target, Caller());
}

NTSTATUS NTAPI IoAttachDevice(PDEVICE_OBJECT source, PUNICODE_STRING name, PDEVICE_OBJECT *attached)
{
	UNICODE_STRING rest;
	NTSTATUS status;

	if (!ok(is_memory(attached), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	*attached = nullptr;
	if (!irql_ok(PASSIVE_LEVEL) || !device_ok(source) || !ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	const Held target = Held::by_name(name, rest, status);
	if (!target)
		return status;
	*attached = attach_own(source, target.object(), Caller());
	return *attached ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}

VOID NTAPI IoDetachDevice(PDEVICE_OBJECT target)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return;
	// A deleted device stays while one is attached to it.
	const Ref<Device> below = get(target);
	const Ref<Device> above = below ? attached_to(*below) : Ref<Device>();
	if (above && !is_callers(*above))
		return;
	if (!above || !take_off(*below, *above))
		Caller().complain("nothing is attached to device %p", target);
}

PDEVICE_OBJECT NTAPI IoGetAttachedDevice(PDEVICE_OBJECT object)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return object;
	const DevicesGuard guard;
	return &top_locked(Device::of(object))->object;
}

PDEVICE_OBJECT nt_device_top(PDEVICE_OBJECT object)
{
	const DevicesGuard guard;

	return &Ref<Device>::of(top_locked(Device::of(object))).release()->object;
}

PDEVICE_OBJECT nt_device_bottom(PDEVICE_OBJECT object)
{
	const DevicesGuard guard;
	Device *device = Device::of(object);

	while (device->attached_to)
		device = device->attached_to.get();
	return &Ref<Device>::of(device).release()->object;
}

PDEVICE_OBJECT NTAPI IoGetAttachedDeviceReference(PDEVICE_OBJECT object)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return nullptr;
	PDEVICE_OBJECT top = nt_device_top(object);
	nt_object_lend(top);
	return top;
}

/// A reference for the driver that asks; nullptr: none.
static PDEVICE_OBJECT lend(Device *device)
{
	if (!device)
		return nullptr;
	nt_object_lend(device);
	return &device->object;
}

PDEVICE_OBJECT NTAPI IoGetLowerDeviceObject(PDEVICE_OBJECT object)
{
	Ref<Device> below;

	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return nullptr;
	{
		const DevicesGuard guard;

		below = Ref<Device>::of(Device::of(object)->attached_to.get());
	}
	return lend(below.release());
}

PDEVICE_OBJECT NTAPI IoGetDeviceAttachmentBaseRef(PDEVICE_OBJECT object)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return nullptr;
	return lend(Device::of(nt_device_bottom(object)));
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
	for (Device &device : devices) {
		if (device.driver.get() != nt_driver::of(driver) || device.deleted ||
		    !nt_object_get_unless_gone(&device))
			continue;
		if (number++ < room)
			list[number - 1] = lend(&device);
		else
			// Not the last one: it is in the list, and not deleted.
			nt_object_put(&device);
	}
	*actual = number;
	return number > room ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
}

bool nt_device_end_opens(PDEVICE_OBJECT object)
{
	const DevicesGuard guard;
	bool open = false;

	for (Device *device = Device::of(object); device; device = device->above) {
		device->removing = true;
		open |= device->opens > 0;
	}
	return !open;
}

// Power

VOID NTAPI PoStartNextPowerIrp(PIRP) { static_cast<void>(irql_ok(DISPATCH_LEVEL)); }

POWER_STATE NTAPI PoSetPowerState(PDEVICE_OBJECT object, POWER_STATE_TYPE type, POWER_STATE state)
{
	POWER_STATE old{ .DeviceState = PowerDeviceUnspecified };

	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return old;
	Device *device = Device::of(object);
	old = device->power;
	if (type == DevicePowerState)
		device->power = state;
	return old;
}

static constinit nt_object_type *device_type = const_cast<nt_object_type *>(&Device::type);
POBJECT_TYPE *IoDeviceObjectType = reinterpret_cast<POBJECT_TYPE *>(&device_type);
