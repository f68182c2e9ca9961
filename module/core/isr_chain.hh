// SPDX-License-Identifier: GPL-2.0
/// isr_chain.hh - who is connected to a port's interrupt, in order.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/list.hh"
#include "../rt/unique.hh"

/// One connection.
struct Connection {
	rt::Link link;
	ntparport_interrupt_service service;
	const bool exclusive;		 ///< the only connection
	rt::Unique<glue_times[]> times;	 ///< one element, for its routine, while that is measured

	Connection(const ntparport_interrupt_service &wanted, bool alone)
		: link{}, service(wanted), exclusive(alone)
	{ }
	~Connection() = default;
	Connection(const Connection &) = delete;
	Connection &operator=(const Connection &) = delete;

	/// Process context. Without memory there are no times.
	void measure() { times = rt::Unique<glue_times[]>(1); }
	/// D2: found by the interrupt routine or, without one, by the deferred one.
	bool matches(const ntparport_interrupt_service &wanted) const;
};

/// The connections of one port. It has no lock of its own: changes need both the registry mutex
/// and the port's interrupt lock; everything else needs one of them.
class IsrChain {
public:
	/// Room for the interrupt routine of one more connection, with some to spare, so that
	/// most connections need no new room. Nothing may be connected or disconnected between
	/// its construction and add().
	class Room {
	public:
		/// Process context. False if there is no memory.
		explicit Room(const IsrChain &chain);
		explicit operator bool() const { return isrs_ || !size_; }

	private:
		friend IsrChain;
		unsigned int size_;  ///< 0: the chain has room enough
		rt::Unique<glue_isr[]> isrs_;
	};

	IsrChain() = default;
	~IsrChain() = default;
	IsrChain(const IsrChain &) = delete;
	IsrChain &operator=(const IsrChain &) = delete;

	/// The interrupt routines in the order of connection (I1).
	const glue_isr *isrs() const { return isrs_.get(); }
	unsigned int isr_count() const { return isr_count_; }

	/// Calls the deferred routines in the order of connection (F1) for as long
	/// as `go_on()` is true (F2).
	template <typename Predicate>
	void check(Predicate go_on)
	{
		for (const Connection &connection : connections_) {
			if (!connection.service.deferred)
				continue;
			if (!go_on())
				return;
			glue_call_deferred(connection.service.deferred,
					   connection.service.deferred_context);
		}
	}

	/// Hands the connection over to the chain, and `room`, which gets what the chain had
	/// before.
	void add(rt::Unique<Connection> &connection, Room &room);
	/// The oldest connection that matches, taken out of the chain, or none.
	rt::Unique<Connection> remove(const ntparport_interrupt_service &service);
	/// The oldest connection for which `wanted()` is true, taken out of the
	/// chain, or none.
	template <typename Predicate>
	rt::Unique<Connection> remove_if(Predicate wanted)
	{
		for (Connection &connection : connections_) {
			if (wanted(connection)) {
				unlink(connection);
				return rt::Unique<Connection>(&connection);
			}
		}
		return {};
	}

	/// `visit(connection)` for each, oldest first.
	template <typename Visitor>
	void for_each(Visitor visit)
	{
		for (Connection &connection : connections_)
			visit(connection);
	}

	/// Whether the connection that matches is the only one.
	bool is_only(const ntparport_interrupt_service &service)
	{
		return size_ == 1 && (*connections_.begin()).matches(service);
	}

	/// Nobody else can connect.
	bool is_exclusive() { return size_ == 1 && (*connections_.begin()).exclusive; }

	unsigned int size() const { return size_; }
	bool has_deferred() const { return deferred_count_ != 0; }

private:
	void unlink(Connection &connection);
	/// Writes the interrupt routines into an array, next to each other.
	void list_isrs();

	rt::List<Connection> connections_;
	rt::Unique<glue_isr[]> isrs_;
	unsigned int room_ = 0;	 ///< elements of isrs_
	unsigned int isr_count_ = 0;
	unsigned int deferred_count_ = 0;
	unsigned int size_ = 0;
};
