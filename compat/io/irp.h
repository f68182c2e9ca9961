/* SPDX-License-Identifier: GPL-2.0 */
/* irp.h - requests; no driver sees it. */
#ifndef COMPAT_IO_IRP_H
#define COMPAT_IO_IRP_H

#ifndef __cplusplus
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/list.h>
#endif

#include "base/nt.h"
#include "base/check.h"
#include "io/driver.h"
#include "module/ntparport.h"

#ifdef __cplusplus
extern "C" {
#endif

struct completion;

#ifndef __cplusplus
/**
 * struct nt_irp - what is kept of a request
 * @link: in the table, by the address of the IRP
 * @irp: the request
 * @owner: the driver that allocated it, or NULL
 * @thread: for whom it is, referenced, or NULL
 * @free_buffers: frees what the I/O manager added to it; NULL: it added nothing
 * @caller: code that sent it
 * @completer: code that completed it last
 * @buffer: the system buffer that the I/O manager made for it, or NULL
 * @count: its StackCount
 * @location: its CurrentLocation when it was sent or completed last
 * @sender: the driver that sent it, held while it is under way
 * @forgotten_by: the driver that has it and will not complete it, referenced, or NULL
 * @finished: all drivers have had it, and what follows has begun
 * @cancelling: cancelled because its sender is being unloaded
 * @origin: its CurrentLocation when it was sent, 0 if it is not under way
 * @foreign: memory of the driver's, known only while it is under way
 * @done: called when it is complete
 * @done_context: for @done
 * @output_length: how much of the system buffer may be copied back
 * @waiter: for a request that is queued for a port, with the next three
 * @queued: it waits for a port, which is to complete it
 * @granted: the port has answered, cancel_port_request() completes it
 * @cancelled: the other way round
 * @answer: what the port has answered
 * @port: where it is queued
 * @holds: the device that works on each stack location
 */
struct nt_irp {
	struct hlist_node link;
	PIRP irp;
	struct nt_driver *owner;
	PETHREAD thread;
	void (*free_buffers)(struct nt_irp *known);
	const void *caller;
	const void *completer;
	void *buffer;
	CHAR count;
	CHAR location;
	CHAR origin;
	bool foreign;
	unsigned long sender;
	struct nt_driver *forgotten_by;
	bool finished;
	bool cancelling;
	void (*done)(PIRP irp, void *context);
	void *done_context;
	ULONG output_length;
	struct ntparport_waiter waiter;
	bool queued;
	bool granted;
	bool cancelled;
	int answer;
	void *port;
	unsigned long holds[];
};
#endif

/*
 * What is kept of it, or NULL: there is no such request, or not any more. Exported
 * for the suites.
 */
#define nt_irp_find ntparport_irp_find
struct nt_irp *nt_irp_find(PIRP irp);

#ifndef __cplusplus
/*
 * A request of the module itself, for the calling thread. When it is complete,
 * done() is called instead of anything else that the I/O manager would do, at or
 * below DISPATCH_LEVEL. nt_irp_free() it afterwards.
 */
PIRP nt_irp_alloc(CCHAR stack_size, gfp_t flags);
#endif
/* The same for C++; if it @must be, this waits until there is memory. May sleep. */
PIRP nt_irp_create(CCHAR stack_size, bool must);
/* Frees it, complete or never sent. */
void nt_irp_destroy(PIRP irp);
void nt_irp_set_done(PIRP irp, void (*done)(PIRP irp, void *context), void *context);

/* IoCallDriver() on behalf of @caller. What cannot be sent is completed. */
NTSTATUS nt_irp_send(PDEVICE_OBJECT device, PIRP irp, const void *caller);
/*
 * The same, waits, and frees the request. @finish, if any, is called when it is
 * complete, at or below DISPATCH_LEVEL, which may be after the wait: that ends
 * when the process is killed, which cancels the request, and if it is exiting;
 * or, with @driver, when that driver dies, and not before. Process context.
 */
NTSTATUS nt_irp_send_and_wait(PDEVICE_OBJECT device, PIRP irp, const struct nt_driver *driver,
			      void (*finish)(void *context, NTSTATUS status), void *context);

/* The same without waiting: @finish is called when it is complete. */
void nt_irp_send_and_finish(PDEVICE_OBJECT device, PIRP irp,
			    void (*finish)(void *context, NTSTATUS status), void *context);
/*
 * After nt_irp_send() of a request that is the caller's to free, with its
 * result: true if the driver has forgotten it (W4). Whatever its end frees is then
 * freed when the driver is unloaded.
 */
bool nt_irp_forgotten(PIRP irp, NTSTATUS status);
/* False: the process is killed, or it is exiting and has waited long enough. */
bool nt_wait_killable(struct completion *completion);

/* A driver has died: those who wait for it look again. Process context. */
void nt_irps_look(void);

/* Cancels what a driver sent that is under way. */
void nt_irps_of_driver_end(struct nt_driver *driver);
/* Frees the requests that a driver has left, and says so. */
void nt_irps_gone(struct nt_driver *driver);

#ifndef __cplusplus
/*
 * Whether there is such a request; if not, the log has a line. Like nt_complain(). See
 * check.hh for C++.
 */
#define nt_irp_ok(irp)								\
({										\
	bool __known = nt_irp_find(irp);					\
										\
	if (!__known)								\
		nt_complain("%p is no request, or is gone already", irp);	\
	__known;								\
})
#endif

/* Frees a request of the module's, and all memory descriptor lists that hang on it. */
void nt_irp_free(PIRP irp);
/* Frees the memory descriptor lists that a driver has left, and says so. */
void nt_mdls_gone(struct nt_driver *driver);

/* Calls a cancel routine; cancel spin lock held, which the routine releases. */
void nt_call_cancel_routine(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql);

/* Completes an IRP of the builtin driver's. */
NTSTATUS nt_irp_finish(PIRP irp, NTSTATUS status, ULONG_PTR information);

/* How many there are, and memory descriptor lists. */
unsigned int nt_irp_count(void);
unsigned int nt_mdl_count(void);

#ifdef __cplusplus
}
#endif

#endif
