/* SPDX-License-Identifier: GPL-2.0 */
/* spin_lock.h - spin locks; internal. */
#ifndef COMPAT_KE_SPIN_LOCK_H
#define COMPAT_KE_SPIN_LOCK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

/* The Linux lock in a spin lock; @site: the caller, who may be the first to use it. */
struct spinlock *nt_spinlock(PKSPIN_LOCK lock, const void *site);

/* There is memory for a spin lock, or for that of an image, which is smaller. Any IRQL. */
bool nt_is_spinlock(PKSPIN_LOCK lock);

/*
 * Whether the calling code has it already, as far as is known: it would wait for itself. So would
 * an interrupt routine for the code that it has interrupted. There is a spin lock. Any IRQL.
 */
bool nt_spinlock_is_callers(PKSPIN_LOCK lock);

struct nt_gone;

/* Memory goes away: releases the spin locks in it that the calling code holds, and logs it. */
void nt_spinlocks_gone(const struct nt_gone *gone);

#ifdef __cplusplus
}
#endif

#endif
