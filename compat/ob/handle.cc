// SPDX-License-Identifier: GPL-2.0
/// handle.cc - handles of objects.

#include <ntifs.h>

#include <utility>

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "glue/handles.h"
#include "glue/log.h"
#include "base/check.hh"
#include "base/object.hh"
#include "ob/handle.h"

using Reference = Ref<void>;
using rt::Unique;

namespace {

/// What a handle stands for, and the code that made the handle.
struct Entry {
	Entry(Reference to, const void *code)
		: reference(std::move(to)), caller(code), type(nt_object_type_of(reference.get()))
	{
		__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
		if (type && type->opened)
			type->opened(reference.get());
	}
	~Entry()
	{
		if (type && type->closed)
			type->closed(reference.release());
		__atomic_fetch_sub(&count, 1, __ATOMIC_RELAXED);
	}
	Entry(const Entry &) = delete;
	Entry &operator=(const Entry &) = delete;

	Reference reference;
	const void *caller;
	const nt_object_type *type;

	static unsigned int count;
};

unsigned int Entry::count;

/// A handle is a number in the table, times four: Windows leaves the lower bits to the owner.
constexpr unsigned int handle_shift = 2;
constexpr ULONG last_number = MAXULONG >> handle_shift;

HANDLE handle_of(ULONG number)
{
	return reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(number) << handle_shift);
}

/// The number of a handle; if it cannot be a handle, 0, which no handle has.
ULONG_PTR number_of(HANDLE handle)
{
	const auto bits = reinterpret_cast<ULONG_PTR>(handle);

	return bits & ((1 << handle_shift) - 1) ? 0 : bits >> handle_shift;
}

/// Holds the table's lock: handles stay as they are meanwhile.
class HandlesGuard {
public:
	HandlesGuard() { nt_handles_lock(); }
	~HandlesGuard() { nt_handles_unlock(); }
	HandlesGuard(const HandlesGuard &) = delete;
	HandlesGuard &operator=(const HandlesGuard &) = delete;
};

/// Takes one of this driver's handles out of the table; none: there is none.
Unique<Entry> take_one_of(const module *module)
{
	const HandlesGuard guard;
	ULONG_PTR number = 1;

	while (auto *entry = static_cast<Entry *>(nt_handles_next(&number))) {
		if (glue_module_contains(module, entry->caller)) {
			nt_handles_remove_locked(number);
			return Unique<Entry>(entry);
		}
		number++;
	}
	return {};
}

const nt_object_type *type_of(POBJECT_TYPE type)
{
	return reinterpret_cast<const nt_object_type *>(type);
}

}

NTSTATUS nt_handle_create(const void *caller, void *object, HANDLE *result)
{
	Unique<Entry> entry(new (rt::kernel) Entry(Reference::of(object), caller));
	ULONG number;

	if (!entry || !nt_handles_add(entry.get(), last_number, &number))
		return STATUS_INSUFFICIENT_RESOURCES;
	// The entry is the table's now.
	static_cast<void>(entry.release());
	*result = handle_of(number);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObReferenceObjectByPointer(PVOID object, ACCESS_MASK, POBJECT_TYPE type,
					  KPROCESSOR_MODE)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = nt_object_reference(object, type_of(type));
	if (status == STATUS_INVALID_PARAMETER)
		Caller().complain("%p is not an object, or is already gone", object);
	return status;
}

NTSTATUS nt_object_of_handle(HANDLE handle, const nt_object_type *type, void **object)
{
	// This handle stands for a thread.
	if (handle == NtCurrentThread())
		return STATUS_OBJECT_TYPE_MISMATCH;
	const HandlesGuard guard;
	const auto *entry = static_cast<const Entry *>(nt_handles_find(number_of(handle)));
	if (!entry)
		return STATUS_INVALID_HANDLE;
	if (type && nt_object_type_of(entry->reference.get()) != type)
		return STATUS_OBJECT_TYPE_MISMATCH;
	*object = Reference::of(entry->reference.get()).release();
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE handle, ACCESS_MASK access, POBJECT_TYPE type,
					 KPROCESSOR_MODE, PVOID *object,
					 POBJECT_HANDLE_INFORMATION information)
{
	if (!ok(is_memory(object), "the place for the object"))
		return STATUS_INVALID_PARAMETER;
	*object = nullptr;
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_HANDLE;
	if (information && ok(is_memory(information), "the place for what is known of it"))
		*information = { 0, access };
	void *found = nullptr;
	NTSTATUS status = STATUS_SUCCESS;
	if (handle != NtCurrentThread())
		status = nt_object_of_handle(handle, type_of(type), &found);
	else if (type && type_of(type) != nt_task_type)
		status = STATUS_OBJECT_TYPE_MISMATCH;
	else
		found = Reference::of(KeGetCurrentThread()).release();
	if (!NT_SUCCESS(status))
		return status;
	nt_object_lend(found);
	*object = found;
	return status;
}

NTSTATUS NTAPI ObOpenObjectByPointer(PVOID object, ULONG, PACCESS_STATE, ACCESS_MASK,
				     POBJECT_TYPE type, KPROCESSOR_MODE, PHANDLE handle)
{
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(handle), "the place for the handle"))
		return STATUS_INVALID_PARAMETER;
	*handle = nullptr;
	const NTSTATUS status = nt_object_get_known(object, type_of(type));
	if (status == STATUS_INVALID_PARAMETER)
		Caller().complain("%p is not an object, or is already gone", object);
	if (!NT_SUCCESS(status))
		return status;
	const auto keep = Reference::taken(object);
	return nt_handle_create(Caller().code(), object, handle);
}

/// The object of a handle, or the calling thread.
static NTSTATUS find_object(HANDLE handle, Reference &object)
{
	void *found = nullptr;

	if (handle == NtCurrentThread()) {
		object = Reference::of(KeGetCurrentThread());
		return STATUS_SUCCESS;
	}
	const NTSTATUS status = nt_object_of_handle(handle, nullptr, &found);
	object = Reference::taken(found);
	return status;
}

NTSTATUS NTAPI ZwDuplicateObject(HANDLE from, HANDLE handle, HANDLE to, PHANDLE result, ACCESS_MASK,
				 ULONG, ULONG options)
{
	const bool closes = options & DUPLICATE_CLOSE_SOURCE && handle != NtCurrentThread();

	if (result && !ok(is_memory(result), "the place for the handle"))
		return STATUS_INVALID_PARAMETER;
	if (result)
		*result = nullptr;
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_PARAMETER;
	// All handles are the system's.
	if (from != NtCurrentProcess())
		return STATUS_INVALID_HANDLE;
	// Once the entry is out of the table, nobody else has it. It is closed whatever follows, and
	// after the new handle is made: it may be the last one.
	const Unique<Entry> source(
		closes ? static_cast<Entry *>(nt_handles_remove(number_of(handle))) : nullptr);
	Reference object;
	NTSTATUS status = STATUS_SUCCESS;
	if (closes && !source)
		status = STATUS_INVALID_HANDLE;
	else if (closes)
		object = Reference::of(source->reference.get());
	else
		status = find_object(handle, object);
	if (NT_SUCCESS(status) && result)
		status = to == NtCurrentProcess() ?
				 nt_handle_create(Caller().code(), object.get(), result) :
				 STATUS_INVALID_HANDLE;
	return status;
}

NTSTATUS NTAPI ZwClose(HANDLE handle)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_HANDLE;
	// Once the entry is out of the table, nobody else has it.
	const Unique<Entry> entry(static_cast<Entry *>(nt_handles_remove(number_of(handle))));
	if (entry)
		return STATUS_SUCCESS;
	Caller().complain("0x%lx is not a handle, or is already closed",
			  reinterpret_cast<unsigned long>(handle));
	return STATUS_INVALID_HANDLE;
}

void nt_handles_gone(const module *module, const char *name)
{
	unsigned int number = 0;

	while (take_one_of(module))
		number++;
	if (number)
		nt_warn("%s: %u handle%s never closed by ZwClose: closed\n", name, number,
			number == 1 ? " was" : "s were");
}

unsigned int nt_handle_count() { return __atomic_load_n(&Entry::count, __ATOMIC_RELAXED); }
