/* SPDX-License-Identifier: GPL-2.0 */
/* wait_event.h - waiting for drivers. */
#ifndef COMPAT_GLUE_WAIT_EVENT_H
#define COMPAT_GLUE_WAIT_EVENT_H

#include <linux/freezer.h>
#include <linux/wait.h>

/*
 * wait_event_timeout() that can be frozen, whatever locks are held: what it waits for is a driver,
 * which needs none of them (W8).
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
