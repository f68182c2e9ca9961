// SPDX-License-Identifier: GPL-2.0
/// interface.cc - device interfaces: names under which a class of devices is found.

#include <new>

#include "module/rt/list.hh"
#include "module/rt/minmax.hh"
#include "module/rt/new.hh"
#include "module/rt/unique.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "ex/pool.h"
#include "ob/handle.h"
#include "ob/namespace.h"
#include "cm/registry.h"
#include "io/check.hh"
#include "io/device.h"
#include "io/notification.h"

using io::device_ok;
using rt::Unique;
using InterfacesGuard = MutexGuard<NT_INTERFACES_MUTEX>;

namespace {

constexpr ULONG tag_interface = 0x20207050;  // as on Windows: 'Pp  '

/// An interface. Its name follows it in memory.
struct Interface {
	rt::Link link{};	      // first: in the list
	const GUID guid;	      // its class
	DEVICE_OBJECT *const device;  // unregisters this before it goes
	UNICODE_STRING name;	      // terminated
	UNICODE_STRING reference{};   // the end of the name
	bool enabled GUARDED_BY(InterfacesGuard::lock) = false;
	nt_registry registry{};	 // its key, if it was opened

	static NTSTATUS create(PDEVICE_OBJECT device, const GUID &guid,
			       const UNICODE_STRING *reference, Unique<Interface> &created);

	bool is_wanted(const GUID &wanted, PDEVICE_OBJECT object, ULONG flags) const
		REQUIRES(InterfacesGuard::lock)
	{
		return !memcmp(&guid, &wanted, sizeof(guid)) &&
		       (enabled || flags & DEVICE_INTERFACE_INCLUDE_NONACTIVE) &&
		       (!object || device == object);
	}
	bool is_same(PDEVICE_OBJECT object, const GUID &of_class,
		     const UNICODE_STRING &wanted) const
	{
		return device == object && !memcmp(&guid, &of_class, sizeof(guid)) &&
		       RtlEqualUnicodeString(&reference, &wanted, TRUE);
	}
	NTSTATUS enable(bool on) REQUIRES(InterfacesGuard::lock);
	/// The subkey in which drivers keep what they want.
	NTSTATUS open_key(Ref<nt_key> &key) REQUIRES(InterfacesGuard::lock);
	~Interface() { nt_registry_free(&registry); }
	Interface(const Interface &) = delete;
	Interface &operator=(const Interface &) = delete;

private:
	Interface(PDEVICE_OBJECT owner, const GUID &of_class, size_t length);
};

unsigned int instances;
constinit rt::List<Interface> interfaces GUARDED_BY(InterfacesGuard::lock);

Interface::Interface(PDEVICE_OBJECT owner, const GUID &of_class, size_t length)
	: guid(of_class),
	  device(owner),
	  name{ static_cast<USHORT>(length * sizeof(WCHAR)),
		static_cast<USHORT>((length + 1) * sizeof(WCHAR)),
		reinterpret_cast<WCHAR *>(this + 1) }
{
	name.Buffer[length] = 0;
}

/// The last part of a device's name up to a dot: which port it is, for programs.
void port_of(PDEVICE_OBJECT device, WCHAR (&port)[32])
{
	WCHAR name[64];
	const size_t length =
		rt::min<size_t>(nt_name_of(device, name, sizeof(name)), sizeof(name)) /
		sizeof(WCHAR);
	size_t start = length;

	while (start && name[start - 1] != L'\\')
		start--;
	size_t count = 0;
	for (; start + count < length && count < sizeof(port) / sizeof(*port) - 1; count++) {
		if (name[start + count] == L'.')
			break;
		port[count] = name[start + count];
	}
	port[count] = 0;
}

/// The name is \??\ntparport#<port>#<n>#{class} and #<reference>, as characters. node/node.cc and
/// programs (user/library/interface.cpp) go by its parts.
NTSTATUS Interface::create(PDEVICE_OBJECT device, const GUID &guid, const UNICODE_STRING *reference,
			   Unique<Interface> &created)
{
	const size_t reference_length = reference ? reference->Length / sizeof(WCHAR) : 0;
	WCHAR port[32];
	char head[128];

	port_of(device, port);
	// The array is long enough for all names and numbers.
	const size_t head_length = _snprintf(
		head, sizeof(head),
		"\\??\\ntparport#%ws#%u#{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}", port,
		__atomic_add_fetch(&instances, 1, __ATOMIC_RELAXED), guid.Data1, guid.Data2,
		guid.Data3, guid.Data4[0], guid.Data4[1], guid.Data4[2], guid.Data4[3],
		guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7]);
	const size_t length = head_length + (reference_length ? 1 + reference_length : 0);

	if ((length + 1) * sizeof(WCHAR) > MAXUSHORT)
		return STATUS_INVALID_PARAMETER;
	void *memory = glue_alloc(sizeof(Interface) + (length + 1) * sizeof(WCHAR));
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	created = Unique(new (memory) Interface(device, guid, length));
	WCHAR *text = created->name.Buffer;
	for (size_t n = 0; n < head_length; n++)
		*text++ = head[n];
	if (reference_length) {
		// Not a backslash, or the object manager would look for a directory.
		*text++ = '#';
		memcpy(text, reference->Buffer, reference_length * sizeof(WCHAR));
		const auto size = static_cast<USHORT>(reference_length * sizeof(WCHAR));
		created->reference = { size, size, text };
	}
	return STATUS_SUCCESS;
}

NTSTATUS Interface::enable(bool on)
{
	if (enabled == on)
		return on ? STATUS_OBJECT_NAME_EXISTS : STATUS_OBJECT_NAME_NOT_FOUND;
	const NTSTATUS status = on ? nt_link_to_object(&name, device) : nt_link_delete(&name);
	if (NT_SUCCESS(status)) {
		enabled = on;
		nt_interface_changed(&guid, &name, on);
	}
	return status;
}

NTSTATUS Interface::open_key(Ref<nt_key> &key)
{
	const WCHAR *const names[] = {
		L"Registry\\Machine\\System\\CurrentControlSet\\Control",
		L"DeviceClasses",
		// The name has no other backslashes than those around the question marks.
		name.Buffer + sizeof("\\??\\") - 1,
		L"Device Parameters",
	};
	const unsigned int count = sizeof(names) / sizeof(*names);
	nt_key *found;

	if (!registry.key) {
		const NTSTATUS status = nt_key_open(names, count - 1, true, &registry.key);
		if (!NT_SUCCESS(status))
			return status;
	}
	const NTSTATUS status = nt_key_open(names, count, true, &found);
	if (NT_SUCCESS(status))
		key = Ref<nt_key>::taken(found);
	return status;
}

/// The interface if it was registered before, or nullptr.
const Interface *find(PDEVICE_OBJECT device, const GUID &guid, const UNICODE_STRING *reference)
	REQUIRES(InterfacesGuard::lock)
{
	const UNICODE_STRING wanted = reference ? *reference : UNICODE_STRING{};

	for (const Interface &interface : interfaces)
		if (interface.is_same(device, guid, wanted))
			return &interface;
	return nullptr;
}

NTSTATUS copy_to_pool(const void *caller, const UNICODE_STRING &from, UNICODE_STRING &to)
{
	to = {};
	void *buffer = nt_pool_alloc(caller, from.MaximumLength, 1, tag_interface, false);
	if (!buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(buffer, from.Buffer, from.MaximumLength);
	to = { from.Length, from.MaximumLength, static_cast<WCHAR *>(buffer) };
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI IoRegisterDeviceInterface(PDEVICE_OBJECT object, const GUID *guid,
					 PUNICODE_STRING reference, PUNICODE_STRING name)
{
	if (!irql_ok(PASSIVE_LEVEL) || !device_ok(object) || !ok(is_memory(guid), "the class") ||
	    (reference && !ok(nt_is_string(reference), "the reference string")) ||
	    !ok(is_memory(name), "the place for the name"))
		return STATUS_INVALID_PARAMETER;
	if (!nt_device_is_physical(object)) {
		Caller().complain("device %p is not one that AddDevice was called with", object);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	Unique<Interface> interface;
	InterfacesGuard guard;
	if (const Interface *known = find(object, *guid, reference))
		return copy_to_pool(Caller().code(), known->name, *name);
	NTSTATUS status = Interface::create(object, *guid, reference, interface);
	if (NT_SUCCESS(status))
		status = copy_to_pool(Caller().code(), interface->name, *name);
	if (!NT_SUCCESS(status))
		return status;
	// If the device is deleted later, nt_interfaces_gone() will find the interface.
	if (!nt_device_deleted(object)) {
		interfaces.push_back(*interface.release());
		return STATUS_SUCCESS;
	}
	// Not RtlFreeUnicodeString(), which lets others run: nobody may rest with the mutex held.
	nt_pool_free(Caller().code(), Caller().called(), name->Buffer);
	*name = {};
	return STATUS_DELETE_PENDING;
}

NTSTATUS NTAPI IoSetDeviceInterfaceState(PUNICODE_STRING name, BOOLEAN enable)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	InterfacesGuard guard;

	for (Interface &interface : interfaces)
		if (RtlEqualUnicodeString(&interface.name, name, TRUE))
			return interface.enable(enable);
	return STATUS_OBJECT_NAME_NOT_FOUND;
}

NTSTATUS NTAPI IoGetDeviceInterfaceAlias(PUNICODE_STRING name, const GUID *guid,
					 PUNICODE_STRING alias)
{
	const Interface *found = nullptr;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(nt_is_string(name), "the name") ||
	    !ok(is_memory(guid), "the class") || !ok(is_memory(alias), "the place for the name"))
		return STATUS_INVALID_PARAMETER;
	InterfacesGuard guard;

	for (const Interface &interface : interfaces)
		if (RtlEqualUnicodeString(&interface.name, name, TRUE))
			found = find(interface.device, *guid, &interface.reference);
	return found ? copy_to_pool(Caller().code(), found->name, *alias) :
		       STATUS_OBJECT_NAME_NOT_FOUND;
}

NTSTATUS NTAPI IoOpenDeviceInterfaceRegistryKey(PUNICODE_STRING name, ACCESS_MASK, PHANDLE handle)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(nt_is_string(name), "the name") ||
	    !ok(is_memory(handle), "the place for the handle"))
		return STATUS_INVALID_PARAMETER;
	InterfacesGuard guard;
	for (Interface &interface : interfaces) {
		Ref<nt_key> key;

		if (!RtlEqualUnicodeString(&interface.name, name, TRUE))
			continue;
		const NTSTATUS status = interface.open_key(key);
		return NT_SUCCESS(status) ? nt_handle_create(Caller().code(), key.get(), handle) :
					    status;
	}
	return STATUS_OBJECT_NAME_NOT_FOUND;
}

NTSTATUS NTAPI IoGetDeviceInterfaces(const GUID *guid, PDEVICE_OBJECT object, ULONG flags,
				     PWSTR *list)
{
	if (!ok(is_memory(list), "the place for the list"))
		return STATUS_INVALID_PARAMETER;
	*list = nullptr;
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(guid), "the class"))
		return STATUS_INVALID_PARAMETER;
	InterfacesGuard guard;
	size_t size = sizeof(WCHAR);

	for (const Interface &interface : interfaces)
		if (interface.is_wanted(*guid, object, flags))
			size += interface.name.MaximumLength;
	void *memory = nt_pool_alloc(Caller().code(), size, 1, tag_interface, false);
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	auto *end = static_cast<WCHAR *>(memory);
	*list = end;
	for (const Interface &interface : interfaces) {
		if (!interface.is_wanted(*guid, object, flags))
			continue;
		memcpy(end, interface.name.Buffer, interface.name.MaximumLength);
		end += interface.name.MaximumLength / sizeof(WCHAR);
	}
	*end = 0;
	return STATUS_SUCCESS;
}

void nt_interfaces_gone(PDEVICE_OBJECT device)
{
	auto is_of_it = [=](const Interface &interface) { return interface.device == device; };
	InterfacesGuard guard;

	while (const Unique<Interface> interface{ interfaces.pop_if(is_of_it) }) {
		if (!interface->enabled)
			continue;
		nt_link_delete(&interface->name);
		nt_interface_changed(&interface->guid, &interface->name, false);
	}
}

void nt_interfaces_visit(const GUID *guid, void (*visit)(const UNICODE_STRING *name, void *context),
			 void *context)
{
	InterfacesGuard guard;

	for (const Interface &interface : interfaces)
		if (interface.is_wanted(*guid, nullptr, 0))
			visit(&interface.name, context);
	visit(nullptr, context);
}
