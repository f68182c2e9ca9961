// SPDX-License-Identifier: GPL-2.0
/* io_port.c - the processor's I/O ports. */

#include <linux/io.h>

#include "glue.h"

unsigned char glue_in(unsigned long port)
{
	return inb(port);
}

void glue_out(unsigned long port, unsigned char value)
{
	outb(value, port);
}
