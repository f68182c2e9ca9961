// SPDX-License-Identifier: GPL-2.0
/* poll.c - the tick, who runs in it, and letting others run. */

#include <linux/freezer.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "glue/poll.h"
#include "glue/poll_inline.h"

DEFINE_PER_CPU(unsigned long, nt_looked_round);
static DEFINE_PER_CPU(struct nt_polling, polling);

static void nobody_polls(void)
{
}

void (*nt_new_tick)(void) = nobody_polls;

bool nt_tick_is_new(void)
{
	return nt_in_new_tick();
}

void nt_tick_seen(void)
{
	this_cpu_write(nt_looked_round, jiffies);
}

void nt_tick_forget(void)
{
	this_cpu_write(nt_looked_round, jiffies - 1);
}

unsigned long nt_ticks(unsigned int ms)
{
	return msecs_to_jiffies(ms);
}

struct nt_runner nt_runner_now(void)
{
	return (struct nt_runner){ current, current->nvcsw, jiffies };
}

struct nt_polling *nt_polling_lock(void)
{
	return get_cpu_ptr(&polling);
}

void nt_polling_unlock(void)
{
	put_cpu_ptr(&polling);
}

bool nt_may_give_way(void)
{
	return !preempt_count() && !rcu_preempt_depth() && !is_idle_task(current) &&
		task_is_running(current);
}

void nt_give_way(void)
{
	cond_resched();
}

bool nt_is_freezing(void)
{
	return freezing(current);
}
