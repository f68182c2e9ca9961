// SPDX-License-Identifier: GPL-2.0
/* spin_lock.c - the Linux lock in a driver's spin lock. */

#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "glue/spin_lock.h"

static_assert(sizeof(spinlock_t) <= NT_SPINLOCK_SIZE);
static_assert(__alignof__(spinlock_t) <= __alignof__(void *));

/*
 * That of an image, in an integer of a pointer's size: the bare lock, which is the same in any
 * kernel, without lockdep.
 */
static arch_spinlock_t *small(struct spinlock *lock)
{
	return nt_small_lock(lock);
}

static_assert(sizeof(arch_spinlock_t) <= sizeof(void *));

#ifdef CONFIG_PREEMPT_RT

/*
 * How many of them are held. Preemption is off then, and interrupts take none: they are those of
 * what runs on the CPU.
 */
static DEFINE_PER_CPU(unsigned int, small_locks);

static void note_small_lock(void)
{
	this_cpu_inc(small_locks);
}

static void forget_small_lock(void)
{
	this_cpu_dec(small_locks);
}

bool nt_has_small_locks(void)
{
	return this_cpu_read(small_locks);
}

/* The locks themselves say who has them. */
void nt_interrupt_lock_set(struct spinlock *lock) { }

bool nt_spinlock_is_mine(struct spinlock *lock)
{
	/* The lowest bit says that others wait for it. */
	return !nt_is_small_lock(lock) &&
		((unsigned long)READ_ONCE(lock->lock.owner) & ~1ul) == (unsigned long)current;
}

#else

static void note_small_lock(void) { }
static void forget_small_lock(void) { }

bool nt_has_small_locks(void)
{
	return false;
}

static DEFINE_PER_CPU(struct spinlock *, interrupt_lock);

void nt_interrupt_lock_set(struct spinlock *lock)
{
	this_cpu_write(interrupt_lock, lock);
}

bool nt_spinlock_is_mine(struct spinlock *lock)
{
	return irqs_disabled() && this_cpu_read(interrupt_lock) == lock;
}

#endif

void nt_spinlock_init(struct spinlock *lock, const void *site)
{
	spin_lock_init(lock);
	/*
	 * As with spin_lock_init(), all locks initialised at one place are a class; lockdep wants
	 * an address in a module for it, and the driver's code is one.
	 */
	lockdep_set_class_and_name(lock, (struct lock_class_key *)site, "KSPIN_LOCK");
}

void nt_spinlock_lock(struct spinlock *lock)
	__acquires(lock)
{
	if (unlikely(nt_is_small_lock(lock))) {
		preempt_disable();
		arch_spin_lock(small(lock));
		note_small_lock();
		__acquire(lock);
		return;
	}
	spin_lock(lock);
}

bool nt_spinlock_trylock(struct spinlock *lock)
{
	bool taken;

	if (likely(!nt_is_small_lock(lock))) {
		if (!spin_trylock(lock))
			return false;
		/* sparse takes no function that returns with or without a lock. */
		__release(lock);
		return true;
	}
	preempt_disable();
	taken = arch_spin_trylock(small(lock));
	if (taken)
		note_small_lock();
	else
		preempt_enable();
	return taken;
}

void nt_spinlock_unlock(struct spinlock *lock)
	__releases(lock)
{
	if (unlikely(nt_is_small_lock(lock))) {
		__release(lock);
		forget_small_lock();
		arch_spin_unlock(small(lock));
		preempt_enable();
		return;
	}
	spin_unlock(lock);
}

bool nt_spinlock_is_locked(struct spinlock *lock)
{
	if (nt_is_small_lock(lock))
		return !IS_ENABLED(CONFIG_SMP) || arch_spin_is_locked(small(lock));
	/* A kernel for one processor cannot tell. */
	return !IS_ENABLED(CONFIG_SMP) || spin_is_locked(lock);
}
