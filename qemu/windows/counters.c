// SPDX-License-Identifier: GPL-2.0
/* counters.c - what Driver.cpp counts; in C, using peculiarities of Microsoft's C. */

#include <Wdm.h>
#include "NodeTest.h"

#pragma warning(disable: 4100)

volatile struct test_counters Counters;

__forceinline LONG Add(volatile LONG *To, __int32 By)
{
	return InterlockedExchangeAdd(To, By);
}

VOID Count(volatile unsigned int *Counter, int By)
{
	C_ASSERT(10i64 + 0x10ui64 == 26 && sizeof(10i64) == 8);
	C_ASSERT((char)-1 < 0 && (CHAR)0xff < 0);

	Add((volatile LONG *)Counter, By);
}
