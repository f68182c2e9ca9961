// SPDX-License-Identifier: GPL-2.0
/// ownership.hh - who has a port, behind its interrupt lock.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "arbiter.hh"
#include "delivery.hh"
#include "status.hh"

/// The arbiter of one port and what clients may ask of it. It is reached through the
/// interrupt lock only; where interrupts go follows when the lock is given back. What
/// the arbiter wants to be done later is the tasklet's.
class Ownership {
public:
	/// The interrupt lock, for a scope. Any context but where it is held already.
	class Guard {
	public:
		[[gnu::always_inline]] explicit Guard(Ownership &ownership)
			: ownership_(ownership), flags_(glue_lock_irqsave(ownership.glue()))
		{ }
		[[gnu::always_inline]] ~Guard() { ownership_.unlock(flags_); }
		Guard(const Guard &) = delete;
		Guard &operator=(const Guard &) = delete;

		Arbiter *operator->() const { return &ownership_.arbiter_; }
		/// Somebody has connected or disconnected. Before the connection is sure to
		/// stay it gets no deferred checks.
		void connections_changed(bool stays = true)
		{
			ownership_.connections_changed(stays);
		}
		/// The device may not hold the line up if no routine is left to see to it.
		void quiet() { ownership_.quiet(); }

	private:
		Ownership &ownership_;
		unsigned long flags_;
	};

	explicit Ownership(glue_port *glue) : delivery_(glue) { }
	~Ownership() = default;
	Ownership(const Ownership &) = delete;
	Ownership &operator=(const Ownership &) = delete;

	glue_port *glue() const { return delivery_.glue(); }
	Delivery &delivery() { return delivery_; }

	// Process or softirq context.

	/// A3, but for a port that is a Linux driver's: that is Sharing::claim().
	bool take(const void *caller);
	/// A1: Status::pending.
	Status queue(ntparport_waiter &waiter, const void *caller);
	bool cancel(ntparport_waiter &waiter);
	void free();
	/// Does the next piece of work but for claiming and releasing, and says what it was.
	Arbiter::Work work();
	/// Has the tasklet do what is to be done.
	void schedule_if_needed();

	// Interrupt lock held.

	bool take_at_interrupt_level(const void *caller);
	void free_from_interrupt_level();

	// Process context.

	/// Nobody refers to the port any more: its requests end. Who had the port.
	const void *close();
	/// The Linux port goes away (L5): closed for good.
	void remove();
	/// Waits for whoever is inside, and until all is done. The port is closed.
	void drain();
	/// C7. One of the two locks is enough.
	bool is_removed() const { return arbiter_.is_removed(); }
	/// D4: see Port.
	void settle(const module *module);
	void forget(const module *module, const char *name);

	template <typename OnConnection, typename OnWaiter>
	void visit(OnConnection on_connection, OnWaiter on_waiter)
	{
		Guard guard(*this);

		delivery_.chain().for_each(on_connection);
		arbiter_.for_each_waiter(on_waiter);
	}
	/// Rounds of deferred checks so far. Interrupt lock held.
	unsigned long long checks() const { return checks_; }

private:
	void unlock(unsigned long flags);
	bool has_work();

	// Interrupt lock held.
	void free_locked();
	void close_locked();
	void check();
	void connections_changed(bool stays);
	void quiet();

	// No lock held (a sleeper: any).
	void complete(ntparport_waiter &waiter, int status) const;

	Arbiter arbiter_;
	Delivery delivery_;
	unsigned long long checks_ = 0;
	bool stray_free_logged_ = false;
};
