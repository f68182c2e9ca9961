// SPDX-License-Identifier: GPL-2.0
/// request.hh - an internal device-control request to a port; no driver sees it.
#pragma once

#include <parallel.h>

#include "port/port.hh"

namespace port {

/// Of METHOD_BUFFERED: output replaces the input. Whoever serves it checks the lengths.
struct Request {
	Port &port;
	ntparport *core;  // in use by the request
	void *buffer;
	ULONG input_length;
	ULONG output_length;
	ULONG_PTR information;	// of the I/O status block
	void *extension;	// of the device it was sent to
	const void *caller;

	/// The input as a T, or nullptr: it is too short.
	template <typename T>
	T *input() const
	{
		return input_length < sizeof(T) ? nullptr : static_cast<T *>(buffer);
	}
};

// What the core knows nothing of. The first three serve requests of that name; the others
// are what routines that clients are given do, too.

NTSTATUS pnp_information(Request &request);
/// Sets the mode, or clears it.
NTSTATUS chip_mode(Request &request, bool set);
NTSTATUS chip_mode(Port &port, ntparport *core, UCHAR mode, bool set);

NTSTATUS init_chain(Request &request);
/// STATUS_PENDING: the port has to be allocated first; then selected().
NTSTATUS select(const Request &request);
NTSTATUS deselect(const Request &request);
/// The same, for who can be told that somebody else has the port: STATUS_PENDING.
NTSTATUS try_select(Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command,
		    const void *caller);
NTSTATUS deselect(const Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command);
/// The client has the port now: selects the device, or frees the port again.
NTSTATUS selected(ntparport *core, const PARALLEL_1284_COMMAND &command);

/// Puts the routines of Windows' kind, which take the extension for context (W3), into the
/// answer that the core has given.
void give_routines(ULONG code, const Request &request);

/// The key of the port allows connecting, whatever the module's parameter says (W11).
bool connect_enabled(Port &port);

}
