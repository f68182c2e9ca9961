// SPDX-License-Identifier: GPL-2.0
/// line.cc - the interrupt line of one port, on either route.

#include "line.hh"

Status Line::open()
{
	int irq = parameter();

	glue_assert_registry_locked();
	if (irq < 0) {
		if (glue_port_irq(glue_) < 0) {
			glue_log(
				GLUE_WARN, glue_,
				"no interrupt line: enable the port's interrupt in the firmware set-up, or load ntparport with irq= naming it");
			return Status::no_interrupt;
		}
		route_ = NTPARPORT_ROUTE_PARPORT;
		return Status::ok;
	}
	switch (int err = glue_line_open(glue_, irq)) {
	case 0:
		route_ = NTPARPORT_ROUTE_DIRECT;
		return Status::ok;
	case -GLUE_ENOMEM:
		glue_log(GLUE_WARN, glue_,
			 "no memory to request interrupt %d: close something and try again", irq);
		return Status::no_memory;
	case -GLUE_EBUSY:
		glue_log(
			GLUE_WARN, glue_,
			"interrupt %d is busy (see /proc/interrupts): load ntparport without irq= for this port if parport_pc owns the line, or unload parport_pc and load it with irq=none",
			irq);
		return Status::busy;
	default:
		glue_log(
			GLUE_WARN, glue_,
			"interrupt %d is not available (error %d): load ntparport with the line this port really has in irq=",
			irq, err);
		return Status::no_interrupt;
	}
}

void Line::close()
{
	glue_assert_registry_locked();
	if (route_ == NTPARPORT_ROUTE_DIRECT)
		glue_line_close(glue_);
	route_ = NTPARPORT_ROUTE_NONE;
}

void Line::describe(ntparport_information &information) const
{
	information.irq = parameter();
	information.route = NTPARPORT_ROUTE_DIRECT;
	if (information.irq >= 0)
		return;
	information.irq = glue_port_irq(glue_);
	information.route = information.irq < 0 ? NTPARPORT_ROUTE_NONE : NTPARPORT_ROUTE_PARPORT;
}

void Line::log_presence() const
{
	ntparport_information facts{};
	unsigned long base = glue_port_base(glue_);

	describe(facts);
	switch (facts.route) {
	case NTPARPORT_ROUTE_DIRECT:
		glue_log(GLUE_INFO, glue_,
			 "port at 0x%lx, interrupt %d by the direct route when a client connects",
			 base, facts.irq);
		break;
	case NTPARPORT_ROUTE_PARPORT:
		glue_log(GLUE_INFO, glue_, "port at 0x%lx, interrupt %d by the parport route", base,
			 facts.irq);
		break;
	case NTPARPORT_ROUTE_NONE:
		glue_log(
			GLUE_INFO, glue_,
			"port at 0x%lx, no interrupt line (name one with irq= to connect interrupts)",
			base);
		break;
	}
}
