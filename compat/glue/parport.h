/* SPDX-License-Identifier: GPL-2.0 */
/* parport.h - a Linux port. Any context. */
#ifndef COMPAT_GLUE_PARPORT_H
#define COMPAT_GLUE_PARPORT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct parport;

unsigned int nt_parport_number(const struct parport *parport);
unsigned long nt_parport_base(const struct parport *parport);
bool nt_parport_has_byte_mode(const struct parport *parport);
bool nt_parport_has_epp_mode(const struct parport *parport);
/* The FIFO of its ECP hardware; false: nothing is known about it. */
bool nt_parport_fifo(const struct parport *parport, ULONG *depth, ULONG *width);

/* Operations of its low-level driver; only while we hold the Linux port (core_with_parport()). */
void nt_parport_data_forward(struct parport *parport);
void nt_parport_write_data(struct parport *parport, UCHAR data);
UCHAR nt_parport_read_status(struct parport *parport);
UCHAR nt_parport_read_control(struct parport *parport);
void nt_parport_write_control(struct parport *parport, UCHAR control);
/* A bit of the control register. */
#define NT_PARPORT_STROBE 0x01
void nt_parport_strobe(struct parport *parport, bool on);

#ifdef __cplusplus
}
#endif

#endif
