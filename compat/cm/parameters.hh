// SPDX-License-Identifier: GPL-2.0
/// parameters.hh - values that users write as module parameters; no driver sees it.
#pragma once

#include "module/core/status.hh"
#include "cm/key.hh"

namespace cm {

/// Sets the value that "Name=type:data" says, or "Name=%type:data" with bytes written as %
/// and two hexadecimal digits in name and data. Status::invalid: it says none.
Status set_parameter(Key &key, const char *entry);

}
