/* SPDX-License-Identifier: GPL-2.0 */
/* thread.h - threads of the kernel */
#ifndef COMPAT_GLUE_THREAD_H
#define COMPAT_GLUE_THREAD_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

/*
 * A thread that runs @run once it is started: a reference to its task, or NULL if there is no
 * memory. May sleep.
 */
struct task_struct *nt_thread_create(int (*run)(void *context), void *context, const char *name);
/* Linux's numbers of its process and of the thread itself. Any context. */
ULONG nt_thread_process(struct task_struct *task);
ULONG nt_thread_number(struct task_struct *task);
/* For a thread that is never started: it ends without running anything. May sleep. */
void nt_thread_discard(struct task_struct *task);
/* ntparport stays loaded until the thread calls nt_thread_exit(). */
void nt_thread_start(struct task_struct *task);
/* The calling thread ends: does not return. */
void nt_thread_exit(void);
/* The context of the calling thread if @run is what it runs, otherwise NULL. Any context. */
void *nt_thread_context(int (*run)(void *context));

#ifdef __cplusplus
}
#endif

#endif
