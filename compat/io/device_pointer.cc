// SPDX-License-Identifier: GPL-2.0
/// device_pointer.cc - devices that drivers open by name, without a handle.

#include <ntifs.h>

#include "glue/log.h"
#include "base/check.hh"
#include "io/device.hh"
#include "io/open_file.hh"

using io::File;
using io::FilesGuard;

static constinit rt::List<File> opened_by_drivers GUARDED_BY(FilesGuard::lock);

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
