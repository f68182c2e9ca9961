/* SPDX-License-Identifier: GPL-2.0 */
/*
 * linux.h - what Linux does for the Windows kernel: the contract between C++ and C.
 *
 * Included from both. Each section says which file of this folder implements it.
 */
#ifndef COMPAT_GLUE_LINUX_H
#define COMPAT_GLUE_LINUX_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* memory.c */

/*
 * It is memory of the kernel's that is mapped, and no more: it may have been freed.
 * Any IRQL.
 */
bool nt_is_memory(const void *address, size_t size);
/*
 * Memory, or NULL without a line in the log. At PASSIVE_LEVEL if it @may_sleep, else at or
 * below DISPATCH_LEVEL. glue_free() or nt_free() frees it.
 */
void *nt_alloc(size_t size, bool may_sleep);
/* The same for much of it, aligned to @alignment, a power of two. nt_free() frees it. */
void *nt_memory_alloc(size_t size, size_t alignment, bool clear, bool may_sleep);
/* The same, zeroed. PASSIVE_LEVEL. */
void *nt_zalloc(size_t size);
/* NULL is nothing. At or below DISPATCH_LEVEL. */
void nt_free(const void *memory);
/* The size of a line of the processor's cache. */
size_t nt_cache_line(void);
/* Where the kernel's addresses begin. */
extern const ULONG_PTR nt_kernel_start;

/* lock.c: what is locked for as long as it takes to look something up, or change it. */

enum nt_mutex {
	NT_ANNOUNCE_MUTEX,	/* one announcement of a link at a time; taken before the next */
	NT_INTERFACES_MUTEX,
	NT_NAMES_MUTEX,
	NT_REGISTRY_MUTEX,
	NT_MUTEXES
};

/* PASSIVE_LEVEL. */
void nt_mutex_lock(enum nt_mutex which);
void nt_mutex_unlock(enum nt_mutex which);
/* The caller has it, or the log has a report (lockdep). */
void nt_assert_mutex(enum nt_mutex which);

enum nt_spin {
	NT_CALL_MUTEXES_LOCK,
	NT_LOG_ENTRIES_LOCK,
	NT_MESSAGES_LOCK,
	NT_PACKETS_LOCK,
	NT_POOL_LOCK,		/* of its blocks */
	NT_WORK_ITEMS_LOCK,
	NT_SPINS
};

/* At or below DISPATCH_LEVEL; at DISPATCH_LEVEL in between. */
void nt_spin_lock(enum nt_spin which);
void nt_spin_unlock(enum nt_spin which);

enum nt_raw_spin {
	NT_OBJECTS_LOCK,
	NT_RAW_SPINS
};

/* The same at any IRQL; interrupts are off in between. Returns the flags that unlocking takes. */
unsigned long nt_raw_spin_lock(enum nt_raw_spin which);
void nt_raw_spin_unlock(enum nt_raw_spin which, unsigned long flags);

struct spinlock;

/* One that a driver has forgotten to give back. */
void nt_spin_unlock_forgotten(struct spinlock *lock);

/* With interrupts off. Any context. Returns the flags that unlocking takes. */
unsigned long nt_spin_lock_irqsave(struct spinlock *lock);
void nt_spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags);

/* handles.c: entries by number. Process context. */

/* Takes the lowest number from 1 to @last that is free. False: none is, or no memory. May sleep. */
bool nt_handles_add(void *entry, ULONG last, ULONG *number);
/* What had the number, or NULL. */
void *nt_handles_remove(ULONG_PTR number);
/* A spin lock, which all that follow need. */
void nt_handles_lock(void);
void nt_handles_unlock(void);
void *nt_handles_find(ULONG_PTR number);
/* The first entry from @number on, which becomes that entry's; NULL: none. */
void *nt_handles_next(ULONG_PTR *number);
void nt_handles_remove_locked(ULONG_PTR number);

/* refcount.c: counts of references, which do not overflow. Any context. */

struct nt_refcount {
	int references;
};

void nt_refcount_set(struct nt_refcount *count, unsigned int references);
unsigned int nt_refcount_read(const struct nt_refcount *count);
void nt_refcount_get(struct nt_refcount *count);
/* False: there is none any more. */
bool nt_refcount_get_unless_zero(struct nt_refcount *count);
/* True: that was the last one. */
bool nt_refcount_put(struct nt_refcount *count);

/* tree.c: what has a number that no other has, and that stays. Whoever calls has a lock. */

struct nt_tree_node {
	ULONG_PTR key;
	unsigned long links[3];
};

/* Zeroed at the start. */
struct nt_tree {
	void *root;
};

void nt_tree_insert(struct nt_tree *tree, struct nt_tree_node *node);
void nt_tree_remove(struct nt_tree *tree, struct nt_tree_node *node);
/* The node with the largest number up to this one; with the smallest from it on. NULL: none. */
struct nt_tree_node *nt_tree_last_up_to(const struct nt_tree *tree, ULONG_PTR key);
struct nt_tree_node *nt_tree_first_from(const struct nt_tree *tree, ULONG_PTR key);

/* notifier.c: who is told of links (ob/namespace.h). Process context; may sleep. */

struct notifier_block;
struct nt_link;

#define nt_link_notifier_register ntparport_link_notifier_register
int nt_link_notifier_register(struct notifier_block *block);
#define nt_link_notifier_unregister ntparport_link_notifier_unregister
void nt_link_notifier_unregister(struct notifier_block *block);
void nt_link_notify(unsigned long event, struct nt_link *link);

/* log.c: lines in the kernel's log. Any context. */

/*
 * A warning, after "ntparport: ". Nearly all are about what a driver does, and it may do it
 * for ever: of each format there are not more than some in some seconds
 * (glue_log_allowed()).
 */
__attribute__((format(printf, 1, 2))) void nt_warn(const char *format, ...);
/*
 * The code at @caller called @routine, a name with or without the prefix of exports: what
 * was wrong with that. Without a newline. Of each format not more than some.
 */
__attribute__((format(printf, 3, 4)))
void nt_warn_of_call(const void *caller, const char *routine, const char *format, ...);
void nt_vwarn_of_call(const void *caller, const char *routine, const char *format,
		      va_list arguments);
/* The same: @what it handed over is no memory. */
void nt_warn_of_address(const void *caller, const char *routine, const char *what);
/* The same: its IRQL is above @max. */
void nt_warn_of_irql(const void *caller, const char *routine, KIRQL irql, KIRQL max);

/* An error that comes once, where somebody waits for what fails: never left out. */
__attribute__((format(printf, 1, 2))) void nt_error(const char *format, ...);

/* How important a line of a driver is. */
enum nt_importance { NT_ERROR_LINE, NT_WARNING_LINE, NT_INFO_LINE };

/*
 * A line of a driver, after its name. @driver tells drivers apart: of each not more than
 * a thousand in five seconds.
 */
void nt_log_line(const void *driver, const char *name, enum nt_importance importance,
		 const char *line);
/* An error that a driver reports of itself; of each @kind not more than some. */
__attribute__((format(printf, 3, 4)))
void nt_log_error(const void *kind, const char *name, const char *format, ...);
/* What %p is in the log: Linux' stand-in for an address, or a word in parentheses. */
#define NT_POINTER_TEXT 32
void nt_pointer_text(char text[NT_POINTER_TEXT], const void *pointer);
/* Who prints: a thread, or what interrupts threads on this CPU. */
unsigned long nt_printer(void);
/* For the lines that are being put together. Nothing under it may sleep or print. */
unsigned long nt_lines_lock(void);
void nt_lines_unlock(unsigned long flags);

/* work.c: routines that threads of the system run */

struct nt_work;
struct workqueue_struct;

/* For C: what they run on. */
extern struct workqueue_struct *nt_workqueue;
/* Loading and unloading of ntparport: -ENOMEM. */
int nt_work_init(void);
void nt_work_exit(void);

/* NULL: there is no memory. At or below DISPATCH_LEVEL, in process context if it @may_sleep. */
struct nt_work *nt_work_create(void (*run)(void *context), void *context, bool may_sleep);
/*
 * Runs the routine once, however often it is queued before that. From then on it may be
 * queued again, or freed. At or below DISPATCH_LEVEL.
 */
void nt_work_queue(struct nt_work *work);
/* The same before others, and whatever they wait for. Any IRQL. */
void nt_work_queue_urgent(struct nt_work *work);
/* Waits until it has run if it is queued. May sleep. */
void nt_work_flush(struct nt_work *work);
/* It is not queued. NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_work_free(struct nt_work *work);

/* context.c: what the code that runs now is part of, and has. Any context. */

/* Softirqs are part of tasks, and spin locks sleep. */
extern const bool nt_preempt_rt;
/* What a spin lock, and what softirqs that are off, make of the counts of struct nt_level. */
extern const unsigned int nt_lock_step;
extern const unsigned int nt_softirq_step;

/**
 * struct nt_raised - what KeRaiseIrql() did on this CPU
 * @irql: the level, if it is above DISPATCH_LEVEL, else 0
 * @disabled_irqs: and interrupts were on before
 *
 * Interrupts are off while it says anything, so it stays the caller's own.
 */
struct nt_raised {
	KIRQL irql;
	bool disabled_irqs;
};

struct nt_raised nt_raised_get(void);
void nt_raised_set(KIRQL irql, bool disabled_irqs);
/* The IRQL is none any more. Returns what it was. */
KIRQL nt_raised_forget(void);

/**
 * struct nt_level - what a driver's routine must leave as it found it
 * @preempt: preempt_count()
 * @softirq: softirq_count(), which is part of it but on PREEMPT_RT
 * @locks: the number of spin locks
 * @raised: what KeRaiseIrql() did
 * @irqs_off: interrupts are off
 */
struct nt_level {
	unsigned int preempt;
	unsigned int softirq;
	unsigned int locks;
	struct nt_raised raised;
	bool irqs_off;
};

void nt_level_get(struct nt_level *level);
/* It is that. What KeRaiseIrql() did counts while interrupts are off, when it is the caller's. */
bool nt_level_is(const struct nt_level *level);

struct nt_gate;
struct tasks;

/**
 * struct nt_context - which context this is
 * @innermost: of the calls of drivers that it is in; in that list are those of other tasks, too
 * @task: what it is part of
 * @softirq: it is a softirq
 * @tasks: whose list it is, or NULL: the CPU's
 * @flags: for unlocking
 */
struct nt_context {
	struct nt_gate **innermost;
	const void *task;
	struct tasks *tasks;
	unsigned long flags;
	bool softirq;
};

/* Its calls, which are a list of struct nt_gate (base/gate.h). */
void nt_calls_lock(struct nt_context *context);
void nt_calls_unlock(const struct nt_context *context);

/* preempt.c: what may come in between. Any context. */

void nt_irqs_off(void);
void nt_irqs_on(void);
void nt_softirqs_off(void);
void nt_softirqs_on(void);
/* They are off, and this is none. */
bool nt_softirqs_are_off(void);
/* Either of the two. */
bool nt_in_softirq(void);
/* For what a driver left. */
void nt_preempt_count_set(unsigned int count);

/* task.c. Any context. */

struct task_struct;

/* Whose context this is, for comparison. */
const void *nt_current_task(void);
/* There is memory where it says that a task is. */
bool nt_is_task_memory(const struct task_struct *task);
void nt_task_get(struct task_struct *task);
void nt_task_put(struct task_struct *task);
unsigned int nt_task_references(const struct task_struct *task);

/* modules.c: modules by their addresses. */

struct module;

/* Of a module that is in the list. */
struct nt_module_entry {
	void *links[2];
	struct module *module;
};

/* Process context. Whoever removes one waits for readers (glue_synchronize()). */
void nt_modules_add(struct nt_module_entry *entry);
void nt_modules_remove(struct nt_module_entry *entry);
/* The module that has this code or data, or NULL. Any context, in a section (glue.h). */
struct nt_module_entry *nt_modules_have(const void *address);
/* There is one. Any context. */
bool nt_is_in_module(const void *address);
/* This module, or NULL; of NULL: any. In a section, or nobody else changes the list. */
struct nt_module_entry *nt_modules_find(const struct module *module);
/* Its name, in as many characters (NT_DRIVER_NAME of base/client.h). */
void nt_module_name(const struct module *module, char *name);
/* Keeps it loaded; false: it is being unloaded. Any context. */
bool nt_module_get(struct module *module);

/* poll.c: the tick, who runs in it, and giving way to others. */

/* This CPU has not seen the tick. Any context. */
bool nt_tick_is_new(void);
void nt_tick_seen(void);
/* How many ticks that is. */
unsigned long nt_ticks(unsigned int ms);

/**
 * struct nt_runner - who runs on a CPU
 * @task: it, for comparison only
 * @sleeps: how often it had slept
 * @since: the tick
 */
struct nt_runner {
	const void *task;
	unsigned long sleeps;
	unsigned long since;
};

struct nt_runner nt_runner_now(void);
/* Who was found on this CPU last; the caller stays there until it is unlocked. */
struct nt_runner *nt_runner_lock(void);
void nt_runner_unlock(void);

/* It is a thread that holds nothing, and does not get ready to sleep. */
bool nt_may_give_way(void);
/* PASSIVE_LEVEL. */
void nt_give_way(void);
void nt_sleep_for_a_tick(void);
/* The thread is to be frozen; has a real-time priority. */
bool nt_is_freezing(void);
bool nt_is_realtime(void);

/* wait.c: waiting for what a driver may have to bring about, which can be frozen (W8). */

enum nt_queue {
	NT_CALL_MUTEX_QUEUE,
	NT_QUEUES
};

#define NT_FOR_EVER (~0ul >> 1)

/*
 * Until it is so, at most so many ticks, or NT_FOR_EVER. False: it is not. @is must not
 * sleep. PASSIVE_LEVEL, also with a mutex held.
 */
bool nt_wait_until(enum nt_queue which, bool (*is)(void *context), void *context, long ticks);
/* It may be so now. At or below DISPATCH_LEVEL. */
void nt_wake(enum nt_queue which);

/* errno.c */

/*
 * A negative errno, as a program on Linux sees the status; 0 for success and
 * information, for nothing else.
 */
int nt_errno(NTSTATUS status);

/* math.c: what C++ cannot do on every machine, and the calendar. Any context. */

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder);
LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor);
/* Of seconds since 1970; milliseconds stay as they are. */
void nt_calendar(LONGLONG seconds, TIME_FIELDS *fields);
LONGLONG nt_seconds(const TIME_FIELDS *fields);

/* text.c. Any context. */

/*
 * UTF-8 as UTF-16, not terminated: how many characters, at most @room. Negative: it is no
 * UTF-8.
 */
int nt_utf8_to_utf16(const char *text, size_t length, WCHAR *result, size_t room);
/* All of the text is a number, as C writes it; false: it is not, or is too large. */
bool nt_parse_number(const char *text, ULONGLONG *number);

#ifdef __cplusplus
}
#endif

#endif
