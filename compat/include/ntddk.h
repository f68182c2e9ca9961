/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntddk.h - what drivers without PnP include: wdm.h, which has all of it.
 */
#ifndef COMPAT_NTDDK_H
#define COMPAT_NTDDK_H

#include "wdm.h"

#endif
