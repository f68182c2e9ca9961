// SPDX-License-Identifier: GPL-2.0
/// file_operation.cc - requests of drivers for files: sent, and ended.

#include "module/rt/unique.hh"
#include "ob/handle.hh"
#include "io/file_operation.hh"
#include "io/request.hh"

using rt::Unique;

NTSTATUS io::file_of(HANDLE handle, Ref<FILE_OBJECT> &file)
{
	return ob::of_handle(handle, &type_of_files, file);
}

namespace {

/// A request for a file, until it is complete, which may be after the call.
struct Operation {
	Ref<FILE_OBJECT> file;
	Ref<KEVENT> event;
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

}

NTSTATUS io::send_operation(const Target &target, PDEVICE_OBJECT top, PIRP irp,
			    const Sending &sending)
{
	PFILE_OBJECT file = target.file.get();
	const Opening &how = how_opened(file);
	// Whoever waits in the call does not need the event of a file that is not synchronous, and
	// others may be waiting for that.
	const bool tells_file = !sending.wait || how.is_synchronous();
	const LARGE_INTEGER *offset = sending.offset;
	bool gave_up;

	Unique<Operation> operation(new (rt::kernel) Operation{
		Ref<FILE_OBJECT>::of(file), Ref<KEVENT>::of(target.event.get()), sending.result,
		tells_file, offset && how.is_synchronous(), offset ? *offset : LARGE_INTEGER{} });
	if (!operation) {
		nt_irp_free(irp);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	irp->Tail.Overlay.OriginalFileObject = file;
	IoGetNextIrpStackLocation(irp)->FileObject = file;
	if (sending.wait)
		irp->Flags |= IRP_SYNCHRONOUS_API;
	if (tells_file)
		KeClearEvent(&file->Event);
	if (target.event)
		KeClearEvent(target.event.get());
	const CallOfDriver call = {
		.caller = sending.caller.code(),
		.finish = Operation::finish,
		.context = operation.get(),
		.wait = sending.wait,
		.alertable = how.is_alertable(),
	};
	const NTSTATUS status = send_for_driver(top, irp, call, gave_up);
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
