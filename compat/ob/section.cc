// SPDX-License-Identifier: GPL-2.0
/// section.cc - sections: memory that is mapped by handle, of which there is none.

#include "base/check.hh"
#include "base/object.hh"
#include "ob/full_name.hh"
#include "ob/handle.hh"
#include "ob/namespace.h"
#include "ob/path.hh"

namespace {

constexpr UNICODE_STRING physical_memory = ob::literal(L"\\Device\\PhysicalMemory");

}

NTSTATUS NTAPI ZwOpenSection(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	ob::FullName name;
	UNICODE_STRING rest{};

	NTSTATUS status = name.assign_for(handle, attributes, caller);
	if (!NT_SUCCESS(status))
		return status;
	if (RtlEqualUnicodeString(name.get(), &physical_memory, TRUE)) {
		caller.complain(
			"\\Device\\PhysicalMemory cannot be opened: READ_PORT_UCHAR and its like access the ports, MmMapIoSpace maps a device's memory");
		return STATUS_ACCESS_DENIED;
	}
	// What does have a name is something else.
	const auto found = Ref<void>::taken(nt_name_lookup(name.get(), &rest, &status));
	return found ? STATUS_OBJECT_TYPE_MISMATCH : status;
}

NTSTATUS NTAPI ZwCreateSection(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes,
			       PLARGE_INTEGER size, ULONG, ULONG, HANDLE file)
{
	const Caller caller;

	if (!ob::handle_ok(handle, caller) ||
	    (attributes && !ob::attributes_ok(attributes, caller)) ||
	    (size && !ok(is_memory(size), "the size")))
		return STATUS_INVALID_PARAMETER;
	caller.complain(
		"there are no sections: memory is allocated by ExAllocatePool, and programs get it by DeviceIoControl");
	return file ? STATUS_INVALID_FILE_FOR_SECTION : STATUS_NOT_SUPPORTED;
}

NTSTATUS NTAPI ZwMapViewOfSection(HANDLE handle, HANDLE, PVOID *base, ULONG_PTR, SIZE_T,
				  PLARGE_INTEGER, PSIZE_T size, SECTION_INHERIT, ULONG, ULONG)
{
	Ref<void> object;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(base), "the place for the address") ||
	    !ok(is_memory(size), "the place for the size"))
		return STATUS_INVALID_PARAMETER;
	// No handle is one of a section.
	const NTSTATUS status = ob::of_handle(handle, nullptr, object);
	return NT_SUCCESS(status) ? STATUS_OBJECT_TYPE_MISMATCH : status;
}

NTSTATUS NTAPI ZwUnmapViewOfSection(HANDLE, PVOID)
{
	return irql_ok(PASSIVE_LEVEL) ? STATUS_NOT_MAPPED_VIEW : STATUS_INVALID_PARAMETER;
}
