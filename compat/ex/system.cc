// SPDX-License-Identifier: GPL-2.0
/// system.cc - the processor, the system, and for whom a thread works.

#include "glue/processors.h"
#include "glue/task.h"
#include "base/object.h"
#include "base/poll.h"

BOOLEAN NTAPI ExIsProcessorFeaturePresent(ULONG feature)
{
	nt_poll();
	switch (feature) {
	case PF_COMPARE_EXCHANGE_DOUBLE:
		return nt_processor_has(NT_COMPARES_8_BYTES);
	case PF_COMPARE_EXCHANGE128:
		return nt_processor_has(NT_COMPARES_16_BYTES);
	case PF_RDTSC_INSTRUCTION_AVAILABLE:
		return nt_processor_has(NT_COUNTS_CYCLES);
	case PF_PAE_ENABLED:
		return nt_processor_has(NT_HAS_LONG_PAGE_ENTRIES);
	case PF_NX_ENABLED:
		return nt_processor_has(NT_HAS_PAGES_WITHOUT_CODE);
	}
	return FALSE;
}

BOOLEAN NTAPI ExVerifySuite(SUITE_TYPE) { return FALSE; }

KPROCESSOR_MODE NTAPI ExGetPreviousMode()
{
	nt_poll();
	return nt_task_works_for_program(nt_current_task()) ? UserMode : KernelMode;
}
