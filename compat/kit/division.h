/* SPDX-License-Identifier: GPL-2.0 */
/*
 * division.h - the functions by which a compiler divides 64-bit numbers on a
 * 32-bit machine, for a module that does so.
 *
 * gcc and clang take them from libgcc, which Linux does not have on purpose: its own
 * code calls div_u64() and friends. Windows' kernel exports what Microsoft's compiler
 * calls instead (_alldiv, _aullrem, ...), so drivers just divide. Each driver
 * gets its own (driver_entry.c): exported by ntparport they would be there for every
 * module of the system, and could not be where another module exports them.
 *
 * Contracts are C's: a quotient is rounded towards 0, a remainder has the dividend's
 * sign. The smallest number divided by -1 is itself. Any context. Division by 0 traps,
 * as it does where the processor divides.
 *
 * Include it in one source of the module.
 */
#ifndef COMPAT_DRIVER_DIVISION_H
#define COMPAT_DRIVER_DIVISION_H

#include <linux/math64.h>

u64 __udivmoddi4(u64 dividend, u64 divisor, u64 *remainder);
u64 __udivdi3(u64 dividend, u64 divisor);
u64 __umoddi3(u64 dividend, u64 divisor);
s64 __divmoddi4(s64 dividend, s64 divisor, s64 *remainder);
s64 __divdi3(s64 dividend, s64 divisor);
s64 __moddi3(s64 dividend, s64 divisor);

u64 __udivmoddi4(u64 dividend, u64 divisor, u64 *remainder)
{
	return div64_u64_rem(dividend, divisor, remainder);
}

u64 __udivdi3(u64 dividend, u64 divisor)
{
	return div64_u64(dividend, divisor);
}

u64 __umoddi3(u64 dividend, u64 divisor)
{
	u64 remainder;

	div64_u64_rem(dividend, divisor, &remainder);
	return remainder;
}

/* Unsigned: the smallest number has no opposite. */
s64 __divmoddi4(s64 dividend, s64 divisor, s64 *remainder)
{
	u64 rest;
	u64 quotient = div64_u64_rem(dividend < 0 ? -(u64)dividend : dividend,
				     divisor < 0 ? -(u64)divisor : divisor, &rest);

	*remainder = dividend < 0 ? -rest : rest;
	return (dividend < 0) != (divisor < 0) ? -quotient : quotient;
}

s64 __divdi3(s64 dividend, s64 divisor)
{
	s64 remainder;

	return __divmoddi4(dividend, divisor, &remainder);
}

s64 __moddi3(s64 dividend, s64 divisor)
{
	s64 remainder;

	__divmoddi4(dividend, divisor, &remainder);
	return remainder;
}

#endif
