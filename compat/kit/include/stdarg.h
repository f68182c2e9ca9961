/* SPDX-License-Identifier: GPL-2.0 */
/* stdarg.h - a function's arguments after the last with a name. */
#ifndef COMPAT_DRIVER_STDARG_H
#define COMPAT_DRIVER_STDARG_H

#define _INC_STDARG

#include <nt/crt.h>

#define va_start(v, l)	__builtin_va_start(v, l)
#define va_end(v)	__builtin_va_end(v)
#define va_arg(v, T)	__builtin_va_arg(v, T)
#define va_copy(d, s)	__builtin_va_copy(d, s)

#endif
