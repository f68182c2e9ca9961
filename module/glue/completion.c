// SPDX-License-Identifier: GPL-2.0
/* completion.c - sleeping until a queued request for the port is granted. */

#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include "../ntparport.h"
#include "glue.h"

struct sleeper {
	struct ntparport_waiter waiter;
	struct completion done;
	int status;
};

void glue_complete_sleeper(struct ntparport_waiter *waiter, int status)
{
	struct sleeper *sleeper = container_of(waiter, struct sleeper, waiter);

	sleeper->status = status;
	complete(&sleeper->done);
}

int ntparport_allocate_as(struct ntparport *port, unsigned int timeout_ms, const void *client)
{
	unsigned long timeout = timeout_ms == NTPARPORT_FOREVER ?
		MAX_SCHEDULE_TIMEOUT : msecs_to_jiffies(timeout_ms);
	struct sleeper sleeper = { .waiter.complete = glue_complete_sleeper };
	long left;
	int err;

	init_completion(&sleeper.done);
	err = ntparport_allocate_async_as(port, &sleeper.waiter, client);
	if (err != -EINPROGRESS)
		return err;
	left = wait_for_completion_killable_timeout(&sleeper.done, timeout);
	if (left <= 0) {
		/*
		 * Whether it is cancelled or was granted meanwhile, the waiter on
		 * this stack is in use until its completion: no signal ends that.
		 */
		ntparport_cancel(port, &sleeper.waiter);
		wait_for_completion(&sleeper.done);
		if (sleeper.status == -ECANCELED)
			return left ? -EINTR : -ETIMEDOUT;
	}
	return sleeper.status;
}
