// SPDX-License-Identifier: GPL-2.0
/// scheduling.cc - which thread runs first, and where: priorities, processors, giving way.

#include <ntifs.h>

#include "module/rt/minmax.hh"
#include "glue/affinity.h"
#include "glue/priority.h"
#include "glue/processors.h"
#include "glue/sleep.h"
#include "base/check.hh"
#include "base/object.hh"
#include "ob/handle.hh"
#include "ps/thread.hh"

using ps::get_thread;
using ps::normal_priority;
using ps::task_of;
using ps::Thread;
using ps::thread_type;

namespace {

/// The lowest priority that is SCHED_FIFO at the level of threaded interrupts.
constexpr KPRIORITY middle_realtime_priority = 24;

/// The priority of a task that is not a system thread.
KPRIORITY priority_of_task(task_struct *task)
{
	if (nt_task_is_realtime(task))
		return nt_task_realtime_priority(task) > 1 ? middle_realtime_priority :
							     LOW_REALTIME_PRIORITY;
	return rt::min(rt::max(normal_priority - nt_task_nice(task) / 2, LOW_PRIORITY + 1),
		       LOW_REALTIME_PRIORITY - 1);
}

KPRIORITY priority_of(PKTHREAD thread)
{
	task_struct *task = nt_foreign_task(thread);

	return task ? priority_of_task(task) : Thread::of(thread)->priority;
}

void set_priority_of_task(task_struct *task, KPRIORITY priority)
{
	if (priority >= middle_realtime_priority)
		nt_task_set_fifo(task);
	else if (priority >= LOW_REALTIME_PRIORITY)
		nt_task_set_fifo_low(task);
	else
		nt_task_set_nice(task, 2 * (normal_priority - priority));
}

/// Linux runs its own work, too, in the threads of its work queues.
void set_priority_of(PKTHREAD thread, KPRIORITY priority)
{
	if (nt_task_is_worker(task_of(thread)))
		return;
	if (!nt_foreign_task(thread))
		Thread::of(thread)->priority = priority;
	set_priority_of_task(task_of(thread), priority);
}

}

KPRIORITY NTAPI KeQueryPriorityThread(PRKTHREAD thread)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return 0;
	const Ref<_KTHREAD> keep = get_thread(thread);
	return keep ? priority_of(thread) : 0;
}

KPRIORITY NTAPI KeSetPriorityThread(PKTHREAD thread, KPRIORITY priority)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return 0;
	const Ref<_KTHREAD> keep = get_thread(thread);
	if (!keep)
		return 0;
	const KPRIORITY old = priority_of(thread);
	if (priority <= LOW_PRIORITY || priority > HIGH_PRIORITY) {
		Caller().complain("there is no priority %d", priority);
		return old;
	}
	set_priority_of(thread, priority);
	return old;
}

LONG NTAPI KeSetBasePriorityThread(PRKTHREAD thread, LONG increment)
{
	constexpr LONG whole = (HIGH_PRIORITY + 1) / 2;	 // from here on, it saturates
	constexpr KPRIORITY highest = LOW_REALTIME_PRIORITY - 1;

	if (!irql_ok(PASSIVE_LEVEL))
		return 0;
	const Ref<_KTHREAD> keep = get_thread(thread);
	if (!keep)
		return 0;
	const KPRIORITY old = priority_of(thread);
	const LONG step = rt::min(rt::max(increment, -whole), whole);
	set_priority_of(thread,
			rt::min(rt::max(normal_priority + step, LOW_PRIORITY + 1), highest));
	return old - normal_priority;
}

// By their handles

namespace {

constexpr LONG most_increment = 2;
/// Stands for the lowest and the highest priority of threads that have no real-time priority.
constexpr LONG saturated = 15;

NTSTATUS set_base_priority(PKTHREAD thread, LONG increment)
{
	const bool ends = increment == saturated || increment == -saturated;

	if (!ends && (increment < -most_increment || increment > most_increment))
		return STATUS_INVALID_PARAMETER;
	set_priority_of(thread, rt::min<KPRIORITY>(rt::max<KPRIORITY>(normal_priority + increment,
								      LOW_PRIORITY + 1),
						   LOW_REALTIME_PRIORITY - 1));
	return STATUS_SUCCESS;
}

/// Processors that are not there do not count, as long as one is.
NTSTATUS set_affinity(PKTHREAD thread, KAFFINITY mask)
{
	const KAFFINITY there = mask & nt_online_processors();
	task_struct *task = task_of(thread);

	return there && !nt_task_is_worker(task) && nt_task_set_processors(task, there) ?
		       STATUS_SUCCESS :
		       STATUS_INVALID_PARAMETER;
}

/// How long the information of a class that can be set is; 0: there is no such class.
ULONG length_of(THREADINFOCLASS wanted)
{
	switch (wanted) {
	case ThreadPriority:
		return sizeof(KPRIORITY);
	case ThreadBasePriority:
		return sizeof(LONG);
	case ThreadAffinityMask:
		return sizeof(KAFFINITY);
	default:
		return 0;
	}
}

NTSTATUS set_information(PKTHREAD thread, THREADINFOCLASS wanted, const void *information)
{
	if (wanted == ThreadAffinityMask)
		return set_affinity(thread, *static_cast<const KAFFINITY *>(information));
	if (wanted == ThreadBasePriority)
		return set_base_priority(thread, *static_cast<const LONG *>(information));
	const KPRIORITY priority = *static_cast<const KPRIORITY *>(information);
	if (priority <= LOW_PRIORITY || priority > HIGH_PRIORITY)
		return STATUS_INVALID_PARAMETER;
	set_priority_of(thread, priority);
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI ZwSetInformationThread(HANDLE handle, THREADINFOCLASS wanted, PVOID information,
				      ULONG length)
{
	Ref<_KTHREAD> thread;
	NTSTATUS status = STATUS_SUCCESS;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_PARAMETER;
	const ULONG known = length_of(wanted);
	if (!known)
		return STATUS_INVALID_INFO_CLASS;
	if (length != known)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!ok(nt_is_memory(information, length), "the information"))
		return STATUS_INVALID_PARAMETER;
	if (handle == NtCurrentThread())
		thread = Ref<_KTHREAD>::of(KeGetCurrentThread());
	else
		status = ob::of_handle(handle, &thread_type, thread);
	if (!NT_SUCCESS(status))
		return status;
	return thread ? set_information(thread.get(), wanted, information) : STATUS_INVALID_HANDLE;
}

NTSTATUS NTAPI ZwYieldExecution()
{
	if (!irql_ok(APC_LEVEL))
		return STATUS_NO_YIELD_PERFORMED;
	const unsigned long before = nt_switches();
	nt_yield();
	return nt_switches() != before ? STATUS_SUCCESS : STATUS_NO_YIELD_PERFORMED;
}
