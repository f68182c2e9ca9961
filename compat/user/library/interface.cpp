// SPDX-License-Identifier: GPL-2.0 OR MIT
/// interface.cpp - ports as devices, and the interfaces that drivers have registered for them.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <new>

#include <ntparport/setupapi.h>

#include "library/paths.hpp"
#include "library/registry.hpp"
#include "library/text.hpp"

namespace nt {

namespace {

/// GUID_DEVCLASS_PORTS.
constexpr GUID ports_class = {
	0x4d36e978, 0xe325, 0x11ce, { 0xbf, 0xc1, 0x08, 0x00, 0x2b, 0xe1, 0x03, 0x18 }
};
constexpr char ports_class_text[] = "{4D36E978-E325-11CE-BFC1-08002BE10318}";

struct Interface {
	GUID of_class;
	unsigned int port;
	std::string name;  // for CreateFile()
};

}

/// A set of devices, which are ports.
struct Devices final : Object {
	Devices *devices() override { return this; }

	std::vector<unsigned int> ports;
	std::vector<Interface> interfaces;
};

namespace {

/// {01234567-0123-0123-0123-0123456789ab}, at the beginning of the text.
bool guid_of(const std::string &text, GUID &guid)
{
	unsigned int a, b, c, d[8];
	int length = 0;

	if (sscanf(text.c_str(), "{%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x}%n", &a, &b, &c, &d[0],
		   &d[1], &d[2], &d[3], &d[4], &d[5], &d[6], &d[7], &length) != 11 ||
	    !length)
		return false;
	guid.Data1 = a;
	guid.Data2 = static_cast<WORD>(b);
	guid.Data3 = static_cast<WORD>(c);
	std::copy(std::begin(d), std::end(d), guid.Data4);
	return true;
}

/// An interface by the name of its node: ntparport!ParallelPort0#1#{class}.
bool interface_of(const std::string &node, Interface &interface)
{
	static const std::string prefix = "ntparport!ParallelPort";
	const size_t instance = node.find('#');
	const size_t of_class = instance == std::string::npos ? instance :
								node.find('#', instance + 1);

	if (node.compare(0, prefix.size(), prefix) || of_class == std::string::npos ||
	    !guid_of(node.substr(of_class + 1), interface.of_class))
		return false;
	interface.port = static_cast<unsigned int>(atoi(node.c_str() + prefix.size()));
	interface.name = "\\\\?\\" + node;
	interface.name[interface.name.find('!')] = '#';
	return true;
}

std::vector<Interface> all_interfaces()
{
	std::vector<Interface> interfaces;
	DIR *const folder = opendir(nodes);

	if (!folder)
		return interfaces;
	while (const dirent *entry = readdir(folder)) {
		Interface interface;

		if (interface_of(entry->d_name, interface))
			interfaces.push_back(interface);
	}
	closedir(folder);
	std::sort(interfaces.begin(), interfaces.end(),
		  [](const Interface &a, const Interface &b) { return a.name < b.name; });
	return interfaces;
}

std::shared_ptr<Devices> devices_of(HDEVINFO handle) { return kind_of(handle, &Object::devices); }

HDEVINFO devices_by(const GUID *of_class, const std::string &enumerator, DWORD flags)
try {
	const auto devices = std::make_shared<Devices>();

	if (!of_class && !(flags & DIGCF_ALLCLASSES)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return INVALID_HANDLE_VALUE;
	}
	const bool is_ours = enumerator.empty() || folded(enumerator) == "parport";
	const bool any = flags & DIGCF_ALLCLASSES || !of_class;
	if (is_ours && flags & DIGCF_DEVICEINTERFACE) {
		for (const Interface &interface : all_interfaces())
			if (any || interface.of_class == *of_class) {
				devices->interfaces.push_back(interface);
				devices->ports.push_back(interface.port);
			}
		std::sort(devices->ports.begin(), devices->ports.end());
		devices->ports.erase(std::unique(devices->ports.begin(), devices->ports.end()),
				     devices->ports.end());
	} else if (is_ours && (any || *of_class == ports_class)) {
		devices->ports = port_numbers();
	}
	const HANDLE handle = handle_for(devices);
	return handle ? handle : INVALID_HANDLE_VALUE;
} catch (const std::bad_alloc &) {
	SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return INVALID_HANDLE_VALUE;
}

void fill(SP_DEVINFO_DATA &data, unsigned int port)
{
	data.ClassGuid = ports_class;
	data.DevInst = port + 1;
	data.Reserved = 0;
}

/// Whether the set has the device, and which port it is.
bool port_of(const Devices &devices, const SP_DEVINFO_DATA *data, unsigned int &port)
{
	if (!data || data->cbSize != sizeof(*data))
		return fail(ERROR_INVALID_PARAMETER);
	port = data->DevInst - 1;
	return std::count(devices.ports.begin(), devices.ports.end(), port) ||
	       fail(ERROR_NO_SUCH_DEVINST);
}

/// An interface that the set has, as it was enumerated.
const Interface *interface_of(const Devices &devices, const SP_DEVICE_INTERFACE_DATA *data)
{
	if (data && data->cbSize == sizeof(*data) && data->Reserved &&
	    data->Reserved <= devices.interfaces.size())
		return &devices.interfaces[data->Reserved - 1];
	SetLastError(ERROR_INVALID_PARAMETER);
	return nullptr;
}

/// Copies text and terminator, if there is room.
template <typename Text, typename Char>
BOOL give(const Text &text, Char *to, DWORD room, PDWORD required)
{
	if (required)
		*required = static_cast<DWORD>(text.size() + 1);
	if (!to || room <= text.size())
		return fail(ERROR_INSUFFICIENT_BUFFER);
	for (size_t i = 0; i <= text.size(); i++)
		to[i] = static_cast<Char>(text.c_str()[i]);
	return TRUE;
}

std::string converted(const std::string &text, CHAR) { return text; }
std::u16string converted(const std::string &text, WCHAR) { return widen(text); }

template <typename Detail>
BOOL give_detail(HDEVINFO set, const SP_DEVICE_INTERFACE_DATA *data, Detail *detail, DWORD size,
		 PDWORD required, PSP_DEVINFO_DATA device)
try {
	using Char = std::remove_reference_t<decltype(detail->DevicePath[0])>;
	constexpr size_t start = offsetof(Detail, DevicePath);
	const auto devices = devices_of(set);
	const Interface *const interface = devices ? interface_of(*devices, data) : nullptr;

	if (!interface)
		return FALSE;
	if (detail ? detail->cbSize != sizeof(*detail) || size < sizeof(*detail) : size != 0)
		return fail(ERROR_INVALID_USER_BUFFER);
	if (device && device->cbSize != sizeof(*device))
		return fail(ERROR_INVALID_USER_BUFFER);
	const auto name = converted(interface->name, Char());
	const auto needed = static_cast<DWORD>(start + (name.size() + 1) * sizeof(Char));
	if (required)
		*required = needed;
	// Also if there is no room for the name.
	if (device)
		fill(*device, interface->port);
	if (size < needed)
		return fail(ERROR_INSUFFICIENT_BUFFER);
	return give(name, detail->DevicePath, static_cast<DWORD>((size - start) / sizeof(Char)),
		    nullptr);
} catch (const std::bad_alloc &) {
	return fail(ERROR_NOT_ENOUGH_MEMORY);
}

/// Texts with their terminators; empty: there is no such property.
std::string property_of(unsigned int port, DWORD property, DWORD &type)
{
	const auto text = [](const std::string &is) { return is + '\0'; };

	type = REG_SZ;
	switch (property) {
	case SPDRP_DEVICEDESC:
		return text("Parallel port");
	case SPDRP_FRIENDLYNAME:
		return text("Printer Port (" + port_name(port) + ")");
	case SPDRP_HARDWAREID:
		type = REG_MULTI_SZ;
		return text("PARPORT\\ntparport") + '\0';
	case SPDRP_CLASS:
		return text("Ports");
	case SPDRP_CLASSGUID:
		return text(ports_class_text);
	case SPDRP_ENUMERATOR_NAME:
		return text("PARPORT");
	case SPDRP_LOCATION_INFORMATION:
		return text("parport" + std::to_string(port));
	default:
		return {};
	}
}

template <typename Char>
BOOL give_property(HDEVINFO set, PSP_DEVINFO_DATA device, DWORD property, PDWORD type, PBYTE to,
		   DWORD size, PDWORD required)
try {
	const auto devices = devices_of(set);
	unsigned int port;
	DWORD kind;

	if (!devices || !port_of(*devices, device, port))
		return FALSE;
	const std::string text = property_of(port, property, kind);
	if (text.empty())
		return fail(ERROR_INVALID_DATA);
	const auto units = converted(text, Char());
	const auto needed = static_cast<DWORD>(units.size() * sizeof(Char));
	if (type)
		*type = kind;
	if (required)
		*required = needed;
	if (!to || size < needed)
		return fail(ERROR_INSUFFICIENT_BUFFER);
	memcpy(to, units.data(), needed);
	return TRUE;
} catch (const std::bad_alloc &) {
	return fail(ERROR_NOT_ENOUGH_MEMORY);
}

template <typename Char>
BOOL give_instance(HDEVINFO set, PSP_DEVINFO_DATA device, Char *to, DWORD room, PDWORD required)
try {
	const auto devices = devices_of(set);
	unsigned int port;

	if (!devices || !port_of(*devices, device, port))
		return FALSE;
	return give(converted("PARPORT\\NTPARPORT\\" + std::to_string(port), Char()), to, room,
		    required);
} catch (const std::bad_alloc &) {
	return fail(ERROR_NOT_ENOUGH_MEMORY);
}

}

}

using namespace nt;

extern "C" {

HDEVINFO SetupDiGetClassDevsA(const GUID *of_class, LPCSTR enumerator, HWND, DWORD flags)
{
	return devices_by(of_class, enumerator ? enumerator : "", flags);
}
HDEVINFO SetupDiGetClassDevsW(const GUID *of_class, LPCWSTR enumerator, HWND, DWORD flags)
{
	return devices_by(of_class, narrow(enumerator), flags);
}
BOOL SetupDiDestroyDeviceInfoList(HDEVINFO set) { return devices_of(set) && forget(set); }

BOOL SetupDiEnumDeviceInfo(HDEVINFO set, DWORD index, PSP_DEVINFO_DATA device)
{
	const auto devices = devices_of(set);

	if (!devices)
		return FALSE;
	if (!device || device->cbSize != sizeof(*device))
		return fail(ERROR_INVALID_USER_BUFFER);
	if (index >= devices->ports.size())
		return fail(ERROR_NO_MORE_ITEMS);
	fill(*device, devices->ports[index]);
	return TRUE;
}

BOOL SetupDiEnumDeviceInterfaces(HDEVINFO set, PSP_DEVINFO_DATA device, const GUID *of_class,
				 DWORD index, PSP_DEVICE_INTERFACE_DATA data)
{
	const auto devices = devices_of(set);
	unsigned int port = 0;

	if (!devices || (device && !port_of(*devices, device, port)))
		return FALSE;
	if (!of_class)
		return fail(ERROR_INVALID_PARAMETER);
	if (!data || data->cbSize != sizeof(*data))
		return fail(ERROR_INVALID_USER_BUFFER);
	for (size_t i = 0; i < devices->interfaces.size(); i++) {
		const Interface &interface = devices->interfaces[i];

		if (interface.of_class != *of_class || (device && interface.port != port) ||
		    index--)
			continue;
		data->InterfaceClassGuid = interface.of_class;
		data->Flags = SPINT_ACTIVE;
		data->Reserved = i + 1;
		return TRUE;
	}
	return fail(ERROR_NO_MORE_ITEMS);
}

BOOL SetupDiGetDeviceInterfaceDetailA(HDEVINFO set, PSP_DEVICE_INTERFACE_DATA data,
				      PSP_DEVICE_INTERFACE_DETAIL_DATA_A detail, DWORD size,
				      PDWORD required, PSP_DEVINFO_DATA device)
{
	return give_detail(set, data, detail, size, required, device);
}
BOOL SetupDiGetDeviceInterfaceDetailW(HDEVINFO set, PSP_DEVICE_INTERFACE_DATA data,
				      PSP_DEVICE_INTERFACE_DETAIL_DATA_W detail, DWORD size,
				      PDWORD required, PSP_DEVINFO_DATA device)
{
	return give_detail(set, data, detail, size, required, device);
}

BOOL SetupDiGetDeviceRegistryPropertyA(HDEVINFO set, PSP_DEVINFO_DATA device, DWORD property,
				       PDWORD type, PBYTE to, DWORD size, PDWORD required)
{
	return give_property<CHAR>(set, device, property, type, to, size, required);
}
BOOL SetupDiGetDeviceRegistryPropertyW(HDEVINFO set, PSP_DEVINFO_DATA device, DWORD property,
				       PDWORD type, PBYTE to, DWORD size, PDWORD required)
{
	return give_property<WCHAR>(set, device, property, type, to, size, required);
}

BOOL SetupDiGetDeviceInstanceIdA(HDEVINFO set, PSP_DEVINFO_DATA device, LPSTR to, DWORD room,
				 PDWORD required)
{
	return give_instance(set, device, to, room, required);
}
BOOL SetupDiGetDeviceInstanceIdW(HDEVINFO set, PSP_DEVINFO_DATA device, LPWSTR to, DWORD room,
				 PDWORD required)
{
	return give_instance(set, device, to, room, required);
}

HKEY SetupDiOpenDevRegKey(HDEVINFO set, PSP_DEVINFO_DATA device, DWORD, DWORD, DWORD kind, REGSAM)
{
	try {
		const auto devices = devices_of(set);
		unsigned int port;

		if (!devices || !port_of(*devices, device, port))
			return INVALID_HANDLE_VALUE;
		if (kind != DIREG_DEV) {
			SetLastError(ERROR_FILE_NOT_FOUND);
			return INVALID_HANDLE_VALUE;
		}
		const auto key = std::make_shared<Key>();
		key->is_alone = true;
		key->contents.set(text_value("PortName", port_name(port)));
		const HANDLE handle = handle_for(key);
		return handle ? handle : INVALID_HANDLE_VALUE;
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return INVALID_HANDLE_VALUE;
	}
}

BOOL SetupDiClassGuidsFromNameA(LPCSTR name, GUID *list, DWORD size, PDWORD required)
{
	if (!name || !required)
		return fail(ERROR_INVALID_PARAMETER);
	*required = folded(name) == "ports";
	if (*required > size)
		return fail(ERROR_INSUFFICIENT_BUFFER);
	if (*required)
		*list = ports_class;
	return TRUE;
}
}
