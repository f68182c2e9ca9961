// SPDX-License-Identifier: GPL-2.0
/* remove_lock.c - remove locks: removal of a device waits for its requests. */

#include <linux/atomic.h>
#include <linux/export.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"

static atomic_t *count_of(PIO_REMOVE_LOCK lock)
{
	BUILD_BUG_ON(sizeof(lock->Common.IoCount) != sizeof(atomic_t));
	return (atomic_t *)&lock->Common.IoCount;
}

/* The macro in the log names the routine it is used in. */
#define LOCK_OK(lock) nt_ok(nt_is_memory(lock, sizeof(*(lock))), "the remove lock")

VOID NTAPI IoInitializeRemoveLockEx(PIO_REMOVE_LOCK lock, ULONG tag, ULONG minutes, ULONG watermark,
				    ULONG size)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !LOCK_OK(lock))
		return;
	memset(lock, 0, sizeof(*lock));
	/* The device's own, which IoReleaseRemoveLockAndWait() gives back. */
	atomic_set(count_of(lock), 1);
	KeInitializeEvent(&lock->Common.RemoveEvent, SynchronizationEvent, FALSE);
}
EXPORT_SYMBOL_GPL(IoInitializeRemoveLockEx);

static void release(PIO_REMOVE_LOCK lock)
{
	if (atomic_dec_and_test(count_of(lock)))
		KeSetEvent(&lock->Common.RemoveEvent, IO_NO_INCREMENT, FALSE);
}

NTSTATUS NTAPI IoAcquireRemoveLockEx(PIO_REMOVE_LOCK lock, PVOID tag, PCSTR file, ULONG line,
				     ULONG size)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(lock))
		return STATUS_DELETE_PENDING;
	atomic_inc(count_of(lock));
	/* Pairs with the one in IoReleaseRemoveLockAndWaitEx(). */
	smp_mb__after_atomic();
	if (!READ_ONCE(lock->Common.Removed))
		return STATUS_SUCCESS;
	release(lock);
	return STATUS_DELETE_PENDING;
}
EXPORT_SYMBOL_GPL(IoAcquireRemoveLockEx);

VOID NTAPI IoReleaseRemoveLockEx(PIO_REMOVE_LOCK lock, PVOID tag, ULONG size)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(lock))
		return;
	if (atomic_read(count_of(lock)) <= !READ_ONCE(lock->Common.Removed)) {
		nt_complain("remove lock %p is not acquired", lock);
		return;
	}
	release(lock);
}
EXPORT_SYMBOL_GPL(IoReleaseRemoveLockEx);

VOID NTAPI IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK lock, PVOID tag, ULONG size)
{
	if (!nt_irql_ok(PASSIVE_LEVEL) || !LOCK_OK(lock))
		return;
	if (lock->Common.Removed || atomic_read(count_of(lock)) < 2) {
		nt_complain("remove lock %p is not acquired", lock);
		return;
	}
	WRITE_ONCE(lock->Common.Removed, TRUE);
	/* Who acquires it from here on sees that. */
	smp_mb();
	release(lock);
	release(lock);
	KeWaitForSingleObject(&lock->Common.RemoveEvent, Executive, KernelMode, FALSE, NULL);
}
EXPORT_SYMBOL_GPL(IoReleaseRemoveLockAndWaitEx);
