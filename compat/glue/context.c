// SPDX-License-Identifier: GPL-2.0
/*
 * context.c - the context of the code that runs now, and what belongs to it: the IRQL, the spin
 * locks of drivers that it holds, the calls of drivers that it is in.
 *
 * The calls of a task are in a table by task, because it may sleep in them and continue on another
 * CPU. Interrupts and softirqs do not: their calls are in a list of the CPU. On PREEMPT_RT softirqs
 * run in tasks.
 */

#include <linux/bottom_half.h>
#include <linux/hash.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "glue/linux.h"
#include "glue/poll.h"

#define TASKS_BITS 6

const bool nt_preempt_rt = IS_ENABLED(CONFIG_PREEMPT_RT);
const unsigned int nt_lock_step = PREEMPT_LOCK_OFFSET;
const unsigned int nt_softirq_step = SOFTIRQ_DISABLE_OFFSET;

static DEFINE_PER_CPU(struct nt_raised, raised);
static DEFINE_PER_CPU(const void *, raised_by);
static DEFINE_PER_CPU(struct nt_gate *, in_softirqs);
static DEFINE_PER_CPU(struct nt_gate *, in_interrupts);

/**
 * struct tasks - the calls of all tasks with the same hash
 * @lock: raw, because it is taken at any IRQL
 * @innermost: the head of the list
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

/* Where the CPU keeps the calls of this context; NULL: the context is a task. */
static struct nt_gate **calls_of_cpu(void)
{
	if (in_hardirq() || in_nmi())
		return this_cpu_ptr(&in_interrupts);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT) && in_serving_softirq())
		return this_cpu_ptr(&in_softirqs);
	return NULL;
}

/* Nothing comes between the calls of an interrupt: their list needs no lock. */
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

/* They are in the outermost call of the task. */
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

/* Code that holds one stays on the CPU, and nothing comes in between that could take one. */
struct nt_locks *nt_locks(void)
{
	return raw_cpu_ptr(&locks);
}

/* In one step: code that holds none may be moved to another CPU. */
unsigned int nt_locks_count(void)
{
	return this_cpu_read(locks.count);
}

#endif
