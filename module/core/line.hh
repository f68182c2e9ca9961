// SPDX-License-Identifier: GPL-2.0
/// line.hh - the interrupt line of one port, on either route.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/guard.hh"
#include "../rt/status.hh"

/// The module requests the line itself (direct route) if its parameter names one; otherwise the
/// line is the low-level driver's (parport route). It is opened and closed in process context.
class Line {
public:
	explicit Line(glue_port *glue) : glue_(glue) { }
	~Line() = default;
	Line(const Line &) = delete;
	Line &operator=(const Line &) = delete;

	bool is_open() const REQUIRES(rt::registry_mutex) { return route_ != NTPARPORT_ROUTE_NONE; }
	/// C6: a failure leaves a line in the log that says what to do.
	Status open() REQUIRES(rt::registry_mutex);
	/// Waits for interrupts that are under way. Does no harm if the line is closed.
	void close() REQUIRES(rt::registry_mutex);

	// Any context.

	/// The line is one that open() requests: its first interrupt may come before open()
	/// returns.
	bool is_direct() const { return parameter() >= 0; }
	/// Which line there is, and its route, whether it is open or not.
	void describe(ntparport_information &information) const;
	/// One line in the log: where the port is, and which line it has.
	void log_presence() const;

private:
	int parameter() const { return glue_parameter_irq(glue_port_number(glue_)); }

	glue_port *const glue_;
	ntparport_route route_ GUARDED_BY(rt::registry_mutex) = NTPARPORT_ROUTE_NONE;
};
