// SPDX-License-Identifier: GPL-2.0
/// opened.cc - ports are found by their hardware.

#include "port/opened.hh"
#include "port/registers.hh"

using port::Opened;

/// Of those that can be opened, the first for which `wanted(facts)` is true.
template <typename Wanted>
Opened Opened::first(Wanted wanted)
{
	struct Search {
		Wanted wanted;
		Port *found;
	} search{ wanted, nullptr };

	visit_ports(
		[](Port &port, void *context) {
			auto *search = static_cast<Search *>(context);
			ntparport_information facts{};

			if (search->found || port.open())
				return;
			if (ntparport_get_information(port.core(), &facts) ||
			    !search->wanted(facts)) {
				port.close();
				return;
			}
			port.get();
			search->found = &port;
		},
		&search);
	return Opened(search.found);
}

static bool is_in(unsigned long number, unsigned long start, unsigned long length)
{
	return number >= start && number - start < length;
}

Opened Opened::with_register(unsigned long number)
{
	return first([=](const ntparport_information &facts) {
		return is_in(number, facts.base, facts.span) ||
		       (facts.base_hi && is_in(number, facts.base_hi, ecp_registers));
	});
}

Opened Opened::with_interrupt(ULONG irq)
{
	return first([=](const ntparport_information &facts) {
		return facts.irq >= 0 && static_cast<ULONG>(facts.irq) == irq;
	});
}

Opened::~Opened()
{
	if (!port_)
		return;
	port_->close();
	port_->put();
}
