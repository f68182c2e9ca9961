// SPDX-License-Identifier: GPL-2.0
/* divide.c - division of 64-bit numbers, which compilers leave to the kernel on 32 bits. */

#include <linux/math64.h>

#include "glue/divide.h"

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder)
{
	return div_u64_rem(dividend, divisor, remainder);
}

LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor)
{
	return div64_s64(dividend, divisor);
}
