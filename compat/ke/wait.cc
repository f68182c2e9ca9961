// SPDX-License-Identifier: GPL-2.0
/// wait.cc - waiting for events, mutexes, semaphores, timers and threads.

#include <utility>

#include "glue/sleep.h"
#include "base/check.hh"
#include "base/object.hh"
#include "ke/waiter.hh"

using ke::Blocks;
using ke::Waiter;

namespace {

/// `thread` gets a reference to a thread: unlike the other objects it is not the driver's memory, but
/// goes with its last reference, which the driver may give back while it waits.
bool can_be_waited_for(void *object, Ref<void> &thread)
{
	const auto *header = static_cast<const DISPATCHER_HEADER *>(object);

	if (nt_foreign_task(header) || !is_memory(header) ||
	    !nt_is_address(__atomic_load_n(&header->WaitListHead.Flink, __ATOMIC_RELAXED)))
		return false;
	switch (header->Type) {
	case NT_NOTIFICATION_EVENT:
	case NT_SYNCHRONIZATION_EVENT:
	case NT_MUTANT:
	case NT_SEMAPHORE:
	case NT_NOTIFICATION_TIMER:
	case NT_SYNCHRONIZATION_TIMER:
		return true;
	case NT_THREAD:
		if (!NT_SUCCESS(nt_object_get_known(object, nt_task_type)))
			return false;
		thread = Ref<void>::taken(object);
		return true;
	default:
		return false;
	}
}

/// A wait that cannot sleep, because its time is 0, is allowed at DISPATCH_LEVEL.
bool time_and_irql_ok(const LARGE_INTEGER *timeout, Caller caller = Caller())
{
	if (timeout && !ok(is_memory(timeout), "the time", caller))
		return false;
	return irql_ok(timeout && !timeout->QuadPart ? DISPATCH_LEVEL : APC_LEVEL, caller);
}

NTSTATUS wait(Blocks blocks, bool all, KPROCESSOR_MODE mode, bool alertable,
	      const LARGE_INTEGER *timeout)
{
	Waiter waiter(blocks, all);

	return waiter.wait(timeout, alertable, mode == UserMode ? STATUS_USER_APC : STATUS_ALERTED);
}

/// The threads among the objects of a wait, which are kept until it is over.
class Threads {
public:
	explicit Threads(const KWAIT_BLOCK *blocks) : blocks_(blocks) { }
	~Threads()
	{
		for (unsigned int n = 0; kept_ >> n; n++)
			if (kept_ >> n & 1)
				nt_object_put(blocks_[n].Object);
	}
	Threads(const Threads &) = delete;
	Threads &operator=(const Threads &) = delete;

	/// Takes over the reference, if it is one, to the object of a block.
	void keep(unsigned int block, Ref<void> thread)
	{
		if (thread.release())
			kept_ |= 1ull << block;
	}

private:
	const KWAIT_BLOCK *const blocks_;
	unsigned long long kept_ = 0;  // a bit for each block
};

static_assert(MAXIMUM_WAIT_OBJECTS <= 64);

KWAIT_BLOCK block_for(PVOID object, ULONG key)
{
	KWAIT_BLOCK block{};

	block.Object = object;
	block.WaitKey = static_cast<USHORT>(key);
	return block;
}

}

NTSTATUS NTAPI KeWaitForSingleObject(PVOID object, KWAIT_REASON, KPROCESSOR_MODE mode,
				     BOOLEAN alertable, PLARGE_INTEGER timeout)
{
	if (!time_and_irql_ok(timeout))
		return STATUS_INVALID_PARAMETER;
	Ref<void> thread;
	if (!can_be_waited_for(object, thread)) {
		Caller().complain("not an object to wait for");
		return STATUS_INVALID_PARAMETER;
	}
	KWAIT_BLOCK block = block_for(object, 0);
	return wait({ &block, 1 }, false, mode, alertable, timeout);
}

NTSTATUS NTAPI KeWaitForMultipleObjects(ULONG count, PVOID objects[], WAIT_TYPE type, KWAIT_REASON,
					KPROCESSOR_MODE mode, BOOLEAN alertable,
					PLARGE_INTEGER timeout, PKWAIT_BLOCK array)
{
	KWAIT_BLOCK own[THREAD_WAIT_OBJECTS];
	KWAIT_BLOCK *blocks = array ? array : own;

	if (!time_and_irql_ok(timeout))
		return STATUS_INVALID_PARAMETER;
	if (!count || count > (array ? MAXIMUM_WAIT_OBJECTS : THREAD_WAIT_OBJECTS)) {
		Caller().complain("%u objects, %s wait block array", count,
				  array ? "with a" : "no");
		return STATUS_INVALID_PARAMETER;
	}
	if (!ok(nt_is_memory(objects, count * sizeof(*objects)), "the list of objects") ||
	    (array && !ok(nt_is_memory(array, count * sizeof(*array)), "the wait block array")))
		return STATUS_INVALID_PARAMETER;
	Threads threads(blocks);
	for (ULONG i = 0; i < count; i++) {
		// Once: another thread may write there.
		PVOID object = __atomic_load_n(&objects[i], __ATOMIC_RELAXED);
		Ref<void> thread;

		if (!can_be_waited_for(object, thread)) {
			Caller().complain("element %u is not an object to wait for", i);
			return STATUS_INVALID_PARAMETER;
		}
		blocks[i] = block_for(object, i);
		threads.keep(i, std::move(thread));
	}
	return wait({ blocks, count }, type == WaitAll, mode, alertable, timeout);
}

NTSTATUS NTAPI KeDelayExecutionThread(KPROCESSOR_MODE mode, BOOLEAN alertable,
				      PLARGE_INTEGER interval)
{
	if (!irql_ok(APC_LEVEL) || !ok(is_memory(interval), "the time"))
		return STATUS_INVALID_PARAMETER;
	if (!interval->QuadPart) {
		nt_yield();
		return STATUS_SUCCESS;
	}
	const NTSTATUS status = wait({ nullptr, 0 }, false, mode, alertable, interval);
	return status == STATUS_TIMEOUT ? STATUS_SUCCESS : status;
}
