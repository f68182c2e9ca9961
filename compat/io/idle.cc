// SPDX-License-Identifier: GPL-2.0
/// idle.cc - devices that are idle, and drivers that want the machine awake: neither counts here.

#include "io/check.hh"

PULONG NTAPI PoRegisterDeviceForIdleDetection(PDEVICE_OBJECT device, ULONG, ULONG,
					      DEVICE_POWER_STATE)
{
	// A device that does not exist is a mistake all the same.
	if (irql_ok(PASSIVE_LEVEL))
		static_cast<void>(io::device_ok(device));
	return nullptr;
}

PVOID NTAPI PoRegisterSystemState(PVOID handle, EXECUTION_STATE)
{
	if (irql_ok(DISPATCH_LEVEL) && handle)
		Caller().complain("%p is not a handle", handle);
	return nullptr;
}

VOID NTAPI PoUnregisterSystemState(PVOID handle)
{
	if (irql_ok(DISPATCH_LEVEL) && handle)
		Caller().complain("%p is not a handle", handle);
}

VOID NTAPI PoSetSystemState(EXECUTION_STATE) { static_cast<void>(irql_ok(DISPATCH_LEVEL)); }
