// SPDX-License-Identifier: GPL-2.0
/*
 * gate.c - the gate into drivers: whose code runs, and what state it leaves.
 *
 * The calls that a task makes are in a table by the task, for it may sleep in
 * them and continue on another CPU. An interrupt or softirq does not: its calls are
 * a list of the CPU. On PREEMPT_RT softirqs are part of tasks.
 */

#include <linux/hash.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "base/nt.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/log.h"

/* C++ knows no more of it. */
static_assert(IS_ENABLED(CONFIG_PREEMPT_RT) ? sizeof(struct nt_gate) == NT_GATE_SIZE :
					      sizeof(struct nt_gate) <= NT_GATE_SIZE);
static_assert(__alignof__(struct nt_gate) == __alignof__(void *));

#define TASKS_BITS 6

/**
 * struct tasks - the calls of those tasks that have the same hash
 * @lock: raw, for it is taken at any IRQL
 * @calls: the innermost of a task before its others
 */
struct tasks {
	raw_spinlock_t lock;
	struct hlist_head calls;
};

static struct tasks tasks[1 << TASKS_BITS] = {
	[0 ... (1 << TASKS_BITS) - 1] = {
		.lock = __RAW_SPIN_LOCK_UNLOCKED(tasks.lock),
	},
};

/* Of softirqs and of hard interrupts. */
static DEFINE_PER_CPU(struct nt_gate *, in_softirqs);
static DEFINE_PER_CPU(struct nt_gate *, in_interrupts);

static struct tasks *tasks_of_current(void)
{
	return &tasks[hash_ptr(current, TASKS_BITS)];
}

/* Where this CPU keeps the innermost call of such a context; NULL for a task. */
static struct nt_gate **innermost_of_cpu(void)
{
	if (in_hardirq() || in_nmi())
		return this_cpu_ptr(&in_interrupts);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT) && in_serving_softirq())
		return this_cpu_ptr(&in_softirqs);
	return NULL;
}

void nt_gate_push(struct nt_gate *gate, const void *code)
{
	struct tasks *mine = tasks_of_current();
	unsigned long flags;

	gate->code = code;
#ifdef CONFIG_PREEMPT_RT
	gate->held.count = 0;
#endif
	gate->innermost = innermost_of_cpu();
	if (gate->innermost) {
		gate->outer = *gate->innermost;
		*gate->innermost = gate;
		return;
	}
	gate->task = current;
	gate->softirq = in_serving_softirq();
	raw_spin_lock_irqsave(&mine->lock, flags);
	hlist_add_head(&gate->link, &mine->calls);
	raw_spin_unlock_irqrestore(&mine->lock, flags);
}

void nt_gate_pop(struct nt_gate *gate)
{
	struct tasks *mine = tasks_of_current();
	unsigned long flags;

	if (gate->innermost) {
		*gate->innermost = gate->outer;
		return;
	}
	raw_spin_lock_irqsave(&mine->lock, flags);
	hlist_del(&gate->link);
	raw_spin_unlock_irqrestore(&mine->lock, flags);
}

/* The code that was called last in this context and belongs to a driver, or NULL. */
static const void *innermost_code(void)
{
	struct nt_gate **innermost = innermost_of_cpu();
	struct tasks *mine = tasks_of_current();
	const struct nt_gate *gate;
	const void *code = NULL;
	unsigned long flags;

	rcu_read_lock();
	if (innermost) {
		for (gate = *innermost; gate && !code; gate = gate->outer)
			if (nt_module_of(gate->code))
				code = gate->code;
	} else {
		raw_spin_lock_irqsave(&mine->lock, flags);
		hlist_for_each_entry(gate, &mine->calls, link) {
			if (gate->task == current && gate->softirq == !!in_serving_softirq() &&
			    nt_module_of(gate->code)) {
				code = gate->code;
				break;
			}
		}
		raw_spin_unlock_irqrestore(&mine->lock, flags);
	}
	rcu_read_unlock();
	return code;
}

const void *nt_caller_of(const void *address)
{
	bool known;

	rcu_read_lock();
	known = nt_module_of(address);
	rcu_read_unlock();
	return known ? address : innermost_code() ?: address;
}

#ifdef CONFIG_PREEMPT_RT

struct nt_locks *nt_locks(void)
{
	struct tasks *mine = tasks_of_current();
	struct nt_gate *gate, *outermost = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&mine->lock, flags);
	hlist_for_each_entry(gate, &mine->calls, link)
		if (gate->task == current)
			outermost = gate;
	raw_spin_unlock_irqrestore(&mine->lock, flags);
	return outermost ? &outermost->held : NULL;
}

unsigned int nt_locks_count(void)
{
	const struct nt_locks *locks = nt_locks();

	return locks ? locks->count : 0;
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

/* How many of them are known one by one. */
static unsigned int known(const struct nt_locks *locks)
{
	return min_t(unsigned int, locks->count, NT_LOCKS_MAX);
}

void nt_locks_add(spinlock_t *lock)
{
	struct nt_locks *mine = nt_locks();

	if (!mine)
		return;
	if (likely(mine->count < NT_LOCKS_MAX))
		mine->locks[mine->count] = lock;
	mine->count++;
}

bool nt_locks_remove(const spinlock_t *lock)
{
	struct nt_locks *mine = nt_locks();
	unsigned int n;

	if (!mine)
		return true;
	for (n = known(mine); n--; ) {
		if (mine->locks[n] != lock)
			continue;
		memmove(&mine->locks[n], &mine->locks[n + 1],
			(known(mine) - n - 1) * sizeof(mine->locks[0]));
		/* The last one is not known where there are too many. */
		if (mine->count > NT_LOCKS_MAX)
			mine->locks[NT_LOCKS_MAX - 1] = NULL;
		mine->count--;
		return true;
	}
	if (mine->count <= NT_LOCKS_MAX)
		/* What was taken before a driver was called is known elsewhere. */
		return IS_ENABLED(CONFIG_PREEMPT_RT);
	mine->count--;
	return true;
}

bool nt_locks_have(const spinlock_t *lock)
{
	const struct nt_locks *mine = nt_locks();
	unsigned int n;

	for (n = mine ? known(mine) : 0; n--; )
		if (mine->locks[n] == lock)
			return true;
	return false;
}

spinlock_t *nt_locks_in(const void *start, size_t size)
{
	const struct nt_locks *mine = nt_locks();
	unsigned int n;

	for (n = mine ? known(mine) : 0; n--; ) {
		spinlock_t *lock = mine->locks[n];

		if (lock && (void *)lock >= start && (void *)lock < start + size)
			return lock;
	}
	return NULL;
}

bool nt_gate_enter(struct nt_gate *gate, const void *code)
{
	if (nt_dead(code))
		return false;
	nt_level_get(&gate->level);
	nt_gate_push(gate, code);
	return true;
}

static noinline void put_back(const struct nt_gate *gate)
{
	/* Ten a second: what a driver does wrong it does in many routines. */
	static DEFINE_RATELIMIT_STATE(log, DEFAULT_RATELIMIT_INTERVAL, 50);
	KIRQL left = KeGetCurrentIrql();
	unsigned int released = nt_level_put_back(&gate->level);
	KIRQL irql = KeGetCurrentIrql();
	const struct module *module;

	if (!__ratelimit(&log))
		return;
	rcu_read_lock();
	module = nt_module_of(gate->code);
	if (released)
		pr_warn("%s: %ps returned at IRQL %u with %u spin lock%s held, it was called at %u: released\n",
			module ? module->name : "a driver", gate->code, left, released,
			released == 1 ? "" : "s", irql);
	else
		pr_warn("%s: %ps returned at IRQL %u, it was called at %u: put back\n",
			module ? module->name : "a driver", gate->code, left, irql);
	rcu_read_unlock();
}

void nt_gate_leave(struct nt_gate *gate)
{
	if (unlikely(!nt_level_is(&gate->level)))
		put_back(gate);
	nt_gate_pop(gate);
}

void nt_gate_leave_cancel(struct nt_gate *gate, KIRQL irql)
{
	nt_level_without_lock(&gate->level, irql);
	nt_gate_leave(gate);
}

void nt_gate_leave_all(void)
{
	struct tasks *mine = tasks_of_current();
	struct hlist_node *next;
	struct nt_gate *gate;
	unsigned long flags;

	raw_spin_lock_irqsave(&mine->lock, flags);
	hlist_for_each_entry_safe(gate, next, &mine->calls, link)
		if (gate->task == current)
			hlist_del(&gate->link);
	raw_spin_unlock_irqrestore(&mine->lock, flags);
}
