// SPDX-License-Identifier: GPL-2.0
/// parameters.hh - values that users write as module parameters; internal.
#pragma once

#include "module/core/status.hh"
#include "cm/key.hh"

namespace cm {

/// Sets the value that `entry` describes: "Name=type:data", or "Name=%type:data", where bytes of
/// the name and data may be written as % and two hexadecimal digits. Status::invalid: it describes
/// none.
Status set_parameter(Key &key, const char *entry);

}
