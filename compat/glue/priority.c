// SPDX-License-Identifier: GPL-2.0
/* priority.c - the priority of a task. */

#include <linux/sched.h>
#include <linux/sched/prio.h>
#include <linux/sched/rt.h>
#include <uapi/linux/sched/types.h>

#include "glue/priority.h"

bool nt_task_is_realtime(struct task_struct *task)
{
	return rt_task(task);
}

bool nt_is_realtime(void)
{
	return rt_task(current);
}

unsigned int nt_task_realtime_priority(const struct task_struct *task)
{
	return task->rt_priority;
}

int nt_task_nice(const struct task_struct *task)
{
	return task_nice(task);
}

void nt_task_set_nice(struct task_struct *task, int nice)
{
	sched_set_normal(task, nice);
}

void nt_task_set_fifo_low(struct task_struct *task)
{
	sched_set_fifo_low(task);
}

void nt_task_set_fifo(struct task_struct *task)
{
	sched_set_fifo(task);
}
