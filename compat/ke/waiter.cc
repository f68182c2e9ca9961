// SPDX-License-Identifier: GPL-2.0
/// waiter.cc - who waits for dispatcher objects, and what lets them through.

#include "glue/sleep.h"
#include "base/check.hh"
#include "ke/timer.hh"
#include "ke/waiter.hh"

using ke::DispatcherGuard;
using ke::Waiter;
using ke::Waiting;

// Dispatcher objects

void nt_header_init(DISPATCHER_HEADER *header, nt_dispatcher_type type, size_t size, LONG state)
{
	*header = {};
	header->Type = type;
	// As on Windows, in units of LONG.
	header->Size = static_cast<UCHAR>(size / sizeof(LONG));
	header->SignalState = state;
	Waiting::of(header->WaitListHead).initialise();
}

bool nt_header_is(const DISPATCHER_HEADER *header, nt_dispatcher_type type,
		  nt_dispatcher_type other)
{
	// Not locked: waiters come and go meanwhile.
	return nt_is_address(header) &&
	       nt_is_address(__atomic_load_n(&header->WaitListHead.Flink, __ATOMIC_RELAXED)) &&
	       (header->Type == type || header->Type == other);
}

void nt_header_signal(DISPATCHER_HEADER *header)
{
	Waiting &waiting = Waiting::of(header->WaitListHead);
	KWAIT_BLOCK *block = waiting.first();

	nt_assert_dispatcher_lock();
	// A wait that ends may take more blocks than this one out of the list.
	while (header->SignalState > 0 && block)
		block = Waiter::ends_with(*block) ? waiting.first() : waiting.after(*block);
}

bool nt_header_end_waits(DISPATCHER_HEADER *header)
{
	const DispatcherGuard guard;
	Waiting &waiting = Waiting::of(header->WaitListHead);
	KWAIT_BLOCK *block = waiting.first();

	// Each of them takes itself out of the list.
	header->Type = NT_NOTIFICATION_EVENT;
	ke::set_state(*header, 1);
	if (!block)
		return false;
	for (; block; block = waiting.first())
		Waiter::end_without(*block);
	return true;
}

namespace {

DISPATCHER_HEADER &object_of(const KWAIT_BLOCK &block)
{
	return *static_cast<DISPATCHER_HEADER *>(block.Object);
}

bool satisfies(const DISPATCHER_HEADER &object, PKTHREAD thread) REQUIRES(ke::dispatcher_lock)
{
	return object.SignalState > 0 || (object.Type == NT_MUTANT && ke::is_owner(object, thread));
}

/// The thread's wait for it was successful: STATUS_WAIT_0 or STATUS_ABANDONED_WAIT_0.
NTSTATUS consume(DISPATCHER_HEADER &object, PKTHREAD thread) REQUIRES(ke::dispatcher_lock)
{
	switch (object.Type) {
	case NT_SYNCHRONIZATION_EVENT:
	case NT_SYNCHRONIZATION_TIMER:
		ke::set_state(object, 0);
		break;
	case NT_SEMAPHORE:
		ke::set_state(object, object.SignalState - 1);
		break;
	case NT_MUTANT:
		return ke::acquire(object, thread);
	default:
		break;
	}
	return STATUS_WAIT_0;
}

/// The thread owns the mutex, and cannot acquire it once more.
bool is_beyond_limit(const DISPATCHER_HEADER &object, PKTHREAD thread) REQUIRES(ke::dispatcher_lock)
{
	return object.Type == NT_MUTANT && ke::is_too_deep(object, thread);
}

}

// Waiters

bool Waiter::all_satisfy() const
{
	const KWAIT_BLOCK *block = blocks_.begin();

	while (block != blocks_.end() && satisfies(object_of(*block), thread_))
		block++;
	return block == blocks_.end();
}

NTSTATUS Waiter::consume_all()
{
	NTSTATUS status = STATUS_WAIT_0;

	for (const KWAIT_BLOCK &block : blocks_)
		status |= consume(object_of(block), thread_);
	return status;
}

void Waiter::enqueue(KWAIT_BLOCK &block)
{
	// Drivers do not look at it, and only we use it.
	block.Thread = reinterpret_cast<PKTHREAD>(this);
	Waiting::of(object_of(block).WaitListHead).push_back(block);
}

void Waiter::enqueue_timer(LARGE_INTEGER timeout)
{
	timed_ = true;
	nt_timer_prepare(&timer_);
	timeout_.Object = &timer_;
	enqueue(timeout_);
	// If the time is up already, this ends the wait.
	nt_timer_set(&timer_, timeout, 0, nullptr);
}

void Waiter::dequeue()
{
	for (KWAIT_BLOCK &block : blocks_)
		Waiting::remove(block);
	if (!timed_)
		return;
	Waiting::remove(timeout_);
	nt_timer_cancel(&timer_);
}

void Waiter::finish(NTSTATUS status)
{
	dequeue();
	status_ = status;
	__atomic_store_n(&done_, true, __ATOMIC_RELAXED);
	// The thread cannot return, and take its stack away, before it has had the lock.
	nt_wake_task(task_);
}

bool Waiter::ends_with(KWAIT_BLOCK &block)
{
	auto &waiter = *reinterpret_cast<Waiter *>(block.Thread);

	if (&block == &waiter.timeout_) {
		waiter.finish(STATUS_TIMEOUT);
	} else if (!waiter.all_) {
		waiter.finish(consume(object_of(block), waiter.thread_) + block.WaitKey);
	} else {
		if (!waiter.all_satisfy())
			return false;
		waiter.finish(waiter.consume_all());
	}
	return true;
}

void Waiter::end_without(KWAIT_BLOCK &block)
{
	if (!ends_with(block))
		reinterpret_cast<Waiter *>(block.Thread)->finish(STATUS_INVALID_HANDLE);
}

/// If it returns false, the blocks are in the lists of their objects.
bool Waiter::is_over_at_once(const LARGE_INTEGER *timeout)
{
	for (const KWAIT_BLOCK &block : blocks_) {
		if (is_beyond_limit(object_of(block), thread_)) {
			status_ = STATUS_MUTANT_LIMIT_EXCEEDED;
			return true;
		}
	}
	if (all_ && all_satisfy()) {
		status_ = consume_all();
		return true;
	}
	for (const KWAIT_BLOCK &block : blocks_) {
		if (!all_ && satisfies(object_of(block), thread_)) {
			status_ = consume(object_of(block), thread_) + block.WaitKey;
			return true;
		}
	}
	if (timeout && !timeout->QuadPart) {
		status_ = STATUS_TIMEOUT;
		return true;
	}
	for (KWAIT_BLOCK &block : blocks_)
		enqueue(block);
	if (timeout)
		enqueue_timer(*timeout);
	return done_;
}

NTSTATUS Waiter::wait(const LARGE_INTEGER *timeout, bool alertable, NTSTATUS alerted)
{
	bool over;

	{
		const DispatcherGuard guard;

		over = is_over_at_once(timeout);
	}
	if (over)
		return status_;
	nt_sleep_until(&done_, alertable);
	// Even if it is done: whoever finished it may still be in finish().
	const DispatcherGuard guard;
	if (!done_) {
		dequeue();
		status_ = alerted;
	}
	return status_;
}
