// SPDX-License-Identifier: GPL-2.0
/* preempt.c - what may come in between: softirqs. */

#include <linux/bottom_half.h>

#include "glue/linux.h"

void nt_softirqs_off(void)
{
	local_bh_disable();
}

void nt_softirqs_on(void)
{
	local_bh_enable();
}
