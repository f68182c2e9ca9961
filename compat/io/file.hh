// SPDX-License-Identifier: GPL-2.0
/// file.hh - open devices, for C++; no driver sees it.
#pragma once

#include "io/file.h"
#include "io/held.hh"

namespace io {

/// The top of the stack a file is open on: what is made for it must go to it. At or below
/// DISPATCH_LEVEL.
Held top_of(PFILE_OBJECT file);

}
