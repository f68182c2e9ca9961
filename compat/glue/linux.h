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
/* Where the kernel's addresses begin, for where that takes too long. */
extern const ULONG_PTR nt_kernel_start;
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
	NT_DEVICE_QUEUES_LOCK,
	NT_LOG_ENTRIES_LOCK,
	NT_MESSAGES_LOCK,
	NT_PACKETS_LOCK,
	NT_POOL_LOCK,		/* of its blocks */
	NT_THREADS_LOCK,	/* of those that run */
	NT_WORK_ITEMS_LOCK,
	NT_SPINS
};

/* At or below DISPATCH_LEVEL; at DISPATCH_LEVEL in between. */
void nt_spin_lock(enum nt_spin which);
void nt_spin_unlock(enum nt_spin which);

enum nt_raw_spin {
	NT_DPCS_LOCK,
	NT_RAW_SPINS
};

/* The same at any IRQL; interrupts are off in between. Returns the flags that unlocking takes. */
unsigned long nt_raw_spin_lock(enum nt_raw_spin which);
void nt_raw_spin_unlock(enum nt_raw_spin which, unsigned long flags);

struct spinlock;

/* With interrupts off. Any context. Returns the flags that unlocking takes. */
unsigned long nt_spin_lock_irqsave(struct spinlock *lock);
void nt_spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags);

/*
 * The dispatcher lock (ke/dispatcher.hh), with interrupts off. At or below DISPATCH_LEVEL.
 * Returns the flags that unlocking takes.
 */
unsigned long nt_dispatcher_lock(void);
void nt_dispatcher_unlock(unsigned long flags);
/* The caller has it, or the log has a report (lockdep). */
void nt_assert_dispatcher_lock(void);

/* spin_lock.c: the Linux lock in a driver's spin lock (ke/spin_lock.cc) */

/* Room for one, whatever the kernel adds to it; spin_lock.c compares. */
#define NT_SPINLOCK_SIZE (sizeof(KSPIN_LOCK) - sizeof(void *))

/* To lockdep all that are initialised at one @site, in a module, are of one kind. */
void nt_spinlock_init(struct spinlock *lock, const void *site);
/* At DISPATCH_LEVEL. */
void nt_spinlock_lock(struct spinlock *lock);
void nt_spinlock_unlock(struct spinlock *lock);
/* False: nobody has it. */
bool nt_spinlock_is_locked(struct spinlock *lock);
/* For loops that wait for another processor. Any context. */
void nt_preempt_off(void);
void nt_preempt_on(void);
void nt_cpu_relax(void);
/* The address is in ntparport itself. Any context. */
bool nt_is_own(const void *address);

/* preempt.c: what may come in between. At or below DISPATCH_LEVEL. */

/* Those that wait run when they may again. */
void nt_softirqs_off(void);
void nt_softirqs_on(void);

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
/* The same, in these words, which are a kind of their own. */
void nt_warn_of_mistake(const void *caller, const char *routine, const char *mistake);
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
/* It is not queued. NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_work_free(struct nt_work *work);

/* tasklet.c: what serves the queue of DPCs */

/* Loading of ntparport. @routine is called at DISPATCH_LEVEL, by one processor at a time. */
void nt_dpc_tasklet_init(void (*routine)(void));
/* It is called once, soon, however often this is. Any context. */
void nt_dpc_tasklet_schedule(void);
/* Waits until it has been. May sleep. */
void nt_dpc_tasklet_exit(void);

/* clock.c. Any context. */

enum nt_clock {
	NT_MONOTONIC,
	NT_REALTIME,	/* follows the system's clock when that is set */
	NT_CLOCKS
};

/* In nanoseconds. */
LONGLONG nt_clock_now(enum nt_clock which);
/* In units of 100 ns: since boot, without and with what the machine slept; of the day. */
ULONGLONG nt_time_running(void);
ULONGLONG nt_time_since_boot(void);
LONGLONG nt_time_since_1970(void);
/* Ticks since boot; the length of one in units of 100 ns. */
ULONGLONG nt_tick_count(void);
ULONG nt_tick_length(void);
/* Busy-waits. Not more than a millisecond. */
void nt_delay(ULONG microseconds);

/* processors.c. Any context. */

ULONG nt_this_processor(void);
/* The first that fit into a mask; all. */
unsigned long nt_online_processors(void);
ULONG nt_online_processor_count(void);

/* hrtimer.c: one timer for each clock */

/* Loading of ntparport. @routine is called at DISPATCH_LEVEL when one is due. */
void nt_hrtimers_init(void (*routine)(enum nt_clock which));
/* Sets it, also if it is set, to nanoseconds of its clock. At or below DISPATCH_LEVEL. */
void nt_hrtimer_start(enum nt_clock which, LONGLONG due);
/* Waits for the routine. May sleep. */
void nt_hrtimers_exit(void);

/* task.c */

struct task_struct;

/* The calling one. Any context. */
struct task_struct *nt_current_task(void);
/* There may be one: it is memory. Any context. */
bool nt_is_task_memory(const struct task_struct *task);
/* Ends a reference. At or below DISPATCH_LEVEL. */
void nt_task_put(struct task_struct *task);

/* priority.c: of a task, and to change it, in process context */

bool nt_task_is_realtime(struct task_struct *task);
/* Above 0 if it is. */
unsigned int nt_task_realtime_priority(const struct task_struct *task);
int nt_task_nice(const struct task_struct *task);
/* Makes it a normal one. */
void nt_task_set_nice(struct task_struct *task, int nice);
/* SCHED_FIFO, at its lowest priority, and beside threaded interrupts. */
void nt_task_set_fifo_low(struct task_struct *task);
void nt_task_set_fifo(struct task_struct *task);

/* thread.c: threads of the kernel */

/*
 * One that runs this, once it is started; a reference to its task, or NULL: there is no
 * memory. May sleep.
 */
struct task_struct *nt_thread_create(int (*run)(void *context), void *context, const char *name);
/* How Linux numbers its process and itself. Any context. */
ULONG nt_thread_process(struct task_struct *task);
ULONG nt_thread_number(struct task_struct *task);
/* Until nt_thread_exit() ntparport stays loaded. */
void nt_thread_start(struct task_struct *task);
/* The end of the calling one: does not return. (Told to the compiler, objtool would ask.) */
void nt_thread_exit(void);
/* The context of the calling thread, if that is what it runs, or NULL. Any context. */
void *nt_thread_context(int (*run)(void *context));

/* sleep.c. Process context. */

/*
 * Sleeps until @done, which nt_wake_task() follows, or until a signal comes, if it is
 * @alertable. Can be frozen (W8).
 */
void nt_sleep_until(const bool *done, bool alertable);
/* Any context; the task is there. */
void nt_wake_task(struct task_struct *task);
/* Gives others the processor. */
void nt_yield(void);

/* wait.c: waiting until something is so. Can be frozen (W8). */

enum nt_queue {
	NT_THREADS_QUEUE,	/* threads end */
	NT_QUEUES
};

#define NT_FOREVER __LONG_MAX__

/* False: it is not so after so many ticks. May sleep. */
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
