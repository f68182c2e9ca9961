// SPDX-License-Identifier: GPL-2.0
/// chip_mode.cc - modes of a port's chip.

#include "glue/io_port.h"
#include "glue/parport.h"
#include "port/registers.hh"
#include "port/request.hh"

using port::Port;

namespace {

constexpr UCHAR ecr_mode = 0xe0;  // the mode bits of the extended control register

/// L8: a chip without any ECP mode has no register that sets modes.
bool has_mode(const parport *parport, UCHAR mode)
{
	if (!glue_parport_ecp_base(parport))
		return false;
	switch (mode) {
	case ECR_BYTE_MODE:
		return nt_parport_has_byte_mode(parport);
	case ECR_EPP_MODE:
		return nt_parport_has_epp_mode(parport);
	case ECR_SPP_MODE:
	case ECR_FASTCENT_MODE:
	case ECR_ECP_MODE:
	case ECR_TEST_MODE:
	case ECR_CONFIG_MODE:
		return true;
	default:
		return false;
	}
}

/// A chip changes to any other mode only by way of one of the first two.
void write_mode(const parport *parport, UCHAR mode)
{
	const unsigned long ecr = glue_parport_ecp_base(parport) + port::ecr;
	const UCHAR rest = nt_in(ecr) & ~ecr_mode;

	if (mode > ECR_BYTE_MODE)
		nt_out(ecr, ECR_BYTE_MODE | rest);
	nt_out(ecr, mode | rest);
}

/// The Linux port is there.
NTSTATUS change_mode(Port &port, const parport *parport, UCHAR mode, bool set)
{
	if (!has_mode(parport, mode))
		return STATUS_NO_SUCH_DEVICE;
	// A mode that is set must be cleared, by naming it, before another can be set.
	if (port.chip_mode() != (set ? UCHAR{ Port::no_chip_mode } : mode))
		return STATUS_INVALID_DEVICE_STATE;
	write_mode(parport, set ? mode : ECR_SPP_MODE);
	port.set_chip_mode(set ? mode : UCHAR{ Port::no_chip_mode });
	return STATUS_SUCCESS;
}

}

NTSTATUS port::chip_mode(Port &port, ntparport *core, UCHAR mode, bool set)
{
	// No client has the port.
	NTSTATUS status = STATUS_INVALID_DEVICE_STATE;

	with_parport(core, true, [&](const parport *parport) {
		status = change_mode(port, parport, mode, set);
	});
	return status;
}

NTSTATUS port::chip_mode(Request &request, bool set)
{
	auto *mode = request.input<PARALLEL_CHIP_MODE>();

	if (!mode)
		return STATUS_BUFFER_TOO_SMALL;
	const NTSTATUS status = chip_mode(request.port, request.core, mode->ModeFlags, set);
	mode->success = NT_SUCCESS(status);
	return status;
}
