// SPDX-License-Identifier: GPL-2.0
/// shared_data.cc - KUSER_SHARED_DATA, from which drivers read the time and the tick count
/// without a call. Those that were made of images read this page instead of Windows'.

#include "base/image.h"
#include "glue/clock.h"
#include "glue/divide.h"
#include "glue/hrtimer.h"
#include "ke/clock.h"
#include "rtl/version.hh"

namespace {

/// A time of which the upper half is there twice: whoever cannot read all of it at once compares them.
struct Time {
	ULONG low;
	LONG high;
	LONG high_again;
};

/// The part of it that has a meaning here.
struct SharedData {
	ULONG tick_count_low;
	ULONG tick_count_multiplier;  // milliseconds of a tick, times 2^24
	Time interrupt_time;
	Time system_time;
	Time time_zone_bias;
	USHORT image_numbers[2];
	WCHAR system_root[260];
	ULONG unused[11];
	ULONG product_type;
	ULONG product_type_is_valid;
	ULONG major_version;
	ULONG minor_version;
	unsigned char unused_too[0x320 - 0x274];
	Time tick_count;
};

static_assert(__builtin_offsetof(SharedData, interrupt_time) == 0x8);
static_assert(__builtin_offsetof(SharedData, system_time) == 0x14);
static_assert(__builtin_offsetof(SharedData, product_type) == 0x264);
static_assert(__builtin_offsetof(SharedData, major_version) == 0x26c);
static_assert(__builtin_offsetof(SharedData, tick_count) == 0x320);

constexpr ULONG workstation = 1;
constexpr USHORT machine = sizeof(void *) == 8 ? 0x8664 : 0x14c;
constexpr ULONG units_per_ms = 10000;

/// How many drivers read it.
constinit unsigned int readers;

SharedData &data() { return reinterpret_cast<SharedData &>(ntparport_shared_data); }

/// Whoever reads low and high at once, as is usual on x64, gets both of the same time.
void set(Time &time, ULONGLONG value)
{
	const auto high = static_cast<LONG>(value >> 32);

	__atomic_store_n(&time.high_again, high, __ATOMIC_RELEASE);
	struct [[gnu::packed]] Whole {
		volatile ULONGLONG value;
	};
	reinterpret_cast<Whole &>(time).value = value;
}

/// In every tick. False: nobody reads it any longer.
bool tick()
{
	SharedData &now = data();
	const ULONGLONG ticks = nt_tick_count();

	set(now.interrupt_time, nt_time_since_boot());
	set(now.system_time, static_cast<ULONGLONG>(NT_EPOCH + nt_time_since_1970()));
	set(now.time_zone_bias, static_cast<ULONGLONG>(nt_time_zone_bias()));
	now.tick_count_low = static_cast<ULONG>(ticks);
	set(now.tick_count, ticks);
	return __atomic_load_n(&readers, __ATOMIC_RELAXED);
}

}

alignas(4096) unsigned char ntparport_shared_data[4096];

void ntparport_image_read_shared_data()
{
	SharedData &now = data();
	ULONG rest;

	now.tick_count_multiplier = static_cast<ULONG>(
		nt_divide(static_cast<ULONGLONG>(nt_tick_length()) << 24, units_per_ms, &rest));
	now.image_numbers[0] = now.image_numbers[1] = machine;
	__builtin_memcpy(now.system_root, L"C:\\Windows", sizeof(L"C:\\Windows"));
	now.product_type = workstation;
	now.product_type_is_valid = true;
	now.major_version = rtl::major_version;
	now.minor_version = rtl::minor_version;
	__atomic_fetch_add(&readers, 1, __ATOMIC_SEQ_CST);
	tick();
	nt_ticks_start(tick);
}

void ntparport_image_leave_shared_data() { __atomic_fetch_sub(&readers, 1, __ATOMIC_SEQ_CST); }
