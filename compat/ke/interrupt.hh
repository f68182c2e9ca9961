// SPDX-License-Identifier: GPL-2.0
/// interrupt.hh - interrupt objects of drivers that connect to a line themselves
/// (IoConnectInterrupt()); no driver sees it. That of a connection by request is the port's.
#pragma once

#include "module/ntparport.h"
#include "module/rt/list.hh"
#include "base/check.hh"
#include "base/guard.hh"

namespace ke {

/// A raw lock, because on PREEMPT_RT objects are also looked for by code that has the lock of a port's
/// interrupt: that lock leaves the IRQL as it is, and one that turns softirqs off must not follow it.
using InterruptsGuard = RawGuard<NT_INTERRUPTS_LOCK>;

/// Whether the port's interrupt lock may be taken, by the calling code at or below DISPATCH_LEVEL; if
/// not, logs it. On PREEMPT_RT that is also the IRQL of whoever has it.
bool may_lock(const ntparport *port, Caller caller);

/// The interrupt object of a port, which is the module's port, while that is open.
class PortInterrupt {
public:
	PortInterrupt() = default;
	~PortInterrupt() = default;
	PortInterrupt(const PortInterrupt &) = delete;
	PortInterrupt &operator=(const PortInterrupt &) = delete;

	/// KeAcquireInterruptSpinLock() finds it from here on; and no longer. At or below
	/// DISPATCH_LEVEL.
	void publish(ntparport *port);
	void unpublish();
	ntparport *port() const { return port_; }

private:
	friend rt::List<PortInterrupt>;

	rt::Link link{};  // first: in the list
	ntparport *port_ = nullptr;
};

/// A routine on the line of a port. It is called with the port's interrupt lock and, inside
/// that, with the driver's own spin lock, if it has given one: for routines on several lines.
class Interrupt {
public:
	Interrupt(const Interrupt &) = delete;
	Interrupt &operator=(const Interrupt &) = delete;

	/// What its driver knows it by.
	PKINTERRUPT object() { return reinterpret_cast<PKINTERRUPT>(this); }
	/// What is connected to the port: it calls the driver's routine.
	ntparport_interrupt_service service() { return { isr, this, nullptr, nullptr }; }
	/// The code of the driver's routine.
	const void *code() const { return reinterpret_cast<const void *>(routine_); }
	ntparport *port() const { return port_; }
	PKSPIN_LOCK lock() const { return lock_; }

	/// KeSynchronizeExecution() finds it. At or below DISPATCH_LEVEL, as those below.
	void publish();
	/// And no longer: the one with this object, or nullptr.
	static Interrupt *unpublish(PKINTERRUPT object);
	/// The next one whose routine is the module's, or nullptr.
	static Interrupt *unpublish_of(const module *module);
	/// The same, among those that are connected; it stays, but is no longer connected.
	static Interrupt *disconnected_of(const module *module);
	/// It is connected from here on.
	void set_connected();

protected:
	Interrupt(ntparport *port, PKSERVICE_ROUTINE routine, PVOID context, PKSPIN_LOCK lock)
		: port_{ port }, routine_{ routine }, context_{ context }, lock_{ lock }
	{ }
	~Interrupt() = default;

private:
	friend rt::List<Interrupt>;

	bool is_of(const module *module) const;

	static BOOLEAN isr(PKINTERRUPT object, PVOID interrupt);

	rt::Link link{};  // first: in the list
	ntparport *const port_;
	const PKSERVICE_ROUTINE routine_;
	const PVOID context_;
	const PKSPIN_LOCK lock_;
	bool connected_ GUARDED_BY(InterruptsGuard::lock) = false;
};

}
