// SPDX-License-Identifier: GPL-2.0
/// system.cc - the processor, the system, and whom a thread works for.

#include "glue/linux.h"
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
	task_struct *task = nt_current_task();

	nt_poll();
	// Drivers make requests in threads of the kernel, too.
	if (nt_task_is_kernels(task) || !nt_task_get_of_request(task))
		return KernelMode;
	nt_task_put(task);
	return UserMode;
}
