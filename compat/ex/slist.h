/* SPDX-License-Identifier: GPL-2.0 */
/* slist.h - lists that need no lock; no driver sees it. */
#ifndef COMPAT_EX_SLIST_H
#define COMPAT_EX_SLIST_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* These do not look at what they are given. Any IRQL. */
void nt_slist_init(PSLIST_HEADER head);
PSLIST_ENTRY nt_slist_push(PSLIST_HEADER head, PSLIST_ENTRY entry);
/*
 * The first one, off the list, or NULL. False: that is not memory, so the list is damaged,
 * and left as it is.
 */
bool nt_slist_pop(PSLIST_HEADER head, PSLIST_ENTRY *entry);
/* Empties the list. Returns what was the first one, and how many there were. */
PSLIST_ENTRY nt_slist_take_all(PSLIST_HEADER head, USHORT *depth);
USHORT nt_slist_depth(const SLIST_HEADER *head);
/* It is one of the first @most. */
bool nt_slist_has(const SLIST_HEADER *head, const SLIST_ENTRY *entry, unsigned int most);

#ifdef __cplusplus
}
#endif

#endif
