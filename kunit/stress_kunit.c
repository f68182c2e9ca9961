// SPDX-License-Identifier: GPL-2.0
/*
 * stress_kunit.c - everything at once, many times.
 *
 * Rounds are bounded, and so is the time: what a machine does not manage in
 * TIME_LIMIT_MS is left out. Every case says in the log what it did. (All of it
 * together, for minutes, is `make soak`.)
 */

#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

#include "forgetful.h"
#include "neighbour.h"

/* Of one run of a case. (KUnit ends one after 119 s.) */
#define TIME_LIMIT_MS (15 * MSEC_PER_SEC)

/* How far a case came, and since when. */
struct progress {
	unsigned int rounds;
	unsigned int wanted;
	ktime_t start;
};

static void progress_start(struct progress *progress, unsigned int wanted)
{
	progress->rounds = 0;
	progress->wanted = wanted;
	progress->start = ktime_get();
}

static unsigned int progress_ms(const struct progress *progress)
{
	return ktime_ms_delta(ktime_get(), progress->start);
}

static bool progress_goes_on(const struct progress *progress)
{
	return progress->rounds < progress->wanted &&
	       progress_ms(progress) < TIME_LIMIT_MS;
}

#define progress_report(test, progress, format, ...)				\
	kunit_info(test, "%u of %u rounds in %u ms: " format "\n", (progress)->rounds, \
		   (progress)->wanted, progress_ms(progress), ##__VA_ARGS__)

/* A thread of a case that is to end. */
static bool must_stop(const bool *stop)
{
	return READ_ONCE(*stop) || kthread_should_stop();
}

/* Waits for a thread for as long as it moves on. */
static int finish(struct kunit *test, struct thread *thread, const unsigned int *moves)
{
	unsigned int seen;

	do {
		seen = READ_ONCE(*moves);
	} while (!wait_event_timeout(happened, READ_ONCE(thread->done), PATIENCE) &&
		 READ_ONCE(*moves) != seen);
	return thread_result(test, thread);
}

/**
 * struct storm - interrupts of a port, one after the other
 * @lpt: the port
 * @calm: held where nobody else may touch the port's registers
 * @stop: ends it
 * @fired: so many
 * @thread: raises them, on the CPU where they arrive
 */
struct storm {
	struct lpt *lpt;
	struct mutex calm;	/* see above */
	bool stop;
	unsigned int fired;
	struct thread *thread;
};

static int storm_run(void *data)
{
	struct storm *storm = data;

	while (!must_stop(&storm->stop)) {
		mutex_lock(&storm->calm);
		/*
		 * The interrupt waits at this CPU until they are on again. By then
		 * the line is down, whether or not a routine will read the status.
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

static struct storm *storm_start(struct kunit *test, struct lpt *lpt)
{
	struct storm *storm = kunit_kzalloc(test, sizeof(*storm), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, storm);
	storm->lpt = lpt;
	mutex_init(&storm->calm);
	storm->thread = thread_start(test, INTERRUPT_CPU, storm_run, storm);
	return storm;
}

/*
 * Waits until what the storm raised so far has been taken. A vector that is given
 * out again before its last interrupt was taken can be lost: 6.1's common_interrupt()
 * marks it unused after request_irq() wrote the new descriptor there, and the line
 * is deaf from then on ("x86/irq: Plug vector setup race", in Linux since 6.17).
 */
static void storm_taken(struct kunit *test, const struct storm *storm)
{
	unsigned int before = READ_ONCE(storm->fired);

	/* The first one may have been counted only now. The storm may be on this CPU. */
	KUNIT_ASSERT_TRUE(test, spin_until(({
		cond_resched();
		READ_ONCE(storm->fired) - before >= 2;
	})));
}

static void storm_end(struct kunit *test, struct storm *storm)
{
	WRITE_ONCE(storm->stop, true);
	finish(test, storm->thread, &storm->fired);
}

/* The context of a connection, which its client takes back when disconnect returns. */
struct context {
	bool gone;
};

/* Calls of routines of connections, and of those that had ended. */
static atomic_t calls, late_calls;

static unsigned char context_isr(struct _KINTERRUPT *interrupt, void *data)
{
	struct context *context = data;

	atomic_inc(READ_ONCE(context->gone) ? &late_calls : &calls);
	return 1;
}

static void context_check(void *data)
{
	struct context *context = data;

	if (READ_ONCE(context->gone))
		atomic_inc(&late_calls);
}

static struct ntparport_interrupt_service context_service(struct context *context)
{
	return (struct ntparport_interrupt_service) {
		context_isr, context, context_check, context,
	};
}

static void connect_in_a_long_storm(struct kunit *test, bool keep_open)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = keep_open ? client_connected(test, lpt) : client_create(test, lpt);
	struct progress progress;
	struct context *contexts;
	struct storm *storm;

	progress_start(&progress, 10000);
	contexts = kunit_kcalloc(test, progress.wanted, sizeof(*contexts), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, contexts);
	atomic_set(&calls, 0);
	atomic_set(&late_calls, 0);
	stay_on(test, OTHER_CPU);
	storm = storm_start(test, lpt);
	for (; progress_goes_on(&progress); progress.rounds++) {
		struct context *context = &contexts[progress.rounds];
		struct ntparport_interrupt_service service = context_service(context);
		int before = atomic_read(&calls);

		KUNIT_ASSERT_EQ(test, 0, ntparport_connect(client->port, &service, NULL));
		/* Some rounds make sure that they do disturb each other. */
		if (progress.rounds % 100 == 0)
			KUNIT_EXPECT_TRUE(test, spin_until(atomic_read(&calls) != before));
		KUNIT_ASSERT_EQ(test, 0, ntparport_disconnect(client->port, &service));
		WRITE_ONCE(context->gone, true);
		if (!keep_open)
			storm_taken(test, storm);
	}
	storm_end(test, storm);
	KUNIT_EXPECT_EQ(test, atomic_read(&late_calls), 0);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, keep_open ? 1U : 0U);
	progress_report(test, &progress, "%u interrupts, %d calls", storm->fired,
			atomic_read(&calls));
}

/* D3, C8: nothing is called after disconnect, while the line stays open for others. */
static void storm_over_an_open_line(struct kunit *test)
{
	connect_in_a_long_storm(test, true);
}

/* D3, D5, L1: nor when each connection is the first and the last. */
static void storm_over_a_line_that_opens_and_closes(struct kunit *test)
{
	connect_in_a_long_storm(test, false);
}

/* What must not happen when clients and Linux drivers contend for a port. */
enum mistake {
	TWO_OWNERS,
	NOT_OURS,
	NOT_LINUX,
	REGISTERS_LOST,
	REGISTERS_LEFT,
	OUT_OF_ORDER,
	NOT_GRANTED,
	MISTAKES
};

static const char *const mistake_names[MISTAKES] = {
	"two owners", "held, but not the Linux port", "Linux had it, and we too",
	"a client's registers lost", "Linux found a client's registers", "out of order",
	"not granted",
};

/**
 * struct arena - where they contend
 * @lpt: the port
 * @port: a reference to it
 * @stop: ends the Linux drivers and the impatient client
 * @tickets: makes queueing and drawing a ticket one step
 * @drawn: tickets so far
 * @served: those who had theirs already; the owner's
 * @owned: somebody has the port
 * @control: the control register as a client left it; the owner's
 * @progress: of the patient clients
 * @waits: how often one of them had to wait
 * @tries: how often the impatient one had the port
 * @claims: how often a Linux driver had it
 * @mistakes: see above
 */
struct arena {
	struct lpt *lpt;
	struct ntparport *port;
	bool stop;
	struct mutex tickets;	/* see above */
	unsigned int drawn;
	unsigned int served;
	atomic_t owned;
	u8 control;
	struct progress progress;
	atomic_t waits;
	unsigned int tries;
	unsigned int claims[2];
	atomic_t mistakes[MISTAKES];
};

static void arena_expect(struct arena *arena, bool right, enum mistake mistake)
{
	if (!right)
		atomic_inc(&arena->mistakes[mistake]);
}

/* What a client does with the port: it finds what the one before it left. */
static void arena_own(struct arena *arena, unsigned int round)
{
	/* No interrupts: the emulated port would raise one with every write. */
	static const u8 controls[] = {
		CONTROL_IDLE, CONTROL_IDLE | PARPORT_CONTROL_AUTOFD, PARPORT_CONTROL_INIT,
		PARPORT_CONTROL_INIT | PARPORT_CONTROL_AUTOFD, PARPORT_CONTROL_SELECT,
	};

	arena_expect(arena, atomic_inc_return(&arena->owned) == 1, TWO_OWNERS);
	arena_expect(arena, lpt_is_ours(arena->lpt), NOT_OURS);
	arena_expect(arena, lpt_control(arena->lpt) == arena->control, REGISTERS_LOST);
	arena->control = controls[round % ARRAY_SIZE(controls)];
	outb(arena->control, arena->lpt->base + LPT_CONTROL);
	if (round % 4 == 0)
		cond_resched();
	arena_expect(arena, lpt_control(arena->lpt) == arena->control, TWO_OWNERS);
	atomic_dec(&arena->owned);
}

struct queued {
	struct ntparport_waiter waiter;
	struct completion done;
	int status;
};

static void queued_complete(struct ntparport_waiter *waiter, int status)
{
	struct queued *queued = container_of(waiter, struct queued, waiter);

	queued->status = status;
	complete(&queued->done);
}

/* Waits as long as it takes: first come, first served. */
static int patient_client(void *data)
{
	struct arena *arena = data;

	while (!must_stop(&arena->stop)) {
		struct queued queued = { .waiter.complete = queued_complete };
		unsigned int ticket;
		int err;

		init_completion(&queued.done);
		mutex_lock(&arena->tickets);
		if (arena->drawn == arena->progress.wanted || !progress_goes_on(&arena->progress)) {
			mutex_unlock(&arena->tickets);
			break;
		}
		ticket = arena->drawn++;
		err = ntparport_allocate_async(arena->port, &queued.waiter);
		mutex_unlock(&arena->tickets);
		if (err == -EINPROGRESS) {
			atomic_inc(&arena->waits);
			if (!wait_for_completion_timeout(&queued.done, PATIENCE)) {
				ntparport_cancel(arena->port, &queued.waiter);
				wait_for_completion(&queued.done);
			}
			err = queued.status;
		}
		arena_expect(arena, !err, NOT_GRANTED);
		if (err)
			return err;
		arena_expect(arena, ticket == arena->served, OUT_OF_ORDER);
		arena->served = ticket + 1;
		WRITE_ONCE(arena->progress.rounds, arena->progress.rounds + 1);
		arena_own(arena, ticket);
		ntparport_free(arena->port);
	}
	return 0;
}

/* Gives up early, and queues in between only to do that. */
static int impatient_client(void *data)
{
	struct arena *arena = data;
	unsigned int round;

	for (round = 0; !must_stop(&arena->stop); round++) {
		bool mine = round % 2 ? ntparport_try_allocate(arena->port) :
					!ntparport_allocate(arena->port, 1);

		if (mine) {
			arena->tries++;
			arena_own(arena, round);
			ntparport_free(arena->port);
		}
		cond_resched();
	}
	return 0;
}

/* A Linux driver finds the port idle, whatever a client did, and leaves it so. */
struct linux_contender {
	struct arena *arena;
	struct neighbour *neighbour;
	unsigned int *claims;
	struct thread *thread;
};

static int linux_contender(void *data)
{
	struct linux_contender *contender = data;
	struct neighbour *neighbour = contender->neighbour;
	struct arena *arena = contender->arena;
	struct lpt *lpt = arena->lpt;
	/*
	 * parport saves the registers of a driver after it has let it go: on a port
	 * with a line they may be those of the next one, which has interrupts on.
	 */
	u8 mask = lpt->given == PARPORT_IRQ_NONE ? CONTROL_MASK : CONTROL_MASK & ~CONTROL_IRQ;

	while (!must_stop(&arena->stop)) {
		int err = neighbour_claim_here(neighbour);

		if (err)
			return err;
		WRITE_ONCE(*contender->claims, *contender->claims + 1);
		arena_expect(arena, atomic_inc_return(&arena->owned) == 1, TWO_OWNERS);
		arena_expect(arena, !lpt_is_ours(lpt), NOT_LINUX);
		arena_expect(arena, (lpt_control(lpt) & mask) == CONTROL_IDLE, REGISTERS_LEFT);
		arena_expect(arena, lpt_soft_control(lpt) == lpt_control(lpt), REGISTERS_LEFT);
		neighbour_quiet(neighbour);
		outb(PARPORT_CONTROL_AUTOFD, lpt->base + LPT_CONTROL);
		cond_resched();
		arena_expect(arena, lpt_control(lpt) == PARPORT_CONTROL_AUTOFD, TWO_OWNERS);
		outb(CONTROL_IDLE, lpt->base + LPT_CONTROL);
		atomic_dec(&arena->owned);
		neighbour_hand_over(neighbour);
	}
	return 0;
}

static void contend(struct kunit *test, struct client *client)
{
	static const struct neighbour_kind *const kinds[] = {
		&neighbour_ppdev, &neighbour_blocking
	};
	struct arena *arena = kunit_kzalloc(test, sizeof(*arena), GFP_KERNEL);
	struct linux_contender *contenders;
	struct thread *patient[2], *impatient;
	int i;

	contenders = kunit_kcalloc(test, ARRAY_SIZE(kinds), sizeof(*contenders), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, arena);
	KUNIT_ASSERT_NOT_NULL(test, contenders);
	arena->lpt = client->lpt;
	arena->port = client->port;
	arena->control = CONTROL_IDLE;
	mutex_init(&arena->tickets);
	progress_start(&arena->progress, 5000);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		contenders[i].arena = arena;
		contenders[i].neighbour = neighbour_create(test, arena->lpt, kinds[i]);
		contenders[i].claims = &arena->claims[i];
		contenders[i].thread = thread_start(test, i, linux_contender, &contenders[i]);
	}
	impatient = thread_start(test, -1, impatient_client, arena);
	for (i = 0; i < ARRAY_SIZE(patient); i++)
		patient[i] = thread_start(test, i, patient_client, arena);

	for (i = 0; i < ARRAY_SIZE(patient); i++)
		KUNIT_EXPECT_EQ(test, 0, finish(test, patient[i], &arena->progress.rounds));
	WRITE_ONCE(arena->stop, true);
	KUNIT_EXPECT_EQ(test, 0, finish(test, impatient, &arena->tries));
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		KUNIT_EXPECT_EQ(test, 0, finish(test, contenders[i].thread, &arena->claims[i]));

	for (i = 0; i < MISTAKES; i++)
		KUNIT_EXPECT_EQ_MSG(test, atomic_read(&arena->mistakes[i]), 0, "%s",
				    mistake_names[i]);
	KUNIT_EXPECT_EQ(test, arena->served, arena->drawn);
	KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).allocated);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		KUNIT_EXPECT_GT(test, arena->claims[i], 0U);
	progress_report(test, &arena->progress,
			"%d waits, %u tries, %u claims by ppdev, %u by a sleeping driver",
			atomic_read(&arena->waits), arena->tries, arena->claims[0],
			arena->claims[1]);
}

/*
 * A1, L2, L3, L4: clients and Linux drivers contend for a port that the module
 * leaves whenever no client wants it.
 */
static void contention_for_an_unused_port(struct kunit *test)
{
	contend(test, client_create(test, lpt_of(test)));
}

/* A1, L2, L3, L4: and for one that it wants back each time, for a client is connected. */
static void contention_for_a_connected_port(struct kunit *test)
{
	contend(test, client_connected(test, lpt_of(test)));
}

/* Uses a port for as long as it is there, and a little longer. */
struct port_user {
	struct client *client;
	bool stop;
	unsigned int moves;
};

static unsigned char nothing(void *context)
{
	return 1;
}

static int use_port(void *data)
{
	struct port_user *user = data;
	struct ntparport *port = user->client->port;

	while (!must_stop(&user->stop)) {
		struct ntparport_information facts;

		if (ntparport_try_allocate(port))
			ntparport_free(port);
		ntparport_query_waiters(port);
		ntparport_get_information(port, &facts);
		client_synchronize(user->client, nothing, NULL);
		if (!ntparport_connect(port, &user->client->service, NULL))
			ntparport_disconnect(port, &user->client->service);
		WRITE_ONCE(user->moves, user->moves + 1);
		cond_resched();
	}
	return 0;
}

static int allocate_for_ever(void *data)
{
	struct client *client = data;

	return ntparport_allocate(client->port, NTPARPORT_FOREVER);
}

/* Bound to parport_pc by the case that runs. */
static struct device *bound;

/*
 * L5, C7: a port goes and comes, with clients connected, waiting and holding, and
 * interrupts all the time; on the parport route also by unbinding.
 */
static void port_goes_and_comes(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct request *requests = kunit_kcalloc(test, 2, sizeof(*requests), GFP_KERNEL);
	struct port_user *user = kunit_kzalloc(test, sizeof(*user), GFP_KERNEL);
	struct device *device = lpt == &lpt_parport ? pnp_device(lpt) : NULL;
	struct progress progress;
	unsigned int unbound = 0;
	struct storm *storm;

	KUNIT_ASSERT_NOT_NULL(test, requests);
	KUNIT_ASSERT_NOT_NULL(test, user);
	if (lpt == &lpt_parport) {
		KUNIT_ASSERT_NOT_NULL(test, device);
		/* Binding cannot fill a gap in the numbers, see lpt_plug(). */
		lpt_unplug(&lpt_lineless);
	}
	storm = storm_start(test, lpt);
	for (progress_start(&progress, 60); progress_goes_on(&progress); progress.rounds++) {
		bool unbind = device && progress.rounds % 4 == 3;
		struct client *holder, *waiter;
		struct thread *sleeper, *using;
		int i, err = 0;

		/* A storm over registers that are being probed would hide the port. */
		if (unbind) {
			mutex_lock(&storm->calm);
			lpt_unplug(lpt);
			if (device_attach(device) == 1)
				bound = device;
			mutex_unlock(&storm->calm);
			KUNIT_ASSERT_NOT_NULL(test, bound);
		}
		holder = client_connected(test, lpt);
		waiter = client_connected(test, lpt);
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(holder->port));
		for (i = 0; i < 2; i++) {
			int err;

			request_init(&requests[i]);
			err = ntparport_allocate_async(waiter->port, &requests[i].waiter);
			KUNIT_ASSERT_EQ(test, -EINPROGRESS, err);
		}
		sleeper = thread_start(test, -1, allocate_for_ever, waiter);
		*user = (struct port_user) { .client = waiter };
		using = thread_start(test, OTHER_CPU, use_port, user);
		ASSERT_SEEN(test, READ_ONCE(user->moves) > 2);
		ASSERT_SEEN(test, ntparport_query_waiters(holder->port) == 3);

		if (unbind) {
			device_release_driver(device);
			bound = NULL;
			unbound++;
		} else {
			lpt_unplug(lpt);
		}
		for (i = 0; i < 2; i++) {
			EVENTUALLY(test, completions_of(&requests[i]) == 1);
			KUNIT_EXPECT_EQ(test, requests[i].status, -ENODEV);
		}
		KUNIT_EXPECT_EQ(test, -ENODEV, thread_result(test, sleeper));
		KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(holder));
		KUNIT_EXPECT_EQ(test, facts_of(holder).connections, 0U);
		ntparport_free(holder->port);
		WRITE_ONCE(user->stop, true);
		KUNIT_EXPECT_EQ(test, 0, finish(test, using, &user->moves));
		client_destroy(holder);
		client_destroy(waiter);
		mutex_lock(&storm->calm);
		err = lpt_plug(lpt);
		mutex_unlock(&storm->calm);
		KUNIT_ASSERT_EQ(test, 0, err);
	}
	storm_end(test, storm);
	KUNIT_EXPECT_GT(test, progress.rounds, 0U);
	progress_report(test, &progress, "%u by unbinding, %u interrupts", unbound, storm->fired);
}

/* D4: modules come and go without cleaning up, under interrupts. */
static void forgetful_modules_come_and_go(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
	struct progress progress;
	struct storm *storm;

	KUNIT_ASSERT_NOT_NULL(test, request);
	storm = storm_start(test, lpt);
	for (progress_start(&progress, 30); progress_goes_on(&progress); progress.rounds++) {
		bool holds = progress.rounds % 2;
		struct forgetful forgetful = {
			.port = lpt->number, .connections = 1 + progress.rounds % 3,
			.holds = holds, .waits = true,
		};

		if (!holds)
			KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		KUNIT_ASSERT_EQ(test, 0, forgetful_load(&forgetful));
		request_init(request);
		KUNIT_ASSERT_EQ(test, -EINPROGRESS,
				ntparport_allocate_async(client->port, &request->waiter));
		KUNIT_EXPECT_EQ(test, facts_of(client).connections, forgetful.connections + 1);
		KUNIT_ASSERT_EQ(test, 0, forgetful_unload());
		KUNIT_EXPECT_EQ(test, facts_of(client).connections, 1U);
		if (!holds) {
			KUNIT_EXPECT_EQ(test, ntparport_query_waiters(client->port), 1U);
			ntparport_free(client->port);
		}
		EVENTUALLY(test, completions_of(request) == 1);
		KUNIT_EXPECT_EQ(test, request->status, 0);
		ntparport_free(client->port);
	}
	storm_end(test, storm);
	KUNIT_EXPECT_GT(test, progress.rounds, 0U);
	progress_report(test, &progress, "%u interrupts", storm->fired);
}

/* One of the two ports of the last case, and what is going on there. */
struct crowd {
	struct client *client;
	bool stop;
	unsigned int rounds;
	unsigned int moves[4];
	atomic_t owned;
	atomic_t inside;
	atomic_t mistakes;
};

static void crowd_own(struct crowd *crowd)
{
	if (atomic_inc_return(&crowd->owned) != 1)
		atomic_inc(&crowd->mistakes);
	cond_resched();
	atomic_dec(&crowd->owned);
	ntparport_free(crowd->client->port);
}

static int crowd_connect(void *data)
{
	struct crowd *crowd = data;
	struct context *contexts = kcalloc(crowd->rounds, sizeof(*contexts), GFP_KERNEL);
	unsigned int *round = &crowd->moves[0];
	int err = contexts ? 0 : -ENOMEM;

	for (; !err && *round < crowd->rounds && !must_stop(&crowd->stop); ++*round) {
		struct context *context = &contexts[*round];
		struct ntparport_interrupt_service service = context_service(context);

		err = ntparport_connect(crowd->client->port, &service, NULL);
		if (!err)
			err = ntparport_disconnect(crowd->client->port, &service);
		WRITE_ONCE(context->gone, true);
	}
	/* One more visit of everybody who is inside by mistake. */
	client_synchronize(crowd->client, nothing, NULL);
	kfree(contexts);
	return err;
}

static int crowd_queue(void *data)
{
	struct crowd *crowd = data;
	struct ntparport *port = crowd->client->port;
	unsigned int *round = &crowd->moves[1];

	for (; *round < crowd->rounds && !must_stop(&crowd->stop); ++*round) {
		struct queued queued = { .waiter.complete = queued_complete };
		int status;

		init_completion(&queued.done);
		status = ntparport_allocate_async(port, &queued.waiter);
		if (status == -EINPROGRESS) {
			bool cancelled = *round % 2 && ntparport_cancel(port, &queued.waiter);

			wait_for_completion(&queued.done);
			status = queued.status;
			if (cancelled != (status == -ECANCELED))
				atomic_inc(&crowd->mistakes);
		}
		if (!status)
			crowd_own(crowd);
		else if (status != -ECANCELED)
			return status;
	}
	return 0;
}

static int crowd_try(void *data)
{
	struct crowd *crowd = data;
	unsigned int *round = &crowd->moves[2];

	for (; *round < crowd->rounds && !must_stop(&crowd->stop); ++*round) {
		bool mine;

		if (*round % 2)
			local_bh_disable();
		mine = ntparport_try_allocate(crowd->client->port);
		if (*round % 2)
			local_bh_enable();
		if (mine)
			crowd_own(crowd);
		ntparport_query_waiters(crowd->client->port);
	}
	return 0;
}

/* Under the interrupt lock: routines of the port and this exclude each other. */
static unsigned char crowd_inside(void *data)
{
	struct crowd *crowd = data;

	if (atomic_inc_return(&crowd->inside) != 1)
		atomic_inc(&crowd->mistakes);
	cpu_relax();
	atomic_dec(&crowd->inside);
	return 1;
}

static void crowd_interrupt(struct client *client)
{
	crowd_inside(client->private);
}

static int crowd_synchronize(void *data)
{
	struct crowd *crowd = data;
	unsigned int *round = &crowd->moves[3];

	for (; *round < crowd->rounds && !must_stop(&crowd->stop); ++*round)
		client_synchronize(crowd->client, crowd_inside, crowd);
	return 0;
}

/* A1-A4, D3, I2, I3: all of it at once on two ports, with interrupts on both. */
static void crowds_on_two_ports(struct kunit *test)
{
	static int (*const roles[])(void *) = {
		crowd_connect, crowd_queue, crowd_try, crowd_synchronize,
	};
	struct lpt *const lpts[] = { &lpt_direct, &lpt_parport };
	struct crowd *crowds = kunit_kcalloc(test, ARRAY_SIZE(lpts), sizeof(*crowds), GFP_KERNEL);
	struct thread *threads[ARRAY_SIZE(lpts)][ARRAY_SIZE(roles)];
	struct storm *storms[ARRAY_SIZE(lpts)];
	struct progress progress;
	int i, role;

	KUNIT_ASSERT_NOT_NULL(test, crowds);
	atomic_set(&calls, 0);
	atomic_set(&late_calls, 0);
	progress_start(&progress, 3000);
	for (i = 0; i < ARRAY_SIZE(lpts); i++) {
		crowds[i].rounds = progress.wanted;
		crowds[i].client = client_create(test, lpts[i]);
		crowds[i].client->private = &crowds[i];
		crowds[i].client->on_interrupt = crowd_interrupt;
		client_connect(test, crowds[i].client);
		storms[i] = storm_start(test, lpts[i]);
	}
	for (i = 0; i < ARRAY_SIZE(lpts); i++)
		for (role = 0; role < ARRAY_SIZE(roles); role++)
			threads[i][role] = thread_start(test, -1, roles[role], &crowds[i]);
	for (i = 0; i < ARRAY_SIZE(lpts); i++)
		for (role = 0; role < ARRAY_SIZE(roles); role++)
			KUNIT_EXPECT_EQ(test, 0, finish(test, threads[i][role],
							&crowds[i].moves[role]));
	for (i = 0; i < ARRAY_SIZE(lpts); i++) {
		storm_end(test, storms[i]);
		KUNIT_EXPECT_EQ(test, atomic_read(&crowds[i].mistakes), 0);
		KUNIT_EXPECT_EQ(test, facts_of(crowds[i].client).connections, 1U);
		KUNIT_EXPECT_EQ(test, facts_of(crowds[i].client).waiters, 0U);
		KUNIT_EXPECT_FALSE(test, facts_of(crowds[i].client).allocated);
		KUNIT_EXPECT_GT(test, interrupts_of(crowds[i].client), 0);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&late_calls), 0);
	progress.rounds = crowds[0].moves[0];
	progress_report(test, &progress, "%u and %u interrupts, %d calls of short connections",
			storms[0]->fired, storms[1]->fired, atomic_read(&calls));
}

static void stress_exit(struct kunit *test)
{
	/* Whatever a case that failed has left; of no consequence otherwise. */
	forgetful_unload();
	if (bound)
		device_release_driver(bound);
	bound = NULL;
	neighbour_exit(test);
}

static struct kunit_case stress_cases[] = {
	KUNIT_CASE_PARAM(storm_over_an_open_line, lpt_gen_params),
	KUNIT_CASE_PARAM(storm_over_a_line_that_opens_and_closes, lpt_gen_params),
	KUNIT_CASE_PARAM(contention_for_an_unused_port, lpt_gen_params),
	KUNIT_CASE_PARAM(contention_for_a_connected_port, lpt_gen_params),
	KUNIT_CASE_PARAM(port_goes_and_comes, lpt_gen_params),
	KUNIT_CASE_PARAM(forgetful_modules_come_and_go, lpt_gen_params),
	KUNIT_CASE(crowds_on_two_ports),
	{ }
};

static struct kunit_suite stress_suite = {
	.name = "ntparport_stress",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = stress_exit,
	.test_cases = stress_cases,
};

kunit_test_suites(&stress_suite);
