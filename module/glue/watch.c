// SPDX-License-Identifier: GPL-2.0
/*
 * watch.c - a closer look at interrupts: events, times, slow routines.
 *
 * While a port is watched, its interrupts take a detour (Watch::interrupt()) that calls the
 * functions here around each routine. All others pay nothing.
 */

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/math64.h>
#include <linux/moduleparam.h>
#include <linux/ratelimit.h>
#include <linux/sched/clock.h>
#include <linux/time64.h>
#include <linux/workqueue.h>

#include "../ntparport.h"
#include "port.h"
#include "watch.h"
#define CREATE_TRACE_POINTS
#include "trace.h"

static atomic_t watchers = ATOMIC_INIT(0);

bool glue_watching(void)
{
	return atomic_read(&watchers);
}

int watch_begin(void)
{
	if (atomic_inc_return(&watchers) == 1)
		core_redirect();
	return 0;
}

void watch_end(void)
{
	if (atomic_dec_and_test(&watchers))
		core_redirect();
}

/* Slow routines: one interrupt of each port is timed every second. */

static unsigned int slow_routine_us = 1000;

static void sample(struct work_struct *work);
static DECLARE_DEFERRABLE_WORK(sampling, sample);

static void sample(struct work_struct *work)
{
	if (READ_ONCE(slow_routine_us) && core_sample())
		schedule_delayed_work(&sampling, HZ);
}

void watch_samples(void)
{
	schedule_delayed_work(&sampling, 0);
}

void watch_stop(void)
{
	cancel_delayed_work_sync(&sampling);
}

void glue_sample(void)
{
	watch_samples();
}

static int slow_set(const char *value, const struct kernel_param *param)
{
	int err = param_set_uint(value, param);

	if (!err)
		watch_samples();
	return err;
}

static const struct kernel_param_ops slow_ops = {
	.set = slow_set,
	.get = param_get_uint,
};

module_param_cb(slow_routine_us, &slow_ops, &slow_routine_us, 0644);
MODULE_PARM_DESC(slow_routine_us,
		 "Name interrupt routines that run longer than this many microseconds in the log (default: 1000; 0: do not look)");

/* Around an interrupt and its routines; interrupt lock held. */

void glue_watch_interrupt(const struct glue_port *port)
{
	trace_interrupt_entry(glue_port_number(port));
}

void glue_watch_interrupt_end(const struct glue_port *port, bool claimed)
{
	trace_interrupt_exit(glue_port_number(port), claimed);
}

unsigned long long glue_watch_routine(const struct glue_port *port, const void *routine,
				      const void *context)
{
	trace_routine_entry(glue_port_number(port), routine, context);
	return local_clock();
}

void glue_watch_routine_end(const struct glue_port *port, const void *routine, bool claimed,
			    unsigned long long start, struct glue_times *times)
{
	u64 ns = local_clock() - start;
	u64 limit = (u64)READ_ONCE(slow_routine_us) * NSEC_PER_USEC;

	trace_routine_exit(glue_port_number(port), routine, claimed, ns);
	if (limit && ns > limit)
		glue_log(GLUE_WARN, port,
			 "interrupt routine %pS ran for %llu us, with interrupts off",
			 routine, div_u64(ns, NSEC_PER_USEC));
	if (!times)
		return;
	times->calls++;
	times->claimed += claimed;
	times->longest = max(times->longest, ns);
	times->histogram[min_t(unsigned int, fls64(ns), GLUE_TIMES - 1)]++;
}

/* The other events. */

void glue_trace_connect(const struct glue_port *port,
			const struct ntparport_interrupt_service *service, int error)
{
	trace_connect(glue_port_number(port), service->isr, service->deferred, error);
}

void glue_trace_disconnect(const struct glue_port *port,
			   const struct ntparport_interrupt_service *service, int error)
{
	trace_disconnect(glue_port_number(port), service->isr, service->deferred, error);
}

void glue_trace_granted(const struct glue_port *port, const void *client)
{
	trace_allocate_granted(glue_port_number(port), client);
}

void glue_trace_queued(const struct glue_port *port, const void *client)
{
	trace_allocate_queued(glue_port_number(port), client);
}

void glue_trace_cancelled(const struct glue_port *port, const void *client)
{
	trace_allocate_cancelled(glue_port_number(port), client);
}

void glue_trace_free(const struct glue_port *port, const void *client)
{
	trace_free(glue_port_number(port), client);
}

void glue_trace_yield(const struct glue_port *port)
{
	trace_yield(glue_port_number(port));
}

void glue_trace_regain(const struct glue_port *port)
{
	trace_regain(glue_port_number(port));
}

void glue_trace_check(const struct glue_port *port)
{
	trace_deferred_check(glue_port_number(port));
}
