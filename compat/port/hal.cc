// SPDX-License-Identifier: GPL-2.0
/// hal.cc - access to the I/O ports of parallel ports, and no others, except for what every byte
/// goes through (glue/io_port.c).

#include "glue/io_port.h"
#include "base/check.hh"
#include "base/poll.hh"
#include "port/registers.hh"

/// False: this one was logged before, and since then no other one with the same slot. 0 is no
/// address.
static bool mark_logged(unsigned long number)
{
	static constinit unsigned int logged[256];
	const unsigned int address = number < NT_IO_PORTS ? static_cast<unsigned int>(number) + 1 :
							    NT_IO_PORTS + 1;

	return __atomic_exchange_n(&logged[address % 256], address, __ATOMIC_RELAXED) != address;
}

static void refuse(unsigned long number, Caller caller)
{
	if (mark_logged(number))
		caller.complain("0x%lx is not a register of a parallel port: refused", number);
}

void port::refuse_register(const void *address, const char *routine, unsigned long number)
{
	refuse(number, Caller(address, routine));
}

namespace {

/// Whether all of the T's bytes are registers; if not, logs it. Sets `number`.
template <typename T>
bool known(T *port, unsigned long &number, Caller caller)
{
	number = reinterpret_cast<unsigned long>(port);
	if (nt_io_port_known(number, sizeof(T)))
		return true;
	refuse(number, caller);
	return false;
}

/// Whether that many items fit into the buffer; if not, logs it.
template <typename T>
bool buffer_ok(const T *buffer, ULONG count, Caller caller)
{
	return !count || ok(are_memory(buffer, count), "the buffer", caller);
}

template <typename T>
void read_buffer(T *port, T *buffer, ULONG count, Caller caller)
{
	nt_poll();
	if (!buffer_ok(buffer, count, caller))
		return;
	// The port may go in between, so each part looks whether it is there.
	in_parts(count, [=](ULONG from, ULONG items) {
		unsigned long number;

		if (known(port, number, caller))
			nt_in_string(number, sizeof(T), buffer + from, items);
		else
			__builtin_memset(buffer + from, 0xff, items * sizeof(T));
	});
}

template <typename T>
void write_buffer(T *port, const T *buffer, ULONG count, Caller caller)
{
	nt_poll();
	if (!buffer_ok(buffer, count, caller))
		return;
	in_parts(count, [=](ULONG from, ULONG items) {
		unsigned long number;

		if (known(port, number, caller))
			nt_out_string(number, sizeof(T), buffer + from, items);
	});
}

}

VOID NTAPI READ_PORT_BUFFER_UCHAR(PUCHAR port, PUCHAR buffer, ULONG count)
{
	read_buffer(port, buffer, count, Caller());
}

VOID NTAPI READ_PORT_BUFFER_USHORT(PUSHORT port, PUSHORT buffer, ULONG count)
{
	read_buffer(port, buffer, count, Caller());
}

VOID NTAPI READ_PORT_BUFFER_ULONG(PULONG port, PULONG buffer, ULONG count)
{
	read_buffer(port, buffer, count, Caller());
}

VOID NTAPI WRITE_PORT_BUFFER_UCHAR(PUCHAR port, PUCHAR buffer, ULONG count)
{
	write_buffer(port, buffer, count, Caller());
}

VOID NTAPI WRITE_PORT_BUFFER_USHORT(PUSHORT port, PUSHORT buffer, ULONG count)
{
	write_buffer(port, buffer, count, Caller());
}

VOID NTAPI WRITE_PORT_BUFFER_ULONG(PULONG port, PULONG buffer, ULONG count)
{
	write_buffer(port, buffer, count, Caller());
}
