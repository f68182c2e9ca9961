/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * ntddpar.h - what programs may ask of the device on a cable: of drivers that have it, not of a
 * port.
 */
#ifndef _NTDDPAR_H_
#define _NTDDPAR_H_

#include "../ntparport/windows.h"

#include "../../../include/ntddpar.h"

#endif
