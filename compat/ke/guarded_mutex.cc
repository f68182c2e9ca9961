// SPDX-License-Identifier: GPL-2.0
/// guarded_mutex.cc - guarded mutexes: while a thread has one, it is in a guarded region.

#include "ke/owned_mutex.hh"
#include "ke/region.h"

VOID NTAPI KeInitializeGuardedMutex(PKGUARDED_MUTEX mutex)
{
	if (!ok(is_memory(mutex), "the mutex"))
		return;
	*mutex = {};
	mutex->Count = 1;
	nt_header_init(&mutex->Gate.Header, NT_SYNCHRONIZATION_EVENT, sizeof(mutex->Gate), 0);
}

VOID NTAPI KeAcquireGuardedMutex(PKGUARDED_MUTEX mutex)
{
	const Caller caller;

	if (ke::acquire_mutex(mutex, caller))
		nt_guarded_region_enter(caller.code());
}

BOOLEAN NTAPI KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX mutex)
{
	const Caller caller;

	if (!ke::try_to_acquire_mutex(mutex, caller))
		return FALSE;
	nt_guarded_region_enter(caller.code());
	return TRUE;
}

VOID NTAPI KeReleaseGuardedMutex(PKGUARDED_MUTEX mutex)
{
	const Caller caller;

	if (ke::release_mutex(mutex, caller) && !nt_guarded_region_leave())
		caller.complain("the thread is not in a guarded region");
}

VOID NTAPI KeAcquireGuardedMutexUnsafe(PKGUARDED_MUTEX mutex) { ke::acquire_mutex(mutex); }
VOID NTAPI KeReleaseGuardedMutexUnsafe(PKGUARDED_MUTEX mutex) { ke::release_mutex(mutex); }
