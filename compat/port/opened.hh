// SPDX-License-Identifier: GPL-2.0
/// opened.hh - a port that is kept open by whoever found it by its hardware; internal.
#pragma once

#include <utility>

#include "port/ports.hh"

namespace port {

/// A port that stays open, and there, as long as this exists; or none. PASSIVE_LEVEL.
class Opened {
public:
	Opened() = default;
	/// The port with this register, or with this interrupt, or none. Of several ports
	/// with one interrupt, the one with the lowest number.
	static Opened with_register(unsigned long number);
	static Opened with_interrupt(ULONG irq);
	Opened(Opened &&other) noexcept : port_(std::exchange(other.port_, nullptr)) { }
	Opened &operator=(Opened &&other) noexcept
	{
		std::swap(port_, other.port_);
		return *this;
	}
	Opened(const Opened &) = delete;
	Opened &operator=(const Opened &) = delete;
	~Opened();

	explicit operator bool() const { return port_; }
	Port *get() const { return port_; }
	ntparport *core() const { return port_->core(); }

private:
	template <typename Wanted>
	static Opened first(Wanted wanted);
	explicit Opened(Port *port) : port_(port) { }

	Port *port_ = nullptr;
};

}
