// SPDX-License-Identifier: GPL-2.0
/// dma.cc - what drivers ask the hardware for that no parallel port has here.

#include "io/check.hh"

/// Says that there is no adapter.
static void refuse_adapter(const DEVICE_DESCRIPTION *description, PULONG registers, Caller caller)
{
	if (!irql_ok(PASSIVE_LEVEL, caller) ||
	    !ok(is_memory(description), "the description of the device", caller) ||
	    !ok(is_memory(registers), "the place for the number of map registers", caller))
		return;
	*registers = 0;
	caller.complain(
		"there is no DMA for drivers (channel %u was asked for): bytes go through the port's registers",
		description->DmaChannel);
}

PADAPTER_OBJECT NTAPI HalGetAdapter(PDEVICE_DESCRIPTION description, PULONG registers)
{
	refuse_adapter(description, registers, Caller());
	return nullptr;
}

PDMA_ADAPTER NTAPI IoGetDmaAdapter(PDEVICE_OBJECT device, PDEVICE_DESCRIPTION description,
				   PULONG registers)
{
	const Caller caller;

	if (!device || io::device_ok(device, caller))
		refuse_adapter(description, registers, caller);
	return nullptr;
}

BOOLEAN NTAPI HalMakeBeep(ULONG)
{
	[[maybe_unused]] const bool allowed = irql_ok(DISPATCH_LEVEL);

	return FALSE;
}

NTSTATUS NTAPI HalAssignSlotResources(PUNICODE_STRING, PUNICODE_STRING, PDRIVER_OBJECT driver,
				      PDEVICE_OBJECT device, INTERFACE_TYPE bus, ULONG number,
				      ULONG slot, PCM_RESOURCE_LIST *resources)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL, caller) || !io::driver_ok(driver, caller) ||
	    (device && !io::device_ok(device, caller)) ||
	    !ok(is_memory(resources), "the place for the resources", caller))
		return STATUS_INVALID_PARAMETER;
	*resources = nullptr;
	caller.complain("bus %u of type %d with slot %u is not there for drivers", number,
			static_cast<int>(bus), slot);
	return STATUS_NO_SUCH_DEVICE;
}
