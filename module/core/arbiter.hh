// SPDX-License-Identifier: GPL-2.0
/// arbiter.hh - who has a port: Linux, nobody, or a client; and who waits.
#pragma once

#include "../ntparport.h"
#include "../rt/list.hh"
#include "../rt/status.hh"

/// The ownership of one port, as a state machine without side effects: it says what is to be
/// done, and the Port does it.
///
///     away --begin_claim--> claiming --end_claim--> free --try_take, grant--> held
///       ^                       |(failed, lost)      |  ^                      |
///       |<----------------------+                    |  +--------free()--------+
///       |<------preempt (free)-----------------------+                         |
///       +<--end_release-- releasing <----------------+-free() while Linux waits+
///
/// It has no lock of its own: everything but the constructor needs the port's
/// interrupt lock.
class Arbiter {
public:
	/// What the port's tasklet has to do next.
	enum class Work { none, complete, claim, release, check };

	using Waiters = rt::List<ntparport_waiter>;

	/// Our device on the Linux port exists (again).
	void open();
	/// The device is about to go: queued requests end (L5), and nothing more is
	/// granted. A claim or release under way ends as usual.
	void close();
	/// The Linux port goes away: it is closed for good (L5).
	void remove() { removed_ = true; }
	/// C7.
	bool is_removed() const { return removed_; }

	// Clients.

	/// A3: takes the port if it is free and nobody waits for it.
	bool try_take(const void *holder);
	/// A1.
	void enqueue(ntparport_waiter &waiter);
	/// A2: false if the waiter is not queued.
	bool cancel(ntparport_waiter &waiter);
	/// A4, L2: false if nobody has the port (A6).
	bool free();
	/// Takes the queued request out without completing it; nullptr: there is none.
	template <typename Predicate>
	ntparport_waiter *forget_if(Predicate wanted)
	{
		Waiters *const lists[] = { &waiters_, &done_ };

		for (Waiters *list : lists) {
			for (ntparport_waiter &waiter : *list) {
				if (!wanted(waiter))
					continue;
				Waiters::remove(waiter);
				if (list == &waiters_)
					--queued_;
				else if (waiter.status == to_errno(Status::ok))
					free();
				return &waiter;
			}
		}
		return nullptr;
	}

	/// From now on, whoever has the port or waits for it is known by another address.
	template <typename Predicate>
	void replace_callers(Predicate outdated, const void *replacement)
	{
		Waiters *const lists[] = { &waiters_, &done_ };

		if (outdated(holder_))
			holder_ = replacement;
		for (Waiters *list : lists)
			for (ntparport_waiter &waiter : *list)
				if (outdated(waiter.caller))
					waiter.caller = replacement;
	}

	/// `visit(waiter)` for each queued request, oldest first.
	template <typename Visitor>
	void for_each_waiter(Visitor visit)
	{
		for (ntparport_waiter &waiter : waiters_)
			visit(waiter);
	}

	/// How many clients are connected, and whether any has a deferred routine.
	void set_connections(unsigned int connections, bool deferred)
	{
		connected_ = connections;
		deferred_ = deferred;
	}

	// The Linux port.

	/// True: the caller must now claim the Linux port and call end_claim().
	bool begin_claim();
	enum class Claim {
		done,	 ///< the Linux port is ours
		queued,	 ///< wakeup() will be called when it is free
		again,	 ///< claim once more, later
	};
	/// True: the port is ours now, and either free or granted to the oldest waiter.
	/// `last_waiter` is the last Linux driver that still waits for the port, if any;
	/// nothing else tells us.
	bool end_claim(Claim claim, const void *last_waiter);
	/// True: the caller must now release the Linux port and call end_release().
	/// `last_waiter` as for end_claim().
	bool begin_release(const void *last_waiter);
	/// `declined`: all Linux drivers that wait were offered the port and did not take it.
	void end_release(bool declined);

	enum class Preemption {
		refused,  ///< the Linux driver has to wait
		granted,  ///< the port is Linux's now
		lost,	  ///< the same, but our claim was not noted yet: nothing is ours
	};
	/// A Linux driver claims the port that we have.
	Preemption preempt();
	/// The Linux port is free. `queued`: we are on parport's list of waiters,
	/// which we leave only by claiming.
	void wakeup(bool queued);

	// Work.

	/// This changes the state: it grants a free port to the oldest waiter, and begins to
	/// leave a port that nobody wants.
	Work next_work();
	bool has_work() { return next_work() != Work::none; }
	/// A finished request, to be completed with waiter->status.
	ntparport_waiter *pop_done() { return done_.pop_front(); }
	/// The same, but only a request whose completion routine is `complete`.
	ntparport_waiter *pop_done_of(void (*complete)(ntparport_waiter *, int))
	{
		for (ntparport_waiter &oldest : done_)
			return oldest.complete == complete ? done_.pop_front() : nullptr;
		return nullptr;
	}
	/// Interrupts may have been missed: a check is due as soon as the port is free.
	void check_again() { check_due_ = true; }
	/// Starts a round of deferred checks; call for Work::check.
	void begin_check() { check_due_ = false; }

	// Facts.

	bool is_free() const { return state_ == State::free && waiters_.empty(); }
	bool is_held() const { return state_ == State::held; }
	/// Whether clients get the port's interrupts (L6). They also do while the port is about
	/// to be left, until somebody begins to release it: nobody else would serve the device.
	bool delivers() const
	{
		return state_ >= State::free || (state_ == State::releasing && release_due_);
	}
	/// The Linux port is ours.
	bool has_port() const { return has_port_; }
	const void *holder() const { return holder_; }
	bool linux_waits() const { return linux_waits_; }
	/// A5.
	unsigned int waiters() const { return queued_ + linux_waits_; }
	/// L1.
	bool wanted() const { return connected_ || state_ == State::held || !waiters_.empty(); }

private:
	/// delivers() depends on this order.
	enum class State : unsigned char { closed, away, claiming, releasing, free, held };

	/// How many times in a row the port is left to the Linux drivers on parport's list:
	/// each of them may take it only to let us preempt it at once.
	enum : unsigned int { enough_offers = 16 };

	/// The port is free: it goes to the oldest waiter. False if there is none.
	bool grant_oldest();
	void finish(ntparport_waiter &waiter, Status status);

	State state_ = State::closed;
	bool has_port_ = false;
	bool lost_ = false;	    ///< preempted while claiming
	bool linux_waits_ = false;  ///< a Linux driver was refused
	bool claim_due_ = false;    ///< a claim may succeed, or must queue us
	bool check_due_ = false;    ///< the port became free since the last check
	bool release_due_ = false;  ///< releasing, but nobody has begun to
	bool deferred_ = false;
	bool removed_ = false;
	unsigned int connected_ = 0;
	unsigned int queued_ = 0;
	unsigned int offers_ = 0;  ///< times the port was left since a Linux driver asked for it
	const void *offered_up_to_ = nullptr;  ///< the last driver on parport's list at that time
	const void *holder_ = nullptr;
	Waiters waiters_;  ///< oldest first
	Waiters done_;	   ///< finished, not yet completed
};
