/* SPDX-License-Identifier: GPL-2.0 */
/* callback.h - callback objects; internal. */
#ifndef COMPAT_OB_CALLBACK_H
#define COMPAT_OB_CALLBACK_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* Loading of ntparport: 0 or a negative errno; and unloading. May sleep. */
int nt_callbacks_init(void);
void nt_callbacks_exit(void);

/* The machine is about to be suspended, or is awake again: \Callback\PowerState. */
void nt_callback_power_state(bool awake);

/*
 * Ends the registrations that a driver of this module and name has left, and says so, and
 * takes the names of the objects that it has made. May sleep.
 */
void nt_callbacks_gone(const struct module *module, const char *name);

#ifdef __cplusplus
}
#endif

#endif
