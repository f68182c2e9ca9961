// SPDX-License-Identifier: GPL-2.0
/* irq_line.c - the direct route: the module requests the interrupt line itself. */

#include <linux/interrupt.h>
#include <linux/preempt.h>

#include "port.h"

/* notrace: the function tracer could add nothing to the kernel's irq:* events. */
static irqreturn_t notrace handler(int irq, void *data)
{
	/*
	 * CONFIG_DEBUG_SHIRQ also calls this in request_irq() and free_irq(), while clients are
	 * connected: that is not an interrupt of theirs.
	 */
	if (IS_ENABLED(CONFIG_DEBUG_SHIRQ) && !in_interrupt())
		return IRQ_NONE;
	return IRQ_RETVAL(glue_interrupt(data));
}

int glue_line_open(struct glue_port *port, unsigned int irq)
{
	/* PROBE_SHARED: the core itself reports a line that cannot be shared. */
	int err;

	port->line = irq;
	/* The parameter named this line, so parport's line is not ours as well. */
	parport_line_counts(port, false);
	err = request_irq(irq, handler, IRQF_SHARED | IRQF_PROBE_SHARED, "ntparport", port);
	if (err)
		parport_line_counts(port, true);
	return err;
}

void glue_line_close(struct glue_port *port)
{
	free_irq(port->line, port);
	parport_line_counts(port, true);
}
