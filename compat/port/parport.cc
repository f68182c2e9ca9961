// SPDX-License-Identifier: GPL-2.0
/// parport.cc - parport.sys: the internal device-control requests of a port.

#include <parallel.h>

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/handed.hh"
#include "base/poll.h"
#include "ke/interrupt.hh"

// The buffer is passed on as it is, so the layouts must be the same.
#define SAME_LAYOUT(windows, linux, member_w, member_l) \
	static_assert(offsetof(windows, member_w) == offsetof(linux, member_l))
static_assert(sizeof(PARALLEL_INTERRUPT_SERVICE_ROUTINE) == sizeof(ntparport_interrupt_service));
SAME_LAYOUT(PARALLEL_INTERRUPT_SERVICE_ROUTINE, ntparport_interrupt_service,
	    InterruptServiceRoutine, isr);
SAME_LAYOUT(PARALLEL_INTERRUPT_SERVICE_ROUTINE, ntparport_interrupt_service,
	    InterruptServiceContext, isr_context);
SAME_LAYOUT(PARALLEL_INTERRUPT_SERVICE_ROUTINE, ntparport_interrupt_service,
	    DeferredPortCheckRoutine, deferred);
SAME_LAYOUT(PARALLEL_INTERRUPT_SERVICE_ROUTINE, ntparport_interrupt_service,
	    DeferredPortCheckContext, deferred_context);

namespace {

/// The status for what the functions of ntparport.h return.
NTSTATUS to_ntstatus(int err)
{
	switch (err) {
	case 0:
		return STATUS_SUCCESS;
	case -GLUE_EINPROGRESS:
		return STATUS_PENDING;
	case -GLUE_ENOMEM:
		return STATUS_INSUFFICIENT_RESOURCES;
	case -GLUE_EBUSY:
		return STATUS_DEVICE_BUSY;
	case -GLUE_ENODEV:
		return STATUS_DELETE_PENDING;
	case -GLUE_EINVAL:
		return STATUS_INVALID_PARAMETER;
	case -GLUE_EOPNOTSUPP:
		return STATUS_NOT_SUPPORTED;
	case -GLUE_ECANCELED:
	case -GLUE_EINTR:
		return STATUS_CANCELLED;
	default:  // -GLUE_EPERM: connect requests are disabled
		return STATUS_UNSUCCESSFUL;
	}
}

// The routines of PARALLEL_PORT_INFORMATION. Their context is the port.

/// The port; nullptr: there is none, or the call is a mistake, which is logged.
ntparport *core_for(PVOID context, Caller caller)
{
	auto *core = static_cast<ntparport *>(context);

	return irql_ok(DISPATCH_LEVEL, caller) && core && ke::may_lock(core, caller) ? core :
										       nullptr;
}

BOOLEAN NTAPI try_allocate_port(PVOID context)
{
	const Caller caller(__builtin_return_address(0), "TryAllocatePort");

	if (ntparport_try_allocate_as(core_for(context, caller), caller.code()))
		return true;
	nt_poll();  // some callers try until they have it
	return false;
}

VOID NTAPI free_port(PVOID context)
{
	ntparport_free(core_for(context, Caller(__builtin_return_address(0), "FreePort")));
}

ULONG NTAPI query_num_waiters(PVOID context)
{
	return ntparport_query_waiters(
		core_for(context, Caller(__builtin_return_address(0), "QueryNumWaiters")));
}

struct Buffer {
	void *memory;
	unsigned int input_length;
	unsigned int output_length;

	/// The input as a T, or nullptr if it is too short.
	template <typename T>
	const T *input() const
	{
		return input_length < sizeof(T) ? nullptr : static_cast<const T *>(memory);
	}

	template <typename T>
	bool has_room() const
	{
		return output_length >= sizeof(T);
	}

	/// METHOD_BUFFERED: the output replaces the input.
	template <typename T>
	NTSTATUS output(const T &value, unsigned long *information) const
	{
		*static_cast<T *>(memory) = value;
		*information = sizeof(T);
		return STATUS_SUCCESS;
	}
};

/// What is called for the routines of a connection.
ntparport_interrupt_service routines_of(const PARALLEL_INTERRUPT_SERVICE_ROUTINE &service)
{
	const void *isr =
		nt_isr_of(reinterpret_cast<const void *>(service.InterruptServiceRoutine));

	return {
		reinterpret_cast<PKSERVICE_ROUTINE>(const_cast<void *>(isr)),
		service.InterruptServiceContext,
		service.DeferredPortCheckRoutine,
		service.DeferredPortCheckContext,
	};
}

/// Both are called later, one of them with interrupts off.
bool routines_ok(const PARALLEL_INTERRUPT_SERVICE_ROUTINE &service, const void *client)
{
	const Caller caller(client, "IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT");

	return (!service.InterruptServiceRoutine || ok(is_routine(service.InterruptServiceRoutine),
						       "InterruptServiceRoutine", caller)) &&
	       (!service.DeferredPortCheckRoutine ||
		ok(is_routine(service.DeferredPortCheckRoutine), "DeferredPortCheckRoutine",
		   caller));
}

NTSTATUS connect(ntparport *port, const Buffer &buffer, unsigned long *information,
		 const void *client)
{
	const auto *service = buffer.input<PARALLEL_INTERRUPT_SERVICE_ROUTINE>();
	ntparport_interrupt_information result{};

	if (!service || !buffer.has_room<PARALLEL_INTERRUPT_INFORMATION>())
		return STATUS_BUFFER_TOO_SMALL;
	if (!routines_ok(*service, client))
		return STATUS_INVALID_PARAMETER;

	const ntparport_interrupt_service request = routines_of(*service);
	int err = ntparport_connect(port, &request, &result);
	if (err)
		return to_ntstatus(err);
	return buffer.output(
		PARALLEL_INTERRUPT_INFORMATION{
			result.interrupt,
			result.try_allocate_at_interrupt_level,
			result.free_from_interrupt_level,
			result.context,
		},
		information);
}

NTSTATUS disconnect(ntparport *port, const Buffer &buffer)
{
	const auto *service = buffer.input<PARALLEL_INTERRUPT_SERVICE_ROUTINE>();

	if (!service)
		return STATUS_BUFFER_TOO_SMALL;

	const ntparport_interrupt_service request = routines_of(*service);
	return to_ntstatus(ntparport_disconnect(port, &request));
}

NTSTATUS allocate(ntparport *port, ntparport_waiter *waiter, const void *caller)
{
	if (waiter)
		return to_ntstatus(ntparport_allocate_async_as(port, waiter, caller));
	return to_ntstatus(ntparport_allocate_as(port, NTPARPORT_FOREVER, caller));
}

NTSTATUS port_information(ntparport *port, const ntparport_information &facts, const Buffer &buffer,
			  unsigned long *information)
{
	PARALLEL_PORT_INFORMATION result = {};

	if (!buffer.has_room<PARALLEL_PORT_INFORMATION>())
		return STATUS_BUFFER_TOO_SMALL;
	result.OriginalController.QuadPart = static_cast<LONGLONG>(facts.base);
	// An address for READ_PORT_UCHAR(): on this hardware an I/O port number.
	result.Controller = reinterpret_cast<PUCHAR>(facts.base);
	result.SpanOfController = facts.span;
	result.TryAllocatePort = handed<try_allocate_port>();
	result.FreePort = handed<free_port>();
	result.QueryNumWaiters = handed<query_num_waiters>();
	result.Context = port;
	return buffer.output(result, information);
}

NTSTATUS more_port_information(const ntparport_information &facts, const Buffer &buffer,
			       unsigned long *information)
{
	MORE_PARALLEL_PORT_INFORMATION result = {};

	if (!buffer.has_room<MORE_PARALLEL_PORT_INFORMATION>())
		return STATUS_BUFFER_TOO_SMALL;
	result.InterfaceType = facts.pci ? PCIBus : Isa;
	if (facts.irq >= 0) {
		result.InterruptLevel = facts.irq;
		result.InterruptVector = facts.irq;
		result.InterruptAffinity = ~static_cast<KAFFINITY>(0);
	}
	result.InterruptMode = facts.pci ? LevelSensitive : Latched;
	return buffer.output(result, information);
}

}

int ntparport_request_as(ntparport *port, unsigned int code, void *buffer,
			 unsigned int input_length, unsigned int output_length,
			 ntparport_waiter *waiter, unsigned long *information, const void *client)
{
	const Buffer request = { buffer, input_length, output_length };
	ntparport_information facts{};

	if (!information)
		return STATUS_INVALID_PARAMETER;
	*information = 0;
	if (!buffer && (input_length || output_length))
		return STATUS_INVALID_PARAMETER;
	if (int err = ntparport_get_information(port, &facts))	// C7, for any request
		return to_ntstatus(err);

	switch (code) {
	case IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT:
		return connect(port, request, information, client);
	case IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT:
		return disconnect(port, request);
	case IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE:
		return allocate(port, waiter, client);
	case IOCTL_INTERNAL_PARALLEL_PORT_FREE:
		ntparport_free(port);
		return STATUS_SUCCESS;
	case IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO:
		return port_information(port, facts, request, information);
	case IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO:
		return more_port_information(facts, request, information);
	case IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO:
		return STATUS_SUCCESS;
	default:
		return STATUS_INVALID_PARAMETER;
	}
}
