// SPDX-License-Identifier: GPL-2.0 OR MIT
/// paths.hpp - where Linux has what the library reads. Tests have it below a folder of theirs.
#pragma once

#ifndef NTPARPORT_ROOT
#define NTPARPORT_ROOT ""
#endif

namespace nt {

/// The nodes of drivers' devices, and nothing else.
constexpr char nodes[] = NTPARPORT_ROOT "/sys/class/ntparport_node";
constexpr char node_files[] = NTPARPORT_ROOT "/dev/";
constexpr char ports[] = NTPARPORT_ROOT "/sys/class/ntparport";
constexpr char modules[] = NTPARPORT_ROOT "/sys/module";
constexpr char settings[] = NTPARPORT_ROOT "/etc/ntparport";

}
