// SPDX-License-Identifier: GPL-2.0
/// device_stack.cc - devices on top of each other: attached, detached, found.

#include <ntifs.h>

#include <utility>

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "io/check.hh"
#include "io/device.hh"
#include "io/held.hh"
#include "io/request.hh"

using io::device_ok;
using io::Held;
using io::is_callers;
using Device = nt_device;

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

bool io::take_off(Device &below, const Device &wanted)
{
	Ref<Device> last;  // given back without the lock
	const DevicesGuard guard;

	if (below.above == &wanted)
		last = take_off_locked(below);
	return static_cast<bool>(last);
}

Ref<Device> io::attached_to(const Device &below)
{
	const DevicesGuard guard;

	return Ref<Device>::of(below.above);
}

bool io::detach(const Device &device)
{
	Ref<Device> last;
	const DevicesGuard guard;

	if (device.attached_to)
		last = take_off_locked(*device.attached_to);
	return static_cast<bool>(last);
}

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
	const Ref<Device> below = Device::get(target);
	const Ref<Device> above = below ? io::attached_to(*below) : Ref<Device>();
	if (above && !is_callers(*above))
		return;
	if (!above || !io::take_off(*below, *above))
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

PDEVICE_OBJECT NTAPI IoGetLowerDeviceObject(PDEVICE_OBJECT object)
{
	Ref<Device> below;

	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return nullptr;
	{
		const DevicesGuard guard;

		below = Ref<Device>::of(Device::of(object)->attached_to.get());
	}
	return io::lend(below.release());
}

PDEVICE_OBJECT NTAPI IoGetDeviceAttachmentBaseRef(PDEVICE_OBJECT object)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return nullptr;
	return io::lend(Device::of(nt_device_bottom(object)));
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
