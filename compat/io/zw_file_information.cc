// SPDX-License-Identifier: GPL-2.0
/// zw_file_information.cc - what is known of open devices, asked for and set by handle.

#include <ntifs.h>

#include "io/file_operation.hh"
#include "io/request.hh"

using io::is_synchronous;
using io::Target;
using io::Turn;

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
	return io::file_of(handle, target.file);
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
	return io::send(target, { true, result, nullptr, caller }, [&](PDEVICE_OBJECT device) {
		return io::build_query(caller.code(), device, wanted, buffer, length);
	});
}

}

/// Sends what a driver wants to set of the file.
NTSTATUS io::set_information(const Target &target, PIO_STATUS_BLOCK result,
			     FILE_INFORMATION_CLASS which, const void *information, ULONG length,
			     Caller caller)
{
	const Turn turn(target.file.get());

	return io::send(target, { true, result, nullptr, caller }, [&](PDEVICE_OBJECT device) {
		return io::build_set(caller.code(), device, which, information, length);
	});
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
	return io::set_information(target, result, which, information, length, caller);
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
	return io::send(target, { true, result, nullptr, caller }, [&](PDEVICE_OBJECT device) {
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
