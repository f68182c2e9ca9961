// SPDX-License-Identifier: GPL-2.0
/// registry.hh - all ports of the machine.
#pragma once

#include "../rt/list.hh"
#include "port.hh"

/// The ports, by number, and those that were removed while somebody still
/// refers to them. Everything needs the registry mutex.
class Registry {
public:
	/// A Linux port appeared. Returns the new port for it, to be published, or nullptr.
	Port *attach(parport *parport);
	/// The port for a Linux port, or nullptr if that is not one of ours.
	Port *find(parport *parport);
	/// The Linux port goes away.
	void detach(Port &port);

	/// A reference to port `number`, to be given back with put().
	Status get(unsigned int number, Port **found);
	/// The same for the first port from `number` on that can be had, or nullptr.
	Port *get_from(unsigned int number);
	void put(Port *port);

	/// D4.
	void module_live(const module *module);
	void module_gone(const module *module);
	/// core_redirect(), core_sample() and core_start_timing() for each port.
	void redirect();
	bool sample();
	Status start_timing();
	void stop_timing();
	/// The module is being unloaded: clients are gone, and what they forgot goes now.
	void clear();

private:
	rt::List<Port> ports_;
	rt::List<Port> removed_;
	bool timing_ = false;
};
