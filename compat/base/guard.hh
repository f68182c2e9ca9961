// SPDX-License-Identifier: GPL-2.0
/// guard.hh - locks held for a scope.
#pragma once

#include "module/rt/capability.hh"
#include "base/call_mutex.h"
#include "glue/lock.h"

/// A mutex of the Windows kernel's own. PASSIVE_LEVEL.
template <nt_mutex which>
class LOCK_GUARD MutexGuard {
public:
	static const rt::Lock lock;

	MutexGuard() ACQUIRES(lock) { nt_mutex_lock(which); }
	~MutexGuard() RELEASES() { nt_mutex_unlock(which); }
	MutexGuard(const MutexGuard &) = delete;
	MutexGuard &operator=(const MutexGuard &) = delete;
};

/// A spin lock of the Windows kernel's own. At or below DISPATCH_LEVEL.
template <nt_spin which>
class LOCK_GUARD SpinGuard {
public:
	static const rt::Lock lock;

	SpinGuard() ACQUIRES(lock) { nt_spin_lock(which); }
	~SpinGuard() RELEASES() { nt_spin_unlock(which); }
	SpinGuard(const SpinGuard &) = delete;
	SpinGuard &operator=(const SpinGuard &) = delete;
};

/// A raw spin lock. Any IRQL; interrupts are off meanwhile.
template <nt_raw_spin which>
class LOCK_GUARD RawGuard {
public:
	static const rt::Lock lock;

	RawGuard() ACQUIRES(lock) : flags_(nt_raw_spin_lock(which)) { }
	~RawGuard() RELEASES() { nt_raw_spin_unlock(which, flags_); }
	RawGuard(const RawGuard &) = delete;
	RawGuard &operator=(const RawGuard &) = delete;

private:
	unsigned long flags_;
};

/// A mutex that is held while drivers are called. PASSIVE_LEVEL.
class LOCK_GUARD CallGuard {
public:
	explicit CallGuard(nt_call_mutex &mutex) ACQUIRES(mutex) : mutex_(&mutex)
	{
		nt_call_lock(mutex_);
	}
	~CallGuard() RELEASES() { nt_call_unlock(mutex_); }
	CallGuard(const CallGuard &) = delete;
	CallGuard &operator=(const CallGuard &) = delete;

private:
	nt_call_mutex *mutex_;
};
