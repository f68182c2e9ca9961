/* SPDX-License-Identifier: GPL-2.0 */
/*
 * initguid.h - a source file that includes this before the headers that name GUIDs defines
 * those GUIDs.
 */
#ifndef COMPAT_INITGUID_H
#define COMPAT_INITGUID_H

#define INITGUID

#include "nt/guid.h"

#endif
