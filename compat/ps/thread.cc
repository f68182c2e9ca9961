// SPDX-License-Identifier: GPL-2.0
/// thread.cc - system threads: how they start, and how they end.

#include <ntifs.h>

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "glue/log.h"
#include "glue/thread.h"
#include "glue/wait.h"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/list.hh"
#include "ke/affinity.h"
#include "ke/region.h"
#include "ob/handle.h"
#include "ps/thread.h"
#include "ps/thread.hh"

using ps::number;
using ps::Thread;
using ps::thread_type;
using ThreadsGuard = SpinGuard<NT_THREADS_LOCK>;

static void destroy_thread(void *object) { static_cast<Thread *>(object)->~Thread(); }

constinit const nt_object_type ps::thread_type = {
	.name = "thread",
	.destroy = destroy_thread,
	.release = nullptr,
	.named_after = nullptr,
};

namespace {

using Threads = EntryList<Thread, offsetof(Thread, link)>;

constinit Threads running GUARDED_BY(ThreadsGuard::lock);

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

Ref<Thread> Thread::create(PKSTART_ROUTINE routine, PVOID context)
{
	void *memory = nt_object_alloc(&thread_type, sizeof(Thread));

	return memory ? Ref<Thread>::taken(new (memory) Thread(routine, context)) : Ref<Thread>();
}

task_struct *ps::task_of(PKTHREAD thread)
{
	task_struct *task = nt_foreign_task(thread);

	return task ? task : Thread::of(thread)->task;
}

Ref<_KTHREAD> ps::get_thread(PKTHREAD thread, Caller caller)
{
	if (NT_SUCCESS(nt_object_get_known(thread, &thread_type)))
		return Ref<_KTHREAD>::taken(thread);
	caller.complain("%p is not a thread, or is already gone", thread);
	return {};
}

static void (*ended_inside)(const void *caller);

void nt_threads_set_ended_inside(void (*routine)(const void *caller)) { ended_inside = routine; }

static constinit POBJECT_TYPE thread_type_pointer;
POBJECT_TYPE *PsThreadType = &thread_type_pointer;

void nt_threads_init()
{
	// Drivers compare with it.
	thread_type_pointer =
		reinterpret_cast<POBJECT_TYPE>(const_cast<nt_object_type *>(&thread_type));
	nt_task_type = &thread_type;
	nt_thread_function = run_thread;
	ps::processes_init();
}

namespace {

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
