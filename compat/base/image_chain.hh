// SPDX-License-Identifier: GPL-2.0
/// image_chain.hh - exceptions in images for i386.
#pragma once

#include "base/gate.h"
#include "base/image.h"

namespace image_chain {

/// Offers the exception to the functions of the image that are in this call, the innermost first.
/// Returns if none takes it.
void raise(nt_gate &gate, EXCEPTION_RECORD &record);

}
