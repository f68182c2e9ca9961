// SPDX-License-Identifier: GPL-2.0
/// later.hh - work that a worker thread does after a while.
#pragma once

#include "glue/later.h"

namespace node {

/// A routine that a worker thread runs each time this is queued; or none. The routine may queue it
/// again, or destroy it. Process context, except for queue().
class Later {
public:
	constexpr Later() = default;
	/// It must not be queued.
	~Later() { nt_later_free(later_); }
	Later(const Later &) = delete;
	Later &operator=(const Later &) = delete;

	/// Waits for memory if there is none: never fails.
	void create(nt_later_kind kind, void (*run)(void *context), void *context)
	{
		later_ = nt_later_create(kind, run, context);
	}
	/// Runs the routine in this many seconds, unless it is queued already. Any context.
	void queue(unsigned long seconds) { nt_later_queue(later_, seconds); }
	/// Afterwards it is not queued, and the routine is not running.
	void cancel()
	{
		if (later_)
			nt_later_cancel(later_);
	}

private:
	nt_later *later_ = nullptr;
};

}
