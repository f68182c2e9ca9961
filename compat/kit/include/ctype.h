/* SPDX-License-Identifier: GPL-2.0 */
/* ctype.h - of ASCII, as in Windows' "C" locale. */
#ifndef COMPAT_DRIVER_CTYPE_H
#define COMPAT_DRIVER_CTYPE_H

#include <nt/crt.h>

FORCEINLINE int isupper(int c) { return c >= 'A' && c <= 'Z'; }
FORCEINLINE int islower(int c) { return c >= 'a' && c <= 'z'; }
FORCEINLINE int isalpha(int c) { return isupper(c) || islower(c); }
FORCEINLINE int isdigit(int c) { return c >= '0' && c <= '9'; }
FORCEINLINE int isalnum(int c) { return isalpha(c) || isdigit(c); }
FORCEINLINE int isxdigit(int c)
{
	return isdigit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}
FORCEINLINE int isspace(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
FORCEINLINE int isprint(int c) { return c >= ' ' && c <= '~'; }
FORCEINLINE int toupper(int c) { return islower(c) ? c - 'a' + 'A' : c; }
FORCEINLINE int tolower(int c) { return isupper(c) ? c - 'A' + 'a' : c; }

#endif
