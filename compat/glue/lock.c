// SPDX-License-Identifier: GPL-2.0
/* lock.c - locks that C++ holds for a scope. */

#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "glue/linux.h"

static DEFINE_SPINLOCK(pool_lock);
static DEFINE_MUTEX(names_mutex);
static DEFINE_MUTEX(announce_mutex);

/* The lock stays held: sparse is told so. */
unsigned long nt_spin_lock_irqsave(struct spinlock *lock)
	__acquires(lock)
{
	unsigned long flags;

	spin_lock_irqsave(lock, flags);
	return flags;
}

void nt_spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags)
	__releases(lock)
{
	spin_unlock_irqrestore(lock, flags);
}

void nt_pool_lock(void)
	__acquires(&pool_lock)
{
	spin_lock_bh(&pool_lock);
}

void nt_pool_unlock(void)
	__releases(&pool_lock)
{
	spin_unlock_bh(&pool_lock);
}

void nt_names_lock(void)
{
	mutex_lock(&names_mutex);
}

void nt_names_unlock(void)
{
	mutex_unlock(&names_mutex);
}

void nt_announce_lock(void)
{
	mutex_lock(&announce_mutex);
}

void nt_announce_unlock(void)
{
	mutex_unlock(&announce_mutex);
}
