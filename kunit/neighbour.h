/* SPDX-License-Identifier: GPL-2.0 */
/*
 * neighbour.h - Linux drivers of three kinds that share a port with ntparport.
 *
 * They differ in how they wait for a port that another driver has:
 *
 *   waking	as lp once did: parport offers it the port in its wakeup callback
 *   blocking	as lp does: sleeps in parport_claim_or_block()
 *   ppdev	the real one: a program's PPCLAIM on /dev/parportN
 *
 * None of them gives the port up before it is done with it.
 */
#ifndef NTPARPORT_KUNIT_NEIGHBOUR_H
#define NTPARPORT_KUNIT_NEIGHBOUR_H

#include "fixture.h"

struct neighbour;

/**
 * struct neighbour_kind - how a Linux driver gets the port
 * @name: for parametrised cases
 * @enables: turns interrupts on with every claim, if parport has the line
 * @open: registers it; 0 or an error
 * @close: undoes that; it must not have the port
 * @claim: sleeps until it has the port, or a signal comes: 0 or an error
 * @release: gives the port back
 */
struct neighbour_kind {
	const char *name;
	bool enables;
	int (*open)(struct neighbour *neighbour);
	void (*close)(struct neighbour *neighbour);
	int (*claim)(struct neighbour *neighbour);
	void (*release)(struct neighbour *neighbour);
};

extern const struct neighbour_kind neighbour_waking, neighbour_blocking, neighbour_ppdev;

/**
 * struct neighbour - a Linux driver on a port
 * @node: in the list of the case's neighbours
 * @kind: what it is
 * @lpt: where it is
 * @device: its device on the Linux port, except for ppdev
 * @file: its open file, for ppdev
 * @wants: claims the port when parport offers it (waking)
 * @given: got it that way (waking)
 * @interrupts: calls of its irq_func (waking)
 * @claims: how often it got the port from neighbour_claim()
 * @has: it has the port
 * @control: the control register as it found it then
 * @soft_control: parport_pc's own copy of it, at the same moment
 */
struct neighbour {
	struct list_head node;
	const struct neighbour_kind *kind;
	struct lpt *lpt;
	struct pardevice *device;
	struct file *file;
	bool wants;
	bool given;
	atomic_t interrupts;
	atomic_t claims;
	bool has;
	u8 control;
	u8 soft_control;
};

/* The bits of the control register that a port has. */
#define CONTROL_MASK 0x3f

static inline u8 lpt_control(const struct lpt *lpt)
{
	return inb(lpt->base + LPT_CONTROL) & CONTROL_MASK;
}

/* parport_pc's soft copy of the control register, on which parport_pc relies. */
u8 lpt_soft_control(const struct lpt *lpt);

/* Whether the module has the Linux port, as parport sees it (L1). */
bool lpt_is_ours(const struct lpt *lpt);

/* Parameters of a case: each route with each kind. */
KUNIT_GENERATOR(neighbour_gen_params, previous, description);

/* The port of a case with these parameters. */
struct lpt *neighbour_lpt(struct kunit *test);

/* A neighbour of the kind that the parameters name, and one of any kind. */
struct neighbour *neighbour_of(struct kunit *test);
struct neighbour *neighbour_create(struct kunit *test, struct lpt *lpt,
				   const struct neighbour_kind *kind);

/* Claims the port in the calling thread; 0 or a negative errno. May sleep. */
int neighbour_claim_here(struct neighbour *neighbour);

/* Claims the port in a thread of its own, which then sets @has and wakes `happened`. */
struct thread *neighbour_claim(struct kunit *test, struct neighbour *neighbour);
/* The same, but waits until it has the port; the case ends if it does not get it. */
void neighbour_take(struct kunit *test, struct neighbour *neighbour);
void neighbour_release(struct neighbour *neighbour);
/*
 * The same where another Linux driver waits. parport then claims the port for that one with
 * interrupts on and cad_lock held, a lock that interrupts of the port take, too: so the line is
 * off meanwhile, and lockdep is turned off, as when ntparport releases the port.
 */
void neighbour_hand_over(struct neighbour *neighbour);
/* Turns off the interrupts that a driver of this kind has turned on. */
void neighbour_quiet(struct neighbour *neighbour);
/* Ends the neighbour before the case ends. It must not be claiming. */
void neighbour_destroy(struct neighbour *neighbour);

static inline bool neighbour_has(struct neighbour *neighbour)
{
	/* Pairs with the neighbour's thread. */
	return smp_load_acquire(&neighbour->has);
}

/* The bits that a driver of this kind adds to the idle state of the control register. */
static inline u8 neighbour_enables(const struct neighbour *neighbour)
{
	return neighbour->kind->enables && neighbour->lpt->given != PARPORT_IRQ_NONE ?
		CONTROL_IRQ : 0;
}

/**
 * struct line - somebody else's handler on the line of a port, which acknowledges
 * @node: in the list of the case's lines
 * @lpt: the port
 * @interrupts: how many came
 */
struct line {
	struct list_head node;
	struct lpt *lpt;
	atomic_t interrupts;
};

/*
 * Shares the line of the direct route with ntparport, and is called after it if ntparport has
 * the line already: handlers are called in the order in which they were requested.
 */
struct line *line_watch(struct kunit *test, struct lpt *lpt);
/* Takes a line that nobody has; if somebody has it, the case ends. */
struct line *line_take(struct kunit *test, struct lpt *lpt);
void line_leave(struct line *line);

/* Raises an interrupt and waits until it has come. */
void line_fire(struct kunit *test, struct line *line);

/* The firmware's description of the port at the same address. */
struct device *pnp_device(const struct lpt *lpt);

/* fixture_exit(), and the end of neighbours and lines; for suites that have any. */
void neighbour_exit(struct kunit *test);

#endif
