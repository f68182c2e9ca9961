// SPDX-License-Identifier: GPL-2.0
/// held.hh - a device in use.
#pragma once

#include "io/device.h"

namespace io {

/// A device in use, and its driver with it, until this goes; or none. At or below
/// DISPATCH_LEVEL.
class Held {
public:
	constexpr Held() = default;
	/// None if there is no such device any more.
	explicit Held(PDEVICE_OBJECT device) : hold_(nt_device_hold(device)) { }
	Held(Held &&other) noexcept : hold_(other.release()) { }
	Held &operator=(Held &&other) noexcept
	{
		const unsigned long old = hold_;

		hold_ = other.release();
		nt_device_release(old);
		return *this;
	}
	~Held() { nt_device_release(hold_); }
	Held(const Held &) = delete;
	Held &operator=(const Held &) = delete;

	/// One that somebody has taken for us.
	static Held taken(unsigned long hold)
	{
		Held held;

		held.hold_ = hold;
		return held;
	}

	explicit operator bool() const { return hold_; }
	// There is one. The lowest bit says how its driver is held (nt_driver_hold()).
	PDEVICE_OBJECT object() const { return reinterpret_cast<PDEVICE_OBJECT>(hold_ & ~1ul); }

private:
	unsigned long release()
	{
		const unsigned long hold = hold_;

		hold_ = 0;
		return hold;
	}

	unsigned long hold_ = 0;
};

}
