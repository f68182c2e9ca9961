// SPDX-License-Identifier: GPL-2.0
/// zw_file.cc - devices by handle: opened, read, written, controlled, queried, changed.

#include <ntifs.h>

#include <new>
#include <utility>

#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/object.hh"
#include "ob/event.h"
#include "ob/full_name.hh"
#include "ob/handle.h"
#include "ob/namespace.hh"
#include "ob/path.hh"
#include "io/file.hh"
#include "io/request.hh"

using io::Held;
using io::Opening;
using ob::begins_with;
using ob::literal;
using rt::Unique;

namespace {

// Names of files on disks

constexpr UNICODE_STRING disks[] = {
	literal(L"\\SystemRoot"),    literal(L"\\ArcName\\"),	   literal(L"\\Device\\Harddisk"),
	literal(L"\\Device\\CdRom"), literal(L"\\Device\\Floppy"),
};

bool is_letter(WCHAR c) { return (c >= L'A' && c <= L'Z') || (c >= L'a' && c <= L'z'); }

/// C: and what is on it.
bool is_drive(const UNICODE_STRING &name)
{
	const size_t length = name.Length / sizeof(WCHAR);

	return length >= 2 && is_letter(name.Buffer[0]) && name.Buffer[1] == L':' &&
	       (length == 2 || name.Buffer[2] == L'\\');
}

bool is_on_disk(const UNICODE_STRING &name)
{
	UNICODE_STRING rest = name;

	if (ob::skip_dos_devices(rest))
		return is_drive(rest);
	bool found = false;
	for (const UNICODE_STRING &disk : disks)
		found = found || begins_with(name, disk);
	return found;
}

void complain_of_disk(const UNICODE_STRING &name, Caller caller)
{
	char label[100] = "";

	nt_label_path(name, label, sizeof(label));
	caller.complain(
		"%s is on a disk, and drivers have none here: what they say is in the log, what they keep in the registry",
		label);
}

// Opening

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
	       ok(is_memory(attributes), "the attributes", caller) &&
	       (!attributes->ObjectName ||
		ok(nt_is_string(attributes->ObjectName), "the name", caller));
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
	if (status == STATUS_OBJECT_NAME_NOT_FOUND && is_on_disk(*name)) {
		complain_of_disk(*name, caller);
		status = STATUS_OBJECT_PATH_NOT_FOUND;
	}
	if (NT_SUCCESS(status))
		status = make_handle(file, handle, caller);
	result->Status = status;
	result->Information = information;
	return status;
}

}

namespace {

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

// Requests

namespace {

using FileRef = Ref<FILE_OBJECT>;

bool is_synchronous(PFILE_OBJECT file) { return io::how_opened(file).is_synchronous(); }

NTSTATUS file_of(HANDLE handle, FileRef &file)
{
	void *object;
	const NTSTATUS status = nt_object_of_handle(handle, &io::type_of_files, &object);

	if (NT_SUCCESS(status))
		file = FileRef::taken(static_cast<PFILE_OBJECT>(object));
	return status;
}

using EventRef = Ref<KEVENT>;

/// What is said of an ApcRoutine: there are no APCs, and for reads and writes it is reserved.
constexpr char reserved[] = "ApcRoutine is reserved: it must be NULL";
constexpr char no_apcs[] =
	"no APC can be queued to a thread: instead of an ApcRoutine, give an Event "
	"and wait for it";

/// The event that a request's end is told by, if one is given.
NTSTATUS event_for(HANDLE handle, PIO_APC_ROUTINE routine, const char *apcs, Caller caller,
		   EventRef &event)
{
	void *object;

	if (routine) {
		caller.complain("%s", apcs);
		return apcs == no_apcs ? STATUS_NOT_SUPPORTED : STATUS_INVALID_PARAMETER;
	}
	if (!handle)
		return STATUS_SUCCESS;
	const NTSTATUS status = nt_object_of_handle(handle, &nt_event_type, &object);
	if (NT_SUCCESS(status))
		event = EventRef::taken(static_cast<PKEVENT>(object));
	return status;
}

/// What a request is for.
struct Target {
	FileRef file;
	EventRef event;
};

NTSTATUS target_for(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine, const char *apcs,
		    Caller caller, Target &target)
{
	const NTSTATUS status = file_of(handle, target.file);

	return NT_SUCCESS(status) ? event_for(event, routine, apcs, caller, target.event) : status;
}

/// Of a synchronous file, from the request until its end.
class Turn {
public:
	explicit Turn(PFILE_OBJECT file) : file_(is_synchronous(file) ? file : nullptr)
	{
		if (file_)
			KeWaitForSingleObject(io::turn_of(file_), Executive, KernelMode, FALSE,
					      nullptr);
	}
	~Turn()
	{
		if (file_)
			KeSetEvent(io::turn_of(file_), IO_NO_INCREMENT, FALSE);
	}
	Turn(const Turn &) = delete;
	Turn &operator=(const Turn &) = delete;

private:
	PFILE_OBJECT const file_;
};

/// A request for a file, until it is complete, which may be after the call.
struct Operation {
	FileRef file;
	EventRef event;
	PIO_STATUS_BLOCK result;
	bool tells_file;  // its end sets the file's event
	bool moves;	  // the file's position
	LARGE_INTEGER offset;

	void end(const IO_STATUS_BLOCK &status) const
	{
		if (moves && NT_SUCCESS(status.Status))
			file->CurrentByteOffset.QuadPart =
				offset.QuadPart + static_cast<LONGLONG>(status.Information);
		*result = status;
		if (tells_file)
			KeSetEvent(&file->Event, IO_NO_INCREMENT, FALSE);
		if (event)
			KeSetEvent(event.get(), IO_NO_INCREMENT, FALSE);
	}
	static void finish(void *context, PIRP irp)
	{
		const Unique<Operation> operation(static_cast<Operation *>(context));

		io::give_output(irp);
		operation->end(irp->IoStatus);
	}
};

/// Sends what `build(device)` returns for the top of the file's stack. A transfer has an offset.
template <typename Build>
NTSTATUS send(const Target &target, bool wait, PIO_STATUS_BLOCK result, const LARGE_INTEGER *offset,
	      Caller caller, Build build)
{
	const FileRef &file = target.file;
	const Opening &how = io::how_opened(file.get());
	const Held top = io::top_of(file.get());
	// Whoever waits in the call does not need the event of a file that is not synchronous, and
	// others may be waiting for that.
	const bool tells_file = !wait || how.is_synchronous();
	PIRP irp = build(top.object());
	bool gave_up;

	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	Unique<Operation> operation(new (rt::kernel) Operation{
		FileRef::of(file.get()), EventRef::of(target.event.get()), result, tells_file,
		offset && how.is_synchronous(), offset ? *offset : LARGE_INTEGER{} });
	if (!operation) {
		nt_irp_free(irp);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	irp->Tail.Overlay.OriginalFileObject = file.get();
	IoGetNextIrpStackLocation(irp)->FileObject = file.get();
	if (wait)
		irp->Flags |= IRP_SYNCHRONOUS_API;
	if (tells_file)
		KeClearEvent(&file->Event);
	if (target.event)
		KeClearEvent(target.event.get());
	const io::CallOfDriver call = {
		.caller = caller.code(),
		.finish = Operation::finish,
		.context = operation.get(),
		.wait = wait,
		.alertable = how.is_alertable(),
	};
	const NTSTATUS status = io::send_for_driver(top.object(), irp, call, gave_up);
	if (!gave_up) {
		// It has freed itself, or will.
		static_cast<void>(operation.release());
		return status;
	}
	IO_STATUS_BLOCK lost{};
	lost.Status = status;
	operation->end(lost);
	return status;
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
	return send(target, is_synchronous(file), given.result, &request.offset, caller,
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
	return send(target, is_synchronous(file), given.result, nullptr, caller,
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
	return send(target, true, result, nullptr, caller,
		    [&](PDEVICE_OBJECT device) { return io::build_flush(caller.code(), device); });
}

NTSTATUS NTAPI ZwCancelIoFile(HANDLE handle, PIO_STATUS_BLOCK result)
{
	FileRef file;

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

// Information

namespace {

/// The least room for the classes that drivers may ask for; 0: there is no such class.
ULONG least_room(FILE_INFORMATION_CLASS wanted)
{
	switch (wanted) {
	case FileBasicInformation:
		return sizeof(FILE_BASIC_INFORMATION);
	case FileStandardInformation:
		return sizeof(FILE_STANDARD_INFORMATION);
	case FileNameInformation:
		return sizeof(FILE_NAME_INFORMATION);
	case FilePositionInformation:
		return sizeof(FILE_POSITION_INFORMATION);
	case FileAlignmentInformation:
		return sizeof(FILE_ALIGNMENT_INFORMATION);
	case FileNetworkOpenInformation:
		return sizeof(FILE_NETWORK_OPEN_INFORMATION);
	default:
		return 0;
	}
}

/// The same for the classes that drivers may set.
ULONG least_room_to_set(FILE_INFORMATION_CLASS which)
{
	switch (which) {
	case FileBasicInformation:
		return sizeof(FILE_BASIC_INFORMATION);
	case FileDispositionInformation:
		return sizeof(FILE_DISPOSITION_INFORMATION);
	case FilePositionInformation:
		return sizeof(FILE_POSITION_INFORMATION);
	case FileEndOfFileInformation:
		return sizeof(FILE_END_OF_FILE_INFORMATION);
	default:
		return 0;
	}
}

/// Sends what a driver wants to set of the file.
NTSTATUS set(const Target &target, PIO_STATUS_BLOCK result, FILE_INFORMATION_CLASS which,
	     const void *information, ULONG length, Caller caller)
{
	const Turn turn(target.file.get());

	return send(target, true, result, nullptr, caller, [&](PDEVICE_OBJECT device) {
		return io::build_set(caller.code(), device, which, information, length);
	});
}

/// The position, which the I/O manager keeps.
NTSTATUS set_position(PFILE_OBJECT file, PIO_STATUS_BLOCK result, LARGE_INTEGER position)
{
	const Turn turn(file);

	if (position.QuadPart < 0)
		return STATUS_INVALID_PARAMETER;
	file->CurrentByteOffset = position;
	result->Status = STATUS_SUCCESS;
	result->Information = 0;
	return STATUS_SUCCESS;
}

NTSTATUS give(IO_STATUS_BLOCK *result, void *buffer, const void *information, ULONG size)
{
	memcpy(buffer, information, size);
	result->Status = STATUS_SUCCESS;
	result->Information = size;
	return STATUS_SUCCESS;
}

/// What is asked or set of a file: `room` is the least room for it, 0: there is no such class.
/// Finds the file.
NTSTATUS find_for(HANDLE handle, const IO_STATUS_BLOCK *result, const void *information,
		  const char *what, ULONG length, ULONG room, Target &target, Caller caller)
{
	if (!irql_ok(PASSIVE_LEVEL, caller) || !ok(is_memory(result), "the status block", caller) ||
	    (length && !ok(nt_is_memory(information, length), what, caller)))
		return STATUS_INVALID_PARAMETER;
	if (!room)
		return STATUS_INVALID_INFO_CLASS;
	if (length < room)
		return STATUS_INFO_LENGTH_MISMATCH;
	return file_of(handle, target.file);
}

/// The class is one of least_room(): whatever else a driver hands over is not put into memory.
NTSTATUS query(const Target &target, PIO_STATUS_BLOCK result, PVOID buffer, ULONG length,
	       FILE_INFORMATION_CLASS wanted, ULONG room, Caller caller)
{
	PFILE_OBJECT file = target.file.get();
	const Turn turn(file);

	// These two the I/O manager knows.
	if (wanted == FileAlignmentInformation)
		return give(result, buffer, &io::top_of(file).object()->AlignmentRequirement, room);
	if (wanted == FilePositionInformation && is_synchronous(file))
		return give(result, buffer, &file->CurrentByteOffset, room);
	return send(target, true, result, nullptr, caller, [&](PDEVICE_OBJECT device) {
		return io::build_query(caller.code(), device, wanted, buffer, length);
	});
}

}

NTSTATUS NTAPI ZwQueryInformationFile(HANDLE handle, PIO_STATUS_BLOCK result, PVOID buffer,
				      ULONG length, FILE_INFORMATION_CLASS wanted)
{
	const Caller caller;
	Target target;
	const ULONG room = least_room(wanted);
	const NTSTATUS status =
		find_for(handle, result, buffer, "the buffer", length, room, target, caller);

	return NT_SUCCESS(status) ? query(target, result, buffer, length, wanted, room, caller) :
				    status;
}

NTSTATUS NTAPI ZwSetInformationFile(HANDLE handle, PIO_STATUS_BLOCK result, PVOID information,
				    ULONG length, FILE_INFORMATION_CLASS which)
{
	const Caller caller;
	Target target;
	const NTSTATUS status = find_for(handle, result, information, "the information", length,
					 least_room_to_set(which), target, caller);

	if (!NT_SUCCESS(status))
		return status;
	PFILE_OBJECT file = target.file.get();
	if (which == FilePositionInformation && is_synchronous(file))
		return set_position(file, result,
				    static_cast<PFILE_POSITION_INFORMATION>(information)
					    ->CurrentByteOffset);
	return set(target, result, which, information, length, caller);
}

namespace {

/// The least room for what drivers may ask of the volume; 0: there is no such class.
ULONG least_room(FS_INFORMATION_CLASS wanted)
{
	switch (wanted) {
	case FileFsVolumeInformation:
		return sizeof(FILE_FS_VOLUME_INFORMATION);
	case FileFsSizeInformation:
		return sizeof(FILE_FS_SIZE_INFORMATION);
	case FileFsDeviceInformation:
		return sizeof(FILE_FS_DEVICE_INFORMATION);
	case FileFsAttributeInformation:
		return sizeof(FILE_FS_ATTRIBUTE_INFORMATION);
	case FileFsFullSizeInformation:
		return sizeof(FILE_FS_FULL_SIZE_INFORMATION);
	default:
		return 0;
	}
}

/// The class is one of these: whatever else a driver hands over is not put into memory.
NTSTATUS query_volume(const Target &target, PIO_STATUS_BLOCK result, PVOID buffer, ULONG length,
		      FS_INFORMATION_CLASS wanted, Caller caller)
{
	PFILE_OBJECT file = target.file.get();
	const Turn turn(file);

	// This one the I/O manager knows.
	if (wanted == FileFsDeviceInformation) {
		const DEVICE_OBJECT *device = nt_file_device_object(file);
		const FILE_FS_DEVICE_INFORMATION known = { device->DeviceType,
							   device->Characteristics };
		return give(result, buffer, &known, sizeof(known));
	}
	return send(target, true, result, nullptr, caller, [&](PDEVICE_OBJECT device) {
		return io::build_volume_query(caller.code(), device, wanted, buffer, length);
	});
}

}

NTSTATUS NTAPI ZwQueryVolumeInformationFile(HANDLE handle, PIO_STATUS_BLOCK result, PVOID buffer,
					    ULONG length, FS_INFORMATION_CLASS wanted)
{
	const Caller caller;
	Target target;
	const NTSTATUS status = find_for(handle, result, buffer, "the buffer", length,
					 least_room(wanted), target, caller);

	return NT_SUCCESS(status) ? query_volume(target, result, buffer, length, wanted, caller) :
				    status;
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
	status = file_of(handle, target.file);
	if (NT_SUCCESS(status))
		status = set(target, &result, FileDispositionInformation, &disposition,
			     sizeof(disposition), caller);
	// The handle's is the last reference, so that ZwClose() waits for the end of IRP_MJ_CLOSE.
	target.file = {};
	ZwClose(handle);
	return status;
}
