/* SPDX-License-Identifier: GPL-2.0 */
/* region.h - critical and guarded regions; internal. */
#ifndef COMPAT_KE_REGION_H
#define COMPAT_KE_REGION_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* The calling thread ends, with the regions that it is in: the log has a line. May sleep. */
void nt_regions_thread_ends(void);
/* The same of those that code of this module has entered. May sleep. */
void nt_regions_gone(const struct module *module);

#ifdef __cplusplus
}
#endif

#endif
