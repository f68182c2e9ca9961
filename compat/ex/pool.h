/* SPDX-License-Identifier: GPL-2.0 */
/* pool.h - memory of drivers; no driver sees it. */
#ifndef COMPAT_EX_POOL_H
#define COMPAT_EX_POOL_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/*
 * A pool block, or NULL, for the driver that has the code at @caller. PAGE_SIZE
 * bytes or more are aligned to a page, fewer to two pointers, all to @alignment,
 * a power of two. At or below DISPATCH_LEVEL.
 */
void *nt_pool_alloc(const void *caller, size_t size, size_t alignment, ULONG tag, bool clear);
/* Frees it; @caller called @routine for that, should it be no block. */
void nt_pool_free(const void *caller, const char *routine, const void *memory);
/* A block begins there. At or below DISPATCH_LEVEL. */
bool nt_pool_has(const void *memory);
/* A driver is about to be freed, or all are gone (NULL): frees and logs what it left. */
void nt_pool_gone(const struct module *module);
/* The blocks that are allocated. At or below DISPATCH_LEVEL. */
unsigned int nt_pool_count(void);

#ifdef __cplusplus
}
#endif

#endif
