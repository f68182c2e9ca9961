// SPDX-License-Identifier: GPL-2.0
/*
 * io_port.c - the processor's I/O ports: those of parallel ports, and no others.
 *
 * Every byte comes this way: drivers call these functions directly.
 */

#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/io.h>

#include "glue/io_port.h"
#include "glue/poll_inline.h"

/* The I/O ports that are registers of parallel ports. */
static DECLARE_BITMAP(registers, NT_IO_PORTS);

static void (*refuse)(const void *address, const char *routine, unsigned long port);

void nt_io_ports_init(void (*new_tick)(void),
		      void (*refused)(const void *address, const char *routine, unsigned long port))
{
	nt_new_tick = new_tick;
	refuse = refused;
}

void nt_io_port_set(unsigned long port, bool known)
{
	assign_bit(port, registers, known);
}

/* @width must be a constant. */
static __always_inline bool are_registers(unsigned long port, unsigned int width)
{
	unsigned int i;

	if (port > NT_IO_PORTS - width)
		return false;
	for (i = 0; i < width; i++)
		if (!test_bit(port + i, registers))
			return false;
	return true;
}

bool nt_io_port_known(unsigned long port, unsigned int width)
{
	switch (width) {
	case 1:
		return are_registers(port, 1);
	case 2:
		return are_registers(port, 2);
	default:
		return are_registers(port, 4);
	}
}

/* Whether a register may be accessed; if not, the log says so. */
#define known(port)								\
	(likely(are_registers((unsigned long)(port), sizeof(*(port)))) ||	\
	 (refuse(__builtin_return_address(0), __func__, (unsigned long)(port)), false))

/* Drivers poll registers, or write to them for ever: each access checks for a new tick (W7). */

UCHAR NTAPI READ_PORT_UCHAR(PUCHAR port)
{
	nt_polled();
	return known(port) ? inb((unsigned long)port) : U8_MAX;
}
EXPORT_SYMBOL(READ_PORT_UCHAR);

USHORT NTAPI READ_PORT_USHORT(PUSHORT port)
{
	nt_polled();
	return known(port) ? inw((unsigned long)port) : U16_MAX;
}
EXPORT_SYMBOL(READ_PORT_USHORT);

ULONG NTAPI READ_PORT_ULONG(PULONG port)
{
	nt_polled();
	return known(port) ? inl((unsigned long)port) : U32_MAX;
}
EXPORT_SYMBOL(READ_PORT_ULONG);

VOID NTAPI WRITE_PORT_UCHAR(PUCHAR port, UCHAR value)
{
	nt_polled();
	if (known(port))
		outb(value, (unsigned long)port);
}
EXPORT_SYMBOL(WRITE_PORT_UCHAR);

VOID NTAPI WRITE_PORT_USHORT(PUSHORT port, USHORT value)
{
	nt_polled();
	if (known(port))
		outw(value, (unsigned long)port);
}
EXPORT_SYMBOL(WRITE_PORT_USHORT);

VOID NTAPI WRITE_PORT_ULONG(PULONG port, ULONG value)
{
	nt_polled();
	if (known(port))
		outl(value, (unsigned long)port);
}
EXPORT_SYMBOL(WRITE_PORT_ULONG);

UCHAR nt_in(unsigned long port)
{
	return inb(port);
}

void nt_out(unsigned long port, UCHAR value)
{
	outb(value, port);
}

void nt_in_string(unsigned long port, unsigned int width, void *buffer, ULONG count)
{
	switch (width) {
	case 1:
		return insb(port, buffer, count);
	case 2:
		return insw(port, buffer, count);
	default:
		return insl(port, buffer, count);
	}
}

void nt_out_string(unsigned long port, unsigned int width, const void *buffer, ULONG count)
{
	switch (width) {
	case 1:
		return outsb(port, buffer, count);
	case 2:
		return outsw(port, buffer, count);
	default:
		return outsl(port, buffer, count);
	}
}
