// SPDX-License-Identifier: GPL-2.0
/// wmi.cc - management data (WMI): it is registered, and nobody asks for it.

#include "base/guard.hh"
#include "base/object.hh"
#include "ex/pool.h"
#include "io/check.hh"
#include "io/driver.h"
#include "io/irp.h"
#include "io/work.h"

#include <wmilib.h>

using io::device_ok;
using io::irp_ok;
using io::location_ok;

NTSTATUS NTAPI IoWMIRegistrationControl(PDEVICE_OBJECT device, ULONG action)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!device_ok(device))
		return STATUS_INVALID_PARAMETER;
	return action >= WMIREG_ACTION_REGISTER && action <= WMIREG_ACTION_BLOCK_IRPS ?
		       STATUS_SUCCESS :
		       STATUS_INVALID_PARAMETER;
}

namespace {

bool is_wmi(UCHAR minor) { return minor <= IRP_MN_EXECUTE_METHOD || minor == IRP_MN_REGINFO_EX; }

}

NTSTATUS NTAPI WmiSystemControl(PWMILIB_CONTEXT library, PDEVICE_OBJECT device, PIRP irp,
				PSYSCTL_IRP_DISPOSITION disposition)
{
	if (!ok(is_memory(disposition), "the disposition"))
		return STATUS_INVALID_PARAMETER;
	*disposition = IrpNotWmi;
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(is_memory(library), "the context of the library") || !device_ok(device) ||
	    !location_ok(irp))
		return STATUS_INVALID_PARAMETER;

	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(irp);

	if (location->MajorFunction != IRP_MJ_SYSTEM_CONTROL || !is_wmi(location->MinorFunction))
		return STATUS_SUCCESS;
	if (location->Parameters.WMI.ProviderId != reinterpret_cast<ULONG_PTR>(device)) {
		*disposition = IrpForward;
		return STATUS_SUCCESS;
	}
	// Nothing is known of what the driver has: it was never asked.
	*disposition = IrpNotCompleted;
	irp->IoStatus.Status = STATUS_WMI_GUID_NOT_FOUND;
	irp->IoStatus.Information = 0;
	return STATUS_WMI_GUID_NOT_FOUND;
}

NTSTATUS NTAPI WmiCompleteRequest(PDEVICE_OBJECT device, PIRP irp, NTSTATUS status, ULONG used,
				  CCHAR)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!device_ok(device) || !irp_ok(irp))
		return STATUS_INVALID_PARAMETER;
	nt_irp_finish(irp, status, NT_SUCCESS(status) ? used : 0);
	return status == STATUS_BUFFER_TOO_SMALL ? STATUS_SUCCESS : status;
}

NTSTATUS NTAPI WmiFireEvent(PDEVICE_OBJECT device, LPCGUID guid, ULONG, ULONG, PVOID data)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	const bool is = device_ok(device) && ok(is_memory(guid), "the GUID");

	if (data)
		nt_pool_free(caller.code(), caller.called(), data);
	return is ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI IoWMIWriteEvent(PVOID event)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!nt_pool_has(event, 0)) {
		caller.complain("the event %p is not a block of the pool", event);
		return STATUS_INVALID_PARAMETER;
	}
	// As on Windows, whoever has been told frees it.
	nt_pool_free(caller.code(), caller.called(), event);
	return STATUS_SUCCESS;
}

ULONG NTAPI IoWMIDeviceObjectToProviderId(PDEVICE_OBJECT device)
{
	return device_ok(device) ? static_cast<ULONG>(reinterpret_cast<ULONG_PTR>(device)) : 0;
}

namespace {

/// The instances of a class that have a number.
struct Instances {
	GUID guid{};
	ULONG next = 0;
	const nt_driver *user =
		nullptr;  // which goes later; nullptr: there are several, and they stay
};

/// How many classes there may be: few drivers have any.
constexpr unsigned int most_classes = 64;

using InstancesGuard = SpinGuard<NT_INSTANCES_LOCK>;

constinit Instances known_instances[most_classes] GUARDED_BY(InstancesGuard::lock);
constinit unsigned int known_classes GUARDED_BY(InstancesGuard::lock);

/// Those of that class, or nullptr: there are too many classes.
Instances *instances_of_locked(const GUID &guid, const nt_driver *user)
	REQUIRES(InstancesGuard::lock)
{
	for (unsigned int n = 0; n < known_classes; n++) {
		Instances &known = known_instances[n];

		if (memcmp(&known.guid, &guid, sizeof(guid)) != 0)
			continue;
		if (known.user != user)
			known.user = nullptr;
		return &known;
	}
	if (known_classes == most_classes)
		return nullptr;
	Instances &fresh = known_instances[known_classes++];
	fresh = { guid, 0, user };
	return &fresh;
}

NTSTATUS allocate(const GUID &guid, ULONG count, const nt_driver *user, ULONG *first)
{
	const InstancesGuard guard;
	Instances *instances = instances_of_locked(guid, user);

	if (!instances)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (count > MAXULONG - instances->next)
		return STATUS_UNSUCCESSFUL;
	*first = instances->next;
	instances->next += count;
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI IoWMIAllocateInstanceIds(GUID *guid, ULONG count, ULONG *first)
{
	const Caller caller;

	if (!irql_ok(APC_LEVEL) || !ok(is_memory(guid), "the GUID") ||
	    !ok(is_memory(first), "the place for the number"))
		return STATUS_INVALID_PARAMETER;
	const auto user = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	const NTSTATUS status = allocate(*guid, count, user.get(), first);
	if (status == STATUS_INSUFFICIENT_RESOURCES)
		caller.complain(
			"%u classes have numbers already: the instances of another one get none",
			most_classes);
	return status;
}

void nt_instances_gone(const nt_driver *driver)
{
	const InstancesGuard guard;

	for (unsigned int n = 0; n < known_classes;)
		if (known_instances[n].user == driver)
			known_instances[n] = known_instances[--known_classes];
		else
			n++;
}
