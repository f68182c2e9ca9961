// SPDX-License-Identifier: GPL-2.0
/// remove_lock.cc - remove locks: the removal of a device waits for its requests.

#include "base/check.hh"

namespace {

bool lock_ok(const IO_REMOVE_LOCK *lock, Caller caller = Caller())
{
	return ok(is_memory(lock), "the remove lock", caller);
}

LONG count_of(const IO_REMOVE_LOCK *lock)
{
	return __atomic_load_n(&lock->Common.IoCount, __ATOMIC_RELAXED);
}

void release(PIO_REMOVE_LOCK lock)
{
	if (!InterlockedDecrement(&lock->Common.IoCount))
		KeSetEvent(&lock->Common.RemoveEvent, IO_NO_INCREMENT, FALSE);
}

}

VOID NTAPI IoInitializeRemoveLockEx(PIO_REMOVE_LOCK lock, ULONG, ULONG, ULONG, ULONG)
{
	if (!irql_ok(PASSIVE_LEVEL) || !lock_ok(lock))
		return;
	memset(lock, 0, sizeof(*lock));
	// The device's own count, which IoReleaseRemoveLockAndWait() gives back.
	__atomic_store_n(&lock->Common.IoCount, 1, __ATOMIC_RELAXED);
	KeInitializeEvent(&lock->Common.RemoveEvent, SynchronizationEvent, FALSE);
}

NTSTATUS NTAPI IoAcquireRemoveLockEx(PIO_REMOVE_LOCK lock, PVOID, PCSTR, ULONG, ULONG)
{
	if (!irql_ok(DISPATCH_LEVEL) || !lock_ok(lock))
		return STATUS_DELETE_PENDING;
	InterlockedIncrement(&lock->Common.IoCount);
	// In this order, either this sees the removal, or the remover sees this count.
	if (!__atomic_load_n(&lock->Common.Removed, __ATOMIC_SEQ_CST))
		return STATUS_SUCCESS;
	release(lock);
	return STATUS_DELETE_PENDING;
}

VOID NTAPI IoReleaseRemoveLockEx(PIO_REMOVE_LOCK lock, PVOID, ULONG)
{
	if (!irql_ok(DISPATCH_LEVEL) || !lock_ok(lock))
		return;
	if (count_of(lock) <= !__atomic_load_n(&lock->Common.Removed, __ATOMIC_RELAXED)) {
		Caller().complain("remove lock %p is not acquired", lock);
		return;
	}
	release(lock);
}

VOID NTAPI IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK lock, PVOID, ULONG)
{
	if (!irql_ok(PASSIVE_LEVEL) || !lock_ok(lock))
		return;
	if (lock->Common.Removed || count_of(lock) < 2) {
		Caller().complain("remove lock %p is not acquired", lock);
		return;
	}
	// Whoever acquires the lock from here on sees this.
	__atomic_store_n(&lock->Common.Removed, TRUE, __ATOMIC_SEQ_CST);
	release(lock);
	release(lock);
	KeWaitForSingleObject(&lock->Common.RemoveEvent, Executive, KernelMode, FALSE, nullptr);
}
