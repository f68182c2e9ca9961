/* SPDX-License-Identifier: GPL-2.0 */
/* bench.h - what bench.c asks the other files to measure. */
#ifndef NTPARPORT_BENCH_H
#define NTPARPORT_BENCH_H

#include <linux/parport.h>

#include <asm/msr.h>

#include "ntparport.h"

#define BASE 0x378
#define LINE 7

#define DATA_REGISTER BASE
#define STATUS_REGISTER (BASE + 1)
#define CONTROL_REGISTER (BASE + 2)
#define CONTROL_IDLE 0x1c	/* interrupts on, selected, not being reset */
#define CONTROL_STROBE 0x1d

#define NAME "ntparport_bench"

/**
 * struct measurement - something that is measured
 * @name: its name, for the parameter "what"
 * @begin: makes ready; 0, or an error, after which nothing is left
 * @cost: does it once; what it cost, or 0: it did not do what it should. %NULL: a
 *	program does it, while the module is loaded
 * @end: takes down what @begin made; 0, or an error: it did not do it as often as
 *	it should. May be %NULL.
 */
struct measurement {
	const char *name;
	int (*begin)(void);
	unsigned int (*cost)(unsigned int round);
	int (*end)(void);
};

/* Each ends with an entry without a name. */
extern const struct measurement interrupts[];
extern const struct measurement calls[];
extern const struct measurement handovers[];
extern const struct measurement windows[];

/* How many routines are connected. */
extern unsigned int routines;
/* By time: what an interrupt costs is not known before it has come. */
extern bool by_time;

/* Interrupts of the routines that take it, and of those that decline it. */
extern unsigned int taken;
extern unsigned int declined;

extern const struct ntparport_interrupt_service accepting;
extern const struct ntparport_interrupt_service declining;

/* A port with the number 0, with a connection if @service is one. */
struct ntparport *port_with(const struct ntparport_interrupt_service *service,
			    struct ntparport_interrupt_information *information);
void port_without(struct ntparport *port, const struct ntparport_interrupt_service *service);

/* parport0 for a Linux driver, or an error pointer. */
struct pardevice *linux_device(const struct pardev_cb *callbacks, int number);

/* Raises one interrupt; what it cost. */
unsigned int strobe(unsigned int byte);

#endif
