/* SPDX-License-Identifier: GPL-2.0 */
/* windef.h - the types that applications call by other names. */
#ifndef COMPAT_DRIVER_WINDEF_H
#define COMPAT_DRIVER_WINDEF_H

#include <basetsd.h>

typedef int BOOL, *PBOOL;
typedef unsigned short WORD, *PWORD;
typedef unsigned int UINT, *PUINT;

#endif
