// SPDX-License-Identifier: GPL-2.0
/* port.c - lifetime of the kernel objects of one port. */

#include <linux/pci.h>
#include <linux/slab.h>

#include "port.h"

struct glue_port *glue_port_create(struct parport *parport, struct ntparport *core)
{
	struct glue_port *port = kzalloc(sizeof(*port), GFP_KERNEL);

	if (!port)
		return NULL;
	spin_lock_init(&port->lock);
	port->core = core;
	port->parport = parport_get_port(parport);
	/* Ask now: the device goes before we let go of the parport. */
	port->pci = parport->dev && dev_is_pci(parport->dev);
	glue_tasklet_setup(port);
	return port;
}

static const struct glue_gate *gate;

void glue_set_gate(const struct glue_gate *to)
{
	gate = to;
}

unsigned char glue_call_isr(unsigned char (*routine)(struct _KINTERRUPT *object, void *context),
			    struct _KINTERRUPT *object, void *context)
{
	return gate->isr(routine, object, context);
}

void glue_call_deferred(void (*routine)(void *context), void *context)
{
	gate->deferred(routine, context);
}

void glue_set_isrs(struct glue_port *port, const struct glue_isr *isrs, unsigned int count)
{
	lockdep_assert_held(&port->lock);
	port->isrs_end = isrs + count;
	port->isrs_start = -(long)(count * sizeof(*isrs));
}

unsigned long long glue_claimed_interrupts(const struct glue_port *port)
{
	lockdep_assert_held(&port->lock);
	return port->claimed;
}

unsigned long long glue_unclaimed_interrupts(const struct glue_port *port)
{
	lockdep_assert_held(&port->lock);
	return port->unclaimed;
}

void glue_port_destroy(struct glue_port *port)
{
	glue_tasklet_flush(port);
	parport_put_port(port->parport);
	kfree(port);
}
