// SPDX-License-Identifier: GPL-2.0
/// error.hh - what a call of a program fails with.
#pragma once

#include "module/glue/glue.h"
#include "glue/linux.h"

namespace node {

/// A negative errno of Linux's; also one that is not in the list.
enum class [[nodiscard]] Error : int{
	none = 0,
	left = -GLUE_EINTR,  // the program is killed; its request is not
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

/// What a call on a file fails with for such a status: ENOTTY is what ioctl() has for a request
/// that the driver does not know, and nothing else.
inline Error file_error(NTSTATUS status)
{
	const int err = nt_errno(status);

	return err == -NT_ENOTTY ? Error::invalid : error_of(err);
}

}
