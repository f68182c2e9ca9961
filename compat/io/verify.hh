// SPDX-License-Identifier: GPL-2.0
/// verify.hh - what the parameter "verify" asks for: a dispatch routine's answer must fit what has
/// become of its request.
#pragma once

#include "base/verify.h"
#include "io/irp.h"

namespace io {

/// Calls the routine, through the gate. The request's stack location is the current one. At or
/// below DISPATCH_LEVEL, like the others here.
NTSTATUS call_watched(PDRIVER_DISPATCH routine, PDEVICE_OBJECT device, PIRP irp);
/// The request, if it exists, is sent: whoever has it passes it on, and the answer is now the
/// other's.
void note_sent(const IRP *irp);
/// The request is completed at its current location, and may be gone after that.
void note_completed(PIRP irp);

}
