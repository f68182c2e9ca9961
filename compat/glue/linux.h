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

struct module;

/* memory.c */

/*
 * It is mapped memory of the kernel's; it may have been freed.
 * Any IRQL.
 */
bool nt_is_memory(const void *address, size_t size);
/* Where the kernel's addresses begin, for where that takes too long. */
extern const ULONG_PTR nt_kernel_start;
/* Copies what is there. False: nothing is mapped there. Any IRQL. */
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
/* More than that nt_alloc() never gives. */
size_t nt_alloc_max(void);

/* lock.c: what is locked for as long as it takes to look something up, or change it. */

enum nt_mutex {
	NT_ANNOUNCE_MUTEX,	/* one announcement of a link at a time; taken before the next */
	NT_INTERFACES_MUTEX,
	NT_NAMES_MUTEX,
	NT_PORTS_MUTEX,		/* which ports are open */
	NT_NODES_MUTEX,
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
	NT_DEVICES_LOCK,	/* of their list, and of how they are attached */
	NT_FILES_LOCK,		/* of those that drivers have opened */
	NT_DEVICE_QUEUES_LOCK,
	NT_IRPS_LOCK,		/* of those that there are */
	NT_LOG_ENTRIES_LOCK,
	NT_MDLS_LOCK,
	NT_MESSAGES_LOCK,
	NT_PACKETS_LOCK,
	NT_POOL_LOCK,		/* of its blocks */
	NT_PORT_REQUESTS_LOCK,	/* that wait for a port */
	NT_REQUESTS_LOCK,	/* those of programs that are under way */
	NT_THREADS_LOCK,	/* of those that run */
	NT_WORK_ITEMS_LOCK,
	NT_SPINS
};

/* At or below DISPATCH_LEVEL; at DISPATCH_LEVEL in between. */
void nt_spin_lock(enum nt_spin which);
void nt_spin_unlock(enum nt_spin which);

enum nt_raw_spin {
	NT_DPCS_LOCK,
	NT_LINES_LOCK,		/* of drivers, that are being put together */
	NT_OBJECTS_LOCK,
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

/* preempt.c: what may come in between */

/* Any context. */
void nt_irqs_off(void);
void nt_irqs_on(void);
/* At or below DISPATCH_LEVEL. Those that wait run when they may again. */
void nt_softirqs_off(void);
void nt_softirqs_on(void);
/* They are off, and this is none; either of the two. Any context. */
bool nt_softirqs_are_off(void);
bool nt_in_softirq(void);
/* For what a driver left. Any context. */
void nt_preempt_count_set(unsigned int count);

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
/* The same for a context that is known. */
void nt_calls_lock_again(struct nt_context *context);
void nt_calls_unlock(const struct nt_context *context);

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

/* refcount.c: what is wrong with counts of references (base/references.hh). Any context. */

enum nt_miscount { NT_OVERFLOW, NT_TAKEN_WITHOUT_ANY, NT_GIVEN_BACK_WITHOUT_ANY };

/* The log has a report; the count stays what it is from now on. */
void nt_references_miscounted(int *references, enum nt_miscount what);

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
/* The same for one routine in C++, the first to be told. 0 or a negative errno. */
int nt_links_watch(void (*told)(unsigned long event, struct nt_link *link));
void nt_links_unwatch(void);

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

/* That is as it should be: never left out. */
__attribute__((format(printf, 1, 2))) void nt_info(const char *format, ...);

/* The end of a driver: on every console. Never left out. */
__attribute__((format(printf, 1, 2))) void nt_emergency(const char *format, ...);
/* The reason for it, which is @then followed by something or nothing; ten in some seconds. */
void nt_log_bug_check(const void *caller, ULONG code, const ULONG_PTR parameters[4], KIRQL irql,
		      const char *then);

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

/* io_port.c: the processor's I/O ports. Any context. See also READ_PORT_UCHAR(). */

/* As many as PCs have; registers beyond are not known. */
#define NT_IO_PORTS 0x10000ul

/* It is a register of a parallel port, or no longer: drivers may access it. */
void nt_io_port_set(unsigned long port, bool known);
/* So many bytes, 1, 2 or 4, are. */
bool nt_io_port_known(unsigned long port, unsigned int width);
/*
 * What they call when a driver polls, once in a tick and CPU; and when it wants to access
 * another port: @routine was called, and returns to @address. Before the first driver is
 * loaded.
 */
void nt_io_ports_init(void (*new_tick)(void),
		      void (*refused)(const void *address, const char *routine,
				      unsigned long port));
/* These do not ask. */
UCHAR nt_in(unsigned long port);
void nt_out(unsigned long port, UCHAR value);
/* So many times so many bytes, 1, 2 or 4. */
void nt_in_string(unsigned long port, unsigned int width, void *buffer, ULONG count);
void nt_out_string(unsigned long port, unsigned int width, const void *buffer, ULONG count);

/* parport.c: a Linux port. Any context. */

struct parport;

unsigned int nt_parport_number(const struct parport *parport);
unsigned long nt_parport_base(const struct parport *parport);
/* How many registers begin there. */
unsigned int nt_parport_span(const struct parport *parport);
bool nt_parport_has_byte_mode(const struct parport *parport);
bool nt_parport_has_epp_mode(const struct parport *parport);
/* The FIFO of its ECP hardware; false: nothing is known of it. */
bool nt_parport_fifo(const struct parport *parport, ULONG *depth, ULONG *width);

/* Its low-level driver's operations; only while the Linux port is ours (core_with_parport()). */
void nt_parport_data_forward(struct parport *parport);
void nt_parport_write_data(struct parport *parport, UCHAR data);
UCHAR nt_parport_read_status(struct parport *parport);
UCHAR nt_parport_read_control(struct parport *parport);
void nt_parport_write_control(struct parport *parport, UCHAR control);
/* A bit of the control register. */
#define NT_PARPORT_STROBE 0x01
void nt_parport_strobe(struct parport *parport, bool on);

/*
 * suspend.c: these are called before anything is frozen, and after all of it was thawed:
 * drivers may need their threads, and programs, to do what they are asked to. A negative
 * errno of the first keeps the machine awake. Process context. 0 or a negative errno.
 */
int nt_suspend_register(int (*fall_asleep)(void), void (*wake_up)(void));
void nt_suspend_unregister(void);
/* later.c: the same after a while. Process context; queueing: any context. */

struct nt_later;

/* One may wait for those of the other kind: lockdep tells them apart. */
enum nt_later_kind { NT_BURIAL, NT_REMINDER, NT_LATER_KINDS };

/* There is always memory for it. */
struct nt_later *nt_later_create(enum nt_later_kind kind, void (*run)(void *context),
				 void *context);
/* Runs the routine in so many seconds, unless it is queued already. It may be freed there. */
void nt_later_queue(struct nt_later *later, unsigned long seconds);
/* It is not queued any more; waits for the routine. */
void nt_later_cancel(struct nt_later *later);
/* It is not queued. */
void nt_later_free(struct nt_later *later);

/* stop.c: the calling thread does not go on, ever. PASSIVE_LEVEL. */
__attribute__((noreturn)) void nt_stop_thread(void);

/*
 * char_device.c: device nodes, /dev/<name>. Process context; may sleep. A program's memory
 * is known by its address, which only user_memory.c and user_pages.c can make use of.
 */

/*
 * What programs do. @file is what open() has put there; results are those of the system
 * calls, errors are negative.
 */
struct nt_node_operations {
	int (*open)(unsigned int number, bool may_read, bool may_write, void **file);
	void (*close)(void *file);
	long (*read)(void *file, unsigned long to, size_t length, bool nonblocking);
	long (*write)(void *file, unsigned long from, size_t length, bool nonblocking);
	int (*flush)(void *file);
	/* The ioctl; @argument: see nt_control_get(). */
	long (*control)(void *file, unsigned long argument, bool may_read, bool may_write);
};

/* Loading and unloading of ntparport: numbers up to @count. 0 or a negative errno. */
int nt_nodes_register(unsigned int count, const struct nt_node_operations *operations);
void nt_nodes_unregister(void);
/* The node of that name; folders in it end with '!'. 0 or a negative errno. */
int nt_node_create(unsigned int number, const char *name);
void nt_node_destroy(unsigned int number);
/* Another file is there: devtmpfs does not say so. */
bool nt_node_is_hidden(unsigned int number, const char *path);

/* user_memory.c: that of the program that calls. False: it is not its own. May sleep. */

bool nt_from_user(void *to, unsigned long from, size_t length);
bool nt_to_user(unsigned long to, const void *from, size_t length);
/* It could be written to, which it is not. */
bool nt_user_can_write(unsigned long to, size_t length);
/* Memory that is charged to the program, or NULL. nt_free() frees it. */
void *nt_charged_alloc(size_t size);

/* Bytes in one buffer of a program's: NTPARPORT_MAX_LENGTH of uapi/ntparport_ioctl.h. */
#define NT_MAX_TRANSFER (16u << 20)

/* struct ntparport_device_control of that file. */
struct nt_control {
	ULONG code;
	ULONG reserved;
	ULONGLONG input;
	ULONGLONG output;
	ULONG input_length;
	ULONG output_length;
	ULONGLONG information;
	NTSTATUS status;
	ULONG reserved2;
};

/* That of the program, to which the results can be written: they are, as they were. */
bool nt_control_get(struct nt_control *control, unsigned long from);
/* Its results: status and information. */
bool nt_control_put(const struct nt_control *control, unsigned long to);

/* user_pages.c: the same memory, for drivers, until it is unmapped. Process context. */

struct nt_user_pages;

/*
 * @length bytes, 1 or more, which can be written to. 0; -EFAULT: they are not the program's;
 * -ENOMEM, also because it may not lock more.
 */
int nt_user_pages_map(unsigned long to, size_t length, struct nt_user_pages **result);
void *nt_user_pages_address(const struct nt_user_pages *pages);
/* Also in a thread of the system, after the end of the program. */
void nt_user_pages_unmap(struct nt_user_pages *pages);

/*
 * wait_state.c: waits until a number is not @value any more. Who changes it, in one step,
 * calls nt_state_changed() then, when the number need not be there any more. Process context.
 */

enum nt_signals { NT_ALL_SIGNALS, NT_SIGNALS_THAT_KILL };

/* False: a signal came first. */
bool nt_state_wait(const int *state, int value, enum nt_signals which);
/* At or below DISPATCH_LEVEL. */
void nt_state_changed(const int *state);

/* program.c */

/* A program that called, and when: in ticks. */
#define NT_PROGRAM_NAME 16
struct nt_program {
	char name[NT_PROGRAM_NAME];
	int pid;
	unsigned long since;
};

/* The one that calls now. */
void nt_program_note(struct nt_program *program);
/* How long that is ago. */
unsigned long nt_program_seconds(const struct nt_program *program);

/* debug_file.c: the file "requests" in debugfs, a text that @show prints. Process context. */

struct seq_file;

void nt_requests_file_create(void (*show)(struct seq_file *file));
void nt_requests_file_remove(void);
__attribute__((format(printf, 2, 3)))
void nt_file_print(struct seq_file *file, const char *format, ...);
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
/* Takes a reference and ends one; how many there are. At or below DISPATCH_LEVEL. */
void nt_task_get(struct task_struct *task);
void nt_task_put(struct task_struct *task);
unsigned int nt_task_references(const struct task_struct *task);

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
/* Or never is: it ends without running anything. May sleep. */
void nt_thread_discard(struct task_struct *task);
/* Until nt_thread_exit() ntparport stays loaded. */
void nt_thread_start(struct task_struct *task);
/* The end of the calling one: does not return. */
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

/* modules.c: modules by their addresses. */

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
/* It stays loaded until it is given back. False: it is being unloaded. Any context. */
bool nt_module_get(struct module *module);
void nt_module_put(struct module *module);
/* The code or data is ntparport's own. Any context. */
bool nt_is_own(const void *address);

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

/*
 * wait.c: waiting until something is so that a driver may have to bring about. Can be frozen,
 * whatever is locked (W8).
 */

enum nt_queue {
	NT_CALL_MUTEXES_QUEUE,
	NT_IDLE_QUEUE,		/* something is not in use any more (base/idle.hh) */
	NT_THREADS_QUEUE,	/* threads end */
	NT_QUEUES
};

#define NT_FOREVER (~0ul >> 1)

/* False: it is not so after so many ticks. @is must not sleep. PASSIVE_LEVEL. */
bool nt_wait_until(enum nt_queue which, bool (*is)(void *context), void *context,
		   unsigned long ticks);
/* It may be so now. At or below DISPATCH_LEVEL. */
void nt_wake(enum nt_queue which);
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

/* Until it @is so. */
void nt_wait_for(bool (*is)(const void *context), const void *context);
/* The same. False: the process is killed, or it is exiting and has waited long enough. */
bool nt_wait_while_alive(bool (*is)(const void *context), const void *context);
/* Those who wait for something look whether it is so now. At or below DISPATCH_LEVEL. */
void nt_wake_all(void);

/* errno.c */

/* Linux error numbers beside those of glue.h; errno.c compares them with the kernel's. */
#define NT_ENOENT 2
#define NT_EIO 5
#define NT_ENXIO 6
#define NT_EAGAIN 11
#define NT_EACCES 13
#define NT_EFAULT 14
#define NT_EEXIST 17
#define NT_ENOTTY 25
#define NT_ENOSPC 28
#define NT_EMSGSIZE 90
#define NT_ERESTARTSYS 512

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
