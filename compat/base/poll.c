// SPDX-License-Identifier: GPL-2.0
/*
 * poll.c - drivers that poll leave room for others (W7).
 *
 * On Windows a thread that polls is preempted, and one with a real-time priority
 * has the processor for itself. On Linux kernel code may not be preemptible, and
 * a thread of real-time priority would keep a machine with one processor even from
 * its softirqs. So whatever a loop that polls calls looks here once in a tick.
 */

#include <linux/freezer.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>

#include "base/nt.h"
#include "base/poll.h"

/* So long a thread of real-time priority runs before it sleeps, for one tick. */
#define RUN_MS 20

/**
 * struct runner - who was found polling on this CPU last
 * @task: it, for comparison only
 * @sleeps: how often it had slept
 * @since: the tick in which it was found first
 */
struct runner {
	const struct task_struct *task;
	unsigned long sleeps;
	unsigned long since;
};

static DEFINE_PER_CPU(struct runner, runner);

/* The thread has run for a long time without sleeping. */
static bool ran_long(void)
{
	struct runner *last = get_cpu_ptr(&runner);
	bool result = false;

	if (last->task == current && last->sleeps == current->nvcsw)
		result = time_after_eq(jiffies, last->since + msecs_to_jiffies(RUN_MS));
	else
		*last = (struct runner){ current, current->nvcsw, jiffies };
	put_cpu_ptr(&runner);
	return result;
}

void nt_poll(void)
{
	nt_polled();
}

void nt_look_round(void)
{
	this_cpu_write(nt_looked_round, jiffies);
	if (KeGetCurrentIrql() != PASSIVE_LEVEL || preempt_count() || rcu_preempt_depth() ||
	    is_idle_task(current) || !task_is_running(current))
		return;
	cond_resched();
	/* A thread that is to be frozen has to sleep in a way that lets it be (W8). */
	if (!freezing(current) && !(rt_task(current) && ran_long()))
		return;
	__set_current_state(TASK_IDLE | TASK_FREEZABLE_UNSAFE);
	schedule_timeout(1);
}
