/* SPDX-License-Identifier: GPL-2.0 */
/* memory.h - memory, and whether an address is mapped */
#ifndef COMPAT_GLUE_MEMORY_H
#define COMPAT_GLUE_MEMORY_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The kernel has memory mapped there, which may have been freed. Any IRQL. */
bool nt_is_memory(const void *address, size_t size);
/* Where the kernel's addresses begin, for callers for whom that takes too long. */
extern const ULONG_PTR nt_kernel_start;
/* Copies @size bytes from there. False: nothing is mapped there. Any IRQL. */
bool nt_read(void *to, const void *address, size_t size);
/*
 * Memory, or NULL without a line in the log. PASSIVE_LEVEL if it @may_sleep, otherwise at or below
 * DISPATCH_LEVEL. Freed by glue_free() or nt_free().
 */
void *nt_alloc(size_t size, bool may_sleep);
/* The same, but never NULL: waits until there is memory. PASSIVE_LEVEL. */
void *nt_alloc_surely(size_t size);
/* Like nt_alloc(), for large sizes, aligned to @alignment, a power of two. Freed by nt_free(). */
void *nt_memory_alloc(size_t size, size_t alignment, bool clear, bool may_sleep);
/* The same, zeroed. PASSIVE_LEVEL. */
void *nt_zalloc(size_t size);
/* NULL is ignored. At or below DISPATCH_LEVEL. */
void nt_free(const void *memory);

/* Where memory is, as far as there is such memory; NT_LOWEST: where the oldest devices reach. */
enum nt_where { NT_ANYWHERE, NT_BELOW_4_GIB, NT_LOWEST };

/*
 * Memory in one piece of the machine's, aligned to its size as a power of two, a page at least; and
 * frees it (NULL is ignored). At or below DISPATCH_LEVEL.
 */
void *nt_contiguous_alloc(size_t size, enum nt_where where, bool may_sleep);
void nt_contiguous_free(const void *memory, size_t size);
/* Where it is in the machine's memory. False: nothing is there. Any IRQL. */
bool nt_physical(const void *address, ULONGLONG *physical);
/* The size of a cache line of the processor. */
size_t nt_cache_line(void);
/* nt_alloc() never gives more than this. */
size_t nt_alloc_max(void);

#ifdef __cplusplus
}
#endif

#endif
