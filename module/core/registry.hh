// SPDX-License-Identifier: GPL-2.0
/// registry.hh - all ports of the machine.
#pragma once

#include "../rt/list.hh"
#include "port.hh"

/// The ports, by number, and those that were removed while somebody still
/// refers to them. Everything needs the registry mutex.
class Registry {
public:
	/// A Linux port appeared. The new port for it, to be published; nullptr: none.
	Port *attach(parport *parport);
	/// The port for a Linux port, or nullptr if that is not ours.
	Port *find(parport *parport);
	/// It goes away.
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
	/// Unloading: clients are gone, and so is what they forgot.
	void clear();

private:
	rt::List<Port> ports_;
	rt::List<Port> removed_;
	bool timing_ = false;
};
