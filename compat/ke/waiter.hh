// SPDX-License-Identifier: GPL-2.0
/// waiter.hh - a thread that waits.
#pragma once

#include "glue/task.h"
#include "ke/dispatcher.hh"

namespace ke {

/// The blocks of a waiter, one for each object that it waits for.
struct Blocks {
	KWAIT_BLOCK *first;
	unsigned int count;

	KWAIT_BLOCK *begin() const { return first; }
	KWAIT_BLOCK *end() const { return first + count; }
};

/// A waiting thread, on its stack. It waits for objects, for a time, or for both.
class Waiter {
public:
	/// The calling thread waits for one of the blocks' objects, or for all of them at the same
	/// time. There may be no blocks.
	Waiter(Blocks blocks, bool all) : blocks_(blocks), all_(all) { }
	~Waiter() = default;
	Waiter(const Waiter &) = delete;
	Waiter &operator=(const Waiter &) = delete;

	/// Waits at most this long; nullptr: for ever. A signal ends an `alertable` wait, which
	/// then returns `alerted`.
	NTSTATUS wait(const LARGE_INTEGER *timeout, bool alertable, NTSTATUS alerted);

	/// The object of a block is signaled: whether that ends its waiter's wait. If so, the
	/// waiter's blocks are no longer in any list.
	static bool ends_with(KWAIT_BLOCK &block) REQUIRES(dispatcher_lock);
	/// The signaled object of a block goes: its waiter's wait ends, if not with it, then without
	/// success.
	static void end_without(KWAIT_BLOCK &block) REQUIRES(dispatcher_lock);

private:
	bool is_over_at_once(const LARGE_INTEGER *timeout) REQUIRES(dispatcher_lock);
	bool all_satisfy() const REQUIRES(dispatcher_lock);
	NTSTATUS consume_all() REQUIRES(dispatcher_lock);
	void enqueue(KWAIT_BLOCK &block) REQUIRES(dispatcher_lock);
	void enqueue_timer(LARGE_INTEGER timeout) REQUIRES(dispatcher_lock);
	void dequeue() REQUIRES(dispatcher_lock);
	void finish(NTSTATUS status) REQUIRES(dispatcher_lock);

	task_struct *const task_ = nt_current_task();
	PKTHREAD const thread_ = KeGetCurrentThread();	// the same, for mutexes
	const Blocks blocks_;
	const bool all_;
	bool timed_ = false;		    // the next two are in use
	KWAIT_BLOCK timeout_{};		    // its block for the timer
	KTIMER timer_{};		    // ends the wait
	bool done_ = false;		    // the wait is over
	NTSTATUS status_ = STATUS_SUCCESS;  // and this is its outcome
};

}
