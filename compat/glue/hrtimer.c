// SPDX-License-Identifier: GPL-2.0
/* hrtimer.c - one Linux timer for each of two clocks. */

#include <linux/hrtimer.h>
#include <linux/kernel.h>

#include "module/glue/version.h"
#include "glue/linux.h"

static struct hrtimer timers[NT_CLOCKS];
static void (*expired)(enum nt_clock which);

static enum hrtimer_restart timer_expired(struct hrtimer *timer)
{
	expired(timer - timers);
	return HRTIMER_NORESTART;
}

void nt_hrtimers_init(void (*routine)(enum nt_clock which))
{
	expired = routine;
	glue_hrtimer_setup(&timers[NT_MONOTONIC], timer_expired, CLOCK_MONOTONIC,
			   HRTIMER_MODE_ABS_SOFT);
	glue_hrtimer_setup(&timers[NT_REALTIME], timer_expired, CLOCK_REALTIME,
			   HRTIMER_MODE_ABS_SOFT);
}

void nt_hrtimer_start(enum nt_clock which, LONGLONG due)
{
	hrtimer_start(&timers[which], due, HRTIMER_MODE_ABS_SOFT);
}

void nt_hrtimers_exit(void)
{
	hrtimer_cancel(&timers[NT_MONOTONIC]);
	hrtimer_cancel(&timers[NT_REALTIME]);
}
