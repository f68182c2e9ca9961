/* SPDX-License-Identifier: GPL-2.0 */
/* poll.h - drivers that poll; no driver sees it. */
#ifndef COMPAT_BASE_POLL_H
#define COMPAT_BASE_POLL_H

#ifndef __cplusplus
/* For rooms that are C still. */
#include <linux/freezer.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/wait.h>

#include "glue/wait.h"

DECLARE_PER_CPU(unsigned long, nt_looked_round);
#endif

#include "glue/linux.h"

#ifdef __cplusplus
extern "C" {
#endif

void nt_look_round(void);
/* nt_polled(), for what cannot include this. */
void nt_poll(void);

/*
 * For all that a loop which polls may call: a thread that has run for long lets
 * others run (W7). Any IRQL; at PASSIVE_LEVEL it may sleep. Once in a tick it looks
 * closely, else it costs a comparison.
 */
static inline void nt_polled(void)
{
#ifdef __cplusplus
	const bool is_new = nt_tick_is_new();
#else
	/* For rooms that are C still. */
	const bool is_new = unlikely(this_cpu_read(nt_looked_round) != jiffies);
#endif

	if (is_new)
		nt_look_round();
}

#ifdef __cplusplus
}
#endif

#endif
