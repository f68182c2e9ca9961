// SPDX-License-Identifier: GPL-2.0
/// property.cc - what drivers ask Plug and Play about a port's device: properties, and its key.

#include "base/object.hh"
#include "ex/pool.h"
#include "ob/handle.h"
#include "cm/registry.h"
#include "io/check.hh"
#include "io/device.h"
#include "port/request.hh"
#include "port/resources.hh"

using io::device_ok;
using port::Port;
using port::port_of;
using port::Resources;

namespace {

constexpr WCHAR description[] = L"Parallel port";
constexpr WCHAR hardware_id[] = L"PARPORT\\ntparport\0";  // a list
constexpr WCHAR enumerator[] = L"PARPORT";
constexpr ULONG bus_number = 0;
constexpr WCHAR class_name[] = L"Ports";
constexpr WCHAR class_guid[] = L"{4D36E978-E325-11CE-BFC1-08002BE10318}";
constexpr WCHAR compatible_ids[] = L"*PNP0400\0";  // a list
constexpr ULONG no_address = 0xffffffff;
constexpr GUID isa_bus = {
	0xe676f854, 0xd87d, 0x11d0, { 0x92, 0xb2, 0x00, 0xa0, 0xc9, 0x05, 0x5f, 0xc5 }
};
constexpr GUID pci_bus = {
	0xc8ebdfb0, 0xb510, 0x11d0, { 0x80, 0xe5, 0x00, 0xa0, 0xc9, 0x25, 0x42, 0xe3 }
};

/// Goes by our own record, because a driver may have changed DriverObject.
bool is_of_port(PDEVICE_OBJECT device) { return !nt_driver_module(nt_device_driver(device)); }

/// Some bytes, or none.
struct Data {
	const void *data;
	ULONG size;
};

Data property_of(DEVICE_REGISTRY_PROPERTY property)
{
	switch (property) {
	case DevicePropertyDeviceDescription:
		return { description, sizeof(description) };
	case DevicePropertyHardwareID:
		return { hardware_id, sizeof(hardware_id) };
	case DevicePropertyEnumeratorName:
		return { enumerator, sizeof(enumerator) };
	case DevicePropertyBusNumber:
		return { &bus_number, sizeof(bus_number) };
	case DevicePropertyClassName:
		return { class_name, sizeof(class_name) };
	case DevicePropertyClassGuid:
		return { class_guid, sizeof(class_guid) };
	case DevicePropertyAddress:
		return { &no_address, sizeof(no_address) };
	default:
		return {};
	}
}

/// Room for what is not the same for every port.
struct Room {
	WCHAR text[64] = {};
	INTERFACE_TYPE bus = InterfaceTypeUndefined;
	Resources resources{};
};

Data text_of(const Room &room)
{
	return { room.text, static_cast<ULONG>((wcslen(room.text) + 1) * sizeof(WCHAR)) };
}

/// What a port is called.
Data name_property(Port &port, DEVICE_REGISTRY_PROPERTY property, Room &room)
{
	constexpr size_t size = sizeof(room.text) / sizeof(*room.text);

	switch (property) {
	case DevicePropertyFriendlyName:
		_snwprintf(room.text, size, L"Printer Port (%ws)", port.lpt());
		return text_of(room);
	case DevicePropertyDriverKeyName:
		_snwprintf(room.text, size, L"%ws\\%04u", class_guid, port.number());
		return text_of(room);
	case DevicePropertyLocationInformation:
		_snwprintf(room.text, size, L"parport%u", port.number());
		return text_of(room);
	default:
		return {};
	}
}

/// What depends on the hardware, of a port that is open.
Data hardware_property(Port &port, DEVICE_REGISTRY_PROPERTY property, Room &room)
{
	const CM_FULL_RESOURCE_DESCRIPTOR &full = room.resources.list.List[0];

	if (!port.use())
		return {};
	room.resources.fill(port.core());
	port.close();
	room.bus = full.InterfaceType;
	switch (property) {
	case DevicePropertyLegacyBusType:
		return { &room.bus, sizeof(room.bus) };
	case DevicePropertyBusTypeGuid:
		return { room.bus == PCIBus ? &pci_bus : &isa_bus, sizeof(GUID) };
	case DevicePropertyCompatibleIDs:
		return room.bus == PCIBus ? Data{} : Data{ compatible_ids, sizeof(compatible_ids) };
	case DevicePropertyBootConfiguration:
	case DevicePropertyBootConfigurationTranslated:
		return { &room.resources.list,
			 static_cast<ULONG>(
				 offsetof(CM_RESOURCE_LIST,
					  List[0].PartialResourceList.PartialDescriptors) +
				 full.PartialResourceList.Count *
					 sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR)) };
	default:
		return {};
	}
}

/// Room for the name of a port's device.
struct DeviceName {
	OBJECT_NAME_INFORMATION information;
	WCHAR text[64];
};

/// With its terminator.
Data name_of(PDEVICE_OBJECT device, DeviceName &name)
{
	const UNICODE_STRING &text = name.information.Name;
	ULONG length;

	if (!NT_SUCCESS(ObQueryNameString(device, &name.information, sizeof(name), &length)) ||
	    !text.Length)
		return {};
	return { text.Buffer, text.Length + static_cast<ULONG>(sizeof(WCHAR)) };
}

/// What IoOpenDeviceRegistryKey() opens.
constexpr WCHAR device_key[] = L"Device Parameters";
constexpr WCHAR driver_key[] = L"Driver";

/// A key of a port, the same for all its devices. The keys above it are made with it, because few
/// drivers ask for them.
NTSTATUS port_key(Port &port, const WCHAR *kind, bool create, Ref<nt_key> &key)
{
	const WCHAR *const names[] = {
		L"Registry\\Machine\\System\\CurrentControlSet",
		L"Enum",
		L"PARPORT",
		port.lpt(),
		kind,
	};
	nt_key *found;
	const NTSTATUS status = nt_key_open(names, sizeof(names) / sizeof(*names), create, &found);

	if (NT_SUCCESS(status))
		key = Ref<nt_key>::taken(found);
	return status;
}

}

NTSTATUS NTAPI IoGetDeviceProperty(PDEVICE_OBJECT device, DEVICE_REGISTRY_PROPERTY property,
				   ULONG length, PVOID buffer, PULONG result_length)
{
	if (!irql_ok(PASSIVE_LEVEL) || !device_ok(device) ||
	    !ok(is_memory(result_length), "the place for the length") ||
	    (length && !ok(nt_is_memory(buffer, length), "the buffer")))
		return STATUS_INVALID_PARAMETER;
	*result_length = 0;
	if (!is_of_port(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	// A driver may pass any number.
	if (static_cast<ULONG>(property) > DevicePropertyContainerID)
		return STATUS_INVALID_PARAMETER_2;
	DeviceName name = {};
	Room room;
	Data found = property == DevicePropertyPhysicalDeviceObjectName ? name_of(device, name) :
									  property_of(property);
	if (!found.data)
		found = name_property(port_of(device), property, room);
	if (!found.data)
		found = hardware_property(port_of(device), property, room);
	if (!found.data)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	*result_length = found.size;
	if (length < found.size)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(buffer, found.data, found.size);
	return STATUS_SUCCESS;
}

namespace {

/// The text of one, and of another after it, with a space between them, in memory from the pool.
NTSTATUS join(UNICODE_STRING first, const UNICODE_STRING *second, UNICODE_STRING &to, Caller caller)
{
	constexpr ULONG tag_name = 0x20696d57;	// as on Windows: 'Wmi '
	const size_t more = second ? sizeof(WCHAR) + second->Length : 0;
	const size_t length = first.Length + more;

	if (length + sizeof(WCHAR) > MAXUSHORT)
		return STATUS_INVALID_PARAMETER;
	auto *text = static_cast<WCHAR *>(
		nt_pool_alloc(caller.code(), length + sizeof(WCHAR), 1, tag_name, true));
	if (!text)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(text, first.Buffer, first.Length);
	if (second) {
		text[first.Length / sizeof(WCHAR)] = L' ';
		memcpy(text + first.Length / sizeof(WCHAR) + 1, second->Buffer, second->Length);
	}
	to = { static_cast<USHORT>(length), static_cast<USHORT>(length + sizeof(WCHAR)), text };
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI IoWMISuggestInstanceName(PDEVICE_OBJECT device, PUNICODE_STRING link,
					BOOLEAN combine, PUNICODE_STRING name)
{
	UNICODE_STRING own;

	if (!irql_ok(PASSIVE_LEVEL) || (device && !device_ok(device)) ||
	    (link && !ok(nt_is_string(link), "the name of the link")) ||
	    !ok(is_memory(name), "the place for the name"))
		return STATUS_INVALID_PARAMETER;
	*name = {};
	if (!device && !link)
		return STATUS_INVALID_PARAMETER;
	if (device && !is_of_port(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	RtlInitUnicodeString(&own, description);
	if (device && link && combine)
		return join(own, link, *name, Caller());
	return join(device ? own : *link, nullptr, *name, Caller());
}

bool port::connect_enabled(Port &port)
{
	UNICODE_STRING name;
	Ref<nt_key> key;

	RtlInitUnicodeString(&name, L"EnableConnectInterruptIoctl");
	return NT_SUCCESS(port_key(port, device_key, false, key)) &&
	       nt_key_number(key.get(), &name);
}

NTSTATUS NTAPI IoOpenDeviceRegistryKey(PDEVICE_OBJECT device, ULONG type, ACCESS_MASK,
				       PHANDLE handle)
{
	Ref<nt_key> key;

	if (!irql_ok(PASSIVE_LEVEL) || !device_ok(device) ||
	    !ok(is_memory(handle), "the place for the handle"))
		return STATUS_INVALID_PARAMETER;
	if (!is_of_port(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (type != PLUGPLAY_REGKEY_DEVICE && type != PLUGPLAY_REGKEY_DRIVER)
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = port_key(port_of(device),
					 type == PLUGPLAY_REGKEY_DEVICE ? device_key : driver_key,
					 true, key);
	return NT_SUCCESS(status) ? nt_handle_create(Caller().code(), key.get(), handle) : status;
}
