/* SPDX-License-Identifier: GPL-2.0 */
/* poll.h - drivers that poll, and waits; no driver sees it. */
#ifndef COMPAT_BASE_POLL_H
#define COMPAT_BASE_POLL_H

#ifdef __cplusplus
extern "C" {
#else

#include <linux/freezer.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/wait.h>

/*
 * For all that a loop which polls may call: a thread that has run for long lets
 * others run (W7). Any IRQL; at PASSIVE_LEVEL it may sleep. Once in a tick it looks
 * closely, else it costs a comparison.
 */
DECLARE_PER_CPU(unsigned long, nt_looked_round);
void nt_look_round(void);

static __always_inline void nt_polled(void)
{
	if (unlikely(this_cpu_read(nt_looked_round) != jiffies))
		nt_look_round();
}

/*
 * wait_event_timeout() that can be frozen, whatever is locked: what is waited for is
 * a driver's, which needs none of it (W8).
 */
#define nt_wait_event_timeout(queue, condition, timeout)			\
({										\
	long __ret = (timeout);							\
										\
	if (!___wait_cond_timeout(condition))					\
		__ret = ___wait_event(queue, ___wait_cond_timeout(condition),	\
				      (TASK_IDLE | TASK_FREEZABLE_UNSAFE), 0, timeout, \
				      __ret = schedule_timeout(__ret));		\
	__ret;									\
})

#endif

/* What nt_polled() does, for C++; and what it does once in a tick. */
void nt_poll(void);
void nt_look_round(void);

#ifdef __cplusplus
}
#endif

#endif
