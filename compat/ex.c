// SPDX-License-Identifier: GPL-2.0
/* ex.c - interlocked operations under a spin lock, fast mutexes. */

#include "nt.h"

LARGE_INTEGER NTAPI ExInterlockedAddLargeInteger(PLARGE_INTEGER addend, LARGE_INTEGER increment,
						 PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	unsigned long flags;
	LARGE_INTEGER old;

	spin_lock_irqsave(linux_lock, flags);
	old = *addend;
	addend->QuadPart = (u64)addend->QuadPart + increment.QuadPart;
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedAddLargeInteger);

ULONG NTAPI ExInterlockedAddUlong(PULONG addend, ULONG increment, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	unsigned long flags;
	ULONG old;

	spin_lock_irqsave(linux_lock, flags);
	old = *addend;
	*addend += increment;
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedAddUlong);

PLIST_ENTRY NTAPI ExInterlockedInsertHeadList(PLIST_ENTRY head, PLIST_ENTRY entry, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	unsigned long flags;
	PLIST_ENTRY old;

	spin_lock_irqsave(linux_lock, flags);
	old = IsListEmpty(head) ? NULL : head->Flink;
	InsertHeadList(head, entry);
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedInsertHeadList);

PLIST_ENTRY NTAPI ExInterlockedInsertTailList(PLIST_ENTRY head, PLIST_ENTRY entry, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	unsigned long flags;
	PLIST_ENTRY old;

	spin_lock_irqsave(linux_lock, flags);
	old = IsListEmpty(head) ? NULL : head->Blink;
	InsertTailList(head, entry);
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedInsertTailList);

PLIST_ENTRY NTAPI ExInterlockedRemoveHeadList(PLIST_ENTRY head, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	PLIST_ENTRY entry = NULL;
	unsigned long flags;

	spin_lock_irqsave(linux_lock, flags);
	if (!IsListEmpty(head))
		entry = RemoveHeadList(head);
	spin_unlock_irqrestore(linux_lock, flags);
	return entry;
}
EXPORT_SYMBOL_GPL(ExInterlockedRemoveHeadList);

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY head, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	PSINGLE_LIST_ENTRY entry;
	unsigned long flags;

	spin_lock_irqsave(linux_lock, flags);
	entry = PopEntryList(head);
	spin_unlock_irqrestore(linux_lock, flags);
	return entry;
}
EXPORT_SYMBOL_GPL(ExInterlockedPopEntryList);

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY head,
						    PSINGLE_LIST_ENTRY entry, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	PSINGLE_LIST_ENTRY old;
	unsigned long flags;

	spin_lock_irqsave(linux_lock, flags);
	old = head->Next;
	PushEntryList(head, entry);
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedPushEntryList);

/*
 * Fast mutexes. Count 1 is free. Whoever makes it less than 0 waits for the
 * event, which each release that finds waiters sets once.
 */

static bool try_acquire(PFAST_MUTEX mutex)
{
	if (InterlockedCompareExchange(&mutex->Count, 0, 1) != 1)
		return false;
	WRITE_ONCE(mutex->Owner, KeGetCurrentThread());
	return true;
}

static void acquire(PFAST_MUTEX mutex)
{
	if (InterlockedDecrement(&mutex->Count) < 0) {
		InterlockedIncrement((PLONG)&mutex->Contention);
		KeWaitForSingleObject(&mutex->Event, Executive, KernelMode, FALSE, NULL);
	}
	WRITE_ONCE(mutex->Owner, KeGetCurrentThread());
}

static void release(PFAST_MUTEX mutex)
{
	WRITE_ONCE(mutex->Owner, NULL);
	if (InterlockedIncrement(&mutex->Count) <= 0)
		KeSetEvent(&mutex->Event, 0, FALSE);
}

/* Only the owner itself can find itself there. */
static bool is_mine(PFAST_MUTEX mutex)
{
	return READ_ONCE(mutex->Owner) == KeGetCurrentThread();
}

VOID NTAPI ExAcquireFastMutex(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL))
		return;
	if (is_mine(mutex))
		nt_complain("this thread has the mutex already");
	else
		acquire(mutex);
}
EXPORT_SYMBOL_GPL(ExAcquireFastMutex);

BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX mutex)
{
	return nt_irql_ok(APC_LEVEL) && try_acquire(mutex);
}
EXPORT_SYMBOL_GPL(ExTryToAcquireFastMutex);

VOID NTAPI ExReleaseFastMutex(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL))
		return;
	if (is_mine(mutex))
		release(mutex);
	else
		nt_complain("this thread has not got the mutex");
}
EXPORT_SYMBOL_GPL(ExReleaseFastMutex);

VOID NTAPI ExAcquireFastMutexUnsafe(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL))
		return;
	if (is_mine(mutex))
		nt_complain("this thread has the mutex already");
	else
		acquire(mutex);
}
EXPORT_SYMBOL_GPL(ExAcquireFastMutexUnsafe);

VOID NTAPI ExReleaseFastMutexUnsafe(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL))
		return;
	if (is_mine(mutex))
		release(mutex);
	else
		nt_complain("this thread has not got the mutex");
}
EXPORT_SYMBOL_GPL(ExReleaseFastMutexUnsafe);
