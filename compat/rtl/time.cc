// SPDX-License-Identifier: GPL-2.0
/// time.cc - times as fields.

#include "glue/calendar.h"
#include "glue/divide.h"
#include "base/check.hh"
#include "rtl/string.hh"

static constexpr ULONG ticks_per_millisecond = 10000;
static constexpr ULONG ticks_per_second = 1000 * ticks_per_millisecond;
/// The seconds from 1601 to 1970.
static constexpr LONGLONG epoch_seconds = 11644473600;

VOID NTAPI RtlTimeToTimeFields(PLARGE_INTEGER time, PTIME_FIELDS fields)
{
	ULONG ticks;

	if (!ok(is_memory(time), "the time") || !rtl::result_ok(fields))
		return;
	const auto seconds =
		static_cast<LONGLONG>(nt_divide(time->QuadPart, ticks_per_second, &ticks));
	nt_calendar(seconds - epoch_seconds, fields);
	fields->Milliseconds = static_cast<CSHORT>(ticks / ticks_per_millisecond);
}

BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS fields, PLARGE_INTEGER time)
{
	if (!ok(is_memory(fields), "the fields") || !rtl::result_ok(time))
		return FALSE;
	if (fields->Year < 1601 || fields->Year > 30827 || fields->Month < 1 ||
	    fields->Month > 12 || fields->Day < 1 || fields->Day > 31 || fields->Hour < 0 ||
	    fields->Hour > 23 || fields->Minute < 0 || fields->Minute > 59 || fields->Second < 0 ||
	    fields->Second > 59 || fields->Milliseconds < 0 || fields->Milliseconds > 999)
		return FALSE;
	const LONGLONG seconds = nt_seconds(fields);
	// A day that the month does not have has become one of the next month.
	TIME_FIELDS there;
	nt_calendar(seconds, &there);
	if (there.Day != fields->Day)
		return FALSE;
	time->QuadPart = (seconds + epoch_seconds) * ticks_per_second +
			 fields->Milliseconds * static_cast<LONGLONG>(ticks_per_millisecond);
	return TRUE;
}
