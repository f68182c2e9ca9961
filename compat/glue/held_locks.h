/* SPDX-License-Identifier: GPL-2.0 */
/* held_locks.h - the spin locks of drivers that the code holds */
#ifndef COMPAT_GLUE_HELD_LOCKS_H
#define COMPAT_GLUE_HELD_LOCKS_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

/* How many of them are tracked in one context. */
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

/*
 * The spin locks that the calling code holds, or NULL where that is not known. At or above
 * DISPATCH_LEVEL.
 */
struct nt_locks *nt_locks(void);
/* How many it holds. Any IRQL. */
unsigned int nt_locks_count(void);

#ifdef __cplusplus
}
#endif

#endif
