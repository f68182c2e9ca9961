// SPDX-License-Identifier: GPL-2.0
/// request.hh - an internal device-control request to a port; internal.
#pragma once

#include <parallel.h>

#include "base/check.hh"
#include "port/port.hh"

namespace port {

/// The method is METHOD_BUFFERED: the output replaces the input. Whoever serves it checks lengths.
struct Request {
	Port &port;
	ntparport *core;  // in use by the request
	void *buffer;
	ULONG input_length;
	ULONG output_length;
	ULONG_PTR information;	// for the I/O status block
	void *extension;	// that of the device to which it was sent
	const void *caller;

	/// The input as a T, or nullptr: it is too short.
	template <typename T>
	T *input() const
	{
		return input_length < sizeof(T) ? nullptr : static_cast<T *>(buffer);
	}
};

// What the core does not know about. The first three serve requests of the same name; the others
// also serve the routines that are given to clients.

NTSTATUS pnp_information(Request &request);
/// Sets the mode, or clears it.
NTSTATUS chip_mode(Request &request, bool set);
NTSTATUS chip_mode(Port &port, ntparport *core, UCHAR mode, bool set);

NTSTATUS init_chain(Request &request);
/// STATUS_PENDING: the port has to be allocated first; then call selected().
NTSTATUS select(const Request &request);
NTSTATUS deselect(const Request &request);
/// The same, for callers that must be told if somebody else has the port: STATUS_PENDING.
NTSTATUS try_select(Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command,
		    const void *caller);
NTSTATUS deselect(const Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command);
/// The client has the port now: selects the device or, if that fails, frees the port again.
NTSTATUS selected(ntparport *core, const PARALLEL_1284_COMMAND &command);

/// Whether a driver hands over the extension of a port's device, as those routines want it; if not,
/// logs it. Any IRQL.
bool context_ok(void *context, Caller caller);

/// Puts the routines of Windows' kind, which take the extension as context (W3), into the answer
/// that the core has given.
void give_routines(ULONG code, const Request &request);

/// Whether the port's key allows connecting, whatever the module's parameter says (W11).
bool connect_enabled(Port &port);

}
