// SPDX-License-Identifier: GPL-2.0
/// file.hh - open devices, for C++; internal.
#pragma once

#include "base/object.h"
#include "io/file.h"
#include "io/held.hh"

namespace io {

/// How a file is opened, as in ZwCreateFile().
struct Opening {
	ACCESS_MASK access = 0;
	ULONG options = FILE_SYNCHRONOUS_IO_NONALERT;
	ULONG disposition = FILE_OPEN;
	USHORT share = FILE_SHARE_READ | FILE_SHARE_WRITE;
	USHORT attributes = 0;
	KPROCESSOR_MODE mode = KernelMode;  // for whom it is opened

	bool is_synchronous() const
	{
		return options & (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT);
	}
	bool is_alertable() const { return options & FILE_SYNCHRONOUS_IO_ALERT; }
};

/// nt_file_open(). `information` is what the driver says of it: FILE_OPENED and so on.
NTSTATUS open_file(PUNICODE_STRING name, const Opening &opening, PFILE_OBJECT *file,
		   ULONG_PTR &information);
/// How the file was opened. Drivers may overwrite its flags.
const Opening &how_opened(PFILE_OBJECT file);
/// The type of files.
extern const nt_object_type &type_of_files;
/// Only one request at a time uses a synchronous file: this event is set for the next one.
PKEVENT turn_of(PFILE_OBJECT file);

/// The top of the stack that a file is open on: a request for the file must go to it. At or below
/// DISPATCH_LEVEL.
Held top_of(PFILE_OBJECT file);

}
