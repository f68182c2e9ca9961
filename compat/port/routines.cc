// SPDX-License-Identifier: GPL-2.0
/// routines.cc - the routines of PARALLEL_PORT_INFORMATION and PARALLEL_INTERRUPT_INFORMATION.
///
/// The core's own routines take its port as context, those of Windows the extension of the port's
/// device (W3). To them, a port that nobody has opened does not exist.

#include "module/glue/glue.h"
#include "base/check.hh"
#include "base/handed.hh"
#include "base/poll.h"
#include "port/request.hh"

namespace {

ntparport *core_of(PVOID context)
{
	return context ? port::port_of_context(context).core() : nullptr;
}

BOOLEAN NTAPI try_allocate_port(PVOID context)
{
	ntparport *core = core_of(context);

	if (core && ntparport_try_allocate_as(core, Caller().code()))
		return true;
	nt_poll();  // some callers try until they have it
	return false;
}

VOID NTAPI free_port(PVOID context)
{
	ntparport_free(core_of(context));
	nt_poll();  // nothing is held now
}

ULONG NTAPI query_num_waiters(PVOID context)
{
	nt_poll();
	return ntparport_query_waiters(core_of(context));
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
