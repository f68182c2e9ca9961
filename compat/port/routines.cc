// SPDX-License-Identifier: GPL-2.0
/// routines.cc - the routines of PARALLEL_PORT_INFORMATION and PARALLEL_INTERRUPT_INFORMATION.
///
/// The core's own routines take its port as context, those of Windows the extension of the port's
/// device (W3). To them, a port that nobody has opened does not exist.

#include "module/glue/glue.h"
#include "base/check.hh"
#include "base/handed.hh"
#include "base/poll.h"
#include "ke/interrupt.hh"
#include "port/request.hh"

namespace {

/// For those that may be called in an interrupt, and have no time to look anything up.
ntparport *core_of(PVOID context)
{
	return context ? port::port_of_context(context).core() : nullptr;
}

/// For those that take the interrupt lock. nullptr: nobody has opened the port, or the call is a
/// mistake, which is logged.
ntparport *core_for(PVOID context, Caller caller)
{
	if (!irql_ok(DISPATCH_LEVEL, caller) || !port::context_ok(context, caller))
		return nullptr;
	ntparport *core = port::port_of_context(context).core();
	return core && ke::may_lock(core, caller) ? core : nullptr;
}

BOOLEAN NTAPI try_allocate_port(PVOID context)
{
	const Caller caller(__builtin_return_address(0), "TryAllocatePort");
	ntparport *core = core_for(context, caller);

	if (core && ntparport_try_allocate_as(core, caller.code()))
		return true;
	nt_poll();  // some callers try until they have it
	return false;
}

VOID NTAPI free_port(PVOID context)
{
	ntparport_free(core_for(context, Caller(__builtin_return_address(0), "FreePort")));
	nt_poll();  // nothing is held now
}

ULONG NTAPI query_num_waiters(PVOID context)
{
	return ntparport_query_waiters(
		core_for(context, Caller(__builtin_return_address(0), "QueryNumWaiters")));
}

BOOLEAN NTAPI try_allocate_at_interrupt_level(PVOID context)
{
	ntparport *core = core_of(context);

	if (core && core_try_allocate_at_interrupt_level(core, Caller().code()))
		return true;
	nt_poll();  // some callers try until they have it, at PASSIVE_LEVEL, too
	return false;
}

VOID NTAPI free_from_interrupt_level(PVOID context)
{
	if (ntparport *core = core_of(context))
		core_free_from_interrupt_level(core);
}

}

void port::give_routines(ULONG code, const Request &request)
{
	if (code == IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO) {
		auto *port = static_cast<PARALLEL_PORT_INFORMATION *>(request.buffer);

		port->TryAllocatePort = handed<try_allocate_port>(request.caller);
		port->FreePort = handed<free_port>(request.caller);
		port->QueryNumWaiters = handed<query_num_waiters>(request.caller);
		port->Context = request.extension;
	} else if (code == IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT) {
		auto *interrupt = static_cast<PARALLEL_INTERRUPT_INFORMATION *>(request.buffer);

		interrupt->TryAllocatePortAtInterruptLevel =
			handed<try_allocate_at_interrupt_level>(request.caller);
		interrupt->FreePortFromInterruptLevel =
			handed<free_from_interrupt_level>(request.caller);
		interrupt->Context = request.extension;
	}
}
