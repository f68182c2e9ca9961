/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntddpar.h - what parallel.h needs of it: the parts of control codes.
 *
 * Its own requests (IOCTL_PAR_*, IOCTL_IEEE1284_*) go to the device on the cable rather than to
 * the port, and are not supported.
 */
#ifndef COMPAT_NTDDPAR_H
#define COMPAT_NTDDPAR_H

#include "wdm.h"

/* Classes of devices, for IoGetDeviceInterfaces(): ports, and the devices on their cables. */
DEFINE_GUID(GUID_DEVINTERFACE_PARALLEL, 0x97F76EF0, 0xF883, 0x11D0,
	    0xAF, 0x1F, 0x00, 0x00, 0xF8, 0x00, 0x84, 0x5C);
DEFINE_GUID(GUID_DEVINTERFACE_PARCLASS, 0x811FC6A5, 0xF728, 0x11D0,
	    0xA5, 0x37, 0x00, 0x00, 0xF8, 0x75, 0x3E, 0xD1);
#define GUID_PARALLEL_DEVICE	GUID_DEVINTERFACE_PARALLEL
#define GUID_PARCLASS_DEVICE	GUID_DEVINTERFACE_PARCLASS

#endif
