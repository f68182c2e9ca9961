// SPDX-License-Identifier: GPL-2.0
/* calendar.c - dates of seconds. */

#include <linux/time.h>

#include "glue/calendar.h"

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
