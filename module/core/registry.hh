// SPDX-License-Identifier: GPL-2.0
/// registry.hh - all ports of the machine.
#pragma once

#include "../rt/list.hh"
#include "port.hh"

/// The ports, by number, and those that were removed while somebody still
/// refers to them. Everything needs the registry mutex.
class Registry {
public:
	/// A Linux port appeared.
	void attach(parport *parport);
	/// It goes away. Nothing happens if it is not ours.
	void detach(parport *parport);

	/// A reference to port `number`, to be given back with put().
	Status get(unsigned int number, Port **found);
	/// The same for the first port from `number` on that can be had, or nullptr.
	Port *get_from(unsigned int number);
	void put(Port *port);

	/// D4.
	void module_live(const module *module);
	void module_gone(const module *module);
	/// Unloading: clients are gone, and so is what they forgot.
	void clear();

private:
	rt::List<Port> ports_;
	rt::List<Port> removed_;
};
