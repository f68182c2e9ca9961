// SPDX-License-Identifier: GPL-2.0
/// csq.cc - cancel-safe queues. A queued request carries its context, or else its queue, in
/// DriverContext[3]; both begin with a type that tells them apart.

#include "base/check.hh"
#include "base/client.h"
#include "base/gate.hh"
#include "base/handed.hh"
#include "io/check.hh"
#include "io/device.h"
#include "io/irp.h"

using io::irp_ok;
using io::location_ok;

namespace {

bool is_csq(const IO_CSQ *csq)
{
	return is_memory(csq) && (csq->Type == IO_TYPE_CSQ || csq->Type == IO_TYPE_CSQ_EX);
}

bool csq_ok(const IO_CSQ *csq, Caller caller = Caller())
{
	const bool is = is_csq(csq);

	if (!is) [[unlikely]]
		caller.complain("the queue is not initialised");
	return is;
}

/// Sets everything except the insert routine, which is of one of two types; checks that there is
/// one.
bool initialize(PIO_CSQ csq, ULONG type, const void *insert, PIO_CSQ_REMOVE_IRP remove,
		PIO_CSQ_PEEK_NEXT_IRP peek, PIO_CSQ_ACQUIRE_LOCK acquire,
		PIO_CSQ_RELEASE_LOCK release, PIO_CSQ_COMPLETE_CANCELED_IRP complete,
		Caller caller = Caller())
{
	if (!ok(is_memory(csq), "the queue", caller) ||
	    !ok(nt_is_memory(insert, 1) && is_routine(remove) && is_routine(peek) &&
			is_routine(acquire) && is_routine(release) && is_routine(complete),
		"a routine", caller))
		return false;
	*csq = {};
	csq->Type = type;
	csq->CsqRemoveIrp = remove;
	csq->CsqPeekNextIrp = peek;
	csq->CsqAcquireLock = acquire;
	csq->CsqReleaseLock = release;
	csq->CsqCompleteCanceledIrp = complete;
	return true;
}

}

NTSTATUS NTAPI IoCsqInitialize(PIO_CSQ csq, PIO_CSQ_INSERT_IRP insert, PIO_CSQ_REMOVE_IRP remove,
			       PIO_CSQ_PEEK_NEXT_IRP peek, PIO_CSQ_ACQUIRE_LOCK acquire,
			       PIO_CSQ_RELEASE_LOCK release, PIO_CSQ_COMPLETE_CANCELED_IRP complete)
{
	if (!initialize(csq, IO_TYPE_CSQ, code_of(insert), remove, peek, acquire, release,
			complete))
		return STATUS_INVALID_PARAMETER;
	csq->CsqInsertIrp = insert;
	return STATUS_SUCCESS;
}

/// The member for the insert routine has the other type, so the extended routine is stored in the
/// reserved pointer, and called with its own type.
NTSTATUS NTAPI IoCsqInitializeEx(PIO_CSQ csq, PIO_CSQ_INSERT_IRP_EX insert,
				 PIO_CSQ_REMOVE_IRP remove, PIO_CSQ_PEEK_NEXT_IRP peek,
				 PIO_CSQ_ACQUIRE_LOCK acquire, PIO_CSQ_RELEASE_LOCK release,
				 PIO_CSQ_COMPLETE_CANCELED_IRP complete)
{
	if (!initialize(csq, IO_TYPE_CSQ_EX, code_of(insert), remove, peek, acquire, release,
			complete))
		return STATUS_INVALID_PARAMETER;
	csq->ReservePointer = reinterpret_cast<void *>(insert);
	return STATUS_SUCCESS;
}

namespace {

/// The driver's lock of a queue, held for a scope.
class LOCK_GUARD Lock {
public:
	static const rt::Lock lock;

	explicit Lock(PIO_CSQ csq) ACQUIRES(lock) : csq_(csq)
	{
		call_lock_routine(csq_->CsqAcquireLock, csq_, &irql_);
	}
	~Lock() RELEASES() { call_lock_routine(csq_->CsqReleaseLock, csq_, irql_); }
	Lock(const Lock &) = delete;
	Lock &operator=(const Lock &) = delete;

private:
	PIO_CSQ csq_;
	KIRQL irql_ = PASSIVE_LEVEL;
};

PIO_CSQ_IRP_CONTEXT context_of(PIRP irp)
{
	auto *context = static_cast<PIO_CSQ_IRP_CONTEXT>(irp->Tail.Overlay.DriverContext[3]);

	// The driver's routines have had the context meanwhile; or this may be a queue.
	return is_memory(context) && context->Type == IO_TYPE_CSQ_IRP_CONTEXT ? context : nullptr;
}

void remove(PIO_CSQ csq, PIRP irp) REQUIRES(Lock::lock)
{
	PIO_CSQ_IRP_CONTEXT context = context_of(irp);

	call(csq->CsqRemoveIrp, csq, irp);
	if (context)
		context->Irp = nullptr;
	irp->Tail.Overlay.DriverContext[3] = nullptr;
}

/// Code of the driver that the device is of: it has written over what was in DriverContext[3].
const void *code_with(PDEVICE_OBJECT device)
{
	return nt_device_known(device) ? nt_driver_code(nt_device_driver(device)) : nullptr;
}

VOID NTAPI cancel(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_CSQ_IRP_CONTEXT context = context_of(irp);
	PIO_CSQ csq = context ? context->Csq :
				static_cast<PIO_CSQ>(irp->Tail.Overlay.DriverContext[3]);
	const bool is = is_csq(csq);
	const KIRQL irql = irp->CancelIrql;

	if (!is) {
		Caller(code_with(device), "IoCancelIrp")
			.complain("request %p has lost its queue: DriverContext[3] is the queue's",
				  irp);
		// It stays in the queue as if nobody had cancelled it; it may be taken out now.
		io::set_cancel_routine(irp, handed<cancel>());
	}
	IoReleaseCancelSpinLock(irql);
	if (!is || nt_dead(code_of(csq->CsqCompleteCanceledIrp)))
		return;
	{
		const Lock lock(csq);

		remove(csq, irp);
	}
	call(csq->CsqCompleteCanceledIrp, csq, irp);
}

/// Whether the request may be inserted.
bool insert_ok(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller) || !csq_ok(csq, caller) || !location_ok(irp, caller) ||
	    (context && !ok(is_memory(context), "the context", caller)))
		return false;
	if (__atomic_load_n(&irp->CancelRoutine, __ATOMIC_RELAXED) != handed<cancel>())
		return true;
	caller.complain("request %p is already in a queue", irp);
	return false;
}

NTSTATUS insert_locked(PIO_CSQ csq, PIRP irp, PVOID insert_context) REQUIRES(Lock::lock)
{
	if (csq->Type == IO_TYPE_CSQ_EX)
		return call_or(STATUS_DEVICE_REMOVED,
			       reinterpret_cast<PIO_CSQ_INSERT_IRP_EX>(csq->ReservePointer), csq,
			       irp, insert_context);
	call(csq->CsqInsertIrp, csq, irp);
	return STATUS_SUCCESS;
}

NTSTATUS insert(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context, PVOID insert_context)
{
	NTSTATUS status;

	if (context) {
		context->Type = IO_TYPE_CSQ_IRP_CONTEXT;
		context->Irp = irp;
		context->Csq = csq;
		irp->Tail.Overlay.DriverContext[3] = context;
	} else {
		irp->Tail.Overlay.DriverContext[3] = csq;
	}
	{
		const Lock lock(csq);

		status = insert_locked(csq, irp, insert_context);
		if (!NT_SUCCESS(status)) {
			if (context)
				context->Irp = nullptr;
			return status;
		}
		IoMarkIrpPending(irp);
		io::set_cancel_routine(irp, handed<cancel>());
		// If its cancel routine is gone, that runs and completes the request.
		if (!io::is_cancelled(irp) || !io::set_cancel_routine(irp, nullptr))
			return status;
		remove(csq, irp);
	}
	call(csq->CsqCompleteCanceledIrp, csq, irp);
	return status;
}

}

NTSTATUS NTAPI IoCsqInsertIrpEx(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context,
				PVOID insert_context)
{
	return insert_ok(csq, irp, context) ? insert(csq, irp, context, insert_context) :
					      STATUS_INVALID_DEVICE_STATE;
}

VOID NTAPI IoCsqInsertIrp(PIO_CSQ csq, PIRP irp, PIO_CSQ_IRP_CONTEXT context)
{
	if (insert_ok(csq, irp, context))
		insert(csq, irp, context, nullptr);
}

PIRP NTAPI IoCsqRemoveIrp(PIO_CSQ csq, PIO_CSQ_IRP_CONTEXT context)
{
	if (!irql_ok(DISPATCH_LEVEL) || !csq_ok(csq) || !ok(is_memory(context), "the context"))
		return nullptr;
	const Lock lock(csq);
	PIRP irp = context->Irp;

	if (!irp || !irp_ok(irp) || !io::set_cancel_routine(irp, nullptr))
		return nullptr;
	remove(csq, irp);
	return irp;
}

/// The one after the request that the driver's routine wants, or nullptr.
static PIRP peek(PIO_CSQ csq, PIRP irp, PVOID peek_context, Caller caller) REQUIRES(Lock::lock)
{
	PIRP next = call_or(nullptr, csq->CsqPeekNextIrp, csq, irp, peek_context);

	// A routine that does not see the end of its list takes the head for a part of a request.
	if (!next || !irp_ok(next, caller))
		return nullptr;
	if (next != irp)
		return next;
	caller.complain("CsqPeekNextIrp has returned request %p, which it was to go on from", irp);
	return nullptr;
}

PIRP NTAPI IoCsqRemoveNextIrp(PIO_CSQ csq, PVOID peek_context)
{
	const Caller caller;
	PIRP irp = nullptr;

	if (!irql_ok(DISPATCH_LEVEL) || !csq_ok(csq, caller))
		return nullptr;
	const Lock lock(csq);

	do
		irp = peek(csq, irp, peek_context, caller);
	while (irp && !io::set_cancel_routine(irp, nullptr));
	if (irp)
		remove(csq, irp);
	return irp;
}
