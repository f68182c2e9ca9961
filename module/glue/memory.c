// SPDX-License-Identifier: GPL-2.0
/* memory.c - kmalloc for the core. */

#include <linux/slab.h>

#include "glue.h"

void *glue_alloc(size_t size)
{
	return kzalloc(size, GFP_KERNEL);
}

void glue_free(void *memory)
{
	kfree(memory);
}
