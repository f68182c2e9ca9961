// SPDX-License-Identifier: GPL-2.0
/// resources.cc - what a driver on a port may use: registers, and an interrupt.

#include "port/registers.hh"
#include "port/resources.hh"

using port::Resources;

static_assert(offsetof(Resources, more) ==
	      offsetof(CM_RESOURCE_LIST, List[0].PartialResourceList.PartialDescriptors[1]));

CM_PARTIAL_RESOURCE_DESCRIPTOR &Resources::add(UCHAR type, UCHAR share, ULONG flags)
{
	CM_PARTIAL_RESOURCE_LIST &partial = list.List[0].PartialResourceList;
	const ULONG place = partial.Count++;
	CM_PARTIAL_RESOURCE_DESCRIPTOR &descriptor = place ? more[place - 1] :
							     partial.PartialDescriptors[0];

	descriptor.Type = type;
	descriptor.ShareDisposition = share;
	descriptor.Flags = static_cast<USHORT>(flags);
	return descriptor;
}

void Resources::add_registers(unsigned long base, ULONG length)
{
	auto &range =
		add(CmResourceTypePort, CmResourceShareDeviceExclusive, CM_RESOURCE_PORT_IO).u.Port;

	range.Start.QuadPart = static_cast<LONGLONG>(base);
	range.Length = length;
}

void Resources::fill(ntparport *port)
{
	ntparport_information facts{};

	ntparport_get_information(port, &facts);
	list.Count = 1;
	list.List[0].InterfaceType = facts.pci ? PCIBus : Isa;
	list.List[0].PartialResourceList.Version = 1;
	list.List[0].PartialResourceList.Revision = 1;
	add_registers(facts.base, facts.span);
	if (facts.base_hi)
		add_registers(facts.base_hi, ecp_registers);
	if (facts.irq < 0)
		return;
	auto &line = add(CmResourceTypeInterrupt,
			 facts.pci ? CmResourceShareShared : CmResourceShareDeviceExclusive,
			 facts.pci ? CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE :
				     CM_RESOURCE_INTERRUPT_LATCHED)
			     .u.Interrupt;
	line.Level = static_cast<ULONG>(facts.irq);
	line.Vector = static_cast<ULONG>(facts.irq);
	line.Affinity = ~static_cast<KAFFINITY>(0);
}
