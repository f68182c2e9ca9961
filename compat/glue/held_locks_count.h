/* SPDX-License-Identifier: GPL-2.0 */
/* held_locks_count.h - how many spin locks of drivers are held, for code that is called often. */
#ifndef COMPAT_GLUE_HELD_LOCKS_COUNT_H
#define COMPAT_GLUE_HELD_LOCKS_COUNT_H

#include <linux/percpu.h>

#include "glue/held_locks.h"

#ifdef CONFIG_PREEMPT_RT

static inline unsigned int nt_held_locks_count(void)
{
	return nt_locks_count();
}

#else

DECLARE_PER_CPU(struct nt_locks, nt_held_locks);

/* nt_locks_count(). In one step: code that holds none may be moved to another CPU. */
static __always_inline unsigned int nt_held_locks_count(void)
{
	return this_cpu_read(nt_held_locks.count);
}

#endif

#endif
