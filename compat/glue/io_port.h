/* SPDX-License-Identifier: GPL-2.0 */
/* io_port.h - the processor's I/O ports. Any context. See also READ_PORT_UCHAR(). */
#ifndef COMPAT_GLUE_IO_PORT_H
#define COMPAT_GLUE_IO_PORT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How many a PC has; no registers beyond them are known. */
#define NT_IO_PORTS 0x10000ul

/* It is a register of a parallel port now, or no longer: drivers may access it, or not. */
void nt_io_port_set(unsigned long port, bool known);
/* All @width bytes (1, 2 or 4) from @port on are known registers. */
bool nt_io_port_known(unsigned long port, unsigned int width);
/*
 * Sets what is called when a driver polls, once per tick and CPU, and when it tries to access
 * another port: @routine was called, and returns to @address. To be called before the first driver
 * is loaded.
 */
void nt_io_ports_init(void (*new_tick)(void),
		      void (*refused)(const void *address, const char *routine,
				      unsigned long port));
/* These do not check the port. */
UCHAR nt_in(unsigned long port);
void nt_out(unsigned long port, UCHAR value);
/* Transfers @count items of @width bytes: 1, 2 or 4. */
void nt_in_string(unsigned long port, unsigned int width, void *buffer, ULONG count);
void nt_out_string(unsigned long port, unsigned int width, const void *buffer, ULONG count);

#ifdef __cplusplus
}
#endif

#endif
