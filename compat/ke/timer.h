/* SPDX-License-Identifier: GPL-2.0 */
/* timer.h - timers; internal. */
#ifndef COMPAT_KE_TIMER_H
#define COMPAT_KE_TIMER_H

#include "glue/nt.h"
#include "ke/gone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* KeInitializeTimer() with the dispatcher lock held, for our own timers. */
void nt_timer_prepare(PKTIMER timer);
void nt_timer_init(void);
void nt_timer_exit(void);
/* KeSetTimerEx() and KeCancelTimer() with the dispatcher lock held. */
bool nt_timer_set(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc);
bool nt_timer_cancel(PKTIMER timer);
void nt_timer_forget(const struct nt_gone *gone);

#ifdef __cplusplus
}
#endif

#endif
