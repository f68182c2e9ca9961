/* SPDX-License-Identifier: GPL-2.0 */
/* malloc.h - the stack's memory; all other is ExAllocatePoolWithTag()'s. */
#ifndef COMPAT_DRIVER_MALLOC_H
#define COMPAT_DRIVER_MALLOC_H

#define _INC_MALLOC
#define _MALLOC_H_

#include <nt/crt.h>

#define _alloca(size)	__builtin_alloca(size)
#define alloca(size)	__builtin_alloca(size)

#endif
