// SPDX-License-Identifier: GPL-2.0
/// version.hh - which Windows this is; internal.
#pragma once

#include "glue/nt.h"

namespace rtl {

constexpr ULONG major_version = 5;
constexpr ULONG minor_version = 1;

}
