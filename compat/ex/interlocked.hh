// SPDX-License-Identifier: GPL-2.0
/// interlocked.hh - spin locks of drivers that are held with interrupts off, at any IRQL.
#pragma once

#include "glue/lock.h"
#include "base/check.hh"
#include "base/poll.h"
#include "ke/spin_lock.h"

namespace ex {

/// Every routine begins with this, at any IRQL: a loop of them lets others run (W7).
inline bool lock_ok(PKSPIN_LOCK lock, Caller caller)
{
	nt_poll();
	if (!ok(nt_is_spinlock(lock), "the lock", caller))
		return false;
	if (!nt_spinlock_is_callers(lock)) [[likely]]
		return true;
	complain_of_mistake("the caller already has the lock: nothing is done", caller);
	return false;
}

/// A driver's spin lock, held with interrupts off.
class Guard {
public:
	Guard(PKSPIN_LOCK lock, Caller caller)
		: lock_(nt_spinlock(lock, caller.address())), flags_(nt_spin_lock_irqsave(lock_))
	{ }
	~Guard() { nt_spin_unlock_irqrestore(lock_, flags_); }
	Guard(const Guard &) = delete;
	Guard &operator=(const Guard &) = delete;

private:
	spinlock *lock_;
	unsigned long flags_;
};

}
