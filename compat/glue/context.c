// SPDX-License-Identifier: GPL-2.0
/*
 * context.c - what the code that runs now is part of, and what is its own: the IRQL, the spin
 * locks of drivers that it has, the calls of drivers that it is in.
 *
 * The calls that a task makes are in a table by the task, for it may sleep in them and
 * continue on another CPU. An interrupt or softirq does not: its calls are a list of the CPU.
 * On PREEMPT_RT softirqs are part of tasks.
 */

#include <linux/bottom_half.h>
#include <linux/hash.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "base/gate.h"
#include "base/irql.h"
#include "glue/linux.h"

#define TASKS_BITS 6

const bool nt_preempt_rt = IS_ENABLED(CONFIG_PREEMPT_RT);
const unsigned int nt_lock_step = PREEMPT_LOCK_OFFSET;
const unsigned int nt_softirq_step = SOFTIRQ_DISABLE_OFFSET;

static DEFINE_PER_CPU(struct nt_raised, raised);
static DEFINE_PER_CPU(struct nt_gate *, in_softirqs);
static DEFINE_PER_CPU(struct nt_gate *, in_interrupts);

/**
 * struct tasks - the calls of those tasks that have the same hash
 * @lock: raw, for it is taken at any IRQL
 * @innermost: of the list
 */
struct tasks {
	raw_spinlock_t lock;
	struct nt_gate *innermost;
};

static struct tasks tasks[1 << TASKS_BITS] = {
	[0 ... (1 << TASKS_BITS) - 1] = {
		.lock = __RAW_SPIN_LOCK_UNLOCKED(tasks.lock),
	},
};

/* In every routine that drivers call: it is here for what a call to ask would cost. */
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

KIRQL nt_raised_forget(void)
{
	return this_cpu_xchg(raised.irql, 0);
}

/* Each is one call, made with each call of a driver. */
void nt_level_get(struct nt_level *level)
{
	level->preempt = preempt_count();
	level->softirq = softirq_count();
	level->locks = nt_locks_count();
	level->raised.irql = this_cpu_read(raised.irql);
	level->raised.disabled_irqs = this_cpu_read(raised.disabled_irqs);
	level->irqs_off = irqs_disabled();
}

bool nt_level_is(const struct nt_level *level)
{
	return irqs_disabled() == level->irqs_off && preempt_count() == level->preempt &&
		nt_locks_count() == level->locks &&
		(!IS_ENABLED(CONFIG_PREEMPT_RT) || softirq_count() == level->softirq) &&
		(!level->irqs_off || this_cpu_read(raised.irql) == level->raised.irql);
}

static struct tasks *tasks_of_current(void)
{
	return &tasks[hash_ptr(current, TASKS_BITS)];
}

/* Where the CPU keeps the calls of such a context; NULL: it is a task. */
static struct nt_gate **calls_of_cpu(void)
{
	if (in_hardirq() || in_nmi())
		return this_cpu_ptr(&in_interrupts);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT) && in_serving_softirq())
		return this_cpu_ptr(&in_softirqs);
	return NULL;
}

/* Nobody comes between the calls of an interrupt: their list needs no lock. */
void nt_calls_lock(struct nt_context *context)
	__acquires(tasks)
{
	context->task = current;
	context->softirq = in_serving_softirq();
	context->tasks = NULL;
	context->innermost = calls_of_cpu();
	if (context->innermost) {
		__acquire(tasks);
		return;
	}
	context->tasks = tasks_of_current();
	context->innermost = &context->tasks->innermost;
	raw_spin_lock_irqsave(&context->tasks->lock, context->flags);
}

void nt_calls_lock_again(struct nt_context *context)
	__acquires(tasks)
{
	if (context->tasks)
		raw_spin_lock_irqsave(&context->tasks->lock, context->flags);
	else
		__acquire(tasks);
}

void nt_calls_unlock(const struct nt_context *context)
	__releases(tasks)
{
	if (context->tasks)
		raw_spin_unlock_irqrestore(&context->tasks->lock, context->flags);
	else
		__release(tasks);
}

#ifdef CONFIG_PREEMPT_RT

/* The outermost call of the task has them. */
struct nt_locks *nt_locks(void)
{
	struct tasks *mine = tasks_of_current();
	struct nt_gate *gate, *outermost = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&mine->lock, flags);
	for (gate = mine->innermost; gate; gate = gate->next)
		if (gate->context.task == current)
			outermost = gate;
	raw_spin_unlock_irqrestore(&mine->lock, flags);
	return outermost ? &outermost->held : NULL;
}

unsigned int nt_locks_count(void)
{
	const struct nt_locks *mine = nt_locks();

	return mine ? mine->count : 0;
}

#else

static DEFINE_PER_CPU(struct nt_locks, locks);

/* Who has one stays on the CPU, and nobody comes in between who could take one. */
struct nt_locks *nt_locks(void)
{
	return raw_cpu_ptr(&locks);
}

/* In one step: who has none may be moved to another CPU. */
unsigned int nt_locks_count(void)
{
	return this_cpu_read(locks.count);
}

#endif
