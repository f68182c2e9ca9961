// SPDX-License-Identifier: GPL-2.0
/* level.c - the IRQL of the code that runs now, and what a driver's routine may change with it. */

#include <linux/bottom_half.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "glue/held_locks_count.h"
#include "glue/level.h"
#include "glue/poll_inline.h"

const bool nt_preempt_rt = IS_ENABLED(CONFIG_PREEMPT_RT);
const unsigned int nt_lock_step = PREEMPT_LOCK_OFFSET;
const unsigned int nt_softirq_step = SOFTIRQ_DISABLE_OFFSET;

static DEFINE_PER_CPU(struct nt_raised, raised);
static DEFINE_PER_CPU(const void *, raised_by);

/* Every routine that drivers call asks for it: it is here to save one more call. */
static __always_inline KIRQL current_irql(void)
{
	if (irqs_disabled())
		return this_cpu_read(raised.irql) ?: NT_DIRQL;
	if (in_hardirq())
		return NT_DIRQL;
	if (in_softirq())
		return DISPATCH_LEVEL;
	/* On PREEMPT_RT, this alone shows that a spin lock is held. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && rcu_preempt_depth())
		return DISPATCH_LEVEL;
	return PASSIVE_LEVEL;
}

KIRQL NTAPI KeGetCurrentIrql(void)
{
	return current_irql();
}

KIRQL nt_polled_irql(void)
{
	const KIRQL irql = current_irql();

	if (irql == PASSIVE_LEVEL) {
		/* Where RCU is not preemptible, giving way would end the section. */
		lockdep_assert(!rcu_preempt_depth());
		nt_polled();
	}
	return irql;
}

struct nt_raised nt_raised_get(void)
{
	return (struct nt_raised){
		.irql = this_cpu_read(raised.irql),
		.disabled_irqs = this_cpu_read(raised.disabled_irqs),
	};
}

void nt_raised_set(KIRQL irql, bool disabled_irqs)
{
	this_cpu_write(raised.irql, irql);
	this_cpu_write(raised.disabled_irqs, disabled_irqs);
}

void nt_raised_by_set(const void *code)
{
	this_cpu_write(raised_by, code);
}

const void *nt_raised_by(void)
{
	return this_cpu_read(raised_by);
}

KIRQL nt_raised_forget(void)
{
	return this_cpu_xchg(raised.irql, 0);
}

/* Both are single calls into C, because both are made for every call of a driver. */
void nt_level_get(struct nt_level *level)
{
	level->preempt = preempt_count();
	level->softirq = softirq_count();
	level->locks = nt_held_locks_count();
	level->raised.irql = this_cpu_read(raised.irql);
	level->raised.disabled_irqs = this_cpu_read(raised.disabled_irqs);
	level->irqs_off = irqs_disabled();
}

bool nt_level_is(const struct nt_level *level)
{
	return irqs_disabled() == level->irqs_off && preempt_count() == level->preempt &&
		nt_held_locks_count() == level->locks &&
		(!IS_ENABLED(CONFIG_PREEMPT_RT) || softirq_count() == level->softirq) &&
		(!level->irqs_off || this_cpu_read(raised.irql) == level->raised.irql);
}
