/* SPDX-License-Identifier: GPL-2.0 */
/* port.h - the kernel objects of one port; only for the C files of this folder. */
#ifndef NTPARPORT_GLUE_PORT_H
#define NTPARPORT_GLUE_PORT_H

#include <linux/interrupt.h>
#include <linux/parport.h>
#include <linux/spinlock.h>

#include "glue.h"

/**
 * struct glue_port - the kernel objects of one port
 * @lock: the interrupt lock: DIRQL
 * @core: the port, for calls into the core
 * @tasklet: runs core_tasklet()
 * @parport: the Linux port, referenced
 * @pci: the port is on a PCI card
 * @device: our device on it, NULL while nobody uses the port
 * @line: the line of the direct route, 0 while it is closed
 * @neutral: the registers as parport gives them to a new driver
 * @registers_saved: @control and @state hold what a client left
 * @control: control register a client left, as read from the port
 * @state: the other registers, in the low-level driver's own form
 */
struct glue_port {
	spinlock_t lock;
	struct ntparport *core;
	struct tasklet_struct tasklet;
	struct parport *parport;
	bool pci;
	struct pardevice *device;
	unsigned int line;
	struct parport_state neutral;
	bool registers_saved;
	u8 control;
	struct parport_state state;
};

void glue_tasklet_setup(struct glue_port *port);

#endif
