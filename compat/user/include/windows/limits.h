/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * limits.h - the C library's; where cc.py has a long of 32 bits, its limits. gcc's includes this
 * once more before it says its own.
 */
#include_next <limits.h>
#ifdef NTPARPORT_DIALECT
#undef LONG_MAX
#undef LONG_MIN
#undef ULONG_MAX
#define LONG_MAX 2147483647
#define LONG_MIN (-2147483647 - 1)
#define ULONG_MAX 0xffffffffu
#undef _I64_MAX
#undef _I64_MIN
#undef _UI64_MAX
#define _I64_MAX 9223372036854775807LL
#define _I64_MIN (-9223372036854775807LL - 1)
#define _UI64_MAX 0xffffffffffffffffULL
#endif
