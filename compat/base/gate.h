/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate.h - the gate into drivers: their code is called by call(), call_or() and
 * call_lock_routine() of gate.hh, and in no other way.
 *
 * The gate refuses a driver that had a bug check, knows whose code runs in this
 * context, and sees to it that a routine leaves the IRQL and the spin locks as
 * it found them: what is wrong is put right, with a line in the log, before it
 * reaches Linux.
 *
 * It calls by the kernel's convention, whichever driver's code it is: a driver that was made
 * of a Windows image has entries in its module (image.h), and no other addresses of
 * its routines come here.
 */
#ifndef COMPAT_GATE_H
#define COMPAT_GATE_H

#include "base/nt.h"
#include "glue/linux.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How many spin locks of drivers are tracked in one context. */
#define NT_LOCKS_MAX 8

/**
 * struct nt_locks - the spin locks that the code of a context holds
 * @count: how many it holds, which may be more than are tracked
 * @locks: the first of them, in the order in which they were taken
 * @interrupt: the interrupt object of the last KeAcquireInterruptSpinLock(); not set before that
 * @of_interrupt: what it took first, which is that of the port: it counts while it is in @locks;
 *	NULL before that, and once it was released
 * @of_driver: what it took after that, or NULL
 */
struct nt_locks {
	unsigned int count;
	struct spinlock *locks[NT_LOCKS_MAX];
	const void *interrupt;
	struct spinlock *of_interrupt;
	struct spinlock *of_driver;
};

/**
 * struct nt_gate - one call of a driver's routine, on the caller's stack
 * @next: an outer call of the same context, or a call of another task
 * @at: the pointer that points to this
 * @context: the context that makes the call
 * @code: the routine
 * @level: what it was before the call
 * @held: in the outermost call of a task, the locks that the task holds (PREEMPT_RT)
 * @tries: the __try blocks that its code is in, the innermost first
 * @raising: the exceptions whose filters its code is in, the innermost first
 */
struct nt_gate {
	struct nt_gate *next;
	struct nt_gate **at;
	struct nt_context context;
	const void *code;
	struct nt_level level;
	struct nt_locks held;
	struct _NT_TRY *tries;
	struct nt_raising *raising;
};

/*
 * False: the driver is dead, its code must not be called; or that is not an address of code, which
 * is logged. Any context.
 */
bool nt_gate_enter(struct nt_gate *gate, const void *code);
/* What a task may leave behind when its outermost call returns. */
enum nt_left { NT_LEFT_IN_REGION, NT_LEFT_BOUND, NT_LEFT_KINDS };

/*
 * While @left is not NULL, it is called when the outermost call of a task, of the routine @code,
 * returns, at or below DISPATCH_LEVEL, before that is forgotten. Only while there is something that
 * may be left: it costs every call. NT_REGIONS_LOCK is held, but not when @left is called.
 */
void nt_left_note_locked(enum nt_left which, void (*left)(const void *code));
/* The routine has returned. */
void nt_gate_leave(struct nt_gate *gate);
/* The same for a cancel routine, which gave back the cancel spin lock and lowered the IRQL. */
void nt_gate_leave_cancel(struct nt_gate *gate, KIRQL irql);
/* Enter and leave, without asking whether the driver is dead and without checking the level. */
void nt_gate_push(struct nt_gate *gate, const void *code);
void nt_gate_pop(struct nt_gate *gate);
/*
 * The innermost call that the calling code is in, or NULL. It stays, since that code has to
 * return to it. Any IRQL.
 */
struct nt_gate *nt_gate_here(void);
/* Whether that call is inside another one of the same task, which waits for it. Any IRQL. */
bool nt_gate_is_inner(void);
/* Whether the calling code is in a call of that routine. Any IRQL. */
bool nt_gate_is_in(const void *code);
/* Its code has left a __try block by a jump that the compiler does not recognise as one. */
void nt_gate_complain_of_try(const struct nt_gate *gate);
/* The calling thread ends inside a driver's routine: forgets that call. */
void nt_gate_forget(void);

/*
 * The spin locks that the calling code holds, or NULL where that is not known. At or above
 * DISPATCH_LEVEL.
 */
struct nt_locks *nt_locks(void);
/* How many it holds. Any IRQL. */
unsigned int nt_locks_count(void);
/* The calling code has taken a lock; it is about to give one back. At DISPATCH_LEVEL. */
void nt_locks_add(struct spinlock *lock);
/* False: as far as is known, it does not hold the lock. */
bool nt_locks_remove(const struct spinlock *lock);
/* Whether it holds the lock. Any IRQL. */
bool nt_locks_have(const struct spinlock *lock);
/* Of the locks in this memory that it holds, the one taken last, or NULL. Any IRQL. */
struct spinlock *nt_locks_in(const void *start, size_t size);

#ifdef __cplusplus
}
#endif

#endif
