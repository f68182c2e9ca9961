// SPDX-License-Identifier: GPL-2.0
/// disk_name.hh - names of files on disks, which drivers have none of here; internal.
#pragma once

#include "base/check.hh"

namespace io {

bool is_on_disk(const UNICODE_STRING &name);
/// Says what there is instead.
void complain_of_disk(const UNICODE_STRING &name, Caller caller);

}
