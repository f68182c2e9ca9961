// SPDX-License-Identifier: GPL-2.0
/*
 * features.c - requests to a port beside interrupts and allocation: what the
 * hardware can do, chip modes, and the 1284.3 chain of devices.
 *
 * Registers are touched under the port's interrupt lock, and only while a client
 * has the port: no Linux driver can get it meanwhile.
 */

#include <linux/delay.h>
#include <linux/io.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "port/port_device.h"

#define CONTROL_REGISTER	2	/* from the base */
#define ECR			2	/* from the base of the ECP registers */
#define ECR_MODE		0xe0
#define EPP_REGISTERS		3	/* their offset from the base */
#define EPP_SPAN		5

/* Runs the routine with the Linux port; STATUS_INVALID_DEVICE_STATE: no client has it. */
static NTSTATUS with_port(struct ntparport *core, void (*routine)(struct parport *parport,
								  void *context), void *context)
{
	return core_with_parport(core, true, routine, context) ? STATUS_SUCCESS :
		STATUS_INVALID_DEVICE_STATE;
}

/* Chip modes */

struct mode_change {
	struct nt_port *port;
	u8 mode;
	bool set;
	NTSTATUS status;
};

/* L8: a chip in which no ECP mode was found has no register to set modes by. */
static bool has_mode(const struct parport *parport, u8 mode)
{
	if (!glue_parport_ecp_base(parport))
		return false;
	switch (mode) {
	case ECR_BYTE_MODE:
		return parport->modes & PARPORT_MODE_TRISTATE;
	case ECR_EPP_MODE:
		return parport->modes & PARPORT_MODE_EPP;
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

/* A chip changes its mode only by way of the first two. */
static void write_mode(const struct parport *parport, u8 mode)
{
	unsigned long ecr = glue_parport_ecp_base(parport) + ECR;
	u8 rest = inb(ecr) & ~ECR_MODE;

	if (mode > ECR_BYTE_MODE)
		outb(ECR_BYTE_MODE | rest, ecr);
	outb(mode | rest, ecr);
}

static void change_mode(struct parport *parport, void *context)
{
	struct mode_change *change = context;
	u8 current_mode = change->port->chip_mode;

	change->status = STATUS_SUCCESS;
	if (!has_mode(parport, change->mode)) {
		change->status = STATUS_NO_SUCH_DEVICE;
	} else if (current_mode != (change->set ? NT_NO_CHIP_MODE : change->mode)) {
		change->status = STATUS_INVALID_DEVICE_STATE;
	} else {
		write_mode(parport, change->set ? change->mode : ECR_SPP_MODE);
		change->port->chip_mode = change->set ? change->mode : NT_NO_CHIP_MODE;
	}
}

static NTSTATUS chip_mode(struct nt_port *port, struct ntparport *core, u8 mode, bool set)
{
	struct mode_change change = { .port = port, .mode = mode, .set = set };
	NTSTATUS status = with_port(core, change_mode, &change);

	return NT_SUCCESS(status) ? change.status : status;
}

NTSTATUS nt_port_chip_mode(struct nt_port_request *request, bool set)
{
	PARALLEL_CHIP_MODE *mode = request->buffer;
	NTSTATUS status;

	if (request->input_length < sizeof(*mode))
		return STATUS_BUFFER_TOO_SMALL;
	status = chip_mode(request->port, request->core, mode->ModeFlags, set);
	mode->success = NT_SUCCESS(status);
	return status;
}

static NTSTATUS NTAPI try_set_chip_mode(PVOID context, UCHAR mode)
{
	struct nt_port *port = nt_port_of_context(context);

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	return port->port ? chip_mode(port, port->port, mode, true) : STATUS_DELETE_PENDING;
}

static NTSTATUS NTAPI clear_chip_mode(PVOID context, UCHAR mode)
{
	struct nt_port *port = nt_port_of_context(context);

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	return port->port ? chip_mode(port, port->port, mode, false) : STATUS_DELETE_PENDING;
}

/*
 * The 1284.3 chain. parport has the same, for its own devices only; its
 * operations are used here, so that any low-level driver does.
 */

#define CPP_ASSIGN	0x00	/* plus the address */
#define CPP_DESELECT	0x30
#define CPP_SELECT	0xe0	/* plus the address, compatibility mode */
#define CHAIN_MAX	4	/* addresses */
#define CPP_SETTLE_US	2

struct chain_command {
	struct nt_port *port;
	u8 id;
	bool ok;
};

static u8 status_after(struct parport *parport, u8 data)
{
	parport->ops->write_data(parport, data);
	udelay(CPP_SETTLE_US);
	return parport->ops->read_status(parport);
}

/*
 * Clients write the control register directly: parport's copy, which strobing
 * goes by, is stale. All ones: the register cannot be read.
 */
static u8 take_control(struct parport *parport)
{
	u8 control = inb(parport->base + CONTROL_REGISTER) & 0x3f;

	if (control == 0x3f)
		control = parport->ops->read_control(parport);
	parport->ops->write_control(parport, control & 0x0f & ~PARPORT_CONTROL_STROBE);
	return control;
}

static void give_control_back(struct parport *parport, u8 control)
{
	parport->ops->write_control(parport, control & 0x0f);
	/* parport's operations leave the interrupt enable bit as parport knows it. */
	if ((inb(parport->base + CONTROL_REGISTER) & 0x3f) != 0x3f)
		outb(control, parport->base + CONTROL_REGISTER);
}

static void strobe(struct parport *parport)
{
	parport->ops->frob_control(parport, PARPORT_CONTROL_STROBE, PARPORT_CONTROL_STROBE);
	udelay(CPP_SETTLE_US);
	parport->ops->frob_control(parport, PARPORT_CONTROL_STROBE, 0);
	udelay(CPP_SETTLE_US);
}

/* The chain listens: it answers the pattern that a printer does not. */
static bool knock(struct parport *parport)
{
	const u8 mask = PARPORT_STATUS_BUSY | PARPORT_STATUS_PAPEROUT | PARPORT_STATUS_SELECT |
		PARPORT_STATUS_ERROR;

	parport->ops->data_forward(parport);
	status_after(parport, 0xaa);
	status_after(parport, 0x55);
	status_after(parport, 0x00);
	if ((status_after(parport, 0xff) & mask) != mask)
		return false;
	if ((status_after(parport, 0x87) & mask) !=
	    (PARPORT_STATUS_SELECT | PARPORT_STATUS_ERROR))
		return false;
	return true;
}

/* Sends a command; returns the status during the strobe, or -1: there is no chain. */
static int send_command(struct parport *parport, u8 command)
{
	int status;

	if (!knock(parport))
		return -1;
	status_after(parport, 0x78);
	status_after(parport, command);
	parport->ops->frob_control(parport, PARPORT_CONTROL_STROBE, PARPORT_CONTROL_STROBE);
	udelay(CPP_SETTLE_US);
	status = parport->ops->read_status(parport);
	parport->ops->frob_control(parport, PARPORT_CONTROL_STROBE, 0);
	udelay(CPP_SETTLE_US);
	status_after(parport, 0xff);
	return status;
}

static void assign_addresses(struct parport *parport, void *context)
{
	const u8 another = PARPORT_STATUS_PAPEROUT | PARPORT_STATUS_SELECT;
	struct chain_command *command = context;
	u8 control = take_control(parport), status;
	unsigned int n = 0;

	if (knock(parport)) {
		status = status_after(parport, 0x78);
		while (n < CHAIN_MAX && (status & another) == another) {
			status_after(parport, CPP_ASSIGN + n);
			strobe(parport);
			n++;
			/* It says that it is the last one. */
			if (!(status & PARPORT_STATUS_BUSY))
				break;
			status = parport->ops->read_status(parport);
		}
		status_after(parport, 0xff);
	}
	give_control_back(parport, control);
	command->port->chain = n;
}

static void select_device(struct parport *parport, void *context)
{
	struct chain_command *command = context;
	u8 control = take_control(parport);
	int status = send_command(parport, CPP_SELECT + command->id);

	give_control_back(parport, control);
	/* As parport has it: the fault line says that nobody answers. */
	command->ok = status >= 0 && !(status & PARPORT_STATUS_ERROR);
}

static void deselect_all(struct parport *parport, void *context)
{
	u8 control = take_control(parport);

	send_command(parport, CPP_DESELECT);
	give_control_back(parport, control);
}

NTSTATUS nt_port_init_chain(struct nt_port_request *request)
{
	struct chain_command command = { .port = request->port };

	return with_port(request->core, assign_addresses, &command);
}

/* The device at the end needs no selection: it is what the chain leads to. */
static bool at_the_end(const PARALLEL_1284_COMMAND *command)
{
	return command->CommandFlags & PAR_END_OF_CHAIN_DEVICE;
}

static bool keeps_port(const PARALLEL_1284_COMMAND *command)
{
	return command->CommandFlags & PAR_HAVE_PORT_KEEP_PORT;
}

static NTSTATUS check(struct nt_port *port, const PARALLEL_1284_COMMAND *command)
{
	return at_the_end(command) || command->ID < port->chain ? STATUS_SUCCESS :
		STATUS_INVALID_PARAMETER;
}

static NTSTATUS select_it(struct nt_port *port, struct ntparport *core,
			  const PARALLEL_1284_COMMAND *command)
{
	struct chain_command select = { .port = port, .id = command->ID };
	NTSTATUS status;

	if (at_the_end(command))
		return with_port(core, deselect_all, NULL);
	status = with_port(core, select_device, &select);
	if (NT_SUCCESS(status) && !select.ok)
		status = STATUS_UNSUCCESSFUL;
	return status;
}

NTSTATUS nt_port_selected(struct nt_port *port, struct ntparport *core,
			  const PARALLEL_1284_COMMAND *command)
{
	NTSTATUS status = select_it(port, core, command);

	if (!NT_SUCCESS(status))
		ntparport_free(core);
	return status;
}

NTSTATUS nt_port_select(struct nt_port_request *request)
{
	const PARALLEL_1284_COMMAND *command = request->buffer;
	NTSTATUS status;

	if (request->input_length < sizeof(*command))
		return STATUS_BUFFER_TOO_SMALL;
	status = check(request->port, command);
	if (!NT_SUCCESS(status))
		return status;
	return keeps_port(command) ? select_it(request->port, request->core, command) :
		STATUS_PENDING;
}

static NTSTATUS deselect(struct nt_port *port, struct ntparport *core,
			 const PARALLEL_1284_COMMAND *command)
{
	NTSTATUS status = check(port, command);

	if (NT_SUCCESS(status))
		status = with_port(core, deselect_all, NULL);
	if (NT_SUCCESS(status) && !keeps_port(command))
		ntparport_free(core);
	return status;
}

NTSTATUS nt_port_deselect(struct nt_port_request *request)
{
	if (request->input_length < sizeof(PARALLEL_1284_COMMAND))
		return STATUS_BUFFER_TOO_SMALL;
	return deselect(request->port, request->core, request->buffer);
}

/* STATUS_PENDING, as on Windows: somebody else has the port. */
#define COMMAND_OK(command) \
	nt_ok(nt_is_memory(command, sizeof(PARALLEL_1284_COMMAND)), "the command")

static NTSTATUS NTAPI try_select(PVOID context, PVOID command)
{
	struct nt_port *port = nt_port_of_context(context);
	NTSTATUS status;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!COMMAND_OK(command))
		return STATUS_INVALID_PARAMETER;
	if (!port->port)
		return STATUS_DELETE_PENDING;
	status = check(port, command);
	if (!NT_SUCCESS(status))
		return status;
	if (keeps_port(command))
		return select_it(port, port->port, command);
	if (!ntparport_try_allocate_as(port->port, nt_caller()))
		return STATUS_PENDING;
	return nt_port_selected(port, port->port, command);
}

static NTSTATUS NTAPI try_deselect(PVOID context, PVOID command)
{
	struct nt_port *port = nt_port_of_context(context);

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!COMMAND_OK(command))
		return STATUS_INVALID_PARAMETER;
	return port->port ? deselect(port, port->port, command) : STATUS_DELETE_PENDING;
}

/* What the hardware can do */

static void hardware(struct parport *parport, void *context)
{
	unsigned long ecp = glue_parport_ecp_base(parport);
	PARALLEL_PNP_INFORMATION *result = context;

	if (parport->modes & PARPORT_MODE_TRISTATE)
		result->HardwareCapabilities |= PPT_BYTE_PRESENT;
	if (parport->modes & PARPORT_MODE_EPP) {
		result->HardwareCapabilities |= PPT_EPP_PRESENT;
		result->EppControllerPhysicalAddress.QuadPart = parport->base + EPP_REGISTERS;
		result->SpanOfEppController = EPP_SPAN;
	}
	if (!ecp)
		return;
	result->OriginalEcpController.QuadPart = ecp;
	result->EcpController = (PUCHAR)ecp;
	result->SpanOfEcpController = NT_ECP_REGISTERS;
	result->HardwareCapabilities |= PPT_ECP_PRESENT;
	/* The only low-level driver with ECP registers. */
	if (!strcmp(module_name(parport->ops->owner), "parport_pc")) {
		const struct parport_pc_private *private = parport->private_data;

		result->FifoDepth = private->fifo_depth;
		result->FifoWidth = private->pword;
	}
}

NTSTATUS nt_port_pnp_information(struct nt_port_request *request)
{
	PARALLEL_PNP_INFORMATION *result = request->buffer;
	struct nt_port *port = request->port;

	if (request->output_length < sizeof(*result))
		return STATUS_BUFFER_TOO_SMALL;
	memset(result, 0, sizeof(*result));
	core_with_parport(request->core, false, hardware, result);
	result->PortNumber = port->number;
	result->TrySetChipMode = try_set_chip_mode;
	result->ClearChipMode = clear_chip_mode;
	result->TrySelectDevice = try_select;
	result->DeselectDevice = try_deselect;
	result->Context = request->extension;
	result->Ieee1284_3DeviceCount = port->chain;
	if (port->chain)
		result->HardwareCapabilities |= PPT_1284_3_PRESENT;
	result->CurrentMode = port->chip_mode == NT_NO_CHIP_MODE ? ECR_SPP_MODE : port->chip_mode;
	result->PortName = port->lpt;
	request->information = sizeof(*result);
	return STATUS_SUCCESS;
}
