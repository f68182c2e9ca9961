// SPDX-License-Identifier: GPL-2.0
/// zw_file_open.cc - devices, and what is named after them, opened by name: made, deleted.

#include <ntifs.h>

#include "ob/full_name.hh"
#include "ob/handle.h"
#include "io/disk_name.hh"
#include "io/file_operation.hh"

using io::Opening;
using io::Target;

namespace {

constexpr ULONG both_synchronous = FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT;
constexpr ULONG both_kinds = FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE;

bool options_ok(const Opening &opening, ULONG share, ULONG attributes)
{
	if (opening.options & ~FILE_VALID_OPTION_FLAGS || share & ~FILE_SHARE_VALID_FLAGS ||
	    attributes & ~FILE_ATTRIBUTE_VALID_FLAGS ||
	    opening.disposition > FILE_MAXIMUM_DISPOSITION)
		return false;
	// SYNCHRONIZE is not asked for: drivers leave it out, and there it does not matter, either.
	return (opening.options & both_synchronous) != both_synchronous &&
	       (opening.options & both_kinds) != both_kinds;
}

/// What the driver has given, to ZwCreateFile() or ZwOpenFile().
bool arguments_ok(const HANDLE *handle, const OBJECT_ATTRIBUTES *attributes,
		  const IO_STATUS_BLOCK *result, Caller caller)
{
	return irql_ok(PASSIVE_LEVEL, caller) &&
	       ok(is_memory(handle), "the place for the handle", caller) &&
	       ok(is_memory(result), "the status block", caller) &&
	       ob::attributes_ok(attributes, caller);
}

/// The handle has the only reference to the file.
NTSTATUS make_handle(PFILE_OBJECT file, HANDLE *handle, Caller caller)
{
	const auto opened = Ref<FILE_OBJECT>::taken(file);
	const NTSTATUS status = nt_handle_create(caller.code(), file, handle);

	if (!NT_SUCCESS(status) && !(file->Flags & FO_CLEANUP_COMPLETE))
		nt_file_cleanup(file);
	return status;
}

NTSTATUS open(HANDLE *handle, OBJECT_ATTRIBUTES *attributes, IO_STATUS_BLOCK *result,
	      const Opening &opening, Caller caller)
{
	ULONG_PTR information = 0;
	PFILE_OBJECT file;

	if (attributes->Length != sizeof(*attributes))
		return STATUS_INVALID_PARAMETER;
	ob::FullName full;
	NTSTATUS status = full.assign(attributes);
	// A file: what is on a device has no names here.
	if (status == STATUS_OBJECT_TYPE_MISMATCH)
		return STATUS_NOT_SUPPORTED;
	if (!NT_SUCCESS(status))
		return status;
	PUNICODE_STRING name = full.get();
	status = io::open_file(name, opening, &file, information);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND && io::is_on_disk(*name)) {
		io::complain_of_disk(*name, caller);
		status = STATUS_OBJECT_PATH_NOT_FOUND;
	}
	if (NT_SUCCESS(status))
		status = make_handle(file, handle, caller);
	result->Status = status;
	result->Information = information;
	return status;
}

/// What ZwCreateFile() and IoCreateFile() have in common.
struct Creating {
	ACCESS_MASK access;
	ULONG attributes;
	ULONG share;
	ULONG disposition;
	ULONG options;
	PVOID ea;
	ULONG ea_length;
};

NTSTATUS create(HANDLE *handle, OBJECT_ATTRIBUTES *attributes, IO_STATUS_BLOCK *result,
		const Creating &wanted, Caller caller)
{
	const Opening opening = {
		.access = wanted.access,
		.options = wanted.options,
		.disposition = wanted.disposition,
		.share = static_cast<USHORT>(wanted.share),
		.attributes = static_cast<USHORT>(wanted.attributes),
	};

	if (!arguments_ok(handle, attributes, result, caller) ||
	    !options_ok(opening, wanted.share, wanted.attributes))
		return STATUS_INVALID_PARAMETER;
	if (wanted.ea || wanted.ea_length)
		return STATUS_EAS_NOT_SUPPORTED;
	return open(handle, attributes, result, opening, caller);
}

}

NTSTATUS NTAPI ZwCreateFile(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
			    PIO_STATUS_BLOCK result, PLARGE_INTEGER, ULONG file_attributes,
			    ULONG share, ULONG disposition, ULONG options, PVOID ea,
			    ULONG ea_length)
{
	return create(handle, attributes, result,
		      { access, file_attributes, share, disposition, options, ea, ea_length },
		      Caller());
}

NTSTATUS NTAPI IoCreateFile(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
			    PIO_STATUS_BLOCK result, PLARGE_INTEGER, ULONG file_attributes,
			    ULONG share, ULONG disposition, ULONG options, PVOID ea,
			    ULONG ea_length, CREATE_FILE_TYPE type, PVOID parameters, ULONG)
{
	const Caller caller;

	if (type != CreateFileTypeNone || parameters) {
		caller.complain(
			"there are no named pipes and no mailslots: CreateFileTypeNone is all that can be made");
		return STATUS_INVALID_PARAMETER;
	}
	return create(handle, attributes, result,
		      { access, file_attributes, share, disposition, options, ea, ea_length },
		      caller);
}

NTSTATUS NTAPI ZwOpenFile(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
			  PIO_STATUS_BLOCK result, ULONG share, ULONG options)
{
	const Opening opening = {
		.access = access,
		.options = options,
		.disposition = FILE_OPEN,
		.share = static_cast<USHORT>(share),
		.attributes = 0,
	};

	if (!arguments_ok(handle, attributes, result, Caller()) || !options_ok(opening, share, 0))
		return STATUS_INVALID_PARAMETER;
	return open(handle, attributes, result, opening, Caller());
}

NTSTATUS NTAPI ZwDeleteFile(POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	const Opening opening = {
		.access = DELETE,
		.disposition = FILE_OPEN,
		.share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
	};
	FILE_DISPOSITION_INFORMATION disposition = { TRUE };
	IO_STATUS_BLOCK result{};
	HANDLE handle = nullptr;
	Target target;

	if (!arguments_ok(&handle, attributes, &result, caller))
		return STATUS_INVALID_PARAMETER;
	NTSTATUS status = open(&handle, attributes, &result, opening, caller);
	if (!NT_SUCCESS(status))
		return status;
	status = io::file_of(handle, target.file);
	if (NT_SUCCESS(status))
		status = io::set_information(target, &result, FileDispositionInformation,
					     &disposition, sizeof(disposition), caller);
	// The handle's is the last reference, so that ZwClose() waits for the end of IRP_MJ_CLOSE.
	target.file = {};
	ZwClose(handle);
	return status;
}
