/* SPDX-License-Identifier: GPL-2.0 */
/* region.h - critical and guarded regions; internal. */
#ifndef COMPAT_KE_REGION_H
#define COMPAT_KE_REGION_H

#include "base/nt.h"

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

/* What a thread may leave behind when it leaves the routines of drivers. */
enum nt_left { NT_LEFT_IN_REGION, NT_LEFT_BOUND, NT_LEFT_KINDS };

/*
 * While @left is not NULL, it is called as nt_gate_left is (base/gate.h). NT_REGIONS_LOCK is held,
 * but not when it is called.
 */
void nt_left_note_locked(enum nt_left which, void (*left)(const void *code));

/* The calling thread ends, with the regions that it is in: the log has a line. May sleep. */
void nt_regions_thread_ends(void);
/* The same of those that code of this module has entered. May sleep. */
void nt_regions_gone(const struct module *module);

#ifdef __cplusplus
}
#endif

#endif
