/* SPDX-License-Identifier: GPL-2.0 */
/* timer.h - timers; internal. */
#ifndef COMPAT_KE_TIMER_H
#define COMPAT_KE_TIMER_H

#include "glue/nt.h"
#include "ke/gone.h"

#ifdef __cplusplus
extern "C" {
#endif

void nt_timer_init(void);
void nt_timer_exit(void);
void nt_timer_forget(const struct nt_gone *gone);

#ifdef __cplusplus
}
#endif

#endif
