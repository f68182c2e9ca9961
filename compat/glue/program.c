// SPDX-License-Identifier: GPL-2.0
/* program.c - which program called, and when. */

#include <linux/jiffies.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "glue/program.h"

static_assert(NT_PROGRAM_NAME == TASK_COMM_LEN);

void nt_program_note(struct nt_program *program)
{
	program->since = jiffies;
	get_task_comm(program->name, current);
	program->pid = task_tgid_nr(current);
}

unsigned long nt_program_seconds(const struct nt_program *program)
{
	return (jiffies - program->since) / HZ;
}
