/* SPDX-License-Identifier: GPL-2.0 */
/* pool.h - memory of drivers; internal. */
#ifndef COMPAT_EX_POOL_H
#define COMPAT_EX_POOL_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/*
 * A pool block, or NULL, for the driver whose code is at @caller. Blocks of PAGE_SIZE bytes or more
 * are aligned to a page, smaller ones to two pointers, and all of them to @alignment, a power of
 * two. At or below DISPATCH_LEVEL.
 */
void *nt_pool_alloc(const void *caller, size_t size, size_t alignment, ULONG tag, bool clear);
/* What a block is: each kind has routines of its own. */
enum nt_block { NT_POOL_BLOCK, NT_CONTIGUOUS_BLOCK, NT_NONCACHED_BLOCK };

/*
 * Makes memory of nt_alloc() or the like, or for NT_CONTIGUOUS_BLOCK of nt_contiguous_alloc(), a
 * block of the driver whose code is at @caller. NULL, also if that is what @memory is: it is freed
 * then. At or below DISPATCH_LEVEL.
 */
void *nt_block_make(const void *caller, enum nt_block kind, void *memory, size_t size);
/*
 * Frees a block of that kind, and of that @size (0: of any). If it is not one, the log says so:
 * @caller called @routine.
 */
void nt_block_free(const void *caller, const char *routine, enum nt_block kind, const void *memory,
		   size_t size);
/* Frees a block. If it is not one, the log says so: @caller called @routine. */
void nt_pool_free(const void *caller, const char *routine, const void *memory);
/* Whether a block of that tag, or of any if it is 0, begins there. At or below DISPATCH_LEVEL. */
bool nt_pool_has(const void *memory, ULONG tag);
/* How many bytes that block has; 0: none begins there. The same IRQL. */
size_t nt_pool_size(const void *memory, ULONG tag);
/*
 * Memory in which the driver that this code belongs to may have objects is about to be freed: takes
 * the timers, DPCs and work items in it out of their queues, and logs it. At or below
 * DISPATCH_LEVEL.
 */
void nt_driver_memory_gone(const void *start, size_t size, const void *code);
/* What io does then about memory descriptor lists in it; it sets this when ntparport is loaded. */
extern void (*nt_lists_memory_gone)(const void *start, size_t size);
/*
 * A driver is about to be freed, or all are gone (NULL): frees and logs the blocks that are left.
 */
void nt_pool_gone(const struct module *module);
/* How many blocks are allocated. At or below DISPATCH_LEVEL. */
unsigned int nt_pool_count(void);

#ifdef __cplusplus
}
#endif

#endif
