// SPDX-License-Identifier: GPL-2.0
/// registry.hh - all ports of the machine.
#pragma once

#include "../rt/list.hh"
#include "port.hh"

/// The ports, by number, and those that were removed while somebody still
/// refers to them.
class Registry {
public:
	/// A Linux port appeared. Returns the new port for it, to be published, or nullptr.
	Port *attach(parport *parport) REQUIRES(rt::registry_mutex);
	/// The port for a Linux port, or nullptr if that is not one of ours.
	Port *find(parport *parport) REQUIRES(rt::registry_mutex);
	/// The Linux port goes away.
	void detach(Port &port) REQUIRES(rt::registry_mutex);

	/// A reference to port `number`, to be given back with put().
	Status get(unsigned int number, Port **found) REQUIRES(rt::registry_mutex);
	/// The same for the first port from `number` on that can be had, or nullptr.
	Port *get_from(unsigned int number) REQUIRES(rt::registry_mutex);
	void put(Port *port) REQUIRES(rt::registry_mutex);

	/// D4.
	void module_live(const module *module) REQUIRES(rt::registry_mutex);
	void module_gone(const module *module) REQUIRES(rt::registry_mutex);
	/// core_redirect(), core_sample() and core_start_timing() for each port.
	void redirect() REQUIRES(rt::registry_mutex);
	bool sample() REQUIRES(rt::registry_mutex);
	Status start_timing() REQUIRES(rt::registry_mutex);
	void stop_timing() REQUIRES(rt::registry_mutex);
	/// The module is being unloaded: clients are gone, and what they forgot goes now.
	void clear() REQUIRES(rt::registry_mutex);

private:
	rt::List<Port> ports_ GUARDED_BY(rt::registry_mutex);
	rt::List<Port> removed_ GUARDED_BY(rt::registry_mutex);
	bool timing_ GUARDED_BY(rt::registry_mutex) = false;
};
