// SPDX-License-Identifier: GPL-2.0
/// usage_report.cc - drivers say which ports they use (IoReportResourceUsage()), which are claimed
/// for them.

#include "base/check.hh"
#include "io/check.hh"
#include "port/claims.hh"

using port::ClaimsGuard;
using port::NewClaims;

namespace {

/// What a driver reports, for itself and for one of its devices.
struct Reported {
	PCM_RESOURCE_LIST driver_list;
	ULONG driver_size;
	PDEVICE_OBJECT device;
	PCM_RESOURCE_LIST device_list;
	ULONG device_size;
};

NTSTATUS report(PDRIVER_OBJECT object, const Reported &reported, bool override, PBOOLEAN conflict,
		Caller caller)
{
	if (!irql_ok(PASSIVE_LEVEL, caller))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(is_memory(conflict), "the place for ConflictDetected", caller))
		return STATUS_INVALID_PARAMETER;
	*conflict = FALSE;
	if (reported.device_list && !io::device_ok(reported.device, caller))
		return STATUS_INVALID_PARAMETER;
	const nt_driver *driver = port::owner_of(object, nullptr, caller);
	if (!driver)
		return STATUS_INVALID_PARAMETER;
	const ClaimsGuard guard;
	NewClaims for_driver(driver, nullptr, caller);
	NewClaims for_device(driver, reported.device, caller);
	NTSTATUS status = for_driver.claim(reported.driver_list, reported.driver_size, override);
	if (NT_SUCCESS(status))
		status = for_device.claim(reported.device_list, reported.device_size, override);
	if (!NT_SUCCESS(status))
		return status;
	*conflict = for_driver.conflicts() || for_device.conflicts();
	if (*conflict && !override)
		return STATUS_CONFLICTING_ADDRESSES;
	// Both, or neither.
	for_driver.record();
	for_device.record();
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI IoReportResourceUsage(PUNICODE_STRING, PDRIVER_OBJECT object,
				     PCM_RESOURCE_LIST driver_list, ULONG driver_size,
				     PDEVICE_OBJECT device, PCM_RESOURCE_LIST device_list,
				     ULONG device_size, BOOLEAN override, PBOOLEAN conflict)
{
	return report(object, { driver_list, driver_size, device, device_list, device_size },
		      override, conflict, Caller());
}

NTSTATUS NTAPI IoReportResourceForDetection(PDRIVER_OBJECT object, PCM_RESOURCE_LIST driver_list,
					    ULONG driver_size, PDEVICE_OBJECT device,
					    PCM_RESOURCE_LIST device_list, ULONG device_size,
					    PBOOLEAN conflict)
{
	return report(object, { driver_list, driver_size, device, device_list, device_size }, false,
		      conflict, Caller());
}

NTSTATUS NTAPI IoReportDetectedDevice(PDRIVER_OBJECT driver, INTERFACE_TYPE, ULONG, ULONG,
				      PCM_RESOURCE_LIST, PIO_RESOURCE_REQUIREMENTS_LIST, BOOLEAN,
				      PDEVICE_OBJECT *device)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!io::driver_ok(driver) || !ok(is_memory(device), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	Caller().complain(
		"Linux finds the parallel ports, and AddDevice is called for each: nothing else can be reported");
	return STATUS_UNSUCCESSFUL;
}
