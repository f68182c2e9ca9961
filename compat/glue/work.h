/* SPDX-License-Identifier: GPL-2.0 */
/* work.h - routines that worker threads run */
#ifndef COMPAT_GLUE_WORK_H
#define COMPAT_GLUE_WORK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct workqueue_struct;
struct nt_work;

/* For C: the queue they run on. */
extern struct workqueue_struct *nt_workqueue;
/* Loading and unloading of ntparport: -ENOMEM. */
int nt_work_init(void);
void nt_work_exit(void);

/* NULL: there is no memory. At or below DISPATCH_LEVEL; in process context if it @may_sleep. */
struct nt_work *nt_work_create(void (*run)(void *context), void *context, bool may_sleep);
/*
 * Runs the routine once, however often it is queued before that. Once it runs, it may be queued
 * again, or freed. At or below DISPATCH_LEVEL.
 */
void nt_work_queue(struct nt_work *work);
/* The same, ahead of other work, no matter what that is waiting for. Any IRQL. */
void nt_work_queue_urgent(struct nt_work *work);
/* Waits until it has run, if it is queued. May sleep. */
void nt_work_flush(struct nt_work *work);
/* It must not be queued. NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_work_free(struct nt_work *work);

#ifdef __cplusplus
}
#endif

#endif
