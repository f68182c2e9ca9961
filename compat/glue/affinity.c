// SPDX-License-Identifier: GPL-2.0
/* affinity.c - the processors that a task may run on. */

#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/sched.h>

#include "glue/affinity.h"

size_t nt_affinity_size(void)
{
	return cpumask_size();
}

void nt_affinity_note(void *mask)
{
	cpumask_copy(mask, &current->cpus_mask);
}

bool nt_affinity_choose(void *set, unsigned long first)
{
	struct cpumask *mask = set;
	bool chosen;

	cpumask_clear(mask);
	cpumask_bits(mask)[0] = first;
	cpumask_and(mask, mask, cpu_online_mask);
	chosen = !set_cpus_allowed_ptr(current, mask);
	nt_affinity_note(set);
	return chosen;
}

void nt_affinity_put_back(struct task_struct *task, const void *set, const void *mask)
{
	if (!cpumask_equal(&task->cpus_mask, set))
		return;
	/* None of them may be left. */
	if (set_cpus_allowed_ptr(task, mask))
		set_cpus_allowed_ptr(task, cpu_possible_mask);
}

bool nt_task_set_processors(struct task_struct *task, unsigned long mask)
{
	cpumask_var_t processors;
	bool set;

	if (!zalloc_cpumask_var(&processors, GFP_KERNEL))
		return false;
	cpumask_bits(processors)[0] = mask;
	set = !set_cpus_allowed_ptr(task, processors);
	free_cpumask_var(processors);
	return set;
}
