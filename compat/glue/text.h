/* SPDX-License-Identifier: GPL-2.0 */
/* text.h - text that users type. Any context. */
#ifndef COMPAT_GLUE_TEXT_H
#define COMPAT_GLUE_TEXT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Converts UTF-8 to UTF-16, not terminated. Returns how many characters, at most @room. Negative:
 * it is not UTF-8.
 */
int nt_utf8_to_utf16(const char *text, size_t length, WCHAR *result, size_t room);
/* The whole text is a number as C writes it; false: it is not, or the number is too large. */
bool nt_parse_number(const char *text, ULONGLONG *number);

#ifdef __cplusplus
}
#endif

#endif
