// SPDX-License-Identifier: GPL-2.0
/* hrtimer.c - one Linux timer for each of two clocks, and one for ticks. */

#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>

#include "module/glue/version.h"
#include "glue/clock.h"
#include "glue/hrtimer.h"

static struct hrtimer timers[NT_CLOCKS];
static void (*expired)(enum nt_clock which);

static enum hrtimer_restart timer_expired(struct hrtimer *timer)
{
	expired(timer - timers);
	return HRTIMER_NORESTART;
}

static struct hrtimer ticks;
static bool (*ticked)(void);

static enum hrtimer_restart tick(struct hrtimer *timer)
{
	if (!ticked())
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, TICK_NSEC);
	return HRTIMER_RESTART;
}

void nt_ticks_start(bool (*routine)(void))
{
	ticked = routine;
	hrtimer_start(&ticks, TICK_NSEC, HRTIMER_MODE_REL_HARD);
}

void nt_hrtimers_init(void (*routine)(enum nt_clock which))
{
	expired = routine;
	glue_hrtimer_setup(&timers[NT_MONOTONIC], timer_expired, CLOCK_MONOTONIC,
			   HRTIMER_MODE_ABS_SOFT);
	glue_hrtimer_setup(&timers[NT_REALTIME], timer_expired, CLOCK_REALTIME,
			   HRTIMER_MODE_ABS_SOFT);
	glue_hrtimer_setup(&ticks, tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
}

void nt_hrtimer_start(enum nt_clock which, LONGLONG due)
{
	hrtimer_start(&timers[which], due, HRTIMER_MODE_ABS_SOFT);
}

void nt_hrtimers_exit(void)
{
	hrtimer_cancel(&ticks);
	hrtimer_cancel(&timers[NT_MONOTONIC]);
	hrtimer_cancel(&timers[NT_REALTIME]);
}
