// SPDX-License-Identifier: GPL-2.0
/// zw_wait.cc - waits for what a handle stands for.

#include <ntifs.h>

#include "base/check.hh"
#include "base/object.hh"
#include "ob/event.h"
#include "ob/handle.h"

namespace {

bool is_a(const nt_object_type *type, POBJECT_TYPE wanted)
{
	return type == reinterpret_cast<const nt_object_type *>(wanted);
}

/// What to wait for; nullptr: nobody can wait for such an object.
void *waitable(void *object)
{
	const nt_object_type *type = nt_object_type_of(object);

	if (type == &nt_event_type || is_a(type, *PsThreadType))
		return object;
	return is_a(type, *IoFileObjectType) ? &static_cast<PFILE_OBJECT>(object)->Event : nullptr;
}

}

NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout)
{
	void *object;

	if (!irql_ok(PASSIVE_LEVEL) || (timeout && !ok(is_memory(timeout), "the time")))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = nt_object_of_handle(handle, nullptr, &object);
	if (!NT_SUCCESS(status))
		return status;
	const auto keep = Ref<void>::taken(object);
	void *wanted = waitable(object);
	return wanted ? KeWaitForSingleObject(wanted, UserRequest, KernelMode, alertable, timeout) :
			STATUS_OBJECT_TYPE_MISMATCH;
}
