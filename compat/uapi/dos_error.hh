// SPDX-License-Identifier: GPL-2.0 OR MIT
/// dos_error.hh - the error that a program gets for a status: for rtl/, and for programs' library, whose
/// STATUS_PENDING has to be there before.
#pragma once

#include "winerror.h"

namespace nt {

constexpr struct {
	unsigned int status;
	unsigned int error;
} dos_errors[] = {
#define STATUS_HAS_ERROR(name, status, error) { status, error },
#include "errors.inc"
#undef STATUS_HAS_ERROR
};

inline unsigned int dos_error_of(int status)
{
	const auto value = static_cast<unsigned int>(status);

	if (status >= 0)
		return status == STATUS_PENDING ? ERROR_IO_PENDING : ERROR_SUCCESS;
	for (const auto &entry : dos_errors)
		if (entry.status == value)
			return entry.error;
	// Statuses of this facility are codes of programs.
	return value >> 16 == 0xc007 ? value & 0xffff : ERROR_MR_MID_NOT_FOUND;
}

}
