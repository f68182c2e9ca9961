// SPDX-License-Identifier: GPL-2.0
/// isr_chain.cc - who is connected to a port's interrupt, in order.

#include "isr_chain.hh"

#include <utility>

bool Connection::matches(const ntparport_interrupt_service &wanted) const
{
	if (service.isr != wanted.isr)
		return false;
	if (service.isr)
		return service.isr_context == wanted.isr_context;
	return service.deferred == wanted.deferred &&
	       service.deferred_context == wanted.deferred_context;
}

IsrChain::Room::Room(const IsrChain &chain)
	: size_(chain.size_ < chain.room_ ? 0 : 2 * chain.size_ + (chain.size_ == 0))
{
	if (size_)
		isrs_ = rt::Unique<glue_isr[]>(size_);
}

void IsrChain::add(rt::Unique<Connection> &connection, Room &room)
{
	deferred_count_ += connection->service.deferred != nullptr;
	connections_.push_back(*connection.release());
	++size_;
	if (room.size_) {
		isrs_ = std::move(room.isrs_);
		room_ = room.size_;
	}
	list_isrs();
}

rt::Unique<Connection> IsrChain::remove(const ntparport_interrupt_service &service)
{
	return remove_if([&](const Connection &connection) { return connection.matches(service); });
}

void IsrChain::unlink(Connection &connection)
{
	rt::List<Connection>::remove(connection);
	--size_;
	deferred_count_ -= connection.service.deferred != nullptr;
	list_isrs();
}

void IsrChain::list_isrs()
{
	isr_count_ = 0;
	for (const Connection &connection : connections_)
		if (connection.service.isr)
			isrs_[isr_count_++] = { connection.service.isr,
						connection.service.isr_context };
}
