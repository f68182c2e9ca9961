// SPDX-License-Identifier: GPL-2.0
/// isr_chain.cc - who is connected to a port's interrupt, in order.

#include "isr_chain.hh"

bool Connection::matches(const ntparport_interrupt_service &service) const
{
	if (isr.routine != service.isr)
		return false;
	if (isr.routine)
		return isr.context == service.isr_context;
	return deferred.routine == service.deferred &&
	       deferred.context == service.deferred_context;
}

void IsrChain::add(Connection &connection)
{
	connections_.push_back(connection);
	if (connection.isr.routine)
		isrs_.push_back(connection.isr);
	if (connection.deferred.routine)
		deferreds_.push_back(connection.deferred);
	++size_;
}

Connection *IsrChain::remove(const ntparport_interrupt_service &service)
{
	return remove_if([&](const Connection &connection) { return connection.matches(service); });
}

void IsrChain::unlink(Connection &connection)
{
	rt::List<Connection>::remove(connection);
	if (connection.isr.routine)
		rt::List<IsrEntry>::remove(connection.isr);
	if (connection.deferred.routine)
		rt::List<DeferredEntry>::remove(connection.deferred);
	--size_;
}
