// SPDX-License-Identifier: GPL-2.0
/// directory.cc - directories of the object manager: opened and made.

#include <ntifs.h>

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "base/guard.hh"
#include "base/object.hh"
#include "base/use_count.hh"
#include "ob/by_name.hh"
#include "ob/directory.h"
#include "ob/full_name.hh"
#include "ob/handle.h"
#include "ob/namespace.hh"
#include "ob/race.hh"

using rt::Unique;

namespace {

/// A directory that is open, or was made. One that was made has its name until its last handle is
/// closed, or, if it is permanent, until it is made temporary. One that is there from the beginning
/// is a new object each time it is opened.
struct Directory {
	rt::Link link{};   // of a permanent one, in their list
	UseCount opens{};  // handles, and callers that are about to make one
	const bool named;
	const void *maker = nullptr;  // code of the driver that made it permanent
	const Unique<WCHAR[]> text;
	const UNICODE_STRING path;

	Directory(bool has_name, Unique<WCHAR[]> characters, USHORT length)
		: named(has_name),
		  text(std::move(characters)),
		  path{ length, static_cast<USHORT>(length + sizeof(WCHAR)), text.get() }
	{ }
	~Directory() = default;
	Directory(const Directory &) = delete;
	Directory &operator=(const Directory &) = delete;

	/// None if there is no memory.
	static Ref<Directory> create(const UNICODE_STRING &path, bool named);
	/// Ends a reservation, or a handle.
	void let_go()
	{
		if (opens.leave() && named)
			nt_unname_object(this);
	}
};

using DirectoryRef = Ref<Directory>;

/// Also guards whether a directory is one of these.
using NamesGuard = MutexGuard<NT_NAMES_MUTEX>;
constinit rt::List<Directory> permanent GUARDED_BY(NamesGuard::lock);

void destroy(void *object) { static_cast<Directory *>(object)->~Directory(); }

/// Those that are there from the beginning are not objects with names, but have a path.
void *named_after(const void *object, UNICODE_STRING *rest)
{
	const auto *directory = static_cast<const Directory *>(object);

	if (directory->named)
		return const_cast<void *>(object);
	*rest = directory->path;
	return nullptr;
}

void opened(void *object) { static_cast<Directory *>(object)->opens.add(); }

void closed(void *object)
{
	const auto last = DirectoryRef::taken(static_cast<Directory *>(object));

	last->let_go();
}

}

constinit const nt_object_type nt_directory_type = {
	.name = "directory",
	.destroy = destroy,
	.release = nullptr,
	.named_after = named_after,
	.opened = opened,
	.closed = closed,
};

namespace {

DirectoryRef Directory::create(const UNICODE_STRING &path, bool named)
{
	Unique<WCHAR[]> text(path.Length / sizeof(WCHAR) + 1);

	if (!text)
		return {};
	memcpy(text.get(), path.Buffer, path.Length);
	text.get()[path.Length / sizeof(WCHAR)] = 0;
	void *memory = nt_object_alloc(&nt_directory_type, sizeof(Directory));
	if (!memory)
		return {};
	auto fresh =
		DirectoryRef::taken(new (memory) Directory(named, std::move(text), path.Length));
	fresh->opens.number = 1;
	return fresh;
}

/// The directory of that name, reserved, or none.
DirectoryRef find(PUNICODE_STRING name, NTSTATUS &status)
{
	UNICODE_STRING canonical{};

	if (nt_is_directory(name, &canonical)) {
		DirectoryRef fresh = Directory::create(canonical, false);

		status = fresh ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
		return fresh;
	}
	auto directory = DirectoryRef::taken(
		static_cast<Directory *>(ob::find(name, &nt_directory_type, status).release()));
	if (!directory || directory->opens.join())
		return directory;
	status = STATUS_OBJECT_NAME_NOT_FOUND;
	return {};
}

/// A new directory, reserved.
DirectoryRef make(PUNICODE_STRING name, NTSTATUS &status)
{
	DirectoryRef fresh = Directory::create(*name, true);

	status = fresh ? nt_name_directory(name, fresh.get()) : STATUS_INSUFFICIENT_RESOURCES;
	return NT_SUCCESS(status) ? std::move(fresh) : DirectoryRef();
}

/// `open_if`: one that exists will do, and then the status is STATUS_OBJECT_NAME_EXISTS.
DirectoryRef open_or_make(PUNICODE_STRING name, bool open_if, NTSTATUS &status)
{
	for (unsigned int races = 0;; races++) {
		if (open_if) {
			DirectoryRef found = find(name, status);

			if (found)
				status = STATUS_OBJECT_NAME_EXISTS;
			if (found || status != STATUS_OBJECT_NAME_NOT_FOUND)
				return found;
		}
		DirectoryRef fresh = make(name, status);
		if (fresh || status != STATUS_OBJECT_NAME_COLLISION || !open_if ||
		    races == ob::most_races)
			return fresh;
		ob::wait_a_tick();
	}
}

/// Makes a handle of what is reserved.
NTSTATUS give_handle(Directory &directory, HANDLE *handle, Caller caller)
{
	const NTSTATUS status = nt_handle_create(caller.code(), &directory, handle);

	directory.let_go();
	return status;
}

/// It stays without a handle.
void make_permanent(Directory &directory, Caller caller)
{
	static_cast<void>(directory.opens.join());
	// The list has a reference.
	static_cast<void>(DirectoryRef::of(&directory).release());
	const NamesGuard guard;
	directory.maker = caller.code();
	permanent.push_back(directory);
}

/// What the list had of it is given back.
void end_permanence(Directory &directory)
{
	const auto last = DirectoryRef::taken(&directory);

	last->let_go();
}

}

const UNICODE_STRING *nt_directory_path(const void *directory)
{
	return &static_cast<const Directory *>(directory)->path;
}

void nt_directory_make_temporary(void *object)
{
	auto *directory = static_cast<Directory *>(object);
	{
		const NamesGuard guard;

		if (!directory->link.next)
			return;
		rt::List<Directory>::remove(*directory);
	}
	end_permanence(*directory);
}

/// Takes one that a driver of this module has made permanent off the list, or returns nullptr.
static Directory *take_permanent(const module *module)
{
	const NamesGuard guard;

	return permanent.pop_if([=](const Directory &directory) {
		return glue_module_contains(module, directory.maker);
	});
}

void nt_directories_gone(const module *module, const char *name)
{
	while (Directory *directory = take_permanent(module)) {
		char label[100] = "";

		nt_label_path(directory->path, label, sizeof(label));
		nt_warn("%s: directory %s was never made temporary by ZwMakeTemporaryObject: deleted\n",
			name, label);
		end_permanence(*directory);
	}
}

NTSTATUS NTAPI ZwOpenDirectoryObject(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	ob::FullName name;

	NTSTATUS status = name.assign_for(handle, attributes, caller);
	if (!NT_SUCCESS(status))
		return status;
	const DirectoryRef directory = find(name.get(), status);
	return directory ? give_handle(*directory, handle, caller) : status;
}

NTSTATUS NTAPI ZwCreateDirectoryObject(PHANDLE handle, ACCESS_MASK, POBJECT_ATTRIBUTES attributes)
{
	const Caller caller;
	ob::FullName name;

	NTSTATUS status = name.assign_for(handle, attributes, caller);
	if (!NT_SUCCESS(status))
		return status;
	const DirectoryRef directory =
		open_or_make(name.get(), attributes->Attributes & OBJ_OPENIF, status);
	if (!directory)
		return status;
	const bool is_new = status != STATUS_OBJECT_NAME_EXISTS;
	if (is_new && attributes->Attributes & OBJ_PERMANENT)
		make_permanent(*directory, caller);
	const NTSTATUS given = give_handle(*directory, handle, caller);
	if (NT_SUCCESS(given))
		return status;
	if (is_new)
		nt_directory_make_temporary(directory.get());
	return given;
}
