// SPDX-License-Identifier: GPL-2.0
/* tasklet.c - deferred work of a port: the DPC of Windows. */

#include <linux/bottom_half.h>
#include <linux/preempt.h>

#include "port.h"

static void run(struct tasklet_struct *tasklet)
{
	struct glue_port *port = from_tasklet(port, tasklet, tasklet);

	core_tasklet(port->core);
}

void glue_tasklet_setup(struct glue_port *port)
{
	tasklet_setup(&port->tasklet, run);
}

void glue_tasklet_schedule(struct glue_port *port)
{
	if (in_hardirq() || irqs_disabled()) {
		tasklet_schedule(&port->tasklet);
		return;
	}
	/* Enabling softirqs runs the tasklet here and now, instead of waking ksoftirqd. */
	local_bh_disable();
	tasklet_schedule(&port->tasklet);
	local_bh_enable();
}

void glue_tasklet_schedule_locked(struct glue_port *port)
{
	tasklet_schedule(&port->tasklet);
}

void glue_tasklet_flush(struct glue_port *port)
{
	tasklet_kill(&port->tasklet);
}
