// SPDX-License-Identifier: GPL-2.0
/* tasklet.c - the tasklet that serves the queue of DPCs. */

#include <linux/interrupt.h>

#include "glue/tasklet.h"

static void run_dpcs(struct tasklet_struct *tasklet);

static DECLARE_TASKLET(dpcs, run_dpcs);
static void (*run)(void);

static void run_dpcs(struct tasklet_struct *tasklet)
{
	run();
}

void nt_dpc_tasklet_init(void (*routine)(void))
{
	run = routine;
}

void nt_dpc_tasklet_schedule(void)
{
	tasklet_schedule(&dpcs);
}

void nt_dpc_tasklet_exit(void)
{
	tasklet_kill(&dpcs);
}
