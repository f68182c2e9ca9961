// SPDX-License-Identifier: GPL-2.0
/* irql.c - IRQL, and what a routine must leave as it found it. */

#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"

/**
 * struct raised - what KeRaiseIrql() did on this CPU
 * @irql: the level, if it is above DISPATCH_LEVEL, else 0
 * @disabled_irqs: and interrupts were on before
 *
 * Interrupts are off while it says anything, so it stays the caller's own.
 */
struct raised {
	KIRQL irql;
	bool disabled_irqs;
};

static DEFINE_PER_CPU(struct raised, raised);

KIRQL NTAPI KeGetCurrentIrql(void)
{
	if (irqs_disabled())
		return this_cpu_read(raised.irql) ?: NT_DIRQL;
	if (in_hardirq())
		return NT_DIRQL;
	if (in_softirq())
		return DISPATCH_LEVEL;
	/* A spin lock of PREEMPT_RT shows only in this. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && rcu_preempt_depth())
		return DISPATCH_LEVEL;
	return PASSIVE_LEVEL;
}
EXPORT_SYMBOL_GPL(KeGetCurrentIrql);

/* False: it is above already. */
bool nt_irql_raise(KIRQL old, KIRQL new)
{
	if (new < old)
		return false;
	if (new > DISPATCH_LEVEL) {
		if (old <= DISPATCH_LEVEL) {
			local_irq_disable();
			this_cpu_write(raised.disabled_irqs, true);
		}
		this_cpu_write(raised.irql, min_t(KIRQL, new, HIGH_LEVEL));
	} else if (new == DISPATCH_LEVEL && old < DISPATCH_LEVEL) {
		local_bh_disable();
	}
	return true;
}

KIRQL NTAPI KfRaiseIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (!nt_irql_raise(old, new))
		nt_complain("IRQL is %u, cannot be raised to %u", old, new);
	return old;
}
EXPORT_SYMBOL_GPL(KfRaiseIrql);

VOID NTAPI KeRaiseIrql(KIRQL new, PKIRQL old)
{
	if (!nt_ok(nt_is_memory(old, sizeof(*old)), "the place for the IRQL"))
		return;
	*old = KeGetCurrentIrql();
	if (!nt_irql_raise(*old, new))
		nt_complain("IRQL is %u, cannot be raised to %u", *old, new);
}
EXPORT_SYMBOL_GPL(KeRaiseIrql);

KIRQL NTAPI KeRaiseIrqlToDpcLevel(void)
{
	KIRQL old = KeGetCurrentIrql();

	if (!nt_irql_raise(old, DISPATCH_LEVEL))
		nt_complain("IRQL is %u, cannot be raised to %u", old, DISPATCH_LEVEL);
	return old;
}
EXPORT_SYMBOL_GPL(KeRaiseIrqlToDpcLevel);

/* False if somebody else than the driver raised it. */
bool nt_irql_lower(KIRQL old, KIRQL new)
{
	if (old > DISPATCH_LEVEL && new > DISPATCH_LEVEL) {
		/* Nothing may be left when the interrupt routine that raised it returns. */
		if (!this_cpu_read(raised.disabled_irqs) && new <= NT_DIRQL)
			new = 0;
		this_cpu_write(raised.irql, new);
		return true;
	}
	if (old > DISPATCH_LEVEL) {
		if (!this_cpu_read(raised.disabled_irqs))
			return false;
		/*
		 * Raised from below DISPATCH_LEVEL, lowered to it: no DPC comes between.
		 * On PREEMPT_RT it does, for this takes a lock there that sleeps.
		 */
		bool to_dispatch = new == DISPATCH_LEVEL && !in_softirq();

		if (to_dispatch && !IS_ENABLED(CONFIG_PREEMPT_RT))
			local_bh_disable();
		this_cpu_write(raised.irql, 0);
		this_cpu_write(raised.disabled_irqs, false);
		local_irq_enable();
		if (to_dispatch && IS_ENABLED(CONFIG_PREEMPT_RT))
			local_bh_disable();
		old = KeGetCurrentIrql();
	}
	if (old == DISPATCH_LEVEL && new < DISPATCH_LEVEL) {
		if (!in_softirq() || in_serving_softirq())
			return false;
		local_bh_enable();
	}
	return true;
}

VOID NTAPI KfLowerIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (new > old)
		nt_complain("IRQL is %u, cannot be lowered to %u", old, new);
	else if (!nt_irql_lower(old, new))
		nt_complain("IRQL %u is not the driver's to lower", old);
}
EXPORT_SYMBOL_GPL(KfLowerIrql);

VOID NTAPI KeLowerIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (new > old)
		nt_complain("IRQL is %u, cannot be lowered to %u", old, new);
	else if (!nt_irql_lower(old, new))
		nt_complain("IRQL %u is not the driver's to lower", old);
}
EXPORT_SYMBOL_GPL(KeLowerIrql);

/* What a driver's routine must leave as it found it */

/*
 * An interrupt service routine raised the IRQL and left it so. They are called
 * without a gate, but for kernels that are made to find mistakes.
 */
static noinline void forget_raised(void)
{
	unsigned long flags;
	KIRQL irql;

	local_irq_save(flags);
	irql = this_cpu_read(raised.irql);
	this_cpu_write(raised.irql, 0);
	local_irq_restore(flags);
	if (irql)
		pr_warn_ratelimited("an interrupt service routine returned at IRQL %u: put back\n",
				    irql);
}

void nt_level_get(struct nt_level *level)
{
	level->irqs_off = irqs_disabled();
	level->preempt = preempt_count();
	level->softirq = softirq_count();
	level->locks = nt_locks_count();
	if (unlikely(!level->irqs_off && this_cpu_read(raised.irql)))
		forget_raised();
	/* Nobody's but the caller's while interrupts are off. */
	level->irql = level->irqs_off ? this_cpu_read(raised.irql) : 0;
	level->disabled_irqs = level->irqs_off && this_cpu_read(raised.disabled_irqs);
}

bool nt_level_is(const struct nt_level *level)
{
	if (irqs_disabled() != level->irqs_off || preempt_count() != level->preempt ||
	    nt_locks_count() != level->locks)
		return false;
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && softirq_count() != level->softirq)
		return false;
	return !level->irqs_off || this_cpu_read(raised.irql) == level->irql;
}

void nt_level_without_lock(struct nt_level *level, KIRQL irql)
{
	/* It may not have been known whose it was. */
	if (level->locks)
		level->locks--;
	level->preempt -= PREEMPT_LOCK_OFFSET;
	if (irql >= DISPATCH_LEVEL)
		return;
	level->softirq -= SOFTIRQ_DISABLE_OFFSET;
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		level->preempt -= SOFTIRQ_DISABLE_OFFSET;
}

static unsigned int release_locks(unsigned int keep)
{
	unsigned int released = 0;

	while (nt_locks_count() > keep) {
		struct nt_locks *mine = nt_locks();
		unsigned int last = --mine->count;
		/* Those beyond, which are not known, stay taken. */
		spinlock_t *lock = last < NT_LOCKS_MAX ? mine->locks[last] : NULL;

		if (lock)
			nt_gate_unlock(lock);
		released++;
	}
	return released;
}

unsigned int nt_level_put_back(const struct nt_level *level)
{
	unsigned int released = release_locks(level->locks);

	if (irqs_disabled()) {
		this_cpu_write(raised.irql, level->irql);
		this_cpu_write(raised.disabled_irqs, level->disabled_irqs);
		if (!level->irqs_off)
			local_irq_enable();
	} else if (level->irqs_off) {
		local_irq_disable();
		this_cpu_write(raised.irql, level->irql);
		this_cpu_write(raised.disabled_irqs, level->disabled_irqs);
	}
	if (!level->irqs_off) {
		while (softirq_count() > level->softirq)
			local_bh_enable();
		while (softirq_count() < level->softirq)
			local_bh_disable();
	}
	/* It released what it did not take: who did will be told so. */
	if (nt_locks_count() == level->locks && preempt_count() != level->preempt)
		preempt_count_set(level->preempt);
	return released;
}
