/* SPDX-License-Identifier: GPL-2.0 */
/* stdint.h - the types of C99 with their width in the name, as of Microsoft's. */
#ifndef COMPAT_DRIVER_STDINT_H
#define COMPAT_DRIVER_STDINT_H

#define _STDINT_H
#define _INC_STDINT


typedef signed char int8_t, int_least8_t, int_fast8_t;
typedef unsigned char uint8_t, uint_least8_t, uint_fast8_t;
typedef short int16_t, int_least16_t;
typedef unsigned short uint16_t, uint_least16_t;
typedef int int32_t, int_least32_t, int_fast16_t, int_fast32_t;
typedef unsigned int uint32_t, uint_least32_t, uint_fast16_t, uint_fast32_t;
typedef long long int64_t, int_least64_t, int_fast64_t, intmax_t;
typedef unsigned long long uint64_t, uint_least64_t, uint_fast64_t, uintmax_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;

#define INT8_MIN	(-127 - 1)
#define INT8_MAX	127
#define UINT8_MAX	0xff
#define INT16_MIN	(-32767 - 1)
#define INT16_MAX	32767
#define UINT16_MAX	0xffff
#define INT32_MIN	(-2147483647 - 1)
#define INT32_MAX	2147483647
#define UINT32_MAX	0xffffffffU
#define INT64_MIN	(-9223372036854775807LL - 1)
#define INT64_MAX	9223372036854775807LL
#define UINT64_MAX	0xffffffffffffffffULL
#define INTMAX_MIN	INT64_MIN
#define INTMAX_MAX	INT64_MAX
#define UINTMAX_MAX	UINT64_MAX
#if __SIZEOF_POINTER__ == 8
#define INTPTR_MIN	INT64_MIN
#define INTPTR_MAX	INT64_MAX
#define UINTPTR_MAX	UINT64_MAX
#else
#define INTPTR_MIN	INT32_MIN
#define INTPTR_MAX	INT32_MAX
#define UINTPTR_MAX	UINT32_MAX
#endif
#define PTRDIFF_MIN	INTPTR_MIN
#define PTRDIFF_MAX	INTPTR_MAX
#ifndef SIZE_MAX
#define SIZE_MAX	UINTPTR_MAX
#endif
#define WCHAR_MIN	0
#define WCHAR_MAX	0xffff

#define INT8_C(x)	(x)
#define INT16_C(x)	(x)
#define INT32_C(x)	(x)
#define INT64_C(x)	(x##LL)
#define INTMAX_C(x)	INT64_C(x)
#define UINT8_C(x)	(x)
#define UINT16_C(x)	(x)
#define UINT32_C(x)	(x##U)
#define UINT64_C(x)	(x##ULL)
#define UINTMAX_C(x)	UINT64_C(x)

#endif
