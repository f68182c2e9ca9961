/* SPDX-License-Identifier: GPL-2.0 */
/* debug_print.h - what drivers print; internal. */
#ifndef COMPAT_RTL_DEBUG_PRINT_H
#define COMPAT_RTL_DEBUG_PRINT_H

struct module;

#ifdef __cplusplus
extern "C"
#endif
/*
 * A driver is about to be freed, or had a bug check: ends the lines that it has begun, and has
 * those logged again that DbgSetDebugFilterState() has switched off for it.
 */
void nt_print_gone(const struct module *module);

#endif
