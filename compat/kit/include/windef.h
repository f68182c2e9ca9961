/* SPDX-License-Identifier: GPL-2.0 */
/* windef.h - the types that applications call by other names. */
#ifndef COMPAT_DRIVER_WINDEF_H
#define COMPAT_DRIVER_WINDEF_H

#include <ntdef.h>

typedef int BOOL, *PBOOL;
typedef unsigned char BYTE, *PBYTE;
typedef unsigned short WORD, *PWORD;
typedef ULONG DWORD, *PDWORD;
typedef unsigned int UINT, *PUINT;

#endif
