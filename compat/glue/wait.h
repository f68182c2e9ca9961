/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wait.h - waits for something that a driver may have to bring about. Can be frozen, whatever locks
 * are held (W8).
 */
#ifndef COMPAT_GLUE_WAIT_H
#define COMPAT_GLUE_WAIT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

enum nt_queue {
	NT_CALL_MUTEXES_QUEUE,
	NT_IDLE_QUEUE,		/* something is no longer in use (base/idle.hh) */
	NT_THREADS_QUEUE,	/* a thread has ended */
	NT_QUEUES
};

#define NT_FOREVER (~0ul >> 1)

/* Waits until @is is true; false: it is not after @ticks. @is must not sleep. PASSIVE_LEVEL. */
bool nt_wait_until(enum nt_queue which, bool (*is)(void *context), void *context,
		   unsigned long ticks);
/* Somebody's @is may be true now. At or below DISPATCH_LEVEL. */
void nt_wake(enum nt_queue which);

#ifdef __cplusplus
}
#endif

#endif
