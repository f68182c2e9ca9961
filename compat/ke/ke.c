// SPDX-License-Identifier: GPL-2.0
/* ke.c - IRQL, spin locks, time, processors, bug check. */

#include <linux/bottom_half.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "module/glue/glue.h"
#include "base/gate.h"
#include "io/nt_io.h"

/* IRQL */

/**
 * struct raised - what KeRaiseIrql() did on this CPU
 * @irql: the level, if it is above DISPATCH_LEVEL, else 0
 * @disabled_irqs: and interrupts were on before
 *
 * Interrupts are off while it says anything, so it stays the caller's own.
 */
struct raised {
	KIRQL irql;
	bool disabled_irqs;
};

static DEFINE_PER_CPU(struct raised, raised);

void nt_irql_complain(const char *routine, const void *caller, KIRQL irql, KIRQL max)
{
	/* Each routine is a kind of its own. */
	if (glue_log_allowed(routine))
		_printk(KERN_WARNING pr_fmt("%pS called %s at IRQL %u; it is allowed up to %u\n"),
			caller, nt_name(routine), irql, max);
}

KIRQL NTAPI KeGetCurrentIrql(void)
{
	if (irqs_disabled())
		return this_cpu_read(raised.irql) ?: NT_DIRQL;
	if (in_hardirq())
		return NT_DIRQL;
	if (in_softirq())
		return DISPATCH_LEVEL;
	/* A spin lock of PREEMPT_RT shows only in this. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && rcu_preempt_depth())
		return DISPATCH_LEVEL;
	return PASSIVE_LEVEL;
}
EXPORT_SYMBOL_GPL(KeGetCurrentIrql);

/* False: it is above already. */
static bool raise(KIRQL old, KIRQL new)
{
	if (new < old)
		return false;
	if (new > DISPATCH_LEVEL) {
		if (old <= DISPATCH_LEVEL) {
			local_irq_disable();
			this_cpu_write(raised.disabled_irqs, true);
		}
		this_cpu_write(raised.irql, min_t(KIRQL, new, HIGH_LEVEL));
	} else if (new == DISPATCH_LEVEL && old < DISPATCH_LEVEL) {
		local_bh_disable();
	}
	return true;
}

KIRQL NTAPI KfRaiseIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (!raise(old, new))
		nt_complain("IRQL is %u, cannot be raised to %u", old, new);
	return old;
}
EXPORT_SYMBOL_GPL(KfRaiseIrql);

VOID NTAPI KeRaiseIrql(KIRQL new, PKIRQL old)
{
	if (!nt_ok(nt_is_memory(old, sizeof(*old)), "the place for the IRQL"))
		return;
	*old = KeGetCurrentIrql();
	if (!raise(*old, new))
		nt_complain("IRQL is %u, cannot be raised to %u", *old, new);
}
EXPORT_SYMBOL_GPL(KeRaiseIrql);

KIRQL NTAPI KeRaiseIrqlToDpcLevel(void)
{
	KIRQL old = KeGetCurrentIrql();

	if (!raise(old, DISPATCH_LEVEL))
		nt_complain("IRQL is %u, cannot be raised to %u", old, DISPATCH_LEVEL);
	return old;
}
EXPORT_SYMBOL_GPL(KeRaiseIrqlToDpcLevel);

/* False if somebody else than the driver raised it. */
static bool lower(KIRQL old, KIRQL new)
{
	if (old > DISPATCH_LEVEL && new > DISPATCH_LEVEL) {
		/* Nothing may be left when the interrupt routine that raised it returns. */
		if (!this_cpu_read(raised.disabled_irqs) && new <= NT_DIRQL)
			new = 0;
		this_cpu_write(raised.irql, new);
		return true;
	}
	if (old > DISPATCH_LEVEL) {
		if (!this_cpu_read(raised.disabled_irqs))
			return false;
		/*
		 * Raised from below DISPATCH_LEVEL, lowered to it: no DPC comes between.
		 * On PREEMPT_RT it does, for this takes a lock there that sleeps.
		 */
		bool to_dispatch = new == DISPATCH_LEVEL && !in_softirq();

		if (to_dispatch && !IS_ENABLED(CONFIG_PREEMPT_RT))
			local_bh_disable();
		this_cpu_write(raised.irql, 0);
		this_cpu_write(raised.disabled_irqs, false);
		local_irq_enable();
		if (to_dispatch && IS_ENABLED(CONFIG_PREEMPT_RT))
			local_bh_disable();
		old = KeGetCurrentIrql();
	}
	if (old == DISPATCH_LEVEL && new < DISPATCH_LEVEL) {
		if (!in_softirq() || in_serving_softirq())
			return false;
		local_bh_enable();
	}
	return true;
}

VOID NTAPI KfLowerIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (new > old)
		nt_complain("IRQL is %u, cannot be lowered to %u", old, new);
	else if (!lower(old, new))
		nt_complain("IRQL %u is not the driver's to lower", old);
}
EXPORT_SYMBOL_GPL(KfLowerIrql);

VOID NTAPI KeLowerIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (new > old)
		nt_complain("IRQL is %u, cannot be lowered to %u", old, new);
	else if (!lower(old, new))
		nt_complain("IRQL %u is not the driver's to lower", old);
}
EXPORT_SYMBOL_GPL(KeLowerIrql);

/* Spin locks */

/**
 * struct lock - what a KSPIN_LOCK is
 * @state: LOCK_READY once @lock is initialised
 * @lock: for softirq and process context
 */
struct lock {
	atomic_t state;
	spinlock_t lock;
};

static_assert(sizeof(struct lock) <= sizeof(KSPIN_LOCK));
static_assert(__alignof__(struct lock) <= __alignof__(KSPIN_LOCK));

/* Whether there may be a lock at all, for an instruction or two. */
#define LOCK_OK(storage) nt_ok(nt_is_address(storage), "the lock")

#define LOCK_BUSY 1		/* being initialised */
#define LOCK_READY 0x4b53504c

static void initialise(struct lock *lock, const void *site)
{
	spin_lock_init(&lock->lock);
	/*
	 * As with spin_lock_init(), a class is all that is initialised at one
	 * place; lockdep wants an address in a module for it, and the driver's
	 * code is one.
	 */
	lockdep_set_class_and_name(&lock->lock, (struct lock_class_key *)site, "KSPIN_LOCK");
	atomic_set_release(&lock->state, LOCK_READY);
}

VOID NTAPI KeInitializeSpinLock(PKSPIN_LOCK storage)
{
	if (!nt_ok(nt_is_memory(storage, sizeof(*storage)), "the lock"))
		return;
	initialise((struct lock *)storage, nt_caller());
}
EXPORT_SYMBOL_GPL(KeInitializeSpinLock);

/* The Linux lock in it; one that was only zeroed is initialised by its first use. */
spinlock_t *nt_spinlock(PKSPIN_LOCK storage, const void *site)
{
	struct lock *lock = (struct lock *)storage;
	int state = atomic_read_acquire(&lock->state);

	if (likely(state == LOCK_READY))
		return &lock->lock;
	/* Lockdep forgets the class when its module goes: one of ours is not the first driver's. */
	site = within_module((unsigned long)storage, THIS_MODULE) ? storage : nt_caller_of(site);
	while (state != LOCK_READY) {
		/* Whoever waits for this to be done spins. */
		preempt_disable();
		if (state != LOCK_BUSY && atomic_try_cmpxchg(&lock->state, &state, LOCK_BUSY))
			initialise(lock, site);
		preempt_enable();
		cpu_relax();
		state = atomic_read_acquire(&lock->state);
	}
	return &lock->lock;
}

/* What the calling code has is known: a routine may return without giving it back. */
static void take(PKSPIN_LOCK storage, const void *site)
	__acquires(storage)
{
	spinlock_t *lock = nt_spinlock(storage, site);
	struct nt_locks *mine;

	spin_lock(lock);
	mine = nt_locks();
	if (!mine)
		return;
	if (likely(mine->count < NT_LOCKS_MAX))
		mine->locks[mine->count] = lock;
	mine->count++;
}

/* False: the calling code does not have it, as far as that is known. */
static bool forget(const spinlock_t *lock)
{
	struct nt_locks *mine = nt_locks();
	unsigned int known, n;

	if (!mine)
		return true;
	known = min_t(unsigned int, mine->count, NT_LOCKS_MAX);
	for (n = known; n--; ) {
		if (mine->locks[n] != lock)
			continue;
		memmove(&mine->locks[n], &mine->locks[n + 1],
			(known - n - 1) * sizeof(mine->locks[0]));
		/* The last one is not known where there are too many. */
		if (mine->count > NT_LOCKS_MAX)
			mine->locks[NT_LOCKS_MAX - 1] = NULL;
		mine->count--;
		return true;
	}
	if (mine->count <= NT_LOCKS_MAX)
		/* What was taken before a driver was called is known elsewhere. */
		return IS_ENABLED(CONFIG_PREEMPT_RT);
	mine->count--;
	return true;
}

/* Why it cannot be given back, or NULL: it has to be unlocked now. */
static const char *give_back(PKSPIN_LOCK storage)
{
	struct lock *lock = (struct lock *)storage;

	/* A kernel for one processor does not know. */
	if (atomic_read(&lock->state) != LOCK_READY ||
	    (IS_ENABLED(CONFIG_SMP) && !spin_is_locked(&lock->lock)))
		return "nobody has the lock";
	return forget(&lock->lock) ? NULL : "the caller does not have the lock";
}

/* One that was forgotten. */
static void unlock(spinlock_t *lock)
{
	__acquire(lock);
	spin_unlock(lock);
}

KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK storage)
	__acquires(storage)
{
	KIRQL old = KeGetCurrentIrql();

	/* Refused at DIRQL, like its release: the lock may be that of the interrupted code. */
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__acquire(storage);
		return old;
	}
	if (old < DISPATCH_LEVEL)
		local_bh_disable();
	take(storage, __builtin_return_address(0));
	return old;
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLockRaiseToDpc);

VOID NTAPI KeAcquireSpinLock(PKSPIN_LOCK storage, PKIRQL old)
	__acquires(storage)
{
	if (!nt_ok(nt_is_memory(old, sizeof(*old)), "the place for the IRQL")) {
		__acquire(storage);
		return;
	}
	*old = KeGetCurrentIrql();
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__acquire(storage);
		return;
	}
	if (*old < DISPATCH_LEVEL)
		local_bh_disable();
	take(storage, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLock);

VOID NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK storage)
	__acquires(storage)
{
	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__acquire(storage);
		return;
	}
	if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
		/* A softirq on this CPU could spin on it for ever: the release is refused, too. */
		nt_complain("below DISPATCH_LEVEL, the lock is not taken");
		__acquire(storage);
		return;
	}
	take(storage, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLockAtDpcLevel);

VOID NTAPI KeReleaseSpinLock(PKSPIN_LOCK storage, KIRQL new)
	__releases(storage)
{
	const char *wrong;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__release(storage);
		return;
	}
	wrong = give_back(storage);
	if (wrong) {
		nt_complain("%s", wrong);
		__release(storage);
		return;
	}
	spin_unlock(&((struct lock *)storage)->lock);
	if (new < DISPATCH_LEVEL && !lower(KeGetCurrentIrql(), new))
		nt_complain("the IRQL is not the driver's to lower");
}
EXPORT_SYMBOL_GPL(KeReleaseSpinLock);

VOID NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK storage)
	__releases(storage)
{
	const char *wrong;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !LOCK_OK(storage)) {
		__release(storage);
		return;
	}
	wrong = give_back(storage);
	if (wrong) {
		nt_complain("%s", wrong);
		__release(storage);
		return;
	}
	spin_unlock(&((struct lock *)storage)->lock);
}
EXPORT_SYMBOL_GPL(KeReleaseSpinLockFromDpcLevel);

/* Memory goes in which a spin lock may be that its owner has. */
static void forget_locks_in(const void *start, size_t size)
{
	struct nt_locks *mine;
	unsigned int n;

	if (likely(!nt_locks_count()))
		return;
	mine = nt_locks();
	for (n = min_t(unsigned int, mine->count, NT_LOCKS_MAX); n--; ) {
		spinlock_t *lock = mine->locks[n];

		if (lock && (void *)lock >= start && (void *)lock < start + size) {
			pr_warn_ratelimited("memory is freed with a spin lock in it that is held: released\n");
			forget(lock);
			unlock(lock);
		}
	}
}

/* What a driver's routine must leave as it found it */

/*
 * An interrupt service routine raised the IRQL and left it so. They are called
 * without a gate, but for kernels that are made to find mistakes.
 */
static noinline void forget_raised(void)
{
	unsigned long flags;
	KIRQL irql;

	local_irq_save(flags);
	irql = this_cpu_read(raised.irql);
	this_cpu_write(raised.irql, 0);
	local_irq_restore(flags);
	if (irql)
		pr_warn_ratelimited("an interrupt service routine returned at IRQL %u: put back\n",
				    irql);
}

void nt_level_get(struct nt_level *level)
{
	level->irqs_off = irqs_disabled();
	level->preempt = preempt_count();
	level->softirq = softirq_count();
	level->locks = nt_locks_count();
	if (unlikely(!level->irqs_off && this_cpu_read(raised.irql)))
		forget_raised();
	/* Nobody's but the caller's while interrupts are off. */
	level->irql = level->irqs_off ? this_cpu_read(raised.irql) : 0;
	level->disabled_irqs = level->irqs_off && this_cpu_read(raised.disabled_irqs);
}

bool nt_level_is(const struct nt_level *level)
{
	if (irqs_disabled() != level->irqs_off || preempt_count() != level->preempt ||
	    nt_locks_count() != level->locks)
		return false;
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && softirq_count() != level->softirq)
		return false;
	return !level->irqs_off || this_cpu_read(raised.irql) == level->irql;
}

void nt_level_without_lock(struct nt_level *level, KIRQL irql)
{
	/* It may not have been known whose it was. */
	if (level->locks)
		level->locks--;
	level->preempt -= PREEMPT_LOCK_OFFSET;
	if (irql >= DISPATCH_LEVEL)
		return;
	level->softirq -= SOFTIRQ_DISABLE_OFFSET;
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		level->preempt -= SOFTIRQ_DISABLE_OFFSET;
}

static unsigned int release_locks(unsigned int keep)
{
	unsigned int released = 0;

	while (nt_locks_count() > keep) {
		struct nt_locks *mine = nt_locks();
		unsigned int last = --mine->count;
		/* Those beyond, which are not known, stay taken. */
		spinlock_t *lock = last < NT_LOCKS_MAX ? mine->locks[last] : NULL;

		if (lock)
			unlock(lock);
		released++;
	}
	return released;
}

unsigned int nt_level_put_back(const struct nt_level *level)
{
	unsigned int released = release_locks(level->locks);

	if (irqs_disabled()) {
		this_cpu_write(raised.irql, level->irql);
		this_cpu_write(raised.disabled_irqs, level->disabled_irqs);
		if (!level->irqs_off)
			local_irq_enable();
	} else if (level->irqs_off) {
		local_irq_disable();
		this_cpu_write(raised.irql, level->irql);
		this_cpu_write(raised.disabled_irqs, level->disabled_irqs);
	}
	if (!level->irqs_off) {
		while (softirq_count() > level->softirq)
			local_bh_enable();
		while (softirq_count() < level->softirq)
			local_bh_disable();
	}
	/* It released what it did not take: who did will be told so. */
	if (nt_locks_count() == level->locks && preempt_count() != level->preempt)
		preempt_count_set(level->preempt);
	return released;
}

/* Interrupts */

struct synchronized {
	PKSYNCHRONIZE_ROUTINE routine;
	PVOID context;
};

static unsigned char synchronize(void *context)
{
	const struct synchronized *call = context;

	return nt_call_or(FALSE, call->routine, call->context);
}

BOOLEAN NTAPI KeSynchronizeExecution(PKINTERRUPT interrupt, PKSYNCHRONIZE_ROUTINE routine,
				     PVOID context)
{
	struct synchronized call = { routine, context };

	if (!nt_irql_ok(DISPATCH_LEVEL) || !routine)
		return FALSE;
	return ntparport_synchronize_execution(interrupt, synchronize, &call);
}
EXPORT_SYMBOL_GPL(KeSynchronizeExecution);

static unsigned char call_isr(PKSERVICE_ROUTINE routine, PKINTERRUPT interrupt, void *context)
{
	return nt_call_or(FALSE, routine, interrupt, context);
}

static void call_deferred(void (*routine)(void *context), void *context)
{
	nt_call(routine, context);
}

static const struct glue_gate gate = { .isr = call_isr, .deferred = call_deferred };

/* Time */

#define NS_PER_UNIT 100

/* Up to here what the kernel's delay may be short of is less than reading the clock takes. */
#define SHORT_STALL 10

VOID NTAPI KeStallExecutionProcessor(ULONG microseconds)
{
	u64 end, before = 0, now;

	if (microseconds <= SHORT_STALL) {
		udelay(microseconds);
		nt_polled();
		return;
	}
	end = ktime_get_ns() + (u64)microseconds * NSEC_PER_USEC;
	/* udelay() takes no more than some milliseconds at a time. */
	for (; microseconds > USEC_PER_MSEC; microseconds -= USEC_PER_MSEC)
		udelay(USEC_PER_MSEC);
	udelay(microseconds);
	/*
	 * Never less: what it goes by may have been measured badly. The kernel's clock
	 * is better, but may stand still while interrupts are off.
	 */
	for (now = ktime_get_ns(); now < end && now != before; now = ktime_get_ns()) {
		before = now;
		udelay(1);
	}
	nt_polled();
}
EXPORT_SYMBOL_GPL(KeStallExecutionProcessor);

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency)
{
	LARGE_INTEGER counter;

	nt_polled();
	counter.QuadPart = div_u64(ktime_get_ns(), NS_PER_UNIT);
	if (frequency)
		frequency->QuadPart = NSEC_PER_SEC / NS_PER_UNIT;
	return counter;
}
EXPORT_SYMBOL_GPL(KeQueryPerformanceCounter);

VOID NTAPI KeQuerySystemTime(PLARGE_INTEGER time)
{
	nt_polled();
	time->QuadPart = NT_EPOCH + div_s64(ktime_get_real_ns(), NS_PER_UNIT);
}
EXPORT_SYMBOL_GPL(KeQuerySystemTime);

ULONGLONG NTAPI KeQueryInterruptTime(void)
{
	nt_polled();
	return div_u64(ktime_get_boottime_ns(), NS_PER_UNIT);
}
EXPORT_SYMBOL_GPL(KeQueryInterruptTime);

VOID NTAPI KeQueryTickCount(PLARGE_INTEGER count)
{
	nt_polled();
	count->QuadPart = get_jiffies_64() - INITIAL_JIFFIES;
}
EXPORT_SYMBOL_GPL(KeQueryTickCount);

ULONG NTAPI KeQueryTimeIncrement(void)
{
	return TICK_NSEC / NS_PER_UNIT;
}
EXPORT_SYMBOL_GPL(KeQueryTimeIncrement);

/* Processors */

volatile CCHAR KeNumberProcessors;
EXPORT_SYMBOL_GPL(KeNumberProcessors);

ULONG NTAPI KeGetCurrentProcessorNumber(void)
{
	return raw_smp_processor_id();
}
EXPORT_SYMBOL_GPL(KeGetCurrentProcessorNumber);

KAFFINITY NTAPI KeQueryActiveProcessors(void)
{
	return cpumask_bits(cpu_online_mask)[0];
}
EXPORT_SYMBOL_GPL(KeQueryActiveProcessors);

ULONG NTAPI KeQueryActiveProcessorCount(PKAFFINITY processors)
{
	if (processors)
		*processors = KeQueryActiveProcessors();
	return num_online_cpus();
}
EXPORT_SYMBOL_GPL(KeQueryActiveProcessorCount);

/* Bug check */

/**
 * struct client - a module that was loaded after this one, and so may use it
 * @node: in the list of clients; readers are under RCU
 * @module: the module
 * @dead: it had a bug check
 * @stays: and is kept loaded
 * @disconnect: for nt_driver_dies()
 * @rcu: for its end
 */
struct client {
	struct list_head node;
	struct module *module;
	bool dead;
	bool stays;
	struct work_struct disconnect;
	struct rcu_head rcu;
};

static LIST_HEAD(clients);
static DEFINE_SPINLOCK(clients_lock);
/* Saves the search in the usual case. */
static bool any_dead;

/* Under RCU. */
static struct client *client_of(const void *code)
{
	struct client *client;

	list_for_each_entry_rcu(client, &clients, node)
		if (within_module((unsigned long)code, client->module))
			return client;
	return NULL;
}

struct module *nt_module_of(const void *code)
{
	struct client *client = client_of(code);

	return client ? client->module : NULL;
}

bool nt_dead(const void *code)
{
	struct client *client;
	bool dead;

	if (likely(!READ_ONCE(any_dead)))
		return false;
	rcu_read_lock();
	client = client_of(code);
	dead = client && READ_ONCE(client->dead);
	rcu_read_unlock();
	return dead;
}

bool nt_module_dead(const struct module *module)
{
	struct client *client;
	bool dead = false;

	if (likely(!READ_ONCE(any_dead)))
		return false;
	rcu_read_lock();
	list_for_each_entry_rcu(client, &clients, node)
		if (client->module == module)
			dead = READ_ONCE(client->dead);
	rcu_read_unlock();
	return dead;
}

/*
 * In a thread of its own: a bug check may happen in an interrupt, which has the
 * interrupt lock. Only when its interrupt routines are disconnected is it true
 * that it is called no more.
 */
static void disconnect(struct work_struct *work)
{
	struct client *client = container_of(work, struct client, disconnect);

	nt_driver_dies(client->module);
	pr_emerg("%s: dead, it is called no more%s\n", client->module->name,
		 client->stays ? " and stays loaded" : ": it was being unloaded");
}

/* One for all: they are seldom waited for. */
static DECLARE_WAIT_QUEUE_HEAD(call_unlocked);

bool nt_call_lock_within(struct nt_call_mutex *mutex, long timeout)
{
	/* A driver that is called may wait for ever: who waits for it can be frozen (W8). */
	if (!nt_wait_event_timeout(call_unlocked, mutex_trylock(&mutex->mutex), timeout))
		return false;
	WRITE_ONCE(mutex->owner, current);
	return true;
}

void nt_call_lock(struct nt_call_mutex *mutex)
{
	nt_call_lock_within(mutex, MAX_SCHEDULE_TIMEOUT);
}

void nt_call_unlock(struct nt_call_mutex *mutex)
{
	WRITE_ONCE(mutex->owner, NULL);
	mutex_unlock(&mutex->mutex);
	wake_up(&call_unlocked);
}

/* What this thread, which does not go on, would never release. */
static void unlock_all(void)
{
	static struct nt_call_mutex *const mutexes[] = {
		&nt_drivers_mutex, &nt_ports_mutex, &nt_pnp_mutex,
	};
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(mutexes); n++)
		if (READ_ONCE(mutexes[n]->owner) == current)
			nt_call_unlock(mutexes[n]);
}

static void bug_check(const void *caller, ULONG code, const ULONG_PTR parameters[4])
{
	KIRQL irql = KeGetCurrentIrql();
	struct client *client;

	rcu_read_lock();
	client = client_of(caller);
	/* What runs of it when it dies may come to further ones. */
	if (!client || !xchg(&client->dead, true)) {
		WRITE_ONCE(any_dead, true);
		pr_emerg_ratelimited("%pS: bug check 0x%x (0x%lx, 0x%lx, 0x%lx, 0x%lx) at IRQL %u%s\n",
				     caller, code, (long)parameters[0], (long)parameters[1],
				     (long)parameters[2], (long)parameters[3], irql,
				     irql == PASSIVE_LEVEL ? "" : ", goes on to its end");
		if (client) {
			nt_print_gone(client->module);
			/* Fails if it is being unloaded. */
			client->stays = try_module_get(client->module);
			queue_work(system_highpri_wq, &client->disconnect);
		}
	}
	rcu_read_unlock();
	if (irql != PASSIVE_LEVEL)
		return;
	unlock_all();
	for (;;) {
		set_current_state(TASK_IDLE | TASK_FREEZABLE_UNSAFE);
		schedule();
	}
}

VOID NTAPI KeBugCheckEx(ULONG code, ULONG_PTR parameter1, ULONG_PTR parameter2,
			ULONG_PTR parameter3, ULONG_PTR parameter4)
{
	const ULONG_PTR parameters[] = { parameter1, parameter2, parameter3, parameter4 };

	bug_check(nt_caller(), code, parameters);
}
EXPORT_SYMBOL_GPL(KeBugCheckEx);

VOID NTAPI KeBugCheck(ULONG code)
{
	const ULONG_PTR parameters[4] = { 0 };

	bug_check(nt_caller(), code, parameters);
}
EXPORT_SYMBOL_GPL(KeBugCheck);

/* Loading and unloading */

bool nt_goes(const struct nt_gone *gone, const void *object, const void *code)
{
	if (gone->module)
		return within_module((unsigned long)object, gone->module) ||
			within_module((unsigned long)code, gone->module);
	return object >= gone->start && object < gone->start + gone->size;
}

void nt_module_coming(struct module *module)
{
	struct client *client = kzalloc(sizeof(*client), GFP_KERNEL);

	/* Without it, a bug check of this module would not be noted, no more. */
	if (!client)
		return;
	client->module = module;
	INIT_WORK(&client->disconnect, disconnect);
	spin_lock(&clients_lock);
	list_add_tail_rcu(&client->node, &clients);
	spin_unlock(&clients_lock);
}

void nt_module_stop(struct nt_gone *gone)
{
	/* First: they may wait for a DPC. */
	nt_threads_end(gone->module);
	nt_dpc_stop(gone);
	/* Nobody is left who could set one or queue the other again. */
	nt_timer_forget(gone);
	nt_dpc_forget(gone);
}

void nt_module_stopped(struct nt_gone *gone)
{
	nt_dpc_stopped(gone);
}

void nt_module_gone(const struct module *module)
{
	struct client *client, *found = NULL;
	struct nt_gone gone = { .module = module };

	nt_module_stop(&gone);
	nt_pool_gone(module);
	nt_module_stopped(&gone);
	nt_print_gone(module);
	spin_lock(&clients_lock);
	list_for_each_entry(client, &clients, node) {
		if (client->module == module) {
			list_del_rcu(&client->node);
			found = client;
			break;
		}
	}
	spin_unlock(&clients_lock);
	if (!found)
		return;
	/* Its init routine may have failed after a bug check. */
	flush_work(&found->disconnect);
	kfree_rcu(found, rcu);
}

static struct nt_gone memory_of(const void *start, size_t size, const void *code)
{
	struct nt_gone gone = { .start = start, .size = size, .name = "a driver" };
	const struct module *module;

	rcu_read_lock();
	module = nt_module_of(code);
	if (module)
		strscpy(gone.name, module->name, sizeof(gone.name));
	rcu_read_unlock();
	return gone;
}

void nt_memory_gone(const void *start, size_t size, const void *code)
{
	const struct nt_gone gone = memory_of(start, size, code);

	forget_locks_in(start, size);
	nt_timer_forget(&gone);
	nt_dpc_forget(&gone);
}

void nt_memory_stop(const void *start, size_t size, const void *code)
{
	struct nt_gone gone = memory_of(start, size, code);

	nt_dpc_stop(&gone);
	nt_timer_forget(&gone);
	nt_dpc_stopped(&gone);
}

void nt_init(void)
{
	glue_set_gate(&gate);
	KeNumberProcessors = min_t(unsigned int, num_online_cpus(), S8_MAX);
	nt_timer_init();
}

void nt_exit(void)
{
	struct client *client;
	struct client *next;

	nt_timer_exit();
	nt_dpc_exit();
	nt_pool_gone(NULL);
	/* Those that do not use this module. */
	list_for_each_entry_safe(client, next, &clients, node)
		kfree(client);
}
