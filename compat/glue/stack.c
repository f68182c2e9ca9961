// SPDX-License-Identifier: GPL-2.0
/* stack.c - the stack that the code runs on. */

#include <linux/percpu.h>
#include <linux/sched/task_stack.h>

#include "glue/stack.h"

static DEFINE_PER_CPU(int, nesting);

#ifdef CONFIG_X86_32
const unsigned long ntparport_image_stack = ~(THREAD_SIZE - 1);
#endif

struct nt_stack nt_thread_stack(void)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);
	const unsigned long stack = (unsigned long)task_stack_page(current);

	if (here - stack >= THREAD_SIZE)
		return (struct nt_stack){ };
	return (struct nt_stack){ .size = THREAD_SIZE, .left = here - stack, .low = stack };
}

int nt_cpu_nesting(int step)
{
	return this_cpu_add_return(nesting, step);
}
