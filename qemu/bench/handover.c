// SPDX-License-Identifier: GPL-2.0
/*
 * handover.c - the time from when one client lets go of the port until the one that waited for
 * it has it: with a callback, and with a thread that sleeps.
 */

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/wait.h>

#include "bench.h"

static struct ntparport *port;
static struct pardevice *first, *second;
static u64 granted;

/* The next in line is a callback. */

static void complete_waiter(struct ntparport_waiter *waiter, int status)
{
	granted = status ? 0 : rdtsc();
}

static int port_begin(void)
{
	port = port_with(&accepting, NULL);
	return PTR_ERR_OR_ZERO(port);
}

static int port_end(void)
{
	port_without(port, &accepting);
	return 0;
}

static unsigned int grant_cost(unsigned int round)
{
	static struct ntparport_waiter waiter = { .complete = complete_waiter };
	u64 start;

	granted = 0;
	if (!ntparport_try_allocate(port))
		return 0;
	if (ntparport_allocate_async(port, &waiter) != -EINPROGRESS)
		return 0;
	start = rdtsc();
	ntparport_free(port);
	/* The tasklet must have run by now. */
	if (!granted)
		return 0;
	ntparport_free(port);
	return granted - start;
}

static void claiming_wakeup(void *private)
{
	if (second && second->waiting && !parport_claim(second))
		granted = rdtsc();
}

static int devices_begin_with(const struct pardev_cb *callbacks)
{
	const struct pardev_cb none = { };

	first = linux_device(&none, 0);
	if (IS_ERR(first))
		return PTR_ERR(first);
	second = linux_device(callbacks, 1);
	if (IS_ERR(second)) {
		parport_unregister_device(first);
		return PTR_ERR(second);
	}
	return 0;
}

static int claim_wakeup_begin(void)
{
	const struct pardev_cb callbacks = { .wakeup = claiming_wakeup };

	return devices_begin_with(&callbacks);
}

static int devices_end(void)
{
	parport_unregister_device(second);
	second = NULL;
	parport_unregister_device(first);
	return 0;
}

static unsigned int claim_wakeup_cost(unsigned int round)
{
	u64 start;

	granted = 0;
	if (parport_claim(first) || parport_claim(second) != -EAGAIN)
		return 0;
	start = rdtsc();
	parport_release(first);
	if (!granted)
		return 0;
	parport_release(second);
	return granted - start;
}

/* The next in line is a thread. */

static struct task_struct *thread;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static bool wanted;
static bool failed;

static int next_in_line(void *unused)
{
	for (;;) {
		wait_event(queue, READ_ONCE(wanted) || kthread_should_stop());
		if (kthread_should_stop())
			return 0;
		WRITE_ONCE(wanted, false);
		if (port) {
			failed = ntparport_allocate(port, NTPARPORT_FOREVER);
			granted = rdtsc();
			ntparport_free(port);
		} else {
			failed = parport_claim_or_block(second) < 0;
			granted = rdtsc();
			parport_release(second);
		}
		complete(&done);
	}
}

static int run_thread(void)
{
	thread = kthread_run(next_in_line, NULL, NAME);
	return PTR_ERR_OR_ZERO(thread);
}

static bool thread_waits(void)
{
	return port ? ntparport_query_waiters(port) : READ_ONCE(second->waiting);
}

/* Has the thread queue, and waits until it has fallen asleep. False: it has not. */
static bool queue_thread(void)
{
	unsigned int patience = 1000;

	WRITE_ONCE(wanted, true);
	wake_up(&queue);
	while (!thread_waits() && --patience)
		usleep_range(100, 200);
	usleep_range(100, 200);
	return patience;
}

static int grant_thread_begin(void)
{
	int err = port_begin();

	if (err)
		return err;
	err = run_thread();
	if (err)
		port_end();
	return err;
}

static int grant_thread_end(void)
{
	kthread_stop(thread);
	port_end();
	port = NULL;
	return 0;
}

static unsigned int grant_thread_cost(unsigned int round)
{
	u64 start;

	if (!ntparport_try_allocate(port))
		return 0;
	if (!queue_thread())
		pr_err("nobody waits\n");
	start = rdtsc();
	ntparport_free(port);
	wait_for_completion(&done);
	return failed ? 0 : granted - start;
}

static int claim_thread_begin(void)
{
	const struct pardev_cb callbacks = { };
	int err = devices_begin_with(&callbacks);

	if (err)
		return err;
	err = run_thread();
	if (err)
		devices_end();
	return err;
}

static int claim_thread_end(void)
{
	kthread_stop(thread);
	return devices_end();
}

static unsigned int claim_thread_cost(unsigned int round)
{
	u64 start;

	if (parport_claim(first))
		return 0;
	if (!queue_thread())
		pr_err("nobody waits\n");
	start = rdtsc();
	parport_release(first);
	wait_for_completion(&done);
	return failed ? 0 : granted - start;
}

const struct measurement handovers[] = {
	{ "grant", port_begin, grant_cost, port_end },
	{ "grant_thread", grant_thread_begin, grant_thread_cost, grant_thread_end },
	{ "claim_wakeup", claim_wakeup_begin, claim_wakeup_cost, devices_end },
	{ "claim_thread", claim_thread_begin, claim_thread_cost, claim_thread_end },
	{ }
};
