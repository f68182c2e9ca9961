// SPDX-License-Identifier: GPL-2.0
/// file_operation.hh - requests of drivers for files, which they have handles to; internal.
#pragma once

#include "base/check.hh"
#include "base/object.hh"
#include "io/file.hh"

namespace io {

inline bool is_synchronous(PFILE_OBJECT file) { return how_opened(file).is_synchronous(); }

/// The file of a handle. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH.
NTSTATUS file_of(HANDLE handle, Ref<FILE_OBJECT> &file);

/// What a request is for.
struct Target {
	Ref<FILE_OBJECT> file;
	Ref<KEVENT> event;  // set when it has ended, or none
};

/// Of a synchronous file, from the request until its end.
class Turn {
public:
	explicit Turn(PFILE_OBJECT file) : file_(is_synchronous(file) ? file : nullptr)
	{
		if (file_)
			KeWaitForSingleObject(turn_of(file_), Executive, KernelMode, FALSE,
					      nullptr);
	}
	~Turn()
	{
		if (file_)
			KeSetEvent(turn_of(file_), IO_NO_INCREMENT, FALSE);
	}
	Turn(const Turn &) = delete;
	Turn &operator=(const Turn &) = delete;

private:
	PFILE_OBJECT const file_;
};

/// What its sender wants of an operation.
struct Sending {
	bool wait;
	PIO_STATUS_BLOCK result;
	const LARGE_INTEGER *offset;  // of a transfer, or nullptr
	Caller caller;
};

/// Sends a request of nt_irp_create() and its like to that device, the top of the file's stack.
NTSTATUS send_operation(const Target &target, PDEVICE_OBJECT top, PIRP irp, const Sending &how);

/// Sends what `build(device)` returns for the top of the file's stack.
template <typename Build>
NTSTATUS send(const Target &target, const Sending &how, Build build)
{
	const Held top = top_of(target.file.get());
	PIRP irp = build(top.object());

	return irp ? send_operation(target, top.object(), irp, how) : STATUS_INSUFFICIENT_RESOURCES;
}

/// Sends what is to be set of the file (IRP_MJ_SET_INFORMATION), and waits.
NTSTATUS set_information(const Target &target, PIO_STATUS_BLOCK result,
			 FILE_INFORMATION_CLASS which, const void *information, ULONG length,
			 Caller caller);

}
