/* SPDX-License-Identifier: GPL-2.0 */
/* spin_lock.h - spin locks; internal. */
#ifndef COMPAT_KE_SPIN_LOCK_H
#define COMPAT_KE_SPIN_LOCK_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

/* The Linux lock in a spin lock; @site: the caller, who may be the first to use it. */
struct spinlock *nt_spinlock(PKSPIN_LOCK lock, const void *site);

/* There is memory for a spin lock, or for that of an image, which is smaller. Any IRQL. */
bool nt_is_spinlock(PKSPIN_LOCK lock);

/* Memory goes away: releases the spin locks in it that the calling code holds, and logs it. */
void nt_spinlocks_gone(const void *start, size_t size);

#ifdef __cplusplus
}
#endif

#endif
