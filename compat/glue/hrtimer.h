/* SPDX-License-Identifier: GPL-2.0 */
/* hrtimer.h - one timer for each clock, and one for ticks */
#ifndef COMPAT_GLUE_HRTIMER_H
#define COMPAT_GLUE_HRTIMER_H

#include "glue/clock.h"
#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Loading of ntparport. @routine is called at DISPATCH_LEVEL when one is due. */
void nt_hrtimers_init(void (*routine)(enum nt_clock which));
/* Sets it, even if it is set, to nanoseconds of its clock. At or below DISPATCH_LEVEL. */
void nt_hrtimer_start(enum nt_clock which, LONGLONG due);
/* Calls @routine in every tick, in hard interrupt context, until it returns false. May sleep. */
void nt_ticks_start(bool (*routine)(void));
/* Cancels them; waits for the routines. May sleep. */
void nt_hrtimers_exit(void);

#ifdef __cplusplus
}
#endif

#endif
