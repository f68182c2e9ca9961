// SPDX-License-Identifier: GPL-2.0
/* thread.c - system threads, and threads in general. */

#include <linux/export.h>
#include <linux/kthread.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/prio.h>
#include <linux/sched/rt.h>
#include <linux/sched/task.h>
#include <linux/wait.h>
#include <uapi/linux/sched/types.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "ke/dispatcher.h"
#include "ke/thread.h"
#include "ob/handle.h"
#include "ps/thread.h"

/* Priorities of Windows: the middle of those of SCHED_NORMAL. */
#define NORMAL_PRIORITY 8
/* The first that is SCHED_FIFO beside threaded interrupts. */
#define MIDDLE_REALTIME_PRIORITY 24

static DEFINE_SPINLOCK(running_lock);
static LIST_HEAD(running);
static DECLARE_WAIT_QUEUE_HEAD(thread_ended);

static void destroy(void *object)
{
	struct _KTHREAD *thread = object;

	if (thread->task)
		put_task_struct(thread->task);
}

static const struct nt_object_type thread_type = { .name = "thread", .destroy = destroy };
static POBJECT_TYPE thread_type_pointer = (POBJECT_TYPE)&thread_type;
POBJECT_TYPE *PsThreadType = &thread_type_pointer;
EXPORT_SYMBOL_GPL(PsThreadType);

static int run(void *data);

void nt_threads_init(void)
{
	nt_task_type = &thread_type;
	nt_thread_function = run;
}

/* Ends the calling thread. */
static void __noreturn end(struct _KTHREAD *thread)
{
	unsigned long flags;

	if (!list_empty(&thread->mutants)) {
		pr_warn("the thread with routine %pS ended without releasing its mutexes\n",
			thread->routine);
		nt_abandon_mutants(&thread->mutants);
	}
	/* First, as whoever waits for the end may unload the driver at once: nothing of it runs. */
	spin_lock(&running_lock);
	list_del(&thread->node);
	spin_unlock(&running_lock);
	spin_lock_irqsave(&nt_dispatcher_lock, flags);
	thread->Header.SignalState = 1;
	nt_header_signal(&thread->Header);
	spin_unlock_irqrestore(&nt_dispatcher_lock, flags);
	/* From here on the driver may be unloaded; ntparport, whose code this is, may not. */
	wake_up_all(&thread_ended);
	ObDereferenceObject(thread);
	module_put_and_kthread_exit(0);
}

static int run(void *data)
{
	struct _KTHREAD *thread = data;

	nt_call(thread->routine, thread->context);
	end(thread);
}

/* The name of the module with this code, which ps and top will show. */
static void name_after(const void *code, char *name, size_t size)
{
	struct module *module;

	rcu_read_lock();
	module = nt_module_of(code);
	strscpy(name, module ? module->name : "ntparport", size);
	rcu_read_unlock();
}

NTSTATUS NTAPI PsCreateSystemThread(PHANDLE handle, ULONG access, POBJECT_ATTRIBUTES attributes,
				    HANDLE process, PCLIENT_ID id, PKSTART_ROUTINE routine,
				    PVOID context)
{
	char name[TASK_COMM_LEN];
	struct _KTHREAD *thread;
	struct task_struct *task;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL) ||
	    !nt_ok(nt_is_memory(handle, sizeof(*handle)), "the place for the handle") ||
	    !nt_ok(nt_is_memory(routine, 1), "the routine") ||
	    (id && !nt_ok(nt_is_memory(id, sizeof(*id)), "the place for the identifiers")))
		return STATUS_INVALID_PARAMETER;
	thread = nt_object_alloc(&thread_type, sizeof(*thread));
	if (!thread)
		return STATUS_INSUFFICIENT_RESOURCES;
	nt_header_init(&thread->Header, NT_THREAD, sizeof(*thread), 0);
	thread->routine = routine;
	thread->context = context;
	INIT_LIST_HEAD(&thread->mutants);
	thread->priority = NORMAL_PRIORITY;
	status = nt_handle_create(nt_caller(), thread, handle);
	if (!NT_SUCCESS(status))
		goto put;
	name_after(routine, name, sizeof(name));
	task = kthread_create(run, thread, "%s", name);
	if (IS_ERR(task)) {
		ZwClose(*handle);
		*handle = NULL;
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto put;
	}
	get_task_struct(task);
	thread->task = task;
	if (id) {
		id->UniqueProcess = (HANDLE)(unsigned long)task_tgid_nr(task);
		id->UniqueThread = (HANDLE)(unsigned long)task_pid_nr(task);
	}
	spin_lock(&running_lock);
	list_add_tail(&thread->node, &running);
	spin_unlock(&running_lock);
	/* The reference of this function is the thread's now, and it has one to this module. */
	__module_get(THIS_MODULE);
	wake_up_process(task);
	return STATUS_SUCCESS;

put:
	ObDereferenceObject(thread);
	return status;
}
EXPORT_SYMBOL_GPL(PsCreateSystemThread);

NTSTATUS NTAPI PsTerminateSystemThread(NTSTATUS exit)
{
	struct _KTHREAD *thread = nt_current_system_thread();

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_PARAMETER;
	if (!thread) {
		nt_complain("the caller is no system thread");
		return STATUS_INVALID_PARAMETER;
	}
	nt_gate_leave_all();
	end(thread);
}
EXPORT_SYMBOL_GPL(PsTerminateSystemThread);

/* The routine of a thread of this module that runs, or NULL. */
static void *running_in(const struct module *module)
{
	struct _KTHREAD *thread;
	void *routine = NULL;

	spin_lock(&running_lock);
	list_for_each_entry(thread, &running, node) {
		if (within_module((unsigned long)thread->routine, module)) {
			routine = thread->routine;
			break;
		}
	}
	spin_unlock(&running_lock);
	return routine;
}

void nt_threads_end(const struct module *module)
{
	void *routine = running_in(module);

	if (!routine)
		return;
	pr_warn("%s is being unloaded, but a thread with routine %pS runs: waiting for its end\n",
		module->name, routine);
	wait_event_state(thread_ended, !running_in(module), (TASK_IDLE | TASK_FREEZABLE_UNSAFE));
}

HANDLE NTAPI PsGetCurrentProcessId(void)
{
	return (HANDLE)(unsigned long)task_tgid_nr(current);
}
EXPORT_SYMBOL_GPL(PsGetCurrentProcessId);

HANDLE NTAPI PsGetCurrentThreadId(void)
{
	return (HANDLE)(unsigned long)task_pid_nr(current);
}
EXPORT_SYMBOL_GPL(PsGetCurrentThreadId);

/* Priorities */

static KPRIORITY priority_of(PKTHREAD thread)
{
	struct task_struct *task = nt_foreign_task(thread);

	if (!task)
		return thread->priority;
	if (rt_task(task))
		return task->rt_priority > 1 ? MIDDLE_REALTIME_PRIORITY : LOW_REALTIME_PRIORITY;
	return clamp(NORMAL_PRIORITY - task_nice(task) / 2, 1, LOW_REALTIME_PRIORITY - 1);
}

static bool is_thread(PKTHREAD thread)
{
	struct task_struct *task = nt_foreign_task(thread);

	return task ? nt_is_memory(task, sizeof(*task)) : nt_object_known(thread, &thread_type);
}

/* The macro in the log names the routine it is used in. */
#define THREAD_OK(thread)							\
({										\
	bool __is = is_thread(thread);						\
										\
	if (!__is)								\
		nt_complain("%p is no thread, or is gone already", thread);	\
	__is;									\
})

KPRIORITY NTAPI KeQueryPriorityThread(PRKTHREAD thread)
{
	return nt_irql_ok(PASSIVE_LEVEL) && THREAD_OK(thread) ? priority_of(thread) : 0;
}
EXPORT_SYMBOL_GPL(KeQueryPriorityThread);

KPRIORITY NTAPI KeSetPriorityThread(PKTHREAD thread, KPRIORITY priority)
{
	struct task_struct *task = nt_foreign_task(thread);
	KPRIORITY old;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !THREAD_OK(thread))
		return 0;
	old = priority_of(thread);
	if (priority <= LOW_PRIORITY || priority > HIGH_PRIORITY) {
		nt_complain("there is no priority %d", priority);
		return old;
	}
	if (!task) {
		thread->priority = priority;
		task = thread->task;
	}
	if (priority >= MIDDLE_REALTIME_PRIORITY)
		sched_set_fifo(task);
	else if (priority >= LOW_REALTIME_PRIORITY)
		sched_set_fifo_low(task);
	else
		sched_set_normal(task, 2 * (NORMAL_PRIORITY - priority));
	return old;
}
EXPORT_SYMBOL_GPL(KeSetPriorityThread);
