/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wait_alive.h - waits for what a driver has to bring about. All waits can be frozen (W8). Process
 * context.
 */
#ifndef COMPAT_GLUE_WAIT_ALIVE_H
#define COMPAT_GLUE_WAIT_ALIVE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Waits until @is is true. */
void nt_wait_for(bool (*is)(const void *context), const void *context);
/* The same. False: the process was killed. */
bool nt_wait_unless_killed(bool (*is)(const void *context), const void *context);
/* The same. False: the process was killed, or it is exiting and has waited long enough. */
bool nt_wait_while_alive(bool (*is)(const void *context), const void *context);
/* Everybody who waits here checks again. At or below DISPATCH_LEVEL. */
void nt_wake_all(void);

#ifdef __cplusplus
}
#endif

#endif
