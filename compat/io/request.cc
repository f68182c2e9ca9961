// SPDX-License-Identifier: GPL-2.0
/// request.cc - what is kept about a request: its layout in memory.

#include <new>

#include "base/verify.h"
#include "glue/memory.h"
#include "io/request.hh"

using io::Held;
using io::Memory;
using io::Request;
using rt::Unique;

static unsigned int count_of_requests;

unsigned int nt_irp_count() { return __atomic_load_n(&count_of_requests, __ATOMIC_RELAXED); }

void io::initialize_irp(PIRP irp, USHORT size, CCHAR stack_count, bool spare)
{
	memset(static_cast<void *>(irp), 0, size + spare * sizeof(IO_STACK_LOCATION));
	irp->Type = IO_TYPE_IRP;
	irp->Size = size;
	irp->StackCount = stack_count;
	irp->CurrentLocation = static_cast<CHAR>(stack_count + 1);
	InitializeListHead(&irp->ThreadListEntry);
	irp->Tail.Overlay.CurrentStackLocation = reinterpret_cast<PIO_STACK_LOCATION>(irp + 1) +
						 spare + stack_count;
}

Request::nt_irp(PIRP request, CHAR stack_count, CHAR at, bool is_foreign)
	: irp(request),
	  count(stack_count),
	  holds_count(static_cast<CHAR>(stack_count + 1)),
	  foreign(is_foreign),
	  location(at)
{
	for (int n = 0; n < holds_count; n++) {
		void *memory = holds() + n;

		new (memory) Held;
	}
	if (!foreign)
		__atomic_fetch_add(&count_of_requests, 1, __ATOMIC_RELAXED);
}

Request::~nt_irp()
{
	if (packet_of) [[unlikely]]
		io::end_packet(*this);
	for (int n = 0; n < holds_count; n++)
		holds()[n].~Held();
	if (foreign)
		return;
	__atomic_fetch_sub(&count_of_requests, 1, __ATOMIC_RELAXED);
	// Whoever sends it nevertheless does not send a request.
	irp->Type = 0;
	// Whoever looks at it nevertheless finds nothing that could pass for one.
	if (nt_verify()) [[unlikely]]
		memset(static_cast<void *>(irp), 0x6b, IoSizeOfIrp(holds_count));
}

void Request::initialize(USHORT size, CCHAR stack_count)
{
	if (packet_of) [[unlikely]]
		io::end_packet(*this);
	io::initialize_irp(irp, size, stack_count, !foreign);
	count = stack_count;
	location = irp->CurrentLocation;
}

void Request::set_thread()
{
	thread = Ref<_ETHREAD>::of(PsGetCurrentThread());
	irp->Tail.Overlay.Thread = thread.get();
}

/// There is a hold for the spare stack location, too.
static constexpr size_t size_with_holds(CHAR stack_count)
{
	return sizeof(Request) + (stack_count + 1) * sizeof(Held);
}

static void *allocate(size_t size, Memory wanted)
{
	return wanted == Memory::surely ? nt_alloc_surely(size) :
					  nt_alloc(size, wanted == Memory::may_sleep);
}

Unique<Request> Request::create(CHAR stack_count, Memory wanted)
{
	constexpr size_t alignment = 16;

	if (!io::is_stack_count(stack_count))
		return {};
	const size_t head = (size_with_holds(stack_count) + alignment - 1) & ~(alignment - 1);
	void *memory = allocate(head + IoSizeOfIrp(stack_count + 1), wanted);
	if (!memory)
		return {};
	auto *irp = reinterpret_cast<PIRP>(static_cast<char *>(memory) + head);
	io::initialize_irp(irp, IoSizeOfIrp(stack_count), stack_count, true);
	return Unique(new (memory) Request(irp, stack_count, irp->CurrentLocation, false));
}

Unique<Request> Request::create_foreign(PIRP irp)
{
	const CHAR stack_count = irp->StackCount;
	void *memory = allocate(size_with_holds(stack_count), io::memory_now());

	if (!memory)
		return {};
	return Unique(new (memory) Request(irp, stack_count, irp->CurrentLocation, true));
}
