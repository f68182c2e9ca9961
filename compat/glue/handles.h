/* SPDX-License-Identifier: GPL-2.0 */
/* handles.h - entries by number. Process context. */
#ifndef COMPAT_GLUE_HANDLES_H
#define COMPAT_GLUE_HANDLES_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Takes the lowest free number from 1 to @last. False: none is free, or there is no memory. May
 * sleep.
 */
bool nt_handles_add(void *entry, ULONG last, ULONG *number);
/* Returns what had the number, or NULL. */
void *nt_handles_remove(ULONG_PTR number);
/* A spin lock, which all that follow need. */
void nt_handles_lock(void);
void nt_handles_unlock(void);
void *nt_handles_find(ULONG_PTR number);
/* The first entry from *@number on, and sets *@number to its number; NULL: there is none. */
void *nt_handles_next(ULONG_PTR *number);
void nt_handles_remove_locked(ULONG_PTR number);

#ifdef __cplusplus
}
#endif

#endif
