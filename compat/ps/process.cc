// SPDX-License-Identifier: GPL-2.0
/// process.cc - processes: the current one, and that of a thread.

#include <ntifs.h>

#include <utility>

#include "glue/thread.h"
#include "base/check.hh"
#include "base/object.hh"
#include "ps/thread.h"
#include "ps/thread.hh"

using ps::get_thread;
using ps::number;
using ps::task_of;
using ps::thread_type;

static constexpr nt_object_type process_type = {
	.name = "process",
	.destroy = nullptr,
	.release = nullptr,
	.named_after = nullptr,
};

static constinit POBJECT_TYPE process_type_pointer;
POBJECT_TYPE *PsProcessType = &process_type_pointer;

void ps::processes_init()
{
	process_type_pointer =
		reinterpret_cast<POBJECT_TYPE>(const_cast<nt_object_type *>(&process_type));
	nt_process_type = &process_type;
}

HANDLE NTAPI PsGetCurrentProcessId() { return number(nt_thread_process(nt_current_task())); }
HANDLE NTAPI PsGetCurrentThreadId() { return number(nt_thread_number(nt_current_task())); }

/// What drivers know a process by (base/object.h).
static PEPROCESS object_of_process(const task_struct *process)
{
	const TaskObject object(const_cast<task_struct *>(process), process_tag);

	return reinterpret_cast<PEPROCESS>(object.word());
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
