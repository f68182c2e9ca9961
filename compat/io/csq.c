// SPDX-License-Identifier: GPL-2.0
/*
 * csq.c - cancel-safe queues. A queued request carries its context, or else its
 * queue, in DriverContext[3]; both begin with a type that tells them apart.
 */

#include <linux/export.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/irql.h"
#include "io/irp.h"

/* The macros in the log name the routine they are used in, so they are checked there. */

#define ROUTINES_OK(csq, insert, remove, peek, acquire, release, complete)	\
	(nt_ok(nt_is_memory(csq, sizeof(*(csq))), "the queue") &&			\
	 nt_ok(nt_is_memory(insert, 1) && nt_is_memory(remove, 1) &&		\
	       nt_is_memory(peek, 1) && nt_is_memory(acquire, 1) &&		\
	       nt_is_memory(release, 1) && nt_is_memory(complete, 1), "a routine"))

static bool is_csq(const IO_CSQ *csq)
{
	return nt_is_memory(csq, sizeof(*csq)) &&
		(csq->Type == IO_TYPE_CSQ || csq->Type == IO_TYPE_CSQ_EX);
}

#define CSQ_OK(csq)								\
({										\
	bool __is = is_csq(csq);						\
										\
	if (!__is)								\
		nt_complain("the queue is not initialised");			\
	__is;									\
})

static void initialize(PIO_CSQ csq, ULONG type, PIO_CSQ_REMOVE_IRP remove,
		       PIO_CSQ_PEEK_NEXT_IRP peek, PIO_CSQ_ACQUIRE_LOCK acquire,
		       PIO_CSQ_RELEASE_LOCK release, PIO_CSQ_COMPLETE_CANCELED_IRP complete)
{
	memset(csq, 0, sizeof(*csq));
	csq->Type = type;
	csq->CsqRemoveIrp = remove;
	csq->CsqPeekNextIrp = peek;
	csq->CsqAcquireLock = acquire;
	csq->CsqReleaseLock = release;
	csq->CsqCompleteCanceledIrp = complete;
}

NTSTATUS NTAPI IoCsqInitialize(PIO_CSQ csq, PIO_CSQ_INSERT_IRP insert, PIO_CSQ_REMOVE_IRP remove,
			       PIO_CSQ_PEEK_NEXT_IRP peek, PIO_CSQ_ACQUIRE_LOCK acquire,
			       PIO_CSQ_RELEASE_LOCK release,
			       PIO_CSQ_COMPLETE_CANCELED_IRP complete)
{
	if (!ROUTINES_OK(csq, insert, remove, peek, acquire, release, complete))
		return STATUS_INVALID_PARAMETER;
	initialize(csq, IO_TYPE_CSQ, remove, peek, acquire, release, complete);
	csq->CsqInsertIrp = insert;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoCsqInitialize);

/*
 * The member for the insert routine is of the other type: the extended one is in
 * the reserved pointer, and called with its own type.
 */
NTSTATUS NTAPI IoCsqInitializeEx(PIO_CSQ csq, PIO_CSQ_INSERT_IRP_EX insert,
				 PIO_CSQ_REMOVE_IRP remove, PIO_CSQ_PEEK_NEXT_IRP peek,
				 PIO_CSQ_ACQUIRE_LOCK acquire, PIO_CSQ_RELEASE_LOCK release,
				 PIO_CSQ_COMPLETE_CANCELED_IRP complete)
{
	if (!ROUTINES_OK(csq, insert, remove, peek, acquire, release, complete))
		return STATUS_INVALID_PARAMETER;
	initialize(csq, IO_TYPE_CSQ_EX, remove, peek, acquire, release, complete);
	csq->ReservePointer = insert;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoCsqInitializeEx);

static PIO_CSQ_IRP_CONTEXT context_of(PIRP irp)
{
	ULONG *type = irp->Tail.Overlay.DriverContext[3];

	/* The driver's routines have had it meanwhile. */
	if (!nt_is_memory(type, sizeof(struct _IO_CSQ_IRP_CONTEXT)))
		return NULL;
	return *type == IO_TYPE_CSQ_IRP_CONTEXT ? (PIO_CSQ_IRP_CONTEXT)type : NULL;
}

/* Lock held. */
static void remove(PIO_CSQ csq, PIRP irp)
{
	PIO_CSQ_IRP_CONTEXT context = context_of(irp);

	nt_call(csq->CsqRemoveIrp, csq, irp);
	if (context)
		context->Irp = NULL;
	irp->Tail.Overlay.DriverContext[3] = NULL;
}

static VOID NTAPI cancel(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_CSQ_IRP_CONTEXT context = context_of(irp);
	PIO_CSQ csq = context ? context->Csq : irp->Tail.Overlay.DriverContext[3];
	KIRQL irql;

	IoReleaseCancelSpinLock(irp->CancelIrql);
	if (nt_dead(csq->CsqCompleteCanceledIrp))
		return;
	nt_call_lock_routine(csq->CsqAcquireLock, csq, &irql);
	remove(csq, irp);
	nt_call_lock_routine(csq->CsqReleaseLock, csq, irql);
	nt_call(csq->CsqCompleteCanceledIrp, csq, irp);
}

/* Whether the queue can have it. */
#define INSERT_OK(csq, irp, context)						\
({										\
	bool __fits = nt_irql_ok(DISPATCH_LEVEL) && CSQ_OK(csq) && nt_irp_ok(irp) && \
		(!(context) || nt_ok(nt_is_memory(context, sizeof(*(context))), "the context")); \
										\
	if (__fits && READ_ONCE((irp)->CancelRoutine) == cancel) {		\
		nt_complain("request %p is in a queue already", irp);		\
		__fits = false;							\
	}									\
	__fits;									\
})

static NTSTATUS insert(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context, PVOID insert_context)
{
	NTSTATUS status = STATUS_SUCCESS;
	bool cancelled;
	KIRQL irql;

	if (context) {
		context->Type = IO_TYPE_CSQ_IRP_CONTEXT;
		context->Irp = irp;
		context->Csq = csq;
		irp->Tail.Overlay.DriverContext[3] = context;
	} else {
		irp->Tail.Overlay.DriverContext[3] = csq;
	}
	nt_call_lock_routine(csq->CsqAcquireLock, csq, &irql);
	if (csq->Type == IO_TYPE_CSQ_EX)
		status = nt_call_or(STATUS_DEVICE_REMOVED,
				    (PIO_CSQ_INSERT_IRP_EX)csq->ReservePointer,
				    csq, irp, insert_context);
	else
		nt_call(csq->CsqInsertIrp, csq, irp);
	if (!NT_SUCCESS(status)) {
		if (context)
			context->Irp = NULL;
		nt_call_lock_routine(csq->CsqReleaseLock, csq, irql);
		return status;
	}
	IoMarkIrpPending(irp);
	IoSetCancelRoutine(irp, cancel);
	/* If the routine is gone it runs, and completes the request. */
	cancelled = irp->Cancel && IoSetCancelRoutine(irp, NULL);
	if (cancelled)
		remove(csq, irp);
	nt_call_lock_routine(csq->CsqReleaseLock, csq, irql);
	if (cancelled)
		nt_call(csq->CsqCompleteCanceledIrp, csq, irp);
	return status;
}

NTSTATUS NTAPI IoCsqInsertIrpEx(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context,
				PVOID insert_context)
{
	return INSERT_OK(csq, irp, context) ? insert(csq, irp, context, insert_context) :
		STATUS_INVALID_DEVICE_STATE;
}
EXPORT_SYMBOL_GPL(IoCsqInsertIrpEx);

VOID NTAPI IoCsqInsertIrp(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context)
{
	if (INSERT_OK(csq, irp, context))
		insert(csq, irp, context, NULL);
}
EXPORT_SYMBOL_GPL(IoCsqInsertIrp);

PIRP NTAPI IoCsqRemoveIrp(PIO_CSQ csq, PIO_CSQ_IRP_CONTEXT context)
{
	KIRQL irql;
	PIRP irp;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !CSQ_OK(csq) ||
	    !nt_ok(nt_is_memory(context, sizeof(*context)), "the context"))
		return NULL;
	nt_call_lock_routine(csq->CsqAcquireLock, csq, &irql);
	irp = context->Irp;
	if (irp && (!nt_irp_ok(irp) || !IoSetCancelRoutine(irp, NULL)))
		irp = NULL;
	if (irp)
		remove(csq, irp);
	nt_call_lock_routine(csq->CsqReleaseLock, csq, irql);
	return irp;
}
EXPORT_SYMBOL_GPL(IoCsqRemoveIrp);

PIRP NTAPI IoCsqRemoveNextIrp(PIO_CSQ csq, PVOID peek_context)
{
	PIRP irp = NULL;
	KIRQL irql;

	if (!nt_irql_ok(DISPATCH_LEVEL) || !CSQ_OK(csq))
		return NULL;
	nt_call_lock_routine(csq->CsqAcquireLock, csq, &irql);
	do
		irp = nt_call_or(NULL, csq->CsqPeekNextIrp, csq, irp, peek_context);
	while (irp && !IoSetCancelRoutine(irp, NULL));
	if (irp)
		remove(csq, irp);
	nt_call_lock_routine(csq->CsqReleaseLock, csq, irql);
	return irp;
}
EXPORT_SYMBOL_GPL(IoCsqRemoveNextIrp);
