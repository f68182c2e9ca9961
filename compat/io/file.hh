// SPDX-License-Identifier: GPL-2.0
/// file.hh - open devices, for C++; internal.
#pragma once

#include "io/file.h"
#include "io/held.hh"

namespace io {

/// The top of the stack that a file is open on: a request for the file must go to it. At or below
/// DISPATCH_LEVEL.
Held top_of(PFILE_OBJECT file);

}
