// SPDX-License-Identifier: GPL-2.0
/* lock.c - locks that C++ holds for a scope. */

#include <linux/cache.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "glue/lock.h"
#include "glue/spin_lock.h"

static struct mutex mutexes[] = {
	[NT_ANNOUNCE_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_ANNOUNCE_MUTEX]),
	[NT_CALLBACKS_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_CALLBACKS_MUTEX]),
	[NT_CLAIMS_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_CLAIMS_MUTEX]),
	[NT_INTERFACES_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_INTERFACES_MUTEX]),
	[NT_NAMES_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_NAMES_MUTEX]),
	[NT_PORTS_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_PORTS_MUTEX]),
	[NT_NODES_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_NODES_MUTEX]),
	[NT_REGISTRY_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_REGISTRY_MUTEX]),
};

static_assert(ARRAY_SIZE(mutexes) == NT_MUTEXES);

/* Each has its own cache line, because the locks have nothing to do with each other. */
struct spin {
	spinlock_t lock;
} ____cacheline_aligned_in_smp;

static struct spin spins[] = {
	[NT_CALL_MUTEXES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_CALL_MUTEXES_LOCK].lock),
	[NT_CONTROLLERS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_CONTROLLERS_LOCK].lock),
	[NT_DEVICES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_DEVICES_LOCK].lock),
	[NT_FILES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_FILES_LOCK].lock),
	[NT_DEVICE_QUEUES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_DEVICE_QUEUES_LOCK].lock),
	[NT_INSTANCES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_INSTANCES_LOCK].lock),
	[NT_LOG_ENTRIES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_LOG_ENTRIES_LOCK].lock),
	[NT_MDLS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_MDLS_LOCK].lock),
	[NT_MESSAGES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_MESSAGES_LOCK].lock),
	[NT_NOTIFICATIONS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_NOTIFICATIONS_LOCK].lock),
	[NT_PACKETS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_PACKETS_LOCK].lock),
	[NT_POOL_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_POOL_LOCK].lock),
	[NT_PORT_REQUESTS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_PORT_REQUESTS_LOCK].lock),
	[NT_REGIONS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_REGIONS_LOCK].lock),
	[NT_REINITIALIZATIONS_LOCK].lock =
		__SPIN_LOCK_UNLOCKED(spins[NT_REINITIALIZATIONS_LOCK].lock),
	[NT_REQUESTS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_REQUESTS_LOCK].lock),
	[NT_RESOURCES_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_RESOURCES_LOCK].lock),
	[NT_CALLBACKS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_CALLBACKS_LOCK].lock),
	[NT_SHUTDOWNS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_SHUTDOWNS_LOCK].lock),
	[NT_THREADS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_THREADS_LOCK].lock),
	[NT_WORK_ITEMS_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_WORK_ITEMS_LOCK].lock),
	[NT_WORK_QUEUE_LOCK].lock = __SPIN_LOCK_UNLOCKED(spins[NT_WORK_QUEUE_LOCK].lock),
};

static_assert(ARRAY_SIZE(spins) == NT_SPINS);

struct raw_spin {
	raw_spinlock_t lock;
} ____cacheline_aligned_in_smp;

static struct raw_spin raw_spins[] = {
	[NT_BUG_CHECKS_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_BUG_CHECKS_LOCK].lock),
	[NT_DPCS_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_DPCS_LOCK].lock),
	[NT_INTERRUPTS_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_INTERRUPTS_LOCK].lock),
	[NT_IRPS_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_IRPS_LOCK].lock),
	[NT_LINES_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_LINES_LOCK].lock),
	[NT_OBJECTS_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_OBJECTS_LOCK].lock),
	[NT_SLISTS_LOCK].lock = __RAW_SPIN_LOCK_UNLOCKED(raw_spins[NT_SLISTS_LOCK].lock),
};

static_assert(ARRAY_SIZE(raw_spins) == NT_RAW_SPINS);

static DEFINE_SPINLOCK(dispatcher_lock);

void nt_mutex_lock(enum nt_mutex which)
{
	mutex_lock(&mutexes[which]);
}

void nt_mutex_unlock(enum nt_mutex which)
{
	mutex_unlock(&mutexes[which]);
}

void nt_assert_mutex(enum nt_mutex which)
{
	lockdep_assert_held(&mutexes[which]);
}

void nt_spin_lock(enum nt_spin which)
	__acquires(&spins[which].lock)
{
	spin_lock_bh(&spins[which].lock);
}

void nt_spin_unlock(enum nt_spin which)
	__releases(&spins[which].lock)
{
	spin_unlock_bh(&spins[which].lock);
}

unsigned long nt_raw_spin_lock(enum nt_raw_spin which)
	__acquires(&raw_spins[which].lock)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&raw_spins[which].lock, flags);
	return flags;
}

void nt_raw_spin_unlock(enum nt_raw_spin which, unsigned long flags)
	__releases(&raw_spins[which].lock)
{
	raw_spin_unlock_irqrestore(&raw_spins[which].lock, flags);
}

/* Tells sparse that the lock stays held. */
unsigned long nt_spin_lock_irqsave(struct spinlock *lock)
	__acquires(lock)
{
	unsigned long flags;

	/* An image's (spin_lock.c). */
	if (unlikely(nt_is_small_lock(lock))) {
		local_irq_save(flags);
		nt_spinlock_lock(lock);
		__acquire(lock);
		return flags;
	}
	spin_lock_irqsave(lock, flags);
	return flags;
}

void nt_spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags)
	__releases(lock)
{
	if (unlikely(nt_is_small_lock(lock))) {
		__release(lock);
		nt_spinlock_unlock(lock);
		local_irq_restore(flags);
		return;
	}
	spin_unlock_irqrestore(lock, flags);
}

unsigned long nt_dispatcher_lock(void)
	__acquires(&dispatcher_lock)
{
	unsigned long flags;

	spin_lock_irqsave(&dispatcher_lock, flags);
	return flags;
}

void nt_dispatcher_unlock(unsigned long flags)
	__releases(&dispatcher_lock)
{
	spin_unlock_irqrestore(&dispatcher_lock, flags);
}

void nt_assert_dispatcher_lock(void)
{
	lockdep_assert_held(&dispatcher_lock);
}
