// SPDX-License-Identifier: GPL-2.0
/* sort.c - sorting. */

#include <linux/sort.h>

#include "glue/sort.h"

void nt_sort(void *base, size_t count, size_t size,
	     int (*compare)(const void *a, const void *b, const void *context), const void *context)
{
	sort_r(base, count, size, compare, NULL, context);
}
