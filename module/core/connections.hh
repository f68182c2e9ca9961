// SPDX-License-Identifier: GPL-2.0
/// connections.hh - clients connect to one port's interrupt, and disconnect.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/status.hh"
#include "isr_chain.hh"
#include "line.hh"
#include "sharing.hh"

/// The connections of one port: the chain; the line, which the first connection opens and the
/// last one closes (D5); and the Linux port, which is claimed for them. Each connection stands
/// for a reference to the port, which the Port counts. Process context.
class Connections {
public:
	explicit Connections(Sharing &sharing) : sharing_(&sharing), line_(ownership().glue()) { }
	~Connections() = default;
	Connections(const Connections &) = delete;
	Connections &operator=(const Connections &) = delete;

	const Line &line() const { return line_; }

	/// C3: fills in the information, if there is any, before the first interrupt (C8).
	/// `exclusive`: nobody else is connected, or can be.
	Status connect(ntparport *port, const ntparport_interrupt_service &service, bool exclusive,
		       ntparport_interrupt_information *information) REQUIRES(rt::registry_mutex);
	Status disconnect(const ntparport_interrupt_service &service) REQUIRES(rt::registry_mutex);
	/// D4: ends the next connection of a module that is gone. False: there is none.
	bool forget(const module *module, const char *name) REQUIRES(rt::registry_mutex);
	/// L5: ends the next connection of a closed port. False: there is none.
	bool end() REQUIRES(rt::registry_mutex);
	/// After this no more interrupts arrive.
	void close_line() REQUIRES(rt::registry_mutex) { line_.close(); }

	/// How many connections the module ended itself. Needs one of the two locks.
	unsigned long long forced() const { return forced_; }

private:
	Ownership &ownership() const { return sharing_->ownership(); }
	/// The next connection of the module (NULL: of any module), taken out of the chain.
	rt::Unique<Connection> force(const module *module) REQUIRES(rt::registry_mutex);
	void close_line_after_last() REQUIRES(rt::registry_mutex);

	Sharing *const sharing_;
	Line line_;
	unsigned long long forced_ = 0;	 ///< changes with both locks held
};

/// The routines of PARALLEL_INTERRUPT_INFORMATION; the context is the port.
extern "C" unsigned char ntparport_try_allocate_at_interrupt_level(void *context)
	REQUIRES(rt::interrupt_lock);
extern "C" void ntparport_free_from_interrupt_level(void *context) REQUIRES(rt::interrupt_lock);
