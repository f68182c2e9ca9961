/* SPDX-License-Identifier: GPL-2.0 */
/* tasklet.h - the tasklet that serves the queue of DPCs */
#ifndef COMPAT_GLUE_TASKLET_H
#define COMPAT_GLUE_TASKLET_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Loading of ntparport. @routine is called at DISPATCH_LEVEL, on one processor at a time. */
void nt_dpc_tasklet_init(void (*routine)(void));
/* The routine is called once, soon, however often this is. Any context. */
void nt_dpc_tasklet_schedule(void);
/* Waits until the routine has been called. May sleep. */
void nt_dpc_tasklet_exit(void);

#ifdef __cplusplus
}
#endif

#endif
