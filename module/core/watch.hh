// SPDX-License-Identifier: GPL-2.0
/// watch.hh - a closer look at a port's interrupts: which routine, for how long.
#pragma once

#include "../glue/glue.h"
#include "../rt/status.hh"
#include "isr_chain.hh"

/// Whether the interrupts of one port are watched, and what that means. All of them are watched
/// if somebody traces or measures; otherwise only the next one, as a sample.
class Watch {
public:
	// Interrupt lock held.

	bool is_wanted() const { return sample_ || glue_watching(); }
	void sample(bool next) { sample_ = next; }
	/// True: the interrupt just served was the one to be watched.
	bool take_sample()
	{
		bool sampled = sample_;

		sample_ = false;
		return sampled;
	}
	/// Calls all routines, as glue_interrupt() does, with somebody watching.
	static unsigned char interrupt(glue_port *glue, IsrChain &chain, _KINTERRUPT *object);

	// Registry mutex held, process context: no connection comes or goes meanwhile. What a
	// routine finds in them changes under the interrupt lock only.

	/// Whether new connections are to be measured, too.
	bool is_timing() const { return timing_; }
	Status start_timing(glue_port *glue, IsrChain &chain);
	void stop_timing(glue_port *glue, IsrChain &chain);

private:
	bool sample_ = false;  ///< watch the next interrupt; guarded by the interrupt lock
	bool timing_ = false;  ///< measure connections; guarded by the registry mutex
};
