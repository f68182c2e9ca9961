/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ps.h - system threads: a driver's own threads, as threads of the kernel.
 */
#ifndef COMPAT_NT_PS_H
#define COMPAT_NT_PS_H

#include "ob.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _EPROCESS *PEPROCESS;
typedef struct _ETHREAD *PETHREAD;

/* The process and thread IDs of Linux (tgid, pid). */
typedef struct _CLIENT_ID {
	HANDLE UniqueProcess;
	HANDLE UniqueThread;
} CLIENT_ID, *PCLIENT_ID;

/* What a system thread runs, at PASSIVE_LEVEL. Returning ends the thread. */
typedef VOID NTAPI KSTART_ROUTINE(PVOID StartContext);
typedef KSTART_ROUTINE *PKSTART_ROUTINE;

#define STANDARD_RIGHTS_REQUIRED	0x000F0000
#define SYNCHRONIZE			0x00100000
#define EVENT_QUERY_STATE		0x0001
#define EVENT_MODIFY_STATE		0x0002
#define EVENT_ALL_ACCESS	(STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0x3)
#define SEMAPHORE_QUERY_STATE		0x0001
#define SEMAPHORE_MODIFY_STATE		0x0002
#define SEMAPHORE_ALL_ACCESS	(STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0x3)
#define THREAD_ALL_ACCESS	(STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0xFFFF)

/*
 * The type of thread objects, for ObReferenceObjectByHandle(). Any IRQL. Linux: own type; any
 * other task counts as a thread, too.
 */
#define PsThreadType ntparport_PsThreadType
extern POBJECT_TYPE *PsThreadType;

/*
 * Starts a thread that runs StartRoutine(StartContext), and returns a handle to it; closing
 * that with ZwClose() does not end the thread. Waiting for the thread (KeWaitForSingleObject(),
 * with the object of the handle) means waiting for its end. At PASSIVE_LEVEL.
 * STATUS_INSUFFICIENT_RESOURCES; STATUS_INVALID_PARAMETER: there is no handle or no routine.
 * Linux: kthread_create(), with the driver's name.
 *
 * Differs: rights, attributes and the process are ignored; all system threads belong to the
 * kernel. When a driver is unloaded, it has to wait for the end of its threads, as on Windows;
 * here, unloading waits for those that it forgot, and the log says so.
 */
#define PsCreateSystemThread ntparport_PsCreateSystemThread
NTSTATUS NTAPI PsCreateSystemThread(PHANDLE ThreadHandle, ULONG DesiredAccess,
				    POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle,
				    PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine,
				    PVOID StartContext);

/*
 * Ends the calling thread and does not return. At PASSIVE_LEVEL. STATUS_INVALID_PARAMETER if
 * the caller is not a system thread. Mutexes that the thread still has are abandoned, which is
 * logged. Linux: module_put_and_kthread_exit().
 *
 * Only for the thread's own routine, and what that calls itself. Inside another routine that is
 * called in the thread (a dispatch or completion routine, a query routine, one of a cancel-safe
 * queue), it is the bug check 0xc4 of the driver that calls it: others wait for that routine.
 */
#define PsTerminateSystemThread ntparport_PsTerminateSystemThread
NTSTATUS NTAPI PsTerminateSystemThread(NTSTATUS ExitStatus);

typedef enum _THREADINFOCLASS {
	ThreadBasicInformation,
	ThreadTimes,
	ThreadPriority,
	ThreadBasePriority,
	ThreadAffinityMask,
	ThreadImpersonationToken,
	ThreadDescriptorTableEntry,
	ThreadEnableAlignmentFaultFixup,
	ThreadEventPair_Reusable,
	ThreadQuerySetWin32StartAddress,
	ThreadZeroTlsCell,
	ThreadPerformanceCount,
	ThreadAmILastThread,
	ThreadIdealProcessor,
	ThreadPriorityBoost,
	ThreadSetTlsArrayAddress,
	ThreadIsIoPending,
	ThreadHideFromDebugger,
} THREADINFOCLASS;

/*
 * Sets something of the thread of a handle, or of NtCurrentThread(): its ThreadPriority, a number
 * as for KeSetPriorityThread(); its ThreadBasePriority, which is added to 8 (-2 to 2; 15 is the
 * highest and -15 the lowest priority that is not real-time); its ThreadAffinityMask, the
 * processors on which it may run. At PASSIVE_LEVEL. STATUS_INVALID_INFO_CLASS: anything else;
 * STATUS_INFO_LENGTH_MISMATCH; STATUS_INVALID_PARAMETER: there is no such priority or processor;
 * STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH. Linux: sched_set_normal(),
 * sched_set_fifo(), set_cpus_allowed_ptr(). ("ZwSetInformationThread".)
 *
 * Differs: processors that are not online do not count, as long as one is. The threads that work
 * items run in keep their priority, and their processors (STATUS_INVALID_PARAMETER), because
 * Linux's own work runs in them, too.
 */
#define ZwSetInformationThread ntparport_ZwSetInformationThread
NTSTATUS NTAPI ZwSetInformationThread(HANDLE ThreadHandle, THREADINFOCLASS ThreadInformationClass,
				      PVOID ThreadInformation, ULONG ThreadInformationLength);

/* The same as KeGetCurrentThread(). Any IRQL. */
static inline PETHREAD NTAPI PsGetCurrentThread(VOID)
{
	return (PETHREAD)KeGetCurrentThread();
}

/*
 * The type of process objects, for ObReferenceObjectByPointer(). Any IRQL. Linux: any
 * thread group.
 */
#define PsProcessType ntparport_PsProcessType
extern POBJECT_TYPE *PsProcessType;

/*
 * The process of the calling thread: an object that can be referenced, and compared
 * with others. Threads of the system, drivers' included, are in one. At DISPATCH_LEVEL
 * and above it is that of the thread that was interrupted. Any IRQL. Linux: the
 * group_leader of current, or init_task.
 */
#define IoGetCurrentProcess ntparport_IoGetCurrentProcess
PEPROCESS NTAPI IoGetCurrentProcess(VOID);
#define PsGetCurrentProcess IoGetCurrentProcess

/* Its number. Any IRQL. Linux: task_tgid_nr(). */
#define PsGetProcessId ntparport_PsGetProcessId
HANDLE NTAPI PsGetProcessId(PEPROCESS Process);

/*
 * The IDs of the calling thread and its process. Any IRQL. Linux: task_tgid_nr(),
 * task_pid_nr().
 */
#define PsGetCurrentProcessId ntparport_PsGetCurrentProcessId
HANDLE NTAPI PsGetCurrentProcessId(VOID);
#define PsGetCurrentThreadId ntparport_PsGetCurrentThreadId
HANDLE NTAPI PsGetCurrentThreadId(VOID);

/*
 * The IDs of a thread and of its process. At or below DISPATCH_LEVEL. NULL: it is not a thread.
 * Linux: task_pid_nr(), task_tgid_nr(). ("PsGetThreadId", "PsGetThreadProcessId".)
 */
#define PsGetThreadId ntparport_PsGetThreadId
HANDLE NTAPI PsGetThreadId(PETHREAD Thread);
#define PsGetThreadProcessId ntparport_PsGetThreadProcessId
HANDLE NTAPI PsGetThreadProcessId(PETHREAD Thread);

/* What drivers are told of programs. */
typedef VOID NTAPI CREATE_PROCESS_NOTIFY_ROUTINE(HANDLE ParentId, HANDLE ProcessId, BOOLEAN Create);
typedef CREATE_PROCESS_NOTIFY_ROUTINE *PCREATE_PROCESS_NOTIFY_ROUTINE;
typedef VOID NTAPI CREATE_THREAD_NOTIFY_ROUTINE(HANDLE ProcessId, HANDLE ThreadId, BOOLEAN Create);
typedef CREATE_THREAD_NOTIFY_ROUTINE *PCREATE_THREAD_NOTIFY_ROUTINE;

#define IMAGE_ADDRESSING_MODE_32BIT	3

typedef struct _IMAGE_INFO {
	union {
		ULONG Properties;
		__extension__ struct {
			ULONG ImageAddressingMode:8;
			ULONG SystemModeImage:1;
			ULONG ImageMappedToAllPids:1;
			ULONG ExtendedInfoPresent:1;
			ULONG Reserved:21;
		};
	};
	PVOID ImageBase;
	ULONG ImageSelector;
	SIZE_T ImageSize;
	ULONG ImageSectionNumber;
} IMAGE_INFO, *PIMAGE_INFO;

typedef VOID NTAPI LOAD_IMAGE_NOTIFY_ROUTINE(PUNICODE_STRING FullImageName, HANDLE ProcessId,
					     PIMAGE_INFO ImageInfo);
typedef LOAD_IMAGE_NOTIFY_ROUTINE *PLOAD_IMAGE_NOTIFY_ROUTINE;

/*
 * Would have a routine called for each process that begins or ends, or no longer. PASSIVE_LEVEL.
 * STATUS_INVALID_PARAMETER: there is no room for another routine; STATUS_PROCEDURE_NOT_FOUND: the
 * one to be removed was not registered. Linux: none. ("PsSetCreateProcessNotifyRoutine".)
 *
 * Differs: there is room for none, which is logged. A driver that must know when the program ends
 * that has opened its device gets IRP_MJ_CLEANUP then.
 */
#define PsSetCreateProcessNotifyRoutine ntparport_PsSetCreateProcessNotifyRoutine
NTSTATUS NTAPI PsSetCreateProcessNotifyRoutine(PCREATE_PROCESS_NOTIFY_ROUTINE NotifyRoutine,
					       BOOLEAN Remove);
/*
 * The same for threads, and for programs and libraries that are loaded. PASSIVE_LEVEL.
 * STATUS_INSUFFICIENT_RESOURCES: there is no room for another routine. Linux: none.
 * ("PsSetCreateThreadNotifyRoutine", "PsSetLoadImageNotifyRoutine".)
 *
 * Differs: there is room for none, which is logged.
 */
#define PsSetCreateThreadNotifyRoutine ntparport_PsSetCreateThreadNotifyRoutine
NTSTATUS NTAPI PsSetCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine);
#define PsSetLoadImageNotifyRoutine ntparport_PsSetLoadImageNotifyRoutine
NTSTATUS NTAPI PsSetLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine);
/*
 * Would end that. PASSIVE_LEVEL. STATUS_PROCEDURE_NOT_FOUND: the routine was not registered. Linux:
 * none. ("PsRemoveCreateThreadNotifyRoutine", "PsRemoveLoadImageNotifyRoutine".)
 */
#define PsRemoveCreateThreadNotifyRoutine ntparport_PsRemoveCreateThreadNotifyRoutine
NTSTATUS NTAPI PsRemoveCreateThreadNotifyRoutine(PCREATE_THREAD_NOTIFY_ROUTINE NotifyRoutine);
#define PsRemoveLoadImageNotifyRoutine ntparport_PsRemoveLoadImageNotifyRoutine
NTSTATUS NTAPI PsRemoveLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine);

/* Timers by their handles. */

#define TIMER_QUERY_STATE	0x0001
#define TIMER_MODIFY_STATE	0x0002
#define TIMER_ALL_ACCESS	(STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0x3)

typedef VOID NTAPI TIMER_APC_ROUTINE(PVOID TimerContext, ULONG TimerLowValue, LONG TimerHighValue);
typedef TIMER_APC_ROUTINE *PTIMER_APC_ROUTINE;

/*
 * A timer that is not set, and a handle to it, for ZwClose(), which cancels it. With a name and
 * OBJ_OPENIF one that exists will do (STATUS_OBJECT_NAME_EXISTS, which is a success), whatever its
 * type. PASSIVE_LEVEL. STATUS_OBJECT_NAME_COLLISION: there is one of that name;
 * STATUS_OBJECT_TYPE_MISMATCH: the name is something else's; STATUS_INVALID_PARAMETER_4: there is
 * no such type; STATUS_INSUFFICIENT_RESOURCES; STATUS_INVALID_HANDLE: RootDirectory is not a
 * handle. Linux: own object. ("ZwCreateTimer".)
 */
#define ZwCreateTimer ntparport_ZwCreateTimer
NTSTATUS NTAPI ZwCreateTimer(PHANDLE TimerHandle, ACCESS_MASK DesiredAccess,
			     POBJECT_ATTRIBUTES ObjectAttributes, TIMER_TYPE TimerType);
/*
 * A handle to the timer of that name. PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND;
 * STATUS_OBJECT_TYPE_MISMATCH; STATUS_INVALID_HANDLE: RootDirectory is not a handle;
 * STATUS_INSUFFICIENT_RESOURCES. Linux: own object. ("ZwOpenTimer".)
 */
#define ZwOpenTimer ntparport_ZwOpenTimer
NTSTATUS NTAPI ZwOpenTimer(PHANDLE TimerHandle, ACCESS_MASK DesiredAccess,
			   POBJECT_ATTRIBUTES ObjectAttributes);
/*
 * KeSetTimerEx() for the timer of a handle, without a DPC. PreviousState, which may be NULL, gets
 * whether it was signaled. STATUS_TIMER_RESUME_IGNORED: it is set, but does not wake the machine,
 * as ResumeTimer wants it to. PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH;
 * STATUS_INVALID_PARAMETER_6: Period is negative. Linux: as for that. ("ZwSetTimer".)
 *
 * Differs: a TimerApcRoutine is STATUS_NOT_SUPPORTED, with a line in the log: no APC can be queued
 * to a thread. ZwWaitForSingleObject() waits for the timer.
 */
#define ZwSetTimer ntparport_ZwSetTimer
NTSTATUS NTAPI ZwSetTimer(HANDLE TimerHandle, PLARGE_INTEGER DueTime,
			  PTIMER_APC_ROUTINE TimerApcRoutine, PVOID TimerContext,
			  BOOLEAN ResumeTimer, LONG Period, PBOOLEAN PreviousState);
/*
 * KeCancelTimer() for the timer of a handle. CurrentState, which may be NULL, gets whether it is
 * signaled. PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH. Linux: as for that.
 * ("ZwCancelTimer".)
 */
#define ZwCancelTimer ntparport_ZwCancelTimer
NTSTATUS NTAPI ZwCancelTimer(HANDLE TimerHandle, PBOOLEAN CurrentState);

#ifdef __cplusplus
}
#endif

#endif
