// SPDX-License-Identifier: GPL-2.0
/// chain.cc - the 1284.3 chain of devices. parport has the same, but only for its own devices. This
/// uses parport's operations, so that it works with any low-level driver.

#include "glue/io_port.h"
#include "glue/parport.h"
#include "port/registers.hh"
#include "port/request.hh"

using port::Port;

namespace {

/// What is sent to the chain through the data register.
enum : UCHAR {
	cpp_assign = 0x00,  // plus the address
	cpp_deselect = 0x30,
	cpp_select = 0xe0,  // plus the address, compatibility mode
};

/// Bits of the status register.
enum : UCHAR {
	status_error = 0x08,
	status_select = 0x10,
	status_paper_out = 0x20,
	status_busy = 0x80,
};

/// Bits of the control register; the higher ones are reserved.
enum : UCHAR { control_lines = 0x0f, control_bits = 0x3f };

constexpr unsigned int chain_max = 4;  // how many addresses there are
constexpr ULONG settle_us = 2;

/// The chain on a port, for some commands; afterwards the control register is as clients have left
/// it. Under the interrupt lock.
class Chain {
public:
	/// Clients write the control register directly, so parport's copy, on which strobing
	/// relies, is stale. All ones: the register cannot be read.
	explicit Chain(parport *parport) : parport_(parport), control_(read_control())
	{
		if (control_ == control_bits)
			control_ = nt_parport_read_control(parport_);
		nt_parport_write_control(parport_, control_ & control_lines & ~NT_PARPORT_STROBE);
	}
	/// parport's operations leave the interrupt enable bit as parport knows it, so this writes
	/// the register itself.
	~Chain()
	{
		nt_parport_write_control(parport_, control_ & control_lines);
		if (read_control() != control_bits)
			nt_out(nt_parport_base(parport_) + port::control_register, control_);
	}
	Chain(const Chain &) = delete;
	Chain &operator=(const Chain &) = delete;

	/// Returns how many devices have an address now.
	unsigned int assign_addresses() const;
	/// False: no device answers.
	bool select(UCHAR id) const;
	void deselect_all() const { static_cast<void>(send(cpp_deselect)); }

private:
	UCHAR read_control() const
	{
		return nt_in(nt_parport_base(parport_) + port::control_register) & control_bits;
	}
	UCHAR status_after(UCHAR data) const;
	void set_strobe(bool on) const;
	bool knock() const;
	int send(UCHAR command) const;

	parport *parport_;
	UCHAR control_;
};

UCHAR Chain::status_after(UCHAR data) const
{
	nt_parport_write_data(parport_, data);
	KeStallExecutionProcessor(settle_us);
	return nt_parport_read_status(parport_);
}

void Chain::set_strobe(bool on) const
{
	nt_parport_strobe(parport_, on);
	KeStallExecutionProcessor(settle_us);
}

/// Whether the chain listens: it answers the pattern, which a printer does not.
bool Chain::knock() const
{
	constexpr UCHAR mask = status_busy | status_paper_out | status_select | status_error;

	nt_parport_data_forward(parport_);
	status_after(0xaa);
	status_after(0x55);
	status_after(0x00);
	return (status_after(0xff) & mask) == mask &&
	       (status_after(0x87) & mask) == (status_select | status_error);
}

/// Returns the status during the strobe, or -1: there is no chain.
int Chain::send(UCHAR command) const
{
	if (!knock())
		return -1;
	status_after(0x78);
	status_after(command);
	set_strobe(true);
	const UCHAR status = nt_parport_read_status(parport_);
	set_strobe(false);
	status_after(0xff);
	return status;
}

unsigned int Chain::assign_addresses() const
{
	constexpr UCHAR another = status_paper_out | status_select;
	unsigned int n = 0;

	if (!knock())
		return 0;
	UCHAR status = status_after(0x78);
	while (n < chain_max && (status & another) == another) {
		status_after(static_cast<UCHAR>(cpp_assign + n));
		set_strobe(true);
		set_strobe(false);
		n++;
		// The device says that it is the last one.
		if (!(status & status_busy))
			break;
		status = nt_parport_read_status(parport_);
	}
	status_after(0xff);
	return n;
}

/// As in parport, the fault line says that nobody answers.
bool Chain::select(UCHAR id) const
{
	const int status = send(static_cast<UCHAR>(cpp_select + id));

	return status >= 0 && !(status & status_error);
}

/// STATUS_INVALID_DEVICE_STATE: no client has the port.
template <typename Routine>
NTSTATUS with_chain(ntparport *core, Routine routine)
{
	return port::with_parport(core, true, [&](parport *parport) { routine(Chain(parport)); }) ?
		       STATUS_SUCCESS :
		       STATUS_INVALID_DEVICE_STATE;
}

/// The device at the end needs no selection: it is reached when none is selected.
bool at_the_end(const PARALLEL_1284_COMMAND &command)
{
	return command.CommandFlags & PAR_END_OF_CHAIN_DEVICE;
}

bool keeps_port(const PARALLEL_1284_COMMAND &command)
{
	return command.CommandFlags & PAR_HAVE_PORT_KEEP_PORT;
}

NTSTATUS check(const Port &port, const PARALLEL_1284_COMMAND &command)
{
	return at_the_end(command) || command.ID < port.chain() ? STATUS_SUCCESS :
								  STATUS_INVALID_PARAMETER;
}

NTSTATUS deselect_all(ntparport *core)
{
	return with_chain(core, [](const Chain &chain) { chain.deselect_all(); });
}

NTSTATUS select_it(ntparport *core, const PARALLEL_1284_COMMAND &command)
{
	bool answers = false;

	if (at_the_end(command))
		return deselect_all(core);
	const NTSTATUS status =
		with_chain(core, [&](const Chain &chain) { answers = chain.select(command.ID); });
	return NT_SUCCESS(status) && !answers ? STATUS_UNSUCCESSFUL : status;
}

}

NTSTATUS port::init_chain(Request &request)
{
	return with_chain(request.core, [&](const Chain &chain) {
		request.port.set_chain(chain.assign_addresses());
	});
}

NTSTATUS port::selected(ntparport *core, const PARALLEL_1284_COMMAND &command)
{
	const NTSTATUS status = select_it(core, command);

	if (!NT_SUCCESS(status))
		ntparport_free(core);
	return status;
}

NTSTATUS port::select(const Request &request)
{
	const auto *command = request.input<const PARALLEL_1284_COMMAND>();

	if (!command)
		return STATUS_BUFFER_TOO_SMALL;
	const NTSTATUS status = check(request.port, *command);
	if (!NT_SUCCESS(status))
		return status;
	return keeps_port(*command) ? select_it(request.core, *command) : STATUS_PENDING;
}

NTSTATUS port::try_select(Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command,
			  const void *caller)
{
	const NTSTATUS status = check(port, command);

	if (!NT_SUCCESS(status))
		return status;
	if (keeps_port(command))
		return select_it(core, command);
	return ntparport_try_allocate_as(core, caller) ? selected(core, command) : STATUS_PENDING;
}

NTSTATUS port::deselect(const Port &port, ntparport *core, const PARALLEL_1284_COMMAND &command)
{
	NTSTATUS status = check(port, command);

	if (NT_SUCCESS(status))
		status = deselect_all(core);
	if (NT_SUCCESS(status) && !keeps_port(command))
		ntparport_free(core);
	return status;
}

NTSTATUS port::deselect(const Request &request)
{
	const auto *command = request.input<const PARALLEL_1284_COMMAND>();

	return command ? deselect(request.port, request.core, *command) : STATUS_BUFFER_TOO_SMALL;
}
