// SPDX-License-Identifier: GPL-2.0
/// file.cc - open devices: opened, cleaned up, closed.

#include <ntifs.h>

#include <new>
#include <utility>

#include "glue/log.h"
#include "base/check.hh"
#include "io/check.hh"
#include "io/device.hh"
#include "io/irp.h"
#include "io/open_file.hh"

using io::Ending;
using io::File;
using io::FilesGuard;
using io::Held;
using rt::Unique;

void (*nt_file_closed)();

static unsigned int count;

constinit const nt_object_type File::type = {
	.name = "file",
	.destroy = nullptr,
	.release = File::release,
	.named_after = File::named_after,
	.opened = File::handle_opened,
	.closed = File::handle_closed,
};

// A file's life

File::File(Held on, Ending end, Unique<WCHAR[]> text, const UNICODE_STRING &rest,
	   const io::Opening &how)
	: name_length(rest.Length),
	  name(std::move(text)),
	  device(std::move(on)),
	  ending(std::move(end)),
	  closing(close, this, true),
	  opening(how)
{
	const ACCESS_MASK access = how.access;

	object.Type = IO_TYPE_FILE;
	object.Size = sizeof(object);
	object.DeviceObject = device.object();
	if (how.is_synchronous())
		object.Flags |= FO_SYNCHRONOUS_IO;
	if (how.is_alertable())
		object.Flags |= FO_ALERTABLE_IO;
	object.ReadAccess = (access & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL)) != 0;
	object.WriteAccess = (access & (FILE_WRITE_DATA | GENERIC_WRITE | GENERIC_ALL)) != 0;
	object.DeleteAccess = (access & (DELETE | GENERIC_ALL)) != 0;
	object.SharedRead = (how.share & FILE_SHARE_READ) != 0;
	object.SharedWrite = (how.share & FILE_SHARE_WRITE) != 0;
	object.SharedDelete = (how.share & FILE_SHARE_DELETE) != 0;
	KeInitializeEvent(&object.Lock, SynchronizationEvent, FALSE);
	KeInitializeEvent(&object.Event, NotificationEvent, FALSE);
	KeInitializeEvent(&turn, SynchronizationEvent, TRUE);
	InitializeListHead(&object.IrpList);
	if (name) {
		memcpy(name.get(), rest.Buffer, rest.Length);
		object.FileName = { rest.Length, rest.Length, name.get() };
	}
	__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
}

File::~File()
{
	if (counted)
		device.device()->close();
	nt_file_closed();
	__atomic_fetch_sub(&count, 1, __ATOMIC_RELAXED);
}

Ref<File> File::create(Held device, const io::Opening &opening, const UNICODE_STRING &rest)
{
	Ending end = Ending::create();
	Unique<WCHAR[]> text;

	if (rest.Length)
		text = Unique<WCHAR[]>(rest.Length / sizeof(WCHAR));
	if (!end || (rest.Length && !text))
		return {};
	void *memory = nt_object_alloc(&type, sizeof(File));
	if (!memory)
		return {};
	auto file = Ref<File>::taken(new (memory) File(std::move(device), std::move(end),
						       std::move(text), rest, opening));
	return file->closing ? std::move(file) : Ref<File>();
}

/// The file is closed, or was never open.
void File::free()
{
	const Ending end = std::move(ending);

	this->~File();
	nt_object_free(this);
	// Last, because now the device can be opened again and the driver unloaded.
	end.has_come();
}

/// A request whose last location is set up except for its parameters. Only for IRP_MJ_CREATE may
/// there be none; the others must not be lost, or the driver would hang on to the file.
File::Request File::request(UCHAR major, ULONG flags)
{
	Held top = io::top_of(&object);
	PIRP irp = nt_irp_create(nt_device_stack_size(top.object()), major != IRP_MJ_CREATE);

	if (irp) {
		PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp);

		irp->Tail.Overlay.OriginalFileObject = &object;
		irp->Flags = IRP_SYNCHRONOUS_API | flags;
		location->MajorFunction = major;
		location->FileObject = &object;
	}
	return { std::move(top), irp };
}

void File::create_done(void *context, NTSTATUS status)
{
	const auto file = Ref<File>::taken(static_cast<File *>(context));

	file->information = file->creating->IoStatus.Information;
	if (NT_SUCCESS(status)) {
		file->opened = true;
		file->object.Flags |= FO_FILE_OPEN;
	}
}

NTSTATUS File::send_create()
{
	constexpr unsigned int disposition_shift = 24;
	const Request create = request(IRP_MJ_CREATE, IRP_CREATE_OPERATION);

	if (!create.irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	creating = create.irp;
	create.irp->RequestorMode = opening.mode;
	nt_irp_set_call(create.irp);
	security.DesiredAccess = opening.access;
	security.FullCreateOptions = opening.options | opening.disposition << disposition_shift;
	auto &parameters = create.location()->Parameters.Create;
	parameters.SecurityContext = &security;
	parameters.Options = security.FullCreateOptions;
	parameters.FileAttributes = opening.attributes;
	parameters.ShareAccess = opening.share;
	return nt_irp_send_and_wait(create.top.object(), create.irp, nullptr, create_done,
				    Ref<File>::of(this).release());
}

void File::cleanup_done(void *context, NTSTATUS)
{
	const auto file = Ref<File>::taken(static_cast<File *>(context));

	file->object.Flags |= FO_CLEANUP_COMPLETE;
}

File::Request File::cleanup_request()
{
	Request cleanup = request(IRP_MJ_CLEANUP, IRP_CLOSE_OPERATION);

	cleaned = true;
	// cleanup_done() gives it back.
	static_cast<void>(Ref<File>::of(this).release());
	return cleanup;
}

/// The caller of nt_file_open() was killed, and after that the driver opened the device after all.
void File::clean_up_late()
{
	// Nobody else knows the file any longer.
	nt_object_revive(this);
	const auto last = Ref<File>::taken(this);
	const Request cleanup = cleanup_request();

	nt_irp_send_and_finish(cleanup.top.object(), cleanup.irp, cleanup_done, this);
}

void File::handle_opened(void *context)
{
	auto *file = static_cast<File *>(context);

	__atomic_fetch_add(&file->handles, 1, __ATOMIC_RELAXED);
	file->object.Flags |= FO_HANDLE_CREATED;
}

void File::handle_closed(void *context)
{
	auto *file = static_cast<File *>(context);

	// For a file of IoGetDeviceObjectPointer(), it was sent when that returned.
	if (!__atomic_sub_fetch(&file->handles, 1, __ATOMIC_ACQ_REL) && !file->cleaned)
		nt_file_cleanup(&file->object);
	nt_file_close(&file->object);
}

/// The device, whose name is followed by what was opened on it.
void *File::named_after(const void *file, UNICODE_STRING *rest)
{
	const auto *self = static_cast<const File *>(file);

	*rest = { self->name_length, self->name_length, self->name.get() };
	return self->device.object();
}

/// Nothing can be done about an IRP_MJ_CLOSE that fails.
void File::close_done(void *file, NTSTATUS) { static_cast<File *>(file)->free(); }

/// PASSIVE_LEVEL.
void File::close(void *context)
{
	auto *file = static_cast<File *>(context);

	if (!file->opened) {
		file->free();
		return;
	}
	if (!file->cleaned) {
		file->clean_up_late();
		return;
	}
	const Request close = file->request(IRP_MJ_CLOSE, IRP_CLOSE_OPERATION);
	nt_irp_send_and_finish(close.top.object(), close.irp, close_done, file);
}

/// The last reference has gone.
void File::release(void *context)
{
	auto *file = static_cast<File *>(context);

	{
		const FilesGuard guard;

		if (file->link.next)
			rt::List<File>::remove(*file);
	}
	if (KeGetCurrentIrql() > PASSIVE_LEVEL)
		file->closing.queue();
	else
		close(file);
}

NTSTATUS File::count_open()
{
	const nt_device &on = *device.device();
	const NTSTATUS status = device.device()->open(device.has_module());

	counted = NT_SUCCESS(status);
	if (status == STATUS_DEVICE_NOT_READY)
		nt_warn("%s: %s cannot be opened: AddDevice has to clear DO_DEVICE_INITIALIZING in its Flags\n",
			on.driver->name.get(), on.label);
	return status;
}

// For our own use

unsigned int nt_file_count() { return __atomic_load_n(&count, __ATOMIC_RELAXED); }
PDEVICE_OBJECT nt_file_device_object(PFILE_OBJECT file) { return File::of(file)->device.object(); }

Held io::top_of(PFILE_OBJECT file) { return Held::top_of(File::of(file)->device.object()); }

const nt_object_type &io::type_of_files = File::type;
const io::Opening &io::how_opened(PFILE_OBJECT file) { return File::of(file)->opening; }
PKEVENT io::turn_of(PFILE_OBJECT file) { return &File::of(file)->turn; }

NTSTATUS nt_file_open(PUNICODE_STRING name, ACCESS_MASK access, PFILE_OBJECT *result)
{
	io::Opening opening;
	ULONG_PTR information;

	opening.access = access;
	opening.mode = UserMode;
	const NTSTATUS status = io::open_file(name, opening, result, information);
	if (NT_SUCCESS(status))
		File::handle_opened(File::of(*result));
	return status;
}

void nt_file_end(PFILE_OBJECT object) { File::handle_closed(File::of(object)); }

NTSTATUS io::open_file(PUNICODE_STRING name, const Opening &opening, PFILE_OBJECT *result,
		       ULONG_PTR &information)
{
	UNICODE_STRING rest;
	NTSTATUS status;

	*result = nullptr;
	information = 0;
	Held device = Held::by_name(name, rest, status);
	if (!device)
		return status;
	Ref<File> file = File::create(std::move(device), opening, rest);
	if (!file)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = file->count_open();
	if (NT_SUCCESS(status))
		status = file->send_create();
	information = file->information;
	if (NT_SUCCESS(status))
		*result = &file.release()->object;
	return status;
}

void nt_file_cleanup(PFILE_OBJECT object)
{
	File *file = File::of(object);
	const File::Request cleanup = file->cleanup_request();

	nt_irp_send_and_wait(cleanup.top.object(), cleanup.irp, nullptr, File::cleanup_done, file);
}

void nt_file_close(PFILE_OBJECT object)
{
	const Ending ending = File::of(object)->ending.share();

	// Otherwise a driver, or a request that its caller has left, still keeps it open.
	if (nt_object_put(object))
		ending.wait();
}

// What drivers ask of a file

static constinit nt_object_type *file_type = const_cast<nt_object_type *>(&File::type);
POBJECT_TYPE *IoFileObjectType = reinterpret_cast<POBJECT_TYPE *>(&file_type);

bool nt_file_known(PFILE_OBJECT file) { return nt_object_known(File::of(file), &File::type); }

PDEVICE_OBJECT NTAPI IoGetRelatedDeviceObject(PFILE_OBJECT file)
{
	if (nt_file_known(file))
		return IoGetAttachedDevice(File::of(file)->device.object());
	Caller().complain("%p is not a file, or is already gone", file);
	return nullptr;
}

BOOLEAN NTAPI IoIsOperationSynchronous(PIRP irp)
{
	if (!io::location_ok(irp))
		return FALSE;
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(irp)->FileObject;
	return irp->Flags & IRP_SYNCHRONOUS_API ||
	       (file && nt_file_known(file) && io::how_opened(file).is_synchronous());
}

NTSTATUS NTAPI IoValidateDeviceIoControlAccess(PIRP irp, ULONG wanted)
{
	constexpr ACCESS_MASK reading = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL;
	constexpr ACCESS_MASK writing = FILE_WRITE_DATA | GENERIC_WRITE | GENERIC_ALL;

	if (!io::location_ok(irp) || !wanted || wanted & ~(FILE_READ_ACCESS | FILE_WRITE_ACCESS))
		return STATUS_INVALID_PARAMETER;
	PFILE_OBJECT file = IoGetCurrentIrpStackLocation(irp)->FileObject;
	// Without a file, it is from a driver, which may do all.
	if (!file || !nt_file_known(file))
		return STATUS_SUCCESS;
	const ACCESS_MASK access = io::how_opened(file).access;
	return (wanted & FILE_READ_ACCESS && !(access & reading)) ||
			       (wanted & FILE_WRITE_ACCESS && !(access & writing)) ?
		       STATUS_ACCESS_DENIED :
		       STATUS_SUCCESS;
}
