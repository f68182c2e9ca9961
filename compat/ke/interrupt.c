// SPDX-License-Identifier: GPL-2.0
/* interrupt.c - interrupt objects: routines that run with the lock of an interrupt. */

#include <linux/export.h>

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "base/nt.h"
#include "base/gate.h"
#include "base/irql.h"
#include "ke/interrupt.h"

struct synchronized {
	PKSYNCHRONIZE_ROUTINE routine;
	PVOID context;
};

static unsigned char synchronize(void *context)
{
	const struct synchronized *call = context;

	return nt_call_or(FALSE, call->routine, call->context);
}

BOOLEAN NTAPI KeSynchronizeExecution(PKINTERRUPT interrupt, PKSYNCHRONIZE_ROUTINE routine,
				     PVOID context)
{
	struct synchronized call = { routine, context };

	if (!nt_irql_ok(DISPATCH_LEVEL) || !routine)
		return FALSE;
	return ntparport_synchronize_execution(interrupt, synchronize, &call);
}
EXPORT_SYMBOL_GPL(KeSynchronizeExecution);

static unsigned char call_isr(PKSERVICE_ROUTINE routine, PKINTERRUPT interrupt, void *context)
{
	return nt_call_or(FALSE, routine, interrupt, context);
}

static void call_deferred(void (*routine)(void *context), void *context)
{
	nt_call(routine, context);
}

static const struct glue_gate gate = { .isr = call_isr, .deferred = call_deferred };

void nt_interrupts_init(void)
{
	glue_set_gate(&gate);
}
