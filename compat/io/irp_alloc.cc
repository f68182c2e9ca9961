// SPDX-License-Identifier: GPL-2.0
/// irp_alloc.cc - requests that drivers, or ntparport itself, allocate, reuse and free.

#include "base/check.hh"
#include "io/known_requests.hh"
#include "io/mdl.hh"
#include "io/request.hh"

using io::KnownRequests;
using io::Memory;
using io::Request;
using rt::Unique;

// Our own

PIRP nt_irp_create(CCHAR stack_size, bool must)
{
	Unique<Request> request =
		Request::create(stack_size, must ? Memory::surely : Memory::may_sleep);

	if (!request)
		return nullptr;
	request->set_thread();
	return KnownRequests().add(std::move(request))->irp;
}

void nt_irp_destroy(PIRP irp)
{
	Unique<Request> request;  // freed without the lock
	KnownRequests known;

	request = known.take(*known.find(irp));
}

void nt_irp_free(PIRP irp)
{
	io::free_buffers(*nt_irp_find(irp));
	nt_irp_destroy(irp);
}

// Drivers'

PIRP io::allocate_irp(CCHAR stack_size, Caller caller)
{
	if (!io::is_stack_count(stack_size)) {
		caller.complain("a request cannot have %d stack locations", stack_size);
		return nullptr;
	}
	Unique<Request> request = Request::create(stack_size, io::memory_now());
	if (!request)
		return nullptr;
	request->owner = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	return KnownRequests().add(std::move(request))->irp;
}

PIRP NTAPI IoAllocateIrp(CCHAR stack_size, BOOLEAN)
{
	return irql_ok(DISPATCH_LEVEL) ? io::allocate_irp(stack_size, Caller()) : nullptr;
}

VOID NTAPI IoInitializeIrp(PIRP irp, USHORT size, CCHAR stack_size)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return;
	if (!io::is_stack_count(stack_size) || size < IoSizeOfIrp(stack_size)) {
		Caller().complain("%u bytes do not hold a request with %d stack locations", size,
				  stack_size);
		return;
	}
	Request *request = nt_irp_find(irp);
	if (request &&
	    (request->origin || request->is_over() || IoSizeOfIrp(request->count) < size)) {
		Caller().complain("request %p is under way, or of another size", irp);
		return;
	}
	if (request)
		request->initialize(size, stack_size);
	else if (ok(nt_is_memory(irp, size), "the request"))
		io::initialize_irp(irp, size, stack_size, false);
}

VOID NTAPI IoReuseIrp(PIRP irp, NTSTATUS status)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return;
	Request *request = nt_irp_find(irp);
	if (request && (request->origin || request->is_over())) {
		Caller().complain("request %p is under way, or no longer the driver's", irp);
		return;
	}
	if (!request && !io::is_irp(irp)) {
		Caller().complain("%p is not a request, or is already gone", irp);
		return;
	}
	const UCHAR flags = irp->AllocationFlags;
	if (request)
		request->initialize(IoSizeOfIrp(request->count), request->count);
	else
		// A driver's own memory: how much of it there is beyond that, nobody knows.
		io::initialize_irp(irp, IoSizeOfIrp(irp->StackCount), irp->StackCount, false);
	irp->AllocationFlags = flags;
	irp->IoStatus.Status = status;
}

/// Why a driver cannot free the request, or nullptr.
static const char *why_not_free(const Request *request)
{
	if (!request)
		return "was not allocated by IoAllocateIrp, or is already free";
	if (request->origin)
		return "is under way: wait until it is complete";
	if (request->foreign)
		return "is memory of the driver";
	if (request->done && !request->built)
		return "was not allocated by a driver: it has to be completed";
	return nullptr;
}

VOID NTAPI IoFreeIrp(PIRP irp)
{
	const char *wrong;

	if (!irql_ok(DISPATCH_LEVEL))
		return;
	{
		Unique<Request> freed;	// outside of the lock
		KnownRequests known;
		Request *request = known.find(irp);

		wrong = why_not_free(request);
		if (!wrong)
			freed = known.take(*request);
	}
	if (wrong)
		Caller().complain("request %p %s", irp, wrong);
}
