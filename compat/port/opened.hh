// SPDX-License-Identifier: GPL-2.0
/// opened.hh - a port that is kept open by whoever found it by its hardware; internal.
#pragma once

#include <utility>

#include "port/ports.hh"

namespace port {

/// Registers of a port, of which somebody needs `length` in one piece.
struct Wanted {
	ULONGLONG first;  // from here on
	ULONGLONG last;	  // as far as this
	ULONG length;
	ULONG alignment;  // of the first one; 0: any

	/// Whether some of those from `base` on will do: then `start` is set to the first.
	bool find(unsigned long base, unsigned long span, unsigned long &start) const;
};

/// A port that stays open, and there, as long as this exists; or none. PASSIVE_LEVEL.
class Opened {
public:
	Opened() = default;
	/// The port with this register, or with this interrupt, or none. Of several ports
	/// with one interrupt, the one with the lowest number.
	static Opened with_register(unsigned long number);
	static Opened with_interrupt(ULONG irq);
	/// The same for one of several interrupts, from `first` to `last`, which `irq` is set to;
	/// and for registers, of which `start` is set to the first: after `skipped` ports that have
	/// those.
	static Opened with_interrupt(ULONG first, ULONG last, ULONG &irq);
	static Opened with_registers(const Wanted &wanted, unsigned int skipped,
				     unsigned long &start);
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
