// SPDX-License-Identifier: GPL-2.0
/// error.hh - the errors that a program's calls may have.
#pragma once

#include "module/glue/glue.h"
#include "glue/errno.h"
#include "rtl/errno.hh"

namespace node {

/// A negative errno of Linux, which may also be one that is not listed.
enum class [[nodiscard]] Error : int{
	none = 0,
	left = -GLUE_EINTR,  // the program was killed; its request lives on
	no_device = -NT_ENXIO,
	again = -NT_EAGAIN,  // O_NONBLOCK
	no_memory = -GLUE_ENOMEM,
	access = -NT_EACCES,
	fault = -NT_EFAULT,  // not the program's memory
	exists = -NT_EEXIST,
	invalid = -GLUE_EINVAL,
	no_number = -NT_ENOSPC,
	too_long = -NT_EMSGSIZE,
	restart = -NT_ERESTARTSYS,  // a signal came
};

constexpr int to_errno(Error error) { return static_cast<int>(error); }
constexpr Error error_of(int err) { return static_cast<Error>(err); }

/// The error of a call on a file, for this status. ENOTTY is only for an ioctl() with a request
/// that the driver does not know.
inline Error file_error(NTSTATUS status)
{
	const int err = rtl::errno_of(status);

	return err == -NT_ENOTTY ? Error::invalid : error_of(err);
}

}
