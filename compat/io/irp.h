/* SPDX-License-Identifier: GPL-2.0 */
/* irp.h - requests; no driver sees it. */
#ifndef COMPAT_IO_IRP_H
#define COMPAT_IO_IRP_H

#include "base/nt.h"
#include "base/check.h"
#include "io/driver.h"
#include "module/ntparport.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nt_irp;

/*
 * What is kept of it, or NULL: there is no such request, or not any more.
 */
struct nt_irp *nt_irp_find(PIRP irp);

/* Of a request that there is. */

/* It waits for a port, which is to complete it, or no longer. */
void nt_irp_set_queued(PIRP irp, bool queued);
/* Code that sent it. */
const void *nt_irp_caller(PIRP irp);
/* The driver that sent it, while it is under way. Exported for the suites. */
#define nt_irp_sender ntparport_irp_sender
struct nt_driver *nt_irp_sender(PIRP irp);

/*
 * A request of the module itself, for the calling thread. When it is complete,
 * done() is called instead of anything else that the I/O manager would do, at or
 * below DISPATCH_LEVEL. nt_irp_free() it afterwards. If it @must be, this waits until
 * there is memory, else it may be NULL. May sleep.
 */
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
/* A driver has died: those who wait for it look again. Process context. */
void nt_irps_look(void);

/* Cancels what a driver sent that is under way. */
void nt_irps_of_driver_end(struct nt_driver *driver);
/* Frees the requests that a driver has left, and says so. */
void nt_irps_gone(struct nt_driver *driver);

/* Frees a request of the module's, and all memory descriptor lists that hang on it. */
void nt_irp_free(PIRP irp);
/* Frees the memory descriptor lists that a driver has left, and says so. */
void nt_mdls_gone(struct nt_driver *driver);

/* Calls a cancel routine; cancel spin lock held, which the routine releases. */
void nt_call_cancel_routine(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql);

/* Completes an IRP of the builtin driver's. */
NTSTATUS nt_irp_finish(PIRP irp, NTSTATUS status, ULONG_PTR information);

/* How many there are, and memory descriptor lists. Any IRQL. */
unsigned int nt_irp_count(void);
unsigned int nt_mdl_count(void);

#ifdef __cplusplus
}

namespace io {
/// Others may cancel it at any time: drivers, too, read this without a lock.
inline bool is_cancelled(const IRP *irp) { return __atomic_load_n(&irp->Cancel, __ATOMIC_RELAXED); }
}
#endif

#endif
