/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stress.h - helpers for cases that do everything at once, many times.
 *
 * Rounds are bounded, and so is the time: what a machine does not manage in
 * TIME_LIMIT_MS is left out. Every case says in the log what it did. (All of it
 * together, for minutes, is `make soak`.)
 */
#ifndef NTPARPORT_KUNIT_STRESS_H
#define NTPARPORT_KUNIT_STRESS_H

#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mutex.h>

#include "fixture.h"

/* For one run of a case. (KUnit ends a case after 119 s.) */
#define TIME_LIMIT_MS (4 * MSEC_PER_SEC)

/* How far a case has come, and when it began. */
struct progress {
	unsigned int rounds;
	unsigned int wanted;
	ktime_t start;
};

void progress_start(struct progress *progress, unsigned int wanted);
unsigned int progress_ms(const struct progress *progress);
bool progress_goes_on(const struct progress *progress);

#define progress_report(test, progress, format, ...)				\
	kunit_info(test, "%u of %u rounds in %u ms: " format "\n", (progress)->rounds, \
		   (progress)->wanted, progress_ms(progress), ##__VA_ARGS__)

/* Whether a thread of a case has to end. */
static inline bool must_stop(const bool *stop)
{
	return READ_ONCE(*stop) || kthread_should_stop();
}

/* Waits for a thread to end, for as long as it makes progress. */
int finish(struct kunit *test, struct thread *thread, const unsigned int *moves);

/**
 * struct storm - interrupts of a port, one after the other
 * @lpt: the port
 * @calm: held where nobody else may touch the port's registers
 * @stop: ends it
 * @fired: how many it has raised
 * @thread: raises them, on the CPU where they arrive
 */
struct storm {
	struct lpt *lpt;
	struct mutex calm;	/* see above */
	bool stop;
	unsigned int fired;
	struct thread *thread;
};

struct storm *storm_start(struct kunit *test, struct lpt *lpt);
/*
 * Waits until what the storm has raised so far has been taken. Otherwise a vector that is given
 * out again before its last interrupt was taken can be lost: 6.1's common_interrupt() marks it
 * unused after request_irq() has written the new descriptor there, and from then on the line is
 * dead ("x86/irq: Plug vector setup race", in Linux since 6.17).
 */
void storm_taken(struct kunit *test, const struct storm *storm);
void storm_end(struct kunit *test, struct storm *storm);

/* For client_synchronize(). */
unsigned char nothing(void *context);

/* The context of a connection, which its client takes back when disconnect has returned. */
struct context {
	bool gone;
};

/* Counts calls of the routines of connections, and those of connections that had ended. */
extern atomic_t context_calls, context_late_calls;

/* A service that connects this context. */
struct ntparport_interrupt_service context_service(struct context *context);

#endif
