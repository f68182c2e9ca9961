// SPDX-License-Identifier: GPL-2.0
/* sleep.c - sleeps until somebody says that it is time, for a tick, and for ever. */

#include <linux/freezer.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "glue/sleep.h"

/*
 * Freezable; otherwise a program that waits in a driver would keep the machine from being suspended
 * (W8). Drivers' threads are not frozen, as on Windows: a driver may need them to answer the
 * request that sets its power.
 */
static unsigned int sleep_state(bool alertable)
{
	if (alertable)
		return TASK_INTERRUPTIBLE | TASK_FREEZABLE_UNSAFE;
	/* A driver's thread may wait for ever, and that is not a hang. */
	return (current->flags & PF_KTHREAD ? TASK_IDLE : TASK_UNINTERRUPTIBLE) |
		TASK_FREEZABLE_UNSAFE;
}

static void sleep_in(unsigned int state, const bool *done)
{
	for (;;) {
		set_current_state(state);
		if (READ_ONCE(*done) || signal_pending_state(state, current))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

void nt_sleep_until(const bool *done, bool alertable)
{
	sleep_in(sleep_state(alertable), done);
}

void nt_sleep_until_dpc(const bool *done)
{
	sleep_in(TASK_UNINTERRUPTIBLE, done);
}

void nt_wake_task(struct task_struct *task)
{
	wake_up_process(task);
}

void nt_yield(void)
{
	schedule();
}

unsigned long nt_switches(void)
{
	return current->nvcsw + current->nivcsw;
}

void nt_sleep_for_a_tick(void)
{
	__set_current_state(TASK_IDLE | TASK_FREEZABLE_UNSAFE);
	schedule_timeout(1);
}

void nt_stop_thread(void)
{
	for (;;) {
		set_current_state(TASK_IDLE | TASK_FREEZABLE_UNSAFE);
		schedule();
	}
}
