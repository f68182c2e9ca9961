// SPDX-License-Identifier: GPL-2.0
/// dispatcher.hh - dispatcher objects, for this room.
#pragma once

#include "base/list.hh"
#include "base/object.hh"
#include "glue/linux.h"
#include "ke/dispatcher.h"

namespace ke {

/// Guards the states and wait lists of all dispatcher objects, and the timers, for a scope. At
/// or below DISPATCH_LEVEL; interrupts are off in between.
class DispatcherGuard {
public:
	DispatcherGuard() : flags_(nt_dispatcher_lock()) { }
	~DispatcherGuard() { nt_dispatcher_unlock(flags_); }
	DispatcherGuard(const DispatcherGuard &) = delete;
	DispatcherGuard &operator=(const DispatcherGuard &) = delete;

private:
	unsigned long flags_;
};

/// Those who wait for an object: of each a block.
using Waiting = EntryList<KWAIT_BLOCK, offsetof(KWAIT_BLOCK, WaitListEntry)>;
/// The mutexes that system threads have.
using Mutants = EntryList<KMUTANT, offsetof(KMUTANT, MutantListEntry)>;

// The state is read without the lock, too.

inline LONG state_of(const DISPATCHER_HEADER &header)
{
	return __atomic_load_n(&header.SignalState, __ATOMIC_RELAXED);
}

inline void set_state(DISPATCHER_HEADER &header, LONG state)
{
	__atomic_store_n(&header.SignalState, state, __ATOMIC_RELAXED);
}

// mutex.cc. Dispatcher lock held.

/// The thread may have the mutex, once it is free.
bool is_owner(const DISPATCHER_HEADER &mutex, PKTHREAD thread);
/// Its owner waits for it too deep to do so once more.
bool is_too_deep(const DISPATCHER_HEADER &mutex, PKTHREAD thread);
/// The thread has it, or has it once more: STATUS_WAIT_0 or STATUS_ABANDONED_WAIT_0.
NTSTATUS acquire(DISPATCHER_HEADER &mutex, PKTHREAD thread);

}
