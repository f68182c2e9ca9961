/* SPDX-License-Identifier: GPL-2.0 */
/* poll.h - drivers that poll; no driver sees it. */
#ifndef COMPAT_BASE_POLL_H
#define COMPAT_BASE_POLL_H

#include "glue/linux.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What nt_poll() does once in a tick. */
void nt_look_round(void);

/*
 * For all that a loop which polls may call: a thread that has run for long lets
 * others run (W7). Any IRQL; at PASSIVE_LEVEL it may sleep. Once in a tick it looks
 * closely, else it costs a comparison.
 */
static inline void nt_poll(void)
{
	if (nt_tick_is_new())
		nt_look_round();
}

#ifdef __cplusplus
}
#endif

#endif
