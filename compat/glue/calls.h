/* SPDX-License-Identifier: GPL-2.0 */
/* calls.h - the calls of drivers that the code is in. Any context. */
#ifndef COMPAT_GLUE_CALLS_H
#define COMPAT_GLUE_CALLS_H

#include "glue/held_locks.h"
#include "glue/level.h"
#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tasks;
struct _NT_TRY;
struct nt_raising;

/**
 * struct nt_context - the context that code runs in
 * @innermost: the innermost of its calls of drivers; the same list has calls of other tasks, too
 * @task: the task that it is part of
 * @softirq: it is a softirq
 * @tasks: which tasks' list it is; NULL: the list is the CPU's
 * @flags: for unlocking
 */
struct nt_context {
	struct nt_gate **innermost;
	const void *task;
	struct tasks *tasks;
	unsigned long flags;
	bool softirq;
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

/* Locks the context's calls of drivers, a list. */
void nt_calls_lock(struct nt_context *context);
/* The same for a context that has been filled in already. */
void nt_calls_lock_again(struct nt_context *context);
void nt_calls_unlock(const struct nt_context *context);
/* The outermost one of the calling task, or NULL. Only on PREEMPT_RT. */
struct nt_gate *nt_calls_outermost(void);

#ifdef __cplusplus
}
#endif

#endif
