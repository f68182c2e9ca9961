// SPDX-License-Identifier: GPL-2.0
/* wait_state.c - a program waits until a number in memory is another one. */

#include <linux/sched/signal.h>
#include <linux/wait_bit.h>

#include "glue/linux.h"

/* Who sees the change sees what was written before it. */
#define IS_OTHER (smp_load_acquire(state) != value)

/* ___wait_var_event() takes the state it waits in as a constant. */
#define WAIT(wait_in)								\
	(IS_OTHER || !___wait_var_event((void *)state, IS_OTHER, (wait_in), 0, 0, schedule()))

/* Freezable: suspend is no signal, and ends nothing (W8). */
bool nt_state_wait(const int *state, int value)
{
	return WAIT(TASK_INTERRUPTIBLE | TASK_FREEZABLE_UNSAFE);
}

bool nt_state_wait_killable(const int *state, int value)
{
	return WAIT(TASK_KILLABLE | TASK_FREEZABLE_UNSAFE);
}

void nt_state_changed(const int *state)
{
	/* What was written before is there for who looks without the queue's lock. */
	smp_mb();
	wake_up_var((void *)state);
}
