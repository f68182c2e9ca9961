/* SPDX-License-Identifier: GPL-2.0 */
/* load.h - loading and unloading: of ntparport, of modules, of drivers. */
#ifndef COMPAT_LOAD_LOAD_H
#define COMPAT_LOAD_LOAD_H

#include "port/ports.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;
struct nt_gone;

/* Starts and stops ntparport. 0 or a negative errno. */
int nt_start(void);
void nt_stop(void);

/*
 * Exceptions that nothing takes, and faults of images, are bug checks from now on. 0 or a negative
 * errno.
 */
int nt_bug_checks_init(void);
/* Faults are Linux's again. */
void nt_bug_checks_exit(void);

/* A module is about to run its init routine. May sleep. */
void nt_module_coming(struct module *module);
/*
 * A module has run its exit routine, or its init routine failed: ends what it left behind (timers,
 * DPCs, threads) and logs it. May sleep.
 */
void nt_module_gone(const struct module *module);

/* Waits for the module's threads, then calls nt_module_stop(). May sleep. */
void nt_module_end(struct nt_gone *gone);

/*
 * The drivers of this module had a bug check: cancels what they sent, frees the
 * ports they have, and disconnects their interrupt routines. Process context.
 */
void nt_driver_dies(const struct module *module);

#ifdef __cplusplus
}
#endif

#endif
