// SPDX-License-Identifier: GPL-2.0
/*
 * wait_alive.c - waits for what a driver has to bring about, which may take longer than the waiting
 * process has.
 */

#include <linux/freezer.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "glue/wait_alive.h"

/* How long those that no signal reaches wait: a process that exits by itself, a kernel thread. */
#define PATIENCE (5 * HZ)

static DECLARE_WAIT_QUEUE_HEAD(changes);

static bool signals_reach_it(void)
{
	return !(current->flags & (PF_EXITING | PF_KTHREAD));
}

/* The low bits are the signal that killed it. */
static bool is_killed(void)
{
	return current->flags & PF_EXITING && current->exit_code & 0x7f;
}

void nt_wait_for(bool (*is)(const void *context), const void *context)
{
	wait_event_state(changes, is(context), (TASK_UNINTERRUPTIBLE | TASK_FREEZABLE_UNSAFE));
}

bool nt_wait_unless_killed(bool (*is)(const void *context), const void *context)
{
	return !wait_event_state(changes, is(context), (TASK_KILLABLE | TASK_FREEZABLE_UNSAFE));
}

bool nt_wait_while_alive(bool (*is)(const void *context), const void *context)
{
	if (signals_reach_it())
		return nt_wait_unless_killed(is, context);
	if (is_killed())
		return is(context);
	return wait_event_timeout(changes, is(context), PATIENCE);
}

void nt_wake_all(void)
{
	wake_up_all(&changes);
}
