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
/* Copies what is there. False: it is none. Any IRQL. */
bool nt_read(void *to, const void *address, size_t size);
/*
 * Memory, or NULL without a line in the log. At PASSIVE_LEVEL if it @may_sleep, else at or
 * below DISPATCH_LEVEL. glue_free() or nt_free() frees it.
 */
void *nt_alloc(size_t size, bool may_sleep);
/* The same, never NULL: waits until there is memory. PASSIVE_LEVEL. */
void *nt_alloc_surely(size_t size);
/* Like nt_alloc() for much of it, aligned to @alignment, a power of two. nt_free() frees it. */
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
	NT_IRPS_LOCK,		/* of those that there are */
	NT_LOG_ENTRIES_LOCK,
	NT_MDLS_LOCK,
	NT_MESSAGES_LOCK,
	NT_PACKETS_LOCK,
	NT_POOL_LOCK,		/* of its blocks */
	NT_WORK_ITEMS_LOCK,
	NT_SPINS
};

/* At or below DISPATCH_LEVEL; at DISPATCH_LEVEL in between. */
void nt_spin_lock(enum nt_spin which);
void nt_spin_unlock(enum nt_spin which);

struct spinlock;

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
/* It is not queued. NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_work_free(struct nt_work *work);

/* stack.c: the stack that code runs on. Any context. */

/* That of its thread: how large it is, and what of it is left; 0: it is that of an interrupt. */
struct nt_stack {
	size_t size;
	size_t left;
};

struct nt_stack nt_thread_stack(void);
/* Adds to a number of the CPU's, 0 at first, and returns it. The caller stays on the CPU. */
int nt_cpu_nesting(int step);

/*
 * wait_alive.c: waits for what a driver has to bring about. All can be frozen (W8). Process
 * context.
 */

struct completion;

/* Until it @is so. */
void nt_wait_for(bool (*is)(const void *context), const void *context);
/* The same. False: the process is killed, or it is exiting and has waited long enough. */
bool nt_wait_while_alive(bool (*is)(const void *context), const void *context);
/* Those who wait for something look whether it is so now. At or below DISPATCH_LEVEL. */
void nt_wake_all(void);
/* nt_wait_while_alive() for a completion. */
bool nt_wait_killable(struct completion *completion);

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
