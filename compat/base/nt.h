/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt.h - what the files of this folder share; no driver sees it.
 */
#ifndef COMPAT_NT_H
#define COMPAT_NT_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>

#include <ntddk.h>

/* The log's lines begin with it. Included last, this undoes the kernel's own. */
#undef pr_fmt
#define pr_fmt(fmt) "ntparport: " fmt

/*
 * print.c: a warning. Nearly all are about what a driver does, and it may do it for
 * ever: of each format there are not more than some in some seconds (glue_log_allowed()).
 */
__printf(1, 2) void nt_warn(const char *format, ...);
#undef pr_warn
#define pr_warn(format, ...) nt_warn(pr_fmt(format), ##__VA_ARGS__)
#undef pr_warn_ratelimited
#define pr_warn_ratelimited pr_warn

/* Windows' lists are Linux' lists under other names. */
static_assert(sizeof(LIST_ENTRY) == sizeof(struct list_head));
static_assert(offsetof(LIST_ENTRY, Flink) == offsetof(struct list_head, next));
static_assert(offsetof(LIST_ENTRY, Blink) == offsetof(struct list_head, prev));

static inline struct list_head *nt_list(LIST_ENTRY *entry)
{
	return (struct list_head *)entry;
}

/* 1601, where system times begin, to 1970, in units of 100 ns. */
#define NT_EPOCH 116444736000000000LL

struct nt_gone;

/* ke.c: its part of loading and unloading of ntparport */

void nt_init(void);
void nt_exit(void);
/* A module is about to run its init routine. May sleep. */
void nt_module_coming(struct module *module);
/*
 * A module has run its exit routine, or its init routine failed: ends what it
 * left behind (timers, DPCs, threads) and says so. May sleep.
 */
void nt_module_gone(const struct module *module);
/*
 * Its part that ends what still runs; the module's memory may be needed until then.
 * From here on no DPC of the module runs. May be called again, and has to be where
 * threads and work items have run since, which may have set timers.
 */
void nt_module_stop(struct nt_gone *gone);
/* After nt_module_stop(): @gone is no longer in use, and DPCs run again, if any are left. */
void nt_module_stopped(struct nt_gone *gone);

/*
 * Memory of the driver that has that code is about to be freed: takes the timers and
 * DPCs in it out of their queues, and says so. At or below DISPATCH_LEVEL.
 */
void nt_memory_gone(const void *start, size_t size, const void *code);
/* The same, and no routine of a DPC in it runs any more. At PASSIVE_LEVEL. */
void nt_memory_stop(const void *start, size_t size, const void *code);

/*
 * The module this code belongs to, if it was loaded after ntparport, or NULL.
 * Any IRQL; under RCU, which keeps it.
 */
struct module *nt_module_of(const void *code);
/*
 * Whose code called: the return address, if it is a driver's. In a tail call it
 * is not, as the driver's routine is gone already: then the routine of a driver
 * that was called last in this context stands for it. Any IRQL.
 */
const void *nt_caller_of(const void *address);
#define nt_caller() nt_caller_of(__builtin_return_address(0))
/* The driver this code belongs to had a bug check: it is not to be called. Any IRQL. */
bool nt_dead(const void *code);
bool nt_module_dead(const struct module *module);

/*
 * For all that a loop which polls may call: a thread that has run for long lets
 * others run (W7). Any IRQL; at PASSIVE_LEVEL it may sleep. Once in a tick it looks
 * closely, else it costs a comparison.
 */
DECLARE_PER_CPU(unsigned long, nt_looked_round);
void nt_look_round(void);
static __always_inline void nt_polled(void)
{
	if (unlikely(this_cpu_read(nt_looked_round) != jiffies))
		nt_look_round();
}

/* The same, for C++. */
void nt_poll(void);

/*
 * wait_event_timeout() that can be frozen, whatever is locked: what is waited for is
 * a driver's, which needs none of it (W8).
 */
#define nt_wait_event_timeout(queue, condition, timeout)			\
({										\
	long __ret = (timeout);							\
										\
	if (!___wait_cond_timeout(condition))					\
		__ret = ___wait_event(queue, ___wait_cond_timeout(condition),	\
				      (TASK_IDLE | TASK_FREEZABLE_UNSAFE), 0, timeout, \
				      __ret = schedule_timeout(__ret));		\
	__ret;									\
})

/**
 * struct nt_call_mutex - a mutex that is held while drivers are called
 * @mutex: it
 * @owner: who has it; a thread that stops in a bug check gives it back before
 */
struct nt_call_mutex {
	struct mutex mutex;
	struct task_struct *owner;
};

#define NT_CALL_MUTEX(name) \
	struct nt_call_mutex name = { .mutex = __MUTEX_INITIALIZER(name.mutex) }

void nt_call_lock(struct nt_call_mutex *mutex);
/* The same, in this many ticks; false: the mutex is somebody else's. */
bool nt_call_lock_within(struct nt_call_mutex *mutex, long timeout);
void nt_call_unlock(struct nt_call_mutex *mutex);

/* Those of the lists of drivers and ports; taken in the order pnp, and one of the others. */
extern struct nt_call_mutex nt_pnp_mutex, nt_drivers_mutex, nt_ports_mutex;

/* What an interrupt has: Windows' own values are between DISPATCH_LEVEL and CLOCK_LEVEL. */
#define NT_DIRQL 9

/*
 * Whether the IRQL is at most @max. If not, the log names the routine that was
 * called (the one this is used in) and its caller, and the routine has to do
 * nothing.
 */
#define nt_irql_ok(max)									\
({											\
	KIRQL __irql = KeGetCurrentIrql();						\
	bool __ok = __irql <= (max);							\
											\
	if (!__ok)									\
		nt_irql_complain(__func__, nt_caller(), __irql, max);			\
	__ok;										\
})
void nt_irql_complain(const char *routine, const void *caller, KIRQL irql, KIRQL max);

/*
 * A line in the log about a mistake of the driver that called the routine this
 * is used in. Never more than a few a second.
 */
#define nt_complain(format, ...)							\
	pr_warn_ratelimited("%pS: %s: " format "\n", nt_caller(),			\
			    nt_name(__func__), ##__VA_ARGS__)

/*
 * check.c: what a driver hands over may be anything. These tell whether it is
 * memory of the kernel's that is mapped, and no more: it may have been freed. Any
 * IRQL.
 */
bool nt_is_memory(const void *address, size_t size);
/* It is one of the kernel's addresses, for where the above takes too long. */
static inline bool nt_is_address(const void *address)
{
	return likely(IS_ENABLED(CONFIG_64BIT) ? (long)address < 0 :
						 (unsigned long)address >= TASK_SIZE);
}

/* A string, and its text. */
bool nt_is_string(const UNICODE_STRING *string);
/* The same, with the whole buffer, and no more in it than that. */
bool nt_is_room(const UNICODE_STRING *string);
/* A terminated text. */
bool nt_is_text(const void *text, bool wide);
/* The head of a list, or an entry of one, whose neighbours know it. */
bool nt_is_list(const LIST_ENTRY *head);

/* Whether it is; if not, the log has a line that @what is none. Like nt_complain(). */
#define nt_ok(is, what)								\
({										\
	bool __is = is;								\
										\
	if (!__is)								\
		nt_complain(what " is at no address that is memory");		\
	__is;									\
})

/* The Windows name of a routine: headers give it a prefix. */
static inline const char *nt_name(const char *routine)
{
	return str_has_prefix(routine, "ntparport_") ?
		routine + strlen("ntparport_") : routine;
}

/**
 * struct nt_gone - what goes away: a module, or memory
 * @module: its code and data; NULL if it is memory
 * @name: of the driver, if it is memory
 * @start: of the memory
 * @size: of the memory
 * @stopping: none of its DPCs runs any more
 * @node: then: in a list of those
 */
struct nt_gone {
	const struct module *module;
	char name[MODULE_NAME_LEN];
	const void *start;
	size_t size;
	bool stopping;
	struct list_head node;
};

/* The object or the code goes away with it; either may be NULL. */
bool nt_goes(const struct nt_gone *gone, const void *object, const void *code);

/* For the log. */
static inline const char *nt_gone_name(const struct nt_gone *gone)
{
	return gone->module ? gone->module->name : gone->name;
}

/* ke_wait.c: dispatcher objects */

/* Guards the states and wait lists of all dispatcher objects, and the timers. Not at DIRQL. */
extern spinlock_t nt_dispatcher_lock;

/* Type in a dispatcher header; Windows' numbers. */
enum nt_dispatcher_type {
	NT_NOTIFICATION_EVENT = 0,
	NT_SYNCHRONIZATION_EVENT = 1,
	NT_MUTANT = 2,
	NT_SEMAPHORE = 5,
	NT_THREAD = 6,
	NT_NOTIFICATION_TIMER = 8,
	NT_SYNCHRONIZATION_TIMER = 9,
};

void nt_header_init(DISPATCHER_HEADER *header, enum nt_dispatcher_type type, size_t size,
		    LONG state);
/* It was initialised, as one of these two types. */
bool nt_header_is(const DISPATCHER_HEADER *header, enum nt_dispatcher_type type,
		  enum nt_dispatcher_type other);
/*
 * Lets those through whom its state, which the caller has just set, satisfies.
 * Dispatcher lock held.
 */
void nt_header_signal(DISPATCHER_HEADER *header);
/* A thread ends that has these mutexes: the next waiters learn of it. */
void nt_abandon_mutants(struct list_head *mutants);

/* ke_timer.c */

/* KeInitializeTimer() with the dispatcher lock held, for memory of ours. */
void nt_timer_prepare(PKTIMER timer);
void nt_timer_init(void);
void nt_timer_exit(void);
/* KeSetTimerEx() and KeCancelTimer() with the dispatcher lock held. */
bool nt_timer_set(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc);
bool nt_timer_cancel(PKTIMER timer);
void nt_timer_forget(const struct nt_gone *gone);

/* ke_dpc.c */

void nt_dpc_exit(void);
/*
 * KeInsertQueueDpc() for an initialised DPC, which never runs before this
 * returns. Any lock may be held.
 */
bool nt_dpc_queue(PKDPC dpc, void *argument1, void *argument2);
bool nt_dpc_initialised(const KDPC *dpc);
/* Takes out of the queue what goes away. Does not wait for a running routine. */
void nt_dpc_forget(const struct nt_gone *gone);
/*
 * Until nt_dpc_stopped() no DPC of what goes away runs, whoever queues it; waits
 * for a running routine. Harmless if it was called already. May sleep.
 */
void nt_dpc_stop(struct nt_gone *gone);
/* Forgets what was queued since. Harmless without nt_dpc_stop(). Any IRQL. */
void nt_dpc_stopped(struct nt_gone *gone);

/* ob.c: objects with references, and handles */

/**
 * struct nt_object_type - a type of objects
 * @name: for the log
 * @destroy: the last reference is gone: ends what the object has. At or below
 *	DISPATCH_LEVEL. The memory is freed after it.
 * @release: in its place for what ends later: calls nt_object_free() then.
 */
struct nt_object_type {
	const char *name;
	void (*destroy)(void *object);
	void (*release)(void *object);
};

/**
 * struct nt_object - what precedes every object in memory
 * @link: in the table of all objects, by address
 * @references: those of handles included
 * @lent: of these, those that drivers took and have not given back
 * @type: what it is
 */
struct nt_object {
	struct hlist_node link;
	refcount_t references;
	unsigned int lent;
	const struct nt_object_type *type;
} __aligned(16);

static inline struct nt_object *nt_object_of(void *object)
{
	return (struct nt_object *)object - 1;
}

/* A zeroed object of @size bytes with one reference, or NULL. May sleep. */
void *nt_object_alloc(const struct nt_object_type *type, size_t size);
void nt_object_free(void *object);

/*
 * References of our own. Those that drivers take and give back by ObReferenceObject()
 * and ObDereferenceObject() are counted apart, and a driver cannot give back more
 * than were lent to drivers: here the two names are ours. At or below
 * DISPATCH_LEVEL.
 */
#define nt_object_get ntparport_object_get
void nt_object_get(void *object);
#define nt_object_put ntparport_object_put
/* True: that was the last one. */
bool nt_object_put(void *object);
#undef ObReferenceObject
#define ObReferenceObject(object) nt_object_get(object)
#undef ObDereferenceObject
#define ObDereferenceObject(object) nt_object_put(object)

/* A reference of ours becomes the driver's. */
void nt_object_lend(void *object);
/* There is such an object, of that type (NULL: any). Any IRQL. */
bool nt_object_known(const void *object, const struct nt_object_type *type);
/* The object of a handle, with a reference of ours; statuses as of ObReferenceObjectByHandle(). */
NTSTATUS nt_object_of_handle(HANDLE handle, const struct nt_object_type *type, void **object);

/*
 * A handle, with a reference of its own, of the driver that has the code at
 * @caller. STATUS_INSUFFICIENT_RESOURCES. May sleep.
 */
NTSTATUS nt_handle_create(const void *caller, void *object, HANDLE *handle);

/* ke.c: the Linux lock in a spin lock; @site: the caller, which may be the first to use it. */
spinlock_t *nt_spinlock(PKSPIN_LOCK lock, const void *site);

/* hal.c: these I/O ports are registers of a parallel port, or no longer */

void nt_io_ports_set(unsigned long start, unsigned int count, bool known);

/* pool.c: memory of drivers */

/*
 * A pool block, or NULL, for the driver that has the code at @caller. PAGE_SIZE
 * bytes or more are aligned to a page, fewer to two pointers, all to @alignment,
 * a power of two. At or below DISPATCH_LEVEL.
 */
void *nt_pool_alloc(const void *caller, size_t size, size_t alignment, ULONG tag, bool clear);
/* Frees it; @caller called @routine for that, should it be no block. */
void nt_pool_free(const void *caller, const char *routine, const void *memory);
/* A block begins there. At or below DISPATCH_LEVEL. */
bool nt_pool_has(const void *memory);
/* A driver is about to be freed, or all are gone (NULL): frees and logs what it left. */
void nt_pool_gone(const struct module *module);
/* The blocks that are allocated. At or below DISPATCH_LEVEL. */
unsigned int nt_pool_count(void);

/* rtl.c: characters of code page 1252 */

WCHAR nt_ansi_to_wide(CHAR c);
/* A question mark if there is none. */
CHAR nt_wide_to_ansi(WCHAR c);

/* print.c: a driver is about to be freed, or had a bug check: the line that it has begun ends. */
void nt_print_gone(const struct module *module);

/* registry.c */

/**
 * struct nt_registry - a driver's part of the registry
 * @key: its key; a reference
 */
struct nt_registry {
	struct nt_key *key;
};

/*
 * Makes a driver's key (@path: absolute; all but its last part is there), with
 * the values of the module parameter Parameters in its subkey of that name, and
 * those of Service in itself. -EINVAL, with a line in the log: an entry is wrong;
 * -ENOMEM. May sleep. Both are exported for the suites.
 */
#define nt_registry_init ntparport_registry_init
int nt_registry_init(struct nt_registry *registry, PCUNICODE_STRING path, unsigned int count,
		     char *const entries[], unsigned int service_count,
		     char *const service_entries[]);
/* Deletes the key and all below it. Harmless for one that is zeroed. */
#define nt_registry_free ntparport_registry_free
void nt_registry_free(struct nt_registry *registry);

/* Loading and unloading of ntparport: -ENOMEM. */
int nt_registry_start(void);
void nt_registry_stop(void);

/* ps.c: threads */

/* Waits for the threads of a module that are left. May sleep. */
void nt_threads_end(const struct module *module);
/* The mutexes of a system thread; NULL for any other. */
struct list_head *nt_thread_mutants(PKTHREAD thread);

/*
 * KeGetCurrentThread() returns the object of a system thread. Any other task is
 * its own object, told apart by the lowest bit.
 */
static inline struct task_struct *nt_foreign_task(const void *object)
{
	unsigned long address = (unsigned long)object;

	return address & 1 ? (struct task_struct *)(address - 1) : NULL;
}

#endif
