/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake_port.h - a low-level parport driver, its hardware and its interrupt line, which do what
 * a case tells them, including what no emulated port does.
 *
 * The line is level-triggered and shared, as those of PCI cards are: it is up for
 * as long as the port's device or a foreign one holds it there, and its handlers
 * are called until nobody does.
 */
#ifndef NTPARPORT_KUNIT_FAKE_PORT_H
#define NTPARPORT_KUNIT_FAKE_PORT_H

#include <linux/irq_work.h>
#include <linux/parport.h>
#include <linux/spinlock.h>

#include "fixture.h"

/**
 * struct fake_line - an interrupt line
 * @irq: its number; 0 while there is no such line
 * @lock: guards what follows
 * @masked: the kernel does not want interrupts
 * @pending: events of the port's device that are not acknowledged yet
 * @foreign: the same of the foreign device
 * @glitches: how often it is still to rise for nothing
 * @enabled: the port's control register lets its device raise the line
 * @refusal: what requesting the line ends with, or 0
 * @work: delivers interrupts
 */
struct fake_line {
	unsigned int irq;
	raw_spinlock_t lock;	/* see above */
	bool masked;
	unsigned int pending;
	unsigned int foreign;
	unsigned int glitches;
	bool enabled;
	int refusal;
	struct irq_work work;
};

/**
 * struct fake_port - a port
 * @lpt: for clients
 * @line: the line to which its device is connected
 * @private: parport calls the functions of parport_pc, which need it
 * @operations: the low-level driver's
 * @parent: the port's parent device
 * @restless: the line rises whenever parport or ntparport touch the registers
 * @touched: how often they did
 * @control: the control register
 */
struct fake_port {
	struct lpt lpt;
	struct fake_line line;
	struct parport_pc_private *private;
	struct parport_operations operations;
	struct device *parent;
	bool restless;
	atomic_t touched;
	u8 control;
};

/* parport3 on the direct route, parport4 on the parport route; plugged in that order. */
extern struct fake_port fake_direct, fake_parport;

/* A port whose line does not exist until fake_line_create(). */
#define lpt_missing_line fake_direct.lpt

static inline bool lpt_is_fake(const struct lpt *lpt)
{
	return lpt == &fake_direct.lpt || lpt == &fake_parport.lpt;
}

static inline struct fake_port *fake_of(struct lpt *lpt)
{
	return container_of(lpt, struct fake_port, lpt);
}

/* Parameters of a case: these two ports. */
KUNIT_GENERATOR(fake_gen_params, previous, description);

/* Plugs in the port alone; a line to request exists only after fake_line_create(). */
int fake_plug(struct fake_port *fake, struct device *parent);
void fake_unplug(struct fake_port *fake);
int fake_line_create(struct fake_port *fake);
void fake_line_destroy(struct fake_port *fake);

/* The port's device wants attention once more; and it has got it once. Any context. */
void fake_raise(struct fake_port *fake);
void fake_acknowledge(struct fake_port *fake);
/* How many of the device's events are not acknowledged yet. */
unsigned int fake_pending(struct fake_port *fake);
/* A client writes the control register. */
void fake_write_control(struct fake_port *fake, u8 control);
/* Raises interrupts for nothing, one after the other; fake_glitched() tells whether all came. */
void fake_glitches(struct fake_port *fake, unsigned int times);
bool fake_glitched(struct fake_port *fake);

static inline void fake_glitch(struct fake_port *fake)
{
	fake_glitches(fake, 1);
}

/* Puts the line back into its initial state. */
void fake_calm(struct fake_port *fake);

/* Whether the kernel has turned the line off, or nobody has it. */
bool fake_line_is_off(struct fake_port *fake);
/* How many of the latest interrupts nobody claimed to have handled; negative: an error. */
int fake_line_unhandled(struct fake_port *fake);

/* From now on the low-level driver is about to be unloaded, or no longer is. */
void fake_set_going(struct fake_port *fake, bool going);

/**
 * struct foreign_device - somebody else's device on the line of a port
 * @fake: the port
 * @served: how many of its events were served
 */
struct foreign_device {
	struct fake_port *fake;
	atomic_t served;
};

int foreign_device_request(struct foreign_device *device, struct fake_port *fake);
void foreign_device_free(struct foreign_device *device);
void foreign_device_raise(struct foreign_device *device);

#endif
