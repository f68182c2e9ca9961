/* SPDX-License-Identifier: GPL-2.0 */
/* text.h - characters, and what drivers print; no driver sees it. */
#ifndef COMPAT_RTL_TEXT_H
#define COMPAT_RTL_TEXT_H

#include "base/nt.h"

WCHAR nt_ansi_to_wide(CHAR c);
/* A question mark if there is none. */
CHAR nt_wide_to_ansi(WCHAR c);

/* A driver is about to be freed, or had a bug check: the line that it has begun ends. */
struct module;
void nt_print_gone(const struct module *module);

#endif
