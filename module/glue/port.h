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
 * @isrs_end: end of the array of routines that an interrupt calls
 * @isrs_start: start of that array, in bytes from its end: negative
 * @core: the port, for calls into the core; also the interrupt object
 * @claimed: interrupts that a routine claimed
 * @unclaimed: those that none did
 * @tasklet: runs core_tasklet()
 * @parport: the Linux port, referenced
 * @pci: the port is on a PCI card
 * @device: our device on it, NULL while nobody uses the port
 * @published: the device in sysfs, NULL if there is none
 * @debugfs: its folder in debugfs
 * @selftest: what the last self test found
 * @line: the line of the direct route, while it is open
 * @neutral: the registers as parport gives them to a new driver
 * @registers_saved: @control and @state hold what a client left
 * @control: control register a client left, as read from the port
 * @state: the other registers, in the low-level driver's own form
 * @asleep_data: data register when the machine was suspended
 * @asleep_control: control register, likewise
 * @asleep_state: the other registers
 */
struct glue_port {
	spinlock_t lock;
	const struct glue_isr *isrs_end;
	long isrs_start;
	struct ntparport *core;
	unsigned long long claimed;
	unsigned long long unclaimed;
	struct tasklet_struct tasklet;
	struct parport *parport;
	bool pci;
	struct pardevice *device;
	struct device *published;
	struct dentry *debugfs;
	struct glue_self_test selftest;
	unsigned int line;
	struct parport_state neutral;
	bool registers_saved;
	u8 control;
	struct parport_state state;
	u8 asleep_data;
	u8 asleep_control;
	struct parport_state asleep_state;
};

/*
 * The interrupt lock, for a handler: interrupts are off, nothing is preempted. Where
 * spin_lock() checks nothing more, this saves its two calls and the preemption count: a third
 * of the cost of glue_interrupt().
 */
#if defined(CONFIG_PREEMPT_RT) || defined(CONFIG_DEBUG_SPINLOCK) || defined(CONFIG_DEBUG_LOCK_ALLOC)
#define handler_lock(port)	spin_lock(&(port)->lock)
#define handler_unlock(port)	spin_unlock(&(port)->lock)
#else
#define handler_lock(port)	arch_spin_lock(&(port)->lock.rlock.raw_lock)
#define handler_unlock(port)	arch_spin_unlock(&(port)->lock.rlock.raw_lock)
#endif

/* Called directly, except in kernels made to find mistakes. */
#if defined(CONFIG_PROVE_LOCKING) || defined(CONFIG_DEBUG_ATOMIC_SLEEP)
#define call_isr(isr, object)	glue_call_isr((isr)->routine, object, (isr)->context)
#else
#define call_isr(isr, object)	((isr)->routine(object, (isr)->context))
#endif

/*
 * What happens when the interrupt comes, on either route: every routine is called in turn (I1),
 * under the lock (I2). The core has laid the routines out beforehand (Delivery::lay_out()).
 * True: one of them claimed the interrupt.
 */
static inline bool glue_interrupt(struct glue_port *port)
{
	const char *end;
	u8 claimed = 0;
	long at;

	handler_lock(port);
	end = (const char *)port->isrs_end;
	at = port->isrs_start;
	/*
	 * Counting up to zero takes one instruction less per routine than comparing with the
	 * end.
	 */
	do {
		const struct glue_isr *isr = (const struct glue_isr *)(end + at);

		claimed |= call_isr(isr, (struct _KINTERRUPT *)port->core);
		at += sizeof(*isr);
	} while (at);
	if (likely(claimed)) {
		port->claimed++;
		handler_unlock(port);
		return true;
	}
	port->unclaimed++;
	handler_unlock(port);
	return false;
}

void glue_tasklet_setup(struct glue_port *port);
/* Whether the interrupts that parport gets are the port's. Our device must exist. */
void parport_line_counts(struct glue_port *port, bool counts);

#endif
