// SPDX-License-Identifier: GPL-2.0
/// work.hh - work that is left to a worker thread.
#pragma once

#include "glue/work.h"

/// A routine that a worker thread runs each time this is queued. The routine may queue it again, or
/// destroy it. At or below DISPATCH_LEVEL.
class Work {
public:
	Work(void (*run)(void *context), void *context, bool may_sleep)
		: work_(nt_work_create(run, context, may_sleep))
	{ }
	~Work() { nt_work_free(work_); }
	Work(const Work &) = delete;
	Work &operator=(const Work &) = delete;

	/// False: there was no memory for it.
	explicit operator bool() const { return work_; }
	void queue() { nt_work_queue(work_); }
	/// Ahead of other work. Any IRQL.
	void queue_urgent() { nt_work_queue_urgent(work_); }
	/// Waits until it has run, if it is queued. May sleep.
	void flush() { nt_work_flush(work_); }

private:
	nt_work *work_;
};
