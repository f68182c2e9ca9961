// SPDX-License-Identifier: GPL-2.0
/// arbiter.cc - who has a port: Linux, nobody, or a client; and who waits.

#include "arbiter.hh"

void Arbiter::open()
{
	state_ = State::away;
	lost_ = false;
	linux_waits_ = false;
	offers_ = 0;
	offered_up_to_ = nullptr;
	claim_due_ = false;
	check_due_ = false;
	release_due_ = false;
	holder_ = nullptr;
}

void Arbiter::close()
{
	state_ = State::closed;
	holder_ = nullptr;
	while (ntparport_waiter *waiter = waiters_.pop_front())
		finish(*waiter, Status::removed);
	queued_ = 0;
}

bool Arbiter::try_take(const void *holder)
{
	// Nobody wanted the port any longer, so it was about to be left: keep it instead (L1).
	bool staying = state_ == State::releasing && release_due_ && !linux_waits_ &&
		       waiters_.empty();

	if (!is_free() && !staying)
		return false;
	release_due_ = false;
	state_ = State::held;
	holder_ = holder;
	return true;
}

void Arbiter::enqueue(ntparport_waiter &waiter)
{
	waiters_.push_back(waiter);
	++queued_;
	if (state_ == State::away)
		claim_due_ = true;
}

bool Arbiter::cancel(ntparport_waiter &waiter)
{
	if (!waiters_.contains(waiter))
		return false;
	Waiters::remove(waiter);
	--queued_;
	finish(waiter, Status::cancelled);
	return true;
}

bool Arbiter::free()
{
	if (state_ != State::held)
		return false;
	holder_ = nullptr;
	if (linux_waits_) {
		// L2: Linux comes before the next client. From here on no client can take the
		// port.
		state_ = State::releasing;
		release_due_ = true;
		return true;
	}
	state_ = State::free;
	if (!grant_oldest())
		check_due_ = true;
	return true;
}

bool Arbiter::begin_claim()
{
	if (state_ != State::away)
		return false;
	state_ = State::claiming;
	claim_due_ = false;
	lost_ = false;
	return true;
}

bool Arbiter::end_claim(Claim claim, const void *last_waiter)
{
	has_port_ = claim == Claim::done && !lost_;
	if (state_ == State::closed)
		return false;
	if (claim == Claim::again)
		claim_due_ = true;
	if (claim == Claim::queued)
		offers_ = 0;
	if (!has_port_) {
		state_ = State::away;
		return false;
	}
	state_ = State::free;
	// L2. Linux drivers that did not want the port when it was offered do not count.
	if (last_waiter != offered_up_to_)
		offers_ = 0;
	linux_waits_ = last_waiter && offers_ < enough_offers;
	check_due_ = true;  // F4
	// Grant it in the same step: parport offers the port to the next Linux driver after us,
	// which could take a free one before the tasklet grants it.
	grant_oldest();
	return true;
}

bool Arbiter::begin_release(const void *last_waiter)
{
	if (!release_due_ || state_ != State::releasing)
		return false;
	release_due_ = false;
	offered_up_to_ = last_waiter;
	return true;
}

void Arbiter::end_release(bool declined)
{
	has_port_ = false;
	if (state_ == State::closed)
		return;
	state_ = State::away;
	linux_waits_ = false;
	// A driver that took the port but lets us preempt it at once has kept it from those
	// after it on parport's list. It may do so for ever, though, and they may not want the
	// port: so the number of offers is limited.
	offers_ = declined ? enough_offers : offers_ + 1;
	// Claiming takes the port back if the Linux driver did not want it after all; otherwise
	// it queues us behind that driver (L3).
	claim_due_ = wanted();
}

Arbiter::Preemption Arbiter::preempt()
{
	offers_ = 0;
	switch (state_) {
	case State::claiming:
		lost_ = true;
		claim_due_ = true;
		return Preemption::lost;
	case State::held:
		linux_waits_ = true;
		return Preemption::refused;
	case State::releasing:
		if (!release_due_ || linux_waits_) {
			linux_waits_ = true;
			return Preemption::refused;
		}
		// Nobody has begun to release the port yet: this call does it.
		release_due_ = false;
		[[fallthrough]];
	case State::free:
		state_ = State::away;
		has_port_ = false;
		claim_due_ = wanted();
		return Preemption::granted;
	case State::closed:
	case State::away:
		// The port is on its way to Linux already: parport's list of waiters serves the
		// caller.
		return Preemption::refused;
	}
	__builtin_unreachable();
}

void Arbiter::wakeup(bool queued)
{
	if (wanted() || queued)
		claim_due_ = true;
}

Arbiter::Work Arbiter::next_work()
{
	if (!done_.empty())
		return Work::complete;
	switch (state_) {
	case State::away:
		return claim_due_ ? Work::claim : Work::none;
	case State::free:
		if (grant_oldest())
			return Work::complete;
		if (!wanted() || linux_waits_) {
			state_ = State::releasing;
			release_due_ = true;
			return Work::release;
		}
		if (check_due_ && deferred_)
			return Work::check;
		return Work::none;
	case State::releasing:
		return release_due_ ? Work::release : Work::none;
	case State::closed:
	case State::claiming:
	case State::held:
		return Work::none;
	}
	__builtin_unreachable();
}

bool Arbiter::grant_oldest()
{
	ntparport_waiter *waiter = waiters_.pop_front();

	if (!waiter)
		return false;
	--queued_;
	state_ = State::held;
	holder_ = waiter->caller;
	finish(*waiter, Status::ok);
	return true;
}

void Arbiter::finish(ntparport_waiter &waiter, Status status)
{
	waiter.status = to_errno(status);
	done_.push_back(waiter);
}
