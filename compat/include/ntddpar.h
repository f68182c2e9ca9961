/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntddpar.h - what parallel.h needs of it: the makings of control codes.
 *
 * Its own requests (IOCTL_PAR_*, IOCTL_IEEE1284_*) go to the device on the
 * cable, not to the port, and are not here.
 */
#ifndef COMPAT_NTDDPAR_H
#define COMPAT_NTDDPAR_H

#include "wdm.h"

#endif
