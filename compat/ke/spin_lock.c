// SPDX-License-Identifier: GPL-2.0
/* spin_lock.c - spin locks. */

#include <linux/bottom_half.h>
#include <linux/export.h>
#include <linux/spinlock.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"
#include "ke/spin_lock.h"

/**
 * struct lock - what a KSPIN_LOCK is
 * @state: LOCK_READY once @lock is initialised
 * @lock: for softirq and process context
 */
struct lock {
	atomic_t state;
	spinlock_t lock;
};

static_assert(sizeof(struct lock) <= sizeof(KSPIN_LOCK));
static_assert(__alignof__(struct lock) <= __alignof__(KSPIN_LOCK));

/* Whether there may be a lock at all, for an instruction or two. */
#define LOCK_OK(storage) nt_ok(nt_is_address(storage), "the lock")

#define LOCK_BUSY 1		/* being initialised */
#define LOCK_READY 0x4b53504c

static void initialise(struct lock *lock, const void *site)
{
	spin_lock_init(&lock->lock);
	/*
	 * As with spin_lock_init(), a class is all that is initialised at one
	 * place; lockdep wants an address in a module for it, and the driver's
	 * code is one.
	 */
	lockdep_set_class_and_name(&lock->lock, (struct lock_class_key *)site, "KSPIN_LOCK");
	atomic_set_release(&lock->state, LOCK_READY);
}

VOID NTAPI KeInitializeSpinLock(PKSPIN_LOCK storage)
{
	if (!nt_ok(nt_is_memory(storage, sizeof(*storage)), "the lock"))
		return;
	initialise((struct lock *)storage, nt_caller());
}
EXPORT_SYMBOL_GPL(KeInitializeSpinLock);

/* The Linux lock in it; one that was only zeroed is initialised by its first use. */
spinlock_t *nt_spinlock(PKSPIN_LOCK storage, const void *site)
{
	struct lock *lock = (struct lock *)storage;
	int state = atomic_read_acquire(&lock->state);

	if (likely(state == LOCK_READY))
		return &lock->lock;
	/* Lockdep forgets the class when its module goes: one of ours is not the first driver's. */
	site = within_module((unsigned long)storage, THIS_MODULE) ? storage : nt_caller_of(site);
	while (state != LOCK_READY) {
		/* Whoever waits for this to be done spins. */
		preempt_disable();
		if (state != LOCK_BUSY && atomic_try_cmpxchg(&lock->state, &state, LOCK_BUSY))
			initialise(lock, site);
		preempt_enable();
		cpu_relax();
		state = atomic_read_acquire(&lock->state);
	}
	return &lock->lock;
}

/* The calling code has it, as far as that is known: it would wait for itself. */
static bool has(PKSPIN_LOCK storage)
{
	const struct lock *lock = (struct lock *)storage;
	const struct nt_locks *mine;
	unsigned int n;

	if (likely(!nt_locks_count()))
		return false;
	mine = nt_locks();
	for (n = min_t(unsigned int, mine->count, NT_LOCKS_MAX); n--; )
		if (mine->locks[n] == &lock->lock)
			return true;
	return false;
}

/* The macro in the log names the routine it is used in. */
#define HAS_NOT(storage)							\
({										\
	bool __has = has(storage);						\
										\
	if (__has)								\
		nt_complain("the caller has the lock already: not taken once more"); \
	!__has;									\
})

/* What the calling code has is known: a routine may return without giving it back. */
static void take(PKSPIN_LOCK storage, const void *site)
	__acquires(storage)
{
	spinlock_t *lock = nt_spinlock(storage, site);
	struct nt_locks *mine;

	spin_lock(lock);
	mine = nt_locks();
	if (!mine)
		return;
	if (likely(mine->count < NT_LOCKS_MAX))
		mine->locks[mine->count] = lock;
	mine->count++;
}

/* False: the calling code does not have it, as far as that is known. */
static bool forget(const spinlock_t *lock)
{
	struct nt_locks *mine = nt_locks();
	unsigned int known, n;

	if (!mine)
		return true;
	known = min_t(unsigned int, mine->count, NT_LOCKS_MAX);
	for (n = known; n--; ) {
		if (mine->locks[n] != lock)
			continue;
		memmove(&mine->locks[n], &mine->locks[n + 1],
			(known - n - 1) * sizeof(mine->locks[0]));
		/* The last one is not known where there are too many. */
		if (mine->count > NT_LOCKS_MAX)
			mine->locks[NT_LOCKS_MAX - 1] = NULL;
		mine->count--;
		return true;
	}
	if (mine->count <= NT_LOCKS_MAX)
		/* What was taken before a driver was called is known elsewhere. */
		return IS_ENABLED(CONFIG_PREEMPT_RT);
	mine->count--;
	return true;
}

/* Why it cannot be given back, or NULL: it has to be unlocked now. */
static const char *give_back(PKSPIN_LOCK storage)
{
	struct lock *lock = (struct lock *)storage;

	/* A kernel for one processor does not know. */
	if (atomic_read(&lock->state) != LOCK_READY ||
	    (IS_ENABLED(CONFIG_SMP) && !spin_is_locked(&lock->lock)))
		return "nobody has the lock";
	return forget(&lock->lock) ? NULL : "the caller does not have the lock";
}

KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK storage)
	__acquires(storage)
{
	KIRQL old = KeGetCurrentIrql();

	/* Refused at DIRQL, like its release: the lock may be that of the interrupted code. */
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage) || !HAS_NOT(storage)) {
		__acquire(storage);
		return old;
	}
	if (old < DISPATCH_LEVEL)
		local_bh_disable();
	take(storage, __builtin_return_address(0));
	return old;
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLockRaiseToDpc);

VOID NTAPI KeAcquireSpinLock(PKSPIN_LOCK storage, PKIRQL old)
	__acquires(storage)
{
	if (!nt_ok(nt_is_memory(old, sizeof(*old)), "the place for the IRQL")) {
		__acquire(storage);
		return;
	}
	*old = KeGetCurrentIrql();
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage) || !HAS_NOT(storage)) {
		__acquire(storage);
		return;
	}
	if (*old < DISPATCH_LEVEL)
		local_bh_disable();
	take(storage, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLock);

VOID NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK storage)
	__acquires(storage)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage) || !HAS_NOT(storage)) {
		__acquire(storage);
		return;
	}
	if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
		/* A softirq on this CPU could spin on it for ever: the release is refused, too. */
		nt_complain("below DISPATCH_LEVEL, the lock is not taken");
		__acquire(storage);
		return;
	}
	take(storage, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLockAtDpcLevel);

VOID NTAPI KeReleaseSpinLock(PKSPIN_LOCK storage, KIRQL new)
	__releases(storage)
{
	const char *wrong;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__release(storage);
		return;
	}
	wrong = give_back(storage);
	if (wrong) {
		nt_complain("%s", wrong);
		__release(storage);
		return;
	}
	spin_unlock(&((struct lock *)storage)->lock);
	if (new < DISPATCH_LEVEL && !nt_irql_lower(KeGetCurrentIrql(), new))
		nt_complain("the IRQL is not the driver's to lower");
}
EXPORT_SYMBOL_GPL(KeReleaseSpinLock);

VOID NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK storage)
	__releases(storage)
{
	const char *wrong;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__release(storage);
		return;
	}
	wrong = give_back(storage);
	if (wrong) {
		nt_complain("%s", wrong);
		__release(storage);
		return;
	}
	spin_unlock(&((struct lock *)storage)->lock);
}
EXPORT_SYMBOL_GPL(KeReleaseSpinLockFromDpcLevel);

/* Memory goes in which a spin lock may be that its owner has. */
void nt_spinlocks_gone(const void *start, size_t size)
{
	struct nt_locks *mine;
	unsigned int n;

	if (likely(!nt_locks_count()))
		return;
	mine = nt_locks();
	for (n = min_t(unsigned int, mine->count, NT_LOCKS_MAX); n--; ) {
		spinlock_t *lock = mine->locks[n];

		if (lock && (void *)lock >= start && (void *)lock < start + size) {
			pr_warn_ratelimited("memory is freed with a spin lock in it that is held: released\n");
			forget(lock);
			nt_gate_unlock(lock);
		}
	}
}
