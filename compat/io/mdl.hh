// SPDX-License-Identifier: GPL-2.0
/// mdl.hh - memory descriptor lists of requests.
#pragma once

#include "io/request.hh"

namespace io {

/// Gives the request one for a buffer, which stays where it is. False: there is no memory.
[[nodiscard]] bool add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length);
/// Frees the first one and those that drivers have added; what is none stays where it is.
void free_mdls(const Request &request);

}
