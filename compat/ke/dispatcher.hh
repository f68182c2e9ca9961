// SPDX-License-Identifier: GPL-2.0
/// dispatcher.hh - dispatcher objects, within this room and for those above that signal their own.
#pragma once

#include "module/rt/capability.hh"
#include "base/list.hh"
#include "base/object.hh"
#include "glue/lock.h"
#include "ke/dispatcher.h"

namespace ke {

extern const rt::Lock dispatcher_lock;

/// For a scope, guards the states and wait lists of all dispatcher objects, and the timers. At or
/// below DISPATCH_LEVEL; interrupts are off in between.
class LOCK_GUARD DispatcherGuard {
public:
	DispatcherGuard() ACQUIRES(dispatcher_lock) : flags_(nt_dispatcher_lock()) { }
	~DispatcherGuard() RELEASES() { nt_dispatcher_unlock(flags_); }
	DispatcherGuard(const DispatcherGuard &) = delete;
	DispatcherGuard &operator=(const DispatcherGuard &) = delete;

private:
	unsigned long flags_;
};

/// The blocks of those who wait for an object.
using Waiting = EntryList<KWAIT_BLOCK, offsetof(KWAIT_BLOCK, WaitListEntry)>;
/// The mutexes that system threads own.
using Mutants = EntryList<KMUTANT, offsetof(KMUTANT, MutantListEntry)>;

// The state is also read without the lock.

inline LONG state_of(const DISPATCHER_HEADER &header)
{
	return __atomic_load_n(&header.SignalState, __ATOMIC_RELAXED);
}

inline void set_state(DISPATCHER_HEADER &header, LONG state)
{
	__atomic_store_n(&header.SignalState, state, __ATOMIC_RELAXED);
}

// mutex.cc

/// Whether the thread already owns the mutex.
bool is_owner(const DISPATCHER_HEADER &mutex, PKTHREAD thread) REQUIRES(dispatcher_lock);
/// Whether the thread owns the mutex and cannot acquire it once more without an overflow.
bool is_too_deep(const DISPATCHER_HEADER &mutex, PKTHREAD thread) REQUIRES(dispatcher_lock);
/// The thread acquires it, perhaps once more: STATUS_WAIT_0 or STATUS_ABANDONED_WAIT_0.
NTSTATUS acquire(DISPATCHER_HEADER &mutex, PKTHREAD thread) REQUIRES(dispatcher_lock);

}

// waiter.cc

/// Lets those waiters through that the object's state, which the caller has just set, satisfies.
extern "C" void nt_header_signal(DISPATCHER_HEADER *header) REQUIRES(ke::dispatcher_lock);
