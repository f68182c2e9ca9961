/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ex.h - the executive: pool, interlocked operations, lists, fast mutexes.
 *
 * Included by wdm.h. IRQL: the highest at which a name may be used.
 */
#ifndef COMPAT_NT_EX_H
#define COMPAT_NT_EX_H

#include "../ntdef.h"
#include "ke.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Pool. On Linux all of it is resident, so the type only says where it may be allocated. There are
 * no sessions: their pools are like the others.
 */
typedef enum _POOL_TYPE {
	NonPagedPool,
	NonPagedPoolExecute = NonPagedPool,	/* not executable on Linux */
	PagedPool,
	NonPagedPoolMustSucceed,		/* may fail on Linux */
	DontUseThisType,
	NonPagedPoolCacheAligned,
	PagedPoolCacheAligned,
	NonPagedPoolCacheAlignedMustS,		/* may fail on Linux */
	MaxPoolType,
	NonPagedPoolBase = 0,
	NonPagedPoolBaseMustSucceed = 2,
	NonPagedPoolBaseCacheAligned = 4,
	NonPagedPoolBaseCacheAlignedMustS = 6,
	NonPagedPoolSession = 32,
	PagedPoolSession,
	NonPagedPoolMustSucceedSession,
	DontUseThisTypeSession,
	NonPagedPoolCacheAlignedSession,
	PagedPoolCacheAlignedSession,
	NonPagedPoolCacheAlignedMustSSession,
	NonPagedPoolNx = 512,
	NonPagedPoolNxCacheAligned = 516,
	NonPagedPoolSessionNx = 544,
} POOL_TYPE;

/*
 * Allocates memory for the driver that calls: aligned to 16 bytes (8 on 32-bit machines), from
 * PAGE_SIZE on to a page, and not cleared. NULL if there is no memory, or if the type is
 * unknown. What a driver has not freed by the time it is unloaded is freed then, with a line in
 * the log for each tag. IRQL: DISPATCH_LEVEL, for paged pool APC_LEVEL. Linux: kvmalloc(),
 * GFP_KERNEL, but from DISPATCH_LEVEL on kmalloc(), GFP_ATOMIC; a tree of all blocks.
 */
#define ExAllocatePoolWithTag ntparport_ExAllocatePoolWithTag
PVOID NTAPI ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);

/*
 * The same, tagged 'None'. IRQL: DISPATCH_LEVEL, for paged pool APC_LEVEL.
 * Linux: the same.
 */
#define ExAllocatePool ntparport_ExAllocatePool
PVOID NTAPI ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes);

typedef enum _EX_POOL_PRIORITY {
	LowPoolPriority,
	LowPoolPrioritySpecialPoolOverrun = 8,
	LowPoolPrioritySpecialPoolUnderrun = 9,
	NormalPoolPriority = 16,
	NormalPoolPrioritySpecialPoolOverrun = 24,
	NormalPoolPrioritySpecialPoolUnderrun = 25,
	HighPoolPriority = 32,
	HighPoolPrioritySpecialPoolOverrun = 40,
	HighPoolPrioritySpecialPoolUnderrun = 41
} EX_POOL_PRIORITY;

/* The same; all priorities are alike here. IRQL: DISPATCH_LEVEL, for paged pool APC_LEVEL. */
FORCEINLINE PVOID ExAllocatePoolWithTagPriority(POOL_TYPE PoolType, SIZE_T NumberOfBytes,
						ULONG Tag, EX_POOL_PRIORITY Priority)
{
	(void)Priority;
	return ExAllocatePoolWithTag(PoolType, NumberOfBytes, Tag);
}

/* A type may have this added: a quota that fails returns NULL. */
#define POOL_QUOTA_FAIL_INSTEAD_OF_RAISE	8

/* Flags of ExAllocatePool2(). */
typedef ULONGLONG POOL_FLAGS;

#define POOL_FLAG_UNINITIALIZED		0x0000000000000002
#define POOL_FLAG_CACHE_ALIGNED		0x0000000000000008
#define POOL_FLAG_NON_PAGED		0x0000000000000040
#define POOL_FLAG_NON_PAGED_EXECUTE	0x0000000000000080	/* not executable on Linux */
#define POOL_FLAG_PAGED			0x0000000000000100

/*
 * The same with flags, and cleared unless POOL_FLAG_UNINITIALIZED is among them. Also returns
 * NULL for no bytes, no tag, no kind of pool, or an unknown flag below bit 32; those above are
 * ignored, as on Windows. IRQL: DISPATCH_LEVEL, for paged pool APC_LEVEL. Linux: the same, with
 * __GFP_ZERO if it is cleared.
 */
#define ExAllocatePool2 ntparport_ExAllocatePool2
PVOID NTAPI ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag);

/*
 * Frees what the three above allocated, or another routine whose description says so; any
 * driver may free it. Anything that is not such a block, NULL included, is left alone and
 * logged, and so is a block with another tag (Windows stops the machine). IRQL: DISPATCH_LEVEL.
 * Linux: kvfree() of what the tree has.
 */
#define ExFreePool ntparport_ExFreePool
VOID NTAPI ExFreePool(PVOID P);
#define ExFreePoolWithTag ntparport_ExFreePoolWithTag
VOID NTAPI ExFreePoolWithTag(PVOID P, ULONG Tag);

/*
 * Interlocked operations: atomic, with a full barrier, at any IRQL. Increment
 * and decrement return the new value, the others the old one. Linux: the
 * compiler's atomics.
 */
#define InterlockedIncrement		_InterlockedIncrement
#define InterlockedDecrement		_InterlockedDecrement
#define InterlockedExchange		_InterlockedExchange
#define InterlockedExchangeAdd		_InterlockedExchangeAdd
#define InterlockedCompareExchange	_InterlockedCompareExchange
#define InterlockedOr			_InterlockedOr
#define InterlockedAnd			_InterlockedAnd
#define InterlockedXor			_InterlockedXor

FORCEINLINE LONG _InterlockedIncrement(LONG volatile *Addend)
{
	return __atomic_add_fetch(Addend, 1, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONG _InterlockedDecrement(LONG volatile *Addend)
{
	return __atomic_sub_fetch(Addend, 1, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONG _InterlockedExchange(LONG volatile *Target, LONG Value)
{
	return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONG _InterlockedExchangeAdd(LONG volatile *Addend, LONG Value)
{
	return __atomic_fetch_add(Addend, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONG _InterlockedCompareExchange(LONG volatile *Destination, LONG Exchange,
					     LONG Comparand)
{
	return __sync_val_compare_and_swap(Destination, Comparand, Exchange);
}

FORCEINLINE LONG _InterlockedOr(LONG volatile *Destination, LONG Value)
{
	return __atomic_fetch_or(Destination, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONG _InterlockedAnd(LONG volatile *Destination, LONG Value)
{
	return __atomic_fetch_and(Destination, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONG _InterlockedXor(LONG volatile *Destination, LONG Value)
{
	return __atomic_fetch_xor(Destination, Value, __ATOMIC_SEQ_CST);
}

/* The same with 64 bits, on 64-bit machines. Linux: the compiler's atomics. */
#if __SIZEOF_POINTER__ == 8
#define InterlockedIncrement64		_InterlockedIncrement64
#define InterlockedDecrement64		_InterlockedDecrement64
#define InterlockedExchange64		_InterlockedExchange64
#define InterlockedExchangeAdd64	_InterlockedExchangeAdd64
#define InterlockedCompareExchange64	_InterlockedCompareExchange64

FORCEINLINE LONGLONG _InterlockedIncrement64(LONGLONG volatile *Addend)
{
	return __atomic_add_fetch(Addend, 1, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONGLONG _InterlockedDecrement64(LONGLONG volatile *Addend)
{
	return __atomic_sub_fetch(Addend, 1, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONGLONG _InterlockedExchange64(LONGLONG volatile *Target, LONGLONG Value)
{
	return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONGLONG _InterlockedExchangeAdd64(LONGLONG volatile *Addend, LONGLONG Value)
{
	return __atomic_fetch_add(Addend, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE LONGLONG _InterlockedCompareExchange64(LONGLONG volatile *Destination,
						   LONGLONG Exchange, LONGLONG Comparand)
{
	return __sync_val_compare_and_swap(Destination, Comparand, Exchange);
}
#endif

/* The same with a SIZE_T. Any IRQL. Linux: the compiler's atomics. */
#if __SIZEOF_POINTER__ == 8
#define InterlockedExchangeAddSizeT(a, b) \
	InterlockedExchangeAdd64((LONGLONG volatile *)(a), (LONGLONG)(b))
#define InterlockedIncrementSizeT(a)	InterlockedIncrement64((LONGLONG volatile *)(a))
#define InterlockedDecrementSizeT(a)	InterlockedDecrement64((LONGLONG volatile *)(a))
#else
#define InterlockedExchangeAddSizeT(a, b) \
	InterlockedExchangeAdd((LONG volatile *)(a), (LONG)(b))
#define InterlockedIncrementSizeT(a)	InterlockedIncrement((LONG volatile *)(a))
#define InterlockedDecrementSizeT(a)	InterlockedDecrement((LONG volatile *)(a))
#endif

/*
 * For pointers of any type, since casts in drivers vary. Linux: the compiler's atomics.
 */
#define InterlockedExchangePointer(Target, Value) \
	((PVOID)__atomic_exchange_n((PVOID volatile *)(Target), (PVOID)(Value), __ATOMIC_SEQ_CST))
#define InterlockedCompareExchangePointer(Destination, Exchange, Comparand)	\
	((PVOID)__sync_val_compare_and_swap((PVOID volatile *)(Destination),	\
					    (PVOID)(Comparand), (PVOID)(Exchange)))

/* Doubly linked lists; the caller locks them. Any IRQL. */
FORCEINLINE VOID InitializeListHead(PLIST_ENTRY ListHead)
{
	ListHead->Flink = ListHead;
	ListHead->Blink = ListHead;
}

FORCEINLINE BOOLEAN IsListEmpty(const LIST_ENTRY *ListHead)
{
	return ListHead->Flink == ListHead;
}

FORCEINLINE VOID InsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	Entry->Flink = ListHead->Flink;
	Entry->Blink = ListHead;
	ListHead->Flink->Blink = Entry;
	ListHead->Flink = Entry;
}

FORCEINLINE VOID InsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	Entry->Flink = ListHead;
	Entry->Blink = ListHead->Blink;
	ListHead->Blink->Flink = Entry;
	ListHead->Blink = Entry;
}

/* TRUE if the list is now empty. */
FORCEINLINE BOOLEAN RemoveEntryList(PLIST_ENTRY Entry)
{
	Entry->Blink->Flink = Entry->Flink;
	Entry->Flink->Blink = Entry->Blink;
	return Entry->Flink == Entry->Blink;
}

/* Returns the entry, or the head itself if the list was empty. */
FORCEINLINE PLIST_ENTRY RemoveHeadList(PLIST_ENTRY ListHead)
{
	PLIST_ENTRY Entry = ListHead->Flink;

	RemoveEntryList(Entry);
	return Entry;
}

FORCEINLINE PLIST_ENTRY RemoveTailList(PLIST_ENTRY ListHead)
{
	PLIST_ENTRY Entry = ListHead->Blink;

	RemoveEntryList(Entry);
	return Entry;
}

/* Appends a list that has no head: ListToAppend is its first entry. */
FORCEINLINE VOID AppendTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListToAppend)
{
	PLIST_ENTRY Last = ListToAppend->Blink;

	ListHead->Blink->Flink = ListToAppend;
	ListToAppend->Blink = ListHead->Blink;
	Last->Flink = ListHead;
	ListHead->Blink = Last;
}

/* Singly linked lists, used as stacks. */
FORCEINLINE VOID PushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY Entry)
{
	Entry->Next = ListHead->Next;
	ListHead->Next = Entry;
}

/* Returns the entry, or NULL. */
FORCEINLINE PSINGLE_LIST_ENTRY PopEntryList(PSINGLE_LIST_ENTRY ListHead)
{
	PSINGLE_LIST_ENTRY Entry = ListHead->Next;

	if (Entry)
		ListHead->Next = Entry->Next;
	return Entry;
}

/*
 * Additions, and the list operations above, under a spin lock, at any IRQL: interrupts are off
 * meanwhile. As on Windows, a lock that is used here must not be taken in any other way (and on
 * a PREEMPT_RT kernel not in an interrupt routine). They return the old value, or the old first
 * or last entry, or NULL if there was none. Linux: spin_lock_irqsave().
 *
 * Differs: a list whose links lead to no memory, or do not lead back, stays as it is; NULL is
 * returned, with a line in the log. The same goes if the caller, or the code that an interrupt
 * routine has interrupted, has the lock already.
 */
#define ExInterlockedAddLargeInteger ntparport_ExInterlockedAddLargeInteger
LARGE_INTEGER NTAPI ExInterlockedAddLargeInteger(PLARGE_INTEGER Addend, LARGE_INTEGER Increment,
						 PKSPIN_LOCK Lock);
#define ExInterlockedAddUlong ntparport_ExInterlockedAddUlong
ULONG NTAPI ExInterlockedAddUlong(PULONG Addend, ULONG Increment, PKSPIN_LOCK Lock);
#define ExInterlockedInsertHeadList ntparport_ExInterlockedInsertHeadList
PLIST_ENTRY NTAPI ExInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
					      PKSPIN_LOCK Lock);
#define ExInterlockedInsertTailList ntparport_ExInterlockedInsertTailList
PLIST_ENTRY NTAPI ExInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
					      PKSPIN_LOCK Lock);
#define ExInterlockedRemoveHeadList ntparport_ExInterlockedRemoveHeadList
PLIST_ENTRY NTAPI ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock);
#define ExInterlockedPopEntryList ntparport_ExInterlockedPopEntryList
PSINGLE_LIST_ENTRY NTAPI ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead, PKSPIN_LOCK Lock);
#define ExInterlockedPushEntryList ntparport_ExInterlockedPushEntryList
PSINGLE_LIST_ENTRY NTAPI ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY ListHead,
						    PSINGLE_LIST_ENTRY ListEntry,
						    PKSPIN_LOCK Lock);

/*
 * Singly linked lists that count their entries and need no lock. Both are 16-byte
 * aligned on 64-bit machines.
 */
#if __SIZEOF_POINTER__ == 8
typedef struct _SLIST_ENTRY {
	struct _SLIST_ENTRY *Next;
} __attribute__((__aligned__(16))) SLIST_ENTRY, *PSLIST_ENTRY;

/* Opaque: Alignment has the depth, Region the first entry. */
typedef union _SLIST_HEADER {
	__extension__ struct {
		ULONGLONG Alignment;
		ULONGLONG Region;
	};
	struct {
		ULONGLONG Depth : 16;
		ULONGLONG Sequence : 48;
		ULONGLONG HeaderType : 1;
		ULONGLONG Reserved : 3;
		ULONGLONG NextEntry : 60;
	} HeaderX64;
} __attribute__((__aligned__(16))) SLIST_HEADER, *PSLIST_HEADER;
#else
typedef SINGLE_LIST_ENTRY SLIST_ENTRY, *PSLIST_ENTRY;

typedef union _SLIST_HEADER {
	ULONGLONG Alignment;
	__extension__ struct {
		SLIST_ENTRY Next;
		USHORT Depth;
		USHORT Sequence;
	};
} SLIST_HEADER, *PSLIST_HEADER;
#endif

/* Makes an empty list; so does zeroing. Any IRQL. Linux: own structure. */
#define InitializeSListHead ntparport_InitializeSListHead
VOID NTAPI InitializeSListHead(PSLIST_HEADER SListHead);
#define ExInitializeSListHead InitializeSListHead

/*
 * Each is one step, at any IRQL. Push and pop work at the front: push returns what
 * was first, pop what it has taken, flush the first of all entries, which are no
 * longer in the list; NULL: there was none. Linux: raw_spin_lock_irqsave() of one
 * lock for all.
 */
#define InterlockedPushEntrySList ntparport_InterlockedPushEntrySList
PSLIST_ENTRY NTAPI InterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry);
#define InterlockedPopEntrySList ntparport_InterlockedPopEntrySList
PSLIST_ENTRY NTAPI InterlockedPopEntrySList(PSLIST_HEADER ListHead);
#define ExInterlockedFlushSList ntparport_ExInterlockedFlushSList
PSLIST_ENTRY NTAPI ExInterlockedFlushSList(PSLIST_HEADER ListHead);
#define InterlockedFlushSList ExInterlockedFlushSList

/* The same, from before they needed no lock: that is not used, and not looked at. */
#define ExInterlockedPushEntrySList(ListHead, ListEntry, Lock) \
	InterlockedPushEntrySList(ListHead, ListEntry)
#define ExInterlockedPopEntrySList(ListHead, Lock) InterlockedPopEntrySList(ListHead)

/* The number of entries, 65536 being 0. Any IRQL. Linux: a field of the list. */
#define ExQueryDepthSList ntparport_ExQueryDepthSList
USHORT NTAPI ExQueryDepthSList(PSLIST_HEADER SListHead);
#define QueryDepthSList ExQueryDepthSList

/* A mutex that its owner cannot acquire again. */
typedef struct _FAST_MUTEX {
	volatile LONG Count;	/* 1: free; otherwise held, and -Count threads wait */
	PKTHREAD Owner;
	ULONG Contention;
	KEVENT Event;
	ULONG OldIrql;
} FAST_MUTEX, *PFAST_MUTEX;

/* Initialises a mutex, which is free then. */
FORCEINLINE VOID ExInitializeFastMutex(PFAST_MUTEX FastMutex)
{
	FastMutex->Count = 1;
	FastMutex->Owner = NULL;
	FastMutex->Contention = 0;
	KeInitializeEvent(&FastMutex->Event, SynchronizationEvent, FALSE);
}

/*
 * Acquire it; acquire it if it is free (TRUE); release it. IRQL: APC_LEVEL.
 * Linux: own code, an atomic count and a KEVENT to wait for.
 *
 * On Windows, the owner of a mutex runs at APC_LEVEL; on Linux that is the same as
 * PASSIVE_LEVEL. If the owner acquires it again, that is logged, and the owner goes on (Windows
 * would wait for ever). The same goes for a thread that releases a mutex it does not have.
 */
#define ExAcquireFastMutex ntparport_ExAcquireFastMutex
VOID NTAPI ExAcquireFastMutex(PFAST_MUTEX FastMutex);
#define ExTryToAcquireFastMutex ntparport_ExTryToAcquireFastMutex
BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex);
#define ExReleaseFastMutex ntparport_ExReleaseFastMutex
VOID NTAPI ExReleaseFastMutex(PFAST_MUTEX FastMutex);

/*
 * Acquire and release it, for callers to whom no APC can be delivered. IRQL: APC_LEVEL. On
 * Linux these are the same as the others, because no APCs are delivered. Linux: the same.
 */
#define ExAcquireFastMutexUnsafe ntparport_ExAcquireFastMutexUnsafe
VOID NTAPI ExAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex);
#define ExReleaseFastMutexUnsafe ntparport_ExReleaseFastMutexUnsafe
VOID NTAPI ExReleaseFastMutexUnsafe(PFAST_MUTEX FastMutex);

/*
 * Resources: a thread has one exclusively, or threads share it. Initialised and deleted
 * by the driver; opaque.
 */

typedef ULONG_PTR ERESOURCE_THREAD, *PERESOURCE_THREAD;

typedef struct _OWNER_ENTRY {
	ERESOURCE_THREAD OwnerThread;
	__extension__ union {
		__extension__ struct {
			ULONG IoPriorityBoosted : 1;
			ULONG OwnerReferenced : 1;
			ULONG OwnerCount : 30;
		};
		ULONG TableSize;
	};
} OWNER_ENTRY, *POWNER_ENTRY;

typedef struct _ERESOURCE {
	LIST_ENTRY SystemResourcesList;	/* here: the threads that wait */
	POWNER_ENTRY OwnerTable;	/* here: the threads that have it, except for OwnerEntry */
	SHORT ActiveCount;
	USHORT Flag;
	PKSEMAPHORE volatile SharedWaiters;
	PKEVENT volatile ExclusiveWaiters;
	OWNER_ENTRY OwnerEntry;
	ULONG ActiveEntries;
	ULONG ContentionCount;
	ULONG NumberOfSharedWaiters;
	ULONG NumberOfExclusiveWaiters;
#ifdef __LP64__
	PVOID Reserved2;
#endif
	__extension__ union {
		PVOID Address;		/* here: its own, once it is initialised */
		ULONG_PTR CreatorBackTraceIndex;
	};
	ULONG_PTR SpinLock;		/* unused: one lock of the module guards all resources */
} ERESOURCE, *PERESOURCE;

#define ResourceNeverExclusive		0x0010
#define ResourceReleaseByOtherThread	0x0020
#define ResourceOwnedExclusive		0x0080

/* A thread as the routines below know it: the calling one. Any IRQL. */
#define ExGetCurrentResourceThread()	((ERESOURCE_THREAD)PsGetCurrentThread())

/*
 * Set up a resource, which nobody has then, and end its use; Reinitialize: both. At or below
 * DISPATCH_LEVEL. STATUS_SUCCESS; STATUS_INVALID_PARAMETER: it is not in memory. Linux: own code.
 *
 * Differs: if threads wait for the resource, Reinitialize and Delete do nothing, the log has a
 * line, and it is STATUS_UNSUCCESSFUL. One that a thread still has is taken from it, and logged.
 * (Initialize does not look: what is there is not a resource yet.)
 */
#define ExInitializeResourceLite ntparport_ExInitializeResourceLite
NTSTATUS NTAPI ExInitializeResourceLite(PERESOURCE Resource);
#define ExInitializeResource ExInitializeResourceLite
#define ExReinitializeResourceLite ntparport_ExReinitializeResourceLite
NTSTATUS NTAPI ExReinitializeResourceLite(PERESOURCE Resource);
#define ExDeleteResourceLite ntparport_ExDeleteResourceLite
NTSTATUS NTAPI ExDeleteResourceLite(PERESOURCE Resource);
#define ExDeleteResource ExDeleteResourceLite

/*
 * Acquire a resource, exclusively or to share it. FALSE: it cannot be had at once, and
 * Wait is FALSE, or there is no memory to note one thread more. A thread that has it exclusively
 * may acquire it again in both ways; one that shares it, to share it; each needs its own release. A
 * thread that wants to share it waits if others wait to have it exclusively (StarveExclusive:
 * does not). Those that wait are served in their order, as far as none waits for what it could have
 * if it came only now. IRQL: APC_LEVEL. Linux: own code, and a KEVENT to wait for.
 *
 * Differs: if a thread that shares a resource wants it exclusively, that is FALSE, and logged
 * (Windows would wait for ever). SharedWaitForExclusive is the same as SharedLite: a thread that
 * shares it gets it again at once.
 */
#define ExAcquireResourceExclusiveLite ntparport_ExAcquireResourceExclusiveLite
BOOLEAN NTAPI ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait);
#define ExAcquireResourceExclusive ExAcquireResourceExclusiveLite
#define ExAcquireResourceSharedLite ntparport_ExAcquireResourceSharedLite
BOOLEAN NTAPI ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait);
#define ExAcquireResourceShared ExAcquireResourceSharedLite
#define ExAcquireSharedStarveExclusive ntparport_ExAcquireSharedStarveExclusive
BOOLEAN NTAPI ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait);
#define ExAcquireSharedWaitForExclusive ntparport_ExAcquireSharedWaitForExclusive
BOOLEAN NTAPI ExAcquireSharedWaitForExclusive(PERESOURCE Resource, BOOLEAN Wait);

/*
 * Release what the calling thread, or the one given, has acquired, once. At or below
 * DISPATCH_LEVEL. Linux: own code.
 *
 * Differs: that the thread does not have it is logged.
 */
#define ExReleaseResourceLite ntparport_ExReleaseResourceLite
VOID NTAPI ExReleaseResourceLite(PERESOURCE Resource);
#define ExReleaseResource(R)	(ExReleaseResourceLite(R))
#define ExReleaseResourceForThreadLite ntparport_ExReleaseResourceForThreadLite
VOID NTAPI ExReleaseResourceForThreadLite(PERESOURCE Resource, ERESOURCE_THREAD ResourceThreadId);
#define ExReleaseResourceForThread ExReleaseResourceForThreadLite

/*
 * The thread that has it exclusively shares it from now on, with all that wait to share it. At or
 * below APC_LEVEL. Linux: own code.
 */
#define ExConvertExclusiveToSharedLite ntparport_ExConvertExclusiveToSharedLite
VOID NTAPI ExConvertExclusiveToSharedLite(PERESOURCE Resource);
#define ExConvertExclusiveToShared ExConvertExclusiveToSharedLite

/*
 * Whether the calling thread has it exclusively; how often it has acquired it, in whatever way (0:
 * it has not); how many threads wait. At or below DISPATCH_LEVEL. Linux: own code.
 */
#define ExIsResourceAcquiredExclusiveLite ntparport_ExIsResourceAcquiredExclusiveLite
BOOLEAN NTAPI ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource);
#define ExIsResourceAcquiredExclusive ExIsResourceAcquiredExclusiveLite
#define ExIsResourceAcquiredSharedLite ntparport_ExIsResourceAcquiredSharedLite
ULONG NTAPI ExIsResourceAcquiredSharedLite(PERESOURCE Resource);
#define ExIsResourceAcquiredLite ExIsResourceAcquiredSharedLite
#define ExIsResourceAcquiredShared ExIsResourceAcquiredSharedLite
#define ExIsResourceAcquired ExIsResourceAcquiredSharedLite
#define ExGetExclusiveWaiterCount ntparport_ExGetExclusiveWaiterCount
ULONG NTAPI ExGetExclusiveWaiterCount(PERESOURCE Resource);
#define ExGetSharedWaiterCount ntparport_ExGetSharedWaiterCount
ULONG NTAPI ExGetSharedWaiterCount(PERESOURCE Resource);

typedef enum _WORK_QUEUE_TYPE {
	CriticalWorkQueue,
	DelayedWorkQueue,
	HyperCriticalWorkQueue,
} WORK_QUEUE_TYPE;

/* What a work item does; at PASSIVE_LEVEL. */
typedef VOID NTAPI WORKER_THREAD_ROUTINE(PVOID Parameter);
typedef WORKER_THREAD_ROUTINE *PWORKER_THREAD_ROUTINE;

/* A work item in the driver's own memory. */
typedef struct _WORK_QUEUE_ITEM {
	LIST_ENTRY List;
	PWORKER_THREAD_ROUTINE WorkerRoutine;
	volatile PVOID Parameter;
} WORK_QUEUE_ITEM, *PWORK_QUEUE_ITEM;

/* Makes a work item, which must not be queued. */
FORCEINLINE VOID ExInitializeWorkItem(PWORK_QUEUE_ITEM Item, PWORKER_THREAD_ROUTINE Routine,
				      PVOID Context)
{
	Item->WorkerRoutine = Routine;
	Item->Parameter = Context;
	Item->List.Flink = NULL;
}

/*
 * Has WorkerRoutine(Parameter) called in a thread of the system. By then the item has
 * left the queue: the routine may queue it again, or free it. An item that is queued
 * already: that is logged, and ignored. At or below DISPATCH_LEVEL. Linux: own list;
 * queue_work(), one workqueue with WQ_UNBOUND.
 *
 * Differs: all types of queues are the same. Nothing keeps the driver loaded meanwhile,
 * as on Windows; but here what is still queued when it is unloaded, or when the item's
 * memory is freed, is taken out of the queue, with a line in the log, and unloading
 * waits for routines that run.
 */
#define ExQueueWorkItem ntparport_ExQueueWorkItem
VOID NTAPI ExQueueWorkItem(PWORK_QUEUE_ITEM WorkItem, WORK_QUEUE_TYPE QueueType);

/*
 * Lookaside lists: blocks of one size that are kept when they are freed, for
 * whoever allocates next.
 */

struct _LOOKASIDE_LIST_EX;
typedef struct _LOOKASIDE_LIST_EX *PLOOKASIDE_LIST_EX;

/* A driver's own routines for what the list does not have, and for what is too much for it. */
typedef PVOID NTAPI ALLOCATE_FUNCTION(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag);
typedef ALLOCATE_FUNCTION *PALLOCATE_FUNCTION;
typedef PVOID NTAPI ALLOCATE_FUNCTION_EX(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag,
					 PLOOKASIDE_LIST_EX Lookaside);
typedef ALLOCATE_FUNCTION_EX *PALLOCATE_FUNCTION_EX;
typedef VOID NTAPI FREE_FUNCTION(PVOID Buffer);
typedef FREE_FUNCTION *PFREE_FUNCTION;
typedef VOID NTAPI FREE_FUNCTION_EX(PVOID Buffer, PLOOKASIDE_LIST_EX Lookaside);
typedef FREE_FUNCTION_EX *PFREE_FUNCTION_EX;

/* Opaque. */
typedef struct _GENERAL_LOOKASIDE {
	__extension__ union {
		SLIST_HEADER ListHead;
		SINGLE_LIST_ENTRY SingleListHead;
	};
	USHORT Depth;
	USHORT MaximumDepth;
	ULONG TotalAllocates;
	__extension__ union {
		ULONG AllocateMisses;
		ULONG AllocateHits;
	};
	ULONG TotalFrees;
	__extension__ union {
		ULONG FreeMisses;
		ULONG FreeHits;
	};
	POOL_TYPE Type;
	ULONG Tag;
	ULONG Size;
	__extension__ union {
		PALLOCATE_FUNCTION_EX AllocateEx;
		PALLOCATE_FUNCTION Allocate;
	};
	__extension__ union {
		PFREE_FUNCTION_EX FreeEx;
		PFREE_FUNCTION Free;
	};
	LIST_ENTRY ListEntry;
	ULONG LastTotalAllocates;
	__extension__ union {
		ULONG LastAllocateMisses;
		ULONG LastAllocateHits;
	};
	ULONG Future[2];
#if __SIZEOF_POINTER__ == 8
} __attribute__((__aligned__(64))) GENERAL_LOOKASIDE, *PGENERAL_LOOKASIDE;
#else
} GENERAL_LOOKASIDE, *PGENERAL_LOOKASIDE;
#endif

/* The same with less alignment. */
typedef struct _GENERAL_LOOKASIDE_POOL {
	__extension__ union {
		SLIST_HEADER ListHead;
		SINGLE_LIST_ENTRY SingleListHead;
	};
	USHORT Depth;
	USHORT MaximumDepth;
	ULONG TotalAllocates;
	__extension__ union {
		ULONG AllocateMisses;
		ULONG AllocateHits;
	};
	ULONG TotalFrees;
	__extension__ union {
		ULONG FreeMisses;
		ULONG FreeHits;
	};
	POOL_TYPE Type;
	ULONG Tag;
	ULONG Size;
	__extension__ union {
		PALLOCATE_FUNCTION_EX AllocateEx;
		PALLOCATE_FUNCTION Allocate;
	};
	__extension__ union {
		PFREE_FUNCTION_EX FreeEx;
		PFREE_FUNCTION Free;
	};
	LIST_ENTRY ListEntry;
	ULONG LastTotalAllocates;
	__extension__ union {
		ULONG LastAllocateMisses;
		ULONG LastAllocateHits;
	};
	ULONG Future[2];
} GENERAL_LOOKASIDE_POOL, *PGENERAL_LOOKASIDE_POOL;

typedef struct _NPAGED_LOOKASIDE_LIST {
	GENERAL_LOOKASIDE L;
#if __SIZEOF_POINTER__ == 4
	ULONG_PTR Lock__ObsoleteButDoNotDelete;
#endif
#if __SIZEOF_POINTER__ == 8
} __attribute__((__aligned__(64))) NPAGED_LOOKASIDE_LIST, *PNPAGED_LOOKASIDE_LIST;
#else
} NPAGED_LOOKASIDE_LIST, *PNPAGED_LOOKASIDE_LIST;
#endif

typedef struct _PAGED_LOOKASIDE_LIST {
	GENERAL_LOOKASIDE L;
#if __SIZEOF_POINTER__ == 4
	FAST_MUTEX Lock__ObsoleteButDoNotDelete;
#endif
} PAGED_LOOKASIDE_LIST, *PPAGED_LOOKASIDE_LIST;

typedef struct _LOOKASIDE_LIST_EX {
	GENERAL_LOOKASIDE_POOL L;
} LOOKASIDE_LIST_EX;

#define LOOKASIDE_MINIMUM_BLOCK_SIZE	(sizeof(PVOID))

#define POOL_RAISE_IF_ALLOCATION_FAILURE	16

/*
 * Makes an empty list of blocks of Size bytes. Without an Allocate routine they come
 * from the pool, without a Free routine they go there; as pool blocks with that tag
 * they are the driver's as long as they are in the list, too: what it has not deleted
 * when it is unloaded is freed then, with a line in the log. Depth has to be 0 and
 * does not count. IRQL: DISPATCH_LEVEL, for paged pool APC_LEVEL. Linux: own
 * structure.
 *
 * Differs: a list keeps at most 4 blocks at first, and one more for each time it was
 * empty when somebody allocated, up to 256; it never gets shorter. With
 * POOL_RAISE_IF_ALLOCATION_FAILURE, allocation returns NULL, too.
 */
#define ExInitializeNPagedLookasideList ntparport_ExInitializeNPagedLookasideList
VOID NTAPI ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside,
					   PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
					   ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth);
#define ExInitializePagedLookasideList ntparport_ExInitializePagedLookasideList
VOID NTAPI ExInitializePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside,
					  PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
					  ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth);

/*
 * A block of the list, else one that is allocated, or NULL; and the reverse. IRQL:
 * DISPATCH_LEVEL, for paged pool APC_LEVEL. What is not a block of the pool is not
 * taken back (if that is where they come from). Linux: as for the lists above, and for the pool.
 */
#define ExAllocateFromNPagedLookasideList ntparport_ExAllocateFromNPagedLookasideList
PVOID NTAPI ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
#define ExAllocateFromPagedLookasideList ntparport_ExAllocateFromPagedLookasideList
PVOID NTAPI ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside);
#define ExFreeToNPagedLookasideList ntparport_ExFreeToNPagedLookasideList
VOID NTAPI ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);
#define ExFreeToPagedLookasideList ntparport_ExFreeToPagedLookasideList
VOID NTAPI ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);

/*
 * Frees all blocks that are in the list, which is no longer one. IRQL:
 * DISPATCH_LEVEL, for paged pool APC_LEVEL. Linux: the same.
 *
 * Differs: if a block was freed twice, or written to after it was freed, those after it stay, with
 * a line in the log.
 */
#define ExDeleteNPagedLookasideList ntparport_ExDeleteNPagedLookasideList
VOID NTAPI ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
#define ExDeletePagedLookasideList ntparport_ExDeletePagedLookasideList
VOID NTAPI ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside);

#define EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL	0x00000001UL
#define EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE	0x00000002UL
#define EX_MAXIMUM_LOOKASIDE_DEPTH_BASE		256
#define EX_MAXIMUM_LOOKASIDE_DEPTH_LIMIT	1024

/*
 * The same of either kind of pool, whose routines are told the list; ExFlush... frees
 * the blocks that are in it, and it stays. STATUS_INVALID_PARAMETER_4 of the pool's
 * type, _5 of the flags, _6 of a size below LOOKASIDE_MINIMUM_BLOCK_SIZE. IRQL:
 * DISPATCH_LEVEL, for paged pool APC_LEVEL. Linux: the same.
 */
#define ExInitializeLookasideListEx ntparport_ExInitializeLookasideListEx
NTSTATUS NTAPI ExInitializeLookasideListEx(PLOOKASIDE_LIST_EX Lookaside,
					   PALLOCATE_FUNCTION_EX Allocate, PFREE_FUNCTION_EX Free,
					   POOL_TYPE PoolType, ULONG Flags, SIZE_T Size, ULONG Tag,
					   USHORT Depth);
#define ExAllocateFromLookasideListEx ntparport_ExAllocateFromLookasideListEx
PVOID NTAPI ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
#define ExFreeToLookasideListEx ntparport_ExFreeToLookasideListEx
VOID NTAPI ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PVOID Entry);
#define ExFlushLookasideListEx ntparport_ExFlushLookasideListEx
VOID NTAPI ExFlushLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);
#define ExDeleteLookasideListEx ntparport_ExDeleteLookasideListEx
VOID NTAPI ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX Lookaside);

/*
 * Adds to a number of 64 bits; on 32-bit machines in two steps: whoever reads it in between misses
 * the carry. Any IRQL.
 */
#if __SIZEOF_POINTER__ == 8
#define ExInterlockedAddLargeStatistic(Addend, Increment) \
	((VOID)InterlockedExchangeAdd64(&(Addend)->QuadPart, (ULONG)(Increment)))
#else
#define ExInterlockedAddLargeStatistic(Addend, Increment) __extension__({		\
	LONG volatile *Low_ = (LONG volatile *)&(Addend)->QuadPart;			\
	const LONG Added_ = (LONG)(Increment);						\
	const ULONG Old_ = (ULONG)InterlockedExchangeAdd(Low_, Added_);			\
											\
	if (Old_ + (ULONG)Added_ < Old_)						\
		InterlockedIncrement(Low_ + 1);						\
	Added_;										\
})
#endif

/* Run-down protection: the number of users of something, which lets nobody in once it is to end. */
typedef struct _EX_RUNDOWN_REF {
	__extension__ union {
		volatile ULONG_PTR Count;
		volatile PVOID Ptr;
	};
} EX_RUNDOWN_REF, *PEX_RUNDOWN_REF;

/*
 * Makes one without users; makes it so again after it was run down. Any IRQL. Linux: own code.
 * ("ExInitializeRundownProtection", "ExReInitializeRundownProtection".)
 *
 * Differs: one that is not run down stays as it is, with a line in the log.
 */
#define ExInitializeRundownProtection ntparport_ExInitializeRundownProtection
VOID NTAPI ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);
#define ExReInitializeRundownProtection ntparport_ExReInitializeRundownProtection
VOID NTAPI ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef);

/*
 * One user more, or Count; FALSE: it is run down, or about to be. And one user, or Count, less.
 * IRQL: DISPATCH_LEVEL. Linux: own code, one atomic number. ("ExAcquireRundownProtection",
 * "ExReleaseRundownProtection".)
 *
 * Differs: to release what nobody has is logged, and changes nothing.
 */
#define ExAcquireRundownProtection ntparport_ExAcquireRundownProtection
BOOLEAN NTAPI ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef);
#define ExAcquireRundownProtectionEx ntparport_ExAcquireRundownProtectionEx
BOOLEAN NTAPI ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count);
#define ExReleaseRundownProtection ntparport_ExReleaseRundownProtection
VOID NTAPI ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef);
#define ExReleaseRundownProtectionEx ntparport_ExReleaseRundownProtectionEx
VOID NTAPI ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count);

/*
 * Runs it down: lets nobody in from then on, and waits until the last user has gone. IRQL:
 * APC_LEVEL. Linux: the wait of KeWaitForSingleObject(). ("ExWaitForRundownProtectionRelease".)
 */
#define ExWaitForRundownProtectionRelease ntparport_ExWaitForRundownProtectionRelease
VOID NTAPI ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef);
/* It is run down: nobody is let in. Any IRQL. Linux: own code. ("ExRundownCompleted".) */
#define ExRundownCompleted ntparport_ExRundownCompleted
VOID NTAPI ExRundownCompleted(PEX_RUNDOWN_REF RunRef);

/*
 * Zones: blocks of one size in memory of the driver's, as before there were lookaside lists. A
 * segment is such memory; each begins with a header.
 */
typedef struct _ZONE_SEGMENT_HEADER {
	SINGLE_LIST_ENTRY SegmentList;
	PVOID Reserved;
} ZONE_SEGMENT_HEADER, *PZONE_SEGMENT_HEADER;

typedef struct _ZONE_HEADER {
	SINGLE_LIST_ENTRY FreeList;
	SINGLE_LIST_ENTRY SegmentList;
	ULONG BlockSize;
	ULONG TotalSegmentSize;
} ZONE_HEADER, *PZONE_HEADER;

/*
 * Makes a zone of the blocks that fit into its first segment; and adds those of a further one.
 * STATUS_INVALID_PARAMETER: the segment does not begin at a multiple of 8, the size of its blocks
 * is not a multiple of 8, or none of them fits after its header. Any IRQL. Linux: own code.
 * ("ExInitializeZone", "ExExtendZone".)
 */
#define ExInitializeZone ntparport_ExInitializeZone
NTSTATUS NTAPI ExInitializeZone(PZONE_HEADER Zone, ULONG BlockSize, PVOID InitialSegment,
				ULONG InitialSegmentSize);
#define ExExtendZone ntparport_ExExtendZone
NTSTATUS NTAPI ExExtendZone(PZONE_HEADER Zone, PVOID Segment, ULONG SegmentSize);
/*
 * The same under a lock that is used in no other way than by the routines of ExInterlocked...
 * STATUS_UNSUCCESSFUL: that is not a lock, or the caller has it. Any IRQL. Linux:
 * spin_lock_irqsave(). ("ExInterlockedExtendZone".)
 */
#define ExInterlockedExtendZone ntparport_ExInterlockedExtendZone
NTSTATUS NTAPI ExInterlockedExtendZone(PZONE_HEADER Zone, PVOID Segment, ULONG SegmentSize,
				       PKSPIN_LOCK Lock);

/* A free block, or NULL. The caller locks the zone. */
FORCEINLINE PVOID ExAllocateFromZone(PZONE_HEADER Zone)
{
	return PopEntryList(&Zone->FreeList);
}

/* Gives a block back, and returns what was the first free one. The caller locks the zone. */
FORCEINLINE PVOID ExFreeToZone(PZONE_HEADER Zone, PVOID Block)
{
	PushEntryList(&Zone->FreeList, (PSINGLE_LIST_ENTRY)Block);
	return ((PSINGLE_LIST_ENTRY)Block)->Next;
}

/* The same under a lock, as ExInterlockedExtendZone(). Any IRQL. */
#define ExInterlockedAllocateFromZone(Zone, Lock) \
	((PVOID)ExInterlockedPopEntryList(&(Zone)->FreeList, Lock))
#define ExInterlockedFreeToZone(Zone, Block, Lock) \
	ExInterlockedPushEntryList(&(Zone)->FreeList, (PSINGLE_LIST_ENTRY)(Block), Lock)

/* No block is free. Any IRQL. */
#define ExIsFullZone(Zone)	((Zone)->FreeList.Next == (PSINGLE_LIST_ENTRY)NULL)
/* Whether the block is in the segment that was added last, if they lie in a row. Any IRQL. */
#define ExIsObjectInFirstZoneSegment(Zone, Object)				\
	((BOOLEAN)((PUCHAR)(Object) >= (PUCHAR)(Zone)->SegmentList.Next &&	\
		   (PUCHAR)(Object) < (PUCHAR)(Zone)->SegmentList.Next +	\
				      (Zone)->TotalSegmentSize))

/* Features of the processor. */
#define PF_FLOATING_POINT_PRECISION_ERRATA	0
#define PF_FLOATING_POINT_EMULATED		1
#define PF_COMPARE_EXCHANGE_DOUBLE		2
#define PF_MMX_INSTRUCTIONS_AVAILABLE		3
#define PF_PPC_MOVEMEM_64BIT_OK			4
#define PF_ALPHA_BYTE_INSTRUCTIONS		5
#define PF_XMMI_INSTRUCTIONS_AVAILABLE		6
#define PF_3DNOW_INSTRUCTIONS_AVAILABLE		7
#define PF_RDTSC_INSTRUCTION_AVAILABLE		8
#define PF_PAE_ENABLED				9
#define PF_XMMI64_INSTRUCTIONS_AVAILABLE	10
#define PF_SSE_DAZ_MODE_AVAILABLE		11
#define PF_NX_ENABLED				12
#define PF_SSE3_INSTRUCTIONS_AVAILABLE		13
#define PF_COMPARE_EXCHANGE128			14
#define PF_COMPARE64_EXCHANGE128		15
#define PF_CHANNELS_ENABLED			16
#define PF_XSAVE_ENABLED			17

/*
 * Whether the processor has a feature; FALSE: it does not, or there is none of that number. Any
 * IRQL. Linux: boot_cpu_has(). ("ExIsProcessorFeaturePresent".)
 *
 * Differs: of those that work with floating point or vectors (MMX, 3DNow!, SSE), none is there for
 * drivers, whatever the processor has: see KeSaveFloatingPointState().
 */
#define ExIsProcessorFeaturePresent ntparport_ExIsProcessorFeaturePresent
BOOLEAN NTAPI ExIsProcessorFeaturePresent(ULONG ProcessorFeature);

typedef enum _SUITE_TYPE {
	SmallBusiness,
	Enterprise,
	BackOffice,
	CommunicationServer,
	TerminalServer,
	SmallBusinessRestricted,
	EmbeddedNT,
	DataCenter,
	SingleUserTS,
	Personal,
	Blade,
	EmbeddedRestricted,
	SecurityAppliance,
	StorageServer,
	ComputeServer,
	WHServer,
	MaxSuiteType,
} SUITE_TYPE;

/*
 * Whether this is that edition of the system: FALSE, as RtlGetVersion() has no suite. Any IRQL.
 * Linux: none: a constant. ("ExVerifySuite".)
 */
#define ExVerifySuite ntparport_ExVerifySuite
BOOLEAN NTAPI ExVerifySuite(SUITE_TYPE SuiteType);

/*
 * For whom the calling thread works: UserMode while a request of a program's is under way in it,
 * except for what a driver does with ZwReadFile() and the like meanwhile; else KernelMode. A
 * request that a driver built changes nothing. At DISPATCH_LEVEL and above it is the thread that
 * was interrupted. Any IRQL. Linux: own list of requests. ("ExGetPreviousMode".)
 *
 * Differs: IRP_MJ_CLEANUP and IRP_MJ_CLOSE change nothing, either.
 */
#define ExGetPreviousMode ntparport_ExGetPreviousMode
KPROCESSOR_MODE NTAPI ExGetPreviousMode(VOID);

#ifdef __cplusplus
}
#endif

#endif
