/* SPDX-License-Identifier: GPL-2.0 */
/* stdlib.h - what there is of it in a Windows kernel. */
#ifndef COMPAT_DRIVER_STDLIB_H
#define COMPAT_DRIVER_STDLIB_H

#include <nt/crt.h>
#include <ctype.h>

#ifndef __cplusplus
#define min(a, b)	((a) < (b) ? (a) : (b))
#define max(a, b)	((a) > (b) ? (a) : (b))
#endif

/* What the digits at the start say, modulo 2^32. */
FORCEINLINE int atoi(const char *s)
{
	unsigned int value = 0;
	int negative;

	while (isspace(*s))
		s++;
	negative = *s == '-';
	if (*s == '-' || *s == '+')
		s++;
	while (isdigit(*s))
		value = value * 10 + (unsigned int)(*s++ - '0');
	return (int)(negative ? 0 - value : value);
}

FORCEINLINE int atol(const char *s)
{
	return atoi(s);
}

#endif
