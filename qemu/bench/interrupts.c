// SPDX-License-Identifier: GPL-2.0
/*
 * interrupts.c - one interrupt, for each kind of handler that may get it: what the three writes
 * that strobe a byte cost, the last of which raises the interrupt.
 */

#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>

#include "bench.h"

unsigned int taken;
unsigned int declined;

static irqreturn_t accepting_handler(int irq, void *data)
{
	inb(STATUS_REGISTER);
	taken++;
	return IRQ_HANDLED;
}

static irqreturn_t declining_handler(int irq, void *data)
{
	declined++;
	return IRQ_NONE;
}

static void parport_irq_func(void *private)
{
	parport_read_status((struct parport *)private);
	taken++;
}

static unsigned char accepting_isr(struct _KINTERRUPT *interrupt, void *context)
{
	inb(STATUS_REGISTER);
	taken++;
	return true;
}

static unsigned char declining_isr(struct _KINTERRUPT *interrupt, void *context)
{
	declined++;
	return false;
}

static void deferred_check(void *context)
{
}

const struct ntparport_interrupt_service accepting = { .isr = accepting_isr };
const struct ntparport_interrupt_service declining = { .isr = declining_isr };
/* This opens the line without a routine for the interrupt. */
static const struct ntparport_interrupt_service deferred_only = { .deferred = deferred_check };

unsigned int strobe(unsigned int byte)
{
	u64 start = rdtsc();

	outb(byte, DATA_REGISTER);
	outb(CONTROL_STROBE, CONTROL_REGISTER);
	outb(CONTROL_IDLE, CONTROL_REGISTER);
	return rdtsc() - start;
}

/* With a clock that counts instructions, the interrupt comes before the next instruction. */
static noinline unsigned int interrupt_time(unsigned int byte)
{
	unsigned int before = READ_ONCE(taken), patience = 1000000;
	u64 start = rdtsc();

	outb(byte, DATA_REGISTER);
	outb(CONTROL_STROBE, CONTROL_REGISTER);
	outb(CONTROL_IDLE, CONTROL_REGISTER);
	while (READ_ONCE(taken) == before && --patience)
		cpu_relax();
	return rdtsc() - start;
}

static unsigned int interrupt_cost(unsigned int byte)
{
	unsigned int before = READ_ONCE(taken);
	unsigned int cost = by_time ? interrupt_time(byte) : strobe(byte);

	return READ_ONCE(taken) == before + 1 ? cost : 0;
}

/* Only the port's counters see the interrupt; the line is lowered here. */
static struct ntparport *port;
static unsigned int raised;
static struct ntparport_information before_all;

static unsigned int unclaimed_cost(unsigned int byte)
{
	unsigned int cost = strobe(byte);

	raised++;
	inb(STATUS_REGISTER);
	return cost;
}

static int bare_begin(void)
{
	return request_irq(LINE, accepting_handler, 0, NAME, NULL);
}

static int bare_end(void)
{
	free_irq(LINE, NULL);
	return 0;
}

/* As many handlers as routines; each needs a cookie of its own. */
static char cookies[64];

static void free_handlers(unsigned int count)
{
	while (count)
		free_irq(LINE, &cookies[--count]);
}

static int shared_begin(void)
{
	unsigned int n;
	int err;

	if (!routines || routines > ARRAY_SIZE(cookies))
		return -EINVAL;
	for (n = 0; n < routines; n++) {
		err = request_irq(LINE, n + 1 < routines ? declining_handler : accepting_handler,
				  IRQF_SHARED, NAME, &cookies[n]);
		if (err) {
			free_handlers(n);
			return err;
		}
	}
	return 0;
}

/* All were called as often as the last one. */
static int check_declined(void)
{
	if (declined == (routines - 1) * taken)
		return 0;
	pr_err("%u calls of declining routines for %u interrupts\n", declined, taken);
	return -EIO;
}

static int shared_end(void)
{
	free_handlers(routines);
	return check_declined();
}

struct pardevice *linux_device(const struct pardev_cb *callbacks, int number)
{
	struct parport *parport = parport_find_number(0);
	struct pardevice *device;

	if (!parport)
		return ERR_PTR(-ENODEV);
	device = parport_register_dev_model(parport, NAME, callbacks, number);
	parport_put_port(parport);
	return device ?: ERR_PTR(-ENOMEM);
}

static struct pardevice *device;

static int parport_begin(void)
{
	struct pardev_cb callbacks = { .irq_func = parport_irq_func };
	int err;

	device = linux_device(&callbacks, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	device->private = device->port;
	err = parport_claim(device);
	if (err)
		parport_unregister_device(device);
	return err;
}

static int parport_end(void)
{
	parport_release(device);
	parport_unregister_device(device);
	return 0;
}

struct ntparport *port_with(const struct ntparport_interrupt_service *service,
			    struct ntparport_interrupt_information *information)
{
	struct ntparport *it = ntparport_get(0);
	int err;

	if (IS_ERR(it) || !service)
		return it;
	err = ntparport_connect(it, service, information);
	if (!err)
		return it;
	ntparport_put(it);
	return ERR_PTR(err);
}

void port_without(struct ntparport *it, const struct ntparport_interrupt_service *service)
{
	if (service)
		ntparport_disconnect(it, service);
	ntparport_put(it);
}

static int unclaimed_begin(void)
{
	port = port_with(&deferred_only, NULL);
	if (IS_ERR(port))
		return PTR_ERR(port);
	return ntparport_get_information(port, &before_all);
}

static int unclaimed_end(void)
{
	struct ntparport_information facts;
	unsigned long long arrived;

	ntparport_get_information(port, &facts);
	port_without(port, &deferred_only);
	arrived = facts.interrupts - before_all.interrupts;
	if (arrived == raised && facts.handled == before_all.handled)
		return 0;
	pr_err("%llu interrupts of %u arrived unclaimed\n", arrived, raised);
	return -EIO;
}

static void disconnect_all(void)
{
	ntparport_disconnect(port, &accepting);
	while (!ntparport_disconnect(port, &declining))
		;
	ntparport_put(port);
}

static int ntparport_begin(void)
{
	unsigned int n;
	int err;

	port = ntparport_get(0);
	if (IS_ERR(port))
		return PTR_ERR(port);
	for (n = 0; n < routines; n++) {
		err = ntparport_connect(port, n + 1 < routines ? &declining : &accepting, NULL);
		if (err) {
			disconnect_all();
			return err;
		}
	}
	return 0;
}

static int ntparport_end(void)
{
	disconnect_all();
	return check_declined();
}

const struct measurement interrupts[] = {
	{ "bare", bare_begin, interrupt_cost, bare_end },
	{ "shared", shared_begin, interrupt_cost, shared_end },
	{ "parport", parport_begin, interrupt_cost, parport_end },
	{ "unclaimed", unclaimed_begin, unclaimed_cost, unclaimed_end },
	{ "ntparport", ntparport_begin, interrupt_cost, ntparport_end },
	{ }
};
