// SPDX-License-Identifier: GPL-2.0
/// registry.cc - all ports of the machine.

#include "registry.hh"

Port *Registry::attach(parport *parport)
{
	Port *after = nullptr;

	// parport announces a port twice if it appears while we register.
	for (Port &port : ports_)
		if (port.is_for(parport))
			return nullptr;

	const char *name = glue_parport_name(parport);

	if (!glue_parport_is_pc_style(parport)) {
		glue_log(GLUE_INFO, nullptr, "%s: not a PC-style port with an I/O base: left alone",
			 name);
		return nullptr;
	}
	if (glue_parport_is_multiplexed(parport)) {
		glue_log(GLUE_INFO, nullptr,
			 "%s: behind a multiplexer: left alone, use the port itself", name);
		return nullptr;
	}
	rt::Unique<Port> created = Port::create(parport);
	if (!created) {
		glue_log(GLUE_WARN, nullptr, "%s: no memory: not available", name);
		return nullptr;
	}
	Port *port = created.release();	 // now the list owns it
	for (Port &other : ports_) {
		if (other.number() > port->number()) {
			after = &other;
			break;
		}
	}
	if (after)
		ports_.insert_before(*after, *port);
	else
		ports_.push_back(*port);
	if (timing_)
		static_cast<void>(port->start_timing());  // it has no connections yet
	port->log_presence();
	return port;
}

Port *Registry::find(parport *parport)
{
	for (Port &port : ports_)
		if (port.is_for(parport))
			return &port;
	return nullptr;
}

void Registry::detach(Port &port)
{
	rt::List<Port>::remove(port);
	if (port.remove())
		rt::Unique<Port> gone(&port);
	else
		removed_.push_back(port);
}

Status Registry::get(unsigned int number, Port **found)
{
	for (Port &port : ports_) {
		if (port.number() != number)
			continue;
		Status status = port.get();
		if (status == Status::ok)
			*found = &port;
		return status;
	}
	return Status::removed;
}

Port *Registry::get_from(unsigned int number)
{
	for (Port &port : ports_)
		if (port.number() >= number && port.get() == Status::ok)
			return &port;
	return nullptr;
}

void Registry::put(Port *port)
{
	if (!port->put())
		return;
	rt::List<Port>::remove(*port);
	rt::Unique<Port> gone(port);
}

void Registry::module_live(const module *module)
{
	for (Port &port : ports_)
		port.settle(module);
}

void Registry::module_gone(const module *module)
{
	for (Port &port : ports_)
		port.forget(module);
}

void Registry::redirect()
{
	for (Port &port : ports_)
		port.redirect();
}

bool Registry::sample()
{
	bool connected = false;

	for (Port &port : ports_)
		connected |= port.sample();
	return connected;
}

Status Registry::start_timing()
{
	for (Port &port : ports_) {
		if (port.start_timing() != Status::ok) {
			stop_timing();
			return Status::no_memory;
		}
	}
	timing_ = true;
	return Status::ok;
}

void Registry::stop_timing()
{
	timing_ = false;
	for (Port &port : ports_)
		port.stop_timing();
}

void Registry::clear()
{
	while (rt::Unique<Port> port{ removed_.pop_front() })
		glue_log(GLUE_WARN, nullptr, "a client never put a port that was removed: freed");
}
