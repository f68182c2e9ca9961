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
		isrs_ = static_cast<glue_isr *>(glue_alloc(size_ * sizeof(glue_isr)));
}

IsrChain::Room::~Room()
{
	glue_free(isrs_);
}

IsrChain::~IsrChain()
{
	glue_free(isrs_);
}

void IsrChain::add(Connection &connection, Room &room)
{
	connections_.push_back(connection);
	++size_;
	deferred_count_ += connection.service.deferred != nullptr;
	if (room.size_) {
		std::swap(isrs_, room.isrs_);
		room_ = room.size_;
	}
	list_isrs();
}

Connection *IsrChain::remove(const ntparport_interrupt_service &service)
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
			isrs_[isr_count_++] = { connection.service.isr, connection.service.isr_context };
}
