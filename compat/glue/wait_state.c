// SPDX-License-Identifier: GPL-2.0
/* wait_state.c - a program waits until a number in memory changes. */

#include <linux/sched/signal.h>
#include <linux/wait_bit.h>

#include "glue/wait_state.h"

/* Acquire: whoever sees the change also sees what was written before it. */
#define IS_OTHER (smp_load_acquire(state) != value)

bool nt_state_wait(const int *state, int value, enum nt_signals which)
{
	/* Freezable: suspend is not a signal, and does not end the wait (W8). */
	const unsigned int wait = (which == NT_ALL_SIGNALS ? TASK_INTERRUPTIBLE : TASK_KILLABLE) |
				  TASK_FREEZABLE_UNSAFE;

	return IS_OTHER || !___wait_var_event((void *)state, IS_OTHER, wait, 0, 0, schedule());
}

void nt_state_changed(const int *state)
{
	/* Waiters that look without the queue's lock must see what was written before. */
	smp_mb();
	wake_up_var((void *)state);
}
