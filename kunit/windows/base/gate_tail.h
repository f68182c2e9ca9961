/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate_tail.h - routines whose last act is a call, which the compiler turns into a jump: then
 * the return address is not in them.
 */
#ifndef NTPARPORT_KUNIT_GATE_TAIL_H
#define NTPARPORT_KUNIT_GATE_TAIL_H

#include <ntddk.h>

/* What the routines pass to that call. */
struct tail {
	PDEVICE_OBJECT device;
	PIRP irp;
};

KDEFERRED_ROUTINE tail_call_driver;
KDEFERRED_ROUTINE tail_lower;
KDEFERRED_ROUTINE tail_print;
DRIVER_DISPATCH tail_link;
/* If not NULL, called first by the routine. */
extern void (*tail_link_first)(void);
/* Deletes the device. */
DRIVER_UNLOAD tail_unload;
extern PDEVICE_OBJECT tail_device;

#endif
