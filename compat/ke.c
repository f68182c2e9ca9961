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

#include "nt_io.h"

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
	pr_warn("%pS called %s at IRQL %u; it is allowed up to %u\n", caller, nt_name(routine),
		irql, max);
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

KIRQL NTAPI KfRaiseIrql(KIRQL new)
{
	KIRQL old = KeGetCurrentIrql();

	if (new < old) {
		nt_complain("IRQL is %u, cannot be raised to %u", old, new);
	} else if (new > DISPATCH_LEVEL) {
		if (old <= DISPATCH_LEVEL) {
			local_irq_disable();
			this_cpu_write(raised.disabled_irqs, true);
		}
		this_cpu_write(raised.irql, min_t(KIRQL, new, HIGH_LEVEL));
	} else if (new == DISPATCH_LEVEL && old < DISPATCH_LEVEL) {
		local_bh_disable();
	}
	return old;
}
EXPORT_SYMBOL_GPL(KfRaiseIrql);

VOID NTAPI KeRaiseIrql(KIRQL new, PKIRQL old)
{
	*old = KfRaiseIrql(new);
}
EXPORT_SYMBOL_GPL(KeRaiseIrql);

KIRQL NTAPI KeRaiseIrqlToDpcLevel(void)
{
	return KfRaiseIrql(DISPATCH_LEVEL);
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
	initialise((struct lock *)storage, __builtin_return_address(0));
}
EXPORT_SYMBOL_GPL(KeInitializeSpinLock);

/* The Linux lock in it; one that was only zeroed is initialised by its first use. */
spinlock_t *nt_spinlock(PKSPIN_LOCK storage, const void *site)
{
	struct lock *lock = (struct lock *)storage;
	int state = atomic_read_acquire(&lock->state);

	while (unlikely(state != LOCK_READY)) {
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

KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK storage)
	__acquires(storage)
{
	KIRQL old = KeGetCurrentIrql();

	/* Refused at DIRQL, like its release: the lock may be that of the interrupted code. */
	if (!nt_irql_ok(DISPATCH_LEVEL)) {
		__acquire(storage);
		return old;
	}
	if (old < DISPATCH_LEVEL)
		local_bh_disable();
	spin_lock(nt_spinlock(storage, __builtin_return_address(0)));
	return old;
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLockRaiseToDpc);

VOID NTAPI KeAcquireSpinLock(PKSPIN_LOCK storage, PKIRQL old)
	__acquires(storage)
{
	*old = KeGetCurrentIrql();
	if (!nt_irql_ok(DISPATCH_LEVEL)) {
		__acquire(storage);
		return;
	}
	if (*old < DISPATCH_LEVEL)
		local_bh_disable();
	spin_lock(nt_spinlock(storage, __builtin_return_address(0)));
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLock);

VOID NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK storage)
	__acquires(storage)
{
	if (!nt_irql_ok(DISPATCH_LEVEL)) {
		__acquire(storage);
		return;
	}
	if (KeGetCurrentIrql() < DISPATCH_LEVEL) {
		/* A softirq on this CPU could spin on it for ever: the release is refused, too. */
		nt_complain("below DISPATCH_LEVEL, the lock is not taken");
		__acquire(storage);
		return;
	}
	spin_lock(nt_spinlock(storage, __builtin_return_address(0)));
}
EXPORT_SYMBOL_GPL(KeAcquireSpinLockAtDpcLevel);

/* Whether it may be given back. */
static bool taken(PKSPIN_LOCK storage)
{
	struct lock *lock = (struct lock *)storage;

	if (atomic_read(&lock->state) != LOCK_READY)
		return false;
	/* A kernel for one processor does not know. */
	return !IS_ENABLED(CONFIG_SMP) || spin_is_locked(&lock->lock);
}

VOID NTAPI KeReleaseSpinLock(PKSPIN_LOCK storage, KIRQL new)
	__releases(storage)
{
	if (!nt_irql_ok(DISPATCH_LEVEL)) {
		__release(storage);
		return;
	}
	if (!taken(storage)) {
		nt_complain("nobody has the lock");
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
	if (!nt_irql_ok(DISPATCH_LEVEL)) {
		__release(storage);
		return;
	}
	if (!taken(storage)) {
		nt_complain("nobody has the lock");
		__release(storage);
		return;
	}
	spin_unlock(&((struct lock *)storage)->lock);
}
EXPORT_SYMBOL_GPL(KeReleaseSpinLockFromDpcLevel);

/* Time */

#define NS_PER_UNIT 100

/* Up to here what the kernel's delay may be short of is less than reading the clock takes. */
#define SHORT_STALL 10

VOID NTAPI KeStallExecutionProcessor(ULONG microseconds)
{
	u64 end, before = 0, now;

	if (microseconds <= SHORT_STALL) {
		udelay(microseconds);
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
}
EXPORT_SYMBOL_GPL(KeStallExecutionProcessor);

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency)
{
	LARGE_INTEGER counter = { .QuadPart = div_u64(ktime_get_ns(), NS_PER_UNIT) };

	if (frequency)
		frequency->QuadPart = NSEC_PER_SEC / NS_PER_UNIT;
	return counter;
}
EXPORT_SYMBOL_GPL(KeQueryPerformanceCounter);

VOID NTAPI KeQuerySystemTime(PLARGE_INTEGER time)
{
	time->QuadPart = NT_EPOCH + div_s64(ktime_get_real_ns(), NS_PER_UNIT);
}
EXPORT_SYMBOL_GPL(KeQuerySystemTime);

ULONGLONG NTAPI KeQueryInterruptTime(void)
{
	return div_u64(ktime_get_boottime_ns(), NS_PER_UNIT);
}
EXPORT_SYMBOL_GPL(KeQueryInterruptTime);

VOID NTAPI KeQueryTickCount(PLARGE_INTEGER count)
{
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
 * @disconnect: for nt_driver_dies()
 * @rcu: for its end
 */
struct client {
	struct list_head node;
	struct module *module;
	bool dead;
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

/* In a thread of its own: a bug check may happen in an interrupt. */
static void disconnect(struct work_struct *work)
{
	nt_driver_dies(container_of(work, struct client, disconnect)->module);
}

/* Marks the driver with this code, and keeps it loaded. */
static void kill_driver(const void *code)
{
	struct client *client;

	rcu_read_lock();
	client = client_of(code);
	if (client && !xchg(&client->dead, true)) {
		WRITE_ONCE(any_dead, true);
		/* Fails if it is being unloaded; then its unload routine does not return. */
		if (try_module_get(client->module)) {
			pr_emerg("%s: dead, it is called no more and stays loaded\n",
				 client->module->name);
			schedule_work(&client->disconnect);
		} else {
			pr_emerg("%s: dead while it is being unloaded\n", client->module->name);
		}
	}
	rcu_read_unlock();
}

void nt_call_lock(struct nt_call_mutex *mutex)
{
	mutex_lock(&mutex->mutex);
	WRITE_ONCE(mutex->owner, current);
}

void nt_call_unlock(struct nt_call_mutex *mutex)
{
	WRITE_ONCE(mutex->owner, NULL);
	mutex_unlock(&mutex->mutex);
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

	pr_emerg("%pS: bug check 0x%x (0x%lx, 0x%lx, 0x%lx, 0x%lx) at IRQL %u\n", caller, code,
		 (long)parameters[0], (long)parameters[1], (long)parameters[2],
		 (long)parameters[3], irql);
	kill_driver(caller);
	if (irql != PASSIVE_LEVEL) {
		pr_emerg("%pS: cannot be stopped at IRQL %u, goes on\n", caller, irql);
		return;
	}
	unlock_all();
	for (;;) {
		set_current_state(TASK_IDLE);
		schedule();
	}
}

VOID NTAPI KeBugCheckEx(ULONG code, ULONG_PTR parameter1, ULONG_PTR parameter2,
			ULONG_PTR parameter3, ULONG_PTR parameter4)
{
	const ULONG_PTR parameters[] = { parameter1, parameter2, parameter3, parameter4 };

	bug_check(__builtin_return_address(0), code, parameters);
}
EXPORT_SYMBOL_GPL(KeBugCheckEx);

VOID NTAPI KeBugCheck(ULONG code)
{
	const ULONG_PTR parameters[4] = { 0 };

	bug_check(__builtin_return_address(0), code, parameters);
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

void nt_memory_gone(const void *start, size_t size)
{
	const struct nt_gone gone = { .start = start, .size = size };

	nt_timer_forget(&gone);
	nt_dpc_forget(&gone);
}

void nt_memory_stop(const void *start, size_t size)
{
	struct nt_gone gone = { .start = start, .size = size };

	nt_dpc_stop(&gone);
	nt_timer_forget(&gone);
	nt_dpc_stopped(&gone);
}

void nt_init(void)
{
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
