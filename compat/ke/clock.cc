// SPDX-License-Identifier: GPL-2.0
/// clock.cc - time and processors.

#include "module/rt/minmax.hh"
#include "glue/clock.h"
#include "glue/processors.h"
#include "base/check.hh"
#include "base/poll.h"
#include "ke/clock.h"

namespace {

constexpr ULONG us_per_ms = 1000;
constexpr LONGLONG ns_per_us = 1000;
constexpr LONGLONG ns_per_unit = 100;

/// Up to here, what the kernel's delay may fall short by is less than reading the clock takes.
constexpr ULONG short_stall = 10;

void stall(ULONG microseconds)
{
	const LONGLONG end = nt_clock_now(NT_MONOTONIC) + microseconds * ns_per_us;
	LONGLONG before = 0;

	for (; microseconds > us_per_ms; microseconds -= us_per_ms) {
		nt_delay(us_per_ms);
		nt_poll();
		// Others may have run meanwhile. By a tick, because the clock may have no more
		// than ticks.
		if (nt_clock_now(NT_MONOTONIC) >= end + nt_tick_length() * ns_per_unit)
			return;
	}
	nt_delay(microseconds);
	// Never wait too short a time: the kernel's delay may rest on a bad measurement. Its clock
	// is better, but may stand still while interrupts are off.
	for (LONGLONG now = nt_clock_now(NT_MONOTONIC); now < end && now != before;
	     now = nt_clock_now(NT_MONOTONIC)) {
		before = now;
		nt_delay(1);
	}
}

}

VOID NTAPI KeStallExecutionProcessor(ULONG microseconds)
{
	if (microseconds <= short_stall)
		nt_delay(microseconds);
	else
		stall(microseconds);
	nt_poll();
}

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency)
{
	constexpr LONGLONG units_per_second = 10000000;
	LARGE_INTEGER counter;

	nt_poll();
	counter.QuadPart = static_cast<LONGLONG>(nt_time_running());
	if (frequency && ok(is_memory(frequency), "the place for the frequency"))
		frequency->QuadPart = units_per_second;
	return counter;
}

VOID NTAPI KeQuerySystemTime(PLARGE_INTEGER time)
{
	nt_poll();
	if (ok(nt_is_address(time), "the place for the time"))
		time->QuadPart = NT_EPOCH + nt_time_since_1970();
}

ULONGLONG NTAPI KeQueryInterruptTime()
{
	nt_poll();
	return nt_time_since_boot();
}

VOID NTAPI KeQuerySystemTimePrecise(PLARGE_INTEGER time)
{
	nt_poll();
	if (ok(nt_is_address(time), "the place for the time"))
		time->QuadPart = NT_EPOCH + nt_time_since_1970();
}

ULONGLONG NTAPI KeQueryInterruptTimePrecise(PULONGLONG counter)
{
	nt_poll();
	if (ok(is_memory(counter), "the place for the counter"))
		*counter = nt_time_running();
	return nt_time_since_boot();
}

ULONGLONG NTAPI KeQueryUnbiasedInterruptTime()
{
	nt_poll();
	return nt_time_running();
}

VOID NTAPI KeQueryTickCount(PLARGE_INTEGER count)
{
	nt_poll();
	if (ok(nt_is_address(count), "the place for the count"))
		count->QuadPart = static_cast<LONGLONG>(nt_tick_count());
}

/// Another time from a time, which may be in the same place.
static void shift(const LARGE_INTEGER *from, LARGE_INTEGER *to, LONGLONG by, Caller caller)
{
	if (ok(is_memory(from), "the time", caller) &&
	    ok(is_memory(to), "the place for the time", caller))
		to->QuadPart = from->QuadPart + by;
}

VOID NTAPI ExSystemTimeToLocalTime(PLARGE_INTEGER system, PLARGE_INTEGER local)
{
	shift(system, local, -nt_time_zone_bias(), Caller());
}

VOID NTAPI ExLocalTimeToSystemTime(PLARGE_INTEGER local, PLARGE_INTEGER system)
{
	shift(local, system, nt_time_zone_bias(), Caller());
}

ULONG NTAPI KeQueryTimeIncrement() { return nt_tick_length(); }

ULONG NTAPI ExSetTimerResolution(ULONG, BOOLEAN)
{
	return irql_ok(APC_LEVEL) ? nt_tick_length() : 0;
}

// Processors

volatile CCHAR KeNumberProcessors;

ULONG NTAPI KeGetCurrentProcessorNumber() { return nt_this_processor(); }

KAFFINITY NTAPI KeQueryActiveProcessors() { return nt_online_processors(); }

ULONG NTAPI KeQueryActiveProcessorCount(PKAFFINITY processors)
{
	if (processors && ok(is_memory(processors), "the place for them"))
		*processors = KeQueryActiveProcessors();
	return nt_online_processor_count();
}

void nt_processors_init()
{
	KeNumberProcessors =
		static_cast<CCHAR>(rt::min<ULONG>(nt_online_processor_count(), MAXCHAR));
}
