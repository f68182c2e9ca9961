// SPDX-License-Identifier: GPL-2.0
/* calls.c - connecting, taking the port, synchronizing; and Linux's counterparts. */

#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/spinlock.h>

#include "bench.h"

static struct ntparport *port;
static struct ntparport_interrupt_information interrupt;
static struct pardevice *device;
static char cookie, other_cookie;

static irqreturn_t handler(int irq, void *data)
{
	return IRQ_NONE;
}

/* request_irq() and free_irq(), for a line that nobody has and for one that is open. */

static int request(const char *name, void *data)
{
	return request_irq(LINE, handler, IRQF_SHARED, name, data);
}

static int nothing(void)
{
	return 0;
}

static unsigned int request_cost(unsigned int round)
{
	u64 start = rdtsc();
	int err = request(NAME, &cookie);

	if (err)
		return 0;
	free_irq(LINE, &cookie);
	return rdtsc() - start;
}

static int request_shared_begin(void)
{
	/*
	 * With the same name it would cost less, because the two would share a folder in
	 * /proc/irq.
	 */
	return request("other", &other_cookie);
}

static int request_shared_end(void)
{
	free_irq(LINE, &other_cookie);
	return 0;
}

/* Connect and disconnect, likewise. */

static int get_begin(void)
{
	port = port_with(NULL, NULL);
	return PTR_ERR_OR_ZERO(port);
}

static int put_end(void)
{
	port_without(port, NULL);
	return 0;
}

static unsigned int connect_cost(unsigned int round)
{
	u64 start = rdtsc();
	int err = ntparport_connect(port, &declining, NULL);

	err = ntparport_disconnect(port, &declining) ?: err;
	return err ? 0 : rdtsc() - start;
}

static int connected_begin(void)
{
	port = port_with(&accepting, &interrupt);
	return PTR_ERR_OR_ZERO(port);
}

static int connected_end(void)
{
	port_without(port, &accepting);
	return 0;
}

/* Taking the port and giving it back: in an interrupt routine, in a thread, and Linux's way. */

static unsigned int level_cost;

static unsigned char taking_isr(struct _KINTERRUPT *object, void *context)
{
	u64 start;

	inb(STATUS_REGISTER);
	start = rdtsc();
	if (interrupt.try_allocate_at_interrupt_level(interrupt.context)) {
		interrupt.free_from_interrupt_level(interrupt.context);
		level_cost = rdtsc() - start;
	}
	return true;
}

static const struct ntparport_interrupt_service taking = { .isr = taking_isr };

static int level_begin(void)
{
	port = port_with(&taking, &interrupt);
	return PTR_ERR_OR_ZERO(port);
}

static unsigned int level_round(unsigned int round)
{
	level_cost = 0;
	strobe(round);
	return READ_ONCE(level_cost);
}

static int level_end(void)
{
	port_without(port, &taking);
	return 0;
}

static unsigned int take_cost(unsigned int round)
{
	u64 start = rdtsc();

	if (!ntparport_try_allocate(port))
		return 0;
	ntparport_free(port);
	return rdtsc() - start;
}

static int claim_begin(void)
{
	const struct pardev_cb callbacks = { };

	device = linux_device(&callbacks, 0);
	return PTR_ERR_OR_ZERO(device);
}

static unsigned int claim_cost(unsigned int round)
{
	u64 start = rdtsc();

	if (parport_claim(device))
		return 0;
	parport_release(device);
	return rdtsc() - start;
}

static int claim_end(void)
{
	parport_unregister_device(device);
	return 0;
}

/* A routine under the interrupt lock, and under a lock of the same kind. */

static DEFINE_SPINLOCK(lock);
static unsigned int synchronized;

static unsigned char synchronized_routine(void *context)
{
	(*(unsigned int *)context)++;
	return true;
}

/* Called through a pointer, as by callers that do not know the routine. */
static unsigned char (*routine)(void *context) = synchronized_routine;

static unsigned int synchronize_cost(unsigned int round)
{
	unsigned int before = synchronized;
	u64 start = rdtsc();

	ntparport_synchronize_execution(interrupt.interrupt, READ_ONCE(routine), &synchronized);
	start = rdtsc() - start;
	return synchronized == before + 1 ? start : 0;
}

static unsigned int spinlock_cost(unsigned int round)
{
	unsigned int before = synchronized;
	unsigned long flags;
	u64 start = rdtsc();

	spin_lock_irqsave(&lock, flags);
	READ_ONCE(routine)(&synchronized);
	spin_unlock_irqrestore(&lock, flags);
	start = rdtsc() - start;
	return synchronized == before + 1 ? start : 0;
}

/* Reading a register: as a Windows driver does it, and as Linux does. */

unsigned char ntparport_READ_PORT_UCHAR(unsigned char *port);

static unsigned int read_port_cost(unsigned int round)
{
	u64 start = rdtsc();

	ntparport_READ_PORT_UCHAR((unsigned char *)STATUS_REGISTER);
	return rdtsc() - start;
}

static unsigned int inb_cost(unsigned int round)
{
	u64 start = rdtsc();

	inb(STATUS_REGISTER);
	return rdtsc() - start;
}

const struct measurement calls[] = {
	{ "request", nothing, request_cost },
	{ "request_shared", request_shared_begin, request_cost, request_shared_end },
	{ "connect_first", get_begin, connect_cost, put_end },
	{ "connect", connected_begin, connect_cost, connected_end },
	{ "take_level", level_begin, level_round, level_end },
	{ "take", connected_begin, take_cost, connected_end },
	{ "claim", claim_begin, claim_cost, claim_end },
	{ "synchronize", connected_begin, synchronize_cost, connected_end },
	{ "spinlock", nothing, spinlock_cost },
	{ "read_port_uchar", nothing, read_port_cost },
	{ "inb", nothing, inb_cost },
	{ }
};
