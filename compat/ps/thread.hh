// SPDX-License-Identifier: GPL-2.0
/// thread.hh - threads as objects; internal.
#pragma once

#include <ntifs.h>

#include "glue/task.h"
#include "base/check.hh"
#include "base/object.hh"
#include "ke/thread.hh"

namespace ps {

/// Windows' priority that stands for the middle of Linux's normal ones.
constexpr KPRIORITY normal_priority = 8;

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

extern const nt_object_type thread_type;

/// The task of a thread of any kind.
task_struct *task_of(PKTHREAD thread);

/// Linux's number of a thread or process, as drivers get it.
inline HANDLE number(ULONG of_linux)
{
	return reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(of_linux));
}

/// A reference to what a driver says is a thread; none: it is not, which is logged.
Ref<_KTHREAD> get_thread(PKTHREAD thread, Caller caller = Caller());

/// Loading of ntparport.
void processes_init();

}
