// SPDX-License-Identifier: GPL-2.0
/// sharing.hh - living with Linux's own drivers on one port (L1 to L4, L7).
#pragma once

#include "../glue/glue.h"
#include "../rt/status.hh"
#include "ownership.hh"

/// Our device on the Linux port: claims it, releases it, lets others preempt it. The arbiter
/// says what is to be done; what is known here is how parport works, and the registers.
class Sharing {
public:
	explicit Sharing(Ownership &ownership) : ownership_(&ownership) { }
	~Sharing() = default;
	Sharing(const Sharing &) = delete;
	Sharing &operator=(const Sharing &) = delete;

	Ownership &ownership() const { return *ownership_; }

	// Process context.

	/// From now on the Linux port can be claimed.
	Status open() REQUIRES(rt::registry_mutex);
	/// Leaves the Linux port. The port is closed, and nobody claims or releases it any longer.
	void close() REQUIRES(rt::registry_mutex);

	// Process or softirq context, without a lock.

	/// Claims the Linux port and, in the same step, takes it for `holder` unless that
	/// is NULL or somebody waits. True: `holder` has it.
	bool claim(const void *holder) EXCLUDES(rt::interrupt_lock);
	void release() EXCLUDES(rt::interrupt_lock);

	// From parport: see core_preempt() and those after it in glue.h.

	bool preempt();
	void wakeup();
	void wakeup_later();

	/// The machine is suspended, or was resumed (L7). Process context.
	void set_suspended(bool suspended);

	/// How often the port was left to a Linux driver.
	unsigned long long yields() const REQUIRES(rt::interrupt_lock) { return yields_; }

private:
	glue_port *glue() const { return ownership_->glue(); }
	void count_yield() REQUIRES(rt::interrupt_lock);

	Ownership *const ownership_;
	unsigned long long yields_ GUARDED_BY(rt::interrupt_lock) = 0;
	/// The port was ours when the machine was suspended.
	bool asleep_ GUARDED_BY(rt::interrupt_lock) = false;
};
