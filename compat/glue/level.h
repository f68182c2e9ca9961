/* SPDX-License-Identifier: GPL-2.0 */
/* level.h - the IRQL, and what goes with it. Any context. */
#ifndef COMPAT_GLUE_LEVEL_H
#define COMPAT_GLUE_LEVEL_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* On PREEMPT_RT softirqs run in tasks, and spin locks sleep. */
extern const bool nt_preempt_rt;
/* What a spin lock, and softirqs that are off, add to the counts of struct nt_level. */
extern const unsigned int nt_lock_step;
extern const unsigned int nt_softirq_step;
/* The IRQL of interrupts; Windows' own values are between DISPATCH_LEVEL and CLOCK_LEVEL. */
#define NT_DIRQL 9

/**
 * struct nt_raised - what KeRaiseIrql() did on this CPU
 * @irql: the level, if it is above DISPATCH_LEVEL, else 0
 * @disabled_irqs: it also turned interrupts off, which were on before
 *
 * Interrupts are off while this says anything, so it stays the caller's own.
 */
struct nt_raised {
	KIRQL irql;
	bool disabled_irqs;
};

struct nt_raised nt_raised_get(void);
void nt_raised_set(KIRQL irql, bool disabled_irqs);
/* For the log: who did it last on this CPU, an address in its code. */
void nt_raised_by_set(const void *code);
const void *nt_raised_by(void);
/* Forgets the IRQL that was raised. Returns what it was. */
KIRQL nt_raised_forget(void);

/**
 * struct nt_level - what a driver's routine must leave as it found it
 * @preempt: preempt_count()
 * @softirq: softirq_count(), which is part of preempt_count() except on PREEMPT_RT
 * @locks: the number of spin locks held
 * @raised: what KeRaiseIrql() did
 * @irqs_off: interrupts are off
 */
struct nt_level {
	unsigned int preempt;
	unsigned int softirq;
	unsigned int locks;
	struct nt_raised raised;
	bool irqs_off;
};

void nt_level_get(struct nt_level *level);
/*
 * The level is still that. What KeRaiseIrql() did counts only while interrupts are off: otherwise
 * it is not the caller's.
 */
bool nt_level_is(const struct nt_level *level);

/*
 * KeGetCurrentIrql() for a routine that a driver calls, which holds no lock yet: at PASSIVE_LEVEL
 * it lets others run once per tick, as nt_poll() of base/poll.h does (W7). Any IRQL.
 */
KIRQL nt_polled_irql(void);

#ifdef __cplusplus
}
#endif

#endif
