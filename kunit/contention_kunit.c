// SPDX-License-Identifier: GPL-2.0
/* contention_kunit.c - clients and Linux drivers that want the port at once, many times. */

#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/spinlock.h>

#include "neighbour.h"
#include "stress.h"

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
 * @linux_turn: held by a Linux driver from its claim until it has let go
 * @tickets: makes queueing and drawing a ticket one step
 * @drawn: tickets so far
 * @served: tickets served so far; written by the owner
 * @owned: somebody has the port
 * @control: the control register as a client left it; written by the owner
 * @progress: of the patient clients
 * @waits: how often one of them had to wait
 * @tries: how often the impatient client had the port
 * @claims: how often a Linux driver had it
 * @mistakes: see above
 */
struct arena {
	struct lpt *lpt;
	struct ntparport *port;
	bool stop;
	struct mutex linux_turn;	/* see above */
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

/* What a client does with the port: it checks what the one before it left. */
static void arena_own(struct arena *arena, unsigned int round)
{
	/*
	 * Interrupts are off in these: otherwise the emulated port would raise one with every
	 * write.
	 */
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

/* Gives up early; between attempts it queues only in order to give up. */
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

/*
 * A Linux driver finds the port idle, whatever a client did to it, and leaves it idle.
 *
 * One at a time: parport_release() finds waiters without a lock, and then claims the port for
 * it. If another driver lets go meanwhile, that one may have had the port and be just claiming it
 * again: it is queued a second time, and the list of waiters is a circle, or it waits for itself.
 * (Seen on PREEMPT_RT, where cad_lock sleeps.)
 */
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
	 * parport saves a driver's registers only after it has let the driver go: on a port
	 * with a line, these may be the registers of the next one, which has interrupts on.
	 */
	u8 mask = lpt->given == PARPORT_IRQ_NONE ? CONTROL_MASK : CONTROL_MASK & ~CONTROL_IRQ;

	while (!must_stop(&arena->stop)) {
		int err;

		mutex_lock(&arena->linux_turn);
		err = neighbour_claim_here(neighbour);
		if (err) {
			mutex_unlock(&arena->linux_turn);
			return err;
		}
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
		mutex_unlock(&arena->linux_turn);
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
	mutex_init(&arena->linux_turn);
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

/*
 * A1, L2, L3, L4: the same for a port that it wants back each time, because a client is
 * connected.
 */
static void contention_for_a_connected_port(struct kunit *test)
{
	contend(test, client_connected(test, lpt_of(test)));
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
	/* One more visit, to catch anybody who is inside by mistake. */
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

/* Runs under the interrupt lock: routines of the port and this must exclude each other. */
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

/* A1-A4, D3, I2, I3: all of this at once on two ports, with interrupts on both. */
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
	atomic_set(&context_calls, 0);
	atomic_set(&context_late_calls, 0);
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
	KUNIT_EXPECT_EQ(test, atomic_read(&context_late_calls), 0);
	progress.rounds = crowds[0].moves[0];
	progress_report(test, &progress, "%u and %u interrupts, %d calls of short connections",
			storms[0]->fired, storms[1]->fired, atomic_read(&context_calls));
}

static struct kunit_case contention_cases[] = {
	KUNIT_CASE_PARAM(contention_for_an_unused_port, lpt_gen_params),
	KUNIT_CASE_PARAM(contention_for_a_connected_port, lpt_gen_params),
	KUNIT_CASE(crowds_on_two_ports),
	{ }
};

static struct kunit_suite contention_suite = {
	.name = "ntparport_contention",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = neighbour_exit,
	.test_cases = contention_cases,
};

kunit_test_suites(&contention_suite);
