/* SPDX-License-Identifier: GPL-2.0 */
/*
 * glue.h - the one contract between the C++ core and the kernel's C.
 *
 * glue_*() are written in C; each forwards to one kernel facility and decides nothing. core_*()
 * are written in C++ and called from C. Kernel objects are opaque here: all those that one port
 * needs are in a struct glue_port.
 *
 * Lock order: registry mutex, parport's cad_lock, the port's interrupt lock.
 */
#ifndef NTPARPORT_GLUE_H
#define NTPARPORT_GLUE_H

#ifndef __cplusplus
#include <linux/types.h>
#else
#include <stddef.h>
extern "C" {
#endif

struct ntparport;	/* a port: C++ class Port */
struct ntparport_waiter;
struct glue_port;	/* the kernel objects of a port */
struct _KINTERRUPT;	/* the interrupt object: to its clients, the port */
struct module;
struct parport;

/*
 * Linux error numbers, for code that cannot include the kernel's headers;
 * api_exports.c compares them with the kernel's.
 */
#define GLUE_EPERM 1
#define GLUE_EINTR 4
#define GLUE_ENOMEM 12
#define GLUE_EBUSY 16
#define GLUE_ENODEV 19
#define GLUE_EINVAL 22
#define GLUE_EOPNOTSUPP 95
#define GLUE_EINPROGRESS 115
#define GLUE_ECANCELED 125

/* memory.c */

/* Zeroed memory or NULL. Process context. */
void *glue_alloc(size_t size);
/* Any context. NULL is ignored. */
void glue_free(void *memory);

/* log.c */

/* What follows KERN_SOH in the kernel's levels. */
enum glue_log_level { GLUE_DEBUG = '7', GLUE_INFO = '6', GLUE_WARN = '4' };
/*
 * Writes one line to the kernel log. Any context. The port may be NULL. The rate of lines with
 * the same format is limited, because drivers and programs can repeat most of them.
 */
__attribute__((format(printf, 3, 4)))
void glue_log(enum glue_log_level level, const struct glue_port *port, const char *format, ...);

/*
 * For lines that are written in another way: whether one more of this kind may be written. The
 * log has a line that says how many were not.
 */
bool glue_log_allowed(const void *kind);

/*
 * The same for at most that many @lines in five seconds; that line in the log begins with @name.
 */
bool glue_lines_allowed(const void *kind, unsigned int lines, const char *name);

/* lock.c: the port's interrupt lock (DIRQL) */

unsigned long glue_lock_irqsave(struct glue_port *port);
void glue_unlock_irqrestore(struct glue_port *port, unsigned long flags);
void glue_assert_locked(struct glue_port *port);
/*
 * Whether the calling task has it. For PREEMPT_RT, where that is not seen by interrupts being off;
 * elsewhere false.
 */
bool glue_has_lock(const struct glue_port *port);
/* The lock itself, for callers that take it in one call of ours and release it in another. */
struct spinlock *glue_lock_of(struct glue_port *port);

/* port.h: where the port's interrupts go. Interrupt lock held. */

/* A routine for interrupts; nonzero: it claimed the interrupt. */
struct glue_isr {
	unsigned char (*routine)(struct _KINTERRUPT *object, void *context);
	void *context;
};

/*
 * From now on each interrupt calls these routines, one or more, in this order, at DIRQL. The
 * array stays the caller's, and must exist until another one is set.
 */
void glue_set_isrs(struct glue_port *port, const struct glue_isr *isrs, unsigned int count);
/* Interrupts so far that a routine claimed, and those that no routine did. */
unsigned long long glue_claimed_interrupts(const struct glue_port *port);
unsigned long long glue_unclaimed_interrupts(const struct glue_port *port);

/*
 * port.c: how the routines of clients are called; for whoever wants to know whose code runs and
 * what it leaves behind (compat/base/gate.h). To be set before the first port is attached.
 * Interrupt service routines go through it only in kernels made to find mistakes, and while
 * they are watched.
 */
struct glue_gate {
	unsigned char (*isr)(unsigned char (*routine)(struct _KINTERRUPT *object, void *context),
			     struct _KINTERRUPT *object, void *context);
	void (*deferred)(void (*routine)(void *context), void *context);
};

void glue_set_gate(const struct glue_gate *gate);
unsigned char glue_call_isr(unsigned char (*routine)(struct _KINTERRUPT *object, void *context),
			    struct _KINTERRUPT *object, void *context);
void glue_call_deferred(void (*routine)(void *context), void *context);

/* lock.c: the registry mutex; may sleep */

void glue_registry_lock(void);
void glue_registry_unlock(void);
void glue_assert_registry_locked(void);

/* lock.c: sections that glue_synchronize() waits for; they do not sleep */

void glue_enter_section(void);
void glue_leave_section(void);
/* Waits for every section that has been entered. May sleep. */
void glue_synchronize(void);

/* port.c: lifetime of the kernel objects of one port; may sleep */

struct glue_port *glue_port_create(struct parport *parport, struct ntparport *core);
void glue_port_destroy(struct glue_port *port);

/*
 * sysfs.c, debugfs.c: show people what a port is doing; may sleep. From their creation on,
 * readers of these files call into the core; removal waits for readers, so the registry mutex
 * must not be held there.
 */

int glue_class_register(void);
void glue_class_unregister(void);
int glue_port_sysfs_create(struct glue_port *port);
void glue_port_sysfs_remove(struct glue_port *port);
void glue_debugfs_create(void);
void glue_debugfs_remove(void);
void glue_port_debugfs_create(struct glue_port *port);
void glue_port_debugfs_remove(struct glue_port *port);

/* watch.c: a closer look at interrupts */

/* Buckets of a histogram: up to 2 s. */
#define GLUE_TIMES 32

/* How long the calls of a routine took, in nanoseconds. */
struct glue_times {
	unsigned long long calls;
	unsigned long long claimed;
	unsigned long long longest;
	unsigned int histogram[GLUE_TIMES];	/* [n]: from half of 1 << n up to below it */
};

/* Whether somebody wants to see each interrupt: see core_redirect(). Any context. */
bool glue_watching(void);
/* Connections exist: have core_sample() called now and then. Any context. */
void glue_sample(void);
/* Around an interrupt that is watched, and each routine; interrupt lock held. */
void glue_watch_interrupt(const struct glue_port *port);
void glue_watch_interrupt_end(const struct glue_port *port, bool claimed);
unsigned long long glue_watch_routine(const struct glue_port *port, const void *routine,
				      const void *context);
/* @start: what glue_watch_routine() returned; @times may be NULL. */
void glue_watch_routine_end(const struct glue_port *port, const void *routine, bool claimed,
			    unsigned long long start, struct glue_times *times);

/* watch.c: events (trace.h). Any context. */

struct ntparport_interrupt_service;

void glue_trace_connect(const struct glue_port *port,
			const struct ntparport_interrupt_service *service, int error);
void glue_trace_disconnect(const struct glue_port *port,
			   const struct ntparport_interrupt_service *service, int error);
void glue_trace_granted(const struct glue_port *port, const void *client);
void glue_trace_queued(const struct glue_port *port, const void *client);
void glue_trace_cancelled(const struct glue_port *port, const void *client);
void glue_trace_free(const struct glue_port *port, const void *client);
void glue_trace_yield(const struct glue_port *port);
void glue_trace_regain(const struct glue_port *port);
void glue_trace_check(const struct glue_port *port);

/* log.c: the time, in nanoseconds since the machine started. Any context. */
unsigned long long glue_now(void);

/* delay.c */

/* Sleeps between this many microseconds. May sleep. */
void glue_sleep(unsigned int min_us, unsigned int max_us);
/* Busy-waits. Any context. */
void glue_delay(unsigned int us);

/* io_port.c: the processor's I/O ports. Any context. */

unsigned char glue_in(unsigned long port);
void glue_out(unsigned long port, unsigned char value);

/* parport.c: facts; any context */

/* Whether it has an I/O base with the registers of a PC's port. */
bool glue_parport_is_pc_style(const struct parport *parport);
/* Whether it shares its registers with another parport, behind a multiplexer. */
bool glue_parport_is_multiplexed(const struct parport *parport);
const char *glue_parport_name(const struct parport *parport);
/*
 * I/O port of the ECP registers, 0: none were found (L8). base_hi alone proves
 * nothing: parport_pc fills it in for every port of its parameter io=, and keeps
 * the region only of those on which it found ECP.
 */
unsigned long glue_parport_ecp_base(const struct parport *parport);
/* How many registers there are from the base on. */
unsigned int glue_parport_span(const struct parport *parport);

struct parport *glue_port_parport(const struct glue_port *port);
unsigned int glue_port_number(const struct glue_port *port);
unsigned long glue_port_base(const struct glue_port *port);
/* The line that the low-level driver owns, or -1. */
int glue_port_irq(const struct glue_port *port);

/* Whether the port is on a PCI card: then its line is level-triggered and shared. */
bool glue_port_is_pci(const struct glue_port *port);

/* parport.c: our device on the Linux port; may sleep */

/*
 * Return 0; -ENOMEM; -EBUSY: a driver has the port exclusively; -ENODEV: the low-level driver
 * is being unloaded.
 */
int glue_parport_register(struct glue_port *port);
/* No claim, release or callback may be under way, or come later. */
void glue_parport_unregister(struct glue_port *port);

/*
 * parport.c: the Linux port. Process or softirq context, no lock held, inside a section.
 * Returns 0; -EAGAIN: another driver has it, and core_wakeup() will be called when it lets go;
 * -EBUSY: try again later, from another run of the tasklet.
 */
int glue_parport_claim(struct glue_port *port);
/*
 * True: nobody has taken the port, so all Linux drivers that wait for it were offered it.
 * parport goes down its list only as far as the first one that takes it.
 */
bool glue_parport_release(struct glue_port *port);
/*
 * The last entry of parport's list of waiters, only for comparison, or NULL. While we are not
 * on that list, it is a Linux driver. New ones queue behind it.
 */
const void *glue_parport_last_waiter(const struct glue_port *port);
/* Whether our device is on parport's list of waiters. */
bool glue_parport_queued(const struct glue_port *port);

/*
 * parport.c: the port's registers, while the Linux port is ours; interrupt
 * lock held. Save keeps what the client left; neutral puts the port into the
 * state in which parport gives it to a new driver; restore undoes both (L4).
 */
void glue_registers_save(struct glue_port *port);
void glue_registers_neutral(struct glue_port *port);
void glue_registers_restore(struct glue_port *port);
void glue_registers_forget(struct glue_port *port);
/*
 * The same for a machine that is suspended, whose ports lose everything, the data register
 * included. The device may not interrupt until the machine is resumed.
 */
void glue_registers_suspend(struct glue_port *port);
void glue_registers_resume(struct glue_port *port);
/* Keeps the device from interrupting; everything else stays as it is. */
void glue_registers_quiet(struct glue_port *port);

/* irq_line.c: the direct route; may sleep */

/* Returns 0; -EBUSY; -ENOMEM; -EINVAL: there is no such line. */
int glue_line_open(struct glue_port *port, unsigned int irq);
/* Waits for handlers in flight. */
void glue_line_close(struct glue_port *port);

/*
 * sleeper.c: completes a request of ntparport_allocate(). Any context, even with the
 * interrupt lock held.
 */
void glue_complete_sleeper(struct ntparport_waiter *waiter, int status);

/* tasklet.c */

/*
 * Schedules core_tasklet(). Any context, with the interrupt lock not held. Called from process
 * context, it has usually run when this returns.
 */
void glue_tasklet_schedule(struct glue_port *port);
/*
 * The same with the interrupt lock held: the tasklet never runs before this returns. (On
 * PREEMPT_RT the lock leaves interrupts on.)
 */
void glue_tasklet_schedule_locked(struct glue_port *port);
/* Waits until the tasklet has run, if it is scheduled. May sleep. */
void glue_tasklet_flush(struct glue_port *port);

/* parameters.c */

/* Whether connect requests are enabled (C2). */
bool glue_connect_enabled(void);
/* The line that the parameter "irq" names for this port, or -1. */
int glue_parameter_irq(unsigned int number);
/* The parameter "verify". It does not change. */
/* NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it is initialised in C. */
extern bool glue_verifies;

/* module.c */

/* Whether the code or data address belongs to the module. Any context. */
bool glue_module_contains(const struct module *module, const void *address);
/* Whether it belongs to the part of the module that is freed after its init routine. */
bool glue_module_init_contains(const struct module *module, const void *address);
const char *glue_module_name(const struct module *module);

/* Calls from C into the core. */

/*
 * From now on the port accepts connect requests, or no longer does, whatever the module's
 * parameter says (W11). Process context.
 */
void core_enable_connect(struct ntparport *port, bool enabled);

/*
 * ntparport_connect() for a driver that connects to the line itself, whether or not the
 * port accepts connect requests. @exclusive: nobody else is connected, or can be until it
 * disconnects. 0 or a negative errno: -EBUSY if that cannot be. Process context, may sleep.
 */
int core_connect_line(struct ntparport *port, const struct ntparport_interrupt_service *service,
		      bool exclusive);

/*
 * The routines of struct ntparport_interrupt_information, on behalf of @client,
 * an address in its module.
 */
bool core_try_allocate_at_interrupt_level(struct ntparport *port, const void *client);
void core_free_from_interrupt_level(struct ntparport *port);
/*
 * ntparport_free(), if the port is still allocated to @client, as ntparport_try_allocate_as() got
 * it; otherwise nothing happens. At or below DISPATCH_LEVEL.
 */
void core_free_of(struct ntparport *port, const void *client);
/* glue_has_lock(), glue_lock_of() */
bool core_has_lock(const struct ntparport *port);
struct spinlock *core_lock_of(struct ntparport *port);

/*
 * Runs the routine with the Linux port, under the interrupt lock. False: the port was removed
 * or, if it has to be @allocated, no client has it.
 */
bool core_with_parport(struct ntparport *port, bool allocated,
		       void (*routine)(struct parport *parport, void *context), void *context);

/* A Linux port appeared, or goes away. Process context, may sleep. False: it is not one of ours. */
bool core_attach(struct parport *parport);
bool core_detach(struct parport *parport);
/* A client module has run its init routine, whose code is about to be freed. */
void core_module_live(const struct module *module);
/* A client module has run its exit routine and is about to be freed (D4). */
void core_module_gone(const struct module *module);
/* glue_watching() may have changed: directs interrupts accordingly. Process context, may sleep. */
void core_redirect(void);
/* Watches the next interrupt of each port. False: no port has a connection. */
bool core_sample(void);
/* Start and stop measuring every interrupt routine. Return 0 or -ENOMEM. */
int core_start_timing(void);
void core_stop_timing(void);
/* Calls these for each connection and each waiter of the port, with the interrupt lock held. */
void core_visit_clients(struct ntparport *port,
			void (*connection)(void *data,
					   const struct ntparport_interrupt_service *service,
					   const struct glue_times *times),
			void (*waiter)(void *data, const void *caller, unsigned long long since),
			void *data);
/*
 * irq_list.cc: what the module parameter irq says: for each of @ports ports its line, which is
 * below @end, or 0: none. Returns 0, or the number of the entry that is wrong, from 1 on;
 * @ports + 1: there are more entries than ports. @lines says nothing then. Any context.
 */
unsigned int core_parse_irqs(const char *text, unsigned int *lines, unsigned int ports,
			     unsigned int end);

/* How long a self test waits for its interrupt, in milliseconds. */
#define GLUE_SELF_TEST_MS 1000

/**
 * struct glue_self_test - what a self test found
 * @done: there was one; nothing else is set if not
 * @arrived: its interrupt arrived
 * @direct: by the direct route, if it did; otherwise by parport's
 * @irq: the interrupt
 * @us: after this many microseconds
 */
struct glue_self_test {
	bool done;
	bool arrived;
	bool direct;
	int irq;
	unsigned int us;
};

/*
 * self_test.cc: 0 or a negative errno; the log says why. -EBUSY: somebody has the port, or is
 * connected. Process context, may sleep.
 */
int core_self_test(const struct glue_port *glue, struct ntparport *port,
		   struct glue_self_test *result);
/* The module is being unloaded: all ports go. */
void core_exit(void);

/* The machine is suspended, or was resumed (L7). Process context. */
void core_set_suspended(struct ntparport *port, bool suspended);
/* What the port's tasklet does. */
void core_tasklet(struct ntparport *port);
/*
 * A Linux driver wants the port that we have. Called with cad_lock held for writing and
 * interrupts off. True: it must wait.
 */
bool core_preempt(struct ntparport *port);
/* The Linux port is free. Process or softirq context: claims it at once if it is wanted. */
void core_wakeup(struct ntparport *port);
/* The same, from a context in which the port must not be claimed. */
void core_wakeup_later(struct ntparport *port);

#ifdef __cplusplus
}
#endif

#endif
