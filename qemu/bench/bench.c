// SPDX-License-Identifier: GPL-2.0
/*
 * bench.c - what one interrupt of a parallel port costs, in instructions.
 *
 * For QEMU's -icount shift=0, where the time-stamp counter counts executed
 * instructions. Loading the module measures: it installs a receiver, raises
 * interrupts, takes it away again, and leaves the figures in read-only
 * parameters. A figure is the difference of the counter before and after the
 * three writes that strobe a byte, the last of which raises the interrupt.
 * Nothing is subtracted.
 */

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/parport.h>
#include <linux/sort.h>
#include <linux/string.h>

#include <asm/msr.h>

#include "ntparport.h"

#define BASE 0x378
#define LINE 7

#define DATA_REGISTER BASE
#define STATUS_REGISTER (BASE + 1)
#define CONTROL_REGISTER (BASE + 2)
#define CONTROL_IDLE 0x1c	/* interrupts on, selected, not being reset */
#define CONTROL_STROBE 0x1d

#define SAMPLES 1000
#define BATCH 50

static char *receiver;
module_param(receiver, charp, 0444);
MODULE_PARM_DESC(receiver, "Who gets the interrupt: bare, parport or ntparport");

static unsigned int routines = 1;
module_param(routines, uint, 0444);
MODULE_PARM_DESC(routines, "Connected routines with receiver=ntparport; all but the last decline (default: 1)");

static unsigned int median;
module_param(median, uint, 0444);
MODULE_PARM_DESC(median, "Median cost of an interrupt in instructions (result)");

static unsigned int minimum;
module_param(minimum, uint, 0444);
MODULE_PARM_DESC(minimum, "Lowest cost of an interrupt (result)");

static unsigned int others;
module_param(others, uint, 0444);
MODULE_PARM_DESC(others, "Interrupts that did not cost the median (result)");

static unsigned int samples = SAMPLES;
module_param(samples, uint, 0444);
MODULE_PARM_DESC(samples, "Interrupts measured (result)");

static unsigned int costs[SAMPLES];

/* Calls of the receiver's last routine, and of those before it. */
static unsigned int calls;
static unsigned int declined;

static irqreturn_t bare_handler(int irq, void *data)
{
	inb(STATUS_REGISTER);
	calls++;
	return IRQ_HANDLED;
}

static void parport_irq_func(void *private)
{
	parport_read_status((struct parport *)private);
	calls++;
}

static unsigned char accepting_isr(struct _KINTERRUPT *interrupt, void *context)
{
	inb(STATUS_REGISTER);
	calls++;
	return true;
}

static unsigned char declining_isr(struct _KINTERRUPT *interrupt, void *context)
{
	declined++;
	return false;
}

/* What the counter says of 256 instructions that do nothing. */
static u64 count_nops(void)
{
	u64 start = rdtsc();

	asm volatile(".rept 256\n\tnop\n\t.endr");
	return rdtsc() - start;
}

static u64 count_nothing(void)
{
	u64 start = rdtsc();

	return rdtsc() - start;
}

static int compare(const void *a, const void *b)
{
	return *(const unsigned int *)a - *(const unsigned int *)b;
}

/* Raises one interrupt; returns what it cost, or 0 if it went astray. */
static noinline unsigned int interrupt_cost(u8 byte)
{
	unsigned int called = READ_ONCE(calls);
	u64 start;
	u64 end;

	start = rdtsc();
	outb(byte, DATA_REGISTER);
	outb(CONTROL_STROBE, CONTROL_REGISTER);
	outb(CONTROL_IDLE, CONTROL_REGISTER);
	end = rdtsc();
	return READ_ONCE(calls) == called + 1 ? end - start : 0;
}

static int measure(void)
{
	unsigned int i;

	if (count_nops() - count_nothing() != 256) {
		pr_err("the time-stamp counter does not count instructions: run QEMU with -icount shift=0,sleep=off\n");
		return -EOPNOTSUPP;
	}
	for (i = 0; i < SAMPLES; i++) {
		/*
		 * The first interrupt in a second leaves the kernel work to do
		 * (collecting randomness), and the path is shorter until that
		 * is done: let the other threads do it.
		 */
		if (i % BATCH == 0) {
			interrupt_cost(i);
			msleep(20);
		}
		costs[i] = interrupt_cost(i);
		if (!costs[i]) {
			pr_err("interrupt %u did not reach the receiver once\n", i);
			return -EIO;
		}
	}
	return 0;
}

static int measure_bare(void)
{
	int err = request_irq(LINE, bare_handler, 0, "ntparport_bench", NULL);

	if (err)
		return err;
	err = measure();
	free_irq(LINE, NULL);
	return err;
}

static int measure_parport(void)
{
	struct parport *parport = parport_find_number(0);
	const struct pardev_cb callbacks = { .irq_func = parport_irq_func, .private = parport };
	struct pardevice *device;
	int err;

	if (!parport)
		return -ENODEV;
	device = parport_register_dev_model(parport, "ntparport_bench", &callbacks, 0);
	parport_put_port(parport);
	if (!device)
		return -ENODEV;
	err = parport_claim(device);
	if (!err) {
		err = measure();
		parport_release(device);
	}
	parport_unregister_device(device);
	return err;
}

static int measure_ntparport(void)
{
	const struct ntparport_interrupt_service declining = { .isr = declining_isr };
	const struct ntparport_interrupt_service accepting = { .isr = accepting_isr };
	struct ntparport *port = ntparport_get(0);
	unsigned int connected;
	int err = 0;

	if (IS_ERR(port))
		return PTR_ERR(port);
	for (connected = 0; connected < routines; connected++) {
		err = ntparport_connect(port, connected + 1 < routines ? &declining : &accepting,
					NULL);
		if (err)
			break;
	}
	if (!err)
		err = measure();
	if (!err && declined != (routines - 1) * calls) {
		pr_err("%u calls of declining routines for %u interrupts\n", declined, calls);
		err = -EIO;
	}
	if (connected == routines)
		ntparport_disconnect(port, &accepting);
	while (!ntparport_disconnect(port, &declining))
		;
	ntparport_put(port);
	return err;
}

static int __init bench_init(void)
{
	unsigned int i;
	int err;

	if (!receiver || !routines)
		return -EINVAL;
	if (!strcmp(receiver, "bare"))
		err = measure_bare();
	else if (!strcmp(receiver, "parport"))
		err = measure_parport();
	else if (!strcmp(receiver, "ntparport"))
		err = measure_ntparport();
	else
		err = -EINVAL;
	if (err)
		return err;

	sort(costs, SAMPLES, sizeof(costs[0]), compare, NULL);
	minimum = costs[0];
	median = costs[SAMPLES / 2];
	for (i = 0; i < SAMPLES; i++)
		others += costs[i] != median;
	return 0;
}

static void __exit bench_exit(void)
{
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("Measures what an interrupt of ntparport costs");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
