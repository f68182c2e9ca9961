// SPDX-License-Identifier: GPL-2.0
/// fast_mutex.cc - fast mutexes.
///
/// Count 1 means free. Whoever makes it negative waits for the event; each release that finds
/// waiters sets the event once.

#include "base/check.hh"
#include "ke/dispatcher.h"

namespace {

bool usable(PFAST_MUTEX mutex, Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller) || !ok(is_memory(mutex), "the mutex", caller))
		return false;
	if (nt_header_is(&mutex->Event.Header, NT_SYNCHRONIZATION_EVENT, NT_SYNCHRONIZATION_EVENT))
		return true;
	caller.complain("the mutex is not initialised");
	return false;
}

void set_owner(PFAST_MUTEX mutex, PKTHREAD owner)
{
	__atomic_store_n(&mutex->Owner, owner, __ATOMIC_RELAXED);
}

/// Reliable without a lock: only the owner itself can find itself there.
bool is_mine(PFAST_MUTEX mutex)
{
	return __atomic_load_n(&mutex->Owner, __ATOMIC_RELAXED) == KeGetCurrentThread();
}

void acquire(PFAST_MUTEX mutex, Caller caller = Caller())
{
	if (!usable(mutex, caller))
		return;
	if (is_mine(mutex)) {
		caller.complain("this thread already owns the mutex");
		return;
	}
	if (InterlockedDecrement(&mutex->Count) < 0) {
		__atomic_add_fetch(&mutex->Contention, 1, __ATOMIC_SEQ_CST);
		KeWaitForSingleObject(&mutex->Event, Executive, KernelMode, FALSE, nullptr);
	}
	set_owner(mutex, KeGetCurrentThread());
}

void release(PFAST_MUTEX mutex, Caller caller = Caller())
{
	if (!usable(mutex, caller))
		return;
	if (!is_mine(mutex)) {
		caller.complain("this thread does not own the mutex");
		return;
	}
	set_owner(mutex, nullptr);
	if (InterlockedIncrement(&mutex->Count) <= 0)
		KeSetEvent(&mutex->Event, 0, FALSE);
}

}

VOID NTAPI ExAcquireFastMutex(PFAST_MUTEX mutex) { acquire(mutex); }
VOID NTAPI ExAcquireFastMutexUnsafe(PFAST_MUTEX mutex) { acquire(mutex); }
VOID NTAPI ExReleaseFastMutex(PFAST_MUTEX mutex) { release(mutex); }
VOID NTAPI ExReleaseFastMutexUnsafe(PFAST_MUTEX mutex) { release(mutex); }

BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX mutex)
{
	if (!usable(mutex) || InterlockedCompareExchange(&mutex->Count, 0, 1) != 1)
		return FALSE;
	set_owner(mutex, KeGetCurrentThread());
	return TRUE;
}
