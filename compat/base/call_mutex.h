/* SPDX-License-Identifier: GPL-2.0 */
/* call_mutex.h - a mutex that is held while drivers are called; no driver sees it. */
#ifndef COMPAT_BASE_CALL_MUTEX_H
#define COMPAT_BASE_CALL_MUTEX_H

#ifdef __cplusplus
extern "C" {
#else
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>

/**
 * struct nt_call_mutex - a mutex that is held while drivers are called
 * @mutex: it
 * @owner: who has it; a thread that stops in a bug check gives it back before
 * @link: in the list of those that are held
 */
struct nt_call_mutex {
	struct mutex mutex;
	struct task_struct *owner;
	struct list_head link;
};

#define NT_CALL_MUTEX(name) \
	struct nt_call_mutex name = { .mutex = __MUTEX_INITIALIZER(name.mutex) }

#endif

struct nt_call_mutex;

/* Of io/driver.cc: the list of drivers. Of port/pnp.cc: what drivers are told of ports. Of port/ports.cc. */
extern struct nt_call_mutex nt_drivers_mutex, nt_pnp_mutex, nt_ports_mutex;

void nt_call_lock(struct nt_call_mutex *mutex);
/* The same, in this many ticks; false: the mutex is somebody else's. */
bool nt_call_lock_within(struct nt_call_mutex *mutex, long timeout);
bool nt_call_lock_within_seconds(struct nt_call_mutex *mutex, unsigned int seconds);
void nt_call_unlock(struct nt_call_mutex *mutex);
/* Those that the calling thread has, which does not go on. */
void nt_call_unlock_all(void);

#ifdef __cplusplus
}
#endif

#endif
