// SPDX-License-Identifier: GPL-2.0
/// requestor.cc - who has sent a request.

#include <ntifs.h>

#include "glue/task.h"
#include "io/check.hh"
#include "ps/thread.h"

/// Nobody, if it is not a request, which is logged.
static nt_thread_facts requestor_of(PIRP irp, Caller caller = Caller())
{
	if (!irql_ok(DISPATCH_LEVEL, caller) || !io::any_irp_ok(irp, caller))
		return {};
	return nt_thread_facts_of(irp->Tail.Overlay.Thread);
}

PEPROCESS NTAPI IoGetRequestorProcess(PIRP irp) { return requestor_of(irp).process; }
ULONG NTAPI IoGetRequestorProcessId(PIRP irp) { return requestor_of(irp).number; }

BOOLEAN NTAPI IoIs32bitProcess(PIRP irp)
{
	if (irp)
		return requestor_of(irp).is_32bit;
	return irql_ok(DISPATCH_LEVEL) && nt_task_is_32bit(nt_current_task());
}
