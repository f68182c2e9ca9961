// SPDX-License-Identifier: GPL-2.0
/// mdl.hh - memory descriptor lists of requests.
#pragma once

#include "io/request.hh"

namespace io {

/// Gives the request a list for a buffer that stays in place. False: there is no memory.
[[nodiscard]] bool add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length);
/// Frees the request's first list and those that drivers have added; what is not a list is left
/// alone.
void free_mdls(const Request &request);

}
