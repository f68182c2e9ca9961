// SPDX-License-Identifier: GPL-2.0
/// later.hh - what a thread of the system does after a while.
#pragma once

#include "glue/linux.h"

namespace node {

/// A routine that a thread of the system runs each time it is queued; or none. It may queue this
/// again, or end its life. Process context, but for queue().
class Later {
public:
	constexpr Later() = default;
	/// It is not queued.
	~Later() { nt_later_free(later_); }
	Later(const Later &) = delete;
	Later &operator=(const Later &) = delete;

	/// There is always memory for it.
	void create(nt_later_kind kind, void (*run)(void *context), void *context)
	{
		later_ = nt_later_create(kind, run, context);
	}
	/// In so many seconds, unless it is queued already. Any context.
	void queue(unsigned long seconds) { nt_later_queue(later_, seconds); }
	/// It is not queued any more, and not running.
	void cancel()
	{
		if (later_)
			nt_later_cancel(later_);
	}

private:
	nt_later *later_ = nullptr;
};

}
