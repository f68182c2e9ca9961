// SPDX-License-Identifier: GPL-2.0
/* task.c - tasks, which drivers see as threads. */

#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/thread_info.h>
#include <linux/uaccess.h>

#include "glue/task.h"

struct task_struct *nt_current_task(void)
{
	return current;
}

struct task_struct *nt_process_of_task(struct task_struct *task)
{
	return task->flags & PF_KTHREAD ? &init_task : task->group_leader;
}

struct task_struct *nt_current_process(void)
{
	return nt_process_of_task(current);
}

bool nt_task_is_kernels(const struct task_struct *task)
{
	return task->flags & PF_KTHREAD;
}

bool nt_task_is_worker(const struct task_struct *task)
{
	return task->flags & PF_WQ_WORKER;
}

bool nt_task_is_32bit(struct task_struct *task)
{
#ifdef TIF_ADDR32
	return !(task->flags & PF_KTHREAD) && test_tsk_thread_flag(task, TIF_ADDR32);
#else
	return false;
#endif
}

bool nt_task_get_known(struct task_struct *task)
{
	/* These may have no number of their own. */
	bool known = task == current || task == &init_task;
	pid_t number = 0;

	/* The number only says where to look for the task. */
	if (!known && copy_from_kernel_nofault(&number, &task->pid, sizeof(number)))
		return false;
	rcu_read_lock();
	known = known || pid_task(find_pid_ns(number, &init_pid_ns), PIDTYPE_PID) == task;
	if (known)
		get_task_struct(task);
	rcu_read_unlock();
	return known;
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
