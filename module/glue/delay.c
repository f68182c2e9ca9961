// SPDX-License-Identifier: GPL-2.0
/* delay.c - short waits. */

#include <linux/delay.h>

#include "glue.h"

void glue_sleep(unsigned int min_us, unsigned int max_us)
{
	usleep_range(min_us, max_us);
}

void glue_delay(unsigned int us)
{
	udelay(us);
}
