/* SPDX-License-Identifier: GPL-2.0 */
/*
 * affinity.h - the processors that a task may run on, in memory of that size. Process context; may
 * sleep.
 */
#ifndef COMPAT_GLUE_AFFINITY_H
#define COMPAT_GLUE_AFFINITY_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

size_t nt_affinity_size(void);
/* Those of the calling task. */
void nt_affinity_note(void *mask);
/*
 * From now on it runs on those of the first processors that are online, and in this mask; @set
 * receives what its processors are then. False: there are none.
 */
bool nt_affinity_choose(void *set, unsigned long first);
/* Gives the task those of @mask if it still has those of @set: others may have changed them. */
void nt_affinity_put_back(struct task_struct *task, const void *set, const void *mask);
/* Where the task may run: one bit for each of the first processors. False: not so. */
bool nt_task_set_processors(struct task_struct *task, unsigned long mask);

#ifdef __cplusplus
}
#endif

#endif
