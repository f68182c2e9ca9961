// SPDX-License-Identifier: GPL-2.0
/// delivery.hh - where a port's interrupts go.
#pragma once

#include "../glue/glue.h"
#include "isr_chain.hh"
#include "watch.hh"

/// glue_interrupt() (port.h of glue) is what runs when an interrupt comes. What it calls is
/// laid out here beforehand: the routines of those that are connected, or one of our own in
/// their place. Needs the interrupt lock, unless stated otherwise.
class Delivery {
public:
	explicit Delivery(glue_port *glue) : glue_(glue) { }
	~Delivery() = default;
	Delivery(const Delivery &) = delete;
	Delivery &operator=(const Delivery &) = delete;

	glue_port *glue() const { return glue_; }
	/// The chain's own comment says which lock it needs.
	IsrChain &chain() { return chain_; }
	Watch &watch() { return watch_; }

	/// L6: interrupts go to clients, or else are a Linux driver's business.
	void follow(bool delivers)
	{
		if (delivers != delivers_) {
			delivers_ = delivers;
			lay_out();
		}
	}
	/// Call this after each change of what the layout depends on. The layout stays as it is
	/// until the next call.
	void lay_out();

	// These take the lock.

	/// Watches the next interrupt. False: there are no routines.
	bool sample();
	/// Somebody began to watch, or stopped.
	void redirect();

	/// Interrupts that were a Linux driver's business.
	unsigned long long missed() const { return missed_; }

private:
	static unsigned char miss(_KINTERRUPT *object, void *delivery);
	static unsigned char watched(_KINTERRUPT *object, void *delivery);
	static unsigned char decline(_KINTERRUPT *object, void *delivery);

	/// Has all interrupts go to this routine.
	void stand_in(unsigned char (*routine)(_KINTERRUPT *object, void *delivery));

	glue_port *const glue_;
	IsrChain chain_;
	glue_isr stand_in_{ nullptr, this };
	bool delivers_ = false;	 ///< whether interrupts go to clients
	Watch watch_;
	unsigned long long missed_ = 0;
};
