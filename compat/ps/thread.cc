// SPDX-License-Identifier: GPL-2.0
/// thread.cc - system threads, and threads in general.

#include <ntifs.h>

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/list.hh"
#include "base/object.hh"
#include "ke/affinity.h"
#include "ke/region.h"
#include "ke/thread.hh"
#include "ob/handle.h"
#include "ps/thread.h"

using ThreadsGuard = SpinGuard<NT_THREADS_LOCK>;

namespace {

/// Windows' priority that stands for the middle of Linux's normal ones.
constexpr KPRIORITY normal_priority = 8;
/// The lowest priority that is SCHED_FIFO at the level of threaded interrupts.
constexpr KPRIORITY middle_realtime_priority = 24;

/// A system thread, which is an object.
struct Thread {
	_KTHREAD thread{};	      // first: what others know of the thread
	LIST_ENTRY link{};	      // in the list of running threads
	task_struct *task = nullptr;  // with a reference
	PKSTART_ROUTINE routine;
	PVOID context;
	KPRIORITY priority = normal_priority;  // Windows' number

	Thread(PKSTART_ROUTINE start, PVOID its_context) : routine{ start }, context{ its_context }
	{
		nt_thread_init(&thread, sizeof(*this));
	}
	~Thread()
	{
		if (task)
			nt_task_put(task);
	}
	Thread(const Thread &) = delete;
	Thread &operator=(const Thread &) = delete;

	static Ref<Thread> create(PKSTART_ROUTINE routine, PVOID context);
	static Thread *of(PKTHREAD thread) { return reinterpret_cast<Thread *>(thread); }
};

static_assert(offsetof(Thread, thread) == 0);

void destroy_thread(void *object) { static_cast<Thread *>(object)->~Thread(); }

constexpr nt_object_type thread_type = {
	.name = "thread",
	.destroy = destroy_thread,
	.release = nullptr,
	.named_after = nullptr,
};

constexpr nt_object_type process_type = {
	.name = "process",
	.destroy = nullptr,
	.release = nullptr,
	.named_after = nullptr,
};

using Threads = EntryList<Thread, offsetof(Thread, link)>;

constinit Threads running GUARDED_BY(ThreadsGuard::lock);

Ref<Thread> Thread::create(PKSTART_ROUTINE routine, PVOID context)
{
	void *memory = nt_object_alloc(&thread_type, sizeof(Thread));

	return memory ? Ref<Thread>::taken(new (memory) Thread(routine, context)) : Ref<Thread>();
}

/// Ends the calling thread, and gives back the thread's own reference.
void end_thread(Thread *ending)
{
	const Ref<Thread> self = Ref<Thread>::taken(ending);

	nt_regions_thread_ends();
	nt_affinity_thread_ends();
	if (nt_thread_has_mutexes(&self->thread)) {
		nt_warn("the thread with routine %pS ended without releasing its mutexes\n",
			self->routine);
		nt_thread_abandon_mutexes(&self->thread);
	}
	{
		// First, because whoever waits for the end may unload the driver at once. None of
		// the driver's code runs any longer.
		ThreadsGuard guard;

		Threads::remove(*self);
	}
	nt_thread_ended(&self->thread);
	// From here on the driver may be unloaded; ntparport, whose code this is, may not.
	nt_wake(NT_THREADS_QUEUE);
}

int run_thread(void *data)
{
	auto *thread = static_cast<Thread *>(data);

	call(thread->routine, thread->context);
	end_thread(thread);
	nt_thread_exit();
	return 0;
}

}

static void (*ended_inside)(const void *caller);

void nt_threads_set_ended_inside(void (*routine)(const void *caller)) { ended_inside = routine; }

static constinit POBJECT_TYPE thread_type_pointer;
POBJECT_TYPE *PsThreadType = &thread_type_pointer;
static constinit POBJECT_TYPE process_type_pointer;
POBJECT_TYPE *PsProcessType = &process_type_pointer;

void nt_threads_init()
{
	// Drivers compare with it.
	thread_type_pointer =
		reinterpret_cast<POBJECT_TYPE>(const_cast<nt_object_type *>(&thread_type));
	process_type_pointer =
		reinterpret_cast<POBJECT_TYPE>(const_cast<nt_object_type *>(&process_type));
	nt_task_type = &thread_type;
	nt_process_type = &process_type;
	nt_thread_function = run_thread;
}

namespace {

HANDLE number(ULONG of_linux) { return reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(of_linux)); }

/// False: there is no memory for its task.
bool create_task(Thread &thread)
{
	char name[NT_DRIVER_NAME];

	// ps and top show it.
	nt_driver_of(code_of(thread.routine), name);
	thread.task = nt_thread_create(run_thread, &thread, name);
	return thread.task;
}

/// Starts the thread. The caller's reference becomes the thread's own.
void start_thread(Ref<Thread> thread)
{
	{
		ThreadsGuard guard;

		running.push_back(*thread);
	}
	nt_thread_start(thread.release()->task);
}

}

NTSTATUS NTAPI PsCreateSystemThread(PHANDLE handle, ULONG, POBJECT_ATTRIBUTES, HANDLE,
				    PCLIENT_ID id, PKSTART_ROUTINE routine, PVOID context)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(handle), "the place for the handle") ||
	    !ok(is_routine(routine), "the routine") ||
	    (id && !ok(is_memory(id), "the place for the identifiers")))
		return STATUS_INVALID_PARAMETER;
	Ref<Thread> thread = Thread::create(routine, context);
	if (!thread || !create_task(*thread))
		return STATUS_INSUFFICIENT_RESOURCES;
	// Whoever uses the handle from here on finds a complete thread.
	const NTSTATUS status = nt_handle_create(Caller().code(), thread.get(), handle);
	if (!NT_SUCCESS(status)) {
		nt_thread_discard(thread->task);
		return status;
	}
	if (id) {
		id->UniqueProcess = number(nt_thread_process(thread->task));
		id->UniqueThread = number(nt_thread_number(thread->task));
	}
	start_thread(std::move(thread));
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI PsTerminateSystemThread(NTSTATUS)
{
	PKTHREAD thread = nt_current_system_thread();

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_PARAMETER;
	if (!thread) {
		Caller().complain("the caller is not a system thread");
		return STATUS_INVALID_PARAMETER;
	}
	// Whoever has called it, and perhaps ntparport itself, would be left in the middle.
	if (nt_gate_is_inner()) {
		ended_inside(Caller().code());
		return STATUS_INVALID_PARAMETER;
	}
	nt_gate_forget();
	end_thread(Thread::of(thread));
	nt_thread_exit();
	return STATUS_SUCCESS;
}

/// The routine of a running thread of this module, or nullptr.
static const void *running_in(const module *module)
{
	ThreadsGuard guard;

	for (const Thread &thread : running)
		if (glue_module_contains(module, code_of(thread.routine)))
			return code_of(thread.routine);
	return nullptr;
}

static bool none_runs_in(void *context)
{
	return !running_in(static_cast<const module *>(context));
}

void nt_threads_end(const module *module)
{
	const void *routine = running_in(module);

	if (!routine)
		return;
	nt_warn("%s is being unloaded, but a thread with routine %pS is still running: waiting for it to end\n",
		glue_module_name(module), routine);
	nt_wait_until(NT_THREADS_QUEUE, none_runs_in, const_cast<struct module *>(module),
		      NT_FOREVER);
}

HANDLE NTAPI PsGetCurrentProcessId() { return number(nt_thread_process(nt_current_task())); }
HANDLE NTAPI PsGetCurrentThreadId() { return number(nt_thread_number(nt_current_task())); }

/// What drivers know a process by (base/object.h).
static PEPROCESS object_of_process(const task_struct *process)
{
	return reinterpret_cast<PEPROCESS>(reinterpret_cast<ULONG_PTR>(process) | 3);
}

PEPROCESS NTAPI IoGetCurrentProcess() { return object_of_process(nt_current_process()); }

HANDLE NTAPI PsGetProcessId(PEPROCESS process)
{
	task_struct *task = nt_process(process);

	if (!task || !NT_SUCCESS(nt_object_get_known(process, &process_type))) {
		Caller().complain("%p is not a process", process);
		return nullptr;
	}
	const auto keep = Ref<_EPROCESS>::taken(process);
	return number(nt_thread_process(task));
}

// Priorities

namespace {

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

task_struct *task_of(PKTHREAD thread)
{
	task_struct *task = nt_foreign_task(thread);

	return task ? task : Thread::of(thread)->task;
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

/// A reference to what a driver says is a thread; none: it is not, which is logged.
Ref<_KTHREAD> get_thread(PKTHREAD thread, Caller caller = Caller())
{
	if (NT_SUCCESS(nt_object_get_known(thread, &thread_type)))
		return Ref<_KTHREAD>::taken(thread);
	caller.complain("%p is not a thread, or is already gone", thread);
	return {};
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

// Of any thread

namespace {

/// A task that a reference to its thread keeps.
class ThreadsTask {
public:
	explicit ThreadsTask(Ref<_KTHREAD> thread) : keep_(std::move(thread)) { }

	explicit operator bool() const { return static_cast<bool>(keep_); }
	task_struct *get() const { return task_of(keep_.get()); }

private:
	const Ref<_KTHREAD> keep_;
};

/// None: it is not a thread, which is logged, or the IRQL is too high.
ThreadsTask known_task_of(PETHREAD thread, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller))
		return ThreadsTask({});
	return ThreadsTask(get_thread(reinterpret_cast<PKTHREAD>(thread), caller));
}

bool is_kernels(const ThreadsTask &task) { return task && nt_task_is_kernels(task.get()); }

}

HANDLE NTAPI PsGetThreadId(PETHREAD thread)
{
	const ThreadsTask task = known_task_of(thread);

	return task ? number(nt_thread_number(task.get())) : nullptr;
}

HANDLE NTAPI PsGetThreadProcessId(PETHREAD thread)
{
	const ThreadsTask task = known_task_of(thread);

	return task ? number(nt_thread_process(task.get())) : nullptr;
}

BOOLEAN NTAPI PsIsSystemThread(PETHREAD thread) { return is_kernels(known_task_of(thread)); }
BOOLEAN NTAPI IoIsSystemThread(PETHREAD thread) { return is_kernels(known_task_of(thread)); }

PEPROCESS NTAPI IoThreadToProcess(PETHREAD thread)
{
	const ThreadsTask task = known_task_of(thread);

	return task ? object_of_process(nt_process_of_task(task.get())) : nullptr;
}

nt_thread_facts nt_thread_facts_of(PETHREAD thread)
{
	auto *object = reinterpret_cast<PKTHREAD>(thread);

	if (!object || !NT_SUCCESS(nt_object_get_known(object, &thread_type)))
		return {};
	const ThreadsTask task(Ref<_KTHREAD>::taken(object));
	return { object_of_process(nt_process_of_task(task.get())), nt_thread_process(task.get()),
		 nt_task_is_32bit(task.get()) };
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
	void *object = nullptr;
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
		object = Ref<_KTHREAD>::of(KeGetCurrentThread()).release();
	else
		status = nt_object_of_handle(handle, &thread_type, &object);
	if (!NT_SUCCESS(status))
		return status;
	const auto thread = Ref<_KTHREAD>::taken(static_cast<PKTHREAD>(object));
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
