// SPDX-License-Identifier: GPL-2.0
/* device.c - devices: made, stacked, deleted. */

#include <linux/export.h>
#include <linux/slab.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "ke/gone.h"
#include "ob/namespace.h"
#include "io/device.h"
#include "io/driver.h"

DEFINE_SPINLOCK(nt_devices_lock);
static LIST_HEAD(devices);
atomic_t nt_device_count;

static CONFIGURATION_INFORMATION configuration = {
	.Version = sizeof(CONFIGURATION_INFORMATION),
};

PCONFIGURATION_INFORMATION NTAPI IoGetConfigurationInformation(VOID)
{
	return &configuration;
}
EXPORT_SYMBOL_GPL(IoGetConfigurationInformation);

static void destroy(void *object)
{
	struct nt_device *device = nt_device(object);

	spin_lock_bh(&nt_devices_lock);
	list_del(&device->link);
	spin_unlock_bh(&nt_devices_lock);
	/* What was queued in the extension after IoDeleteDevice(). */
	nt_memory_gone(device, device->size, device->driver->entry);
	nt_timer_free(&device->object);
	if (device->driver->device_gone)
		device->driver->device_gone(device);
	atomic_dec(&nt_device_count);
	ObDereferenceObject(&device->driver->object);
}

static const struct nt_object_type device_type = {
	.name = "device",
	.destroy = destroy,
};

bool nt_device_known(PDEVICE_OBJECT object)
{
	return nt_object_known(object, &device_type);
}

struct nt_driver *nt_device_driver(PDEVICE_OBJECT object)
{
	return nt_device(object)->driver;
}

const char *nt_device_label(PDEVICE_OBJECT object)
{
	return nt_device(object)->label;
}
EXPORT_SYMBOL_GPL(nt_device_label);

struct nt_start_io *nt_device_start_io(PDEVICE_OBJECT object)
{
	return &nt_device(object)->start_io;
}

bool nt_device_deleted(PDEVICE_OBJECT object)
{
	return READ_ONCE(nt_device(object)->deleted);
}

/* Whether the code is that of a driver whose device it is not. */
static bool is_of_another(const struct nt_device *device, const void *code)
{
	struct nt_driver *driver = nt_driver_get(code);
	const bool another = driver && driver != device->driver;

	if (driver)
		ObDereferenceObject(&driver->object);
	return another;
}

/* With a reference. Devices lock held. */
static struct nt_device *get_locked(PDEVICE_OBJECT object)
{
	struct nt_device *device;

	list_for_each_entry(device, &devices, link)
		if (&device->object == object)
			return refcount_inc_not_zero(&nt_object_of(object)->references) ?
				device : NULL;
	return NULL;
}

static struct nt_device *get(PDEVICE_OBJECT object)
{
	struct nt_device *device;

	spin_lock_bh(&nt_devices_lock);
	device = get_locked(object);
	spin_unlock_bh(&nt_devices_lock);
	return device;
}

unsigned long nt_device_hold(PDEVICE_OBJECT object)
{
	struct nt_device *device = get(object);

	if (!device)
		return 0;
	return (unsigned long)device | (nt_driver_hold(device->driver, true) & 1);
}

void nt_device_release(unsigned long hold)
{
	struct nt_device *device = nt_held_device(hold);
	struct nt_driver *driver;

	if (!device)
		return;
	driver = device->driver;
	/* First: its end needs the driver. */
	ObReferenceObject(&driver->object);
	ObDereferenceObject(&device->object);
	nt_driver_release((unsigned long)driver | (hold & 1));
	ObDereferenceObject(&driver->object);
}

unsigned long nt_device_by_name(PUNICODE_STRING name, UNICODE_STRING *rest, NTSTATUS *status)
{
	struct nt_device *device = nt_name_lookup(name, rest, status);
	unsigned long hold;

	if (!device)
		return 0;
	hold = nt_device_hold(&device->object);
	ObDereferenceObject(&device->object);
	if (!hold)
		*status = STATUS_OBJECT_NAME_NOT_FOUND;
	return hold;
}

/* The last one is the first. */
void nt_devices_link(struct nt_driver *driver)
{
	PDEVICE_OBJECT *link = &driver->object.DeviceObject;
	struct nt_device *device;

	spin_lock_bh(&nt_devices_lock);
	list_for_each_entry_reverse(device, &devices, link) {
		if (device->driver != driver || device->deleted)
			continue;
		*link = &device->object;
		link = &device->object.NextDevice;
	}
	*link = NULL;
	spin_unlock_bh(&nt_devices_lock);
}

NTSTATUS NTAPI IoCreateDevice(PDRIVER_OBJECT driver, ULONG extension_size, PUNICODE_STRING name,
			      DEVICE_TYPE type, ULONG characteristics, BOOLEAN exclusive,
			      PDEVICE_OBJECT *result)
{
	/* Windows aligns the extension like any allocation. */
	const size_t size = ALIGN(sizeof(struct nt_device), 16);
	struct nt_device *device;
	PDEVICE_OBJECT object;
	NTSTATUS status;

	if (!nt_ok(nt_is_memory(result, sizeof(*result)), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	*result = NULL;
	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_PARAMETER;
	if (!nt_driver_known(driver)) {
		nt_complain("%p is no driver", driver);
		return STATUS_INVALID_PARAMETER;
	}
	/* That of the ports. */
	if (!nt_driver(driver)->module &&
	    !within_module((unsigned long)__builtin_return_address(0), THIS_MODULE)) {
		nt_complain("the driver object is not the driver's: it is that of the ports");
		return STATUS_INVALID_PARAMETER;
	}
	if (name && !nt_ok(nt_is_string(name), "the name"))
		return STATUS_OBJECT_NAME_INVALID;
	if (extension_size > KMALLOC_MAX_SIZE / 2)
		return STATUS_INSUFFICIENT_RESOURCES;
	device = nt_object_alloc(&device_type, size + extension_size);
	if (!device)
		return STATUS_INSUFFICIENT_RESOURCES;
	device->size = size + extension_size;
	device->driver = nt_driver(driver);
	ObReferenceObject(driver);
	device->power.DeviceState = PowerDeviceD0;
	strscpy(device->label, "(unnamed)", sizeof(device->label));
	atomic_inc(&nt_device_count);
	object = &device->object;
	object->Type = IO_TYPE_DEVICE;
	object->Size = sizeof(*object) + extension_size;
	object->DriverObject = driver;
	object->Flags = DO_DEVICE_INITIALIZING | (exclusive ? DO_EXCLUSIVE : 0) |
		(name ? DO_DEVICE_HAS_NAME : 0);
	object->Characteristics = characteristics;
	object->DeviceExtension = extension_size ? (void *)device + size : NULL;
	object->DeviceType = type;
	object->StackSize = 1;
	KeInitializeDeviceQueue(&object->DeviceQueue);
	KeInitializeEvent(&object->DeviceLock, SynchronizationEvent, TRUE);
	spin_lock_bh(&nt_devices_lock);
	list_add_tail(&device->link, &devices);
	spin_unlock_bh(&nt_devices_lock);
	nt_devices_link(device->driver);
	if (name) {
		status = nt_name_object(name, device, device->label, sizeof(device->label));
		if (!NT_SUCCESS(status)) {
			IoDeleteDevice(object);
			return status;
		}
	}
	*result = object;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoCreateDevice);

/* Takes what is on top off. */
static struct nt_device *detach(struct nt_device *below)
{
	struct nt_device *above;

	spin_lock_bh(&nt_devices_lock);
	above = below->above;
	if (above) {
		below->above = NULL;
		below->object.AttachedDevice = NULL;
		above->attached_to = NULL;
	}
	spin_unlock_bh(&nt_devices_lock);
	if (above)
		ObDereferenceObject(&below->object);
	return above;
}

static void delete_device(struct nt_device *device, const void *caller)
{
	PDEVICE_OBJECT object = &device->object;

	if (device->above) {
		pr_warn("%pS: IoDeleteDevice: a device is attached to %p: it has to be detached first\n",
			caller, object);
		detach(device);
	}
	if (device->attached_to) {
		pr_warn("%pS: IoDeleteDevice: %p is attached to a device: call IoDetachDevice first\n",
			caller, object);
		detach(device->attached_to);
	}
	if (object->CurrentIrp)
		pr_warn("%pS: IoDeleteDevice: %p has a current request in its queue\n",
			caller, object);
	/* A port goes when it goes: that it was in use is said elsewhere (L9). */
	if (device->opens && device->driver->module)
		pr_warn("%pS: IoDeleteDevice: %p is open: it stays until it is closed\n",
			caller, object);
	nt_interfaces_gone(object);
	nt_unname_object(device);
	nt_devices_link(device->driver);
	IoStopTimer(object);
	if (device->start_io.dpc)
		KeRemoveQueueDpc(&object->Dpc);
	nt_memory_stop(device, device->size, device->driver->entry);
	/* Its routine, which has ended now, may have started it again, for the last time. */
	if (device->start_io.timer) {
		IoStopTimer(object);
		KeFlushQueuedDpcs();
	}
	ObDereferenceObject(object);
}

VOID NTAPI IoDeleteDevice(PDEVICE_OBJECT object)
{
	struct nt_device *device;
	bool again;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return;
	device = get(object);
	if (!device) {
		nt_complain("%p is no device, or is gone already", object);
		return;
	}
	if (is_of_another(device, __builtin_return_address(0))) {
		nt_complain("device %s is not the driver's: it is one of %s", device->label,
			    device->driver->name);
		ObDereferenceObject(object);
		return;
	}
	spin_lock_bh(&nt_devices_lock);
	again = device->deleted;
	device->deleted = true;
	spin_unlock_bh(&nt_devices_lock);
	if (again)
		nt_complain("device %p is deleted already", object);
	else
		delete_device(device, nt_caller());
	ObDereferenceObject(object);
}
EXPORT_SYMBOL_GPL(IoDeleteDevice);

void nt_devices_gone(struct nt_driver *driver)
{
	PDEVICE_OBJECT object;

	nt_devices_link(driver);
	while ((object = driver->object.DeviceObject)) {
		pr_warn("%s: device %s was never deleted by IoDeleteDevice: deleted\n",
			driver->name, nt_device(object)->label);
		IoDeleteDevice(object);
	}
}

/* Stacks */

static struct nt_device *top_locked(struct nt_device *device)
{
	while (device->above)
		device = device->above;
	return device;
}

PDEVICE_OBJECT NTAPI IoAttachDeviceToDeviceStack(PDEVICE_OBJECT source, PDEVICE_OBJECT target)
{
	const char *wrong = NULL;
	struct nt_device *device, *below;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(source) || !nt_device_ok(target))
		return NULL;
	if (is_of_another(nt_device(source), __builtin_return_address(0))) {
		nt_complain("device %s is not the driver's: it is one of %s",
			    nt_device(source)->label, nt_device(source)->driver->name);
		return NULL;
	}
	spin_lock_bh(&nt_devices_lock);
	device = nt_device(source);
	below = top_locked(nt_device(target));
	/* One with others on top would close a circle on its own stack. */
	if (device->attached_to || device->above || below == device)
		wrong = "is attached already";
	else if (below->deleted || device->deleted)
		below = NULL;
	if (!wrong && below) {
		ObReferenceObject(&below->object);
		device->attached_to = below;
		below->above = device;
		below->object.AttachedDevice = source;
		source->StackSize = below->object.StackSize + 1;
		source->AlignmentRequirement = below->object.AlignmentRequirement;
	}
	spin_unlock_bh(&nt_devices_lock);
	if (wrong) {
		nt_complain("device %p %s", source, wrong);
		return NULL;
	}
	return below ? &below->object : NULL;
}
EXPORT_SYMBOL_GPL(IoAttachDeviceToDeviceStack);

NTSTATUS NTAPI IoAttachDevice(PDEVICE_OBJECT source, PUNICODE_STRING name,
			      PDEVICE_OBJECT *attached)
{
	UNICODE_STRING rest;
	NTSTATUS status;
	unsigned long hold;

	if (!nt_ok(nt_is_memory(attached, sizeof(*attached)), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	*attached = NULL;
	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(source) ||
	    !nt_ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	hold = nt_device_by_name(name, &rest, &status);
	if (!hold)
		return status;
	*attached = IoAttachDeviceToDeviceStack(source, &nt_held_device(hold)->object);
	nt_device_release(hold);
	return *attached ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}
EXPORT_SYMBOL_GPL(IoAttachDevice);

VOID NTAPI IoDetachDevice(PDEVICE_OBJECT target)
{
	struct nt_device *below;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return;
	/* A deleted device stays while one is attached to it. */
	below = get(target);
	if (!below || !detach(below))
		nt_complain("nothing is attached to device %p", target);
	if (below)
		ObDereferenceObject(target);
}
EXPORT_SYMBOL_GPL(IoDetachDevice);

PDEVICE_OBJECT NTAPI IoGetAttachedDevice(PDEVICE_OBJECT object)
{
	PDEVICE_OBJECT top;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object))
		return object;
	spin_lock_bh(&nt_devices_lock);
	top = &top_locked(nt_device(object))->object;
	spin_unlock_bh(&nt_devices_lock);
	return top;
}
EXPORT_SYMBOL_GPL(IoGetAttachedDevice);

PDEVICE_OBJECT nt_device_top(PDEVICE_OBJECT object)
{
	PDEVICE_OBJECT top;

	spin_lock_bh(&nt_devices_lock);
	top = &top_locked(nt_device(object))->object;
	ObReferenceObject(top);
	spin_unlock_bh(&nt_devices_lock);
	return top;
}

PDEVICE_OBJECT NTAPI IoGetAttachedDeviceReference(PDEVICE_OBJECT object)
{
	PDEVICE_OBJECT top;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object))
		return NULL;
	top = nt_device_top(object);
	nt_object_lend(top);
	return top;
}
EXPORT_SYMBOL_GPL(IoGetAttachedDeviceReference);

/* Power */

VOID NTAPI PoStartNextPowerIrp(PIRP irp)
{
	nt_irql_ok(DISPATCH_LEVEL);
}
EXPORT_SYMBOL_GPL(PoStartNextPowerIrp);

POWER_STATE NTAPI PoSetPowerState(PDEVICE_OBJECT object, POWER_STATE_TYPE type, POWER_STATE state)
{
	struct nt_device *device = nt_device(object);
	POWER_STATE old = { .DeviceState = PowerDeviceUnspecified };

	if (!nt_irql_ok(DISPATCH_LEVEL) || !nt_device_ok(object))
		return old;
	old = device->power;
	if (type == DevicePowerState)
		device->power = state;
	return old;
}
EXPORT_SYMBOL_GPL(PoSetPowerState);
