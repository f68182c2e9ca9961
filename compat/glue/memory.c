// SPDX-License-Identifier: GPL-2.0
/* memory.c - memory, and whether an address is any. */

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "glue/linux.h"

bool nt_is_memory(const void *address, size_t size)
{
	unsigned long at = (unsigned long)address;
	const unsigned long last = at + max_t(size_t, size, 1) - 1;
	u8 byte;

	if (last < at)
		return false;
	/* A byte of each page, which faults without harm. */
	for (;;) {
		if (copy_from_kernel_nofault(&byte, (void *)at, sizeof(byte)))
			return false;
		if (last >> PAGE_SHIFT == at >> PAGE_SHIFT)
			return true;
		at = (at | ~PAGE_MASK) + 1;
	}
}

void *nt_zalloc(size_t size)
{
	return kvzalloc(size, GFP_KERNEL | __GFP_NOWARN);
}

void nt_free(void *memory)
{
	kvfree(memory);
}

void *nt_alloc(size_t size, bool may_sleep)
{
	return kmalloc(size, (may_sleep ? GFP_KERNEL : GFP_ATOMIC) | __GFP_NOWARN);
}
