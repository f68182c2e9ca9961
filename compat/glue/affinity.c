// SPDX-License-Identifier: GPL-2.0
/* affinity.c - the processors that a task may run on. */

#include <linux/cpumask.h>
#include <linux/sched.h>

#include "glue/linux.h"

size_t nt_affinity_size(void)
{
	return cpumask_size();
}

void nt_affinity_note(void *mask)
{
	cpumask_copy(mask, current->cpus_ptr);
}

bool nt_affinity_choose(void *room, unsigned long first)
{
	struct cpumask *mask = room;

	cpumask_clear(mask);
	cpumask_bits(mask)[0] = first;
	cpumask_and(mask, mask, cpu_online_mask);
	return !set_cpus_allowed_ptr(current, mask);
}

void nt_affinity_put_back(struct task_struct *task, const void *mask)
{
	/* None of them may be left. */
	if (set_cpus_allowed_ptr(task, mask))
		set_cpus_allowed_ptr(task, cpu_possible_mask);
}
