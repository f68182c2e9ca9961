/* SPDX-License-Identifier: GPL-2.0 */
/* call_mutex.h - a mutex that is held while drivers are called; no driver sees it. */
#ifndef COMPAT_BASE_CALL_MUTEX_H
#define COMPAT_BASE_CALL_MUTEX_H

#ifndef __cplusplus
/* For rooms that are C still. */
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct nt_call_mutex - a mutex that is held while drivers are called; zeroed at the start
 * @owner: the task that has it, which gives it back before it stops in a bug check; or NULL
 * @next: another one that somebody has
 */
struct nt_call_mutex {
	const void *owner;
	struct nt_call_mutex *next;
};

/* For rooms that are C still. */
#define NT_CALL_MUTEX(name) struct nt_call_mutex name

void nt_call_lock(struct nt_call_mutex *mutex);
/* The same, in this many ticks; false: the mutex is somebody else's. */
bool nt_call_lock_within(struct nt_call_mutex *mutex, long timeout);
void nt_call_unlock(struct nt_call_mutex *mutex);
/* Those that the calling thread has, which does not go on. */
void nt_call_unlock_all(void);

#ifdef __cplusplus
}
#endif

#endif
