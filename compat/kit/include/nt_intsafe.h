/* SPDX-License-Identifier: GPL-2.0 */
/* nt_intsafe.h - limits, and functions by names of applications' types; for ntintsafe.h. */
#ifndef COMPAT_DRIVER_NT_INTSAFE_H
#define COMPAT_DRIVER_NT_INTSAFE_H

#include <limits.h>
#ifndef USHORT_MAX
#define USHORT_MAX	0xffff
#endif
#ifndef SHORT_MAX
#define SHORT_MAX	32767
#endif
#ifndef ULONGLONG_MAX
#define ULONGLONG_MAX	0xffffffffffffffffULL
#endif
#ifndef LONGLONG_MAX
#define LONGLONG_MAX	0x7fffffffffffffffLL
#endif
#ifndef ULONG_PTR_MAX
#define ULONG_PTR_MAX	(~(ULONG_PTR)0)
#endif
#ifndef SIZE_T_MAX
#define SIZE_T_MAX	(~(SIZE_T)0)
#endif

/* The same by the names that applications' types have. */
#define RtlDWordAdd	RtlULongAdd
#define RtlDWordSub	RtlULongSub
#define RtlDWordMult	RtlULongMult
#define RtlWordAdd	RtlUShortAdd
#define RtlWordSub	RtlUShortSub
#define RtlWordMult	RtlUShortMult
#define RtlUIntAdd	RtlULongAdd
#define RtlUIntSub	RtlULongSub
#define RtlUIntMult	RtlULongMult

#endif
