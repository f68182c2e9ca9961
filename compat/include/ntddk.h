/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntddk.h - what drivers without PnP include: wdm.h, which has all of it.
 */
#ifndef COMPAT_NTDDK_H
#define COMPAT_NTDDK_H

#ifdef COMPAT_DRIVER_MSC_H
#define _NTDDK_
#define _NTDDK_INCLUDED_
#endif

#include "wdm.h"
#include "bugcodes.h"

#endif
