// SPDX-License-Identifier: GPL-2.0
/* stop.c - a thread that never goes on. */

#include <linux/sched.h>

#include "glue/linux.h"

void nt_stop_thread(void)
{
	for (;;) {
		set_current_state(TASK_IDLE | TASK_FREEZABLE_UNSAFE);
		schedule();
	}
}
