// SPDX-License-Identifier: GPL-2.0
/// owned_mutex.hh - mutexes that their owner cannot acquire again: fast ones and guarded ones.
///
/// Count 1 means free. Whoever makes it negative waits for the event; each release that finds
/// waiters sets the event once.
#pragma once

#include "base/check.hh"
#include "ke/dispatcher.h"

namespace ke {

/// What those who wait for a mutex wait for.
inline PKEVENT event_of(FAST_MUTEX &mutex) { return &mutex.Event; }
inline PKEVENT event_of(KGUARDED_MUTEX &mutex)
{
	static_assert(sizeof(mutex.Gate) == sizeof(KEVENT));
	return reinterpret_cast<PKEVENT>(&mutex.Gate);
}

template <typename Mutex>
bool mutex_ok(Mutex *mutex, Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller) || !ok(is_memory(mutex), "the mutex", caller))
		return false;
	if (nt_header_is(&event_of(*mutex)->Header, NT_SYNCHRONIZATION_EVENT,
			 NT_SYNCHRONIZATION_EVENT))
		return true;
	caller.complain("the mutex is not initialised");
	return false;
}

template <typename Mutex>
void set_owner(Mutex *mutex, PKTHREAD owner)
{
	__atomic_store_n(&mutex->Owner, owner, __ATOMIC_RELAXED);
}

/// Reliable without a lock: only the owner itself can find itself there.
template <typename Mutex>
bool is_mine(Mutex *mutex)
{
	return __atomic_load_n(&mutex->Owner, __ATOMIC_RELAXED) == KeGetCurrentThread();
}

/// Each of these returns whether it has acquired or released the mutex; if not, the log says why,
/// unless it was only tried.
template <typename Mutex>
bool acquire_mutex(Mutex *mutex, Caller caller = Caller())
{
	if (!mutex_ok(mutex, caller))
		return false;
	if (is_mine(mutex)) {
		caller.complain("this thread already owns the mutex");
		return false;
	}
	if (InterlockedDecrement(&mutex->Count) < 0) {
		__atomic_add_fetch(&mutex->Contention, 1, __ATOMIC_SEQ_CST);
		KeWaitForSingleObject(event_of(*mutex), Executive, KernelMode, FALSE, nullptr);
	}
	set_owner(mutex, KeGetCurrentThread());
	return true;
}

template <typename Mutex>
bool try_to_acquire_mutex(Mutex *mutex, Caller caller = Caller())
{
	if (!mutex_ok(mutex, caller) || InterlockedCompareExchange(&mutex->Count, 0, 1) != 1)
		return false;
	set_owner(mutex, KeGetCurrentThread());
	return true;
}

template <typename Mutex>
bool release_mutex(Mutex *mutex, Caller caller = Caller())
{
	if (!mutex_ok(mutex, caller))
		return false;
	if (!is_mine(mutex)) {
		caller.complain("this thread does not own the mutex");
		return false;
	}
	set_owner(mutex, nullptr);
	if (InterlockedIncrement(&mutex->Count) <= 0)
		KeSetEvent(event_of(*mutex), 0, FALSE);
	return true;
}

}
