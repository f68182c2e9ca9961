/* SPDX-License-Identifier: GPL-2.0 */
/* priority.h - reads the priority of a task, and in process context changes it */
#ifndef COMPAT_GLUE_PRIORITY_H
#define COMPAT_GLUE_PRIORITY_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

bool nt_task_is_realtime(struct task_struct *task);
/* That of the calling task. */
bool nt_is_realtime(void);
/* Above 0 if the task has a real-time priority. */
unsigned int nt_task_realtime_priority(const struct task_struct *task);
int nt_task_nice(const struct task_struct *task);
/* Makes it a normal task. */
void nt_task_set_nice(struct task_struct *task, int nice);
/* SCHED_FIFO: at its lowest priority; at that of threaded interrupts. */
void nt_task_set_fifo_low(struct task_struct *task);
void nt_task_set_fifo(struct task_struct *task);

#ifdef __cplusplus
}
#endif

#endif
