// SPDX-License-Identifier: GPL-2.0 OR MIT
/// service.cpp - drivers as services: which of them are loaded as modules.

#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <new>
#include <string>

#include "library/object.hpp"
#include "library/paths.hpp"
#include "library/text.hpp"

namespace nt {

/// The service manager, which has no name, or a driver.
struct Service final : Object {
	Service *service() override { return this; }

	std::string name;
};

namespace {

/// A name as modules have it: Linux takes no hyphens.
std::string module_of(const std::string &name)
{
	std::string module = folded(name);

	for (char &c : module)
		if (c == '-' || c == ' ')
			c = '_';
	return module;
}

/// Whether a driver is loaded, as a module of that name.
bool is_loaded(const std::string &name)
{
	DIR *const folder = opendir(modules);
	bool found = false;

	if (!folder)
		return false;
	while (const dirent *entry = readdir(folder)) {
		found = module_of(entry->d_name) == module_of(name);
		if (found)
			break;
	}
	closedir(folder);
	return found;
}

SC_HANDLE handle_of_service(const std::string &name)
{
	try {
		const auto service = std::make_shared<Service>();

		service->name = name;
		return handle_for(service);
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return nullptr;
	}
}

/// Whether that is the manager, or with a name that is one of a driver.
std::shared_ptr<Service> service_of(SC_HANDLE handle, bool is_driver)
{
	auto service = kind_of(handle, &Object::service);

	if (!service || service->name.empty() != is_driver)
		return service;
	SetLastError(ERROR_INVALID_HANDLE);
	return nullptr;
}

BOOL status_of(const Service &service, LPSERVICE_STATUS status)
{
	if (!status)
		return fail(ERROR_INVALID_PARAMETER);
	*status = SERVICE_STATUS{};
	status->dwServiceType = SERVICE_KERNEL_DRIVER;
	status->dwCurrentState = is_loaded(service.name) ? SERVICE_RUNNING : SERVICE_STOPPED;
	return TRUE;
}

SC_HANDLE create(SC_HANDLE manager, const std::string &name, DWORD type)
{
	if (!service_of(manager, false))
		return nullptr;
	if (name.empty() || name.find_first_of("/\\") != std::string::npos) {
		SetLastError(ERROR_INVALID_NAME);
		return nullptr;
	}
	if (!(type & SERVICE_DRIVER)) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return nullptr;
	}
	return handle_of_service(name);
}

SC_HANDLE open(SC_HANDLE manager, const std::string &name)
{
	if (!service_of(manager, false))
		return nullptr;
	if (!name.empty() && is_loaded(name))
		return handle_of_service(name);
	SetLastError(ERROR_SERVICE_DOES_NOT_EXIST);
	return nullptr;
}

BOOL start(SC_HANDLE handle)
{
	const auto service = service_of(handle, true);

	if (!service)
		return FALSE;
	if (is_loaded(service->name))
		return TRUE;
	fprintf(stderr,
		"ntparport: the driver %s is not loaded, and a program cannot do that on Linux: sudo "
		"modprobe %s\n",
		service->name.c_str(), module_of(service->name).c_str());
	return fail(ERROR_FILE_NOT_FOUND);
}

SC_HANDLE open_manager(bool elsewhere)
{
	if (elsewhere) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return nullptr;
	}
	return handle_of_service("");
}

}

}

using namespace nt;

extern "C" {

SC_HANDLE OpenSCManagerA(LPCSTR machine, LPCSTR, DWORD)
{
	return open_manager(machine && *machine);
}
SC_HANDLE OpenSCManagerW(LPCWSTR machine, LPCWSTR, DWORD)
{
	return open_manager(machine && *machine);
}

SC_HANDLE CreateServiceA(SC_HANDLE manager, LPCSTR name, LPCSTR, DWORD, DWORD type, DWORD, DWORD,
			 LPCSTR, LPCSTR, LPDWORD, LPCSTR, LPCSTR, LPCSTR)
{
	return create(manager, name ? name : "", type);
}

SC_HANDLE CreateServiceW(SC_HANDLE manager, LPCWSTR name, LPCWSTR, DWORD, DWORD type, DWORD, DWORD,
			 LPCWSTR, LPCWSTR, LPDWORD, LPCWSTR, LPCWSTR, LPCWSTR)
{
	return create(manager, narrow(name), type);
}

SC_HANDLE OpenServiceA(SC_HANDLE manager, LPCSTR name, DWORD)
{
	return open(manager, name ? name : "");
}

SC_HANDLE OpenServiceW(SC_HANDLE manager, LPCWSTR name, DWORD)
{
	return open(manager, narrow(name));
}

BOOL StartServiceA(SC_HANDLE service, DWORD, LPCSTR *) { return start(service); }
BOOL StartServiceW(SC_HANDLE service, DWORD, LPCWSTR *) { return start(service); }

BOOL ControlService(SC_HANDLE handle, DWORD control, LPSERVICE_STATUS status)
{
	const auto service = service_of(handle, true);

	if (!service || !status_of(*service, status))
		return FALSE;
	if (status->dwCurrentState != SERVICE_RUNNING)
		return fail(ERROR_SERVICE_NOT_ACTIVE);
	return control == SERVICE_CONTROL_INTERROGATE || fail(ERROR_INVALID_SERVICE_CONTROL);
}

BOOL QueryServiceStatus(SC_HANDLE handle, LPSERVICE_STATUS status)
{
	const auto service = service_of(handle, true);

	return service && status_of(*service, status);
}

BOOL DeleteService(SC_HANDLE handle) { return service_of(handle, true) != nullptr; }

BOOL CloseServiceHandle(SC_HANDLE handle)
{
	return kind_of(handle, &Object::service) && forget(handle);
}
}
