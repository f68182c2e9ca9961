/* SPDX-License-Identifier: GPL-2.0 */
/*
 * initguid.h - included before the headers that name GUIDs, it has this source
 * file define them.
 */
#ifndef COMPAT_INITGUID_H
#define COMPAT_INITGUID_H

#define INITGUID

#include "nt/guid.h"

#endif
