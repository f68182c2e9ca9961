// SPDX-License-Identifier: GPL-2.0
/// watch.hh - a closer look at a port's interrupts: which routine, for how long.
#pragma once

#include "../glue/glue.h"
#include "../rt/guard.hh"
#include "../rt/status.hh"
#include "isr_chain.hh"

/// Whether the interrupts of one port are watched, and what that means. All of them are watched
/// if somebody traces or measures; otherwise only the next one, as a sample.
class Watch {
public:
	bool is_wanted() const REQUIRES(rt::interrupt_lock) { return sample_ || glue_watching(); }
	void sample(bool next) REQUIRES(rt::interrupt_lock) { sample_ = next; }
	/// True: the interrupt just served was the one to be watched.
	bool take_sample() REQUIRES(rt::interrupt_lock)
	{
		bool sampled = sample_;

		sample_ = false;
		return sampled;
	}
	/// Calls all routines, as glue_interrupt() does, with somebody watching.
	static unsigned char interrupt(glue_port *glue, IsrChain &chain, _KINTERRUPT *object)
		REQUIRES(rt::interrupt_lock);

	// Process context. No connection comes or goes meanwhile; what a routine finds in them
	// changes under the interrupt lock only.

	/// Whether new connections are to be measured, too.
	bool is_timing() const REQUIRES(rt::registry_mutex) { return timing_; }
	Status start_timing(glue_port *glue, IsrChain &chain) REQUIRES(rt::registry_mutex);
	void stop_timing(glue_port *glue, IsrChain &chain) REQUIRES(rt::registry_mutex);

private:
	/// Watch the next interrupt.
	bool sample_ GUARDED_BY(rt::interrupt_lock) = false;
	/// Measure connections.
	bool timing_ GUARDED_BY(rt::registry_mutex) = false;
};
