// SPDX-License-Identifier: GPL-2.0
/// open_file.hh - what an open device is, within this room.
#pragma once

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "io/ending.hh"
#include "io/file.hh"

namespace io {

/// Guards the list of files that drivers have opened.
using FilesGuard = SpinGuard<NT_FILES_LOCK>;

/// An open device, which is an object. When its last reference goes, its end begins, which takes a
/// request.
struct File {
	/// A request about a file, for the top of the stack, which is held until the request is sent.
	struct Request {
		Held top;
		PIRP irp;

		/// The location of the driver that gets it next.
		PIO_STACK_LOCATION location() const { return IoGetNextIrpStackLocation(irp); }
	};

	FILE_OBJECT object{};	       // first: what drivers see
	rt::Link link{};	       // in the list of files that drivers have opened, or in none
	const void *opener = nullptr;  // code of the driver that opened it
	const USHORT name_length;
	const rt::Unique<WCHAR[]> name;	 // the text of its FileName, which drivers may exchange
	const Held device;
	Ending ending;
	Work closing;	       // calls close(), if the last reference goes above PASSIVE_LEVEL
	bool opened = false;   // IRP_MJ_CREATE succeeded: the other two must follow
	bool cleaned = false;  // IRP_MJ_CLEANUP was sent
	bool counted = false;  // it counts among the opens of the device
	int handles = 0;
	const Opening opening;
	KEVENT turn{};			 // for the next request of a synchronous file
	IO_SECURITY_CONTEXT security{};	 // for IRP_MJ_CREATE
	PIRP creating = nullptr;	 // IRP_MJ_CREATE
	ULONG_PTR information = 0;	 // its result

	/// None if there is no memory. PASSIVE_LEVEL.
	static Ref<File> create(Held device, const Opening &opening, const UNICODE_STRING &name);
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
	File(Held on, Ending end, rt::Unique<WCHAR[]> text, const UNICODE_STRING &rest,
	     const Opening &how);
	static void release(void *file);
	static void *named_after(const void *file, UNICODE_STRING *rest);
	static void close(void *file);
	static void create_done(void *file, NTSTATUS status);
	static void close_done(void *file, NTSTATUS status);
	Request request(UCHAR major, ULONG flags);
	void clean_up_late();
	void free();
};

}
