// SPDX-License-Identifier: GPL-2.0
/// held.hh - a device or a driver in use.
#pragma once

#include "io/device.h"
#include "io/driver.h"

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
		if (old)
			nt_device_release(old);
		return *this;
	}
	~Held()
	{
		if (hold_)
			nt_device_release(hold_);
	}
	Held(const Held &) = delete;
	Held &operator=(const Held &) = delete;

	explicit operator bool() const { return hold_; }
	/// What this held, if nobody else has just taken it.
	Held take()
	{
		Held taken;

		taken.hold_ = __atomic_exchange_n(&hold_, 0, __ATOMIC_ACQ_REL);
		return taken;
	}

	// There is one.
	PDEVICE_OBJECT object() const { return reinterpret_cast<PDEVICE_OBJECT>(hold_ & ~1ul); }
	nt_driver *driver() const { return nt_device_driver(object()); }

private:
	unsigned long release()
	{
		const unsigned long hold = hold_;

		hold_ = 0;
		return hold;
	}

	unsigned long hold_ = 0;
};

/// A driver in use until this goes, or none. Its module is held, or else unloading it waits. At
/// or below DISPATCH_LEVEL.
class HeldDriver {
public:
	constexpr HeldDriver() = default;
	/// The driver stays; so does its module, if that is wanted, and can be.
	HeldDriver(nt_driver *driver, bool module) : hold_(nt_driver_hold(driver, module)) { }
	HeldDriver(HeldDriver &&other) noexcept : hold_(other.hold_) { other.hold_ = 0; }
	HeldDriver &operator=(HeldDriver &&other) noexcept
	{
		const unsigned long old = hold_;

		hold_ = other.hold_;
		other.hold_ = 0;
		if (old)
			nt_driver_release(old);
		return *this;
	}
	~HeldDriver()
	{
		if (hold_)
			nt_driver_release(hold_);
	}
	HeldDriver(const HeldDriver &) = delete;
	HeldDriver &operator=(const HeldDriver &) = delete;

	explicit operator bool() const { return hold_; }
	nt_driver *driver() const { return reinterpret_cast<nt_driver *>(hold_ & ~1ul); }

private:
	unsigned long hold_ = 0;
};

}
