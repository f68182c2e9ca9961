// SPDX-License-Identifier: GPL-2.0
/// connections.cc - clients connect to one port's interrupt, and disconnect.

#include "connections.hh"

using Guard = Ownership::Guard;

Status Connections::connect(ntparport *port, const ntparport_interrupt_service &service,
			    bool exclusive, ntparport_interrupt_information *information)
{
	Ownership &ownership = sharing_->ownership();
	IsrChain &chain = ownership.delivery().chain();
	bool timed = ownership.delivery().watch().is_timing();
	rt::Unique<Connection> connection(new (rt::kernel) Connection(service, exclusive));
	IsrChain::Room room(chain);

	glue_assert_registry_locked();
	if (chain.is_exclusive() || (exclusive && chain.size())) {
		glue_log(
			GLUE_WARN, ownership.glue(),
			"connect refused: %s; unload that driver first",
			exclusive ?
				"a driver asks for exclusive use of the interrupt, and another is connected" :
				"a driver has exclusive use of the interrupt");
		return Status::busy;
	}
	if (timed && connection)
		connection->measure();
	if (!connection || !room || (timed && !connection->times)) {
		glue_log(GLUE_WARN, ownership.glue(),
			 "no memory for a connection: close something and try again");
		return Status::no_memory;
	}
	Status status = Status::ok;
	bool opens_line = false;

	if (!line_.is_open()) {
		opens_line = line_.is_direct();
		if (!opens_line)
			status = line_.open();
		if (status != Status::ok)
			return status;
	}
	if (information)
		*information = {
			reinterpret_cast<_KINTERRUPT *>(port),
			ntparport_try_allocate_at_interrupt_level,
			ntparport_free_from_interrupt_level,
			port,
		};
	bool first = !chain.size();
	bool work;
	{
		Guard guard(ownership);

		chain.add(connection, room);
		// No deferred check for a connection that may yet fail.
		guard.connections_changed(!opens_line);
		work = guard->has_work();
	}
	if (chain.isr_count() == 1)
		glue_sample();
	// If others are connected, the port is ours or on its way to us.
	if (first) {
		sharing_->claim(nullptr);
		work = true;
	}
	if (opens_line) {
		// Open the line last: a level-triggered one may be up already, and then leaves
		// this CPU no time for anything else until a routine has served the device.
		status = line_.open();

		Guard guard(ownership);

		if (status != Status::ok)
			connection = chain.remove(service);
		guard.connections_changed();
	}
	if (work)
		ownership.schedule_if_needed();
	if (status != Status::ok)
		glue_tasklet_flush(ownership.glue());
	return status;
}

Status Connections::disconnect(const ntparport_interrupt_service &service)
{
	Ownership &ownership = sharing_->ownership();
	IsrChain &chain = ownership.delivery().chain();
	rt::Unique<Connection> connection;
	bool work;

	glue_assert_registry_locked();
	// Close the line first: if a level-triggered one is up, nobody would serve its device.
	if (chain.is_only(service))
		line_.close();
	{
		// D3: routines run under this lock. Once we have it, none of this connection's
		// is running, and none runs after the connection is out of the chain.
		Guard guard(ownership);

		connection = chain.remove(service);
		guard.connections_changed();
		guard.quiet();
		work = guard->has_work();
	}
	if (!connection)
		return Status::invalid;
	close_line_after_last();
	if (work)
		ownership.schedule_if_needed();
	return Status::ok;
}

rt::Unique<Connection> Connections::force(const module *module)
{
	auto is_in = [&](const void *address) {
		return address && glue_module_contains(module, address);
	};

	glue_assert_registry_locked();
	Guard guard(ownership());
	rt::Unique<Connection> connection =
		ownership().delivery().chain().remove_if([&](const Connection &c) {
			return !module || is_in(reinterpret_cast<const void *>(c.service.isr)) ||
			       is_in(reinterpret_cast<const void *>(c.service.deferred));
		});

	forced_ += static_cast<bool>(connection);
	guard.connections_changed();
	guard.quiet();
	return connection;
}

bool Connections::forget(const module *module, const char *name)
{
	rt::Unique<Connection> connection = force(module);

	if (!connection)
		return false;
	glue_log(GLUE_WARN, ownership().glue(),
		 "%s has ended without disconnecting %ps: disconnected", name,
		 connection->service.isr ?
			 reinterpret_cast<const void *>(connection->service.isr) :
			 reinterpret_cast<const void *>(connection->service.deferred));
	close_line_after_last();
	return true;
}

bool Connections::end() { return static_cast<bool>(force(nullptr)); }

void Connections::close_line_after_last()
{
	if (!ownership().delivery().chain().size())
		line_.close();
}
