// SPDX-License-Identifier: GPL-2.0
/// delivery.hh - where a port's interrupts go.
#pragma once

#include "../glue/glue.h"
#include "isr_chain.hh"
#include "watch.hh"

/// What happens when an interrupt comes is glue_interrupt() (port.h of glue); what it
/// calls is laid out here, beforehand: the routines of those who are connected, or one of
/// our own in their stead. Needs the interrupt lock, but for what says otherwise.
class Delivery {
public:
	explicit Delivery(glue_port *glue) : glue_(glue) { }
	~Delivery() = default;
	Delivery(const Delivery &) = delete;
	Delivery &operator=(const Delivery &) = delete;

	glue_port *glue() const { return glue_; }
	/// Its own rules say which lock.
	IsrChain &chain() { return chain_; }
	Watch &watch() { return watch_; }

	/// L6: they go to clients, or are a Linux driver's business.
	void follow(bool delivers)
	{
		if (delivers != delivers_) {
			delivers_ = delivers;
			lay_out();
		}
	}
	/// To be called after each change of what it depends on. Until the next one what it
	/// has laid out stays as it is.
	void lay_out();

	// It takes the lock.

	/// Watches the next interrupt. False: there are no routines.
	bool sample();
	/// Somebody began to watch, or no longer does.
	void redirect();

	/// Interrupts that were a Linux driver's business.
	unsigned long long missed() const { return missed_; }

private:
	static unsigned char miss(_KINTERRUPT *object, void *delivery);
	static unsigned char watched(_KINTERRUPT *object, void *delivery);
	static unsigned char decline(_KINTERRUPT *object, void *delivery);

	/// All interrupts go to this one.
	void stand_in(unsigned char (*routine)(_KINTERRUPT *object, void *delivery));

	glue_port *const glue_;
	IsrChain chain_;
	glue_isr stand_in_{ nullptr, this };
	bool delivers_ = false;	 ///< to clients
	Watch watch_;
	unsigned long long missed_ = 0;
};
