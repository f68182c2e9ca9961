/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate.h - the gate into drivers: their code is called by nt_call() and
 * nt_call_or(), and in no other way.
 *
 * The gate refuses a driver that had a bug check, knows whose code runs in this
 * context, and sees to it that a routine leaves the IRQL and the spin locks as
 * it found them: what is wrong is put right, with a line in the log, before it
 * reaches Linux.
 */
#ifndef COMPAT_GATE_H
#define COMPAT_GATE_H

#include "base/nt.h"

/* Spin locks of drivers that are kept track of, in one context at a time. */
#define NT_LOCKS_MAX 8

/* Of struct nt_gate on PREEMPT_RT, where it has the locks of its task; gate.c compares. */
#define NT_GATE_SIZE ((8 + NT_LOCKS_MAX) * sizeof(void *) + 16)

#ifdef __cplusplus

extern "C" {
/* For gate.hh. */
struct nt_gate {
	alignas(void *) unsigned char storage[NT_GATE_SIZE];
};

#else

#include <linux/list.h>
#include <linux/spinlock.h>

#include "base/client.h"
#include "base/irql.h"

struct task_struct;

/**
 * struct nt_locks - the spin locks that the code of a context has
 * @count: of them
 * @locks: the first of them, in the order in which they were taken
 */
struct nt_locks {
	unsigned int count;
	spinlock_t *locks[NT_LOCKS_MAX];
};

/**
 * struct nt_level - what a driver's routine must leave as it found it
 * @preempt: preempt_count()
 * @softirq: softirq_count(), which is part of it but on PREEMPT_RT
 * @locks: the number of spin locks
 * @irql: of KeRaiseIrql(), see struct raised in irql.c
 * @disabled_irqs: likewise
 * @irqs_off: interrupts are off
 */
struct nt_level {
	unsigned int preempt;
	unsigned int softirq;
	unsigned int locks;
	KIRQL irql;
	bool disabled_irqs;
	bool irqs_off;
};

/**
 * struct nt_gate - a call of a driver's routine, on the stack of who calls it
 * @link: in a list of the calls of some tasks, for one that a task makes
 * @task: that task
 * @softirq: it is made in a softirq that is part of the task (PREEMPT_RT)
 * @innermost: for one that an interrupt makes: where this CPU keeps the innermost
 * @outer: and what was the innermost before
 * @code: the routine
 * @level: before the call
 * @held: the locks of the task, in its outermost call (PREEMPT_RT)
 */
struct nt_gate {
	struct hlist_node link;
	struct task_struct *task;
	bool softirq;
	struct nt_gate **innermost;
	struct nt_gate *outer;
	const void *code;
	struct nt_level level;
#ifdef CONFIG_PREEMPT_RT
	struct nt_locks held;
#endif
};

#endif

/* False: the driver is dead, its code must not be called. Any context. */
bool nt_gate_enter(struct nt_gate *gate, const void *code);
/* The routine has returned. */
void nt_gate_leave(struct nt_gate *gate);
/* The same for a cancel routine, which has given back the cancel spin lock and lowered the IRQL. */
void nt_gate_leave_cancel(struct nt_gate *gate, KIRQL irql);
/* The same two without a question and without a check. */
void nt_gate_push(struct nt_gate *gate, const void *code);
void nt_gate_pop(struct nt_gate *gate);
/* The calling thread ends inside the routines that it is in. */
void nt_gate_leave_all(void);

struct spinlock;

/* How many spin locks the calling code has, as far as that is known. Any IRQL. */
unsigned int nt_locks_count(void);
/* It has taken one; it is about to give one back. At DISPATCH_LEVEL. */
void nt_locks_add(struct spinlock *lock);
/* False: it does not have it, as far as that is known. */
bool nt_locks_remove(const struct spinlock *lock);
bool nt_locks_have(const struct spinlock *lock);
/* The last of them that is in this memory, or NULL. */
struct spinlock *nt_locks_in(const void *start, size_t size);

#ifdef __cplusplus
}
#else

/* Calls a driver's routine that returns nothing; not if its driver is dead. */
#define nt_call(routine, ...)							\
do {										\
	struct nt_gate __gate;							\
										\
	if (nt_gate_enter(&__gate, routine)) {					\
		(routine)(__VA_ARGS__);						\
		nt_gate_leave(&__gate);						\
	}									\
} while (0)

/*
 * The same for one that acquires or releases a lock for its driver, which may have
 * died in between.
 */
#define nt_call_lock_routine(routine, ...)					\
do {										\
	struct nt_gate __gate;							\
										\
	nt_gate_push(&__gate, routine);						\
	(routine)(__VA_ARGS__);							\
	nt_gate_pop(&__gate);							\
} while (0)

/* Calls a driver's routine and returns what it does, or @refused if its driver is dead. */
#define nt_call_or(refused, routine, ...)					\
({										\
	struct nt_gate __gate;							\
	typeof((routine)(__VA_ARGS__)) __result = (refused);			\
										\
	if (nt_gate_enter(&__gate, routine)) {					\
		__result = (routine)(__VA_ARGS__);				\
		nt_gate_leave(&__gate);						\
	}									\
	__result;								\
})

/*
 * The spin locks that the calling code has, or NULL where that is not known. At
 * or above DISPATCH_LEVEL.
 */
struct nt_locks *nt_locks(void);
/* One of them that was forgotten. */
static inline void nt_gate_unlock(spinlock_t *lock)
{
	__acquire(lock);
	spin_unlock(lock);
}

/* irql.c: the state of this context, and back to it. */
void nt_level_get(struct nt_level *level);
bool nt_level_is(const struct nt_level *level);
/* Had a spin lock been given back, and the IRQL lowered to @irql. */
void nt_level_without_lock(struct nt_level *level, KIRQL irql);
/* Returns how many spin locks had to be released. */
unsigned int nt_level_put_back(const struct nt_level *level);

#endif

#endif
