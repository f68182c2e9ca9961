/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sleep.h - sleeps until somebody says that it is time, for a tick, and for ever. Process context.
 */
#ifndef COMPAT_GLUE_SLEEP_H
#define COMPAT_GLUE_SLEEP_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

/*
 * Sleeps until @done is set, after which nt_wake_task() is called, or until a signal arrives if it
 * is @alertable. Can be frozen (W8).
 */
void nt_sleep_until(const bool *done, bool alertable);

/*
 * The same if a DPC sets @done. Cannot be frozen: the caller may have what suspending waits for,
 * such as the lock of a device that is being removed, and a DPC waits for no thread.
 */
void nt_sleep_until_dpc(const bool *done);
/* Any context; the caller keeps the task. */
void nt_wake_task(struct task_struct *task);
/* Gives others the processor. */
void nt_yield(void);
/* How often the calling task has given it to others, or lost it to them. */
unsigned long nt_switches(void);
/* Can be frozen. PASSIVE_LEVEL. */
void nt_sleep_for_a_tick(void);
/* The calling thread never goes on. PASSIVE_LEVEL. */
__attribute__((noreturn)) void nt_stop_thread(void);

#ifdef __cplusplus
}
#endif

#endif
