// SPDX-License-Identifier: GPL-2.0
/// information.cc - PARALLEL_PNP_INFORMATION: what the hardware can do, and routines for it.

#include "glue/parport.h"
#include "base/check.hh"
#include "base/handed.hh"
#include "ke/interrupt.hh"
#include "port/registers.hh"
#include "port/request.hh"

using port::Port;
using port::port_of_context;

bool port::context_ok(void *context, Caller caller)
{
	return ok(nt_device_is_port_extension(context), "the context", caller);
}

namespace {

/// Calls `act` with the port, if that is open.
template <typename Act>
NTSTATUS with_core(void *context, Caller caller, Act act)
{
	Port &port = port_of_context(context);
	ntparport *core = port.core();

	if (!core)
		return STATUS_DELETE_PENDING;
	return ke::may_lock(core, caller) ? act(port, core) : STATUS_INVALID_DEVICE_STATE;
}

NTSTATUS try_chip_mode(PVOID context, UCHAR mode, bool set, Caller caller)
{
	if (!irql_ok(DISPATCH_LEVEL, caller))
		return STATUS_INVALID_DEVICE_STATE;
	if (!port::context_ok(context, caller))
		return STATUS_INVALID_PARAMETER;
	return with_core(context, caller, [=](Port &port, ntparport *core) {
		return port::chip_mode(port, core, mode, set);
	});
}

NTSTATUS NTAPI try_set_chip_mode(PVOID context, UCHAR mode)
{
	return try_chip_mode(context, mode, true, Caller());
}

NTSTATUS NTAPI clear_chip_mode(PVOID context, UCHAR mode)
{
	return try_chip_mode(context, mode, false, Caller());
}

/// The command, or nullptr if it is not memory, which is logged.
const PARALLEL_1284_COMMAND *command_of(PVOID command, Caller caller)
{
	const auto *result = static_cast<const PARALLEL_1284_COMMAND *>(command);

	return ok(is_memory(result), "the command", caller) ? result : nullptr;
}

/// Calls `act` with the port and the command, if both are there.
template <typename Act>
NTSTATUS with_command(PVOID context, PVOID given, Caller caller, Act act)
{
	if (!irql_ok(DISPATCH_LEVEL, caller))
		return STATUS_INVALID_DEVICE_STATE;
	const auto *command = command_of(given, caller);
	if (!command || !port::context_ok(context, caller))
		return STATUS_INVALID_PARAMETER;
	return with_core(context, caller,
			 [&](Port &port, ntparport *core) { return act(port, core, *command); });
}

NTSTATUS NTAPI try_select(PVOID context, PVOID given)
{
	const Caller caller;

	return with_command(context, given, caller,
			    [&](Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command) {
				    return port::try_select(port, core, command, caller.code());
			    });
}

NTSTATUS NTAPI try_deselect(PVOID context, PVOID given)
{
	return with_command(context, given, Caller(),
			    [](Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command) {
				    return port::deselect(port, core, command);
			    });
}

void fill_hardware(PARALLEL_PNP_INFORMATION &result, const parport *parport)
{
	const unsigned long ecp = glue_parport_ecp_base(parport);

	if (nt_parport_has_byte_mode(parport))
		result.HardwareCapabilities |= PPT_BYTE_PRESENT;
	if (nt_parport_has_epp_mode(parport)) {
		const unsigned long epp = nt_parport_base(parport) + port::epp_registers;

		result.HardwareCapabilities |= PPT_EPP_PRESENT;
		result.EppControllerPhysicalAddress.QuadPart = static_cast<LONGLONG>(epp);
		result.SpanOfEppController = port::epp_span;
	}
	if (!ecp)
		return;
	result.OriginalEcpController.QuadPart = static_cast<LONGLONG>(ecp);
	// An address for READ_PORT_UCHAR(): on this hardware an I/O port number.
	result.EcpController = reinterpret_cast<PUCHAR>(ecp);
	result.SpanOfEcpController = port::ecp_registers;
	result.HardwareCapabilities |= PPT_ECP_PRESENT;
	nt_parport_fifo(parport, &result.FifoDepth, &result.FifoWidth);
}

}

NTSTATUS port::pnp_information(Request &request)
{
	Port &port = request.port;
	PARALLEL_PNP_INFORMATION result{};

	if (request.output_length < sizeof(result))
		return STATUS_BUFFER_TOO_SMALL;
	with_parport(request.core, false,
		     [&](const parport *parport) { fill_hardware(result, parport); });
	result.PortNumber = port.number();
	result.TrySetChipMode = handed<try_set_chip_mode>(request.caller);
	result.ClearChipMode = handed<clear_chip_mode>(request.caller);
	result.TrySelectDevice = handed<::try_select>(request.caller);
	result.DeselectDevice = handed<::try_deselect>(request.caller);
	result.Context = request.extension;
	result.Ieee1284_3DeviceCount = port.chain();
	if (port.chain())
		result.HardwareCapabilities |= PPT_1284_3_PRESENT;
	result.CurrentMode = port.chip_mode() == Port::no_chip_mode ? ECR_SPP_MODE :
								      port.chip_mode();
	result.PortName = port.lpt();
	*static_cast<PARALLEL_PNP_INFORMATION *>(request.buffer) = result;
	request.information = sizeof(result);
	return STATUS_SUCCESS;
}
