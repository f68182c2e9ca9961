/* SPDX-License-Identifier: GPL-2.0 */
/* check.h - checks of what drivers hand over, which may be anything; internal. */
#ifndef COMPAT_BASE_CHECK_H
#define COMPAT_BASE_CHECK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each tells whether there is memory (see nt_is_memory()) with the right contents. Any IRQL. */

/* A string and its text. */
bool nt_is_string(const UNICODE_STRING *string);
/* The same, and its whole buffer; Length is within MaximumLength. */
bool nt_is_room(const UNICODE_STRING *string);
/* Terminated text. */
bool nt_is_text(const void *text, bool wide);
/* The head of a list, or an entry of one, whose neighbours point back to it. */
bool nt_is_list(const LIST_ENTRY *head);

#ifdef __cplusplus
}
#endif

#endif
