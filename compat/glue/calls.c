// SPDX-License-Identifier: GPL-2.0
/*
 * calls.c - the calls of drivers that the code of this context is in.
 *
 * Those of a task are in a table by task, because it may sleep in them and continue on another
 * CPU. Interrupts and softirqs do not: their calls are in a list of the CPU. On PREEMPT_RT softirqs
 * run in tasks.
 */

#include <linux/hash.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "glue/calls.h"

#define TASKS_BITS 6

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

struct nt_gate *nt_calls_outermost(void)
{
	struct tasks *mine = tasks_of_current();
	struct nt_gate *gate, *outermost = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&mine->lock, flags);
	for (gate = mine->innermost; gate; gate = gate->next)
		if (gate->context.task == current)
			outermost = gate;
	raw_spin_unlock_irqrestore(&mine->lock, flags);
	return outermost;
}

#endif
