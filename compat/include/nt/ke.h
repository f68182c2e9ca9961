/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ke.h - the kernel proper: IRQL, spin locks, dispatcher objects and waits,
 * timers, DPCs, time, processors, threads.
 *
 * IRQL on Linux: PASSIVE_LEVEL is process context; DISPATCH_LEVEL is a softirq, or bottom
 * halves disabled; DIRQL is an interrupt, or interrupts off, as under a port's interrupt lock;
 * HIGH_LEVEL is interrupts turned off by KeRaiseIrql(). Linux has nothing like APC_LEVEL, which
 * is PASSIVE_LEVEL here. On a PREEMPT_RT kernel interrupt routines run in threads, at what is
 * DISPATCH_LEVEL here.
 *
 * A routine called above the IRQL it allows does nothing, fails if it can, and
 * writes a line to the log. The same goes for an object that was not
 * initialised or is of another kind.
 */
#ifndef COMPAT_NT_KE_H
#define COMPAT_NT_KE_H

#include "../ntdef.h"
#include "../ntstatus.h"
#include "guid.h"

#ifdef __cplusplus
extern "C" {
#endif

/* IRQL */

typedef UCHAR KIRQL, *PKIRQL;

#define PASSIVE_LEVEL	0
#define LOW_LEVEL	0
#define APC_LEVEL	1
#define DISPATCH_LEVEL	2
/* Above it all are alike on Linux; these are those of Windows' own interrupts. */
#if __SIZEOF_POINTER__ == 8
#define CLOCK_LEVEL	13
#define IPI_LEVEL	14
#define POWER_LEVEL	14
#define PROFILE_LEVEL	15
#define HIGH_LEVEL	15
#else
#define PROFILE_LEVEL	27
#define CLOCK_LEVEL	28
#define IPI_LEVEL	29
#define POWER_LEVEL	30
#define HIGH_LEVEL	31
#endif
#if __SIZEOF_POINTER__ == 4
#define CLOCK1_LEVEL	28
#define CLOCK2_LEVEL	28
#endif
#define SYNCH_LEVEL	(IPI_LEVEL - 2)

/*
 * The current IRQL. Any IRQL. Linux: irqs_disabled(), in_hardirq(),
 * in_softirq(); on PREEMPT_RT rcu_preempt_depth(), too.
 */
#define KeGetCurrentIrql ntparport_KeGetCurrentIrql
KIRQL NTAPI KeGetCurrentIrql(VOID);

/*
 * Raises the IRQL and returns the old one, for KeLowerIrql(); raising it to its current value
 * changes nothing. DISPATCH_LEVEL disables bottom halves; above it interrupts are off, and
 * nothing is allowed but port I/O, stalling, the performance counter and queueing DPCs. Raising
 * to a lower IRQL, or lowering to a higher one, is refused and logged. Any IRQL. Linux:
 * local_bh_disable(), local_irq_disable(), and their opposites.
 */
#define KfRaiseIrql ntparport_KfRaiseIrql
KIRQL NTAPI KfRaiseIrql(KIRQL NewIrql);
#define KeRaiseIrql ntparport_KeRaiseIrql
VOID NTAPI KeRaiseIrql(KIRQL NewIrql, PKIRQL OldIrql);
#define KeRaiseIrqlToDpcLevel ntparport_KeRaiseIrqlToDpcLevel
KIRQL NTAPI KeRaiseIrqlToDpcLevel(VOID);
#define KfLowerIrql ntparport_KfLowerIrql
VOID NTAPI KfLowerIrql(KIRQL NewIrql);
#define KeLowerIrql ntparport_KeLowerIrql
VOID NTAPI KeLowerIrql(KIRQL NewIrql);

/*
 * Raises the IRQL to that at which processors are synchronised, and returns the old one, for
 * KeLowerIrql(). Any IRQL. Linux: local_irq_disable(). ("KeRaiseIrqlToSynchLevel".)
 *
 * Differs: as for KeRaiseIrql(), interrupts are off then. Windows for one processor of 32 bits has
 * DISPATCH_LEVEL for it.
 */
#define KeRaiseIrqlToSynchLevel ntparport_KeRaiseIrqlToSynchLevel
KIRQL NTAPI KeRaiseIrqlToSynchLevel(VOID);

/* Spin locks */

/*
 * Opaque. Larger than on Windows: it has to hold a Linux spin lock, with whatever the kernel
 * adds to it for debugging or PREEMPT_RT. As on Windows, zeroed memory is a free lock.
 */
typedef struct {
	ULONG_PTR Opaque[24];
} KSPIN_LOCK;
typedef KSPIN_LOCK *PKSPIN_LOCK;

/* Initialises the lock, which is free then. Any IRQL. Linux: spin_lock_init(). */
#define KeInitializeSpinLock ntparport_KeInitializeSpinLock
VOID NTAPI KeInitializeSpinLock(PKSPIN_LOCK SpinLock);

/*
 * Raises the IRQL to DISPATCH_LEVEL and takes the lock. At or below
 * DISPATCH_LEVEL. Linux: local_bh_disable(), spin_lock().
 */
#define KeAcquireSpinLockRaiseToDpc ntparport_KeAcquireSpinLockRaiseToDpc
KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock);
#define KeAcquireSpinLock ntparport_KeAcquireSpinLock
VOID NTAPI KeAcquireSpinLock(PKSPIN_LOCK SpinLock, PKIRQL OldIrql);

/*
 * Releases the lock and lowers the IRQL. At DISPATCH_LEVEL. Releasing a free lock leaves it
 * free. Linux: spin_unlock(), local_bh_enable().
 */
#define KeReleaseSpinLock ntparport_KeReleaseSpinLock
VOID NTAPI KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql);

/* The same at DISPATCH_LEVEL; the IRQL does not change. Linux: spin_lock(), spin_unlock(). */
#define KeAcquireSpinLockAtDpcLevel ntparport_KeAcquireSpinLockAtDpcLevel
VOID NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock);
#define KeReleaseSpinLockFromDpcLevel ntparport_KeReleaseSpinLockFromDpcLevel
VOID NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock);

/*
 * Takes a lock if it is free: TRUE. At DISPATCH_LEVEL. Linux: spin_trylock().
 * ("KeTryToAcquireSpinLockAtDpcLevel".)
 */
#define KeTryToAcquireSpinLockAtDpcLevel ntparport_KeTryToAcquireSpinLockAtDpcLevel
BOOLEAN NTAPI KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock);
/*
 * Whether the lock is free now; a moment later it may not be. Any IRQL. Linux: spin_is_locked().
 * ("KeTestSpinLock".)
 *
 * Differs: a kernel for one processor cannot tell: FALSE.
 */
#define KeTestSpinLock ntparport_KeTestSpinLock
BOOLEAN NTAPI KeTestSpinLock(PKSPIN_LOCK SpinLock);

typedef struct _KSPIN_LOCK_QUEUE {
	struct _KSPIN_LOCK_QUEUE *volatile Next;
	PKSPIN_LOCK volatile Lock;
} KSPIN_LOCK_QUEUE, *PKSPIN_LOCK_QUEUE;

typedef struct _KLOCK_QUEUE_HANDLE {
	KSPIN_LOCK_QUEUE LockQueue;
	KIRQL OldIrql;
} KLOCK_QUEUE_HANDLE, *PKLOCK_QUEUE_HANDLE;

/*
 * The same with a handle of the caller's, which remembers the lock and the IRQL: spin locks are
 * fair here anyhow. At or below DISPATCH_LEVEL; those of DpcLevel at DISPATCH_LEVEL.
 */
FORCEINLINE VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK SpinLock,
						PKLOCK_QUEUE_HANDLE LockHandle)
{
	LockHandle->LockQueue.Lock = SpinLock;
	LockHandle->OldIrql = KeAcquireSpinLockRaiseToDpc(SpinLock);
}

FORCEINLINE VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE LockHandle)
{
	KeReleaseSpinLock(LockHandle->LockQueue.Lock, LockHandle->OldIrql);
}

FORCEINLINE VOID KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock,
							  PKLOCK_QUEUE_HANDLE LockHandle)
{
	LockHandle->LockQueue.Lock = SpinLock;
	KeAcquireSpinLockAtDpcLevel(SpinLock);
}

FORCEINLINE VOID KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE LockHandle)
{
	KeReleaseSpinLockFromDpcLevel(LockHandle->LockQueue.Lock);
}

/* Interrupts */

/* The interrupt object of a port; opaque, valid as long as the client holds the port. */
typedef struct _KINTERRUPT *PKINTERRUPT;

/*
 * An interrupt service routine; returns TRUE if its device raised the interrupt. Runs at DIRQL:
 * the port's interrupt lock is held, and it must not sleep (I1, I2).
 */
typedef BOOLEAN NTAPI KSERVICE_ROUTINE(PKINTERRUPT Interrupt, PVOID ServiceContext);
typedef KSERVICE_ROUTINE *PKSERVICE_ROUTINE;

/* A routine for KeSynchronizeExecution(). Runs at DIRQL, like an interrupt service routine. */
typedef BOOLEAN NTAPI KSYNCHRONIZE_ROUTINE(PVOID SynchronizeContext);
typedef KSYNCHRONIZE_ROUTINE *PKSYNCHRONIZE_ROUTINE;

/*
 * Runs SynchronizeRoutine under the interrupt lock and returns what it returns (I3). At or
 * below DISPATCH_LEVEL: at DIRQL it would wait for itself, and is refused; so is a caller that has
 * the spin lock of IoConnectInterrupt(). FALSE then. Linux: spin_lock_irqsave() of the port's lock.
 */
#define KeSynchronizeExecution ntparport_KeSynchronizeExecution
BOOLEAN NTAPI KeSynchronizeExecution(PKINTERRUPT Interrupt,
				     PKSYNCHRONIZE_ROUTINE SynchronizeRoutine,
				     PVOID SynchronizeContext);

/*
 * Takes the interrupt lock, with which no interrupt service routine of the port runs, and the spin
 * lock of IoConnectInterrupt(), if there is one: from here on the IRQL is DIRQL. Returns the one
 * before, for the second, which releases both and lowers the IRQL. The first at or below
 * DISPATCH_LEVEL; the second at DIRQL. Linux: local_irq_disable(), spin_lock() of the port's lock,
 * and their opposites. ("KeAcquireInterruptSpinLock", "KeReleaseInterruptSpinLock".)
 *
 * Differs: code at DIRQL may have the lock already, so nothing is done there. Until it is
 * released the IRQL cannot be lowered. With PREEMPT_RT interrupts stay on, and the IRQL at or below
 * DISPATCH_LEVEL; a second interrupt's lock is refused. A routine that returns with it has it
 * released, with a line in the log. Where KeSynchronizeExecution() will do, it is the safer one.
 */
#define KeAcquireInterruptSpinLock ntparport_KeAcquireInterruptSpinLock
KIRQL NTAPI KeAcquireInterruptSpinLock(PKINTERRUPT Interrupt);
#define KeReleaseInterruptSpinLock ntparport_KeReleaseInterruptSpinLock
VOID NTAPI KeReleaseInterruptSpinLock(PKINTERRUPT Interrupt, KIRQL OldIrql);

/* DPCs */

struct _KDPC;

/* A deferred procedure. Runs at DISPATCH_LEVEL. */
typedef VOID NTAPI KDEFERRED_ROUTINE(struct _KDPC *Dpc, PVOID DeferredContext,
				     PVOID SystemArgument1, PVOID SystemArgument2);
typedef KDEFERRED_ROUTINE *PKDEFERRED_ROUTINE;

typedef enum _KDPC_IMPORTANCE {
	LowImportance,
	MediumImportance,
	HighImportance,
	MediumHighImportance,
} KDPC_IMPORTANCE;

typedef struct _KDPC {
	UCHAR Type;
	UCHAR Importance;
	volatile USHORT Number;
	LIST_ENTRY DpcListEntry;
	PKDEFERRED_ROUTINE DeferredRoutine;
	PVOID DeferredContext;
	PVOID SystemArgument1;
	PVOID SystemArgument2;
	volatile PVOID DpcData;
} KDPC, *PKDPC, *PRKDPC;

/*
 * Initialises a DPC, which must not be queued. Any IRQL. Linux: own structure; one tasklet
 * serves all.
 */
#define KeInitializeDpc ntparport_KeInitializeDpc
VOID NTAPI KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext);

/*
 * The same for one that may run in a thread, at PASSIVE_LEVEL or at DISPATCH_LEVEL, as the system
 * likes: here it always is an ordinary one. Any IRQL. Linux: the same.
 * ("KeInitializeThreadedDpc".)
 */
#define KeInitializeThreadedDpc ntparport_KeInitializeThreadedDpc
VOID NTAPI KeInitializeThreadedDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine,
				   PVOID DeferredContext);

/*
 * Queues a DPC, with two arguments for its routine. If it is queued already, returns FALSE and
 * changes nothing. It leaves the queue before its routine runs, which may queue it again. All
 * DPCs run one after the other, in order, except that those of HighImportance go to the front.
 * Any IRQL. A DPC that was not initialised is not queued: FALSE, with a line in the log. Linux:
 * own list, raw_spin_lock_irqsave(); tasklet_schedule().
 */
#define KeInsertQueueDpc ntparport_KeInsertQueueDpc
BOOLEAN NTAPI KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2);

/*
 * Takes a DPC out of the queue: TRUE if it was there. Does not wait for a routine that is
 * running. Any IRQL. Linux: own list, raw_spin_lock_irqsave().
 */
#define KeRemoveQueueDpc ntparport_KeRemoveQueueDpc
BOOLEAN NTAPI KeRemoveQueueDpc(PRKDPC Dpc);

/* Where in the queue a DPC will go. Any IRQL. Linux: a field of the DPC. */
#define KeSetImportanceDpc ntparport_KeSetImportanceDpc
VOID NTAPI KeSetImportanceDpc(PRKDPC Dpc, KDPC_IMPORTANCE Importance);

/*
 * The processor that a DPC should run on. Any IRQL. Linux: a field of the DPC.
 *
 * Differs: a DPC runs on the processor that serves the queue when it is reached;
 * the number is only checked and kept.
 */
#define KeSetTargetProcessorDpc ntparport_KeSetTargetProcessorDpc
VOID NTAPI KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number);

/*
 * Waits until every DPC that is queued now has run to its end. At PASSIVE_LEVEL.
 * Linux: a DPC after the others, which sets an event.
 */
#define KeFlushQueuedDpcs ntparport_KeFlushQueuedDpcs
VOID NTAPI KeFlushQueuedDpcs(VOID);

/* Dispatcher objects: what a thread can wait for. */

/* The common part. SignalState above 0 is "signaled". */
typedef struct _DISPATCHER_HEADER {
	__extension__ union {
		__extension__ struct {
			UCHAR Type;
			UCHAR TimerControlFlags;
			UCHAR Size;
			UCHAR TimerMiscFlags;
		};
		volatile LONG Lock;
	};
	LONG SignalState;
	LIST_ENTRY WaitListHead;
} DISPATCHER_HEADER, *PDISPATCHER_HEADER;

typedef LONG KPRIORITY;
typedef CCHAR KPROCESSOR_MODE;

typedef enum _MODE {
	KernelMode,
	UserMode,
	MaximumMode,
} MODE;

/* Events. NotificationEvent stays signaled; SynchronizationEvent lets one waiter through. */
typedef enum _EVENT_TYPE {
	NotificationEvent,
	SynchronizationEvent,
} EVENT_TYPE;

typedef struct _KEVENT {
	DISPATCHER_HEADER Header;
} KEVENT, *PKEVENT, *PRKEVENT;

/* Initialises an event, signaled if State is TRUE. Any IRQL. Linux: own object. */
#define KeInitializeEvent ntparport_KeInitializeEvent
VOID NTAPI KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State);

/*
 * Each returns the old state. At or below DISPATCH_LEVEL. Set signals the event; pulse lets
 * those that wait now through (or one of them) and leaves the event not signaled; reset and
 * clear make it not signaled. Linux: own object, spin_lock_irqsave() of one lock for all;
 * wake_up_process().
 *
 * Differs: here and in KeReleaseMutex() and KeReleaseSemaphore(), the priority increment and
 * Wait have no effect: other threads may run between the call and the wait that follows.
 */
#define KeSetEvent ntparport_KeSetEvent
LONG NTAPI KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait);
#define KePulseEvent ntparport_KePulseEvent
LONG NTAPI KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait);
#define KeResetEvent ntparport_KeResetEvent
LONG NTAPI KeResetEvent(PRKEVENT Event);
#define KeClearEvent ntparport_KeClearEvent
VOID NTAPI KeClearEvent(PRKEVENT Event);

/* Not 0 if signaled. At or below DISPATCH_LEVEL. Linux: READ_ONCE(). */
#define KeReadStateEvent ntparport_KeReadStateEvent
LONG NTAPI KeReadStateEvent(PRKEVENT Event);

/* Mutexes. A thread that has one may wait for it again, and must release it as often. */
typedef struct _KMUTANT {
	DISPATCHER_HEADER Header;
	LIST_ENTRY MutantListEntry;
	struct _KTHREAD *OwnerThread;
	BOOLEAN Abandoned;
	UCHAR ApcDisable;
} KMUTANT, *PKMUTANT, *PRKMUTANT, KMUTEX, *PKMUTEX, *PRKMUTEX;

/*
 * Initialises a mutex, which is free. Level has no meaning, as on Windows. Any IRQL. Linux: own
 * object.
 */
#define KeInitializeMutex ntparport_KeInitializeMutex
VOID NTAPI KeInitializeMutex(PRKMUTEX Mutex, ULONG Level);

/*
 * Returns the old state: 0 if that was the owner's last release, so that the mutex is free now.
 * Only the owner can release it; any other thread changes nothing, and that is logged (on
 * Windows it is an exception). At or below DISPATCH_LEVEL. Linux: as for KeSetEvent(); no
 * struct mutex.
 */
#define KeReleaseMutex ntparport_KeReleaseMutex
LONG NTAPI KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait);

/* 1 if the mutex is free, otherwise 0 or less. At or below DISPATCH_LEVEL. Linux: READ_ONCE(). */
#define KeReadStateMutex ntparport_KeReadStateMutex
LONG NTAPI KeReadStateMutex(PRKMUTEX Mutex);

/* Semaphores. Each wait takes one of the count. */
typedef struct _KSEMAPHORE {
	DISPATCHER_HEADER Header;
	LONG Limit;
} KSEMAPHORE, *PKSEMAPHORE, *PRKSEMAPHORE;

/*
 * Initialises a semaphore with this count; Limit is its highest count. Any IRQL. Linux: own
 * object.
 */
#define KeInitializeSemaphore ntparport_KeInitializeSemaphore
VOID NTAPI KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit);

/*
 * Adds to the count and returns the old one. Beyond the limit it changes nothing, and that is
 * logged (on Windows it is an exception). At or below DISPATCH_LEVEL. Linux: as for
 * KeSetEvent().
 */
#define KeReleaseSemaphore ntparport_KeReleaseSemaphore
LONG NTAPI KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment,
			      BOOLEAN Wait);

/* The count of a semaphore. At or below DISPATCH_LEVEL. Linux: READ_ONCE(). */
#define KeReadStateSemaphore ntparport_KeReadStateSemaphore
LONG NTAPI KeReadStateSemaphore(PRKSEMAPHORE Semaphore);

/* Timers. Like events, they let either all waiters through or one. */
typedef enum _TIMER_TYPE {
	NotificationTimer,
	SynchronizationTimer,
} TIMER_TYPE;

typedef struct _KTIMER {
	DISPATCHER_HEADER Header;
	ULARGE_INTEGER DueTime;
	LIST_ENTRY TimerListEntry;
	struct _KDPC *Dpc;
#if __SIZEOF_POINTER__ == 8
	ULONG Processor;
#endif
	ULONG Period;
} KTIMER, *PKTIMER, *PRKTIMER;

/*
 * Initialises a timer, which must not be set. KeInitializeTimer(): a NotificationTimer. Any
 * IRQL. Linux: own object.
 */
#define KeInitializeTimer ntparport_KeInitializeTimer
VOID NTAPI KeInitializeTimer(PKTIMER Timer);
#define KeInitializeTimerEx ntparport_KeInitializeTimerEx
VOID NTAPI KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type);

/*
 * Sets the timer: it is not signaled until it is due; then it is, and its DPC, if any, is
 * queued. A period, in milliseconds, sets it again and again. A timer that is set already is
 * set anew. TRUE if it was set. At or below DISPATCH_LEVEL. If the DPC was not initialised, the
 * timer is set without one, with a line in the log.
 *
 * Times are in units of 100 ns. A negative DueTime is relative to now. Any other DueTime is a
 * time of the system clock (KeQuerySystemTime()), and follows the clock when that is set; one
 * in the past is due at once. A timer has the resolution of the machine's hardware, not that of
 * the clock tick. Linux: hrtimer_start(), HRTIMER_MODE_ABS_SOFT, for the first timer of each of
 * two lists (CLOCK_MONOTONIC, CLOCK_REALTIME).
 */
#define KeSetTimer ntparport_KeSetTimer
BOOLEAN NTAPI KeSetTimer(PKTIMER Timer, LARGE_INTEGER DueTime, PKDPC Dpc);
#define KeSetTimerEx ntparport_KeSetTimerEx
BOOLEAN NTAPI KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc);

/*
 * The same for a timer that may be late, by that many milliseconds: here it never is. At or below
 * DISPATCH_LEVEL. Linux: the same. ("KeSetCoalescableTimer".)
 */
#define KeSetCoalescableTimer ntparport_KeSetCoalescableTimer
BOOLEAN NTAPI KeSetCoalescableTimer(PKTIMER Timer, LARGE_INTEGER DueTime, ULONG Period,
				    ULONG TolerableDelay, PKDPC Dpc);

/*
 * Cancels the timer. TRUE if it was set. Its DPC may be queued or running (KeRemoveQueueDpc(),
 * KeFlushQueuedDpcs()). At or below DISPATCH_LEVEL. Linux: own list; the hrtimer finds nothing
 * to do.
 */
#define KeCancelTimer ntparport_KeCancelTimer
BOOLEAN NTAPI KeCancelTimer(PKTIMER Timer);

/* TRUE if the timer is signaled. At or below DISPATCH_LEVEL. Linux: READ_ONCE(). */
#define KeReadStateTimer ntparport_KeReadStateTimer
BOOLEAN NTAPI KeReadStateTimer(PKTIMER Timer);

/* Waiting */

typedef enum _KWAIT_REASON {
	Executive,
	FreePage,
	PageIn,
	PoolAllocation,
	DelayExecution,
	Suspended,
	UserRequest,
} KWAIT_REASON;

typedef enum _WAIT_TYPE {
	WaitAll,
	WaitAny,
} WAIT_TYPE;

/* One object that a thread is waiting for. */
typedef struct _KWAIT_BLOCK {
	LIST_ENTRY WaitListEntry;
	struct _KTHREAD *Thread;
	PVOID Object;
	struct _KWAIT_BLOCK *NextWaitBlock;
	USHORT WaitKey;
	UCHAR WaitType;
	volatile UCHAR BlockState;
#if __SIZEOF_POINTER__ == 8
	LONG SpareLong;
#endif
} KWAIT_BLOCK, *PKWAIT_BLOCK, *PRKWAIT_BLOCK;

#define THREAD_WAIT_OBJECTS	3	/* up to this many need no WaitBlockArray */
#define MAXIMUM_WAIT_OBJECTS	64

/*
 * Waits for an event, mutex, semaphore, timer or thread: until it is signaled or the time is
 * over (as for KeSetTimer(); NULL: no limit; 0: no wait). STATUS_SUCCESS, STATUS_TIMEOUT, or
 * STATUS_ABANDONED for a mutex whose owner ended without releasing it: the mutex is the
 * caller's now, as with STATUS_SUCCESS. STATUS_MUTANT_LIMIT_EXCEEDED: the owner has acquired
 * the mutex too many times (on Windows it is an exception).
 *
 * Below DISPATCH_LEVEL; at DISPATCH_LEVEL with a time of 0.
 *
 * Alertable: a signal ends the wait with STATUS_ALERTED, or STATUS_USER_APC in UserMode. If it
 * is not alertable, no signal ends it, in either mode. Linux: schedule() in TASK_INTERRUPTIBLE
 * if alertable, else TASK_UNINTERRUPTIBLE, or TASK_IDLE in a thread of the kernel.
 *
 * Differs: at a wrong IRQL, or with anything that is not such an object, it returns
 * STATUS_INVALID_PARAMETER, with a line in the log. The end of a thread that is not one of
 * PsCreateSystemThread() cannot be waited for.
 */
#define KeWaitForSingleObject ntparport_KeWaitForSingleObject
NTSTATUS NTAPI KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason,
				     KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
				     PLARGE_INTEGER Timeout);
#define KeWaitForMutexObject KeWaitForSingleObject

/*
 * The same for several objects. WaitAny: until one is signaled; returns STATUS_WAIT_0 (or
 * STATUS_ABANDONED_WAIT_0) plus its index. WaitAll: until all are signaled at the same time;
 * none is taken before that. More objects than THREAD_WAIT_OBJECTS need a WaitBlockArray of as
 * many elements, which must exist until the return. Count 0 or above MAXIMUM_WAIT_OBJECTS, or
 * no such array: STATUS_INVALID_PARAMETER (on Windows it is a bug check). At DISPATCH_LEVEL
 * with a time of 0, else below. Linux: as for KeWaitForSingleObject().
 */
#define KeWaitForMultipleObjects ntparport_KeWaitForMultipleObjects
NTSTATUS NTAPI KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType,
					KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
					BOOLEAN Alertable, PLARGE_INTEGER Timeout,
					PKWAIT_BLOCK WaitBlockArray);

/*
 * Sleeps. At PASSIVE_LEVEL. STATUS_SUCCESS when the time is over; a time of 0 yields the
 * processor. Alertable as in KeWaitForSingleObject(). Linux: the same wait, for a timer;
 * schedule() for 0.
 */
#define KeDelayExecutionThread ntparport_KeDelayExecutionThread
NTSTATUS NTAPI KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
				      PLARGE_INTEGER Interval);

/* Time */

/*
 * Busy-waits, in portions that the kernel's delay function accepts; at PASSIVE_LEVEL others run
 * between them (W7), which may take longer than was asked for. Any IRQL. Linux: udelay().
 */
#define KeStallExecutionProcessor ntparport_KeStallExecutionProcessor
VOID NTAPI KeStallExecutionProcessor(ULONG MicroSeconds);

/*
 * Counts units of 100 ns since boot and never goes back; its frequency is 10,000,000. Any IRQL.
 * Linux: ktime_get_ns().
 */
#define KeQueryPerformanceCounter ntparport_KeQueryPerformanceCounter
LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency);

/* Units of 100 ns since 1601, UTC. Any IRQL. Linux: ktime_get_real_ns(). */
#define KeQuerySystemTime ntparport_KeQuerySystemTime
VOID NTAPI KeQuerySystemTime(PLARGE_INTEGER CurrentTime);

/*
 * Convert a time between UTC and that of the time zone which the kernel knows (settimeofday()):
 * UTC, where nobody has told it. Any IRQL. Linux: sys_tz.
 */
#define ExSystemTimeToLocalTime ntparport_ExSystemTimeToLocalTime
VOID NTAPI ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime);
#define ExLocalTimeToSystemTime ntparport_ExLocalTimeToSystemTime
VOID NTAPI ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime);

/*
 * Units of 100 ns since boot, including the time the machine slept. Any IRQL. Linux:
 * ktime_get_boottime_ns().
 */
#define KeQueryInterruptTime ntparport_KeQueryInterruptTime
ULONGLONG NTAPI KeQueryInterruptTime(VOID);

/*
 * The same two, to the unit, and the performance counter at that moment. Any IRQL.
 * The others are as precise here. Linux: the same; ktime_get_ns().
 */
#define KeQuerySystemTimePrecise ntparport_KeQuerySystemTimePrecise
VOID NTAPI KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime);
#define KeQueryInterruptTimePrecise ntparport_KeQueryInterruptTimePrecise
ULONGLONG NTAPI KeQueryInterruptTimePrecise(PULONGLONG QpcTimeStamp);

/*
 * Units of 100 ns since boot, without the time the machine slept. Any IRQL. Linux:
 * ktime_get_ns().
 */
#define KeQueryUnbiasedInterruptTime ntparport_KeQueryUnbiasedInterruptTime
ULONGLONG NTAPI KeQueryUnbiasedInterruptTime(VOID);

/*
 * Clock ticks since boot; one is KeQueryTimeIncrement() units of 100 ns. Any
 * IRQL. Linux: get_jiffies_64(), TICK_NSEC.
 */
#define KeQueryTickCount ntparport_KeQueryTickCount
VOID NTAPI KeQueryTickCount(PLARGE_INTEGER CurrentCount);
#define KeQueryTimeIncrement ntparport_KeQueryTimeIncrement
ULONG NTAPI KeQueryTimeIncrement(VOID);

/*
 * Asks for clock ticks as short as this, in units of 100 ns, or takes that back: returns how long
 * they are now. IRQL: APC_LEVEL. Linux: TICK_NSEC. ("ExSetTimerResolution".)
 *
 * Differs: they stay as they are, since timers are not tied to them (see KeSetTimer()).
 */
#define ExSetTimerResolution ntparport_ExSetTimerResolution
ULONG NTAPI ExSetTimerResolution(ULONG DesiredTime, BOOLEAN SetResolution);

/* Processors */

/*
 * The number of processors that were online when ntparport was loaded. Any IRQL. Linux:
 * num_online_cpus().
 */
#define KeNumberProcessors ntparport_KeNumberProcessors
extern volatile CCHAR KeNumberProcessors;

/*
 * The number of this processor. Any IRQL; below DISPATCH_LEVEL the thread may be on another one
 * when it returns. Linux: raw_smp_processor_id().
 */
#define KeGetCurrentProcessorNumber ntparport_KeGetCurrentProcessorNumber
ULONG NTAPI KeGetCurrentProcessorNumber(VOID);

/*
 * The processors that are online as a bit mask (the first ones that fit), and their number. Any
 * IRQL. Linux: cpu_online_mask, num_online_cpus().
 */
#define KeQueryActiveProcessors ntparport_KeQueryActiveProcessors
KAFFINITY NTAPI KeQueryActiveProcessors(VOID);
#define KeQueryActiveProcessorCount ntparport_KeQueryActiveProcessorCount
ULONG NTAPI KeQueryActiveProcessorCount(PKAFFINITY ActiveProcessors);

/*
 * Writes what is in the caches of all processors to memory: FALSE, that is not done. Any IRQL.
 * Linux: none: a constant. ("KeInvalidateAllCaches".)
 *
 * Differs: nothing else reads the memory of a driver here (see IoGetDmaAdapter()), and between
 * processors the caches are coherent.
 */
#define KeInvalidateAllCaches ntparport_KeInvalidateAllCaches
BOOLEAN NTAPI KeInvalidateAllCaches(VOID);

typedef struct _KFLOATING_SAVE {
#if __SIZEOF_POINTER__ == 8
	ULONG Dummy;
#else
	ULONG ControlWord;
	ULONG StatusWord;
	ULONG ErrorOffset;
	ULONG ErrorSelector;
	ULONG DataOffset;
	ULONG DataSelector;
	ULONG Cr0NpxState;
	ULONG Spare1;
#endif
} KFLOATING_SAVE, *PKFLOATING_SAVE;

/*
 * Lets the caller use the floating-point unit, and puts back what was in it:
 * STATUS_ILLEGAL_FLOAT_CONTEXT, it cannot. Any IRQL. Linux: none: a constant.
 * ("KeSaveFloatingPointState", "KeRestoreFloatingPointState".)
 *
 * Differs: a driver is compiled as the kernel is, without instructions of that unit, and where it
 * has some all the same, what they work on is a program's. So nobody gets it, and a line in the log
 * says so.
 */
#define KeSaveFloatingPointState ntparport_KeSaveFloatingPointState
NTSTATUS NTAPI KeSaveFloatingPointState(PKFLOATING_SAVE FloatSave);
#define KeRestoreFloatingPointState ntparport_KeRestoreFloatingPointState
NTSTATUS NTAPI KeRestoreFloatingPointState(PKFLOATING_SAVE FloatSave);

/*
 * Has the calling thread run only on these processors, of the first ones that fit into a mask,
 * until it reverts. A mask in which none is online, or with a processor that cannot exist,
 * changes nothing. The Ex functions are for callers that may be inside of another such call:
 * the first returns the mask that was set before, 0 if none was, and the second sets it again; 0
 * reverts, and so do those without Ex. At or below APC_LEVEL. Linux: set_cpus_allowed_ptr().
 * ("KeSetSystemAffinityThread", "KeRevertToUserAffinityThread", "KeSetSystemAffinityThreadEx",
 * "KeRevertToUserAffinityThreadEx".)
 *
 * Differs: above APC_LEVEL nothing is done, where Windows would do it later. A thread that has not
 * reverted when it leaves the routines of drivers altogether does so then, with a line in the log;
 * a system thread may stay as it is to its end. To revert what was not set changes nothing; nor
 * does it if somebody else, by taskset(1) for instance, has set other processors meanwhile.
 */
#define KeSetSystemAffinityThread ntparport_KeSetSystemAffinityThread
VOID NTAPI KeSetSystemAffinityThread(KAFFINITY Affinity);
#define KeRevertToUserAffinityThread ntparport_KeRevertToUserAffinityThread
VOID NTAPI KeRevertToUserAffinityThread(VOID);
#define KeSetSystemAffinityThreadEx ntparport_KeSetSystemAffinityThreadEx
KAFFINITY NTAPI KeSetSystemAffinityThreadEx(KAFFINITY Affinity);
#define KeRevertToUserAffinityThreadEx ntparport_KeRevertToUserAffinityThreadEx
VOID NTAPI KeRevertToUserAffinityThreadEx(KAFFINITY Affinity);

/* Threads */

typedef struct _KTHREAD *PKTHREAD, *PRKTHREAD;

/*
 * The calling thread: an object that can be referenced, and compared with
 * others. At DISPATCH_LEVEL and above it is the thread that was interrupted. Any
 * IRQL. Linux: kthread_data() of a system thread, else current.
 */
#define KeGetCurrentThread ntparport_KeGetCurrentThread
PKTHREAD NTAPI KeGetCurrentThread(VOID);

#define LOW_PRIORITY		0
#define LOW_REALTIME_PRIORITY	16
#define HIGH_PRIORITY		31
#define MAXIMUM_PRIORITY	32

/*
 * Priorities 1 to 15 are nice values 14 to -14, two apart, 8 being 0; 16 to 23 are SCHED_FIFO
 * at its lowest priority, 24 to 31 SCHED_FIFO in the middle, beside threaded interrupts. Set
 * returns the old priority; a new one outside 1 to 31 changes nothing. At PASSIVE_LEVEL. Linux:
 * sched_set_normal(), sched_set_fifo_low(), sched_set_fifo().
 *
 * Differs: the threads that work items run in keep theirs: Linux runs its own work in them, too.
 */
#define KeSetPriorityThread ntparport_KeSetPriorityThread
KPRIORITY NTAPI KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority);
#define KeQueryPriorityThread ntparport_KeQueryPriorityThread
KPRIORITY NTAPI KeQueryPriorityThread(PRKTHREAD Thread);

/*
 * Gives a thread the priority of its process and that much more, or less, but none outside 1 to 15;
 * by 16 or more it is the highest or the lowest of them. Returns by how much it was more before. At
 * PASSIVE_LEVEL. Linux: as for KeSetPriorityThread(). ("KeSetBasePriorityThread".)
 *
 * Differs: the priority of every process is 8, and so a thread with a real-time priority loses it.
 */
#define KeSetBasePriorityThread ntparport_KeSetBasePriorityThread
LONG NTAPI KeSetBasePriorityThread(PRKTHREAD Thread, LONG Increment);

/* The end of a driver */

/*
 * Ends the driver; the calling thread never goes on. Any IRQL. Linux: pr_emerg(),
 * try_module_get(), schedule() in TASK_IDLE for ever.
 *
 * Differs: where Windows stops the machine, the driver is stopped: the log says why, its
 * routines are never called again, and it stays loaded until the next boot. Requests to its
 * devices fail with STATUS_DEVICE_REMOVED; requests that it has are never completed, and those
 * that it sent are cancelled. Its interrupt routines are disconnected and its ports freed, and
 * then the log says that it is dead; its DPCs, timers, work items, StartIo, completion and
 * cancel routines and AddDevice are passed over. Its running threads go on, and further bug
 * checks are not logged. The calling thread stays where it is for ever, even if it is that of
 * insmod, of rmmod, or of a program, which then cannot be killed; and so does whoever waits for
 * it, such as rmmod of this driver, or of another driver whose thread it was. Other drivers load
 * and unload as usual. But if parport is announcing a port at that time, it never announces one
 * again; and if a Plug and Play routine of the driver waits for the thread that had the bug check,
 * no driver with AddDevice loads or unloads. Above PASSIVE_LEVEL the driver has no thread to stop,
 * only somebody else's: then this returns, unlike on Windows.
 */
#define KeBugCheck ntparport_KeBugCheck
VOID NTAPI KeBugCheck(ULONG BugCheckCode);
#define KeBugCheckEx ntparport_KeBugCheckEx
VOID NTAPI KeBugCheckEx(ULONG BugCheckCode, ULONG_PTR BugCheckParameter1,
			ULONG_PTR BugCheckParameter2, ULONG_PTR BugCheckParameter3,
			ULONG_PTR BugCheckParameter4);

/*
 * A thread enters a critical region, in which no normal kernel APC is delivered to it, or a
 * guarded one, in which none is, and leaves it as often. At or below APC_LEVEL. Leaving one
 * that the thread is not in: that is logged, and ignored. Linux: own list, with
 * get_task_struct().
 *
 * Differs: nothing is delivered to threads here, so all that this changes is what the next
 * two say. A region that a thread is in when it ends, or when it leaves the routine of a driver
 * that it was in altogether, or the driver is unloaded, ends then, with a line in the log.
 */
#define KeEnterCriticalRegion ntparport_KeEnterCriticalRegion
VOID NTAPI KeEnterCriticalRegion(VOID);
#define KeLeaveCriticalRegion ntparport_KeLeaveCriticalRegion
VOID NTAPI KeLeaveCriticalRegion(VOID);
#define KeEnterGuardedRegion ntparport_KeEnterGuardedRegion
VOID NTAPI KeEnterGuardedRegion(VOID);
#define KeLeaveGuardedRegion ntparport_KeLeaveGuardedRegion
VOID NTAPI KeLeaveGuardedRegion(VOID);

/*
 * The thread is in a critical or guarded region; in a guarded one, or at APC_LEVEL or
 * above. At or below DISPATCH_LEVEL. Linux: own list.
 */
#define KeAreApcsDisabled ntparport_KeAreApcsDisabled
BOOLEAN NTAPI KeAreApcsDisabled(VOID);
#define KeAreAllApcsDisabled ntparport_KeAreAllApcsDisabled
BOOLEAN NTAPI KeAreAllApcsDisabled(VOID);

/* Whether the machine is a PC-98 of NEC's: no. */
#define IsNEC_98	(FALSE)
#define IsNotNEC_98	(TRUE)
#define SetNEC_98
#define SetNotNEC_98

typedef struct _KGATE {
	DISPATCHER_HEADER Header;
} KGATE, *PKGATE, *PRKGATE;

/* A mutex that its owner cannot acquire again. */
typedef struct _KGUARDED_MUTEX {
	volatile LONG Count;	/* 1: free; otherwise held, and -Count threads wait */
	PKTHREAD Owner;
	ULONG Contention;
	KGATE Gate;
	__extension__ union {
		__extension__ struct {
			SHORT KernelApcDisable;
			SHORT SpecialApcDisable;
		};
		ULONG CombinedApcDisable;
	};
} KGUARDED_MUTEX, *PKGUARDED_MUTEX;

/* Initialises a mutex, which is free then. Any IRQL. Linux: own object. */
#define KeInitializeGuardedMutex ntparport_KeInitializeGuardedMutex
VOID NTAPI KeInitializeGuardedMutex(PKGUARDED_MUTEX Mutex);

/*
 * Acquire a mutex; acquire it if it is free (TRUE); release it. While a thread has one, it is in a
 * guarded region. At or below APC_LEVEL. Linux: own code, an atomic count and a KEVENT to wait for.
 * ("KeAcquireGuardedMutex", "KeTryToAcquireGuardedMutex", "KeReleaseGuardedMutex".)
 *
 * Differs: if the owner acquires it again, that is logged, and the owner goes on (Windows would
 * wait for ever). The same goes for a thread that releases a mutex it does not have.
 */
#define KeAcquireGuardedMutex ntparport_KeAcquireGuardedMutex
VOID NTAPI KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex);
#define KeTryToAcquireGuardedMutex ntparport_KeTryToAcquireGuardedMutex
BOOLEAN NTAPI KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex);
#define KeReleaseGuardedMutex ntparport_KeReleaseGuardedMutex
VOID NTAPI KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex);

/*
 * Acquire and release it without a guarded region, for threads that are in one. At or below
 * APC_LEVEL. Linux: the same.
 */
#define KeAcquireGuardedMutexUnsafe ntparport_KeAcquireGuardedMutexUnsafe
VOID NTAPI KeAcquireGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex);
#define KeReleaseGuardedMutexUnsafe ntparport_KeReleaseGuardedMutexUnsafe
VOID NTAPI KeReleaseGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex);

typedef enum _KBUGCHECK_BUFFER_DUMP_STATE {
	BufferEmpty,
	BufferInserted,
	BufferStarted,
	BufferFinished,
	BufferIncomplete,
} KBUGCHECK_BUFFER_DUMP_STATE;

/* What a driver does when it has had a bug check. Runs at HIGH_LEVEL. */
typedef VOID NTAPI KBUGCHECK_CALLBACK_ROUTINE(PVOID Buffer, ULONG Length);
typedef KBUGCHECK_CALLBACK_ROUTINE *PKBUGCHECK_CALLBACK_ROUTINE;

/* Such a callback, in the driver's memory. */
typedef struct _KBUGCHECK_CALLBACK_RECORD {
	LIST_ENTRY Entry;
	PKBUGCHECK_CALLBACK_ROUTINE CallbackRoutine;
	PVOID Buffer;
	ULONG Length;
	PUCHAR Component;
	ULONG_PTR Checksum;
	UCHAR State;
} KBUGCHECK_CALLBACK_RECORD, *PKBUGCHECK_CALLBACK_RECORD;

/* Makes one that is not registered. */
#define KeInitializeCallbackRecord(CallbackRecord) ((VOID)((CallbackRecord)->State = BufferEmpty))

/*
 * Registers a record: CallbackRoutine(Buffer, Length) is called once, at HIGH_LEVEL,
 * when the driver has a bug check; it can only put its device out of the way and write
 * to its buffer. Deregisters it. FALSE: it was registered already, was not, or its
 * routine was called. Any IRQL. Linux: own list, raw_spin_lock_irqsave().
 *
 * Differs: a bug check is the end of one driver, and only that driver's routines are
 * called; the last registered is called first. There is no dump that the buffer could be
 * part of. What a driver leaves registered when it is unloaded, or frees, is
 * deregistered, with a line in the log. What is registered by one of the routines is not called.
 */
#define KeRegisterBugCheckCallback ntparport_KeRegisterBugCheckCallback
BOOLEAN NTAPI KeRegisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD CallbackRecord,
					 PKBUGCHECK_CALLBACK_ROUTINE CallbackRoutine, PVOID Buffer,
					 ULONG Length, PUCHAR Component);
#define KeDeregisterBugCheckCallback ntparport_KeDeregisterBugCheckCallback
BOOLEAN NTAPI KeDeregisterBugCheckCallback(PKBUGCHECK_CALLBACK_RECORD CallbackRecord);

typedef enum _KBUGCHECK_CALLBACK_REASON {
	KbCallbackInvalid,
	KbCallbackReserved1,
	KbCallbackSecondaryDumpData,
	KbCallbackDumpIo,
	KbCallbackAddPages,
	KbCallbackSecondaryMultiPartDumpData,
	KbCallbackRemovePages,
	KbCallbackTriageDumpData,
} KBUGCHECK_CALLBACK_REASON;

struct _KBUGCHECK_REASON_CALLBACK_RECORD;

/* What a driver does about the dump of a bug check. Runs at HIGH_LEVEL. */
typedef VOID NTAPI
KBUGCHECK_REASON_CALLBACK_ROUTINE(KBUGCHECK_CALLBACK_REASON Reason,
				  struct _KBUGCHECK_REASON_CALLBACK_RECORD *Record,
				  PVOID ReasonSpecificData, ULONG ReasonSpecificDataLength);
typedef KBUGCHECK_REASON_CALLBACK_ROUTINE *PKBUGCHECK_REASON_CALLBACK_ROUTINE;

typedef struct _KBUGCHECK_ADD_PAGES {
	PVOID Context;
	ULONG Flags;
	ULONG BugCheckCode;
	ULONG_PTR Address;
	ULONG_PTR Count;
} KBUGCHECK_ADD_PAGES, *PKBUGCHECK_ADD_PAGES;

typedef struct _KBUGCHECK_SECONDARY_DUMP_DATA {
	PVOID InBuffer;
	ULONG InBufferLength;
	ULONG MaximumAllowed;
	GUID Guid;
	PVOID OutBuffer;
	ULONG OutBufferLength;
} KBUGCHECK_SECONDARY_DUMP_DATA, *PKBUGCHECK_SECONDARY_DUMP_DATA;

typedef enum _KBUGCHECK_DUMP_IO_TYPE {
	KbDumpIoInvalid,
	KbDumpIoHeader,
	KbDumpIoBody,
	KbDumpIoSecondaryData,
	KbDumpIoComplete,
} KBUGCHECK_DUMP_IO_TYPE;

typedef struct _KBUGCHECK_DUMP_IO {
	ULONG64 Offset;
	PVOID Buffer;
	ULONG BufferLength;
	KBUGCHECK_DUMP_IO_TYPE Type;
} KBUGCHECK_DUMP_IO, *PKBUGCHECK_DUMP_IO;

#define KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS		0x00000001UL
#define KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS		0x00000002UL
#define KB_ADD_PAGES_FLAG_ADDITIONAL_RANGES_EXIST	0x80000000UL

/* Such a callback, in the driver's memory; KeInitializeCallbackRecord() is for both kinds. */
typedef struct _KBUGCHECK_REASON_CALLBACK_RECORD {
	LIST_ENTRY Entry;
	PKBUGCHECK_REASON_CALLBACK_ROUTINE CallbackRoutine;
	PUCHAR Component;
	ULONG_PTR Checksum;
	KBUGCHECK_CALLBACK_REASON Reason;
	UCHAR State;
} KBUGCHECK_REASON_CALLBACK_RECORD, *PKBUGCHECK_REASON_CALLBACK_RECORD;

/*
 * The same for what a driver adds to the dump of the bug check. FALSE: it was registered already,
 * was not, or its routine was called; or there is no such Reason. A record is of one of the two
 * kinds at a time. Any IRQL. Linux: own list, raw_spin_lock_irqsave().
 * ("KeRegisterBugCheckReasonCallback", "KeDeregisterBugCheckReasonCallback".)
 *
 * Differs: no dump is written, so only those for KbCallbackSecondaryDumpData are called, once, at
 * HIGH_LEVEL, after those of KeRegisterBugCheckCallback(): with room for 256 bytes, which are
 * forgotten. In all else they are like those.
 */
#define KeRegisterBugCheckReasonCallback ntparport_KeRegisterBugCheckReasonCallback
BOOLEAN NTAPI KeRegisterBugCheckReasonCallback(PKBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord,
					       PKBUGCHECK_REASON_CALLBACK_ROUTINE CallbackRoutine,
					       KBUGCHECK_CALLBACK_REASON Reason, PUCHAR Component);
#define KeDeregisterBugCheckReasonCallback ntparport_KeDeregisterBugCheckReasonCallback
BOOLEAN NTAPI KeDeregisterBugCheckReasonCallback(PKBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord);

#ifdef __cplusplus
}
#endif

#endif
