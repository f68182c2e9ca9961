/* SPDX-License-Identifier: GPL-2.0 */
/* work_queue.h - work items in drivers' own memory; internal. */
#ifndef COMPAT_EX_WORK_QUEUE_H
#define COMPAT_EX_WORK_QUEUE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* Loading of ntparport: 0 or a negative errno; and unloading. */
int nt_work_queue_init(void);
void nt_work_queue_exit(void);

/*
 * A driver is about to go: takes its items out of the queue, says so, and waits for those
 * of its routines that run, which can queue nothing from now on. May sleep.
 */
void nt_work_queue_end(const struct module *module);
/*
 * The same for items in memory that is about to be freed, without waiting. At or below
 * DISPATCH_LEVEL.
 */
void nt_work_queue_memory_gone(const void *start, size_t size);

#ifdef __cplusplus
}
#endif

#endif
