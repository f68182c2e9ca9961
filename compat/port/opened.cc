// SPDX-License-Identifier: GPL-2.0
/// opened.cc - ports are found by their hardware.

#include "module/rt/minmax.hh"
#include "glue/io_port.h"
#include "port/opened.hh"
#include "port/registers.hh"

using port::Opened;
using port::Wanted;

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

Opened Opened::with_interrupt(ULONG irq) { return with_interrupt(irq, irq, irq); }

Opened Opened::with_interrupt(ULONG least, ULONG last, ULONG &irq)
{
	return first([=, &irq](const ntparport_information &facts) {
		const auto line = static_cast<ULONG>(facts.irq);

		if (facts.irq < 0 || line < least || line > last)
			return false;
		irq = line;
		return true;
	});
}

bool Wanted::find(unsigned long base, unsigned long span, unsigned long &start) const
{
	if (!length || first >= NT_IO_PORTS)
		return false;
	unsigned long at = rt::max(base, static_cast<unsigned long>(first));
	if (alignment && at % alignment)
		at += alignment - at % alignment;
	// On a 32-bit machine, the sum may wrap.
	if (at < base || at - base >= span || length > span - (at - base))
		return false;
	start = at;
	return at <= last && length - 1 <= last - at;
}

Opened Opened::with_registers(const Wanted &wanted, unsigned int skipped, unsigned long &start)
{
	return first([&, skipped](const ntparport_information &facts) mutable {
		if (!wanted.find(facts.base, facts.span, start) &&
		    !(facts.base_hi && wanted.find(facts.base_hi, ecp_registers, start)))
			return false;
		return !skipped--;
	});
}

Opened::~Opened()
{
	if (!port_)
		return;
	port_->close();
	port_->put();
}
