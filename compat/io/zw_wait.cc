// SPDX-License-Identifier: GPL-2.0
/// zw_wait.cc - waits for what a handle stands for.

#include <ntifs.h>

#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/object.hh"
#include "ob/event.h"
#include "ob/handle.hh"
#include "ob/timer.h"

namespace {

bool is_a(const nt_object_type *type, POBJECT_TYPE wanted)
{
	return type == reinterpret_cast<const nt_object_type *>(wanted);
}

/// What to wait for; nullptr: nobody can wait for such an object.
void *waitable(void *object)
{
	const nt_object_type *type = nt_object_type_of(object);

	// Only Linux waits for threads that drivers have not made.
	if (type == &nt_event_type || type == &nt_timer_type ||
	    (is_a(type, *PsThreadType) && !nt_foreign_task(object)))
		return object;
	return is_a(type, *IoFileObjectType) ? &static_cast<PFILE_OBJECT>(object)->Event : nullptr;
}

}

NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout)
{
	Ref<void> object;

	if (!irql_ok(PASSIVE_LEVEL) || (timeout && !ok(is_memory(timeout), "the time")))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = ob::of_handle(handle, nullptr, object);
	if (!NT_SUCCESS(status))
		return status;
	void *wanted = waitable(object.get());
	return wanted ? KeWaitForSingleObject(wanted, UserRequest, KernelMode, alertable, timeout) :
			STATUS_OBJECT_TYPE_MISMATCH;
}

namespace {

/// What a driver waits for by handles, with references.
class Waited {
public:
	Waited() = default;
	~Waited() = default;
	Waited(const Waited &) = delete;
	Waited &operator=(const Waited &) = delete;

	NTSTATUS add(HANDLE handle)
	{
		Ref<void> &object = objects_[count_];
		const NTSTATUS status = ob::of_handle(handle, nullptr, object);

		if (!NT_SUCCESS(status))
			return status;
		places_[count_] = waitable(object.get());
		return places_[count_++] ? STATUS_SUCCESS : STATUS_OBJECT_TYPE_MISMATCH;
	}
	PVOID *places() { return places_; }

private:
	ULONG count_ = 0;
	Ref<void> objects_[MAXIMUM_WAIT_OBJECTS]{};
	PVOID places_[MAXIMUM_WAIT_OBJECTS]{};
};

/// All that such a wait needs, which is too much for the stack.
struct Wait {
	Waited waited;
	KWAIT_BLOCK blocks[MAXIMUM_WAIT_OBJECTS]{};
};

}

NTSTATUS NTAPI ZwWaitForMultipleObjects(ULONG count, PHANDLE handles, WAIT_TYPE type,
					BOOLEAN alertable, PLARGE_INTEGER timeout)
{
	if (!count || count > MAXIMUM_WAIT_OBJECTS)
		return STATUS_INVALID_PARAMETER_1;
	if (type != WaitAll && type != WaitAny)
		return STATUS_INVALID_PARAMETER_3;
	if (!irql_ok(PASSIVE_LEVEL) || !ok(are_memory(handles, count), "the handles") ||
	    (timeout && !ok(is_memory(timeout), "the time")))
		return STATUS_INVALID_PARAMETER;
	const rt::Unique<Wait> wait(new (rt::kernel) Wait);
	if (!wait)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (ULONG n = 0; n < count; n++) {
		const NTSTATUS status = wait->waited.add(handles[n]);

		if (!NT_SUCCESS(status))
			return status;
	}
	return KeWaitForMultipleObjects(count, wait->waited.places(), type, UserRequest, KernelMode,
					alertable, timeout, wait->blocks);
}
