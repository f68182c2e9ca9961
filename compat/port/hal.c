// SPDX-License-Identifier: GPL-2.0
/* hal.c - access to I/O ports, those of parallel ports and no others. */

#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/log.h"
#include "base/poll.h"
#include "port/registers.h"

/* As many as PCs have; registers beyond are not known. */
#define IO_PORTS 0x10000

/* Those that are registers of parallel ports. */
static DECLARE_BITMAP(registers, IO_PORTS);

/* Addresses that were logged; the last stands for all that are none at all. */
static DECLARE_BITMAP(logged, IO_PORTS + 1);

void nt_io_ports_set(unsigned long start, unsigned int count, bool known)
{
	for (; count && start < IO_PORTS; start++, count--)
		assign_bit(start, registers, known);
}

/* On the path of every byte: @width is a constant. */
static __always_inline bool are_registers(unsigned long address, unsigned int width)
{
	unsigned int i;

	if (address > IO_PORTS - width)
		return false;
	for (i = 0; i < width; i++)
		if (!test_bit(address + i, registers))
			return false;
	return true;
}

static noinline void refuse(const void *caller, const char *routine, const void *port)
{
	const unsigned long address = (unsigned long)port;

	if (!test_and_set_bit(min_t(unsigned long, address, IO_PORTS), logged))
		nt_warn_of_call(caller, routine,
				"0x%lx is no register of a parallel port: refused", address);
}

/* Whether a register may be accessed; if not, the log says so. */
#define known(port) \
	(likely(are_registers((unsigned long)(port), sizeof(*(port)))) ||	\
	 (refuse(nt_caller(), __func__, port), false))

/* Whether so many fit in there. */
#define BUFFER_OK(buffer, count)						\
	(!(count) || nt_ok(nt_is_memory(buffer, (size_t)(count) * sizeof(*(buffer))), "the buffer"))

UCHAR NTAPI READ_PORT_UCHAR(PUCHAR port)
{
	nt_polled();
	return known(port) ? inb((unsigned long)port) : U8_MAX;
}
EXPORT_SYMBOL_GPL(READ_PORT_UCHAR);

USHORT NTAPI READ_PORT_USHORT(PUSHORT port)
{
	nt_polled();
	return known(port) ? inw((unsigned long)port) : U16_MAX;
}
EXPORT_SYMBOL_GPL(READ_PORT_USHORT);

ULONG NTAPI READ_PORT_ULONG(PULONG port)
{
	nt_polled();
	return known(port) ? inl((unsigned long)port) : U32_MAX;
}
EXPORT_SYMBOL_GPL(READ_PORT_ULONG);

VOID NTAPI WRITE_PORT_UCHAR(PUCHAR port, UCHAR value)
{
	if (known(port))
		outb(value, (unsigned long)port);
}
EXPORT_SYMBOL_GPL(WRITE_PORT_UCHAR);

VOID NTAPI WRITE_PORT_USHORT(PUSHORT port, USHORT value)
{
	if (known(port))
		outw(value, (unsigned long)port);
}
EXPORT_SYMBOL_GPL(WRITE_PORT_USHORT);

VOID NTAPI WRITE_PORT_ULONG(PULONG port, ULONG value)
{
	if (known(port))
		outl(value, (unsigned long)port);
}
EXPORT_SYMBOL_GPL(WRITE_PORT_ULONG);

VOID NTAPI READ_PORT_BUFFER_UCHAR(PUCHAR port, PUCHAR buffer, ULONG count)
{
	nt_polled();
	if (!BUFFER_OK(buffer, count))
		return;
	if (known(port))
		insb((unsigned long)port, buffer, count);
	else
		memset(buffer, U8_MAX, count);
}
EXPORT_SYMBOL_GPL(READ_PORT_BUFFER_UCHAR);

VOID NTAPI READ_PORT_BUFFER_USHORT(PUSHORT port, PUSHORT buffer, ULONG count)
{
	nt_polled();
	if (!BUFFER_OK(buffer, count))
		return;
	if (known(port))
		insw((unsigned long)port, buffer, count);
	else
		memset(buffer, U8_MAX, (size_t)count * sizeof(*buffer));
}
EXPORT_SYMBOL_GPL(READ_PORT_BUFFER_USHORT);

VOID NTAPI READ_PORT_BUFFER_ULONG(PULONG port, PULONG buffer, ULONG count)
{
	nt_polled();
	if (!BUFFER_OK(buffer, count))
		return;
	if (known(port))
		insl((unsigned long)port, buffer, count);
	else
		memset(buffer, U8_MAX, (size_t)count * sizeof(*buffer));
}
EXPORT_SYMBOL_GPL(READ_PORT_BUFFER_ULONG);

VOID NTAPI WRITE_PORT_BUFFER_UCHAR(PUCHAR port, PUCHAR buffer, ULONG count)
{
	nt_polled();
	if (!BUFFER_OK(buffer, count))
		return;
	if (known(port))
		outsb((unsigned long)port, buffer, count);
}
EXPORT_SYMBOL_GPL(WRITE_PORT_BUFFER_UCHAR);

VOID NTAPI WRITE_PORT_BUFFER_USHORT(PUSHORT port, PUSHORT buffer, ULONG count)
{
	nt_polled();
	if (!BUFFER_OK(buffer, count))
		return;
	if (known(port))
		outsw((unsigned long)port, buffer, count);
}
EXPORT_SYMBOL_GPL(WRITE_PORT_BUFFER_USHORT);

VOID NTAPI WRITE_PORT_BUFFER_ULONG(PULONG port, PULONG buffer, ULONG count)
{
	nt_polled();
	if (!BUFFER_OK(buffer, count))
		return;
	if (known(port))
		outsl((unsigned long)port, buffer, count);
}
EXPORT_SYMBOL_GPL(WRITE_PORT_BUFFER_ULONG);
