// SPDX-License-Identifier: GPL-2.0
/* ex.c - interlocked operations under a spin lock, fast mutexes. */

#include <linux/export.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"
#include "ke/dispatcher.h"
#include "ke/spin_lock.h"

/* The macros in the log name the routine they are used in, so they are checked there. */
#define NUMBER_OK(number) nt_ok(nt_is_memory(number, sizeof(*(number))), "the number")
#define LOCK_OK(lock) nt_ok(nt_is_memory(lock, sizeof(*(lock))), "the lock")
#define ENTRY_OK(entry) nt_ok(nt_is_memory(entry, sizeof(*(entry))), "the entry")

LARGE_INTEGER NTAPI ExInterlockedAddLargeInteger(PLARGE_INTEGER addend, LARGE_INTEGER increment,
						 PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	unsigned long flags;
	LARGE_INTEGER old;

	if (!LOCK_OK(lock) || !NUMBER_OK(addend))
		return (LARGE_INTEGER){ };
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	spin_lock_irqsave(linux_lock, flags);
	old = *addend;
	addend->QuadPart = (u64)addend->QuadPart + increment.QuadPart;
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedAddLargeInteger);

ULONG NTAPI ExInterlockedAddUlong(PULONG addend, ULONG increment, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	unsigned long flags;
	ULONG old;

	if (!LOCK_OK(lock) || !NUMBER_OK(addend))
		return 0;
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	spin_lock_irqsave(linux_lock, flags);
	old = *addend;
	*addend += increment;
	spin_unlock_irqrestore(linux_lock, flags);
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedAddUlong);

PLIST_ENTRY NTAPI ExInterlockedInsertHeadList(PLIST_ENTRY head, PLIST_ENTRY entry, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	unsigned long flags;
	PLIST_ENTRY old = NULL;
	bool whole;

	if (!LOCK_OK(lock) || !ENTRY_OK(entry))
		return NULL;
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	spin_lock_irqsave(linux_lock, flags);
	whole = nt_is_list(head);
	if (whole) {
		old = IsListEmpty(head) ? NULL : head->Flink;
		InsertHeadList(head, entry);
	}
	spin_unlock_irqrestore(linux_lock, flags);
	if (!whole)
		nt_complain("the list is none, or damaged: nothing is done");
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedInsertHeadList);

PLIST_ENTRY NTAPI ExInterlockedInsertTailList(PLIST_ENTRY head, PLIST_ENTRY entry, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	unsigned long flags;
	PLIST_ENTRY old = NULL;
	bool whole;

	if (!LOCK_OK(lock) || !ENTRY_OK(entry))
		return NULL;
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	spin_lock_irqsave(linux_lock, flags);
	whole = nt_is_list(head);
	if (whole) {
		old = IsListEmpty(head) ? NULL : head->Blink;
		InsertTailList(head, entry);
	}
	spin_unlock_irqrestore(linux_lock, flags);
	if (!whole)
		nt_complain("the list is none, or damaged: nothing is done");
	return old;
}
EXPORT_SYMBOL_GPL(ExInterlockedInsertTailList);

PLIST_ENTRY NTAPI ExInterlockedRemoveHeadList(PLIST_ENTRY head, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	PLIST_ENTRY entry = NULL;
	unsigned long flags;
	bool whole;

	if (!LOCK_OK(lock) || !ENTRY_OK(head))
		return NULL;
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	spin_lock_irqsave(linux_lock, flags);
	whole = nt_is_list(head) && nt_is_list(head->Flink);
	if (whole && !IsListEmpty(head))
		entry = RemoveHeadList(head);
	spin_unlock_irqrestore(linux_lock, flags);
	if (!whole)
		nt_complain("the list is none, or damaged: nothing is done");
	return entry;
}
EXPORT_SYMBOL_GPL(ExInterlockedRemoveHeadList);

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY head, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	PSINGLE_LIST_ENTRY entry;
	unsigned long flags;

	if (!LOCK_OK(lock) || !ENTRY_OK(head))
		return NULL;
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
	spin_lock_irqsave(linux_lock, flags);
	entry = PopEntryList(head);
	spin_unlock_irqrestore(linux_lock, flags);
	return entry;
}
EXPORT_SYMBOL_GPL(ExInterlockedPopEntryList);

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY head,
						    PSINGLE_LIST_ENTRY entry, PKSPIN_LOCK lock)
{
	spinlock_t *linux_lock;
	PSINGLE_LIST_ENTRY old;
	unsigned long flags;

	if (!LOCK_OK(lock) || !ENTRY_OK(head) || !ENTRY_OK(entry))
		return NULL;
	linux_lock = nt_spinlock(lock, __builtin_return_address(0));
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

/* The macro in the log names the routine it is used in. */
#define MUTEX_OK(mutex)								\
({										\
	bool __usable = nt_ok(nt_is_memory(mutex, sizeof(*(mutex))), "the mutex");	\
										\
	if (__usable && !nt_header_is(&(mutex)->Event.Header, NT_SYNCHRONIZATION_EVENT, \
				      NT_SYNCHRONIZATION_EVENT)) {		\
		nt_complain("the mutex is not initialised");			\
		__usable = false;						\
	}									\
	__usable;								\
})

/* Only the owner itself can find itself there. */
static bool is_mine(PFAST_MUTEX mutex)
{
	return READ_ONCE(mutex->Owner) == KeGetCurrentThread();
}

VOID NTAPI ExAcquireFastMutex(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL) || !MUTEX_OK(mutex))
		return;
	if (is_mine(mutex))
		nt_complain("this thread has the mutex already");
	else
		acquire(mutex);
}
EXPORT_SYMBOL_GPL(ExAcquireFastMutex);

BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX mutex)
{
	return nt_irql_ok(APC_LEVEL) && MUTEX_OK(mutex) && try_acquire(mutex);
}
EXPORT_SYMBOL_GPL(ExTryToAcquireFastMutex);

VOID NTAPI ExReleaseFastMutex(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL) || !MUTEX_OK(mutex))
		return;
	if (is_mine(mutex))
		release(mutex);
	else
		nt_complain("this thread has not got the mutex");
}
EXPORT_SYMBOL_GPL(ExReleaseFastMutex);

VOID NTAPI ExAcquireFastMutexUnsafe(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL) || !MUTEX_OK(mutex))
		return;
	if (is_mine(mutex))
		nt_complain("this thread has the mutex already");
	else
		acquire(mutex);
}
EXPORT_SYMBOL_GPL(ExAcquireFastMutexUnsafe);

VOID NTAPI ExReleaseFastMutexUnsafe(PFAST_MUTEX mutex)
{
	if (!nt_irql_ok(APC_LEVEL) || !MUTEX_OK(mutex))
		return;
	if (is_mine(mutex))
		release(mutex);
	else
		nt_complain("this thread has not got the mutex");
}
EXPORT_SYMBOL_GPL(ExReleaseFastMutexUnsafe);
