// SPDX-License-Identifier: GPL-2.0
/*
 * soak.c - clients of ntparport that do everything at once, for as long as the
 * module is loaded, on ports that may come and go.
 *
 * Each program runs as a thread on each port. It counts what it did, and what must not happen;
 * the parameter "report" has all counts. With fire=N the module does only one thing: it raises
 * N interrupts, each after the one before was serviced.
 */

#include <linux/atomic.h>
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/slab.h>

#include <ntparport.h>
#include <ntstatus.h>
#include <parallel.h>

#define PORTS 3
#define STATUS 1
#define CONTROL 2
#define CONTROL_IRQ 0x1c	/* interrupts on, selected, not being reset */
#define CONTROL_STROBE 0x1d
#define CONTROL_ENABLE 0x10	/* the interrupt enable bit of these values */

/* No request waits longer than this, whoever has the port meanwhile. */
#define PATIENCE (60 * HZ)

/* What is counted; from TWO_OWNERS on, what must not happen. */
enum count {
	FIRED, INTERRUPTS, ABSENT, CONNECTED, ENDED_BY_REMOVAL, DISCONNECTED, GRANTED,
	CANCELLED, REMOVED_WHILE_WAITING, TRIED, TAKEN, SLEPT, TIMED_OUT, TAKEN_BY_INTERRUPT,
	CHECKS, TAKEN_BY_CHECK, SYNCHRONIZED, LOOKED, REQUESTS, LOST_WHILE_HOLDING,
	TWO_OWNERS, TWO_INSIDE, INTERRUPTS_ON, CALLED_LATE, WRONG_STATUS, NEVER_COMPLETED,
	COUNTS
};

static const char *const count_names[COUNTS] = {
	[FIRED] = "fired", [INTERRUPTS] = "interrupts", [ABSENT] = "absent",
	[CONNECTED] = "connected", [ENDED_BY_REMOVAL] = "ended_by_removal",
	[DISCONNECTED] = "disconnected", [GRANTED] = "granted", [CANCELLED] = "cancelled",
	[REMOVED_WHILE_WAITING] = "removed_while_waiting", [TRIED] = "tried",
	[TAKEN] = "taken", [SLEPT] = "slept", [TIMED_OUT] = "timed_out",
	[TAKEN_BY_INTERRUPT] = "taken_by_interrupt", [CHECKS] = "checks",
	[TAKEN_BY_CHECK] = "taken_by_check", [SYNCHRONIZED] = "synchronized",
	[LOOKED] = "looked", [REQUESTS] = "requests",
	[LOST_WHILE_HOLDING] = "lost_while_holding", [TWO_OWNERS] = "two_owners",
	[TWO_INSIDE] = "two_inside", [INTERRUPTS_ON] = "interrupts_on",
	[CALLED_LATE] = "called_late", [WRONG_STATUS] = "wrong_status",
	[NEVER_COMPLETED] = "never_completed",
};

static atomic_long_t counts[COUNTS];

static void count(enum count what)
{
	atomic_long_inc(&counts[what]);
}

static void expect(bool right, enum count mistake)
{
	if (!right)
		count(mistake);
}

/**
 * struct gate - threads pass through it, and root may close it
 * @passing: held for reading by the threads that are inside
 * @closed: nobody may enter
 */
struct gate {
	struct rw_semaphore passing;
	bool closed;
};

/*
 * Calm: when closed, the ports' registers are left alone. Pause: when closed, nobody refers to
 * a port.
 */
static struct gate calm = { __RWSEM_INITIALIZER(calm.passing) };
static struct gate pause = { __RWSEM_INITIALIZER(pause.passing) };

static bool gate_enter(struct gate *gate)
{
	down_read(&gate->passing);
	if (!READ_ONCE(gate->closed))
		return true;
	up_read(&gate->passing);
	schedule_timeout_interruptible(1);
	return false;
}

static void gate_leave(struct gate *gate)
{
	up_read(&gate->passing);
}

static int gate_set(const char *value, const struct kernel_param *param)
{
	struct gate *gate = param->arg;
	bool closed;
	int err = kstrtobool(value, &closed);

	if (err)
		return err;
	WRITE_ONCE(gate->closed, closed);
	/* When this returns, nobody is inside any longer. */
	down_write(&gate->passing);
	up_write(&gate->passing);
	return 0;
}

static const struct kernel_param_ops gate_ops = { .set = gate_set };

module_param_cb(calm, &gate_ops, &calm, 0200);
MODULE_PARM_DESC(calm, "1: no more interrupts are raised, until 0");
module_param_cb(pause, &gate_ops, &pause, 0200);
MODULE_PARM_DESC(pause, "1: nobody refers to a port, until 0");

static int report_get(char *buffer, const struct kernel_param *param)
{
	int i, length = 0;

	for (i = 0; i < COUNTS; i++)
		length += sysfs_emit_at(buffer, length, "%s=%ld\n", count_names[i],
					atomic_long_read(&counts[i]));
	return length;
}

static const struct kernel_param_ops report_ops = { .get = report_get };

module_param_cb(report, &report_ops, NULL, 0444);
MODULE_PARM_DESC(report, "What was done so far");

static int mistakes_get(char *buffer, const struct kernel_param *param)
{
	long mistakes = 0;
	int i;

	for (i = TWO_OWNERS; i < COUNTS; i++)
		mistakes += atomic_long_read(&counts[i]);
	return sysfs_emit(buffer, "%ld\n", mistakes);
}

/* What the module says of the ports, for whoever wonders why something hangs. */
static int ports_get(char *buffer, const struct kernel_param *param)
{
	struct ntparport *port;
	int length = 0;

	ntparport_for_each(port) {
		struct ntparport_information facts;

		ntparport_get_information(port, &facts);
		length += sysfs_emit_at(buffer, length,
					"parport%u: %u connections, %u waiters, %s, %s; %llu interrupts, %llu handled, %llu missed, %llu checks, %llu yields\n",
					facts.number, facts.connections, facts.waiters,
					facts.have_port ? "ours" : "not ours",
					facts.allocated ? "allocated" : "free",
					facts.interrupts, facts.handled, facts.missed,
					facts.deferred_checks, facts.yields);
	}
	return length;
}

static const struct kernel_param_ops ports_ops = { .get = ports_get };

module_param_cb(ports, &ports_ops, NULL, 0444);
MODULE_PARM_DESC(ports, "What the module says of its ports");

static const struct kernel_param_ops mistakes_ops = { .get = mistakes_get };

module_param_cb(mistakes, &mistakes_ops, NULL, 0444);
MODULE_PARM_DESC(mistakes, "What must not have happened, so far");

/**
 * struct arena - one port, as long as anybody here refers to it
 * @node: in the list of all
 * @port: the reference of all threads that use it
 * @users: how many threads do
 * @base: its I/O address
 * @owned: somebody has it
 * @inside: somebody is at DIRQL
 */
struct arena {
	struct list_head node;
	struct ntparport *port;
	unsigned int users;
	unsigned long base;
	atomic_t owned;
	atomic_t inside;
};

static LIST_HEAD(arenas);
static DEFINE_MUTEX(arenas_mutex);

static struct arena *arena_enter(unsigned int number)
{
	struct ntparport *port = ntparport_get(number);
	struct ntparport_information facts;
	struct arena *arena;

	if (IS_ERR(port))
		return NULL;
	mutex_lock(&arenas_mutex);
	list_for_each_entry(arena, &arenas, node)
		if (arena->port == port)
			goto found;
	arena = kzalloc(sizeof(*arena), GFP_KERNEL);
	if (!arena)
		goto unlock;
	arena->port = port;
	ntparport_get_information(port, &facts);
	arena->base = facts.base;
	list_add(&arena->node, &arenas);
found:
	arena->users++;
unlock:
	mutex_unlock(&arenas_mutex);
	if (!arena)
		ntparport_put(port);
	return arena;
}

static void arena_leave(struct arena *arena)
{
	struct ntparport *port = arena->port;

	mutex_lock(&arenas_mutex);
	if (!--arena->users) {
		list_del(&arena->node);
		kfree(arena);
	}
	mutex_unlock(&arenas_mutex);
	ntparport_put(port);
}

static bool arena_removed(struct arena *arena)
{
	struct ntparport_information facts;

	return ntparport_get_information(arena->port, &facts);
}

/* What a thread does when it has the port; some take their time. */
static void own(struct arena *arena)
{
	static atomic_t rounds;

	expect(atomic_inc_return(&arena->owned) == 1 || arena_removed(arena), TWO_OWNERS);
	outb(0x55, arena->base);
	if (atomic_inc_return(&rounds) % 16)
		cond_resched();
	else
		schedule_timeout_interruptible(1);
	if (arena_removed(arena))
		count(LOST_WHILE_HOLDING);
	atomic_dec(&arena->owned);
	ntparport_free(arena->port);
}

/* At DIRQL. */
static void be_inside(struct arena *arena)
{
	expect(atomic_inc_return(&arena->inside) == 1, TWO_INSIDE);
	expect(IS_ENABLED(CONFIG_PREEMPT_RT) || irqs_disabled(), INTERRUPTS_ON);
	cpu_relax();
	atomic_dec(&arena->inside);
}

#define ALIVE 0x600dc0de

/* A connection, whose memory is freed as soon as disconnect has returned. */
struct connection {
	unsigned int alive;
	struct arena *arena;
	struct ntparport_interrupt_service service;
	struct ntparport_interrupt_information information;
	bool takes;
};

/* I4, I5: takes the port if it is free, and frees it. */
static void take_inside(struct connection *connection, enum count what)
{
	const struct ntparport_interrupt_information *information = &connection->information;

	if (!information->try_allocate_at_interrupt_level(information->context))
		return;
	expect(atomic_inc_return(&connection->arena->owned) == 1, TWO_OWNERS);
	count(what);
	atomic_dec(&connection->arena->owned);
	information->free_from_interrupt_level(information->context);
}

static unsigned char connection_isr(struct _KINTERRUPT *interrupt, void *context)
{
	struct connection *connection = context;

	expect(READ_ONCE(connection->alive) == ALIVE, CALLED_LATE);
	be_inside(connection->arena);
	inb(connection->arena->base + STATUS);
	count(INTERRUPTS);
	if (connection->takes)
		take_inside(connection, TAKEN_BY_INTERRUPT);
	return 1;
}

static void connection_check(void *context)
{
	struct connection *connection = context;

	expect(READ_ONCE(connection->alive) == ALIVE, CALLED_LATE);
	be_inside(connection->arena);
	count(CHECKS);
	/* Not each time, because a check that frees the port is followed by another. */
	if (connection->takes && atomic_long_read(&counts[CHECKS]) % 4 == 0)
		take_inside(connection, TAKEN_BY_CHECK);
}

static struct connection *connection_make(struct arena *arena, bool takes)
{
	struct connection *connection = kzalloc(sizeof(*connection), GFP_KERNEL);
	int err;

	if (!connection)
		return NULL;
	*connection = (struct connection) {
		.alive = ALIVE, .arena = arena, .takes = takes,
		.service = { connection_isr, connection, connection_check, connection },
	};
	err = ntparport_connect(arena->port, &connection->service, &connection->information);
	if (!err) {
		count(CONNECTED);
		return connection;
	}
	expect(err == -ENODEV, WRONG_STATUS);
	kfree(connection);
	return NULL;
}

static void connection_end(struct connection *connection)
{
	int err = ntparport_disconnect(connection->arena->port, &connection->service);

	expect(!err || err == -ENODEV, WRONG_STATUS);
	if (err)
		count(ENDED_BY_REMOVAL);
	else
		count(DISCONNECTED);
	WRITE_ONCE(connection->alive, 0);
	kfree(connection);
}

/* The programs: one step of each, on a port that somebody refers to. */

/* C, D: connections that come and go. */
static void connect_step(struct arena *arena)
{
	struct connection *connection = connection_make(arena, false);

	if (connection)
		connection_end(connection);
}

/* A client that stays connected for a while, and takes the port when its routine is called. */
static void reside_step(struct arena *arena)
{
	struct connection *connection = connection_make(arena, true);
	int i;

	if (!connection)
		return;
	for (i = 0; i < 20 && !arena_removed(arena); i++)
		schedule_timeout_interruptible(1);
	connection_end(connection);
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

/* A1, A2: requests in the queue, half of which are cancelled. */
static void queue_step(struct arena *arena)
{
	struct queued queued = { .waiter.complete = queued_complete };
	static atomic_t rounds;
	bool cancelled = false;
	int status;

	init_completion(&queued.done);
	status = ntparport_allocate_async(arena->port, &queued.waiter);
	if (status == -EINPROGRESS) {
		if (atomic_inc_return(&rounds) % 2)
			cancelled = ntparport_cancel(arena->port, &queued.waiter);
		if (!wait_for_completion_timeout(&queued.done, PATIENCE)) {
			count(NEVER_COMPLETED);
			cancelled = ntparport_cancel(arena->port, &queued.waiter);
			wait_for_completion(&queued.done);
		}
		status = queued.status;
		expect(cancelled == (status == -ECANCELED), WRONG_STATUS);
		if (status == -ENODEV)
			count(REMOVED_WHILE_WAITING);
	}
	switch (status) {
	case 0:
		count(GRANTED);
		own(arena);
		break;
	case -ECANCELED:
		count(CANCELLED);
		break;
	default:
		expect(status == -ENODEV, WRONG_STATUS);
	}
}

/* A3: at both levels, where that is allowed. */
static void try_step(struct arena *arena)
{
	static atomic_t rounds;
	bool dispatch = atomic_inc_return(&rounds) % 2;
	bool mine;

	count(TRIED);
	if (dispatch)
		local_bh_disable();
	mine = ntparport_try_allocate(arena->port);
	if (dispatch)
		local_bh_enable();
	if (mine) {
		count(TAKEN);
		own(arena);
	}
}

/* A1: clients that sleep until they have the port, some of which give up. */
static void sleep_step(struct arena *arena)
{
	static atomic_t rounds;
	int err = ntparport_allocate(arena->port, atomic_inc_return(&rounds) % 8);

	if (!err) {
		count(SLEPT);
		own(arena);
	} else if (err == -ETIMEDOUT) {
		count(TIMED_OUT);
	} else {
		expect(err == -ENODEV, WRONG_STATUS);
	}
}

static unsigned char synchronized(void *context)
{
	be_inside(context);
	return 42;
}

/* I3. */
static void synchronize_step(struct arena *arena)
{
	struct connection *connection = connection_make(arena, false);
	int i;

	if (!connection)
		return;
	for (i = 0; i < 50; i++) {
		expect(ntparport_synchronize_execution(connection->information.interrupt,
						       synchronized, arena) == 42, WRONG_STATUS);
		count(SYNCHRONIZED);
	}
	connection_end(connection);
}

/* Only asks for information, and goes through all ports. */
static void look_step(struct arena *arena)
{
	PARALLEL_PORT_INFORMATION information;
	struct ntparport *port;
	unsigned long length;
	int status;

	ntparport_query_waiters(arena->port);
	status = ntparport_request(arena->port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &information,
				   0, sizeof(information), NULL, &length);
	expect(status == STATUS_SUCCESS || status == STATUS_DELETE_PENDING, WRONG_STATUS);
	count(REQUESTS);
	ntparport_for_each(port) {
		arena_removed(&(struct arena) { .port = port });
		count(LOOKED);
	}
	schedule_timeout_interruptible(1);
}

static void (*const steps[])(struct arena *arena) = {
	connect_step, reside_step, queue_step, try_step, sleep_step, synchronize_step, look_step,
};

struct program {
	void (*step)(struct arena *arena);
	unsigned int port;
	struct task_struct *task;
};

/* Each program leaves its port from time to time, so that the port closes now and then. */
#define STEPS_PER_VISIT 20

static int program_run(void *data)
{
	struct program *program = data;

	while (!kthread_should_stop()) {
		struct arena *arena;
		int i;

		if (!gate_enter(&pause))
			continue;
		arena = arena_enter(program->port);
		for (i = 0; arena && i < STEPS_PER_VISIT && !kthread_should_stop(); i++) {
			if (arena_removed(arena) || READ_ONCE(pause.closed))
				break;
			program->step(arena);
			cond_resched();
		}
		if (arena)
			arena_leave(arena);
		gate_leave(&pause);
		if (!arena) {
			count(ABSENT);
			schedule_timeout_interruptible(1);
		}
	}
	return 0;
}

static unsigned long bases[PORTS] = { 0x378, 0x278, 0x260 };
module_param_array(bases, ulong, NULL, 0444);
MODULE_PARM_DESC(bases, "I/O addresses of the ports whose interrupts are raised");

static void fire(unsigned long base)
{
	outb(0x55, base);
	outb(CONTROL_STROBE, base + CONTROL);
	outb(CONTROL_IRQ, base + CONTROL);
}

/* Raises interrupts of one port, then of all, whether or not anybody wants them. */
static int storm_run(void *data)
{
	unsigned long own = bases[(unsigned long)data % PORTS];
	unsigned int round, i;

	while (!kthread_should_stop()) {
		ktime_t start = ktime_get();

		if (!gate_enter(&calm))
			continue;
		for (round = 0; round < 100; round++) {
			for (i = 0; i < PORTS; i++) {
				unsigned long base = round < 50 ? own : bases[i];
				unsigned long flags;

				/*
				 * The interrupt waits if it is for this CPU; by the time it is
				 * taken, the line is down, whether or not anybody reads the
				 * status.
				 */
				local_irq_save(flags);
				fire(base);
				inb(base + STATUS);
				local_irq_restore(flags);
				count(FIRED);
			}
			cond_resched();
		}
		gate_leave(&calm);
		/*
		 * The CPU on which interrupts arrive does nothing else meanwhile: the storms on
		 * all CPUs together have to leave it some time.
		 */
		schedule_timeout_interruptible(1 + num_online_cpus() *
			usecs_to_jiffies(ktime_us_delta(ktime_get(), start)));
	}
	return 0;
}

static struct program programs[ARRAY_SIZE(steps) * PORTS];
static struct task_struct **storms;

static void stop_all(void)
{
	unsigned int i;

	for (i = 0; storms && i < nr_cpu_ids; i++)
		if (storms[i])
			kthread_stop(storms[i]);
	kfree(storms);
	for (i = 0; i < ARRAY_SIZE(programs); i++)
		if (programs[i].task)
			kthread_stop(programs[i].task);
}

static int start_all(void)
{
	struct task_struct *task;
	unsigned int i, cpu;

	storms = kcalloc(nr_cpu_ids, sizeof(*storms), GFP_KERNEL);
	if (!storms)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(programs); i++) {
		programs[i].step = steps[i / PORTS];
		programs[i].port = i % PORTS;
		task = kthread_run(program_run, &programs[i], "soak/%u", i);
		if (IS_ERR(task))
			goto fail;
		programs[i].task = task;
	}
	/* One thread for each CPU; if its CPU goes away, the thread moves on. */
	for_each_online_cpu(cpu) {
		task = kthread_create(storm_run, (void *)(unsigned long)cpu, "storm/%u", cpu);
		if (IS_ERR(task))
			goto fail;
		kthread_bind(task, cpu);
		storms[cpu] = task;
		wake_up_process(task);
	}
	return 0;

fail:
	stop_all();
	return PTR_ERR(task);
}

/* fire=N. */

static unsigned int fire_count;
module_param_named(fire, fire_count, uint, 0444);
MODULE_PARM_DESC(fire, "Raises this many interrupts on the port, each after the one before was serviced");

static unsigned int port_number;
module_param_named(port, port_number, uint, 0444);
MODULE_PARM_DESC(port, "N of parportN, for fire=");

static unsigned int delivered;
module_param(delivered, uint, 0444);
MODULE_PARM_DESC(delivered, "So many of fire= came (result)");

static unsigned int milliseconds;
module_param(milliseconds, uint, 0444);
MODULE_PARM_DESC(milliseconds, "So long did fire= take (result)");

static unsigned char fired_isr(struct _KINTERRUPT *interrupt, void *context)
{
	unsigned long *base = context;

	inb(*base + STATUS);
	WRITE_ONCE(delivered, delivered + 1);
	return 1;
}

static int fire_all(void)
{
	static unsigned long base;
	const struct ntparport_interrupt_service service = {
		.isr = fired_isr, .isr_context = &base,
	};
	struct ntparport *port = ntparport_get(port_number);
	struct ntparport_information before, after;
	ktime_t start;
	unsigned int i;
	int err;

	if (IS_ERR(port))
		return PTR_ERR(port);
	ntparport_get_information(port, &before);
	base = before.base;
	err = ntparport_connect(port, &service, NULL);
	if (err)
		goto put;
	start = ktime_get();
	for (i = 1; i <= fire_count; i++) {
		ktime_t deadline = ktime_add_ms(ktime_get(), 10 * MSEC_PER_SEC);

		fire(base);
		while (READ_ONCE(delivered) != i && ktime_before(ktime_get(), deadline))
			cpu_relax();
		if (READ_ONCE(delivered) != i) {
			pr_err("interrupt %u: %u were delivered\n", i, READ_ONCE(delivered));
			break;
		}
		if (i % 1000 == 0)
			cond_resched();
	}
	milliseconds = ktime_ms_delta(ktime_get(), start);
	/*
	 * In two steps, since the emulated port takes the end of a strobe for a reason to
	 * interrupt.
	 */
	outb(CONTROL_STROBE & ~CONTROL_ENABLE, base + CONTROL);
	outb(CONTROL_IRQ & ~CONTROL_ENABLE, base + CONTROL);
	ntparport_disconnect(port, &service);
	ntparport_get_information(port, &after);
	/* The module's own count must agree. */
	if (after.handled - before.handled != delivered) {
		pr_err("ntparport counted %llu of %u\n", after.handled - before.handled, delivered);
		delivered = 0;
	}
put:
	ntparport_put(port);
	return err;
}

static int __init soak_init(void)
{
	return fire_count ? fire_all() : start_all();
}

static void __exit soak_exit(void)
{
	if (!fire_count)
		stop_all();
}

module_init(soak_init);
module_exit(soak_exit);

MODULE_DESCRIPTION("Clients of ntparport that do everything at once");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
