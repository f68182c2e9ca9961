// SPDX-License-Identifier: GPL-2.0
/// errno.hh - the errno that a program on Linux gets for an NTSTATUS; internal.
#pragma once

#include "glue/nt.h"

namespace rtl {

/// The negative errno by which a program on Linux sees the status; 0 only for success and
/// information. Any IRQL.
int errno_of(NTSTATUS status);

}
