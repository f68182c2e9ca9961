/* SPDX-License-Identifier: GPL-2.0 */
/* thread.h - threads; no driver sees it. */
#ifndef COMPAT_KE_THREAD_H
#define COMPAT_KE_THREAD_H

#include <linux/list.h>
#include <linux/sched.h>

#include "base/nt.h"

/**
 * struct _KTHREAD - a system thread, an object
 * @Header: signaled once it has ended
 * @task: its task, referenced
 * @routine: what it does
 * @context: for @routine
 * @mutants: the mutexes it has
 * @node: in the list of those that run
 * @priority: Windows' number
 */
struct _KTHREAD {
	DISPATCHER_HEADER Header;
	struct task_struct *task;
	PKSTART_ROUTINE routine;
	void *context;
	struct list_head mutants;
	struct list_head node;
	KPRIORITY priority;
};

/* The calling thread, if it is a system thread, or NULL. Any IRQL. */
struct _KTHREAD *nt_current_system_thread(void);
/* The mutexes of a system thread; NULL for any other. */
struct list_head *nt_thread_mutants(PKTHREAD thread);
/* What system threads run; set before the first driver is loaded. */
extern int (*nt_thread_function)(void *thread);

#endif
