// SPDX-License-Identifier: GPL-2.0
/*
 * parport.c - the Linux port: our device on it, claiming, registers.
 *
 * parport calls back with its own lock held: irq_func with cad_lock for
 * reading, preempt with cad_lock for writing and interrupts off. Neither may
 * claim or release; wakeup is called without it and may.
 */

#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "port.h"

/* Offsets from the base of a PC-style port. */
#define STATUS_REGISTER 1
#define CONTROL_REGISTER 2
#define CONTROL_BITS 0x3f	/* the others are reserved */
#define CONTROL_INTERRUPT 0x10

bool glue_parport_is_pc_style(const struct parport *parport)
{
	return parport->base && parport->modes & PARPORT_MODE_PCSPP;
}

bool glue_parport_is_multiplexed(const struct parport *parport)
{
	return parport->physport != parport;
}

const char *glue_parport_name(const struct parport *parport)
{
	return parport->name;
}

struct parport *glue_port_parport(const struct glue_port *port)
{
	return port->parport;
}

unsigned int glue_port_number(const struct glue_port *port)
{
	return port->parport->number;
}

unsigned long glue_port_base(const struct glue_port *port)
{
	return port->parport->base;
}

unsigned long glue_parport_ecp_base(const struct parport *parport)
{
	return parport->modes & PARPORT_MODE_ECP ? parport->base_hi : 0;
}

unsigned int glue_parport_span(const struct parport *parport)
{
	/* parport_pc always reserves the three registers of the base. */
	return max(parport->size, 3u);
}

int glue_port_irq(const struct glue_port *port)
{
	return port->parport->irq;
}

bool glue_port_is_pci(const struct glue_port *port)
{
	return port->pci;
}

/* The parport route. notrace: see handler() of irq_line.c. */
static void notrace irq_func(void *private)
{
	glue_interrupt(private);
}

static void ignore_irq(void *private)
{
}

void parport_line_counts(struct glue_port *port, bool counts)
{
	/* parport checks irq_func and then calls it: a NULL could come in between. */
	WRITE_ONCE(port->device->irq_func, counts ? irq_func : ignore_irq);
}

static int preempt(void *private)
{
	struct glue_port *port = private;

	return core_preempt(port->core);
}

static void wakeup(void *private)
{
	struct glue_port *port = private;

	if (in_hardirq() || irqs_disabled())
		core_wakeup_later(port->core);
	else
		core_wakeup(port->core);
}

int glue_parport_register(struct glue_port *port)
{
	const struct pardev_cb callbacks = {
		.preempt = preempt,
		.wakeup = wakeup,
		.private = port,
	};

	port->device = parport_register_dev_model(port->parport, "ntparport", &callbacks,
						  port->parport->number);
	if (!port->device) {
		if (port->parport->flags & PARPORT_FLAG_EXCL)
			return -EBUSY;
		/* This fails while the low-level driver is being unloaded. */
		if (!try_module_get(port->parport->ops->owner))
			return -ENODEV;
		module_put(port->parport->ops->owner);
		return -ENOMEM;
	}
	/*
	 * Set irq_func only now: for a driver that has one, the initial state, which every
	 * claim goes through, has interrupts on. That is for our clients to do.
	 */
	port->neutral = *port->device->state;
	port->device->irq_func = irq_func;
	return 0;
}

void glue_parport_unregister(struct glue_port *port)
{
	struct device *device = &port->device->dev;

	/*
	 * When another driver calls parport_release(), that walks the list of devices without a
	 * lock. Keep ours, which it may be looking at, a little longer: long enough unless that
	 * driver is scheduled out in the middle of its walk.
	 */
	get_device(device);
	parport_unregister_device(port->device);
	WRITE_ONCE(port->device, NULL);
	synchronize_rcu();
	put_device(device);
}

/*
 * parport_claim() for a device on the list of waiters turns interrupts on while it holds
 * cad_lock for writing. An interrupt of the port on this CPU would then wait for cad_lock for
 * ever: keep the line off meanwhile. lockdep cannot know that, so it is turned off.
 */
static void begin_unsafe_claim(struct glue_port *port)
{
	if (port->parport->irq != PARPORT_IRQ_NONE)
		disable_irq_nosync(port->parport->irq);
	lockdep_off();
}

static void end_unsafe_claim(struct glue_port *port)
{
	lockdep_on();
	if (port->parport->irq != PARPORT_IRQ_NONE)
		enable_irq(port->parport->irq);
}

/*
 * parport_claim() looks at the owner before it takes cad_lock. A driver that is just preempting
 * us has our consent, but the port may still name us as its owner: wait until that driver has
 * left parport_claim(). A softirq must not wait, since it may have interrupted that driver's
 * unsafe claim. False: try again later.
 */
static bool settle_owner(struct glue_port *port)
{
	rwlock_t *cad_lock = &port->parport->cad_lock;
	unsigned long flags;

	if (in_serving_softirq()) {
		if (!write_trylock_irqsave(cad_lock, flags))
			return false;
		write_unlock_irqrestore(cad_lock, flags);
	} else {
		read_lock_irqsave(cad_lock, flags);
		read_unlock_irqrestore(cad_lock, flags);
	}
	return true;
}

int glue_parport_claim(struct glue_port *port)
{
	bool queued = glue_parport_queued(port);
	int err;

	if (!settle_owner(port))
		return -EBUSY;
	if (queued)
		begin_unsafe_claim(port);
	err = parport_claim(port->device);
	if (queued)
		end_unsafe_claim(port);
	return err;
}

bool glue_parport_release(struct glue_port *port)
{
	/*
	 * parport_release() claims the port for a driver that sleeps in
	 * parport_claim_or_block().
	 */
	begin_unsafe_claim(port);
	parport_release(port->device);
	end_unsafe_claim(port);
	return !READ_ONCE(port->parport->cad);
}

const void *glue_parport_last_waiter(const struct glue_port *port)
{
	return READ_ONCE(port->parport->waittail);
}

bool glue_parport_queued(const struct glue_port *port)
{
	struct pardevice *device = READ_ONCE(port->device);

	return device && READ_ONCE(device->waiting);
}

void glue_registers_save(struct glue_port *port)
{
	struct parport *parport = port->parport;

	/* Clients write the port directly: parport's own copy of it is stale. */
	port->control = inb(parport->base + CONTROL_REGISTER) & CONTROL_BITS;
	parport->ops->save_state(parport, &port->state);
	port->registers_saved = true;
}

void glue_registers_neutral(struct glue_port *port)
{
	struct parport *parport = port->parport;

	/*
	 * On preemption parport saves the registers into the state of the driver
	 * that preempts, not into ours: leave nothing of our clients there.
	 */
	parport->ops->restore_state(parport, &port->neutral);
	/* Some ports hold the interrupt line until the status is read. */
	inb(parport->base + STATUS_REGISTER);
}

static void put_back(struct glue_port *port, struct parport_state *state, u8 control)
{
	struct parport *parport = port->parport;

	parport->ops->restore_state(parport, state);
	/* All ones: this port's register cannot be read, so parport's copy has to do. */
	if (control != CONTROL_BITS &&
	    (inb(parport->base + CONTROL_REGISTER) & CONTROL_BITS) != control)
		outb(control, parport->base + CONTROL_REGISTER);
}

void glue_registers_restore(struct glue_port *port)
{
	inb(port->parport->base + STATUS_REGISTER);
	if (port->registers_saved)
		put_back(port, &port->state, port->control);
}

void glue_registers_suspend(struct glue_port *port)
{
	struct parport *parport = port->parport;

	port->asleep_data = inb(parport->base);
	port->asleep_control = inb(parport->base + CONTROL_REGISTER) & CONTROL_BITS;
	parport->ops->save_state(parport, &port->asleep_state);
	/* What the device wants from here on, it still wants after resume. */
	glue_registers_quiet(port);
}

void glue_registers_resume(struct glue_port *port)
{
	outb(port->asleep_data, port->parport->base);
	put_back(port, &port->asleep_state, port->asleep_control);
}

void glue_registers_forget(struct glue_port *port)
{
	port->registers_saved = false;
}

void glue_registers_quiet(struct glue_port *port)
{
	unsigned long base = port->parport->base;
	u8 control = inb(base + CONTROL_REGISTER) & CONTROL_BITS;

	if (control != CONTROL_BITS && control & CONTROL_INTERRUPT)
		outb(control & ~CONTROL_INTERRUPT, base + CONTROL_REGISTER);
	inb(base + STATUS_REGISTER);
}
