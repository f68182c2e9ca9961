/* SPDX-License-Identifier: GPL-2.0 */
/* call_mutex.h - a mutex that is held while drivers are called; no driver sees it. */
#ifndef COMPAT_BASE_CALL_MUTEX_H
#define COMPAT_BASE_CALL_MUTEX_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct task_struct;

/**
 * struct nt_call_mutex - a mutex that is held while drivers are called; zeroed at the start
 * @owner: the task that has it, which gives it back before it stops in a bug check; or NULL
 * @next: another one that somebody has
 */
struct nt_call_mutex {
	const struct task_struct *owner;
	struct nt_call_mutex *next;
};

/* PASSIVE_LEVEL. */
void nt_call_lock(struct nt_call_mutex *mutex);
/* The same; false: it is still somebody else's after so many seconds. */
bool nt_call_lock_within_seconds(struct nt_call_mutex *mutex, unsigned int seconds);
void nt_call_unlock(struct nt_call_mutex *mutex);
/* Those that the calling thread has, which does not go on. */
void nt_call_unlock_all(void);

#ifdef __cplusplus
}
#endif

#endif
