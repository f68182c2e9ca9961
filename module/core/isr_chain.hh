// SPDX-License-Identifier: GPL-2.0
/// isr_chain.hh - who is connected to a port's interrupt, in order.
#pragma once

#include "../ntparport.h"
#include "../rt/list.hh"

/// An interrupt service routine in the chain.
struct IsrEntry {
	rt::Link link;
	unsigned char (*routine)(_KINTERRUPT *, void *);
	void *context;
};

/// A deferred port check in the chain.
struct DeferredEntry {
	rt::Link link;
	void (*routine)(void *);
	void *context;
};

/// One connection. Its entries are in the chain's lists if they have a routine.
struct Connection {
	rt::Link link;
	IsrEntry isr;
	DeferredEntry deferred;

	/// D2: found by the interrupt routine or, without one, by the deferred one.
	bool matches(const ntparport_interrupt_service &service) const;
};

/// The connections of one port. It has no lock of its own: everything but the
/// constructor needs the port's interrupt lock.
class IsrChain {
public:
	/// Calls every interrupt routine in the order of connection (I1). True if
	/// any of them claimed the interrupt (I2).
	bool interrupt(_KINTERRUPT *object)
	{
		unsigned char claimed = 0;

		for (const IsrEntry &isr : isrs_)
			claimed |= isr.routine(object, isr.context);
		return claimed;
	}

	/// Calls the deferred routines in the order of connection (F1) for as long
	/// as `go_on()` is true (F2).
	template <typename Predicate>
	void check(Predicate go_on)
	{
		for (const DeferredEntry &deferred : deferreds_) {
			if (!go_on())
				return;
			deferred.routine(deferred.context);
		}
	}

	void add(Connection &connection);
	/// The oldest connection that matches, taken out of the chain, or nullptr.
	Connection *remove(const ntparport_interrupt_service &service);
	/// The oldest connection with a routine for which `wanted()` is true, taken
	/// out of the chain, or nullptr.
	template <typename Predicate>
	Connection *remove_if(Predicate wanted)
	{
		for (Connection &connection : connections_) {
			if (wanted(connection)) {
				unlink(connection);
				return &connection;
			}
		}
		return nullptr;
	}

	unsigned int size() const { return size_; }
	bool has_deferred() const { return !deferreds_.empty(); }

private:
	void unlink(Connection &connection);

	rt::List<IsrEntry> isrs_;
	rt::List<DeferredEntry> deferreds_;
	rt::List<Connection> connections_;
	unsigned int size_ = 0;
};
