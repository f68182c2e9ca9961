/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate_tail.h - routines whose last act is a call, which the compiler makes a jump:
 * the return address is then not theirs.
 */
#ifndef NTPARPORT_KUNIT_GATE_TAIL_H
#define NTPARPORT_KUNIT_GATE_TAIL_H

#include <ntddk.h>

/* What they call it with. */
struct tail {
	PDEVICE_OBJECT device;
	PIRP irp;
};

KDEFERRED_ROUTINE tail_call_driver;
KDEFERRED_ROUTINE tail_lower;
KDEFERRED_ROUTINE tail_print;
DRIVER_DISPATCH tail_link;
/* Called by it first, unless NULL. */
extern void (*tail_link_first)(void);

#endif
