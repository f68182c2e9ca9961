// SPDX-License-Identifier: GPL-2.0
/// port.hh - a port as drivers see it; no driver sees it.
#pragma once

#include "module/ntparport.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/work.hh"

namespace port {

/// A port: its devices refer to it. It is open while somebody uses it: then it has the
/// module's port, `struct ntparport`.
class Port {
public:
	/// A port and its device \Device\ParallelPortN, which has the one reference. nullptr:
	/// there is no memory, or the name is taken. PASSIVE_LEVEL.
	static Port *create(unsigned int number);
	Port(const Port &) = delete;
	Port &operator=(const Port &) = delete;

	/// A reference, and the reverse. Any IRQL.
	void get() { __atomic_fetch_add(&references_, 1, __ATOMIC_RELAXED); }
	void put();

	/// One more user: a file, a physical device or a request. 0 or a negative errno.
	/// PASSIVE_LEVEL.
	int open();
	/// The same, only where it is open already; false: it is not. At or below DISPATCH_LEVEL.
	bool use();
	/// The same for a request of the code at `caller`, which need not have opened it.
	NTSTATUS use_for_request(const void *caller);
	/// One user less. At or below DISPATCH_LEVEL.
	void close();
	/// The module's port, or nullptr: it is not open. Stays with a user.
	ntparport *core() const { return __atomic_load_n(&core_, __ATOMIC_RELAXED); }

	/// The Linux port goes. Any IRQL.
	void set_gone() { __atomic_store_n(&gone_, true, __ATOMIC_RELAXED); }
	bool is_gone() const { return __atomic_load_n(&gone_, __ATOMIC_RELAXED); }
	/// It has gone: the device goes, and with it, in the end, this. PASSIVE_LEVEL.
	void remove();

	unsigned int number() const { return number_; }
	/// LPTn, counted from 1 (W12).
	WCHAR *lpt() { return lpt_; }
	PDEVICE_OBJECT device() const { return device_; }

	// Features: set under the interrupt lock.

	enum : UCHAR { no_chip_mode = 0xff };
	/// What a client has set.
	UCHAR chip_mode() const { return chip_mode_; }
	void set_chip_mode(UCHAR mode) { chip_mode_ = mode; }
	/// How many devices the 1284.3 chain has.
	unsigned int chain() const { return chain_; }
	void set_chain(unsigned int devices) { chain_ = devices; }

private:
	friend rt::List<Port>;
	friend rt::Unique<Port>;

	explicit Port(unsigned int number);
	~Port() = default;

	void give_back();
	static void give_back_later(void *port);

	/// state_: whether it is open, and twice the number of users.
	enum : unsigned int { is_open = 1, user = 2 };

	rt::Link link{};  // first: in the list of all ports
	unsigned int references_ = 1;
	const unsigned int number_;
	PDEVICE_OBJECT device_ = nullptr;
	unsigned int state_ = 0;
	bool gone_ = false;
	Work later_;  // gives the port back after a close above PASSIVE_LEVEL
	bool later_queued_ = false;
	// Guarded by the mutex.
	ntparport *core_ = nullptr;
	bool removed_ = false;
	bool borrowed_ = false;	 // a request came without a file: the port stays open
	WCHAR name_[24] = {};
	WCHAR lpt_[8] = {};
	// Guarded by the interrupt lock.
	UCHAR chip_mode_ = no_chip_mode;
	unsigned int chain_ = 0;
};

/// A reference to a port for a scope.
class PortRef {
public:
	explicit PortRef(Port &port) : port_(port) { port_.get(); }
	~PortRef() { port_.put(); }
	PortRef(const PortRef &) = delete;
	PortRef &operator=(const PortRef &) = delete;

private:
	Port &port_;
};

/// What begins the extension of a port's devices, of physical ones, too.
struct Extension {
	Port *port;
};

/// W3: for the routines that a port gives to drivers, the context is the extension.
inline Port &port_of_context(void *context) { return *static_cast<Extension *>(context)->port; }
inline Port &port_of(PDEVICE_OBJECT device) { return port_of_context(device->DeviceExtension); }

/// What open() returns, as a status.
NTSTATUS status_of_open(int err);

}
