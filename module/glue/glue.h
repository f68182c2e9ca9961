/* SPDX-License-Identifier: GPL-2.0 */
/*
 * glue.h - the one contract between the C++ core and the kernel's C.
 *
 * glue_*() are written in C and forward to one kernel facility each; they
 * decide nothing. core_*() are written in C++ and called from C. Kernel
 * objects are opaque here: all that one port needs live in a struct glue_port.
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
struct glue_port;	/* its kernel objects */
struct _KINTERRUPT;	/* the interrupt object: the port, to its clients */
struct module;
struct parport;

/*
 * Linux error numbers, for code that cannot include the kernel's headers;
 * exports.c compares them with the kernel's.
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

enum glue_log_level { GLUE_DEBUG, GLUE_INFO, GLUE_WARN };
/*
 * One line in the kernel log. Any context. The port may be NULL. Of one format not
 * more than some in some seconds: drivers and programs can repeat most of them.
 */
__attribute__((format(printf, 3, 4)))
void glue_log(enum glue_log_level level, const struct glue_port *port, const char *format, ...);

/*
 * For lines that are written otherwise: whether another one of this kind may be. The
 * log has a line that says how many were not.
 */
bool glue_log_allowed(const void *kind);

/* lock.c: the port's interrupt lock (DIRQL) */

unsigned long glue_lock_irqsave(struct glue_port *port);
void glue_unlock_irqrestore(struct glue_port *port, unsigned long flags);
void glue_assert_locked(struct glue_port *port);

/* port.h: where the port's interrupts go. Interrupt lock held. */

/* A routine for interrupts; nonzero: it claims the interrupt. */
struct glue_isr {
	unsigned char (*routine)(struct _KINTERRUPT *object, void *context);
	void *context;
};

/*
 * Each interrupt from now on calls these, one or more, in this order, at DIRQL.
 * They stay the caller's, and must stay until others are set.
 */
void glue_set_isrs(struct glue_port *port, const struct glue_isr *isrs, unsigned int count);
/* Interrupts so far that a routine claimed, and those that none did. */
unsigned long long glue_claimed_interrupts(const struct glue_port *port);
unsigned long long glue_unclaimed_interrupts(const struct glue_port *port);

/*
 * port.c: how the routines of clients are called, for whoever wants to know whose
 * code runs and what it leaves (compat/base/gate.h). Set before the first port is
 * attached. Interrupt service routines go through it only where the kernel is
 * made to find mistakes, and where they are watched.
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
 * sysfs.c, debugfs.c: what a port is doing, for people; may sleep. Their readers
 * call into the core from the moment of creation until removal has returned,
 * which waits for them: the registry mutex must not be held there.
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
	unsigned int histogram[GLUE_TIMES];	/* [n]: below 1 << n, not below half of it */
};

/* Somebody wants to see each interrupt: see core_redirect(). Any context. */
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

/* parport.c: facts; any context */

/* It has an I/O base and the registers of a PC's port there. */
bool glue_parport_is_pc_style(const struct parport *parport);
/* It shares its registers with another parport, behind a multiplexer. */
bool glue_parport_is_multiplexed(const struct parport *parport);
const char *glue_parport_name(const struct parport *parport);
/*
 * I/O port of the ECP registers, 0: none were found (L8). base_hi alone proves
 * nothing: parport_pc fills it in for every port of its parameter io=, and keeps
 * the region only of those on which it found ECP.
 */
unsigned long glue_parport_ecp_base(const struct parport *parport);

struct parport *glue_port_parport(const struct glue_port *port);
unsigned int glue_port_number(const struct glue_port *port);
unsigned long glue_port_base(const struct glue_port *port);
unsigned int glue_port_span(const struct glue_port *port);
/* The line the low-level driver owns, or -1. */
int glue_port_irq(const struct glue_port *port);

/* The port is on a PCI card: its line is level-triggered and shared. */
bool glue_port_is_pci(const struct glue_port *port);

/* parport.c: our device on the Linux port; may sleep */

/*
 * 0; -ENOMEM; -EBUSY: a driver has the port exclusively; -ENODEV: the low-level
 * driver is being unloaded.
 */
int glue_parport_register(struct glue_port *port);
/* No claim, release or callback may be under way or follow. */
void glue_parport_unregister(struct glue_port *port);

/*
 * parport.c: the Linux port. Process or softirq context, no lock held, inside
 * a section. 0; -EAGAIN: another driver has it, and core_wakeup() will be called
 * when it lets go; -EBUSY: try again later, from another run of the tasklet.
 */
int glue_parport_claim(struct glue_port *port);
/*
 * True: nobody has taken it, so all Linux drivers that wait for it were offered
 * it. parport goes no further down its list than to the first that takes it.
 */
bool glue_parport_release(struct glue_port *port);
/*
 * The last one on parport's list of waiters, for comparison, or NULL: a Linux
 * driver while we are not on it. New ones queue behind it.
 */
const void *glue_parport_last_waiter(const struct glue_port *port);
/* Our device is on parport's list of waiters. */
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
 * The same for a machine that is suspended, whose ports forget everything: also what
 * is in the data register. Until it is resumed the device may not interrupt.
 */
void glue_registers_suspend(struct glue_port *port);
void glue_registers_resume(struct glue_port *port);
/* The device may not interrupt any more; the rest stays as it is. */
void glue_registers_quiet(struct glue_port *port);

/* irq_line.c: the direct route; may sleep */

/* 0; -EBUSY; -ENOMEM; -EINVAL: no such line. */
int glue_line_open(struct glue_port *port, unsigned int irq);
/* Waits for handlers in flight. */
void glue_line_close(struct glue_port *port);

/*
 * completion.c: completes the requests of ntparport_allocate(); any context, also
 * with the interrupt lock held.
 */
void glue_complete_sleeper(struct ntparport_waiter *waiter, int status);

/* tasklet.c */

/*
 * Schedules core_tasklet(). Any context, interrupt lock not held. From process
 * context it has usually run when this returns.
 */
void glue_tasklet_schedule(struct glue_port *port);
/*
 * The same with the interrupt lock held: it never runs before this returns. (On
 * PREEMPT_RT the lock leaves interrupts on.)
 */
void glue_tasklet_schedule_locked(struct glue_port *port);
/* Waits until it has run if it is scheduled. May sleep. */
void glue_tasklet_flush(struct glue_port *port);

/* parameters.c */

/* Connect requests are enabled (C2). */
bool glue_connect_enabled(void);
/* The line that the parameter "irq" names for this port, or -1. */
int glue_parameter_irq(unsigned int number);
/* The parameter "verify". It stays. */
/* NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it is C's. */
extern bool glue_verifies;

/* module.c */

/* The code or data address belongs to the module. Any context. */
bool glue_module_contains(const struct module *module, const void *address);
/* It belongs to that part of it which is freed after its init routine. */
bool glue_module_init_contains(const struct module *module, const void *address);
const char *glue_module_name(const struct module *module);

/* Calls from C into the core. */

/*
 * The port accepts connect requests, or no longer, whatever the module's parameter
 * says (W11). Process context.
 */
void core_enable_connect(struct ntparport *port, bool enabled);

/*
 * The routines of struct ntparport_interrupt_information, on behalf of @client,
 * an address in its module.
 */
bool core_try_allocate_at_interrupt_level(struct ntparport *port, const void *client);
void core_free_from_interrupt_level(struct ntparport *port);

/*
 * Runs the routine with the Linux port under the interrupt lock. False: the port
 * was removed or, if it is to be @allocated, no client has it.
 */
bool core_with_parport(struct ntparport *port, bool allocated,
		       void (*routine)(struct parport *parport, void *context), void *context);

/*
 * A Linux port appeared or goes away. Process context, may sleep. False: it is
 * none of ours.
 */
bool core_attach(struct parport *parport);
bool core_detach(struct parport *parport);
/* A client module has run its init routine, whose code is about to be freed. */
void core_module_live(const struct module *module);
/* A client module has run its exit routine and is about to be freed (D4). */
void core_module_gone(const struct module *module);
/*
 * glue_watching() may have changed: interrupts go where they have to now. Process
 * context, may sleep.
 */
void core_redirect(void);
/* Watches the next interrupt of each port. False: no port has a connection. */
bool core_sample(void);
/* Measures every interrupt routine, or no longer. 0, -ENOMEM. */
int core_start_timing(void);
void core_stop_timing(void);
/* Calls these for each connection and waiter of the port, interrupt lock held. */
void core_visit_clients(struct ntparport *port,
			void (*connection)(void *data,
					   const struct ntparport_interrupt_service *service,
					   const struct glue_times *times),
			void (*waiter)(void *data, const void *caller, unsigned long long since),
			void *data);
/* The module is being unloaded: every port goes. */
void core_exit(void);

/* The machine is suspended, or was resumed (L7). Process context. */
void core_set_suspended(struct ntparport *port, bool suspended);
/* The port's tasklet. */
void core_tasklet(struct ntparport *port);
/*
 * A Linux driver wants the port we have. cad_lock held for writing, interrupts
 * off. True: it must wait.
 */
bool core_preempt(struct ntparport *port);
/* The Linux port is free. Process or softirq context: claim it now if wanted. */
void core_wakeup(struct ntparport *port);
/* The same, from a context in which the port must not be claimed. */
void core_wakeup_later(struct ntparport *port);

#ifdef __cplusplus
}
#endif

#endif
