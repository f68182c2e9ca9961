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
 * @begin: prepares it; returns 0, or an error, after which nothing is left
 * @cost: does it once; returns what that cost, or 0: it did not do what it should. %NULL: a
 *	program does it, while the module is loaded
 * @end: removes what @begin made; returns 0, or an error: it was not done as often as it should
 *	have been. May be %NULL.
 */
struct measurement {
	const char *name;
	int (*begin)(void);
	unsigned int (*cost)(unsigned int round);
	int (*end)(void);
};

/* Each table ends with an entry without a name. */
extern const struct measurement interrupts[];
extern const struct measurement calls[];
extern const struct measurement handovers[];
extern const struct measurement windows[];

/* How many routines are connected. */
extern unsigned int routines;
/* When measuring time, it is not known what an interrupt costs before it has come. */
extern bool by_time;

/* How many interrupts the routines took, and how many they declined. */
extern unsigned int taken;
extern unsigned int declined;

extern const struct ntparport_interrupt_service accepting;
extern const struct ntparport_interrupt_service declining;

/* Gets the port with the number 0, with a connection if @service is one. */
struct ntparport *port_with(const struct ntparport_interrupt_service *service,
			    struct ntparport_interrupt_information *information);
void port_without(struct ntparport *port, const struct ntparport_interrupt_service *service);

/* parport0, opened as a Linux driver does it, or an error pointer. */
struct pardevice *linux_device(const struct pardev_cb *callbacks, int number);

/* Raises one interrupt; returns what it cost. */
unsigned int strobe(unsigned int byte);

#endif
