/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntparport.h - the in-kernel API of ntparport.ko, for C and C++ modules.
 *
 * A client gets a port, connects an interrupt service routine to its
 * interrupt, allocates the port while it talks to its device, and in its exit
 * routine disconnects and puts the port. The semantics are those of the
 * parallel-port function driver of Windows (parport.sys); rule numbers such
 * as C2 or F1 are explained in kunit/README.md.
 *
 * Contexts, in Linux words: PASSIVE_LEVEL is process context, DISPATCH_LEVEL
 * is a softirq, a tasklet or any place that holds a spinlock with interrupts
 * on, DIRQL is "the port's interrupt lock is held": inside an interrupt
 * service routine, a deferred port check or a routine run by
 * ntparport_synchronize_execution(). Nothing here may be called at DIRQL
 * except the two functions in &struct ntparport_interrupt_information.
 */
#ifndef NTPARPORT_H
#define NTPARPORT_H

#ifndef __cplusplus
#include <linux/types.h>
#else
extern "C" {
#endif

struct module;

/* A parallel port. Opaque, reference counted. */
struct ntparport;

/*
 * The interrupt object of a port: its interrupt lock. Opaque; it has the tag
 * of Windows' PKINTERRUPT so that routines written for Windows have the type
 * that is called here (kCFI compares them). Valid as long as the port is.
 */
struct _KINTERRUPT;

/**
 * struct ntparport_interrupt_service - what a client connects to the interrupt
 * @isr: interrupt service routine; returns nonzero if its device raised the
 *	interrupt. Called for every interrupt of the port, in the order of
 *	connection (I1), at DIRQL: with the port's interrupt lock held and
 *	interrupts off on this CPU (on PREEMPT_RT: in the interrupt's thread).
 *	It must not sleep. May be %NULL if @deferred is not (C4).
 * @isr_context: passed to @isr
 * @deferred: deferred port check routine, called after the port became free
 *	with nobody waiting for it (F1), from the port's tasklet, at DIRQL (F2).
 *	May be %NULL if @isr is not.
 * @deferred_context: passed to @deferred
 *
 * Layout of PARALLEL_INTERRUPT_SERVICE_ROUTINE (Windows, parallel.h).
 */
struct ntparport_interrupt_service {
	unsigned char (*isr)(struct _KINTERRUPT *interrupt, void *isr_context);
	void *isr_context;
	void (*deferred)(void *deferred_context);
	void *deferred_context;
};

/**
 * struct ntparport_interrupt_information - what a client gets for it
 * @interrupt: the interrupt object, for ntparport_synchronize_execution()
 * @try_allocate_at_interrupt_level: takes the port if it is free and nobody
 *	waits for it; returns nonzero if the caller now has it. Never waits,
 *	never queues. At DIRQL only (I4).
 * @free_from_interrupt_level: frees the port; what follows happens later, in
 *	the port's tasklet. At DIRQL only (I5).
 * @context: the argument of both
 *
 * Layout of PARALLEL_INTERRUPT_INFORMATION (Windows, parallel.h).
 */
struct ntparport_interrupt_information {
	struct _KINTERRUPT *interrupt;
	unsigned char (*try_allocate_at_interrupt_level)(void *context);
	void (*free_from_interrupt_level)(void *context);
	void *context;
};

/**
 * enum ntparport_route - how the port's interrupt reaches the module
 * @NTPARPORT_ROUTE_NONE: the port has no interrupt line
 * @NTPARPORT_ROUTE_DIRECT: the module itself requests the line that its parameter "irq" names
 * @NTPARPORT_ROUTE_PARPORT: the low-level parport driver owns the line and
 *	passes its interrupts on
 */
enum ntparport_route {
	NTPARPORT_ROUTE_NONE,
	NTPARPORT_ROUTE_DIRECT,
	NTPARPORT_ROUTE_PARPORT,
};

/**
 * struct ntparport_information - facts about a port, and its counters
 * @number: N of "parportN"
 * @base: I/O port of the data register
 * @base_hi: I/O port of the ECP registers, 0 if there are none
 * @span: number of I/O ports, counted from @base
 * @irq: Linux interrupt number, -1 if the port has no line
 * @pci: on a PCI card, with a level-triggered line
 * @route: how the interrupt reaches the module
 * @connections: connected interrupt services
 * @waiters: what ntparport_query_waiters() returns
 * @have_port: the module has the Linux port (L1, L2)
 * @allocated: a client has the port
 * @holder: an address in that client (its module or its code), or %NULL
 * @interrupts: interrupts passed to clients
 * @handled: those that some routine claimed
 * @missed: interrupts that came while the port was not the module's (L6); next to none on the
 *	parport route, where parport passes few of those on
 * @forced_disconnects: connections that the module ended itself: their client
 *	was unloaded (D4), or the port was removed (L5)
 * @deferred_checks: rounds of deferred port checks
 * @yields: times the Linux port was left to a Linux driver
 */
struct ntparport_information {
	unsigned int number;
	unsigned long base;
	unsigned long base_hi;
	unsigned int span;
	int irq;
	bool pci;
	enum ntparport_route route;
	unsigned int connections;
	unsigned int waiters;
	bool have_port;
	bool allocated;
	const void *holder;
	unsigned long long interrupts;
	unsigned long long handled;
	unsigned long long missed;
	unsigned long long forced_disconnects;
	unsigned long long deferred_checks;
	unsigned long long yields;
};

/* Private to the module: a link of one of its lists. */
struct ntparport_link {
	struct ntparport_link *next, *prev;
};

/**
 * struct ntparport_waiter - a queued request for the port
 * @complete: called exactly once for a request that was queued: with 0 when
 *	the port is granted, -ECANCELED when it was cancelled, -ENODEV when the
 *	port was removed. Runs in the port's tasklet, no lock held; it may free
 *	the waiter, and may call anything that does not sleep.
 *
 * The memory belongs to the caller and must stay until @complete was called.
 * Set @complete; the rest is the module's.
 */
struct ntparport_waiter {
	/* private: */
	struct ntparport_link link;
	const void *caller;
	unsigned long long since;
	int status;
	/* public: */
	void (*complete)(struct ntparport_waiter *waiter, int status);
};

/*
 * Whoever has a port or waits for it is known by an address in its module: the inline functions
 * below pass the module of their caller. The following functions are for those, and for callers
 * that ask on behalf of another module.
 */
extern struct module __this_module; /* NOLINT(bugprone-dynamic-static-initializers) */
bool ntparport_try_allocate_as(struct ntparport *port, const void *client);
int ntparport_allocate_async_as(struct ntparport *port, struct ntparport_waiter *waiter,
				const void *client);
int ntparport_allocate_as(struct ntparport *port, unsigned int timeout_ms, const void *client);
int ntparport_request_as(struct ntparport *port, unsigned int code, void *buffer,
			 unsigned int input_length, unsigned int output_length,
			 struct ntparport_waiter *waiter, unsigned long *information,
			 const void *client);

/**
 * ntparport_get() - get a port by its number
 * @number: N of "parportN" (Windows: \Device\ParallelPortN)
 *
 * Context: process, may sleep.
 * Return: the port, to be given back with ntparport_put(); an error pointer:
 * -ENODEV if there is no such PC-style port, -EBUSY if a Linux driver has it
 * exclusively, -ENOMEM.
 */
struct ntparport *ntparport_get(unsigned int number);

/**
 * ntparport_get_next() - iterate over the ports
 * @previous: the port before, which is put, or %NULL to begin
 *
 * Ports that cannot be had at the moment (-EBUSY, -ENOMEM) are passed over.
 *
 * Context: process, may sleep.
 * Return: the next port by number, referenced like ntparport_get() does, or
 * %NULL after the last one.
 */
struct ntparport *ntparport_get_next(struct ntparport *previous);

/**
 * ntparport_for_each() - loop over all ports
 * @port: the loop variable; when leaving the loop early, put it
 */
#define ntparport_for_each(port) \
	for ((port) = ntparport_get_next(NULL); (port); \
	     (port) = ntparport_get_next(port))

/**
 * ntparport_put() - give a port back
 * @port: from ntparport_get(); %NULL and error pointers are ignored
 *
 * Disconnect first: a connection keeps the port only until that is removed. A removed port goes
 * with the last ntparport_put(). A client that still has the port allocated when the last
 * reference goes loses it, with a line in the log.
 *
 * Context: process, may sleep.
 */
void ntparport_put(struct ntparport *port);

/**
 * ntparport_connect() - connect an interrupt service (C1-C8)
 * @port: the port
 * @service: routines and contexts; copied
 * @information: receives the interrupt-level functions; may be %NULL
 *
 * The routines may be called before this function returns (C8). The same
 * routine and context connected twice make two connections (C5).
 *
 * Context: process, may sleep. A kernel thread that connects or disconnects has to
 * be freezable: no line may be requested or freed while the machine goes to sleep.
 * Return: 0 or, with nothing connected, -EINVAL: a %NULL argument, or both routines %NULL (C4);
 * -ENODEV: the port was removed (C7); or, with a line in the log that says what to do, -EPERM:
 * connect requests are disabled: see module parameter "enable_connect_interrupt" (C2);
 * -EOPNOTSUPP: the port has no interrupt line, or the parameter "irq" names one that does not
 * exist (C6); -EBUSY: the line is taken (C6); -ENOMEM (C6).
 */
int ntparport_connect(struct ntparport *port,
		      const struct ntparport_interrupt_service *service,
		      struct ntparport_interrupt_information *information);

/**
 * ntparport_disconnect() - end a connection (D1-D5)
 * @port: the port
 * @service: what was connected; a connection is found by @isr and
 *	@isr_context or, without an @isr, by @deferred and @deferred_context.
 *	Of several equal ones the oldest goes.
 *
 * When this returns 0, neither routine of the connection runs or will ever run
 * again on any CPU (D3). The last disconnect gives the interrupt line back.
 *
 * Context: process, may sleep.
 * Return: 0; -EINVAL: not connected to this port, or a %NULL argument (D2);
 * -ENODEV: the port was removed, which ended all connections (L5).
 */
int ntparport_disconnect(struct ntparport *port,
			 const struct ntparport_interrupt_service *service);

/**
 * ntparport_try_allocate() - take the port if it can be had at once (A3)
 * @port: the port
 *
 * Context: process or softirq, interrupts on; does not sleep.
 * Return: true if the caller now has the port. False while a client has it or
 * waits for it, while a Linux driver keeps it, while the module is just taking
 * or leaving the Linux port on another CPU, and on a removed port.
 */
static inline bool ntparport_try_allocate(struct ntparport *port)
{
	return ntparport_try_allocate_as(port, &__this_module);
}

/**
 * ntparport_allocate_async() - take the port, or queue for it (A1)
 * @port: the port
 * @waiter: the caller's, with @waiter->complete set
 *
 * Context: process or softirq, interrupts on; does not sleep.
 * Return: 0: the caller has the port now, @waiter is not used;
 * -EINPROGRESS: queued, @waiter->complete will be called exactly once;
 * -EINVAL: a %NULL argument; -ENODEV: the port was removed (C7).
 */
static inline int ntparport_allocate_async(struct ntparport *port,
					   struct ntparport_waiter *waiter)
{
	return ntparport_allocate_async_as(port, waiter, &__this_module);
}

/**
 * ntparport_cancel() - take a queued request back (A2)
 * @port: the port
 * @waiter: given to ntparport_allocate_async() of the same port; its memory
 *	must still be valid
 *
 * Context: process or softirq, interrupts on; does not sleep.
 * Return: true: @waiter->complete will be called (or was, just now) with -ECANCELED; false: it
 * was no longer queued, and its completion is under way or done.
 */
bool ntparport_cancel(struct ntparport *port, struct ntparport_waiter *waiter);

/* For ntparport_allocate(): no time limit. */
#define NTPARPORT_FOREVER (~0u)

/**
 * ntparport_allocate() - take the port, sleeping until it is granted (A1)
 * @port: the port
 * @timeout_ms: give up after this many milliseconds, or %NTPARPORT_FOREVER
 *
 * Context: process, sleeps (killable).
 * Return: 0: the caller has the port; -ETIMEDOUT; -EINTR: the process is being
 * killed; -ENODEV: the port was removed (C7); -EINVAL: @port is %NULL.
 */
static inline int ntparport_allocate(struct ntparport *port, unsigned int timeout_ms)
{
	return ntparport_allocate_as(port, timeout_ms, &__this_module);
}

/**
 * ntparport_free() - free the port (A4)
 * @port: the port
 *
 * A Linux driver that waits gets it first (L2), then the client that waits
 * longest. Freeing a port nobody has changes nothing and is logged once (A6);
 * on a removed port this does nothing (L5).
 *
 * Context: process or softirq, interrupts on; does not sleep.
 */
void ntparport_free(struct ntparport *port);

/**
 * ntparport_query_waiters() - how many wait for the port (A5)
 * @port: the port
 *
 * Context: process or softirq, interrupts on; does not sleep.
 * Return: the number of queued requests, plus one while a Linux driver waits.
 */
unsigned int ntparport_query_waiters(struct ntparport *port);

/**
 * ntparport_get_information() - facts about a port
 * @port: the port
 * @information: is filled in
 *
 * Context: process or softirq, interrupts on; does not sleep.
 * Return: 0; -ENODEV: the port was removed (the counters are still filled in);
 * -EINVAL: a %NULL argument.
 */
int ntparport_get_information(struct ntparport *port,
			      struct ntparport_information *information);

/**
 * ntparport_synchronize_execution() - run a routine under the interrupt lock (I3)
 * @interrupt: the interrupt object, from &struct ntparport_interrupt_information
 * @routine: runs at DIRQL: with the lock held, so that no interrupt service
 *	routine or deferred port check of the port runs meanwhile
 * @context: passed to @routine
 *
 * Windows: KeSynchronizeExecution.
 *
 * Context: process or softirq; does not sleep.
 * Return: what @routine returned.
 */
unsigned char ntparport_synchronize_execution(struct _KINTERRUPT *interrupt,
					      unsigned char (*routine)(void *context),
					      void *context);

/**
 * ntparport_request() - an internal device-control request, as parport.sys takes it
 * @port: the port
 * @code: IOCTL_INTERNAL_* of parallel.h
 * @buffer: input and output (METHOD_BUFFERED); may be %NULL if both lengths are 0
 * @input_length: bytes of input in @buffer
 * @output_length: room for output in @buffer, in bytes
 * @waiter: for IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE: queued if the port is not
 *	free; with %NULL the request sleeps until it is granted
 * @information: receives the Information of the I/O status block; never %NULL
 *
 * Supported: IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
 * IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
 * IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, IOCTL_INTERNAL_PARALLEL_PORT_FREE,
 * IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO,
 * IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO and
 * IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO.
 *
 * Context: as for the function that does the same; the two information
 * requests as ntparport_get_information().
 * Return: an NTSTATUS: STATUS_SUCCESS, or the failure as numbered in the rules
 * (C1-C7, D1, D2, A1); STATUS_PENDING: @waiter is queued, its completion
 * reports 0, -ECANCELED or -ENODEV (STATUS_SUCCESS, STATUS_CANCELLED,
 * STATUS_DELETE_PENDING); any other code: STATUS_INVALID_PARAMETER.
 */
static inline int ntparport_request(struct ntparport *port, unsigned int code, void *buffer,
				    unsigned int input_length, unsigned int output_length,
				    struct ntparport_waiter *waiter, unsigned long *information)
{
	return ntparport_request_as(port, code, buffer, input_length, output_length, waiter,
				    information, &__this_module);
}

#ifdef __cplusplus
}
#endif

#endif
