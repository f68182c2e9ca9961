/* SPDX-License-Identifier: GPL-2.0 */
/* suspend.h - the machine is about to sleep or hibernate, or has woken up */
#ifndef COMPAT_GLUE_SUSPEND_H
#define COMPAT_GLUE_SUSPEND_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The first is called before anything is frozen, the second after everything was thawed, because
 * drivers may need their threads, and programs, to do what they are asked to. If the first returns
 * a negative errno, the machine stays awake. Process context. 0 or a negative errno.
 */
int nt_suspend_register(int (*fall_asleep)(void), void (*wake_up)(void));
void nt_suspend_unregister(void);

#ifdef __cplusplus
}
#endif

#endif
