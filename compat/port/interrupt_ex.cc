// SPDX-License-Identifier: GPL-2.0
/// interrupt_ex.cc - drivers connect to an interrupt by a structure (IoConnectInterruptEx()).

#include "base/check.hh"
#include "io/check.hh"
#include "port/opened.hh"
#include "port/resources.hh"

using port::Opened;
using port::Resources;

namespace {

using FullySpecified = IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS;
using LineBased = IO_CONNECT_INTERRUPT_LINE_BASED_PARAMETERS;
using MessageBased = IO_CONNECT_INTERRUPT_MESSAGE_BASED_PARAMETERS;

NTSTATUS connect(const FullySpecified &wanted, Caller caller)
{
	if (!wanted.PhysicalDeviceObject || wanted.Group)
		return STATUS_INVALID_PARAMETER;
	if (!wanted.ProcessorEnableMask)
		return STATUS_INVALID_PARAMETER_10;
	if (!Opened::with_interrupt(wanted.Vector)) {
		caller.complain("%u is not the interrupt of a parallel port: not connected",
				wanted.Vector);
		return STATUS_NOT_FOUND;
	}
	return IoConnectInterrupt(wanted.InterruptObject, wanted.ServiceRoutine,
				  wanted.ServiceContext, wanted.SpinLock, wanted.Vector,
				  wanted.Irql, wanted.SynchronizeIrql, wanted.InterruptMode,
				  wanted.ShareVector, wanted.ProcessorEnableMask,
				  wanted.FloatingSave);
}

/// The interrupt of a port with these resources, or nullptr.
const CM_PARTIAL_RESOURCE_DESCRIPTOR *interrupt_of(const Resources &resources)
{
	const CM_PARTIAL_RESOURCE_LIST &list = resources.list.List[0].PartialResourceList;
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *const all = list.PartialDescriptors;

	for (ULONG n = 0; n < list.Count; n++)
		if (all[n].Type == CmResourceTypeInterrupt)
			return &all[n];
	return nullptr;
}

/// What the interrupt is: as of a device that has just been started.
NTSTATUS connect(const LineBased &wanted, Caller)
{
	Resources resources;
	ULONG length = 0;

	if (!wanted.PhysicalDeviceObject)
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = IoGetDeviceProperty(wanted.PhysicalDeviceObject,
						    DevicePropertyBootConfigurationTranslated,
						    sizeof(resources), &resources, &length);
	if (!NT_SUCCESS(status))
		return status;
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *line = interrupt_of(resources);
	if (!line)
		return STATUS_NOT_FOUND;
	const auto irql = static_cast<KIRQL>(line->u.Interrupt.Level);
	return IoConnectInterrupt(wanted.InterruptObject, wanted.ServiceRoutine,
				  wanted.ServiceContext, wanted.SpinLock, line->u.Interrupt.Vector,
				  irql, wanted.SynchronizeIrql ? wanted.SynchronizeIrql : irql,
				  line->Flags & CM_RESOURCE_INTERRUPT_LATCHED ? Latched :
										LevelSensitive,
				  line->ShareDisposition == CmResourceShareShared,
				  line->u.Interrupt.Affinity, wanted.FloatingSave);
}

/// There are no messages, so it is by the other routine.
NTSTATUS connect(const MessageBased &wanted, Caller caller)
{
	if (!wanted.FallBackServiceRoutine)
		return wanted.PhysicalDeviceObject ? STATUS_NOT_FOUND : STATUS_INVALID_PARAMETER;
	return connect(LineBased{ wanted.PhysicalDeviceObject,
				  wanted.ConnectionContext.InterruptObject,
				  wanted.FallBackServiceRoutine, wanted.ServiceContext,
				  wanted.SpinLock, wanted.SynchronizeIrql, wanted.FloatingSave },
		       caller);
}

}

NTSTATUS NTAPI IoConnectInterruptEx(PIO_CONNECT_INTERRUPT_PARAMETERS parameters)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(is_memory(parameters), "the parameters"))
		return STATUS_INVALID_PARAMETER;
	switch (parameters->Version) {
	case CONNECT_FULLY_SPECIFIED: {
		FullySpecified wanted = parameters->FullySpecified;

		// Only the other version has it.
		wanted.Group = 0;
		return connect(wanted, caller);
	}
	case CONNECT_FULLY_SPECIFIED_GROUP:
		return connect(parameters->FullySpecified, caller);
	case CONNECT_LINE_BASED:
		return connect(parameters->LineBased, caller);
	case CONNECT_MESSAGE_BASED: {
		const NTSTATUS status = connect(parameters->MessageBased, caller);

		if (NT_SUCCESS(status))
			parameters->Version = CONNECT_LINE_BASED;
		return status;
	}
	default:
		return STATUS_INVALID_PARAMETER_1;
	}
}

VOID NTAPI IoDisconnectInterruptEx(PIO_DISCONNECT_INTERRUPT_PARAMETERS parameters)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(parameters), "the parameters"))
		return;
	if (parameters->Version < CONNECT_FULLY_SPECIFIED ||
	    parameters->Version > CONNECT_CURRENT_VERSION) {
		Caller().complain("%u is no Version of IoConnectInterruptEx()",
				  parameters->Version);
		return;
	}
	IoDisconnectInterrupt(parameters->ConnectionContext.InterruptObject);
}
