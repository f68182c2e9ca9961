/* SPDX-License-Identifier: GPL-2.0 */
/* poll.h - drivers that poll; internal. */
#ifndef COMPAT_BASE_POLL_H
#define COMPAT_BASE_POLL_H

#include "glue/poll.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What nt_poll() does once per tick. */
void nt_look_round(void);

/*
 * A thread that has run for long lets others run (W7). Every routine that a polling loop may call
 * comes here, whether it succeeds or fails: most by irql_ok() of base/check.hh, so this is for
 * those that may be called at any IRQL, and for a call that takes long (base/poll.hh). Any IRQL; at
 * PASSIVE_LEVEL it may sleep, so the caller holds no lock. Once per tick it looks closely;
 * otherwise it costs a comparison.
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
