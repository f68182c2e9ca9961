/* SPDX-License-Identifier: GPL-2.0 */
/* stdlib.h - what there is of it in a Windows kernel. */
#ifndef COMPAT_DRIVER_STDLIB_H
#define COMPAT_DRIVER_STDLIB_H

#define _INC_STDLIB

#include <nt/stdlib.h>
#if NTDDI_VERSION >= 0x05010000
#include "nt_crt_more.h"
#endif

#ifndef __cplusplus
#define min(a, b)	((a) < (b) ? (a) : (b))
#define max(a, b)	((a) > (b) ? (a) : (b))
#endif

#define _countof(a)	(sizeof(a) / sizeof((a)[0]))
#define __max(a, b)	((a) > (b) ? (a) : (b))
#define __min(a, b)	((a) < (b) ? (a) : (b))

/* Magnitudes, which Microsoft's compiler knows by itself. */
FORCEINLINE int abs(int n) { return n < 0 ? -n : n; }
FORCEINLINE LONG labs(LONG n) { return n < 0 ? -n : n; }
FORCEINLINE LONGLONG _abs64(LONGLONG n) { return n < 0 ? -n : n; }

#endif
