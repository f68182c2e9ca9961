// SPDX-License-Identifier: GPL-2.0
/// zw_file.cc - open devices read, written and controlled by handle.

#include <ntifs.h>

#include "base/check.hh"
#include "ob/event.h"
#include "ob/handle.hh"
#include "io/file_operation.hh"
#include "io/request.hh"

using io::file_of;
using io::is_synchronous;
using io::Target;
using io::Turn;

namespace {

/// What is said of an ApcRoutine: there are no APCs, and for reads and writes it is reserved.
constexpr char reserved[] = "ApcRoutine is reserved: it must be NULL";
constexpr char no_apcs[] =
	"no APC can be queued to a thread: instead of an ApcRoutine, give an Event "
	"and wait for it";

/// The event that a request's end is told by, if one is given.
NTSTATUS event_for(HANDLE handle, PIO_APC_ROUTINE routine, const char *apcs, Caller caller,
		   Ref<KEVENT> &event)
{
	if (routine) {
		caller.complain("%s", apcs);
		return apcs == no_apcs ? STATUS_NOT_SUPPORTED : STATUS_INVALID_PARAMETER;
	}
	return handle ? ob::of_handle(handle, &nt_event_type, event) : STATUS_SUCCESS;
}

NTSTATUS target_for(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, const char *apcs,
		    Caller caller, Target &target)
{
	const NTSTATUS status = file_of(handle, target.file);

	return NT_SUCCESS(status) ? event_for(event, routine, apcs, caller, target.event) : status;
}

constexpr ULONG at_position = FILE_USE_FILE_POINTER_POSITION;
constexpr ULONG at_end = FILE_WRITE_TO_END_OF_FILE;

bool is_special(const LARGE_INTEGER &offset, ULONG which)
{
	return offset.HighPart == -1 && offset.LowPart == which;
}

/// Where a transfer begins. A synchronous file has a position, which is used if none is given.
NTSTATUS choose_offset(PFILE_OBJECT file, bool is_read, const LARGE_INTEGER *given,
		       LARGE_INTEGER &offset)
{
	if (!given || is_special(*given, at_position)) {
		if (!is_synchronous(file))
			return STATUS_INVALID_PARAMETER;
		offset = file->CurrentByteOffset;
		return STATUS_SUCCESS;
	}
	offset = *given;
	return offset.QuadPart >= 0 || (!is_read && is_special(offset, at_end)) ?
		       STATUS_SUCCESS :
		       STATUS_INVALID_PARAMETER;
}

/// What ZwReadFile() and ZwWriteFile() have in common.
struct Arguments {
	HANDLE file;
	HANDLE event;
	PIO_APC_ROUTINE routine;
	PIO_STATUS_BLOCK result;
	PVOID buffer;
	ULONG length;
	const LARGE_INTEGER *offset;
	const ULONG *key;
};

NTSTATUS transfer(bool is_read, const Arguments &given, Caller caller)
{
	Target target;

	if (!irql_ok(PASSIVE_LEVEL, caller) ||
	    !ok(is_memory(given.result), "the status block", caller) ||
	    (given.length && !ok(nt_is_memory(given.buffer, given.length), "the buffer", caller)) ||
	    (given.offset && !ok(is_memory(given.offset), "the offset", caller)) ||
	    (given.key && !ok(is_memory(given.key), "the key", caller)))
		return STATUS_INVALID_PARAMETER;
	NTSTATUS status =
		target_for(given.file, given.event, given.routine, reserved, caller, target);
	if (!NT_SUCCESS(status))
		return status;
	PFILE_OBJECT file = target.file.get();
	const Turn turn(file);
	io::Transfer request = {
		is_read, given.buffer, given.length, {}, given.key ? *given.key : 0
	};
	status = choose_offset(file, is_read, given.offset, request.offset);
	if (!NT_SUCCESS(status))
		return status;
	return io::send(target, { is_synchronous(file), given.result, &request.offset, caller },
			[&](PDEVICE_OBJECT device) {
				return io::build_transfer(caller.code(), device, request);
			});
}

}

NTSTATUS NTAPI ZwReadFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID,
			  PIO_STATUS_BLOCK result, PVOID buffer, ULONG length,
			  // NOLINTNEXTLINE(readability-non-const-parameter): Windows' type
			  PLARGE_INTEGER offset, PULONG key)
{
	return transfer(true, { file, event, routine, result, buffer, length, offset, key },
			Caller());
}

NTSTATUS NTAPI ZwWriteFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID,
			   PIO_STATUS_BLOCK result, PVOID buffer, ULONG length,
			   // NOLINTNEXTLINE(readability-non-const-parameter): Windows' type
			   PLARGE_INTEGER offset, PULONG key)
{
	return transfer(false, { file, event, routine, result, buffer, length, offset, key },
			Caller());
}

namespace {

/// What ZwDeviceIoControlFile() and ZwFsControlFile() have in common.
NTSTATUS control(const Arguments &given, const io::Control &wanted, Caller caller)
{
	Target target;

	if (!irql_ok(PASSIVE_LEVEL, caller) ||
	    !ok(is_memory(given.result), "the status block", caller) ||
	    (wanted.input && wanted.input_length &&
	     !ok(nt_is_memory(wanted.input, wanted.input_length), "the input buffer", caller)) ||
	    (wanted.output && wanted.output_length &&
	     !ok(nt_is_memory(wanted.output, wanted.output_length), "the output buffer", caller)))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status =
		target_for(given.file, given.event, given.routine, no_apcs, caller, target);
	if (!NT_SUCCESS(status))
		return status;
	PFILE_OBJECT file = target.file.get();
	const Turn turn(file);
	return io::send(target, { is_synchronous(file), given.result, nullptr, caller },
			[&](PDEVICE_OBJECT device) {
				return io::build_control(caller.code(), device, wanted);
			});
}

}

NTSTATUS NTAPI ZwDeviceIoControlFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID,
				     PIO_STATUS_BLOCK result, ULONG code, PVOID input,
				     ULONG input_length, PVOID output, ULONG output_length)
{
	return control({ file, event, routine, result, nullptr, 0, nullptr, nullptr },
		       { code, input, input_length, output, output_length }, Caller());
}

NTSTATUS NTAPI ZwFsControlFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID,
			       PIO_STATUS_BLOCK result, ULONG code, PVOID input, ULONG input_length,
			       PVOID output, ULONG output_length)
{
	return control({ file, event, routine, result, nullptr, 0, nullptr, nullptr },
		       { code, input, input_length, output, output_length,
			 IRP_MJ_FILE_SYSTEM_CONTROL },
		       Caller());
}

NTSTATUS NTAPI ZwFlushBuffersFile(HANDLE handle, PIO_STATUS_BLOCK result)
{
	const Caller caller;
	Target target;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(result), "the status block"))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = file_of(handle, target.file);
	if (!NT_SUCCESS(status))
		return status;
	const Turn turn(target.file.get());
	return io::send(target, { true, result, nullptr, caller }, [&](PDEVICE_OBJECT device) {
		return io::build_flush(caller.code(), device);
	});
}

NTSTATUS NTAPI ZwCancelIoFile(HANDLE handle, PIO_STATUS_BLOCK result)
{
	Ref<FILE_OBJECT> file;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(result), "the status block"))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = file_of(handle, file);
	if (!NT_SUCCESS(status))
		return status;
	io::cancel_for(file.get());
	result->Status = STATUS_SUCCESS;
	result->Information = 0;
	return STATUS_SUCCESS;
}
