// SPDX-License-Identifier: GPL-2.0
/// guard.hh - locks held for a scope.
#pragma once

#include "../glue/glue.h"
#include "capability.hh"

namespace rt {

/// The interrupt lock of a port, whichever that is, and the registry mutex.
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it is nowhere defined
extern const Lock interrupt_lock;
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): nor is this
extern const Lock registry_mutex;

/// Holds the port's interrupt lock (DIRQL). Any context in which it is not held already.
class LOCK_GUARD InterruptGuard {
public:
	// Inline, so that the flags stay in a register.
	[[gnu::always_inline]] explicit InterruptGuard(glue_port *port) ACQUIRES(interrupt_lock)
		: port_(port), flags_(glue_lock_irqsave(port))
	{ }
	[[gnu::always_inline]] ~InterruptGuard() RELEASES()
	{
		glue_unlock_irqrestore(port_, flags_);
	}
	InterruptGuard(const InterruptGuard &) = delete;
	InterruptGuard &operator=(const InterruptGuard &) = delete;

private:
	glue_port *port_;
	unsigned long flags_;
};

/// Holds the registry mutex. Process context; sleeps.
class LOCK_GUARD RegistryGuard {
public:
	RegistryGuard() ACQUIRES(registry_mutex) { glue_registry_lock(); }
	~RegistryGuard() RELEASES() { glue_registry_unlock(); }
	RegistryGuard(const RegistryGuard &) = delete;
	RegistryGuard &operator=(const RegistryGuard &) = delete;
};

/// A section that glue_synchronize() waits for. Any context; must not sleep.
class Section {
public:
	Section() { glue_enter_section(); }
	~Section() { glue_leave_section(); }
	Section(const Section &) = delete;
	Section &operator=(const Section &) = delete;
};

}
