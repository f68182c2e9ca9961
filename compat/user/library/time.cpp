// SPDX-License-Identifier: GPL-2.0 OR MIT
/// time.cpp - clocks and dates.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "library/object.hpp"

#define WEAK __attribute__((weak))

namespace nt {

namespace {

/// 100 ns from 1601 to 1970.
constexpr long long epoch = 116444736000000000;
constexpr long long second = 10000000;

ULONGLONG number_of(const FILETIME &time)
{
	return ULONGLONG{ time.dwHighDateTime } << 32 | time.dwLowDateTime;
}

FILETIME file_time(ULONGLONG number)
{
	return { static_cast<DWORD>(number), static_cast<DWORD>(number >> 32) };
}

/// A date, and the milliseconds beside it.
SYSTEMTIME system_time(const tm &date, long long milliseconds)
{
	return { static_cast<WORD>(date.tm_year + 1900), static_cast<WORD>(date.tm_mon + 1),
		 static_cast<WORD>(date.tm_wday),	 static_cast<WORD>(date.tm_mday),
		 static_cast<WORD>(date.tm_hour),	 static_cast<WORD>(date.tm_min),
		 static_cast<WORD>(date.tm_sec),	 static_cast<WORD>(milliseconds) };
}

/// The date that it is now, by one of the C library's functions.
SYSTEMTIME now_by(tm *(*dated)(const time_t *, tm *))
{
	timespec now;
	tm date;

	clock_gettime(CLOCK_REALTIME, &now);
	dated(&now.tv_sec, &date);
	return system_time(date, now.tv_nsec / 1000000);
}

}

}

using namespace nt;

extern "C" {

VOID Sleep(DWORD milliseconds)
{
	timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += milliseconds / 1000;
	end.tv_nsec += milliseconds % 1000 * 1000000L;
	if (end.tv_nsec >= 1000000000L) {
		end.tv_nsec -= 1000000000L;
		end.tv_sec++;
	}
	do {
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, nullptr))
			;
	} while (milliseconds == INFINITE);
}

DWORD SleepEx(DWORD milliseconds, BOOL)
{
	Sleep(milliseconds);
	return 0;
}

ULONGLONG GetTickCount64(void)
{
	timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

DWORD GetTickCount(void) { return static_cast<DWORD>(GetTickCount64()); }
DWORD timeGetTime(void) { return GetTickCount(); }
UINT timeBeginPeriod(UINT) { return TIMERR_NOERROR; }
UINT timeEndPeriod(UINT) { return TIMERR_NOERROR; }

BOOL QueryPerformanceCounter(LARGE_INTEGER *count)
{
	timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	count->QuadPart = now.tv_sec * second + now.tv_nsec / 100;
	return TRUE;
}

BOOL QueryPerformanceFrequency(LARGE_INTEGER *frequency)
{
	frequency->QuadPart = second;
	return TRUE;
}

VOID GetSystemTime(LPSYSTEMTIME time) { *time = now_by(gmtime_r); }
VOID GetLocalTime(LPSYSTEMTIME time) { *time = now_by(localtime_r); }

VOID GetSystemTimeAsFileTime(LPFILETIME time)
{
	timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	*time = file_time(epoch + now.tv_sec * second + now.tv_nsec / 100);
}

BOOL SystemTimeToFileTime(const SYSTEMTIME *time, LPFILETIME result)
{
	tm date{};

	if (time->wYear < 1601 || time->wMonth < 1 || time->wMonth > 12 || time->wDay < 1 ||
	    time->wDay > 31 || time->wHour > 23 || time->wMinute > 59 || time->wSecond > 59 ||
	    time->wMilliseconds > 999)
		return fail(ERROR_INVALID_PARAMETER);
	date.tm_year = time->wYear - 1900;
	date.tm_mon = time->wMonth - 1;
	date.tm_mday = time->wDay;
	date.tm_hour = time->wHour;
	date.tm_min = time->wMinute;
	date.tm_sec = time->wSecond;
	const long long seconds = timegm(&date);
	if (date.tm_mday != time->wDay)
		return fail(ERROR_INVALID_PARAMETER);
	*result = file_time(epoch + seconds * second + time->wMilliseconds * 10000);
	return TRUE;
}

BOOL FileTimeToSystemTime(const FILETIME *time, LPSYSTEMTIME result)
{
	const auto number = static_cast<long long>(number_of(*time));
	tm date;

	if (number < 0)
		return fail(ERROR_INVALID_PARAMETER);
	// Before 1970 they are negative, and rounded down.
	long long seconds = (number - epoch) / second, rest = (number - epoch) % second;
	if (rest < 0) {
		seconds--;
		rest += second;
	}
	const auto clock = static_cast<time_t>(seconds);
	gmtime_r(&clock, &date);
	*result = system_time(date, rest / 10000);
	return TRUE;
}

BOOL FileTimeToLocalFileTime(const FILETIME *time, LPFILETIME result)
{
	const auto clock =
		static_cast<time_t>((static_cast<long long>(number_of(*time)) - epoch) / second);
	tm date;

	localtime_r(&clock, &date);
	*result = file_time(number_of(*time) + date.tm_gmtoff * second);
	return TRUE;
}

LONG CompareFileTime(const FILETIME *one, const FILETIME *two)
{
	const ULONGLONG a = number_of(*one), b = number_of(*two);

	return a < b ? -1 : a > b;
}

WEAK int localtime_s(tm *to, const time_t *time)
{
	return time && to && localtime_r(time, to) ? 0 : EINVAL;
}

WEAK int gmtime_s(tm *to, const time_t *time)
{
	return time && to && gmtime_r(time, to) ? 0 : EINVAL;
}

WEAK int asctime_s(char *to, size_t size, const tm *time)
{
	char text[64];

	if (!to || !size || !time)
		return EINVAL;
	*to = '\0';
	if (!asctime_r(time, text) || strlen(text) >= size)
		return EINVAL;
	strcpy(to, text);
	return 0;
}

WEAK int ctime_s(char *to, size_t size, const time_t *time)
{
	tm date;

	return localtime_s(&date, time) ? EINVAL : asctime_s(to, size, &date);
}

WEAK char *_strdate(char *to)
{
	SYSTEMTIME now;

	GetLocalTime(&now);
	snprintf(to, 9, "%02u/%02u/%02u", now.wMonth % 100u, now.wDay % 100u, now.wYear % 100u);
	return to;
}

WEAK char *_strtime(char *to)
{
	SYSTEMTIME now;

	GetLocalTime(&now);
	snprintf(to, 9, "%02u:%02u:%02u", now.wHour % 100u, now.wMinute % 100u, now.wSecond % 100u);
	return to;
}
}
