// SPDX-License-Identifier: GPL-2.0
/*
 * math.c - division of 64-bit numbers, which compilers leave to the kernel on 32 bits; the
 * calendar.
 */

#include <linux/math64.h>
#include <linux/time.h>

#include "glue/linux.h"

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder)
{
	return div_u64_rem(dividend, divisor, remainder);
}

LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor)
{
	return div64_s64(dividend, divisor);
}

void nt_calendar(LONGLONG seconds, TIME_FIELDS *fields)
{
	struct tm tm;

	time64_to_tm(seconds, 0, &tm);
	fields->Year = tm.tm_year + 1900;
	fields->Month = tm.tm_mon + 1;
	fields->Day = tm.tm_mday;
	fields->Hour = tm.tm_hour;
	fields->Minute = tm.tm_min;
	fields->Second = tm.tm_sec;
	fields->Weekday = tm.tm_wday;
}

LONGLONG nt_seconds(const TIME_FIELDS *fields)
{
	return mktime64(fields->Year, fields->Month, fields->Day, fields->Hour, fields->Minute,
			fields->Second);
}
