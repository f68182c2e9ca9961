/* SPDX-License-Identifier: GPL-2.0 */
/* user_pages.h - a program's memory, mapped for drivers until it is unmapped. */
#ifndef COMPAT_GLUE_USER_PAGES_H
#define COMPAT_GLUE_USER_PAGES_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nt_user_pages;

/*
 * Maps @length bytes, 1 or more; @write: which can be written to, or else they need not be. Process
 * context. 0; -EFAULT: they are not the program's; -ENOMEM, also if it may not lock more.
 */
int nt_user_pages_map(unsigned long to, size_t length, bool write, struct nt_user_pages **result);
void *nt_user_pages_address(const struct nt_user_pages *pages);
/* Also in another thread, after the program has ended. At or below DISPATCH_LEVEL. */
void nt_user_pages_unmap(struct nt_user_pages *pages, bool may_sleep);

#ifdef __cplusplus
}
#endif

#endif
