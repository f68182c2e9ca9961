/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* stdint.h - the C library's. cc.py has a long of 32 bits: constants of 64 are long long. */
#include_next <stdint.h>
#ifdef NTPARPORT_DIALECT
#undef INT64_C
#undef UINT64_C
#undef INTMAX_C
#undef UINTMAX_C
#define INT64_C(value) value##LL
#define UINT64_C(value) value##ULL
#define INTMAX_C(value) value##LL
#define UINTMAX_C(value) value##ULL
#endif
