// SPDX-License-Identifier: GPL-2.0
/// dispatch.cc - requests to a port: to open it, to close it, to ask it something.

#include "module/glue/glue.h"
#include "module/rt/minmax.hh"
#include "glue/log.h"
#include "base/check.hh"
#include "base/handed.hh"
#include "ke/interrupt.hh"
#include "io/irp.h"
#include "port/physical.hh"
#include "port/ports.hh"
#include "port/queue.hh"
#include "port/request.hh"

using port::Port;
using port::port_of;
using port::Request;

namespace {

NTSTATUS NTAPI create(PDEVICE_OBJECT device, PIRP irp)
{
	return nt_irp_finish(irp, port::status_of_open(port_of(device).open()), 0);
}

NTSTATUS NTAPI cleanup(PDEVICE_OBJECT, PIRP irp) { return nt_irp_finish(irp, STATUS_SUCCESS, 0); }

NTSTATUS NTAPI close(PDEVICE_OBJECT device, PIRP irp)
{
	port_of(device).close();
	return nt_irp_finish(irp, STATUS_SUCCESS, 0);
}

bool may_sleep(ULONG code)
{
	return code == IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT ||
	       code == IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT;
}

/// STATUS_PENDING: the request has to wait for the port.
NTSTATUS serve(ULONG code, Request &request)
{
	ntparport_information facts{};
	unsigned long information = 0;

	if (ntparport_get_information(request.core, &facts))
		return STATUS_DELETE_PENDING;  // C7, for any request
	switch (code) {
	case IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT:
		core_enable_connect(request.core, port::connect_enabled(request.port));
		break;
	case IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE:
		return STATUS_PENDING;
	case IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO:
		return port::pnp_information(request);
	case IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE:
		return port::chip_mode(request, true);
	case IOCTL_INTERNAL_PARALLEL_CLEAR_CHIP_MODE:
		return port::chip_mode(request, false);
	case IOCTL_INTERNAL_INIT_1284_3_BUS:
		return port::init_chain(request);
	case IOCTL_INTERNAL_SELECT_DEVICE:
		return port::select(request);
	case IOCTL_INTERNAL_DESELECT_DEVICE:
		return port::deselect(request);
	}
	const NTSTATUS status = ntparport_request_as(request.core, code, request.buffer,
						     request.input_length, request.output_length,
						     nullptr, &information, request.caller);
	request.information = information;
	if (NT_SUCCESS(status))
		port::give_routines(code, request);
	return status;
}

NTSTATUS NTAPI internal_control(PDEVICE_OBJECT device, PIRP irp)
{
	const auto &control = IoGetCurrentIrpStackLocation(irp)->Parameters.DeviceIoControl;
	const ULONG code = control.IoControlCode;
	Port &port = port_of(device);
	Request request = {
		.port = port,
		.core = nullptr,
		.buffer = irp->AssociatedIrp.SystemBuffer,
		.input_length = control.InputBufferLength,
		.output_length = control.OutputBufferLength,
		.information = 0,
		.extension = nt_device_extension(device),
		.caller = nt_irp_caller(irp),
	};

	if (may_sleep(code) && KeGetCurrentIrql() > PASSIVE_LEVEL) {
		nt_warn("%pS: connecting and disconnecting an interrupt is allowed at PASSIVE_LEVEL only\n",
			request.caller);
		return nt_irp_finish(irp, STATUS_INVALID_DEVICE_STATE, 0);
	}
	if (!request.buffer) {
		request.input_length = 0;
		request.output_length = 0;
	} else if (!nt_is_memory(request.buffer,
				 rt::max(request.input_length, request.output_length))) {
		nt_warn("%pS: a request to a port has a system buffer that is not at a valid address\n",
			request.caller);
		return nt_irp_finish(irp, STATUS_INVALID_PARAMETER, 0);
	}
	NTSTATUS status = port.use_for_request(request.caller);
	if (!NT_SUCCESS(status))
		return nt_irp_finish(irp, status, 0);
	request.core = port.core();
	status = ke::may_lock(request.core, Caller(request.caller, "IofCallDriver")) ?
			 serve(code, request) :
			 STATUS_INVALID_DEVICE_STATE;
	if (status == STATUS_PENDING)
		return port::wait_for_port(port, irp,
					   code == IOCTL_INTERNAL_SELECT_DEVICE ?
						   request.input<const PARALLEL_1284_COMMAND>() :
						   nullptr);
	port.close();
	return nt_irp_finish(irp, status, request.information);
}

}

/// As they are in the driver's object at first.
static PDRIVER_DISPATCH routines[IRP_MJ_MAXIMUM_FUNCTION + 1];

void port::set_dispatch_routines(PDRIVER_OBJECT driver)
{
	driver->MajorFunction[IRP_MJ_CREATE] = handed<create>();
	driver->MajorFunction[IRP_MJ_CLEANUP] = handed<cleanup>();
	driver->MajorFunction[IRP_MJ_CLOSE] = handed<close>();
	driver->MajorFunction[IRP_MJ_INTERNAL_DEVICE_CONTROL] = handed<internal_control>();
	driver->MajorFunction[IRP_MJ_PNP] = handed<pnp_request>();
	driver->MajorFunction[IRP_MJ_POWER] = handed<power_request>();
	memcpy(routines, driver->MajorFunction, sizeof(routines));
	nt_driver_set_majors(nt_driver_of_object(driver), routines);
}
