/* SPDX-License-Identifier: GPL-2.0 */
/* contexts.h - the contexts in which a driver runs, and threads beside that of the case. */
#ifndef NTPARPORT_KUNIT_CONTEXTS_H
#define NTPARPORT_KUNIT_CONTEXTS_H

#include <kunit/test.h>
#include <linux/jiffies.h>
#include <linux/sched.h>

#include <ntddk.h>

#include "../log.h"

/* In units of 100 ns; negative: relative to now. */
#define MILLISECONDS(n) ((LARGE_INTEGER){ .QuadPart = -10000LL * (n) })
#define AT_ONCE ((LARGE_INTEGER){ .QuadPart = 0 })
/* No event takes this long. */
#define PATIENCE MILLISECONDS(60000)

/* Waits for a condition that becomes true without an event: looks at it again and again. */
#define ASSERT_SEEN(test, condition)						\
do {										\
	unsigned long __deadline = jiffies + 60 * HZ;				\
	bool __seen;								\
										\
	while (!(__seen = (condition)) && time_before(jiffies, __deadline))	\
		schedule_timeout_uninterruptible(1);				\
	KUNIT_ASSERT_TRUE_MSG(test, __seen, "never happened: %s", #condition);	\
} while (0)

/* Runs the routine in a hard interrupt, and returns when that is over. */
void in_interrupt_routine(struct kunit *test, void (*routine)(void *data), void *data);
/* The same in a DPC, at DISPATCH_LEVEL; and with interrupts off, at HIGH_LEVEL. */
void in_dpc(struct kunit *test, void (*routine)(void *data), void *data);
void at_high_level(struct kunit *test, void (*routine)(void *data), void *data);

/* Runs a program of busybox, such as insmod, to its end: its exit code, or a negative errno. */
int run(char *program, char *argument1, char *argument2);

/* How many threads wait for the object. */
unsigned int waiters_of(void *object);

/**
 * struct worker - a system thread of the case
 * @run: what it does
 * @data: for @run
 * @status: what @run returned
 * @object: the thread, referenced
 * @id: its IDs
 */
struct worker {
	NTSTATUS (*run)(void *data);
	void *data;
	NTSTATUS status;
	PKTHREAD object;
	CLIENT_ID id;
};

/* Starts a thread; the case ends if that fails. */
struct worker *worker_start(struct kunit *test, NTSTATUS (*run)(void *data), void *data);
/* Waits for the thread's end and returns what its routine returned. */
NTSTATUS worker_result(struct kunit *test, struct worker *worker);

/* Expects that of threads that count with the lock held, none misses what another has counted. */
void expect_excludes(struct kunit *test, PKSPIN_LOCK lock);

/* Waits for the object without sleeping. */
static inline NTSTATUS try_wait(void *object)
{
	LARGE_INTEGER at_once = AT_ONCE;

	return KeWaitForSingleObject(object, Executive, KernelMode, FALSE, &at_once);
}

/* Waits for the object, but not for ever. */
static inline NTSTATUS wait_for(void *object)
{
	LARGE_INTEGER patience = PATIENCE;

	return KeWaitForSingleObject(object, Executive, KernelMode, FALSE, &patience);
}

#endif
