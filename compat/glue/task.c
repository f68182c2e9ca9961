// SPDX-License-Identifier: GPL-2.0
/* task.c - tasks, which drivers see as threads. */

#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "glue/linux.h"

struct task_struct *nt_current_task(void)
{
	return current;
}

struct task_struct *nt_current_process(void)
{
	return current->flags & PF_KTHREAD ? &init_task : current->group_leader;
}

bool nt_is_task_memory(const struct task_struct *task)
{
	return nt_is_memory(task, sizeof(*task));
}

void nt_task_get(struct task_struct *task)
{
	get_task_struct(task);
}

void nt_task_put(struct task_struct *task)
{
	put_task_struct(task);
}

unsigned int nt_task_references(const struct task_struct *task)
{
	return refcount_read(&task->usage);
}
