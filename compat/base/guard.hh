// SPDX-License-Identifier: GPL-2.0
/// guard.hh - locks held for a scope.
#pragma once

#include "base/call_mutex.h"
#include "glue/linux.h"

/// A mutex of the Windows kernel's own. PASSIVE_LEVEL.
template <nt_mutex which>
class MutexGuard {
public:
	MutexGuard() { nt_mutex_lock(which); }
	~MutexGuard() { nt_mutex_unlock(which); }
	MutexGuard(const MutexGuard &) = delete;
	MutexGuard &operator=(const MutexGuard &) = delete;
};

/// A spin lock of the Windows kernel's own. At or below DISPATCH_LEVEL.
template <nt_spin which>
class SpinGuard {
public:
	SpinGuard() { nt_spin_lock(which); }
	~SpinGuard() { nt_spin_unlock(which); }
	SpinGuard(const SpinGuard &) = delete;
	SpinGuard &operator=(const SpinGuard &) = delete;
};

/// A raw spin lock. Any IRQL; interrupts are off meanwhile.
template <nt_raw_spin which>
class RawGuard {
public:
	RawGuard() : flags_(nt_raw_spin_lock(which)) { }
	~RawGuard() { nt_raw_spin_unlock(which, flags_); }
	RawGuard(const RawGuard &) = delete;
	RawGuard &operator=(const RawGuard &) = delete;

private:
	unsigned long flags_;
};

/// A mutex that is held while drivers are called. PASSIVE_LEVEL.
class CallGuard {
public:
	explicit CallGuard(nt_call_mutex &mutex) : mutex_(&mutex) { nt_call_lock(mutex_); }
	~CallGuard() { nt_call_unlock(mutex_); }
	CallGuard(const CallGuard &) = delete;
	CallGuard &operator=(const CallGuard &) = delete;

private:
	nt_call_mutex *mutex_;
};
