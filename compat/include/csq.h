/* SPDX-License-Identifier: GPL-2.0 */
/*
 * csq.h - cancel-safe queues: the driver keeps the queue, and the I/O manager cancels requests
 * in it.
 *
 * The routines InsertIrp, RemoveIrp and PeekNextIrp are called between AcquireLock and
 * ReleaseLock; CompleteCanceledIrp is called without the lock.
 */
#ifndef COMPAT_CSQ_H
#define COMPAT_CSQ_H

#ifdef COMPAT_DRIVER_MSC_H
#define _CSQ_H_
#endif

#include "wdm.h"

#ifdef __cplusplus
extern "C" {
#endif

#define IO_TYPE_CSQ_IRP_CONTEXT	1
#define IO_TYPE_CSQ		2
#define IO_TYPE_CSQ_EX		3

struct _IO_CSQ;

/* What IoCsqRemoveIrp() finds a request by. */
typedef struct _IO_CSQ_IRP_CONTEXT {
	ULONG Type;
	struct _IRP *Irp;
	struct _IO_CSQ *Csq;
} IO_CSQ_IRP_CONTEXT, *PIO_CSQ_IRP_CONTEXT;

typedef VOID NTAPI IO_CSQ_INSERT_IRP(struct _IO_CSQ *Csq, PIRP Irp);
typedef IO_CSQ_INSERT_IRP *PIO_CSQ_INSERT_IRP;
/* A failure keeps the request out of the queue and is returned by IoCsqInsertIrpEx(). */
typedef NTSTATUS NTAPI IO_CSQ_INSERT_IRP_EX(struct _IO_CSQ *Csq, PIRP Irp, PVOID InsertContext);
typedef IO_CSQ_INSERT_IRP_EX *PIO_CSQ_INSERT_IRP_EX;
typedef VOID NTAPI IO_CSQ_REMOVE_IRP(struct _IO_CSQ *Csq, PIRP Irp);
typedef IO_CSQ_REMOVE_IRP *PIO_CSQ_REMOVE_IRP;
/* Returns the first request after Irp (NULL: of all) that matches PeekContext, or NULL. */
typedef PIRP NTAPI IO_CSQ_PEEK_NEXT_IRP(struct _IO_CSQ *Csq, PIRP Irp, PVOID PeekContext);
typedef IO_CSQ_PEEK_NEXT_IRP *PIO_CSQ_PEEK_NEXT_IRP;
typedef VOID NTAPI IO_CSQ_ACQUIRE_LOCK(struct _IO_CSQ *Csq, PKIRQL Irql);
typedef IO_CSQ_ACQUIRE_LOCK *PIO_CSQ_ACQUIRE_LOCK;
typedef VOID NTAPI IO_CSQ_RELEASE_LOCK(struct _IO_CSQ *Csq, KIRQL Irql);
typedef IO_CSQ_RELEASE_LOCK *PIO_CSQ_RELEASE_LOCK;
typedef VOID NTAPI IO_CSQ_COMPLETE_CANCELED_IRP(struct _IO_CSQ *Csq, PIRP Irp);
typedef IO_CSQ_COMPLETE_CANCELED_IRP *PIO_CSQ_COMPLETE_CANCELED_IRP;

typedef struct _IO_CSQ {
	ULONG Type;
	PIO_CSQ_INSERT_IRP CsqInsertIrp;
	PIO_CSQ_REMOVE_IRP CsqRemoveIrp;
	PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp;
	PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock;
	PIO_CSQ_RELEASE_LOCK CsqReleaseLock;
	PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp;
	PVOID ReservePointer;
} IO_CSQ, *PIO_CSQ;

/*
 * Sets up a queue with the driver's routines, always with STATUS_SUCCESS; the Ex function takes
 * an insert routine that may refuse a request. Any IRQL. Linux: own code.
 */
#define IoCsqInitialize ntparport_IoCsqInitialize
NTSTATUS NTAPI IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp,
			       PIO_CSQ_REMOVE_IRP CsqRemoveIrp,
			       PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
			       PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
			       PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
			       PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);
#define IoCsqInitializeEx ntparport_IoCsqInitializeEx
NTSTATUS NTAPI IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp,
				 PIO_CSQ_REMOVE_IRP CsqRemoveIrp,
				 PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp,
				 PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
				 PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
				 PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp);

/*
 * Marks the request as pending and queues it; a request that is cancelled already is completed
 * at once. Context, which may be NULL, must exist until the request is out of the queue. At or
 * below DISPATCH_LEVEL. Linux: own code; xchg() decides between queue and cancellation.
 */
#define IoCsqInsertIrp ntparport_IoCsqInsertIrp
VOID NTAPI IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context);
#define IoCsqInsertIrpEx ntparport_IoCsqInsertIrpEx
NTSTATUS NTAPI IoCsqInsertIrpEx(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context,
				PVOID InsertContext);

/*
 * Takes the request of Context out of the queue. NULL: it was cancelled, and is
 * or will be completed. Linux: own code; xchg() decides.
 */
#define IoCsqRemoveIrp ntparport_IoCsqRemoveIrp
PIRP NTAPI IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context);

/*
 * Takes out and returns the first request that matches PeekContext and is not cancelled, or
 * returns NULL. Linux: own code; xchg() decides.
 */
#define IoCsqRemoveNextIrp ntparport_IoCsqRemoveNextIrp
PIRP NTAPI IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext);

#ifdef __cplusplus
}
#endif

#ifdef COMPAT_DRIVER_MSC_H
#define NT_WHOLE_CSQ
#include <nt_labels.h>
#endif

#endif
