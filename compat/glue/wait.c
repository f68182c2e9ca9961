// SPDX-License-Identifier: GPL-2.0
/* wait.c - waits for something that a driver may have to bring about. */

#include <linux/kernel.h>

#include "glue/wait.h"
#include "glue/wait_event.h"

static wait_queue_head_t queues[] = {
	[NT_CALL_MUTEXES_QUEUE] = __WAIT_QUEUE_HEAD_INITIALIZER(queues[NT_CALL_MUTEXES_QUEUE]),
	[NT_IDLE_QUEUE] = __WAIT_QUEUE_HEAD_INITIALIZER(queues[NT_IDLE_QUEUE]),
	[NT_THREADS_QUEUE] = __WAIT_QUEUE_HEAD_INITIALIZER(queues[NT_THREADS_QUEUE]),
};

static_assert(ARRAY_SIZE(queues) == NT_QUEUES);

bool nt_wait_until(enum nt_queue which, bool (*is)(void *context), void *context,
		   unsigned long ticks)
{
	return nt_wait_event_timeout(queues[which], is(context), ticks);
}

void nt_wake(enum nt_queue which)
{
	wake_up(&queues[which]);
}
