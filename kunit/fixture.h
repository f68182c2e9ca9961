/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fixture.h - emulated ports, clients and Linux drivers for the KUnit suites.
 *
 * The guest has three parallel ports and ntparport is loaded with irq=7,none,
 * none,45. Each suite plugs them in, so that parport0 is on the direct route,
 * parport1 on the parport route, and parport2 has no interrupt line. Further ports
 * are those of fake_port.h.
 *
 * All that a case makes here (clients, requests, threads, Linux drivers) ends with the case,
 * even if that fails, and ports that it unplugged are plugged in again.
 */
#ifndef NTPARPORT_KUNIT_FIXTURE_H
#define NTPARPORT_KUNIT_FIXTURE_H

#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/parport.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include <glue/version.h>
#include <ntparport.h>

#include "log.h"
#include "open_file.h"

/* Registers of a PC-style port, and bits of the control register. */
#define LPT_DATA 0
#define LPT_STATUS 1
#define LPT_CONTROL 2
#define CONTROL_IDLE 0x0c	/* select-in, init */
#define CONTROL_IRQ 0x10	/* interrupt enable */
#define CONTROL_STROBE 0x01

/**
 * struct lpt - one emulated port
 * @name: for parametrised cases
 * @base: I/O address
 * @line: its interrupt
 * @given: the interrupt that parport_pc is told to use
 * @number: N of parportN
 * @parport: NULL while it is unplugged
 */
struct lpt {
	const char *name;
	unsigned long base;
	int line;
	int given;
	unsigned int number;
	struct parport *parport;
};

extern struct lpt lpt_direct, lpt_parport, lpt_lineless;

/* Parameters of a case: the direct and the parport route. */
KUNIT_GENERATOR(lpt_gen_params, previous, description);

/* The port of a case with these parameters. */
static inline struct lpt *lpt_of(struct kunit *test)
{
	return (struct lpt *)test->param_value;
}

/* The other one of these two ports. */
static inline struct lpt *lpt_beside(const struct lpt *lpt)
{
	return lpt == &lpt_direct ? &lpt_parport : &lpt_direct;
}

/*
 * Plugs a port in, and out with everything that parport_pc does on unbind. Plugging a port in
 * unplugs ports with higher numbers for a moment.
 */
int lpt_plug(struct lpt *lpt);
void lpt_unplug(struct lpt *lpt);

/*
 * Raises one interrupt: sends a byte, interrupts enabled. The line is
 * edge-triggered and stays up until the status is read: do not raise the next
 * before a routine has done that.
 */
static inline void lpt_fire(const struct lpt *lpt)
{
	outb(0x55, lpt->base + LPT_DATA);
	outb(CONTROL_IDLE | CONTROL_IRQ | CONTROL_STROBE, lpt->base + LPT_CONTROL);
	outb(CONTROL_IDLE | CONTROL_IRQ, lpt->base + LPT_CONTROL);
}

static inline u8 lpt_acknowledge(const struct lpt *lpt)
{
	return inb(lpt->base + LPT_STATUS);
}

/*
 * Interrupts of the ports arrive on one CPU; what a case wants to happen at the same time, it
 * does on the other.
 */
#define INTERRUPT_CPU 0
#define OTHER_CPU 1

/* Keeps the case on one CPU until it ends; skips it if there is no such CPU. */
void stay_on(struct kunit *test, int cpu);

/* Whether the port's interrupt has arrived and its handlers have not returned yet. */
bool lpt_in_handler(const struct lpt *lpt);

/* Woken whenever something happened that a case may wait for. */
extern wait_queue_head_t happened;

/* No event in an emulated machine takes this long. */
#define PATIENCE (60 * HZ)

/* Waits for the condition; the events that can make it true wake `happened`. */
#define EVENTUALLY(test, condition)						\
	KUNIT_EXPECT_TRUE_MSG(test, wait_event_timeout(happened, condition, PATIENCE), \
			      "never happened: %s", #condition)
#define ASSERT_EVENTUALLY(test, condition)					\
	KUNIT_ASSERT_TRUE_MSG(test, wait_event_timeout(happened, condition, PATIENCE), \
			      "never happened: %s", #condition)

/* The same for a condition that becomes true without an event: looks at it again and again. */
#define ASSERT_SEEN(test, condition)						\
do {										\
	unsigned long __deadline = jiffies + PATIENCE;				\
	bool __seen;								\
										\
	while (!(__seen = (condition)) && time_before(jiffies, __deadline))	\
		schedule_timeout_uninterruptible(1);				\
	KUNIT_ASSERT_TRUE_MSG(test, __seen, "never happened: %s", #condition);	\
} while (0)

/* The same where nothing may sleep, and for what another CPU does. False if it did not happen. */
#define spin_until(condition)							\
({										\
	ktime_t __deadline = ktime_add_ms(ktime_get(), jiffies_to_msecs(PATIENCE)); \
	bool __happened;							\
										\
	while (!(__happened = (condition)) && ktime_before(ktime_get(), __deadline)) \
		cpu_relax();							\
	__happened;								\
})

/**
 * struct client - a client of a port
 * @node: in the list of the case's clients
 * @lpt: the port
 * @port: a reference to it
 * @service: its interrupt_service: routines below, context: this client
 * @information: from its last connect
 * @answer: what the interrupt routine returns
 * @acknowledges: the interrupt routine reads the status register
 * @interrupts: calls of the interrupt routine
 * @checks: calls of the deferred port check
 * @cpu: where the interrupt routine was called last
 * @on_interrupt: called by the interrupt routine
 * @on_check: called by the deferred port check
 * @private: for the case
 */
struct client {
	struct list_head node;
	struct lpt *lpt;
	struct ntparport *port;
	struct ntparport_interrupt_service service;
	struct ntparport_interrupt_information information;
	unsigned char answer;
	bool acknowledges;
	atomic_t interrupts;
	atomic_t checks;
	int cpu;
	void (*on_interrupt)(struct client *client);
	void (*on_check)(struct client *client);
	void *private;
};

/*
 * A client with a reference to the port, nothing connected; answers "mine" and
 * acknowledges. It is disconnected (however often it is connected) and put
 * when the case ends.
 */
struct client *client_create(struct kunit *test, struct lpt *lpt);
/*
 * What client->private of a client with @on_check points to: a check may come as late as that
 * client goes, when the case has returned.
 */
#define private_create(test, type) ({						\
	type *private_ = kunit_kzalloc(test, sizeof(type), GFP_KERNEL);		\
										\
	KUNIT_ASSERT_NOT_NULL(test, private_);					\
	private_;								\
})
/* Connects the client; the case ends if that fails. */
void client_connect(struct kunit *test, struct client *client);
/* client_create() and client_connect(), with both routines. */
struct client *client_connected(struct kunit *test, struct lpt *lpt);
/* The same; and the check that comes because the module got the port (F4) is over. */
struct client *client_checked(struct kunit *test, struct lpt *lpt);
/* Has the client take the port, which nobody must have. */
void client_take(struct kunit *test, struct client *client);
int client_disconnect(struct client *client);
/* Ends what the client has on the port before the case ends. */
void client_destroy(struct client *client);

/* Raises an interrupt and waits until @client has been called for it. */
void client_fire(struct kunit *test, struct client *client);
/* The same outside the case's own thread; false if the client was not called. */
bool client_fired(struct client *client);

static inline int interrupts_of(struct client *client)
{
	return atomic_read(&client->interrupts);
}

static inline int checks_of(struct client *client)
{
	return atomic_read(&client->checks);
}

/*
 * Runs the routine under the interrupt lock (I3), as KeSynchronizeExecution() does. The client
 * must be connected.
 */
static inline unsigned char client_synchronize(struct client *client,
					       unsigned char (*routine)(void *context),
					       void *context)
{
	return ntparport_synchronize_execution(client->information.interrupt, routine, context);
}

/*
 * Frees the port from a routine under the interrupt lock: the client's own, or one run by
 * client_synchronize().
 */
static inline void free_in_routine(struct client *client)
{
	client->information.free_from_interrupt_level(client->information.context);
}

static inline unsigned char free_synchronized(void *client)
{
	free_in_routine(client);
	return 1;
}

/**
 * struct request - a queued request for a port that remembers its completion
 * @waiter: the request
 * @node: in the list of the case's requests
 * @client: whose it is, if request_create() made it
 * @pending: how often request_send() queued it
 * @completions: how often it was completed
 * @status: the status of the last completion
 * @order: the n-th completion of all requests since requests_reset()
 * @on_complete: called by the completion
 * @private: for the case
 */
struct request {
	struct ntparport_waiter waiter;
	struct list_head node;
	struct client *client;
	atomic_t pending;
	atomic_t completions;
	int status;
	int order;
	void (*on_complete)(struct request *request);
	void *private;
};

void request_init(struct request *request);
void requests_reset(void);
/* If it is still queued when the case ends, it is cancelled. */
struct request *request_create(struct kunit *test, struct client *client);
/* Returns what ntparport_allocate_async() does. */
int request_send(struct request *request);
/* request_create() and request_send(); the case ends if it is not queued. */
struct request *request_queued(struct kunit *test, struct client *client);

static inline int completions_of(struct request *request)
{
	return atomic_read(&request->completions);
}

/**
 * struct thread - a thread beside the case's own
 * @node: in the list of the case's threads
 * @task: the thread; SIGKILL ends its sleeps
 * @run: what it does
 * @data: for @run
 * @result: what @run returned, once it is @done
 * @done: @run has returned
 */
struct thread {
	struct list_head node;
	struct task_struct *task;
	int (*run)(void *data);
	void *data;
	int result;
	bool done;
};

/*
 * Starts a thread, on any CPU if @cpu is negative. On a machine with one CPU all threads are on
 * that one, so what they run must let others run.
 */
struct thread *thread_start(struct kunit *test, int cpu, int (*run)(void *data), void *data);
/* Waits for the thread's end and returns its result; the case ends if that does not come. */
int thread_result(struct kunit *test, struct thread *thread);

/**
 * struct linux_driver - a Linux driver on the port, beside ntparport
 * @node: in the list of the case's drivers
 * @device: its device on the Linux port
 * @wants: claims the port when parport offers it
 * @has: it got the port that way; the case has to release it
 * @preempted: how often it was asked to let go (it refuses)
 * @interrupts: calls of its irq_func
 * @woken: how often parport offered it the port
 */
struct linux_driver {
	struct list_head node;
	struct pardevice *device;
	bool wants;
	bool has;
	atomic_t preempted;
	atomic_t interrupts;
	atomic_t woken;
};

struct linux_driver *linux_driver_create(struct kunit *test, struct lpt *lpt);
void linux_driver_destroy(struct linux_driver *driver);

/* For the suites: suite_init plugs the ports in; exit ends the case's clients. */
int fixture_suite_init(struct kunit_suite *suite);
void fixture_suite_exit(struct kunit_suite *suite);
int fixture_init(struct kunit *test);
void fixture_exit(struct kunit *test);

/* Enables and disables connect requests (C2). */
void set_connect_enabled(bool enabled);

static inline struct ntparport_information facts_of(struct client *client)
{
	struct ntparport_information facts;

	ntparport_get_information(client->port, &facts);
	return facts;
}

#endif
