/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * gate.h - what a driver and its programs share, in the manner of 1997.
 */
#ifndef _GATE_H_
#define _GATE_H_

#define GATE_TYPE 0x8344
#define IOCTL_GATE_COUNT CTL_CODE(GATE_TYPE, 0x901, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_GATE_STATE CTL_CODE(GATE_TYPE, 0x902, METHOD_BUFFERED, FILE_READ_ACCESS)

typedef struct _GATE_STATE {
	unsigned long Opened;
	long Offset;
	unsigned char Open : 1;
	unsigned long Width : 12;
	LARGE_INTEGER When;
	unsigned __int64 Total;
} GATE_STATE, *PGATE_STATE;

#include <pshpack1.h>
typedef struct _GATE_RECORD {
	UCHAR Tag;
	unsigned long Value;
	USHORT Sum;
} GATE_RECORD, *PGATE_RECORD;
#include <poppack.h>

#endif
