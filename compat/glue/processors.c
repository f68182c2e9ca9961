// SPDX-License-Identifier: GPL-2.0
/* processors.c - which processors there are. */

#include <linux/cpumask.h>
#include <linux/smp.h>

#include "glue/linux.h"

ULONG nt_this_processor(void)
{
	return raw_smp_processor_id();
}

unsigned long nt_online_processors(void)
{
	return cpumask_bits(cpu_online_mask)[0];
}

ULONG nt_online_processor_count(void)
{
	return num_online_cpus();
}
