// SPDX-License-Identifier: GPL-2.0
/// fast_mutex.cc - fast mutexes.

#include "ke/owned_mutex.hh"

VOID NTAPI ExAcquireFastMutex(PFAST_MUTEX mutex) { ke::acquire_mutex(mutex); }
VOID NTAPI ExAcquireFastMutexUnsafe(PFAST_MUTEX mutex) { ke::acquire_mutex(mutex); }
VOID NTAPI ExReleaseFastMutex(PFAST_MUTEX mutex) { ke::release_mutex(mutex); }
VOID NTAPI ExReleaseFastMutexUnsafe(PFAST_MUTEX mutex) { ke::release_mutex(mutex); }
BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX mutex) { return ke::try_to_acquire_mutex(mutex); }
