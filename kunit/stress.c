// SPDX-License-Identifier: GPL-2.0
/* stress.c - helpers for cases that do everything at once, many times. */

#include <linux/irqflags.h>

#include "stress.h"

void progress_start(struct progress *progress, unsigned int wanted)
{
	progress->rounds = 0;
	progress->wanted = wanted;
	progress->start = ktime_get();
}

unsigned int progress_ms(const struct progress *progress)
{
	return ktime_ms_delta(ktime_get(), progress->start);
}

bool progress_goes_on(const struct progress *progress)
{
	return progress->rounds < progress->wanted &&
	       progress_ms(progress) < TIME_LIMIT_MS;
}

int finish(struct kunit *test, struct thread *thread, const unsigned int *moves)
{
	unsigned int seen;

	do {
		seen = READ_ONCE(*moves);
	} while (!wait_event_timeout(happened, READ_ONCE(thread->done), PATIENCE) &&
		 READ_ONCE(*moves) != seen);
	return thread_result(test, thread);
}

static int storm_run(void *data)
{
	struct storm *storm = data;

	while (!must_stop(&storm->stop)) {
		mutex_lock(&storm->calm);
		/*
		 * The interrupt waits at this CPU until interrupts are on again. By then the
		 * line is down, whether or not a routine is going to read the status.
		 */
		local_irq_disable();
		lpt_fire(storm->lpt);
		lpt_acknowledge(storm->lpt);
		local_irq_enable();
		mutex_unlock(&storm->calm);
		WRITE_ONCE(storm->fired, storm->fired + 1);
		cond_resched();
	}
	return 0;
}

struct storm *storm_start(struct kunit *test, struct lpt *lpt)
{
	struct storm *storm = kunit_kzalloc(test, sizeof(*storm), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, storm);
	storm->lpt = lpt;
	mutex_init(&storm->calm);
	storm->thread = thread_start(test, INTERRUPT_CPU, storm_run, storm);
	return storm;
}

void storm_taken(struct kunit *test, const struct storm *storm)
{
	unsigned int before = READ_ONCE(storm->fired);

	/* Perhaps the first interrupt was counted only now. The storm may be on this CPU. */
	KUNIT_ASSERT_TRUE(test, spin_until(({
		cond_resched();
		READ_ONCE(storm->fired) - before >= 2;
	})));
}

void storm_end(struct kunit *test, struct storm *storm)
{
	WRITE_ONCE(storm->stop, true);
	finish(test, storm->thread, &storm->fired);
}

unsigned char nothing(void *context)
{
	return 1;
}

atomic_t context_calls, context_late_calls;

static unsigned char context_isr(struct _KINTERRUPT *interrupt, void *data)
{
	struct context *context = data;

	atomic_inc(READ_ONCE(context->gone) ? &context_late_calls : &context_calls);
	return 1;
}

static void context_check(void *data)
{
	struct context *context = data;

	if (READ_ONCE(context->gone))
		atomic_inc(&context_late_calls);
}

struct ntparport_interrupt_service context_service(struct context *context)
{
	return (struct ntparport_interrupt_service) {
		context_isr, context, context_check, context,
	};
}
