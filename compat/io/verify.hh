// SPDX-License-Identifier: GPL-2.0
/// verify.hh - what the parameter "verify" asks for: dispatch routines whose answer has to fit
/// what has become of their request.
#pragma once

#include "base/verify.h"
#include "io/irp.h"

namespace io {

/// Calls it, by the gate. Its stack location is the current one. At or below DISPATCH_LEVEL, as
/// the others here.
NTSTATUS call_watched(PDRIVER_DISPATCH routine, PDEVICE_OBJECT device, PIRP irp);
/// The request, if it is one, is sent: whoever has it passes it on, and what it answers is the other's.
void note_sent(const IRP *irp);
/// It is completed at its current location, and may be gone after that.
void note_completed(PIRP irp);

}
