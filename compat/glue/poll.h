/* SPDX-License-Identifier: GPL-2.0 */
/* poll.h - the tick, who runs in it, and letting others run */
#ifndef COMPAT_GLUE_POLL_H
#define COMPAT_GLUE_POLL_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * This CPU has not seen the current tick, and preemption is enabled: elsewhere nobody can give way,
 * and whoever polls at PASSIVE_LEVEL is to find the tick as new as it was. Any context.
 */
bool nt_tick_is_new(void);
void nt_tick_seen(void);
/* Makes it new again. Preemption is disabled. */
void nt_tick_forget(void);
/* How many ticks that many milliseconds are. */
unsigned long nt_ticks(unsigned int ms);

/**
 * struct nt_runner - who runs on a CPU
 * @task: the task, for comparison only
 * @sleeps: how often it has slept
 * @since: the tick in which this was noted
 */
struct nt_runner {
	const void *task;
	unsigned long sleeps;
	unsigned long since;
};

struct nt_runner nt_runner_now(void);

enum { NT_RUNNERS = 4 };

/**
 * struct nt_polling - who polls on a CPU
 * @runners: who was found polling there, each once
 * @next: whose place the next one gets, modulo NT_RUNNERS
 * @rest: the tick in which the last rest began
 */
struct nt_polling {
	struct nt_runner runners[NT_RUNNERS];
	unsigned int next;
	unsigned long rest;
};

/* That of this CPU; the caller stays on it until it unlocks. */
struct nt_polling *nt_polling_lock(void);
void nt_polling_unlock(void);

/* The code is in a thread that holds no locks, and is not about to sleep. */
bool nt_may_give_way(void);
/* PASSIVE_LEVEL. */
void nt_give_way(void);
/* The thread is to be frozen. */
bool nt_is_freezing(void);

#ifdef __cplusplus
}
#endif

#endif
