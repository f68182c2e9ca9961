/* SPDX-License-Identifier: GPL-2.0 */
/* poll_inline.h - whether whoever calls has to let others run, for code that is called often. */
#ifndef COMPAT_GLUE_POLL_INLINE_H
#define COMPAT_GLUE_POLL_INLINE_H

#include <linux/compiler.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

DECLARE_PER_CPU(unsigned long, nt_looked_round);

/* What is called once per tick and CPU: nt_io_ports_init(). Never NULL. */
extern void (*nt_new_tick)(void);

/* nt_tick_is_new() */
static __always_inline bool nt_in_new_tick(void)
{
	return unlikely(this_cpu_read(nt_looked_round) != jiffies) && !preempt_count() &&
		(!IS_ENABLED(CONFIG_PREEMPT_RT) || (!softirq_count() && !rcu_preempt_depth()));
}

/* nt_poll() of base/poll.h, without a call. */
static __always_inline void nt_polled(void)
{
	if (nt_in_new_tick())
		nt_new_tick();
}

#endif
