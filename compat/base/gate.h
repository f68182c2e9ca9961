/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate.h - the gate into drivers: their code is called by call(), call_or() and
 * call_lock_routine() of gate.hh, and in no other way.
 *
 * The gate refuses a driver that had a bug check, knows whose code runs in this
 * context, and sees to it that a routine leaves the IRQL and the spin locks as
 * it found them: what is wrong is put right, with a line in the log, before it
 * reaches Linux.
 */
#ifndef COMPAT_GATE_H
#define COMPAT_GATE_H

#include "base/nt.h"
#include "glue/linux.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Spin locks of drivers that are kept track of, in one context at a time. */
#define NT_LOCKS_MAX 8

/**
 * struct nt_locks - the spin locks that the code of a context has
 * @count: of them
 * @locks: the first of them, in the order in which they were taken
 */
struct nt_locks {
	unsigned int count;
	struct spinlock *locks[NT_LOCKS_MAX];
};

/**
 * struct nt_gate - a call of a driver's routine, on the stack of who calls it
 * @next: an outer one of the same context, or one of another task
 * @at: where the pointer to this is
 * @context: which context makes it
 * @code: the routine
 * @level: before the call
 * @held: the locks of the task, in its outermost call (PREEMPT_RT)
 */
struct nt_gate {
	struct nt_gate *next;
	struct nt_gate **at;
	struct nt_context context;
	const void *code;
	struct nt_level level;
	struct nt_locks held;
};

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

/*
 * The spin locks that the calling code has, or NULL where that is not known. At or above
 * DISPATCH_LEVEL.
 */
struct nt_locks *nt_locks(void);
/* How many those are. Any IRQL. */
unsigned int nt_locks_count(void);
/* It has taken one; it is about to give one back. At DISPATCH_LEVEL. */
void nt_locks_add(struct spinlock *lock);
/* False: it does not have it, as far as that is known. */
bool nt_locks_remove(const struct spinlock *lock);
/* It is one of them. Any IRQL. */
bool nt_locks_have(const struct spinlock *lock);
/* The last one taken of those in this memory, or NULL. Any IRQL. */
struct spinlock *nt_locks_in(const void *start, size_t size);

#ifdef __cplusplus
}
#endif

#endif
