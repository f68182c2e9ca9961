// SPDX-License-Identifier: GPL-2.0
/* idle.c - until nothing is in use. */

#include <linux/jiffies.h>
#include <linux/wait.h>

#include "base/poll.h"
#include "glue/linux.h"

/* One for all: they are seldom waited for. */
static DECLARE_WAIT_QUEUE_HEAD(idle);

bool nt_wait_until_idle(const unsigned int *in_use, unsigned int seconds)
{
	return nt_wait_event_timeout(idle, !READ_ONCE(*in_use), seconds * HZ);
}

void nt_wake_idle(void)
{
	wake_up_all(&idle);
}
