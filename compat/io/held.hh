// SPDX-License-Identifier: GPL-2.0
/// held.hh - a device or a driver in use.
#pragma once

#include <utility>

#include "module/rt/tagged.hh"
#include "io/device.h"
#include "io/driver.h"

namespace io {

/// Ends a hold. `module`: the driver's module was held with it. At or below DISPATCH_LEVEL.
void end_hold(nt_driver *driver, bool module);
void end_hold(nt_device *device, bool module);

/// Keeps something in use, and its driver with it, until the destructor runs; or keeps nothing. The
/// driver's module is held, or else unloading the driver waits. At or below DISPATCH_LEVEL.
template <typename T>
class Hold {
public:
	constexpr Hold() = default;
	Hold(Hold &&other) noexcept : word_(other.release()) { }
	Hold &operator=(Hold &&other) noexcept
	{
		const Hold old(word_);

		word_ = other.release();
		return *this;
	}
	~Hold()
	{
		if (word_)
			end_hold(held(), has_module());
	}
	Hold(const Hold &) = delete;
	Hold &operator=(const Hold &) = delete;

	explicit operator bool() const { return static_cast<bool>(word_); }
	/// Whether the driver's module is held. If not, it has none, is not loaded yet, or is being
	/// unloaded.
	bool has_module() const { return word_.tag(); }

protected:
	/// What is held, and whether its driver's module is.
	using Word = rt::Tagged<T>;

	/// A hold that somebody has begun for us.
	explicit Hold(Word word) : word_(word) { }

	/// For a hold that is empty.
	void set(T *held, bool module) { word_ = Word(held, module); }
	T *held() const { return word_.pointer(); }
	/// If two contexts do this at once, one of them gets the hold.
	Word release_atomic() { return word_.take_atomic(); }

private:
	Word release() { return std::exchange(word_, {}); }

	Word word_{};
};

/// A driver in use.
class HeldDriver : public Hold<nt_driver> {
public:
	constexpr HeldDriver() = default;
	/// Keeps the driver, and its module, too, if that is wanted and possible.
	HeldDriver(nt_driver *driver, bool module);

	nt_driver *driver() const { return held(); }
};

/// A device in use.
class Held : public Hold<nt_device> {
public:
	constexpr Held() = default;
	/// Empty if there is no longer such a device.
	explicit Held(PDEVICE_OBJECT device);
	/// The device of that name, and what follows the name; if empty, the status says why.
	/// PASSIVE_LEVEL.
	static Held by_name(PUNICODE_STRING name, UNICODE_STRING &rest, NTSTATUS &status);
	/// The top of the stack of a device that somebody holds or has not deleted yet: never
	/// empty. At or below DISPATCH_LEVEL.
	static Held top_of(PDEVICE_OBJECT device);
	/// Takes over what this held, unless somebody else has just taken it.
	Held take() { return Held(release_atomic()); }

	// These are for holds that are not empty.
	nt_device *device() const { return held(); }
	PDEVICE_OBJECT object() const { return nt_device_object(held()); }
	nt_driver *driver() const { return nt_device_driver(object()); }

private:
	explicit Held(Word word) : Hold(word) { }
};

}
