// SPDX-License-Identifier: GPL-2.0
/// dos_error.cc - the errors that programs get for statuses; the library for programs has the same table.

#include <ntifs.h>

#include "glue/nt.h"
#include "compat/uapi/dos_error.hh"

using nt::dos_error_of;

ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status) { return dos_error_of(status); }
ULONG NTAPI RtlNtStatusToDosErrorNoTeb(NTSTATUS status) { return dos_error_of(status); }
