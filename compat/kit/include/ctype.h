/* SPDX-License-Identifier: GPL-2.0 */
/* ctype.h - of ASCII, as in Windows' "C" locale: those that ntoskrnl has are in nt/crt.h. */
#ifndef COMPAT_DRIVER_CTYPE_H
#define COMPAT_DRIVER_CTYPE_H

#define _INC_CTYPE

#include <nt/crt.h>

FORCEINLINE int isalpha(int c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
FORCEINLINE int isalnum(int c) { return isalpha(c) || (c >= '0' && c <= '9'); }
FORCEINLINE int isgraph(int c) { return c > ' ' && c <= '~'; }
FORCEINLINE int ispunct(int c) { return isgraph(c) && !isalnum(c); }
FORCEINLINE int iscntrl(int c) { return (c >= 0 && c < ' ') || c == 0x7f; }

#endif
