// SPDX-License-Identifier: GPL-2.0
/// physical.cc - requests that reach a port's device, physical or not, after all drivers above have
/// had them.

#include "base/check.hh"
#include "base/object.hh"
#include "ex/pool.h"
#include "io/irp.h"
#include "port/physical.hh"

/// The tag of answers to queries for relations: 'Ptrl'.
static constexpr ULONG tag_relations = 0x6c727450;

static void fill_capabilities(PDEVICE_CAPABILITIES result)
{
	if (!is_memory(result) || result->Version != 1 || result->Size < sizeof(*result))
		return;
	result->UniqueID = 0;
	result->SurpriseRemovalOK = 1;
	result->Address = ~0u;
	result->UINumber = ~0u;
	result->DeviceState[PowerSystemWorking] = PowerDeviceD0;
	result->SystemWake = PowerSystemUnspecified;
	result->DeviceWake = PowerDeviceUnspecified;
}

/// W11. Whoever asked frees the answer and gives back the reference in it.
static NTSTATUS target_device(PDEVICE_OBJECT device, PIRP irp, ULONG_PTR &information)
{
	auto *relations = static_cast<PDEVICE_RELATIONS>(nt_pool_alloc(nt_irp_caller(irp),
								       sizeof(DEVICE_RELATIONS), 1,
								       tag_relations, false));

	if (!relations)
		return STATUS_INSUFFICIENT_RESOURCES;
	relations->Count = 1;
	relations->Objects[0] = Ref<DEVICE_OBJECT>::of(device).release();
	nt_object_lend(device);
	information = reinterpret_cast<ULONG_PTR>(relations);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI port::pnp_request(PDEVICE_OBJECT device, PIRP irp)
{
	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(irp);
	ULONG_PTR information = irp->IoStatus.Information;
	NTSTATUS status = irp->IoStatus.Status;

	switch (location->MinorFunction) {
	case IRP_MN_QUERY_DEVICE_RELATIONS:
		if (location->Parameters.QueryDeviceRelations.Type == TargetDeviceRelation)
			status = target_device(device, irp, information);
		break;
	case IRP_MN_QUERY_CAPABILITIES:
		fill_capabilities(location->Parameters.DeviceCapabilities.Capabilities);
		[[fallthrough]];
	case IRP_MN_START_DEVICE:
	case IRP_MN_QUERY_REMOVE_DEVICE:
	case IRP_MN_REMOVE_DEVICE:
	case IRP_MN_CANCEL_REMOVE_DEVICE:
	case IRP_MN_STOP_DEVICE:
	case IRP_MN_QUERY_STOP_DEVICE:
	case IRP_MN_CANCEL_STOP_DEVICE:
	case IRP_MN_SURPRISE_REMOVAL:
		status = STATUS_SUCCESS;
	}
	// Any other request keeps its status: that is the rule for requests that one does not know.
	return nt_irp_finish(irp, status, information);
}

NTSTATUS NTAPI port::power_request(PDEVICE_OBJECT device, PIRP irp)
{
	const IO_STACK_LOCATION *location = IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status = irp->IoStatus.Status;

	PoStartNextPowerIrp(irp);
	switch (location->MinorFunction) {
	case IRP_MN_SET_POWER:
		if (location->Parameters.Power.Type == DevicePowerState)
			PoSetPowerState(device, DevicePowerState, location->Parameters.Power.State);
		[[fallthrough]];
	case IRP_MN_QUERY_POWER:
		status = STATUS_SUCCESS;
	}
	return nt_irp_finish(irp, status, irp->IoStatus.Information);
}
