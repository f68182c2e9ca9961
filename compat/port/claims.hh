// SPDX-License-Identifier: GPL-2.0
/// claims.hh - ports that drivers claim for themselves; internal.
#pragma once

#include "module/rt/list.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "port/opened.hh"

namespace port {

/// Guards all claims. Taken before the mutexes of ports and of the registry.
using ClaimsGuard = MutexGuard<NT_CLAIMS_MUTEX>;

struct Claim;
using Claims = rt::List<Claim>;

/// What is being claimed for a driver, or for one of its devices: in the end it is recorded, in place
/// of what that had claimed before, or given back.
class NewClaims {
public:
	NewClaims(const nt_driver *driver, const DEVICE_OBJECT *device, Caller caller)
		: driver_(driver), device_(device), caller_(caller)
	{ }
	/// What was not recorded is given back.
	~NewClaims() REQUIRES(ClaimsGuard::lock);
	NewClaims(const NewClaims &) = delete;
	NewClaims &operator=(const NewClaims &) = delete;

	/// Claims what is in the list, if there is one, as far as it can be had.
	NTSTATUS claim(const CM_RESOURCE_LIST *list, ULONG size, bool quiet)
		REQUIRES(ClaimsGuard::lock);
	bool conflicts() const { return conflicts_; }
	/// Claims a port that has such registers, and can be had: `start` is the first of them.
	/// STATUS_CONFLICTING_ADDRESSES: there is none, which is not logged.
	NTSTATUS claim(const Wanted &wanted, unsigned long &start) REQUIRES(ClaimsGuard::lock);
	/// Finds an interrupt, of a port that is claimed here if one of these has such a one: it
	/// goes with the registers, and connecting decides who has it.
	NTSTATUS find_interrupt(ULONG least, ULONG last, ULONG &irq) REQUIRES(ClaimsGuard::lock);
	/// Gives back what has been claimed so far.
	void start_again() REQUIRES(ClaimsGuard::lock);
	/// It takes the place of what was claimed before, if there was a list.
	void record() REQUIRES(ClaimsGuard::lock) { record(given_); }
	void record(bool given) REQUIRES(ClaimsGuard::lock);

private:
	NTSTATUS claim_all(const CM_RESOURCE_LIST &list, ULONG size) REQUIRES(ClaimsGuard::lock);
	NTSTATUS claim(const CM_PARTIAL_RESOURCE_DESCRIPTOR &descriptor)
		REQUIRES(ClaimsGuard::lock);
	NTSTATUS claim_registers(unsigned long start, ULONG length) REQUIRES(ClaimsGuard::lock);
	/// STATUS_CONFLICTING_ADDRESSES: somebody else has it.
	NTSTATUS claim(Opened port) REQUIRES(ClaimsGuard::lock);
	template <typename... Arguments>
	void conflict(const char *format, Arguments... arguments)
	{
		conflicts_ = true;
		if (!quiet_)
			caller_.complain(format, arguments...);
	}

	const nt_driver *const driver_;
	const DEVICE_OBJECT *const device_;
	const Caller caller_;
	Claims fresh_;
	bool conflicts_ = false;
	bool quiet_ = false;
	bool given_ = false;
};

/// Whose resources they are; nullptr: nobody's, which is logged. The driver of the ports has none:
/// it is never unloaded, so they would stay when the caller goes.
const nt_driver *owner_of(PDRIVER_OBJECT object, PDEVICE_OBJECT device, Caller caller);

}
