/* SPDX-License-Identifier: GPL-2.0 */
/* divide.h - divisions that C++ cannot do on every machine. Any context. */
#ifndef COMPAT_GLUE_DIVIDE_H
#define COMPAT_GLUE_DIVIDE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder);
LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor);

#ifdef __cplusplus
}
#endif

#endif
