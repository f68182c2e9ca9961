/* SPDX-License-Identifier: GPL-2.0 */
/* irp.h - requests; internal. */
#ifndef COMPAT_IO_IRP_H
#define COMPAT_IO_IRP_H

#include "glue/nt.h"
#include "base/check.h"
#include "io/driver.h"
#include "module/ntparport.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nt_irp;

/*
 * What is kept about a request, or NULL: there is no such request, or no longer. Any IRQL.
 */
struct nt_irp *nt_irp_find(PIRP irp);

/* These take an existing request. */

/* It waits for a port, which will complete it, or no longer does. */
void nt_irp_set_queued(PIRP irp, bool queued);
/* The code that sent it. */
const void *nt_irp_caller(PIRP irp);
/* The driver that sent it, while it is under way. Exported for the suites. */
#define nt_irp_sender ntparport_irp_sender
struct nt_driver *nt_irp_sender(PIRP irp);

/*
 * A request of ntparport itself, for the calling thread. When it is complete, done() is called
 * instead of everything else that the I/O manager would do, at or below DISPATCH_LEVEL;
 * nt_irp_free() it after that. If it @must be, this waits until there is memory; otherwise it may
 * be NULL. May sleep.
 */
PIRP nt_irp_create(CCHAR stack_size, bool must);
/* Frees a request that is complete or was never sent. */
void nt_irp_destroy(PIRP irp);
void nt_irp_set_done(PIRP irp, void (*done)(PIRP irp, void *context), void *context);
/*
 * It is sent for a call of the system by its thread, which returns from that once the request is
 * complete: the thread works for whom the request does. To be called before it is sent.
 */
void nt_irp_set_call(PIRP irp);

/* IoCallDriver() on behalf of @caller. A request that cannot be sent is completed. */
NTSTATUS nt_irp_send(PDEVICE_OBJECT device, PIRP irp, const void *caller);
/*
 * The same, but waits, and frees the request. @finish, if any, is called when the request is
 * complete, at or below DISPATCH_LEVEL. That may be after the wait: it ends early if the process is
 * killed, in which case the request is cancelled, or is exiting; with @driver, it ends early only
 * if that driver dies. Process context.
 */
NTSTATUS nt_irp_send_and_wait(PDEVICE_OBJECT device, PIRP irp, const struct nt_driver *driver,
			      void (*finish)(void *context, NTSTATUS status), void *context);

/* The same without waiting: @finish is called when the request is complete. */
void nt_irp_send_and_finish(PDEVICE_OBJECT device, PIRP irp,
			    void (*finish)(void *context, NTSTATUS status), void *context);
/*
 * To be called after nt_irp_send() of a request that the caller is to free, with its result. True:
 * the driver has forgotten the request (W4), and what its end would free is freed when the driver
 * is unloaded.
 */
bool nt_irp_forgotten(PIRP irp, NTSTATUS status);
/* A driver has died: those who wait for it check again. Process context. */
void nt_irps_look(void);

/* Cancels the requests of a driver that are under way. */
void nt_irps_of_driver_end(struct nt_driver *driver);
/* Frees the requests that a driver has left, and logs it. */
void nt_irps_gone(struct nt_driver *driver);

/* Frees a request of ntparport, and all memory descriptor lists that it has. */
void nt_irp_free(PIRP irp);
/* Frees the memory descriptor lists that a driver has left, and logs it. */
void nt_mdls_gone(struct nt_driver *driver);
/* Loading of ntparport: lists in memory of drivers end with that. */
void nt_mdls_init(void);

/* Calls a cancel routine. The cancel spin lock is held; the routine releases it. */
void nt_call_cancel_routine(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql);

/* Completes an IRP of the built-in driver. */
NTSTATUS nt_irp_finish(PIRP irp, NTSTATUS status, ULONG_PTR information);

/* Loading of ntparport. */
void nt_irps_init(void);

/* How many requests, and how many memory descriptor lists, there are. Any IRQL. */
unsigned int nt_irp_count(void);
unsigned int nt_mdl_count(void);

#ifdef __cplusplus
}

namespace io {
/// IoSetCancelRoutine() for what is known to be a request.
inline PDRIVER_CANCEL set_cancel_routine(PIRP irp, PDRIVER_CANCEL routine)
{
	return __atomic_exchange_n(&irp->CancelRoutine, routine, __ATOMIC_SEQ_CST);
}

/// Others may cancel the request at any time; drivers, too, read this without a lock.
inline bool is_cancelled(const IRP *irp) { return __atomic_load_n(&irp->Cancel, __ATOMIC_RELAXED); }
}
#endif

#endif
