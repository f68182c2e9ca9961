// SPDX-License-Identifier: GPL-2.0
/// port.hh - what drivers know as a port; internal.
#pragma once

#include "module/ntparport.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/counted.hh"
#include "base/guard.hh"
#include "base/work.hh"
#include "io/device.h"
#include "ke/interrupt.hh"

namespace port {

/// One mutex for all ports: opening one takes the mutex of all ports of the module anyway.
using OpenGuard = MutexGuard<NT_PORTS_MUTEX>;

/// A port, to which its devices refer. It is open while somebody uses it, and then has the module's
/// port, `struct ntparport`.
class Port : public Counted<Port> {
public:
	/// Makes a port and its device \Device\ParallelPortN, which has the only reference.
	/// nullptr: there is no memory, or the name is taken. PASSIVE_LEVEL.
	static Port *create(unsigned int number);
	Port(const Port &) = delete;
	Port &operator=(const Port &) = delete;

	/// Adds a user: a file, a physical device or a request. 0 or a negative errno.
	/// PASSIVE_LEVEL.
	int open() EXCLUDES(OpenGuard::lock);
	/// The same, but only if the port is open already; false: it is not. At or below
	/// DISPATCH_LEVEL.
	bool use();
	/// The same for a request of the code at `caller`, which need not have opened the port.
	NTSTATUS use_for_request(const void *caller);
	/// Removes a user. At or below DISPATCH_LEVEL.
	void close();
	/// The module's port, or nullptr if this is not open. It stays as long as there is a user.
	ntparport *core() const { return __atomic_load_n(&core_, __ATOMIC_RELAXED); }

	/// The Linux port goes away. Any IRQL.
	void set_gone() { __atomic_store_n(&gone_, true, __ATOMIC_RELAXED); }
	bool is_gone() const { return __atomic_load_n(&gone_, __ATOMIC_RELAXED); }
	/// The Linux port has gone: the device goes, and in the end this goes with it.
	/// PASSIVE_LEVEL.
	void remove();

	unsigned int number() const { return number_; }
	/// LPTn, counted from 1 (W12).
	WCHAR *lpt() { return lpt_; }
	PDEVICE_OBJECT device() const { return device_; }

	// Features: set under the interrupt lock.

	enum : UCHAR { no_chip_mode = 0xff };
	/// The mode that a client has set.
	UCHAR chip_mode() const { return chip_mode_; }
	void set_chip_mode(UCHAR mode) { chip_mode_ = mode; }
	/// How many devices are in the 1284.3 chain.
	unsigned int chain() const { return chain_; }
	void set_chain(unsigned int devices) { chain_ = devices; }

private:
	friend Counted<Port>;
	friend rt::List<Port>;
	friend rt::Unique<Port>;

	explicit Port(unsigned int number);
	~Port() = default;

	void give_back();
	static void give_back_later(void *port);

	/// state_ holds whether the port is open, and twice the number of users.
	enum : unsigned int { is_open = 1, user = 2 };

	rt::Link link{};  // first: in the list of all ports
	References references_{ 1 };
	const unsigned int number_;
	PDEVICE_OBJECT device_ = nullptr;
	unsigned int state_ = 0;
	bool gone_ = false;
	Work later_;  // gives the port back after a close above PASSIVE_LEVEL
	bool later_queued_ = false;
	/// Also read without the mutex, in one step.
	ntparport *core_ GUARDED_BY(OpenGuard::lock) = nullptr;
	/// Published while it is open.
	ke::PortInterrupt interrupt_ GUARDED_BY(OpenGuard::lock){};
	bool removed_ GUARDED_BY(OpenGuard::lock) = false;
	/// A request came without a file: the port stays open.
	bool borrowed_ GUARDED_BY(OpenGuard::lock) = false;
	WCHAR name_[24] = {};
	WCHAR lpt_[8] = {};
	// Guarded by the interrupt lock.
	UCHAR chip_mode_ = no_chip_mode;
	unsigned int chain_ = 0;
};

using PortRef = CountedRef<Port>;

/// The size of the extension of a port's devices, also of physical ones. Nothing is in it: drivers
/// could write there.
[[maybe_unused]] constexpr ULONG extension_size = sizeof(void *);

inline Port &port_of(PDEVICE_OBJECT device) { return *static_cast<Port *>(nt_device_port(device)); }
/// W3: the routines that a port gives to drivers get the extension as context.
inline Port &port_of_context(void *context)
{
	return *static_cast<Port *>(nt_device_port_of_extension(context));
}

/// The result of open(), as a status.
NTSTATUS status_of_open(int err);

}
