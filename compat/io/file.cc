// SPDX-License-Identifier: GPL-2.0
/// file.cc - open devices.

#include <ntifs.h>

#include <new>
#include <utility>

#include "module/rt/list.hh"
#include "module/rt/minmax.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "base/references.hh"
#include "base/work.hh"
#include "io/check.hh"
#include "io/device.hh"
#include "io/file.hh"
#include "io/irp.h"

using io::Held;
using rt::Unique;
/// Guards the list of files that drivers have opened.
using FilesGuard = SpinGuard<NT_FILES_LOCK>;

void (*nt_file_closed)();

namespace {

unsigned int count;

/// The end of a file, for whoever waits for it. The shared part outlives the file and the waiter.
class Ending {
public:
	/// With a shared part of its own; without one if there is no memory. PASSIVE_LEVEL.
	static Ending create()
	{
		auto *shared = static_cast<Shared *>(nt_zalloc(sizeof(Shared)));

		if (shared)
			shared->shares.set(1);
		return Ending(shared);
	}
	Ending(Ending &&other) noexcept : shared_(other.shared_) { other.shared_ = nullptr; }
	~Ending()
	{
		if (shared_ && shared_->shares.put())
			nt_free(shared_);
	}
	Ending(const Ending &) = delete;
	Ending &operator=(const Ending &) = delete;
	Ending &operator=(Ending &&) = delete;

	explicit operator bool() const { return shared_; }
	Ending share() const
	{
		shared_->shares.get();
		return Ending(shared_);
	}
	void has_come() const
	{
		__atomic_store_n(&shared_->come, true, __ATOMIC_RELEASE);
		nt_wake_all();
	}
	/// Waits until the end has come, or the process is killed. PASSIVE_LEVEL.
	void wait() const { nt_wait_while_alive(is_there, shared_); }

private:
	struct Shared {
		References shares;
		bool come;
	};

	explicit Ending(Shared *shared) : shared_(shared) { }

	static bool is_there(const void *shared)
	{
		return __atomic_load_n(&static_cast<const Shared *>(shared)->come,
				       __ATOMIC_ACQUIRE);
	}

	Shared *shared_;
};

/// A request about a file, for the top of the stack, which is held until the request is sent.
struct Request {
	Held top;
	PIRP irp;

	/// The location of the driver that gets it next.
	PIO_STACK_LOCATION location() const { return IoGetNextIrpStackLocation(irp); }
};

/// An open device, which is an object. When its last reference goes, its end begins, which takes a
/// request.
struct File {
	FILE_OBJECT object{};	       // first: what drivers see
	rt::Link link{};	       // in the list of files that drivers have opened, or in none
	const void *opener = nullptr;  // code of the driver that opened it
	const USHORT name_length;
	const Unique<WCHAR[]> name;  // the text of its FileName, which drivers may exchange
	const Held device;
	Ending ending;
	Work closing;	       // calls close(), if the last reference goes above PASSIVE_LEVEL
	bool opened = false;   // IRP_MJ_CREATE succeeded: the other two must follow
	bool cleaned = false;  // IRP_MJ_CLEANUP was sent
	bool counted = false;  // it counts among the opens of the device
	int handles = 0;
	const io::Opening opening;
	KEVENT turn{};			 // for the next request of a synchronous file
	IO_SECURITY_CONTEXT security{};	 // for IRP_MJ_CREATE
	PIRP creating = nullptr;	 // IRP_MJ_CREATE
	ULONG_PTR information = 0;	 // its result

	/// None if there is no memory. PASSIVE_LEVEL.
	static Ref<File> create(Held device, const io::Opening &opening,
				const UNICODE_STRING &name);
	~File();
	File(const File &) = delete;
	File &operator=(const File &) = delete;

	static File *of(PFILE_OBJECT object) { return CONTAINING_RECORD(object, File, object); }
	NTSTATUS count_open();
	NTSTATUS send_create();
	/// The request holds the file, until cleanup_done().
	Request cleanup_request();
	static void cleanup_done(void *file, NTSTATUS status);
	static void handle_opened(void *file);
	static void handle_closed(void *file);

	static const nt_object_type type;

private:
	File(Held on, Ending end, Unique<WCHAR[]> text, const UNICODE_STRING &rest,
	     const io::Opening &how);
	static void release(void *file);
	static void *named_after(const void *file, UNICODE_STRING *rest);
	static void close(void *file);
	static void create_done(void *file, NTSTATUS status);
	static void close_done(void *file, NTSTATUS status);
	Request request(UCHAR major, ULONG flags);
	void clean_up_late();
	void free();
};

constinit const nt_object_type File::type = {
	.name = "file",
	.destroy = nullptr,
	.release = File::release,
	.named_after = File::named_after,
	.opened = File::handle_opened,
	.closed = File::handle_closed,
};

constinit rt::List<File> opened_by_drivers GUARDED_BY(FilesGuard::lock);

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
Request File::request(UCHAR major, ULONG flags)
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

Request File::cleanup_request()
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
	const Request cleanup = file->cleanup_request();

	nt_irp_send_and_wait(cleanup.top.object(), cleanup.irp, nullptr, File::cleanup_done, file);
}

void nt_file_close(PFILE_OBJECT object)
{
	const Ending ending = File::of(object)->ending.share();

	// Otherwise a driver, or a request that its caller has left, still keeps it open.
	if (nt_object_put(object))
		ending.wait();
}

// Drivers' files

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

NTSTATUS NTAPI IoGetDeviceObjectPointer(PUNICODE_STRING name, ACCESS_MASK access,
					PFILE_OBJECT *file, PDEVICE_OBJECT *device)
{
	if (!ok(is_memory(file), "the place for the file") ||
	    !ok(is_memory(device), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	*file = nullptr;
	*device = nullptr;
	if (!irql_ok(PASSIVE_LEVEL) || !ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	const io::Opening opening = { .access = access };
	ULONG_PTR information;
	PFILE_OBJECT object = nullptr;
	const NTSTATUS status = io::open_file(name, opening, &object, information);
	if (!NT_SUCCESS(status))
		return status;
	// As on Windows, where there is no handle to it.
	nt_file_cleanup(object);
	File *opened = File::of(object);
	nt_object_lend(opened);
	opened->opener = Caller().code();
	{
		const FilesGuard guard;

		opened_by_drivers.push_back(*opened);
	}
	*device = IoGetRelatedDeviceObject(object);
	*file = object;
	return STATUS_SUCCESS;
}

/// Takes one of the files that the driver has opened off the list; none: there is none.
static Ref<File> take_opened_by(const nt_driver &driver)
{
	const FilesGuard guard;

	return Ref<File>::taken(opened_by_drivers.pop_if([&](File &file) {
		return driver.has(file.opener) && nt_object_get_unless_gone(&file);
	}));
}

void nt_files_gone(nt_driver *driver)
{
	while (Ref<File> file = take_opened_by(*driver)) {
		// More than the driver's reference and ours: another driver may have one.
		const bool shared = nt_object_references(file.get()) > 2;

		nt_warn("%s: %s was opened by IoGetDeviceObjectPointer, and its file never given back by ObDereferenceObject: %s\n",
			driver->name.get(), file->device.device()->label,
			shared ? "it has more than one reference, and stays open" : "closed");
		// Gives back the driver's reference.
		if (!shared)
			nt_object_put(file.get());
	}
}
