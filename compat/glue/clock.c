// SPDX-License-Identifier: GPL-2.0
/* clock.c - what time it is, and short waits. */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/time.h>
#include <linux/timekeeping.h>

#include "glue/clock.h"

#define NS_PER_UNIT 100

LONGLONG nt_clock_now(enum nt_clock which)
{
	return which == NT_REALTIME ? ktime_get_real() : ktime_get();
}

ULONGLONG nt_time_running(void)
{
	return div_u64(ktime_get_ns(), NS_PER_UNIT);
}

ULONGLONG nt_time_since_boot(void)
{
	return div_u64(ktime_get_boottime_ns(), NS_PER_UNIT);
}

LONGLONG nt_time_since_1970(void)
{
	return div_s64(ktime_get_real_ns(), NS_PER_UNIT);
}

LONGLONG nt_time_zone_bias(void)
{
	return (LONGLONG)sys_tz.tz_minuteswest * 60 * (NSEC_PER_SEC / NS_PER_UNIT);
}

ULONGLONG nt_tick_count(void)
{
	return get_jiffies_64() - INITIAL_JIFFIES;
}

ULONG nt_tick_length(void)
{
	return TICK_NSEC / NS_PER_UNIT;
}

void nt_delay(ULONG microseconds)
{
	udelay(microseconds);
}
