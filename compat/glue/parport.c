// SPDX-License-Identifier: GPL-2.0
/* parport.c - a Linux port: its properties, and its registers through its low-level driver. */

#include <linux/module.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/string.h>

#include "glue/parport.h"

static_assert(NT_PARPORT_STROBE == PARPORT_CONTROL_STROBE);

unsigned int nt_parport_number(const struct parport *parport)
{
	return parport->number;
}

unsigned long nt_parport_base(const struct parport *parport)
{
	return parport->base;
}

bool nt_parport_has_byte_mode(const struct parport *parport)
{
	return parport->modes & PARPORT_MODE_TRISTATE;
}

bool nt_parport_has_epp_mode(const struct parport *parport)
{
	return parport->modes & PARPORT_MODE_EPP;
}

bool nt_parport_fifo(const struct parport *parport, ULONG *depth, ULONG *width)
{
	const struct parport_pc_private *private = parport->private_data;

	/* The private data of another driver is something else. */
	if (strcmp(module_name(parport->ops->owner), "parport_pc"))
		return false;
	*depth = private->fifo_depth;
	*width = private->pword;
	return true;
}

void nt_parport_data_forward(struct parport *parport)
{
	parport->ops->data_forward(parport);
}

void nt_parport_write_data(struct parport *parport, UCHAR data)
{
	parport->ops->write_data(parport, data);
}

UCHAR nt_parport_read_status(struct parport *parport)
{
	return parport->ops->read_status(parport);
}

UCHAR nt_parport_read_control(struct parport *parport)
{
	return parport->ops->read_control(parport);
}

void nt_parport_write_control(struct parport *parport, UCHAR control)
{
	parport->ops->write_control(parport, control);
}

void nt_parport_strobe(struct parport *parport, bool on)
{
	parport->ops->frob_control(parport, PARPORT_CONTROL_STROBE,
				   on ? PARPORT_CONTROL_STROBE : 0);
}
