/* SPDX-License-Identifier: GPL-2.0 */
/*
 * linux.h - what Linux does for the Windows kernel: the contract between C++ and C.
 *
 * Included from both. Each section says which file of this folder implements it.
 */
#ifndef COMPAT_GLUE_LINUX_H
#define COMPAT_GLUE_LINUX_H

#include "glue/nt.h"
#include "kit/include/nt_try.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* memory.c */

/* The kernel has memory mapped there, which may have been freed. Any IRQL. */
bool nt_is_memory(const void *address, size_t size);
/* Where the kernel's addresses begin, for callers for whom that takes too long. */
extern const ULONG_PTR nt_kernel_start;
/* Copies @size bytes from there. False: nothing is mapped there. Any IRQL. */
bool nt_read(void *to, const void *address, size_t size);
/*
 * Memory, or NULL without a line in the log. PASSIVE_LEVEL if it @may_sleep, otherwise at or below
 * DISPATCH_LEVEL. Freed by glue_free() or nt_free().
 */
void *nt_alloc(size_t size, bool may_sleep);
/* The same, but never NULL: waits until there is memory. PASSIVE_LEVEL. */
void *nt_alloc_surely(size_t size);
/* Like nt_alloc(), for large sizes, aligned to @alignment, a power of two. Freed by nt_free(). */
void *nt_memory_alloc(size_t size, size_t alignment, bool clear, bool may_sleep);
/* The same, zeroed. PASSIVE_LEVEL. */
void *nt_zalloc(size_t size);
/* NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_free(const void *memory);

/* Where memory is, as far as there is such memory; NT_LOWEST: where the oldest devices reach. */
enum nt_where { NT_ANYWHERE, NT_BELOW_4_GIB, NT_LOWEST };

/*
 * Memory in one piece of the machine's, aligned to its size as a power of two, a page at least; and
 * frees it (NULL is ignored). At or below DISPATCH_LEVEL.
 */
void *nt_contiguous_alloc(size_t size, enum nt_where where, bool may_sleep);
void nt_contiguous_free(const void *memory, size_t size);
/* Where it is in the machine's memory. False: nothing is there. Any IRQL. */
bool nt_physical(const void *address, ULONGLONG *physical);
/* The size of a cache line of the processor. */
size_t nt_cache_line(void);
/* nt_alloc() never gives more than this. */
size_t nt_alloc_max(void);

/* lock.c: locks that are held while something is looked up or changed, and no longer */

enum nt_mutex {
	NT_CALLBACKS_MUTEX,	/* names of callback objects; before those of links and names */
	NT_ANNOUNCE_MUTEX,	/* links are announced one at a time; taken before the next */
	NT_CLAIMS_MUTEX,	/* drivers claim ports themselves, and disconnect from them */
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
/* The caller holds it; if not, the log has a report (lockdep). */
void nt_assert_mutex(enum nt_mutex which);

enum nt_spin {
	NT_CALL_MUTEXES_LOCK,
	NT_CONTROLLERS_LOCK,	/* which devices have one, and which wait for it */
	NT_DEVICES_LOCK,	/* their list, and how they are attached */
	NT_FILES_LOCK,		/* those that drivers have opened */
	NT_DEVICE_QUEUES_LOCK,
	NT_INSTANCES_LOCK,	/* of the numbers that WMI gives to them */
	NT_LOG_ENTRIES_LOCK,
	NT_MDLS_LOCK,
	NT_MESSAGES_LOCK,
	NT_NOTIFICATIONS_LOCK,	/* which drivers are told of Plug and Play events, and of what */
	NT_PACKETS_LOCK,
	NT_POOL_LOCK,		/* its blocks */
	NT_PORT_REQUESTS_LOCK,	/* those that wait for a port */
	NT_REGIONS_LOCK,	/* of the threads that are in one, and of those that are bound */
	NT_REINITIALIZATIONS_LOCK,	/* of what is called once a driver is loaded */
	NT_REQUESTS_LOCK,	/* programs' requests that are under way */
	NT_RESOURCES_LOCK,	/* which threads have drivers' resources, and which wait for them */
	NT_CALLBACKS_LOCK,	/* of callback objects, and who is registered there */
	NT_SHUTDOWNS_LOCK,	/* which devices are told when the machine is turned off */
	NT_THREADS_LOCK,	/* those that run */
	NT_WORK_ITEMS_LOCK,
	NT_WORK_QUEUE_LOCK,	/* of what ExQueueWorkItem() was called for */
	NT_SPINS
};

/* At or below DISPATCH_LEVEL; the IRQL is DISPATCH_LEVEL in between. */
void nt_spin_lock(enum nt_spin which);
void nt_spin_unlock(enum nt_spin which);

enum nt_raw_spin {
	NT_BUG_CHECKS_LOCK,	/* of what drivers do then */
	NT_DPCS_LOCK,
	NT_INTERRUPTS_LOCK,	/* the objects of interrupts: of ports, and those of drivers */
	NT_IRPS_LOCK,		/* all that there are */
	NT_LINES_LOCK,		/* lines of drivers that are not complete yet */
	NT_OBJECTS_LOCK,
	NT_SLISTS_LOCK,
	NT_RAW_SPINS
};

/* The same, but at any IRQL; interrupts are off in between. Returns the flags for unlocking. */
unsigned long nt_raw_spin_lock(enum nt_raw_spin which);
void nt_raw_spin_unlock(enum nt_raw_spin which, unsigned long flags);

struct spinlock;

/* Interrupts are off in between. Any context. Returns the flags for unlocking. */
unsigned long nt_spin_lock_irqsave(struct spinlock *lock);
void nt_spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags);

/*
 * The dispatcher lock (ke/dispatcher.hh); interrupts are off in between. At or below
 * DISPATCH_LEVEL. Returns the flags for unlocking.
 */
unsigned long nt_dispatcher_lock(void);
void nt_dispatcher_unlock(unsigned long flags);
/* The caller holds it; if not, the log has a report (lockdep). */
void nt_assert_dispatcher_lock(void);

/* spin_lock.c: the Linux lock in a driver's spin lock (ke/spin_lock.cc) */

/* Room for a Linux lock, whatever the kernel's configuration adds to it; spin_lock.c checks it. */
#define NT_SPINLOCK_SIZE (sizeof(KSPIN_LOCK) - sizeof(void *))
/*
 * The two upper bits of every address of the kernel are set. Where the second one is not, in the
 * address of a lock, the lock is an image's: an integer, which is the lock itself
 * (compat/kit/image). A kernel of 32 bits may have been configured to have other addresses; then
 * there are no images (compat/driver.mk).
 */
#define NT_UPPER_BITS	 (8 * sizeof(ULONG_PTR) - 2)
#define NT_NO_SMALL_LOCK ((ULONG_PTR)1 << NT_UPPER_BITS)

static inline bool nt_is_small_lock(const void *lock)
{
#ifdef NT_HAS_NO_IMAGES
	return false;
#else
	return (ULONG_PTR)lock >> NT_UPPER_BITS == 2;
#endif
}

static inline void *nt_small_lock(const void *lock)
{
	return (void *)(ULONG_PTR)((ULONG_PTR)lock | NT_NO_SMALL_LOCK);
}

/* To lockdep, all locks initialised at one @site, an address in a module, are of one class. */
void nt_spinlock_init(struct spinlock *lock, const void *site);
/* At DISPATCH_LEVEL. */
void nt_spinlock_lock(struct spinlock *lock);
/* The same if it is free: whether it was. */
bool nt_spinlock_trylock(struct spinlock *lock);
void nt_spinlock_unlock(struct spinlock *lock);
/* Whether the caller has images' locks; false without PREEMPT_RT. Any context. */
bool nt_has_small_locks(void);
/* False: nobody holds it. */
bool nt_spinlock_is_locked(struct spinlock *lock);
/*
 * The caller, at DIRQL, has taken the lock of its interrupt, or is about to give it back (NULL).
 * There is one at a time: interrupts are off.
 */
void nt_interrupt_lock_set(struct spinlock *lock);
/*
 * Whether the caller has the lock in that way; on PREEMPT_RT, in whatever way, unless it is an
 * image's. Any context.
 */
bool nt_spinlock_is_mine(struct spinlock *lock);

/* preempt.c: turns off what may come in between */

/* Any context. */
void nt_irqs_off(void);
void nt_irqs_on(void);
/* At or below DISPATCH_LEVEL. Softirqs that wait run when they are turned on again. */
void nt_softirqs_off(void);
void nt_softirqs_on(void);
/* First: softirqs are off, and this is not one. Second: either of the two. Any context. */
bool nt_softirqs_are_off(void);
bool nt_in_softirq(void);
/* For loops that wait for another processor. Any context. */
void nt_preempt_off(void);
void nt_preempt_on(void);
void nt_cpu_relax(void);
/* Puts back what a driver left wrong. Any context. */
void nt_preempt_count_set(unsigned int count);

/* level.c: the IRQL, and what goes with it. Any context. */

/* On PREEMPT_RT softirqs run in tasks, and spin locks sleep. */
extern const bool nt_preempt_rt;
/* What a spin lock, and softirqs that are off, add to the counts of struct nt_level. */
extern const unsigned int nt_lock_step;
extern const unsigned int nt_softirq_step;
/* The IRQL of interrupts; Windows' own values are between DISPATCH_LEVEL and CLOCK_LEVEL. */
#define NT_DIRQL 9

/**
 * struct nt_raised - what KeRaiseIrql() did on this CPU
 * @irql: the level, if it is above DISPATCH_LEVEL, else 0
 * @disabled_irqs: it also turned interrupts off, which were on before
 *
 * Interrupts are off while this says anything, so it stays the caller's own.
 */
struct nt_raised {
	KIRQL irql;
	bool disabled_irqs;
};

struct nt_raised nt_raised_get(void);
void nt_raised_set(KIRQL irql, bool disabled_irqs);
/* For the log: who did it last on this CPU, an address in its code. */
void nt_raised_by_set(const void *code);
const void *nt_raised_by(void);
/* Forgets the IRQL that was raised. Returns what it was. */
KIRQL nt_raised_forget(void);

/**
 * struct nt_level - what a driver's routine must leave as it found it
 * @preempt: preempt_count()
 * @softirq: softirq_count(), which is part of preempt_count() except on PREEMPT_RT
 * @locks: the number of spin locks held
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
/*
 * The level is still that. What KeRaiseIrql() did counts only while interrupts are off: otherwise
 * it is not the caller's.
 */
bool nt_level_is(const struct nt_level *level);

/*
 * KeGetCurrentIrql() for a routine that a driver calls, which holds no lock yet: at PASSIVE_LEVEL
 * it lets others run once per tick, as nt_poll() of base/poll.h does (W7). Any IRQL.
 */
KIRQL nt_polled_irql(void);

/* held_locks.c: the spin locks of drivers that the code holds */

/* How many of them are tracked in one context. */
#define NT_LOCKS_MAX 8

/**
 * struct nt_locks - the spin locks that the code of a context holds
 * @count: how many it holds, which may be more than are tracked
 * @locks: the first of them, in the order in which they were taken
 * @interrupt: the interrupt object of the last KeAcquireInterruptSpinLock(); not set before that
 * @of_interrupt: what it took first, which is that of the port: it counts while it is in @locks;
 *	NULL before that, and once it was released
 * @of_driver: what it took after that, or NULL
 */
struct nt_locks {
	unsigned int count;
	struct spinlock *locks[NT_LOCKS_MAX];
	const void *interrupt;
	struct spinlock *of_interrupt;
	struct spinlock *of_driver;
};

/*
 * The spin locks that the calling code holds, or NULL where that is not known. At or above
 * DISPATCH_LEVEL.
 */
struct nt_locks *nt_locks(void);
/* How many it holds. Any IRQL. */
unsigned int nt_locks_count(void);

/* calls.c: the calls of drivers that the code is in. Any context. */

struct tasks;
struct nt_gate;

/**
 * struct nt_context - the context that code runs in
 * @innermost: the innermost of its calls of drivers; the same list has calls of other tasks, too
 * @task: the task that it is part of
 * @softirq: it is a softirq
 * @tasks: which tasks' list it is; NULL: the list is the CPU's
 * @flags: for unlocking
 */
struct nt_context {
	struct nt_gate **innermost;
	const void *task;
	struct tasks *tasks;
	unsigned long flags;
	bool softirq;
};

/**
 * struct nt_gate - one call of a driver's routine, on the caller's stack
 * @next: an outer call of the same context, or a call of another task
 * @at: the pointer that points to this
 * @context: the context that makes the call
 * @code: the routine
 * @level: what it was before the call
 * @held: in the outermost call of a task, the locks that the task holds (PREEMPT_RT)
 * @tries: the __try blocks that its code is in, the innermost first
 * @raising: the exceptions whose filters its code is in, the innermost first
 */
struct nt_gate {
	struct nt_gate *next;
	struct nt_gate **at;
	struct nt_context context;
	const void *code;
	struct nt_level level;
	struct nt_locks held;
	struct _NT_TRY *tries;
	struct nt_raising *raising;
};

/* Locks the context's calls of drivers, a list. */
void nt_calls_lock(struct nt_context *context);
/* The same for a context that has been filled in already. */
void nt_calls_lock_again(struct nt_context *context);
void nt_calls_unlock(const struct nt_context *context);
/* The outermost one of the calling task, or NULL. Only on PREEMPT_RT. */
struct nt_gate *nt_calls_outermost(void);

/* handles.c: entries by number. Process context. */

/*
 * Takes the lowest free number from 1 to @last. False: none is free, or there is no memory. May
 * sleep.
 */
bool nt_handles_add(void *entry, ULONG last, ULONG *number);
/* Returns what had the number, or NULL. */
void *nt_handles_remove(ULONG_PTR number);
/* A spin lock, which all that follow need. */
void nt_handles_lock(void);
void nt_handles_unlock(void);
void *nt_handles_find(ULONG_PTR number);
/* The first entry from *@number on, and sets *@number to its number; NULL: there is none. */
void *nt_handles_next(ULONG_PTR *number);
void nt_handles_remove_locked(ULONG_PTR number);

/* refcount.c: reports wrong counts of references (base/references.hh). Any context. */

enum nt_miscount { NT_OVERFLOW, NT_TAKEN_WITHOUT_ANY, NT_GIVEN_BACK_WITHOUT_ANY };

/* The log has a report; the count is saturated and never changes again. */
void nt_references_miscounted(int *references, enum nt_miscount what);

/* tree.c: elements by a number that no other has and that never changes. The caller has a lock. */

struct nt_tree_node {
	ULONG_PTR key;
	unsigned long links[3];
};

/* Starts zeroed. */
struct nt_tree {
	void *root;
};

void nt_tree_insert(struct nt_tree *tree, struct nt_tree_node *node);
void nt_tree_remove(struct nt_tree *tree, struct nt_tree_node *node);
/* The node with the largest number up to @key; with the smallest from @key on. NULL: none. */
struct nt_tree_node *nt_tree_last_up_to(const struct nt_tree *tree, ULONG_PTR key);
struct nt_tree_node *nt_tree_first_from(const struct nt_tree *tree, ULONG_PTR key);

/* notifier.c: tells others of links (ob/namespace.h). Process context; may sleep. */

struct notifier_block;
struct nt_link;

#define nt_link_notifier_register ntparport_link_notifier_register
int nt_link_notifier_register(struct notifier_block *block);
#define nt_link_notifier_unregister ntparport_link_notifier_unregister
void nt_link_notifier_unregister(struct notifier_block *block);
void nt_link_notify(unsigned long event, struct nt_link *link);
/* The same for one C++ routine, which is the first to be told. 0 or a negative errno. */
int nt_links_watch(void (*told)(unsigned long event, struct nt_link *link));
void nt_links_unwatch(void);

/* log.c: lines in the kernel's log. Any context. */

/*
 * A warning, after "ntparport: ". Nearly all are about what a driver does, and it may do it for
 * ever, so each format is rate-limited (glue_log_allowed()).
 */
__attribute__((format(printf, 1, 2))) void nt_warn(const char *format, ...);
/*
 * Says what was wrong when the code at @caller called @routine, a name with or without the prefix
 * of exports. No newline at the end. Each format is rate-limited.
 */
__attribute__((format(printf, 3, 4)))
void nt_warn_of_call(const void *caller, const char *routine, const char *format, ...);
void nt_vwarn_of_call(const void *caller, const char *routine, const char *format,
		      va_list arguments);
/* The same in fixed words, which are rate-limited by themselves. */
void nt_warn_of_mistake(const void *caller, const char *routine, const char *mistake);
/* The same: @what the driver handed over is not memory. */
void nt_warn_of_address(const void *caller, const char *routine, const char *what);
/* The same: the IRQL is above @max. */
void nt_warn_of_irql(const void *caller, const char *routine, KIRQL irql, KIRQL max);

/* An error that happens once, where somebody waits for what fails: never left out. */
__attribute__((format(printf, 1, 2))) void nt_error(const char *format, ...);

/* Says that all is well: never left out. */
__attribute__((format(printf, 1, 2))) void nt_info(const char *format, ...);

/* The end of a driver: on every console. Never left out. */
__attribute__((format(printf, 1, 2))) void nt_emergency(const char *format, ...);
/* The reason, with @then, which may be empty, at the end; at most ten in a few seconds. */
void nt_log_bug_check(const void *caller, ULONG code, const ULONG_PTR parameters[4], KIRQL irql,
		      const char *then);

/* How important a line of a driver is. */
enum nt_importance { NT_ERROR_LINE, NT_WARNING_LINE, NT_INFO_LINE };

/*
 * A line of a driver, after its name. @driver tells drivers apart: each gets at most a thousand
 * lines in five seconds.
 */
void nt_log_line(const void *driver, const char *name, enum nt_importance importance,
		 const char *line);
/* An error that a driver reports about itself; each @kind is rate-limited. */
__attribute__((format(printf, 3, 4)))
void nt_log_error(const void *kind, const char *name, const char *format, ...);
/* What %p prints: Linux's stand-in for an address, or a word in parentheses. */
#define NT_POINTER_TEXT 32
void nt_pointer_text(char text[NT_POINTER_TEXT], const void *pointer);
/* Identifies who prints: a thread, or what interrupts threads on this CPU. */
unsigned long nt_printer(void);

/* work.c: routines that worker threads run */

struct nt_work;
struct workqueue_struct;

/* For C: the queue they run on. */
extern struct workqueue_struct *nt_workqueue;
/* Loading and unloading of ntparport: -ENOMEM. */
int nt_work_init(void);
void nt_work_exit(void);

/* NULL: there is no memory. At or below DISPATCH_LEVEL; in process context if it @may_sleep. */
struct nt_work *nt_work_create(void (*run)(void *context), void *context, bool may_sleep);
/*
 * Runs the routine once, however often it is queued before that. Once it runs, it may be queued
 * again, or freed. At or below DISPATCH_LEVEL.
 */
void nt_work_queue(struct nt_work *work);
/* The same, ahead of other work, no matter what that is waiting for. Any IRQL. */
void nt_work_queue_urgent(struct nt_work *work);
/* Waits until it has run, if it is queued. May sleep. */
void nt_work_flush(struct nt_work *work);
/* It must not be queued. NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_work_free(struct nt_work *work);

/* io_port.c: the processor's I/O ports. Any context. See also READ_PORT_UCHAR(). */

/* How many a PC has; no registers beyond them are known. */
#define NT_IO_PORTS 0x10000ul

/* It is a register of a parallel port now, or no longer: drivers may access it, or not. */
void nt_io_port_set(unsigned long port, bool known);
/* All @width bytes (1, 2 or 4) from @port on are known registers. */
bool nt_io_port_known(unsigned long port, unsigned int width);
/*
 * Sets what is called when a driver polls, once per tick and CPU, and when it tries to access
 * another port: @routine was called, and returns to @address. To be called before the first driver
 * is loaded.
 */
void nt_io_ports_init(void (*new_tick)(void),
		      void (*refused)(const void *address, const char *routine,
				      unsigned long port));
/* These do not check the port. */
UCHAR nt_in(unsigned long port);
void nt_out(unsigned long port, UCHAR value);
/* Transfers @count items of @width bytes: 1, 2 or 4. */
void nt_in_string(unsigned long port, unsigned int width, void *buffer, ULONG count);
void nt_out_string(unsigned long port, unsigned int width, const void *buffer, ULONG count);

/* parport.c: a Linux port. Any context. */

struct parport;

unsigned int nt_parport_number(const struct parport *parport);
unsigned long nt_parport_base(const struct parport *parport);
bool nt_parport_has_byte_mode(const struct parport *parport);
bool nt_parport_has_epp_mode(const struct parport *parport);
/* The FIFO of its ECP hardware; false: nothing is known about it. */
bool nt_parport_fifo(const struct parport *parport, ULONG *depth, ULONG *width);

/* Operations of its low-level driver; only while we hold the Linux port (core_with_parport()). */
void nt_parport_data_forward(struct parport *parport);
void nt_parport_write_data(struct parport *parport, UCHAR data);
UCHAR nt_parport_read_status(struct parport *parport);
UCHAR nt_parport_read_control(struct parport *parport);
void nt_parport_write_control(struct parport *parport, UCHAR control);
/* A bit of the control register. */
#define NT_PARPORT_STROBE 0x01
void nt_parport_strobe(struct parport *parport, bool on);

/*
 * suspend.c: the first is called before anything is frozen, the second after everything was thawed,
 * because drivers may need their threads, and programs, to do what they are asked to. If the first
 * returns a negative errno, the machine stays awake. Process context. 0 or a negative errno.
 */
int nt_suspend_register(int (*fall_asleep)(void), void (*wake_up)(void));
void nt_suspend_unregister(void);

/* reboot.c: the machine is about to be turned off, or to start again. Process context. */
int nt_reboot_register(void (*go_down)(void));
void nt_reboot_unregister(void);

/*
 * later.c: routines that worker threads run after a while. Process context; queueing: any context.
 */

struct nt_later;

/* One kind may wait for the other: lockdep tells them apart. */
enum nt_later_kind { NT_BURIAL, NT_REMINDER, NT_LATER_KINDS };

/* Never NULL: waits until there is memory. */
struct nt_later *nt_later_create(enum nt_later_kind kind, void (*run)(void *context),
				 void *context);
/* Runs the routine in @seconds, unless it is queued already. The routine may free it. */
void nt_later_queue(struct nt_later *later, unsigned long seconds);
/* Takes it out of the queue; waits for the routine if it runs. */
void nt_later_cancel(struct nt_later *later);
/* It must not be queued. */
void nt_later_free(struct nt_later *later);

/* jump_to.S and jump.c: places in code that it goes on at. Any IRQL. */

/* Notes in the place what Linux keeps beside the stack; the rest of it is the caller's to fill. */
void nt_place_note(NT_PLACE *place);
/*
 * Goes on at the place, as if the call that noted it had returned this; the functions on the stack
 * that it leaves have ended. Does not return.
 */
void nt_place_go(const NT_PLACE *place, LONG result);
/* The registers' part of it. */
void nt_place_jump(const NT_PLACE *place, LONG result);
/*
 * The same, but on a stack below the caller's, all of which stays. Returns what nt_place_go() is
 * given for @back, whose note is up to the caller.
 */
LONG nt_place_call(NT_PLACE *back, const NT_PLACE *place, LONG result);
/* ntparport_try_enter() has noted registers and stack: what it returns. */
LONG nt_try_entered(NT_TRY *entered);

#ifdef __x86_64__
/*
 * What code of a Windows image returns that is called with these, as by another of its functions.
 * It is entered by a return, and so needs no landing pad.
 */
LONG nt_windows_call(const void *code, ULONG_PTR first, ULONG_PTR second);
/*
 * An NT_PLACE goes on at these, which are not to be called: at the function in R12, with RBX and
 * the result; and at the address on the stack, with the RAX, RSI and RDI that are before it.
 */
void nt_windows_block(void);
void nt_windows_resume(void);
#endif

/* fault.c: faults of the processor in the kernel's code (x86-64) */

/**
 * struct nt_fault - one of them
 * @code: the instruction
 * @registers: those of integers, by Windows' numbers
 * @stack_end: where its stack ends, at most: until there, everything can be read
 * @status: what Windows calls it
 */
struct nt_fault {
	ULONG_PTR code;
	ULONG_PTR registers[16];
	ULONG_PTR stack_end;
	NTSTATUS status;
};

/*
 * From here on @takes is asked what becomes of each: true: code goes on at what is now in @code,
 * with the registers as they are now. It is asked where the fault has happened, and maybe in the
 * middle of a report; meanwhile, what is on the stack below is Linux's. 0 or a negative errno.
 * Process context.
 */
int nt_faults_watch(bool (*takes)(struct nt_fault *fault));
/* It is no longer asked. */
void nt_faults_unwatch(void);

/*
 * char_device.c: device nodes, /dev/<name>. Process context; may sleep. A program's memory is given
 * by its address, which only user_memory.c and user_pages.c can use.
 */

/*
 * What programs do. @file is what open() stored; results are those of the system calls, errors are
 * negative.
 */
struct nt_node_operations {
	int (*open)(unsigned int number, bool may_read, bool may_write, void **file);
	void (*close)(void *file);
	long (*read)(void *file, unsigned long to, size_t length, bool nonblocking);
	long (*write)(void *file, unsigned long from, size_t length, bool nonblocking);
	int (*flush)(void *file);
	/* The ioctl; for @argument see nt_control_get(). */
	long (*control)(void *file, unsigned long argument, bool may_read, bool may_write);
};

/* Loading and unloading of ntparport: for up to @count nodes. 0 or a negative errno. */
int nt_nodes_register(unsigned int count, const struct nt_node_operations *operations);
void nt_nodes_unregister(void);
/* The node of that name, where '!' ends a folder's name. 0 or a negative errno. */
int nt_node_create(unsigned int number, const char *name);
void nt_node_destroy(unsigned int number);

/* What is at a node's path, which devtmpfs does not say. */
enum nt_node_place {
	NT_NODE_THERE,	/* the node; or nobody knows, or /dev is not devtmpfs but somebody else's */
	NT_NODE_HIDDEN,	/* another file */
	NT_NODE_MISSING	/* nothing: its folder is another file, or something is mounted there */
};

enum nt_node_place nt_node_look(unsigned int number, const char *path);

/* user_memory.c: memory of the calling program. False: it is not the program's. May sleep. */

bool nt_from_user(void *to, unsigned long from, size_t length);
bool nt_to_user(unsigned long to, const void *from, size_t length);
/* It could be written to; nothing is written. */
bool nt_user_can_write(unsigned long to, size_t length);
/* Its addresses reach that far, whether there is memory or not. */
bool nt_user_has(unsigned long address, size_t length);
/* Memory that is charged to the program, or NULL. Freed by nt_free(). */
void *nt_charged_alloc(size_t size);

/* The most bytes in one of a program's buffers: NTPARPORT_MAX_LENGTH of uapi/ntparport_ioctl.h. */
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

/* Copies the program's; false also if its results could not be written: they are, unchanged. */
bool nt_control_get(struct nt_control *control, unsigned long from);
/* Writes the results: status and information. */
bool nt_control_put(const struct nt_control *control, unsigned long to);

/* user_pages.c: a program's memory, mapped for drivers until it is unmapped. */

struct nt_user_pages;

/*
 * Maps @length bytes, 1 or more; @write: which can be written to, or else they need not be. Process
 * context. 0; -EFAULT: they are not the program's; -ENOMEM, also if it may not lock more.
 */
int nt_user_pages_map(unsigned long to, size_t length, bool write, struct nt_user_pages **result);
void *nt_user_pages_address(const struct nt_user_pages *pages);
/* Also in another thread, after the program has ended. At or below DISPATCH_LEVEL. */
void nt_user_pages_unmap(struct nt_user_pages *pages, bool may_sleep);

/*
 * wait_state.c: waits until a number is no longer @value. Whoever changes it, in one step, then
 * calls nt_state_changed(); the number may be gone by then. Process context.
 */

enum nt_signals { NT_ALL_SIGNALS, NT_SIGNALS_THAT_KILL };

/* False: a signal came first. */
bool nt_state_wait(const int *state, int value, enum nt_signals which);
/* At or below DISPATCH_LEVEL. */
void nt_state_changed(const int *state);

/* program.c */

/* A program that called, and when it did, in ticks. */
#define NT_PROGRAM_NAME 16
struct nt_program {
	char name[NT_PROGRAM_NAME];
	int pid;
	unsigned long since;
};

/* Notes the program that calls now. */
void nt_program_note(struct nt_program *program);
/* How long ago that was. */
unsigned long nt_program_seconds(const struct nt_program *program);

/* debug_file.c: files in debugfs, whose text @show prints. Process context. */

struct seq_file;

enum nt_debug_file {
	NT_REQUESTS_FILE,	/* what programs wait for */
	NT_SETTINGS_FILE,	/* what users gave drivers */
	NT_DEBUG_FILES
};

void nt_debug_file_create(enum nt_debug_file which, void (*show)(struct seq_file *file));
/* Does nothing if it was not created. */
void nt_debug_file_remove(enum nt_debug_file which);
__attribute__((format(printf, 2, 3)))
void nt_file_print(struct seq_file *file, const char *format, ...);

/* settings_file.c */

/*
 * Reads a whole file of @max bytes at most, not terminated, to be freed by nt_free(). 0 or a
 * negative errno: -NT_ENOENT if there is none, -NT_EFBIG if it is larger, -GLUE_EINVAL if it is
 * empty or not a plain file. Process context; may sleep.
 */
int nt_settings_file_read(const char *path, size_t max, const char **text, size_t *length);

/* tasklet.c: the tasklet that serves the queue of DPCs */

/* Loading of ntparport. @routine is called at DISPATCH_LEVEL, on one processor at a time. */
void nt_dpc_tasklet_init(void (*routine)(void));
/* The routine is called once, soon, however often this is. Any context. */
void nt_dpc_tasklet_schedule(void);
/* Waits until the routine has been called. May sleep. */
void nt_dpc_tasklet_exit(void);

/* clock.c. Any context. */

enum nt_clock {
	NT_MONOTONIC,
	NT_REALTIME,	/* follows the system clock when that is set */
	NT_CLOCKS
};

/* In nanoseconds. */
LONGLONG nt_clock_now(enum nt_clock which);
/*
 * In units of 100 ns: since boot, without the time the machine slept; since boot, with it; of day.
 */
ULONGLONG nt_time_running(void);
ULONGLONG nt_time_since_boot(void);
/* How much that of day, which is UTC, is ahead of the time zone's. */
LONGLONG nt_time_zone_bias(void);
LONGLONG nt_time_since_1970(void);
/* Ticks since boot; the length of a tick in units of 100 ns. */
ULONGLONG nt_tick_count(void);
ULONG nt_tick_length(void);
/* Busy-waits. At most a millisecond. */
void nt_delay(ULONG microseconds);

/* processors.c. Any context. */

ULONG nt_this_processor(void);
/* A mask of the first ones, as many as fit; the number of all. */
unsigned long nt_online_processors(void);
unsigned long nt_possible_processors(void);
ULONG nt_online_processor_count(void);

/* What all of them can do; elsewhere than on x86, nothing is known. */
enum nt_processor_feature {
	NT_COMPARES_8_BYTES,		/* CMPXCHG8B */
	NT_COMPARES_16_BYTES,		/* CMPXCHG16B */
	NT_COUNTS_CYCLES,		/* RDTSC */
	NT_HAS_LONG_PAGE_ENTRIES,	/* PAE, and turned on */
	NT_HAS_PAGES_WITHOUT_CODE,	/* NX, and turned on */
};

bool nt_processor_has(enum nt_processor_feature feature);

struct task_struct;

/*
 * affinity.c: the processors that a task may run on, in memory of that size. Process context; may
 * sleep.
 */

size_t nt_affinity_size(void);
/* Those of the calling task. */
void nt_affinity_note(void *mask);
/*
 * From now on it runs on those of the first processors that are online, and in this mask; @set
 * receives what its processors are then. False: there are none.
 */
bool nt_affinity_choose(void *set, unsigned long first);
/* Gives the task those of @mask if it still has those of @set: others may have changed them. */
void nt_affinity_put_back(struct task_struct *task, const void *set, const void *mask);
/* Where the task may run: one bit for each of the first processors. False: not so. */
bool nt_task_set_processors(struct task_struct *task, unsigned long mask);

/* hrtimer.c: one timer for each clock, and one for ticks */

/* Loading of ntparport. @routine is called at DISPATCH_LEVEL when one is due. */
void nt_hrtimers_init(void (*routine)(enum nt_clock which));
/* Sets it, even if it is set, to nanoseconds of its clock. At or below DISPATCH_LEVEL. */
void nt_hrtimer_start(enum nt_clock which, LONGLONG due);
/* Calls @routine in every tick, in hard interrupt context, until it returns false. May sleep. */
void nt_ticks_start(bool (*routine)(void));
/* Cancels them; waits for the routines. May sleep. */
void nt_hrtimers_exit(void);

/* task.c */

/* The calling task. Any context. */
struct task_struct *nt_current_task(void);
/* The first of its process; for threads of the kernel one that is always there. */
struct task_struct *nt_current_process(void);
/* The same of any task. */
struct task_struct *nt_process_of_task(struct task_struct *task);
/* It is a thread of the kernel; it is a program's, and the program one of 32 bits on 64. */
bool nt_task_is_kernels(const struct task_struct *task);
/* Whether it is a thread of the kernel's work queues, whose work is not only ours. */
bool nt_task_is_worker(const struct task_struct *task);
bool nt_task_is_32bit(struct task_struct *task);
/*
 * Takes a reference to what may be anything. False: it is not a task, or one that has ended. Any
 * context.
 */
bool nt_task_get_known(struct task_struct *task);
/* Takes a reference; gives one back; how many there are. At or below DISPATCH_LEVEL. */
void nt_task_get(struct task_struct *task);
void nt_task_put(struct task_struct *task);
unsigned int nt_task_references(const struct task_struct *task);

/* priority.c: reads the priority of a task, and in process context changes it */

bool nt_task_is_realtime(struct task_struct *task);
/* That of the calling task. */
bool nt_is_realtime(void);
/* Above 0 if the task has a real-time priority. */
unsigned int nt_task_realtime_priority(const struct task_struct *task);
int nt_task_nice(const struct task_struct *task);
/* Makes it a normal task. */
void nt_task_set_nice(struct task_struct *task, int nice);
/* SCHED_FIFO: at its lowest priority; at that of threaded interrupts. */
void nt_task_set_fifo_low(struct task_struct *task);
void nt_task_set_fifo(struct task_struct *task);

/* thread.c: threads of the kernel */

/*
 * A thread that runs @run once it is started: a reference to its task, or NULL if there is no
 * memory. May sleep.
 */
struct task_struct *nt_thread_create(int (*run)(void *context), void *context, const char *name);
/* Linux's numbers of its process and of the thread itself. Any context. */
ULONG nt_thread_process(struct task_struct *task);
ULONG nt_thread_number(struct task_struct *task);
/* For a thread that is never started: it ends without running anything. May sleep. */
void nt_thread_discard(struct task_struct *task);
/* ntparport stays loaded until the thread calls nt_thread_exit(). */
void nt_thread_start(struct task_struct *task);
/* The calling thread ends: does not return. */
void nt_thread_exit(void);
/* The context of the calling thread if @run is what it runs, otherwise NULL. Any context. */
void *nt_thread_context(int (*run)(void *context));

/* sleep.c. Process context. */

/*
 * Sleeps until @done is set, after which nt_wake_task() is called, or until a signal arrives if it
 * is @alertable. Can be frozen (W8).
 */
void nt_sleep_until(const bool *done, bool alertable);

/*
 * The same if a DPC sets @done. Cannot be frozen: the caller may have what suspending waits for,
 * such as the lock of a device that is being removed, and a DPC waits for no thread.
 */
void nt_sleep_until_dpc(const bool *done);
/* Any context; the caller keeps the task. */
void nt_wake_task(struct task_struct *task);
/* Gives others the processor. */
void nt_yield(void);
/* How often the calling task has given it to others, or lost it to them. */
unsigned long nt_switches(void);
/* Can be frozen. PASSIVE_LEVEL. */
void nt_sleep_for_a_tick(void);
/* The calling thread never goes on. PASSIVE_LEVEL. */
__attribute__((noreturn)) void nt_stop_thread(void);

/* modules.c: modules by their addresses. */

/* A list element; it holds a module. */
struct nt_module_entry {
	void *links[2];
	struct module *module;
};

/* Process context. Whoever removes one then waits for readers (glue_synchronize()). */
void nt_modules_add(struct nt_module_entry *entry);
void nt_modules_remove(struct nt_module_entry *entry);
/* The module that this code or data is in, or NULL. Any context, in an RCU section (glue.h). */
struct nt_module_entry *nt_modules_have(const void *address);
/* There is such a module. Any context. */
bool nt_is_in_module(const void *address);
/* This module, or NULL; for NULL: any. In an RCU section, or while nobody else changes the list. */
struct nt_module_entry *nt_modules_find(const struct module *module);
/* Its name. */
#define NT_DRIVER_NAME 64
void nt_module_name(const struct module *module, char name[NT_DRIVER_NAME]);
/* The module stays loaded until it is put. False: it is being unloaded. Any context. */
bool nt_module_get(struct module *module);
void nt_module_put(struct module *module);
/* The code or data is in ntparport itself. Any context. */
bool nt_is_own(const void *address);

/* poll.c: the tick, who runs in it, and letting others run */

/*
 * This CPU has not seen the current tick, and preemption is enabled: elsewhere nobody can give way,
 * and whoever polls at PASSIVE_LEVEL is to find the tick as new as it was. Any context.
 */
bool nt_tick_is_new(void);
void nt_tick_seen(void);
/* Makes it new again. Preemption is disabled. */
void nt_tick_forget(void);
/* How many ticks that many milliseconds are. */
unsigned long nt_ticks(unsigned int ms);

/**
 * struct nt_runner - who runs on a CPU
 * @task: the task, for comparison only
 * @sleeps: how often it has slept
 * @since: the tick in which this was noted
 */
struct nt_runner {
	const void *task;
	unsigned long sleeps;
	unsigned long since;
};

struct nt_runner nt_runner_now(void);

enum { NT_RUNNERS = 4 };

/**
 * struct nt_polling - who polls on a CPU
 * @runners: who was found polling there, each once
 * @next: whose place the next one gets, modulo NT_RUNNERS
 * @rest: the tick in which the last rest began
 */
struct nt_polling {
	struct nt_runner runners[NT_RUNNERS];
	unsigned int next;
	unsigned long rest;
};

/* That of this CPU; the caller stays on it until it unlocks. */
struct nt_polling *nt_polling_lock(void);
void nt_polling_unlock(void);

/* The code is in a thread that holds no locks, and is not about to sleep. */
bool nt_may_give_way(void);
/* PASSIVE_LEVEL. */
void nt_give_way(void);
/* The thread is to be frozen. */
bool nt_is_freezing(void);

/*
 * wait.c: waits for something that a driver may have to bring about. Can be frozen, whatever locks
 * are held (W8).
 */

enum nt_queue {
	NT_CALL_MUTEXES_QUEUE,
	NT_IDLE_QUEUE,		/* something is no longer in use (base/idle.hh) */
	NT_THREADS_QUEUE,	/* a thread has ended */
	NT_QUEUES
};

#define NT_FOREVER (~0ul >> 1)

/* Waits until @is is true; false: it is not after @ticks. @is must not sleep. PASSIVE_LEVEL. */
bool nt_wait_until(enum nt_queue which, bool (*is)(void *context), void *context,
		   unsigned long ticks);
/* Somebody's @is may be true now. At or below DISPATCH_LEVEL. */
void nt_wake(enum nt_queue which);

/* random.c: a GUID that nobody else has, of version 4. Any context. */
void nt_random_guid(GUID *guid);

/* stack.c: the stack that code runs on. Any context. */

/* The thread's stack: its size, how much is left, and where it ends; 0: this is an interrupt's. */
struct nt_stack {
	size_t size;
	size_t left;
	ULONG_PTR low;
};

struct nt_stack nt_thread_stack(void);
#ifndef __x86_64__
/*
 * What is left of an address in a stack, of a thread or of interrupts, is where that ends. There,
 * but for a word that is Linux', code of images has its list of exception handlers, which Windows
 * has at fs:[0]: whoever changes it puts it back, and so whatever it was before does not matter.
 */
extern const unsigned long ntparport_image_stack;
#endif
/* Adds to a number of the CPU, at first 0, and returns it. The caller must stay on the CPU. */
int nt_cpu_nesting(int step);

/*
 * wait_alive.c: waits for what a driver has to bring about. All waits can be frozen (W8). Process
 * context.
 */

/* Waits until @is is true. */
void nt_wait_for(bool (*is)(const void *context), const void *context);
/* The same. False: the process was killed. */
bool nt_wait_unless_killed(bool (*is)(const void *context), const void *context);
/* The same. False: the process was killed, or it is exiting and has waited long enough. */
bool nt_wait_while_alive(bool (*is)(const void *context), const void *context);
/* Everybody who waits here checks again. At or below DISPATCH_LEVEL. */
void nt_wake_all(void);

/* errno.c: Linux error numbers that glue.h does not have, checked against the kernel's. */

#define NT_ENOENT 2
#define NT_EIO 5
#define NT_ENXIO 6
#define NT_EBADF 9
#define NT_EAGAIN 11
#define NT_EACCES 13
#define NT_EFAULT 14
#define NT_EEXIST 17
#define NT_ENOTDIR 20
#define NT_EISDIR 21
#define NT_ENOTTY 25
#define NT_EFBIG 27
#define NT_ENOSPC 28
#define NT_EROFS 30
#define NT_ENODATA 61
#define NT_EMSGSIZE 90
#define NT_ENOBUFS 105
#define NT_ETIMEDOUT 110
#define NT_ERESTARTSYS 512

/* divide.c: divisions that C++ cannot do on every machine. Any context. */

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder);
LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor);

/* calendar.c: from and to seconds since 1970; milliseconds are left as they are. Any context. */

void nt_calendar(LONGLONG seconds, TIME_FIELDS *fields);
LONGLONG nt_seconds(const TIME_FIELDS *fields);

/* sort.c. Any context. */

/* Sorts an array; @compare gets @context as its third argument. */
void nt_sort(void *base, size_t count, size_t size,
	     int (*compare)(const void *a, const void *b, const void *context),
	     const void *context);

/* text.c. Any context. */

/*
 * Converts UTF-8 to UTF-16, not terminated. Returns how many characters, at most @room. Negative:
 * it is not UTF-8.
 */
int nt_utf8_to_utf16(const char *text, size_t length, WCHAR *result, size_t room);
/* The whole text is a number as C writes it; false: it is not, or the number is too large. */
bool nt_parse_number(const char *text, ULONGLONG *number);

#ifdef __cplusplus
}
#endif

#endif
