/* SPDX-License-Identifier: GPL-2.0 */
/* region.h - critical and guarded regions; internal. */
#ifndef COMPAT_KE_REGION_H
#define COMPAT_KE_REGION_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/*
 * The calling thread enters a guarded region for the driver whose code is at @code; leaves it:
 * false: it is not in one. At or below APC_LEVEL.
 */
void nt_guarded_region_enter(const void *code);
bool nt_guarded_region_leave(void);

/* The calling thread ends, with the regions that it is in: the log has a line. May sleep. */
void nt_regions_thread_ends(void);
/* The same of those that code of this module has entered. May sleep. */
void nt_regions_gone(const struct module *module);

#ifdef __cplusplus
}
#endif

#endif
