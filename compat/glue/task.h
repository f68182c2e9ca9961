/* SPDX-License-Identifier: GPL-2.0 */
/* task.h - tasks, which drivers see as threads */
#ifndef COMPAT_GLUE_TASK_H
#define COMPAT_GLUE_TASK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

/* The calling task. Any context. */
struct task_struct *nt_current_task(void);
/* The first of its process; for threads of the kernel one that is always there. */
struct task_struct *nt_current_process(void);
/* The same of any task. */
struct task_struct *nt_process_of_task(struct task_struct *task);
/* It is a thread of the kernel; it is a program's, and the program one of 32 bits on 64. */
bool nt_task_is_kernels(const struct task_struct *task);
/* Whether it is a thread of the kernel's work queues, whose work is not only ours. */
bool nt_task_is_worker(const struct task_struct *task);
bool nt_task_is_32bit(struct task_struct *task);
/*
 * Takes a reference to what may be anything. False: it is not a task, or one that has ended. Any
 * context.
 */
bool nt_task_get_known(struct task_struct *task);
/* Takes a reference; gives one back; how many there are. At or below DISPATCH_LEVEL. */
void nt_task_get(struct task_struct *task);
void nt_task_put(struct task_struct *task);
unsigned int nt_task_references(const struct task_struct *task);

#ifdef __cplusplus
}
#endif

#endif
