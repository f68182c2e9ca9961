/* SPDX-License-Identifier: GPL-2.0 */
/* spin_lock.h - spin locks; no driver sees it. */
#ifndef COMPAT_KE_SPIN_LOCK_H
#define COMPAT_KE_SPIN_LOCK_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

/* The Linux lock in a spin lock; @site: the caller, which may be the first to use it. */
struct spinlock *nt_spinlock(PKSPIN_LOCK lock, const void *site);

/* Memory goes in which a spin lock may be that the calling code has: releases it, and says so. */
void nt_spinlocks_gone(const void *start, size_t size);

#ifdef __cplusplus
}
#endif

#endif
