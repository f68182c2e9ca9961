/* SPDX-License-Identifier: GPL-2.0 */
/* clock.h - what time it is, and short waits. Any context. */
#ifndef COMPAT_GLUE_CLOCK_H
#define COMPAT_GLUE_CLOCK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

enum nt_clock {
	NT_MONOTONIC,
	NT_REALTIME,	/* follows the system clock when that is set */
	NT_CLOCKS
};

/* In nanoseconds. */
LONGLONG nt_clock_now(enum nt_clock which);
/*
 * In units of 100 ns: since boot, without the time the machine slept; since boot, with it; of day.
 */
ULONGLONG nt_time_running(void);
ULONGLONG nt_time_since_boot(void);
/* How much that of day, which is UTC, is ahead of the time zone's. */
LONGLONG nt_time_zone_bias(void);
LONGLONG nt_time_since_1970(void);
/* Ticks since boot; the length of a tick in units of 100 ns. */
ULONGLONG nt_tick_count(void);
ULONG nt_tick_length(void);
/* Busy-waits. At most a millisecond. */
void nt_delay(ULONG microseconds);

#ifdef __cplusplus
}
#endif

#endif
