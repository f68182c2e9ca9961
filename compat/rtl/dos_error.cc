// SPDX-License-Identifier: GPL-2.0
/// dos_error.cc - the errors that programs get for statuses; the library for programs has them.

#include <ntifs.h>

#include "base/nt.h"
#include "user/include/ntparport/winerror.h"

namespace {

struct Error {
	ULONG status;
	ULONG error;
};

constexpr Error errors[] = {
#define STATUS_HAS_ERROR(name, status, error) { status, error },
#include "user/library/errors.inc"
#undef STATUS_HAS_ERROR
};

/// Statuses with this in their upper half are made of errors.
constexpr ULONG of_programs = 0xc007;

ULONG error_of(NTSTATUS status)
{
	const auto value = static_cast<ULONG>(status);

	if (status >= 0)
		return status == STATUS_PENDING ? ERROR_IO_PENDING : ERROR_SUCCESS;
	for (const Error &entry : errors)
		if (entry.status == value)
			return entry.error;
	return value >> 16 == of_programs ? value & 0xffff : ERROR_MR_MID_NOT_FOUND;
}

}

ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status) { return error_of(status); }
ULONG NTAPI RtlNtStatusToDosErrorNoTeb(NTSTATUS status) { return error_of(status); }
