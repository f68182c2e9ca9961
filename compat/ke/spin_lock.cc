// SPDX-License-Identifier: GPL-2.0
/// spin_lock.cc - spin locks. Those that the calling code holds are tracked (base/held_locks.h): a
/// routine may return without releasing one.

#include "glue/held_locks.h"
#include "glue/log.h"
#include "glue/preempt.h"
#include "glue/spin_lock.h"
#include "base/check.hh"
#include "base/held_locks.h"
#include "base/irql.h"
#include "base/poll.h"
#include "ke/gone.h"
#include "ke/spin_lock.h"

namespace {

/// What a KSPIN_LOCK holds.
struct Lock {
	int state;  // `ready` once the Linux lock is initialised
	alignas(void *) unsigned char lock_of_linux[NT_SPINLOCK_SIZE];

	/// In a lock that was only zeroed, `state` is neither.
	enum State { busy = 1, ready = 0x4b53504c };

	static Lock &of(PKSPIN_LOCK storage) { return *reinterpret_cast<Lock *>(storage); }
	spinlock *linux_lock() { return reinterpret_cast<spinlock *>(lock_of_linux); }

	int current_state() const { return __atomic_load_n(&state, __ATOMIC_ACQUIRE); }
	/// `site`: where the lock is initialised, for lockdep.
	void initialise(const void *site)
	{
		nt_spinlock_init(linux_lock(), site);
		__atomic_store_n(&state, ready, __ATOMIC_RELEASE);
	}
	void initialise_once(const void *site);
};

static_assert(sizeof(Lock) <= sizeof(KSPIN_LOCK));
static_assert(alignof(Lock) <= alignof(KSPIN_LOCK));

void Lock::initialise_once(const void *site)
{
	// Lockdep forgets a class when its module goes: our own locks must not be in the first
	// driver's.
	site = nt_is_own(this) ? this : nt_caller_of(site);
	for (int now = current_state(); now != ready; now = current_state()) {
		// Preemption stays off because whoever waits for this spins.
		nt_preempt_off();
		if (now != busy && __atomic_compare_exchange_n(&state, &now, busy, false,
							       __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
			initialise(site);
		nt_preempt_on();
		nt_cpu_relax();
	}
}

/// A lock of an image has the size that it has on Windows, and all of it is a lock of Linux's. The
/// image's module marks its address.
[[gnu::always_inline]] inline spinlock *lock_in(PKSPIN_LOCK storage)
{
	if (nt_is_small_lock(storage)) [[unlikely]]
		return reinterpret_cast<spinlock *>(storage);
	return Lock::of(storage).linux_lock();
}

/// The Linux lock in it. A lock that was only zeroed is initialised by its first use.
[[gnu::always_inline]] inline spinlock *ready_lock(PKSPIN_LOCK storage, const void *site)
{
	if (nt_is_small_lock(storage)) [[unlikely]]
		return reinterpret_cast<spinlock *>(storage);
	Lock &lock = Lock::of(storage);
	if (lock.current_state() != Lock::ready) [[unlikely]]
		lock.initialise_once(site);
	return lock.linux_lock();
}

/// Whether there may be a lock. Quick: it must take no more than an instruction or two.
bool lock_ok(PKSPIN_LOCK storage, Caller caller)
{
	// Of 64 bits, the address of an image's lock is still one of the kernel's.
	const void *address = storage;
	if constexpr (sizeof(void *) == 4)
		address = nt_is_small_lock(storage) ? nt_small_lock(storage) : storage;
	return ok(nt_is_address(address), "the lock", caller);
}

/// Whether the calling code is known to have the lock.
[[gnu::always_inline]] inline bool callers(const spinlock *lock)
{
	return nt_locks_count() && nt_locks_have(lock);
}

/// Whether the lock may be taken at this IRQL. Taking it is refused at DIRQL, and so is its
/// release: the interrupted code may hold the lock.
bool may_take(PKSPIN_LOCK storage, KIRQL irql, Caller caller)
{
	if (!irql_is_ok(irql, DISPATCH_LEVEL, caller) || !lock_ok(storage, caller))
		return false;
	// Taken again, it would wait for itself.
	if (!callers(lock_in(storage))) [[likely]]
		return true;
	complain_of_mistake("the caller already has the lock: not taken again", caller);
	return false;
}

/// At DISPATCH_LEVEL.
void take(PKSPIN_LOCK storage, Caller caller)
{
	spinlock *lock = ready_lock(storage, caller.address());

	nt_spinlock_lock(lock);
	nt_locks_add(lock);
}

/// Takes the lock; `irql` is the current IRQL, at or below DISPATCH_LEVEL.
void raise_and_take(PKSPIN_LOCK storage, KIRQL irql, Caller caller)
{
	if (irql < DISPATCH_LEVEL)
		nt_softirqs_off();
	take(storage, caller);
}

/// Releases the lock; if it cannot be released, logs why and returns false.
bool give_back(PKSPIN_LOCK storage, Caller caller)
{
	if (!irql_ok(DISPATCH_LEVEL, caller) || !lock_ok(storage, caller))
		return false;
	spinlock *linux_lock = lock_in(storage);
	if ((!nt_is_small_lock(storage) && Lock::of(storage).current_state() != Lock::ready) ||
	    !nt_spinlock_is_locked(linux_lock)) {
		complain_of_mistake("nobody has the lock", caller);
		return false;
	}
	if (!nt_locks_remove(linux_lock)) {
		complain_of_mistake("the caller does not have the lock", caller);
		return false;
	}
	nt_spinlock_unlock(linux_lock);
	return true;
}

}

VOID NTAPI KeInitializeSpinLock(PKSPIN_LOCK storage)
{
	if (!ok(nt_is_spinlock(storage), "the lock"))
		return;
	if (callers(lock_in(storage))) [[unlikely]] {
		complain_of_mistake("the caller has the lock", Caller());
		return;
	}
	if (nt_is_small_lock(storage))
		*static_cast<ULONG_PTR *>(nt_small_lock(storage)) = 0;
	else
		Lock::of(storage).initialise(Caller().code());
}

bool nt_is_spinlock(PKSPIN_LOCK lock)
{
	return nt_is_small_lock(lock) ? is_memory(static_cast<ULONG_PTR *>(nt_small_lock(lock))) :
					is_memory(lock);
}

spinlock *nt_spinlock(PKSPIN_LOCK storage, const void *site) { return ready_lock(storage, site); }

KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK storage)
{
	const KIRQL old = nt_polled_irql();
	const Caller caller;

	if (may_take(storage, old, caller))
		raise_and_take(storage, old, caller);
	return old;
}

VOID NTAPI KeAcquireSpinLock(PKSPIN_LOCK storage, PKIRQL old)
{
	const Caller caller;

	if (!ok(is_memory(old), "the place for the IRQL"))
		return;
	const KIRQL irql = nt_polled_irql();
	*old = irql;
	if (may_take(storage, irql, caller))
		raise_and_take(storage, irql, caller);
}

VOID NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK storage)
{
	const KIRQL irql = KeGetCurrentIrql();
	const Caller caller;

	if (!may_take(storage, irql, caller))
		return;
	// Below DISPATCH_LEVEL, a softirq on this CPU could spin on it for ever; its release is
	// refused, too.
	if (irql < DISPATCH_LEVEL)
		complain_of_mistake("below DISPATCH_LEVEL, the lock is not taken", caller);
	else
		take(storage, caller);
}

BOOLEAN NTAPI KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK storage)
{
	const KIRQL irql = KeGetCurrentIrql();
	const Caller caller;

	if (!may_take(storage, irql, caller))
		return FALSE;
	if (irql < DISPATCH_LEVEL) {
		complain_of_mistake("below DISPATCH_LEVEL, the lock is not taken", caller);
		return FALSE;
	}
	spinlock *lock = ready_lock(storage, caller.address());
	if (!nt_spinlock_trylock(lock))
		return FALSE;
	nt_locks_add(lock);
	return TRUE;
}

BOOLEAN NTAPI KeTestSpinLock(PKSPIN_LOCK storage)
{
	const Caller caller;

	nt_poll();
	if (!lock_ok(storage, caller))
		return FALSE;
	spinlock *lock = lock_in(storage);
	return (!nt_is_small_lock(storage) && Lock::of(storage).current_state() != Lock::ready) ||
	       !nt_spinlock_is_locked(lock);
}

VOID NTAPI KeReleaseSpinLock(PKSPIN_LOCK storage, KIRQL lower)
{
	const Caller caller;

	if (give_back(storage, caller) && lower < DISPATCH_LEVEL &&
	    !nt_irql_lower(KeGetCurrentIrql(), lower))
		complain_of_mistake("the IRQL is not the driver's to lower", caller);
}

VOID NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK storage) { give_back(storage, Caller()); }

bool nt_spinlock_is_callers(PKSPIN_LOCK storage)
{
	spinlock *lock = lock_in(storage);

	return callers(lock) || nt_spinlock_is_mine(lock);
}

void nt_spinlocks_gone(const nt_gone *gone)
{
	if (!nt_locks_count()) [[likely]]
		return;
	while (spinlock *lock = nt_locks_in(gone->start, gone->size)) {
		char name[NT_DRIVER_NAME];

		nt_warn("%s: memory is freed with a spin lock in it that is held: released\n",
			nt_gone_name(gone, name));
		nt_locks_remove(lock);
		nt_spinlock_unlock(lock);
	}
}
