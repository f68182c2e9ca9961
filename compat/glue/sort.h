/* SPDX-License-Identifier: GPL-2.0 */
/* sort.h - sorting. Any context. */
#ifndef COMPAT_GLUE_SORT_H
#define COMPAT_GLUE_SORT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sorts an array; @compare gets @context as its third argument. */
void nt_sort(void *base, size_t count, size_t size,
	     int (*compare)(const void *a, const void *b, const void *context),
	     const void *context);

#ifdef __cplusplus
}
#endif

#endif
