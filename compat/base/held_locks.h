/* SPDX-License-Identifier: GPL-2.0 */
/* held_locks.h - which spin locks of drivers the calling code holds; internal. */
#ifndef COMPAT_BASE_HELD_LOCKS_H
#define COMPAT_BASE_HELD_LOCKS_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

/* The calling code has taken a lock; it is about to give one back. At DISPATCH_LEVEL. */
void nt_locks_add(struct spinlock *lock);
/* False: as far as is known, it does not hold the lock. */
bool nt_locks_remove(const struct spinlock *lock);
/* Whether it holds the lock. Any IRQL. */
bool nt_locks_have(const struct spinlock *lock);
/* Of the locks in this memory that it holds, the one taken last, or NULL. Any IRQL. */
struct spinlock *nt_locks_in(const void *start, size_t size);
/* Gives back all but the first @keep of them. Returns how many those were. The same IRQL. */
unsigned int nt_locks_release(unsigned int keep);

#ifdef __cplusplus
}
#endif

#endif
