// SPDX-License-Identifier: GPL-2.0
/// interrupt.cc - interrupt objects: routines that run under the lock of an interrupt.

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "ke/interrupt.h"

namespace {

struct Synchronized {
	PKSYNCHRONIZE_ROUTINE routine;
	PVOID context;
};

unsigned char synchronize(void *context)
{
	const auto *call = static_cast<const Synchronized *>(context);

	return call_or(FALSE, call->routine, call->context);
}

unsigned char call_isr(PKSERVICE_ROUTINE routine, PKINTERRUPT interrupt, void *context)
{
	return call_or(FALSE, routine, interrupt, context);
}

void call_deferred(void (*routine)(void *context), void *context) { call(routine, context); }

constexpr glue_gate gate = { .isr = call_isr, .deferred = call_deferred };

}

BOOLEAN NTAPI KeSynchronizeExecution(PKINTERRUPT interrupt, PKSYNCHRONIZE_ROUTINE routine,
				     PVOID context)
{
	Synchronized call = { routine, context };

	if (!irql_ok(DISPATCH_LEVEL) || !routine)
		return FALSE;
	return ntparport_synchronize_execution(interrupt, synchronize, &call);
}

void nt_interrupts_init() { glue_set_gate(&gate); }
