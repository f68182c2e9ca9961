// SPDX-License-Identifier: GPL-2.0
/* tasklet.c - the tasklet that serves the queue of DPCs, and the lock of that queue. */

#include <linux/interrupt.h>
#include <linux/spinlock.h>

#include "glue/linux.h"

static void run_dpcs(struct tasklet_struct *tasklet);

/* A raw lock, as DPCs are queued with interrupts off on PREEMPT_RT, too. */
static DEFINE_RAW_SPINLOCK(dpcs_lock);
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

unsigned long nt_dpcs_lock(void)
	__acquires(&dpcs_lock)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&dpcs_lock, flags);
	return flags;
}

void nt_dpcs_unlock(unsigned long flags)
	__releases(&dpcs_lock)
{
	raw_spin_unlock_irqrestore(&dpcs_lock, flags);
}
