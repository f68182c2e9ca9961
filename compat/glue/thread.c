// SPDX-License-Identifier: GPL-2.0
/* thread.c - kernel threads. */

#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/sched/task.h>

#include "glue/thread.h"

struct task_struct *nt_thread_create(int (*run)(void *context), void *context, const char *name)
{
	struct task_struct *task;

	/* No more of the name than ps and top show. */
	task = kthread_create(run, context, "%.*s", TASK_COMM_LEN - 1, name);
	return IS_ERR(task) ? NULL : get_task_struct(task);
}

ULONG nt_thread_process(struct task_struct *task)
{
	return task_tgid_nr(task);
}

ULONG nt_thread_number(struct task_struct *task)
{
	return task_pid_nr(task);
}

void nt_thread_discard(struct task_struct *task)
{
	kthread_stop(task);
}

void nt_thread_start(struct task_struct *task)
{
	__module_get(THIS_MODULE);
	wake_up_process(task);
}

void nt_thread_exit(void)
{
	void (*end)(struct module *module, long code) = __module_put_and_kthread_exit;

	/*
	 * For objtool of some kernels, code that calls a function that does not return must end
	 * there; for objtool of others it must not. Hidden in a variable, neither sees that this is
	 * such a call.
	 */
	OPTIMIZER_HIDE_VAR(end);
	end(THIS_MODULE, 0);
}

void *nt_thread_context(int (*run)(void *context))
{
	if (!(current->flags & PF_KTHREAD) || kthread_func(current) != run)
		return NULL;
	return kthread_data(current);
}
