/* SPDX-License-Identifier: GPL-2.0 */
/* spin_lock.h - the Linux lock in a driver's spin lock (ke/spin_lock.cc) */
#ifndef COMPAT_GLUE_SPIN_LOCK_H
#define COMPAT_GLUE_SPIN_LOCK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

/* Room for a Linux lock, whatever the kernel's configuration adds to it; spin_lock.c checks it. */
#define NT_SPINLOCK_SIZE (sizeof(KSPIN_LOCK) - sizeof(void *))
/*
 * The two upper bits of every address of the kernel are set. Where the second one is not, in the
 * address of a lock, the lock is an image's: an integer, which is the lock itself
 * (compat/kit/image). A kernel of 32 bits may have been configured to have other addresses; then
 * there are no images (compat/driver.mk).
 */
#define NT_UPPER_BITS	 (8 * sizeof(ULONG_PTR) - 2)
#define NT_NO_SMALL_LOCK ((ULONG_PTR)1 << NT_UPPER_BITS)

static inline bool nt_is_small_lock(const void *lock)
{
#ifdef NT_HAS_NO_IMAGES
	return false;
#else
	return (ULONG_PTR)lock >> NT_UPPER_BITS == 2;
#endif
}

static inline void *nt_small_lock(const void *lock)
{
	return (void *)(ULONG_PTR)((ULONG_PTR)lock | NT_NO_SMALL_LOCK);
}

/* To lockdep, all locks initialised at one @site, an address in a module, are of one class. */
void nt_spinlock_init(struct spinlock *lock, const void *site);
/* At DISPATCH_LEVEL. */
void nt_spinlock_lock(struct spinlock *lock);
/* The same if it is free: whether it was. */
bool nt_spinlock_trylock(struct spinlock *lock);
void nt_spinlock_unlock(struct spinlock *lock);
/* Whether the caller has images' locks; false without PREEMPT_RT. Any context. */
bool nt_has_small_locks(void);
/* False: nobody holds it. */
bool nt_spinlock_is_locked(struct spinlock *lock);
/*
 * The caller, at DIRQL, has taken the lock of its interrupt, or is about to give it back (NULL).
 * There is one at a time: interrupts are off.
 */
void nt_interrupt_lock_set(struct spinlock *lock);
/*
 * Whether the caller has the lock in that way; on PREEMPT_RT, in whatever way, unless it is an
 * image's. Any context.
 */
bool nt_spinlock_is_mine(struct spinlock *lock);

#ifdef __cplusplus
}
#endif

#endif
