// SPDX-License-Identifier: GPL-2.0
/* preempt.c - turns off what may come in between: interrupts, softirqs, other tasks. */

#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/sched.h>

#include "glue/preempt.h"

void nt_irqs_off(void)
{
	local_irq_disable();
}

void nt_irqs_on(void)
{
	local_irq_enable();
}

void nt_softirqs_off(void)
{
	local_bh_disable();
}

void nt_softirqs_on(void)
{
	local_bh_enable();
}

bool nt_softirqs_are_off(void)
{
	return in_softirq() && !in_serving_softirq();
}

bool nt_in_softirq(void)
{
	return in_softirq();
}

void nt_preempt_off(void)
{
	preempt_disable();
}

void nt_preempt_on(void)
{
	preempt_enable();
}

void nt_cpu_relax(void)
{
	cpu_relax();
}

void nt_preempt_count_set(unsigned int count)
{
	preempt_count_set(count);
}
