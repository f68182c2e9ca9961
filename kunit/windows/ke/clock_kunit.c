// SPDX-License-Identifier: GPL-2.0
/* clock_kunit.c - time, and processors. */

#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/time.h>

#include "contexts.h"

struct stall {
	ULONG microseconds;
	u64 took;
};

static void stall(void *data)
{
	struct stall *stall = data;
	u64 begin = ktime_get_ns();

	KeStallExecutionProcessor(stall->microseconds);
	stall->took = ktime_get_ns() - begin;
}

static void stall_takes_its_time(struct kunit *test)
{
	/* The last one is more than the kernel's delay accepts at a time. */
	static const ULONG times[] = { 0, 1, 50, 1000, 1001, 20000 };
	struct stall one;
	int i;

	/* If the clock has only ticks, nothing shorter can be measured. */
	if (ktime_get_resolution_ns() > NSEC_PER_USEC)
		kunit_skip(test, "the clock stands still for %u ns at a time",
			   ktime_get_resolution_ns());
	for (i = 0; i < ARRAY_SIZE(times); i++) {
		one.microseconds = times[i];
		stall(&one);
		KUNIT_EXPECT_GE(test, one.took, times[i] * 1000ULL);
	}
	one.microseconds = 50;
	in_interrupt_routine(test, stall, &one);
	KUNIT_EXPECT_GE(test, one.took, 50000ULL);
	at_high_level(test, stall, &one);
	KUNIT_EXPECT_GE(test, one.took, 50000ULL);
}

/* A thread of real-time priority stalls once: it is an error if it did not sleep meanwhile. */
static NTSTATUS stall_and_rest(void *data)
{
	unsigned long before;

	KeSetPriorityThread(KeGetCurrentThread(), HIGH_PRIORITY);
	before = current->nvcsw;
	stall(data);
	return current->nvcsw == before ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

/* W7: and not only between one call and the next. */
static void long_stall_lets_others_run(struct kunit *test)
{
	struct stall one = { .microseconds = 300000 };

	KUNIT_EXPECT_EQ(test, worker_result(test, worker_start(test, stall_and_rest, &one)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_GE(test, one.took, 300000000ULL - ktime_get_resolution_ns());
}

static void read_counter(void *counter)
{
	*(LARGE_INTEGER *)counter = KeQueryPerformanceCounter(NULL);
}

static void performance_counter_counts(struct kunit *test)
{
	LARGE_INTEGER frequency, begin, there, end;
	u64 ns = ktime_get_ns();
	s64 took;

	begin = KeQueryPerformanceCounter(&frequency);
	KUNIT_EXPECT_EQ(test, frequency.QuadPart, 10000000);
	KUNIT_EXPECT_GE(test, begin.QuadPart, div_s64(ns, 100));
	KeStallExecutionProcessor(1000);
	in_interrupt_routine(test, read_counter, &there);
	end = KeQueryPerformanceCounter(NULL);
	took = ktime_get_ns() - ns;
	KUNIT_EXPECT_GE(test, there.QuadPart - begin.QuadPart,
			10000 - (s64)(ktime_get_resolution_ns() / 100));
	KUNIT_EXPECT_GE(test, end.QuadPart, there.QuadPart);
	KUNIT_EXPECT_LE(test, end.QuadPart - begin.QuadPart, div_s64(took, 100) + 1);
}

/* Not ktime_get_real_seconds(), which is up to a tick late. */
static time64_t real_seconds(void)
{
	return div_u64(ktime_get_real_ns(), NSEC_PER_SEC);
}

static void system_time_is_since_1601(struct kunit *test)
{
	time64_t before = real_seconds();
	LARGE_INTEGER time;
	time64_t seconds;

	KeQuerySystemTime(&time);
	/* 1601 to 1970: 134774 days. */
	seconds = div_s64(time.QuadPart, 10000000) - 134774LL * 86400;
	KUNIT_EXPECT_GE(test, seconds, before);
	KUNIT_EXPECT_LE(test, seconds, real_seconds());
}

static void interrupt_time_is_since_boot(struct kunit *test)
{
	u64 before = ktime_get_boottime_ns();
	ULONGLONG time = KeQueryInterruptTime();

	KUNIT_EXPECT_GE(test, time, div_u64(before, 100));
	KUNIT_EXPECT_LE(test, time, div_u64(ktime_get_boottime_ns(), 100));
}

/* Between two readings of the others. */
static void precise_times_are_the_same_clocks(struct kunit *test)
{
	LARGE_INTEGER before, now, after, counter;
	ULONGLONG boot, stamp = 0;

	KeQuerySystemTime(&before);
	KeQuerySystemTimePrecise(&now);
	KeQuerySystemTime(&after);
	KUNIT_EXPECT_LE(test, before.QuadPart, now.QuadPart);
	KUNIT_EXPECT_LE(test, now.QuadPart, after.QuadPart);

	boot = KeQueryInterruptTime();
	counter = KeQueryPerformanceCounter(NULL);
	KUNIT_EXPECT_LE(test, boot, KeQueryInterruptTimePrecise(&stamp));
	KUNIT_EXPECT_LE(test, (ULONGLONG)counter.QuadPart, stamp);
	KUNIT_EXPECT_LE(test, stamp, KeQueryUnbiasedInterruptTime());
	/* The machine may have slept. */
	KUNIT_EXPECT_LE(test, stamp, KeQueryInterruptTime());
}

static void ticks_are_time_increments(struct kunit *test)
{
	LARGE_INTEGER begin, end;

	KUNIT_EXPECT_EQ(test, KeQueryTimeIncrement(), 10000000U / HZ);
	KUNIT_EXPECT_EQ(test, ExSetTimerResolution(10000, TRUE), 10000000U / HZ);
	KUNIT_EXPECT_EQ(test, ExSetTimerResolution(0, FALSE), 10000000U / HZ);
	KeQueryTickCount(&begin);
	ASSERT_SEEN(test, (KeQueryTickCount(&end), end.QuadPart >= begin.QuadPart + 10));
	/* Ticks are counted from when the machine started. */
	KUNIT_EXPECT_GE(test, begin.QuadPart, 0);
	KUNIT_EXPECT_LE(test, end.QuadPart * KeQueryTimeIncrement(),
			(s64)KeQueryInterruptTime() + 10000000);
}

/* West of Greenwich it is earlier. */
static void local_time_is_that_of_the_kernel(struct kunit *test)
{
	const int west = sys_tz.tz_minuteswest;
	LARGE_INTEGER system = { .QuadPart = 132000000000000000LL }, local;
	struct log log;

	sys_tz.tz_minuteswest = 90;
	ExSystemTimeToLocalTime(&system, &local);
	KUNIT_EXPECT_EQ(test, system.QuadPart - local.QuadPart, 90 * 60 * 10000000LL);
	/* In place. */
	ExLocalTimeToSystemTime(&local, &local);
	KUNIT_EXPECT_EQ(test, system.QuadPart, local.QuadPart);
	sys_tz.tz_minuteswest = -60;
	ExSystemTimeToLocalTime(&system, &local);
	KUNIT_EXPECT_EQ(test, local.QuadPart - system.QuadPart, 60 * 60 * 10000000LL);
	sys_tz.tz_minuteswest = west;
	log_mark(&log);
	ExSystemTimeToLocalTime(NULL, &local);
	ExLocalTimeToSystemTime(&local, NULL);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "the time"), 2U);
}

static void processors_are_counted(struct kunit *test)
{
	KAFFINITY mask = 0;

	KUNIT_EXPECT_EQ(test, KeNumberProcessors, num_online_cpus());
	KUNIT_EXPECT_EQ(test, KeQueryActiveProcessorCount(NULL), num_online_cpus());
	KUNIT_EXPECT_EQ(test, KeQueryActiveProcessorCount(&mask), num_online_cpus());
	KUNIT_EXPECT_EQ(test, mask, KeQueryActiveProcessors());
	KUNIT_EXPECT_EQ(test, hweight_long(mask), num_online_cpus());
	KUNIT_EXPECT_LT(test, KeGetCurrentProcessorNumber(), nr_cpu_ids);
}

static struct kunit_case clock_cases[] = {
	KUNIT_CASE(stall_takes_its_time),
	KUNIT_CASE(long_stall_lets_others_run),
	KUNIT_CASE(performance_counter_counts),
	KUNIT_CASE(system_time_is_since_1601),
	KUNIT_CASE(interrupt_time_is_since_boot),
	KUNIT_CASE(precise_times_are_the_same_clocks),
	KUNIT_CASE(ticks_are_time_increments),
	KUNIT_CASE(local_time_is_that_of_the_kernel),
	KUNIT_CASE(processors_are_counted),
	{ }
};

static struct kunit_suite clock_suite = {
	.name = "ntparport_windows_ke_clock",
	.test_cases = clock_cases,
};

kunit_test_suites(&clock_suite);
