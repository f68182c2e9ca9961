// SPDX-License-Identifier: GPL-2.0
/* memory.c - memory, and whether an address is mapped. */

#include <linux/cache.h>
#include <linux/io.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "glue/memory.h"

#ifdef CONFIG_64BIT
const ULONG_PTR nt_kernel_start = 1UL << 63;
#else
const ULONG_PTR nt_kernel_start = TASK_SIZE;
#endif

bool nt_is_memory(const void *address, size_t size)
{
	unsigned long at = (unsigned long)address;
	const unsigned long last = at + max_t(size_t, size, 1) - 1;
	u8 byte;

	if (last < at)
		return false;
	/* Reads a byte of each page, which faults without harm if nothing is mapped. */
	for (;;) {
		if (copy_from_kernel_nofault(&byte, (void *)at, sizeof(byte)))
			return false;
		if (last >> PAGE_SHIFT == at >> PAGE_SHIFT)
			return true;
		at = (at | ~PAGE_MASK) + 1;
	}
}

bool nt_read(void *to, const void *address, size_t size)
{
	return !copy_from_kernel_nofault(to, address, size);
}

/* No warnings: drivers cope without memory. */
static gfp_t flags_of(bool may_sleep)
{
	return (may_sleep ? GFP_KERNEL : GFP_ATOMIC) | __GFP_NOWARN;
}

void *nt_alloc(size_t size, bool may_sleep)
{
	return kmalloc(size, flags_of(may_sleep));
}

void *nt_alloc_surely(size_t size)
{
	return kmalloc(size, GFP_KERNEL | __GFP_NOFAIL);
}

void *nt_memory_alloc(size_t size, size_t alignment, bool clear, bool may_sleep)
{
	const gfp_t flags = flags_of(may_sleep) | (clear ? __GFP_ZERO : 0);
	void *memory = may_sleep ? kvmalloc(size, flags) : kmalloc(size, flags);

	if (!memory || IS_ALIGNED((unsigned long)memory, alignment))
		return memory;
	/* Only powers of two are aligned in every configuration of the allocator. */
	kfree(memory);
	return kmalloc(roundup_pow_of_two(max(size, alignment)), flags);
}

void *nt_contiguous_alloc(size_t size, enum nt_where where, bool may_sleep)
{
	static const gfp_t zones[] = {
		[NT_ANYWHERE] = 0,
		[NT_BELOW_4_GIB] = GFP_DMA32,
		[NT_LOWEST] = GFP_DMA,
	};

	if (size > KMALLOC_MAX_SIZE)
		return NULL;
	return alloc_pages_exact(size, flags_of(may_sleep) | zones[where]);
}

void nt_contiguous_free(const void *memory, size_t size)
{
	if (memory)
		free_pages_exact((void *)memory, size);
}

/* Modules are in pages as vmalloc() has them; on some machines they are elsewhere. */
static bool is_in_pages(const void *address)
{
#ifdef MODULES_VADDR
	const unsigned long at = (unsigned long)address;

	if (at >= MODULES_VADDR && at < MODULES_END)
		return true;
#endif
	return is_vmalloc_addr(address);
}

bool nt_physical(const void *address, ULONGLONG *physical)
{
	const struct page *page;

	if (!nt_is_memory(address, 1))
		return false;
	if (!is_in_pages(address)) {
		if (!virt_addr_valid(address))
			return false;
		*physical = virt_to_phys((void *)address);
		return true;
	}
	page = vmalloc_to_page(address);
	if (page)
		*physical = page_to_phys(page) + offset_in_page(address);
	return page;
}

void *nt_zalloc(size_t size)
{
	return nt_memory_alloc(size, 1, true, true);
}

void nt_free(const void *memory)
{
	kvfree(memory);
}

size_t nt_alloc_max(void)
{
	return KMALLOC_MAX_SIZE;
}

size_t nt_cache_line(void)
{
	return cache_line_size();
}
