// SPDX-License-Identifier: GPL-2.0
/// depth.hh - how deeply drivers' routines are nested in each other.
#pragma once

#include "glue/stack.h"

/// A call of a driver's routine for another driver. One that passes on what it gets, and in the end to
/// itself, needs more and more of the stack. The stack of an interrupt is not measured; calls on it are
/// counted.
class Depth {
public:
	// Code on the stack of an interrupt stays on its CPU.
	Depth() : stack_(nt_thread_stack()), calls_(stack_.size ? 0 : nt_cpu_nesting(1)) { }
	~Depth()
	{
		if (!stack_.size)
			nt_cpu_nesting(-1);
	}
	Depth(const Depth &) = delete;
	Depth &operator=(const Depth &) = delete;

	/// Whether less is left than the routine, and what it calls, may need.
	bool too_deep() const
	{
		return stack_.size ? stack_.left < stack_.size / 4 : calls_ > max_calls;
	}

private:
	enum { max_calls = 16 };

	const nt_stack stack_;
	const int calls_;
};
