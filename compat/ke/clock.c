// SPDX-License-Identifier: GPL-2.0
/* clock.c - time and processors. */

#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/timekeeping.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/poll.h"
#include "ke/clock.h"

#define NS_PER_UNIT 100

/* Up to here what the kernel's delay may be short of is less than reading the clock takes. */
#define SHORT_STALL 10

VOID NTAPI KeStallExecutionProcessor(ULONG microseconds)
{
	u64 end, before = 0, now;

	if (microseconds <= SHORT_STALL) {
		udelay(microseconds);
		nt_polled();
		return;
	}
	end = ktime_get_ns() + (u64)microseconds * NSEC_PER_USEC;
	/* udelay() takes no more than some milliseconds at a time. */
	for (; microseconds > USEC_PER_MSEC; microseconds -= USEC_PER_MSEC)
		udelay(USEC_PER_MSEC);
	udelay(microseconds);
	/*
	 * Never less: what it goes by may have been measured badly. The kernel's clock
	 * is better, but may stand still while interrupts are off.
	 */
	for (now = ktime_get_ns(); now < end && now != before; now = ktime_get_ns()) {
		before = now;
		udelay(1);
	}
	nt_polled();
}
EXPORT_SYMBOL_GPL(KeStallExecutionProcessor);

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER frequency)
{
	LARGE_INTEGER counter;

	nt_polled();
	counter.QuadPart = div_u64(ktime_get_ns(), NS_PER_UNIT);
	if (frequency && nt_ok(nt_is_memory(frequency, sizeof(*frequency)),
			       "the place for the frequency"))
		frequency->QuadPart = NSEC_PER_SEC / NS_PER_UNIT;
	return counter;
}
EXPORT_SYMBOL_GPL(KeQueryPerformanceCounter);

VOID NTAPI KeQuerySystemTime(PLARGE_INTEGER time)
{
	nt_polled();
	if (nt_ok(nt_is_address(time), "the place for the time"))
		time->QuadPart = NT_EPOCH + div_s64(ktime_get_real_ns(), NS_PER_UNIT);
}
EXPORT_SYMBOL_GPL(KeQuerySystemTime);

ULONGLONG NTAPI KeQueryInterruptTime(void)
{
	nt_polled();
	return div_u64(ktime_get_boottime_ns(), NS_PER_UNIT);
}
EXPORT_SYMBOL_GPL(KeQueryInterruptTime);

VOID NTAPI KeQueryTickCount(PLARGE_INTEGER count)
{
	nt_polled();
	if (nt_ok(nt_is_address(count), "the place for the count"))
		count->QuadPart = get_jiffies_64() - INITIAL_JIFFIES;
}
EXPORT_SYMBOL_GPL(KeQueryTickCount);

ULONG NTAPI KeQueryTimeIncrement(void)
{
	return TICK_NSEC / NS_PER_UNIT;
}
EXPORT_SYMBOL_GPL(KeQueryTimeIncrement);

/* Processors */

volatile CCHAR KeNumberProcessors;
EXPORT_SYMBOL_GPL(KeNumberProcessors);

ULONG NTAPI KeGetCurrentProcessorNumber(void)
{
	return raw_smp_processor_id();
}
EXPORT_SYMBOL_GPL(KeGetCurrentProcessorNumber);

KAFFINITY NTAPI KeQueryActiveProcessors(void)
{
	return cpumask_bits(cpu_online_mask)[0];
}
EXPORT_SYMBOL_GPL(KeQueryActiveProcessors);

ULONG NTAPI KeQueryActiveProcessorCount(PKAFFINITY processors)
{
	if (processors &&
	    nt_ok(nt_is_memory(processors, sizeof(*processors)), "the place for them"))
		*processors = KeQueryActiveProcessors();
	return num_online_cpus();
}
EXPORT_SYMBOL_GPL(KeQueryActiveProcessorCount);

void nt_processors_init(void)
{
	KeNumberProcessors = min_t(unsigned int, num_online_cpus(), S8_MAX);
}
