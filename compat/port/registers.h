/* SPDX-License-Identifier: GPL-2.0 */
/* registers.h - the registers that drivers may use. */
#ifndef COMPAT_PORT_REGISTERS_H
#define COMPAT_PORT_REGISTERS_H

/* These I/O ports are registers of a parallel port, or no longer. */
void nt_io_ports_set(unsigned long start, unsigned int count, bool known);

#endif
