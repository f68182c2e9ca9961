// SPDX-License-Identifier: GPL-2.0
/* sleeper.c - sleeping until a queued request for the port is granted. */

#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "../ntparport.h"
#include "glue.h"

/* Not a struct completion: that has no wait with a time limit that can also be frozen. */
struct sleeper {
	struct ntparport_waiter waiter;
	struct task_struct *task;	/* the thread that sleeps; NULL: its request is complete */
	int status;
};

void glue_complete_sleeper(struct ntparport_waiter *waiter, int status)
{
	struct sleeper *sleeper = container_of(waiter, struct sleeper, waiter);
	struct task_struct *task = sleeper->task;

	sleeper->status = status;
	rcu_read_lock();
	/*
	 * After the status is set. From here on the thread may return, and end; RCU keeps its
	 * task.
	 */
	smp_store_release(&sleeper->task, NULL);
	wake_up_process(task);
	rcu_read_unlock();
}

int ntparport_allocate_as(struct ntparport *port, unsigned int timeout_ms, const void *client)
{
	long timeout = timeout_ms == NTPARPORT_FOREVER ?
		MAX_SCHEDULE_TIMEOUT : msecs_to_jiffies(timeout_ms);
	struct sleeper sleeper = {
		.waiter.complete = glue_complete_sleeper,
		.task = current,
	};
	/*
	 * Freezable, whatever the caller has locked: whoever frees the port needs none of that
	 * (L7).
	 */
	unsigned int state = TASK_KILLABLE | TASK_FREEZABLE_UNSAFE;
	int err, given_up = 0;

	err = ntparport_allocate_async_as(port, &sleeper.waiter, client);
	if (err != -EINPROGRESS)
		return err;
	for (;;) {
		set_current_state(state);
		/* Pairs with glue_complete_sleeper(): the status has been set. */
		if (!smp_load_acquire(&sleeper.task))
			break;
		if (!timeout || signal_pending_state(state, current)) {
			/*
			 * Whether the request is cancelled or was granted meanwhile, its waiter
			 * on this stack is in use until the completion: no signal may end that
			 * wait.
			 */
			__set_current_state(TASK_RUNNING);
			given_up = timeout ? -EINTR : -ETIMEDOUT;
			timeout = MAX_SCHEDULE_TIMEOUT;
			state = TASK_UNINTERRUPTIBLE;
			ntparport_cancel(port, &sleeper.waiter);
			continue;
		}
		timeout = schedule_timeout(timeout);
	}
	__set_current_state(TASK_RUNNING);
	return given_up && sleeper.status == -ECANCELED ? given_up : sleeper.status;
}
