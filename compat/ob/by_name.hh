// SPDX-License-Identifier: GPL-2.0
/// by_name.hh - objects by their names; internal.
#pragma once

#include "base/object.hh"

namespace ob {

/// The object of that name, if it is of that type; nullptr: of any. If there is none:
/// STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH; or what is wrong with the name.
/// Process context.
Ref<void> find(PUNICODE_STRING name, const nt_object_type *type, NTSTATUS &status);

}
