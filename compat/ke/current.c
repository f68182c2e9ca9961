// SPDX-License-Identifier: GPL-2.0
/* current.c - the calling thread. */

#include <linux/export.h>
#include <linux/kthread.h>
#include <linux/sched.h>

#include "base/nt.h"
#include "base/object.h"
#include "ke/thread.h"

int (*nt_thread_function)(void *thread);

struct _KTHREAD *nt_current_system_thread(void)
{
	if (!(current->flags & PF_KTHREAD) || kthread_func(current) != nt_thread_function)
		return NULL;
	return kthread_data(current);
}

PKTHREAD NTAPI KeGetCurrentThread(void)
{
	return nt_current_system_thread() ?: (PKTHREAD)((unsigned long)current | 1);
}
EXPORT_SYMBOL_GPL(KeGetCurrentThread);

struct list_head *nt_thread_mutants(PKTHREAD thread)
{
	return nt_foreign_task(thread) ? NULL : &thread->mutants;
}
