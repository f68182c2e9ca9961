// SPDX-License-Identifier: GPL-2.0
/* processors.c - which processors there are. */

#include <linux/cpumask.h>
#include <linux/kconfig.h>
#include <linux/smp.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#endif

#include "glue/processors.h"

ULONG nt_this_processor(void)
{
	return raw_smp_processor_id();
}

unsigned long nt_online_processors(void)
{
	return cpumask_bits(cpu_online_mask)[0];
}

unsigned long nt_possible_processors(void)
{
	return cpumask_bits(cpu_possible_mask)[0];
}

ULONG nt_online_processor_count(void)
{
	return num_online_cpus();
}

bool nt_processor_has(enum nt_processor_feature feature)
{
#ifdef CONFIG_X86
	switch (feature) {
	case NT_COMPARES_8_BYTES:
		return boot_cpu_has(X86_FEATURE_CX8);
	case NT_COMPARES_16_BYTES:
		return boot_cpu_has(X86_FEATURE_CX16);
	case NT_COUNTS_CYCLES:
		return boot_cpu_has(X86_FEATURE_TSC);
	case NT_HAS_LONG_PAGE_ENTRIES:
		return IS_ENABLED(CONFIG_X86_64) || IS_ENABLED(CONFIG_X86_PAE);
	case NT_HAS_PAGES_WITHOUT_CODE:
		return boot_cpu_has(X86_FEATURE_NX);
	}
#endif
	return false;
}
