/* SPDX-License-Identifier: GPL-2.0 */
/* timer.h - timers that have handles; internal. */
#ifndef COMPAT_OB_TIMER_H
#define COMPAT_OB_TIMER_H

#include "base/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The type of these objects: the timer is what they begin with. */
extern const struct nt_object_type nt_timer_type;

#ifdef __cplusplus
}
#endif

#endif
