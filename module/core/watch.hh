// SPDX-License-Identifier: GPL-2.0
/// watch.hh - a closer look at a port's interrupts: which routine, for how long.
#pragma once

#include "../glue/glue.h"
#include "isr_chain.hh"
#include "status.hh"

/// Whether the interrupts of one port are watched, and what that means. Watched are
/// all of them if somebody traces or measures, or the next one only: a sample.
class Watch {
public:
	// Interrupt lock held.

	bool is_wanted() const { return sample_ || glue_watching(); }
	void sample(bool next) { sample_ = next; }
	/// True: this was the one that was to be watched.
	bool take_sample()
	{
		bool sampled = sample_;

		sample_ = false;
		return sampled;
	}
	/// All routines, as glue_interrupt() calls them, with somebody watching.
	static unsigned char interrupt(glue_port *glue, IsrChain &chain, _KINTERRUPT *object);

	// Registry mutex held, process context: connections neither come nor go. What a
	// routine finds in them changes under the interrupt lock only.

	/// New connections are to be measured, too.
	bool is_timing() const { return timing_; }
	Status start_timing(glue_port *glue, IsrChain &chain);
	void stop_timing(glue_port *glue, IsrChain &chain);

private:
	bool sample_ = false;  ///< the next interrupt is watched; interrupt lock
	bool timing_ = false;  ///< connections are measured; registry mutex
};
