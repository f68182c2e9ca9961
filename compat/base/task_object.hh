// SPDX-License-Identifier: GPL-2.0
/// task_object.hh - tasks as objects; internal.
#pragma once

#include "module/rt/tagged.hh"

struct task_struct;

/// KeGetCurrentThread() returns the object of a system thread. Any other task stands for itself,
/// told apart by its tag. So does a process, which is the task that all its others follow.
using TaskObject = rt::Tagged<task_struct, 3>;

/// The tags. Code that only asks whether it is a task takes a process, too.
enum : uintptr_t { thread_tag = 1, process_tag = 3 };

/// The task that is such an object; nullptr: the object is not one.
inline task_struct *nt_foreign_task(const void *object)
{
	const auto task = TaskObject::of_word(object);

	return task.tag() & thread_tag ? task.pointer() : nullptr;
}

/// The same for a process.
inline task_struct *nt_process(const void *object)
{
	const auto task = TaskObject::of_word(object);

	return task.tag() == process_tag ? task.pointer() : nullptr;
}
