// SPDX-License-Identifier: GPL-2.0
/* held_locks.c - the spin locks of drivers that the code that runs now holds. */

#include <linux/percpu.h>

#include "glue/calls.h"
#include "glue/held_locks.h"
#include "glue/held_locks_count.h"

#ifdef CONFIG_PREEMPT_RT

/* They are in the outermost call of the task. */
struct nt_locks *nt_locks(void)
{
	struct nt_gate *outermost = nt_calls_outermost();

	return outermost ? &outermost->held : NULL;
}

unsigned int nt_locks_count(void)
{
	const struct nt_locks *mine = nt_locks();

	return mine ? mine->count : 0;
}

#else

DEFINE_PER_CPU(struct nt_locks, nt_held_locks);

/* Code that holds one stays on the CPU, and nothing comes in between that could take one. */
struct nt_locks *nt_locks(void)
{
	return raw_cpu_ptr(&nt_held_locks);
}

unsigned int nt_locks_count(void)
{
	return nt_held_locks_count();
}

#endif
