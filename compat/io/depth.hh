// SPDX-License-Identifier: GPL-2.0
/// depth.hh - how deep drivers are in each other's dispatch routines.
#pragma once

#include "glue/linux.h"

namespace io {

/// A call of a dispatch routine. A driver that sends on from there what it gets, to itself in
/// the end, needs more and more of the stack. That of interrupts is not measured, but what is
/// called on it is counted.
class Depth {
public:
	// Nobody leaves the stack of an interrupt for another CPU.
	Depth() : stack_(nt_thread_stack()), calls_(stack_.size ? 0 : nt_cpu_nesting(1)) { }
	~Depth()
	{
		if (!stack_.size)
			nt_cpu_nesting(-1);
	}
	Depth(const Depth &) = delete;
	Depth &operator=(const Depth &) = delete;

	/// So much has to be left for whom it calls.
	bool too_deep() const
	{
		return stack_.size ? stack_.left < stack_.size / 4 : calls_ > max_calls;
	}

private:
	enum { max_calls = 16 };

	const nt_stack stack_;
	const int calls_;
};

}
