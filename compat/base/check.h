/* SPDX-License-Identifier: GPL-2.0 */
/* check.h - what a driver hands over may be anything; no driver sees it. */
#ifndef COMPAT_BASE_CHECK_H
#define COMPAT_BASE_CHECK_H

#include "base/nt.h"
#include "glue/linux.h"

#ifdef __cplusplus
extern "C" {
#endif

/* These tell whether it is memory (see nt_is_memory()) that says what it has to. Any IRQL. */

/* A string, and its text. */
bool nt_is_string(const UNICODE_STRING *string);
/* The same, with the whole buffer, and no more in it than that. */
bool nt_is_room(const UNICODE_STRING *string);
/* A terminated text. */
bool nt_is_text(const void *text, bool wide);
/* The head of a list, or an entry of one, whose neighbours know it. */
bool nt_is_list(const LIST_ENTRY *head);

#ifdef __cplusplus
}
#endif

#endif
