/* SPDX-License-Identifier: GPL-2.0 */
/* call_mutex.h - a mutex that is held while drivers are called; internal. */
#ifndef COMPAT_BASE_CALL_MUTEX_H
#define COMPAT_BASE_CALL_MUTEX_H

#include "glue/nt.h"

#ifdef __cplusplus
#include "module/rt/capability.hh"

struct LOCK_TYPE nt_call_mutex;

extern "C" {
#endif

struct task_struct;

/**
 * struct nt_call_mutex - a mutex that is held while drivers are called; it starts zeroed
 * @owner: the task that holds it, or NULL; a task gives it back before it stops in a bug check
 * @next: the next mutex that somebody holds
 */
struct nt_call_mutex {
	const struct task_struct *owner;
	struct nt_call_mutex *next;
};

/* PASSIVE_LEVEL. */
void nt_call_lock(struct nt_call_mutex *mutex);
/* The same; false: after this many seconds somebody else still holds it. */
bool nt_call_lock_within_seconds(struct nt_call_mutex *mutex, unsigned int seconds);
void nt_call_unlock(struct nt_call_mutex *mutex);
/* Gives back all that the calling thread holds, because the thread does not go on. */
void nt_call_unlock_all(void);

#ifdef __cplusplus
}
#endif

#endif
