// SPDX-License-Identifier: GPL-2.0
/// ownership.hh - who has a port, behind its interrupt lock.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/status.hh"
#include "arbiter.hh"
#include "delivery.hh"

/// The arbiter of one port, and what clients may ask of it. The arbiter is reached only with
/// the interrupt lock; when the lock is given back, interrupts are redirected accordingly.
/// What the arbiter wants done later, the tasklet does.
class Ownership {
public:
	/// Holds the interrupt lock for a scope. Any context in which it is not held already.
	class LOCK_GUARD Guard {
	public:
		[[gnu::always_inline]] explicit Guard(Ownership &ownership)
			ACQUIRES(rt::interrupt_lock)
			: ownership_(ownership), flags_(glue_lock_irqsave(ownership.glue()))
		{ }
		[[gnu::always_inline]] ~Guard() RELEASES() { ownership_.unlock(flags_); }
		Guard(const Guard &) = delete;
		Guard &operator=(const Guard &) = delete;

		Arbiter *operator->() const { return &ownership_.arbiter_; }
		/// Somebody has connected or disconnected. A connection gets no deferred checks
		/// before it is sure to stay.
		void connections_changed(bool stays = true) REQUIRES(rt::interrupt_lock)
		{
			ownership_.connections_changed(stays);
		}
		/// If no routine is left to serve the device, keeps it from holding the line
		/// up.
		void quiet() REQUIRES(rt::interrupt_lock) { ownership_.quiet(); }

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

	/// A3, unless a Linux driver has the port: for that see Sharing::claim().
	bool take(const void *caller);
	/// A1: queues the waiter; returns Status::pending.
	Status queue(ntparport_waiter &waiter, const void *caller);
	bool cancel(ntparport_waiter &waiter);
	void free() { free_if_of(nullptr); }
	/// The same, if this client still has the port; otherwise nothing happens.
	void free_of(const void *client) { free_if_of(client); }
	/// Does the next piece of work, unless it is claiming or releasing, and says what it
	/// was.
	Arbiter::Work work();
	/// Schedules the tasklet if there is work for it.
	void schedule_if_needed();

	bool take_at_interrupt_level(const void *caller) REQUIRES(rt::interrupt_lock);
	void free_from_interrupt_level() REQUIRES(rt::interrupt_lock);

	// Process context.

	/// Nobody refers to the port any longer, so its requests end. Returns who had the port.
	const void *close();
	/// The Linux port goes away (L5): closed for good.
	void remove();
	/// Waits until nobody is inside and all work is done. The port must be closed.
	void drain();
	/// C7. Needs one of the two locks.
	NOT_CHECKED_FOR_LOCKS bool is_removed() const { return arbiter_.is_removed(); }
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
	/// Rounds of deferred checks so far.
	unsigned long long checks() const REQUIRES(rt::interrupt_lock) { return checks_; }

private:
	void unlock(unsigned long flags) REQUIRES(rt::interrupt_lock);
	bool has_work() EXCLUDES(rt::interrupt_lock);

	void free_locked() REQUIRES(rt::interrupt_lock);
	void free_if_of(const void *client) EXCLUDES(rt::interrupt_lock);
	void close_locked() REQUIRES(rt::interrupt_lock);
	void check() REQUIRES(rt::interrupt_lock);
	void connections_changed(bool stays) REQUIRES(rt::interrupt_lock);
	void quiet() REQUIRES(rt::interrupt_lock);

	/// Without a lock; a sleeper's also with any.
	void complete(ntparport_waiter &waiter, int status) const;

	Arbiter arbiter_ GUARDED_BY(rt::interrupt_lock);
	Delivery delivery_;
	unsigned long long checks_ GUARDED_BY(rt::interrupt_lock) = 0;
	bool stray_free_logged_ GUARDED_BY(rt::interrupt_lock) = false;
};
